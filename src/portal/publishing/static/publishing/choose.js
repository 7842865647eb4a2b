// One box above each kind chooses all of it.
"use strict";
for (const group of document.querySelectorAll(".pieces fieldset")) {
  const boxes = [...group.querySelectorAll('input[name="keys"]')];
  if (boxes.length < 2) continue;
  const all = document.createElement("input");
  all.type = "checkbox";
  all.className = "form-check-input";
  const label = document.createElement("label");
  label.className = "all";
  label.append(all, group.dataset.all);
  group.querySelector("legend").after(label);
  all.addEventListener("change", () => { for (const one of boxes) one.checked = all.checked; });
  group.addEventListener("change", () => { all.checked = boxes.every((one) => one.checked); });
}
