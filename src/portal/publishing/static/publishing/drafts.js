// What is typed is kept in this browser until it is saved: a lost session or line loses no words.
// Nothing is sent: only the button saves, as one act with one record.
"use strict";
(() => {
  const form = document.getElementById("writing");
  if (!form) return;
  try { if (!localStorage) return; } catch { return; } // a browser that keeps nothing
  const key = `draft:${form.dataset.draft}`;
  const when = document.getElementById("when");
  const offer = document.getElementById("restore");
  const OLD = 30 * 24 * 3600 * 1000;
  const clock = (at) => new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const day = (at) => `${new Date(at).toLocaleDateString("zh-CN")} ${clock(at)}`;
  const fields = () => [...form.elements].filter((one) => one.name && !["csrfmiddlewaretoken", "base"].includes(one.name) && one.type !== "submit");
  const typed = () => {
    if (window.portalEditor) window.portalEditor.write();
    return Object.fromEntries(fields().map((one) => [one.name, one.value]));
  };
  const read = () => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith("draft:")) continue;
    let at = 0;
    try { at = JSON.parse(localStorage.getItem(name)).at; } catch { /* not one of ours, or broken */ }
    if (Date.now() - at > OLD) localStorage.removeItem(name);
  }

  const first = JSON.stringify(typed());
  const left = read();
  if (left && JSON.stringify(left.fields) !== first) {
    if (!document.querySelector("#error-summary")) { // else the page came back with what was typed
      offer.querySelector("span").textContent = `${form.dataset.found} ${day(left.at)}。`;
      offer.hidden = false;
    }
  }
  offer.addEventListener("click", (event) => {
    const what = event.target.dataset.do;
    if (!what) return;
    if (what === "restore") {
      for (const one of fields()) if (one.name in left.fields) one.value = left.fields[one.name];
      if (window.portalEditor) window.portalEditor.load(left.fields.body || "");
    } else localStorage.removeItem(key);
    offer.hidden = true;
  });

  let timer = 0;
  function keep(force) {
    const now = typed();
    if (JSON.stringify(now) === first && force !== true || !offer.hidden) return;
    const at = Date.now();
    try {
      localStorage.setItem(key, JSON.stringify({ at, fields: now }));
      when.textContent = `${clock(at)} ${form.dataset.saved}`;
    } catch { when.textContent = form.dataset.full; }
  }
  const soon = () => { clearTimeout(timer); timer = setTimeout(keep, 2000); };
  form.addEventListener("input", soon);
  form.addEventListener("portal:changed", soon);
  form.addEventListener("submit", () => keep());
  window.addEventListener("pagehide", () => keep());
  if (document.querySelector("#error-summary")) {
    document.getElementById("error-summary").focus();
    keep(true);
  }
})();
