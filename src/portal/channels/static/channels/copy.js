// Copies the text of a field; without JavaScript the field is there to be selected.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.querySelector(button.dataset.copy);
  const status = document.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    let copied = false;
    if (navigator.clipboard) {
      copied = await navigator.clipboard.writeText(field.value).then(() => true, () => false);
    }
    if (!copied) {
      field.select();
      copied = document.execCommand("copy"); // pages without TLS have no clipboard object
    }
    status.textContent = copied ? button.dataset.done : button.dataset.failed;
  });
}
