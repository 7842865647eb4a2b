// A click on a number's name puts it where one was writing; without script it is copied by hand.
"use strict";
(() => {
  let last = document.querySelector("#writing textarea");
  document.addEventListener("focusin", (event) => { if (event.target.matches("#writing textarea")) last = event.target; });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-chip]");
    if (!chip || !last) return;
    last.setRangeText(chip.dataset.chip, last.selectionStart, last.selectionEnd, "end");
    last.focus();
    last.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
