// Dropping files where they are chosen, saying how large they are, and waiting in words.
(() => {
  const form = document.getElementById("upload");
  if (!form) return;
  const state = form.querySelector("[data-state]");
  const button = form.querySelector("button.btn-primary");
  const limit = Number(form.dataset.limit) * 1024 * 1024;
  const look = () => {
    const large = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]).filter((file) => file.size > limit);
    state.textContent = large.length ? `${large.map((file) => `“${file.name}”`).join("、")}${form.dataset.large}` : "";
    button.disabled = large.length > 0;
  };
  for (const area of form.querySelectorAll("[data-drop]")) {
    const input = area.querySelector("input[type=file]");
    input.addEventListener("change", look);
    for (const name of ["dragenter", "dragover"]) {
      area.addEventListener(name, (event) => { event.preventDefault(); area.classList.add("over"); });
    }
    for (const name of ["dragleave", "drop"]) area.addEventListener(name, () => area.classList.remove("over"));
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      const given = new DataTransfer();
      for (const file of event.dataTransfer.files) {
        given.items.add(file);
        if (!input.multiple) break;
      }
      input.files = given.files;
      look();
    });
  }
  form.addEventListener("submit", () => { button.disabled = true; state.textContent = form.dataset.busy; });
  addEventListener("pageshow", (event) => { if (event.persisted) { button.disabled = false; look(); } });
})();
