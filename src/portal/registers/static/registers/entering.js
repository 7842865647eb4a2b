"use strict";
// While a file is being entered, show its newest figures; without this script there is a link to do so.
(() => {
  const every = 2000;
  const ask = async () => {
    const here = document.getElementById("entering");
    if (!here) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const next = page.getElementById("entering");
        if (!next) { location.reload(); return; }
        here.replaceWith(document.importNode(next, true));
      }
    } catch { /* the line is down for a moment: ask again */ }
    setTimeout(ask, every);
  };
  setTimeout(ask, every);
})();
