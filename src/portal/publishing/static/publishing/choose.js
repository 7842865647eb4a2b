// The box above a kind chooses all of it: the single ones follow, and are not sent one by one.
"use strict";
for (const all of document.querySelectorAll('.pieces input[name="kinds"]')) {
  const boxes = all.closest("fieldset").querySelectorAll('input[name="keys"]');
  const follow = () => { for (const one of boxes) { one.checked = all.checked || one.checked; one.disabled = all.checked; } };
  all.addEventListener("change", () => { if (!all.checked) for (const one of boxes) one.checked = false; follow(); });
  if (all.checked) follow();
}
