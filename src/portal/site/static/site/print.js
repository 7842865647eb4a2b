// The print button, and the day of printing: a page may come from a cache of another day.
"use strict";
const pad = (n) => String(n).padStart(2, "0");
const day = new Date();
for (const place of document.querySelectorAll("[data-today]")) {
  place.textContent = `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.closest(".needs-script").classList.remove("needs-script");
  button.addEventListener("click", () => window.print());
}
