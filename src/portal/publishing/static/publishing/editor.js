// A plain editor over the body's textarea: without this script the textarea is what one writes in.
"use strict";
(() => {
  const area = document.getElementById("id_body");
  const tools = document.getElementById("tools");
  if (!area || !tools) return;
  const { tidy, html, parse, fromText, safe } = window.portalTidy;
  const say = (words) => { document.getElementById("tools-say").textContent = words || ""; };

  const editor = document.createElement("div");
  editor.id = "editor";
  editor.className = "body editor";
  editor.contentEditable = "true";
  editor.tabIndex = 0;
  editor.setAttribute("role", "textbox");
  editor.setAttribute("aria-multiline", "true");
  editor.setAttribute("aria-label", tools.dataset.title);
  const holder = document.createElement("div");
  holder.className = "document";
  holder.append(tools, editor);
  area.after(holder);
  area.classList.add("d-none");
  tools.hidden = false;
  area.form.classList.add("with-editor");
  const label = document.querySelector('label[for="id_body"]');
  if (label) label.addEventListener("click", () => editor.focus());
  document.execCommand("styleWithCSS", false, "false");
  document.execCommand("defaultParagraphSeparator", false, "p");

  function load(text) {
    editor.replaceChildren(...fromText(text).childNodes);
    if (!editor.firstChild) editor.append(blank("p"));
  }
  function blank(tag) {
    const made = document.createElement(tag);
    made.append(document.createElement("br"));
    return made;
  }

  // Undoing: what the body was, and where the caret stood; bounded by characters, not by steps.
  let past = [];
  let future = [];
  let last = null;
  let timer = 0;
  const MOST = 8000000;
  function path(node) {
    const steps = [];
    for (let at = node; at && at !== editor; at = at.parentNode) steps.unshift([...at.parentNode.childNodes].indexOf(at));
    return steps;
  }
  function state() {
    const range = selection();
    return { body: editor.innerHTML, at: range ? path(range.startContainer) : [], offset: range ? range.startOffset : 0 };
  }
  function keep() {
    clearTimeout(timer);
    const now = state();
    if (last && now.body === last.body) { last = now; return; }
    if (last) past.push(last);
    last = now;
    future = [];
    let size = past.reduce((sum, one) => sum + one.body.length, 0);
    while (past.length > 1 && size > MOST) size -= past.shift().body.length;
  }
  function show(one) {
    last = one;
    editor.replaceChildren(...parse(one.body).childNodes);
    let node = editor;
    for (const step of one.at) node = node.childNodes[step] || node;
    try { getSelection().collapse(node, Math.min(one.offset, node.nodeType === 3 ? node.length : node.childNodes.length)); } catch { /* the caret is lost, the words are not */ }
    changed();
  }
  function undo() { keep(); if (past.length) { future.push(last); show(past.pop()); } }
  function redo() { if (future.length) { past.push(last); show(future.pop()); } }

  function selection() {
    const chosen = getSelection();
    return chosen.rangeCount && editor.contains(chosen.anchorNode) ? chosen.getRangeAt(0) : null;
  }
  function near(names, from) {
    const range = selection();
    let node = from || (range && range.startContainer);
    for (; node && node !== editor; node = node.parentNode) if (names.includes(node.localName)) return node;
    return null;
  }
  function blocks() {
    const range = selection();
    if (!range) return [];
    const found = [...editor.querySelectorAll("p,h2,h3,h4")].filter((one) => range.intersectsNode(one));
    if (found.length || near(["td", "th", "li"])) return found;
    document.execCommand("formatBlock", false, "p");
    const made = near(["p"]);
    return made ? [made] : [];
  }
  function retag(tag) {
    for (const one of blocks()) {
      const made = document.createElement(tag);
      const range = selection(); // it is lost when its nodes move
      const where = range && { node: range.startContainer, offset: range.startOffset };
      made.append(...one.childNodes);
      one.replaceWith(made);
      if (where && made.contains(where.node)) getSelection().collapse(where.node, where.offset);
      else if (where && where.node === one) getSelection().collapse(made, 0);
    }
  }
  function align(name) {
    for (const one of blocks()) {
      if (one.localName !== "p") continue;
      const was = one.classList.contains(name);
      if (name !== "indent") one.classList.remove("center", "right", "indent");
      else one.classList.remove("center", "right");
      one.classList.toggle(name, !was);
      if (!one.className) one.removeAttribute("class");
    }
  }
  function table() {
    const made = document.createElement("table");
    const body = document.createElement("tbody");
    for (let row = 0; row < 3; row += 1) {
      const tr = document.createElement("tr");
      for (let column = 0; column < 3; column += 1) tr.append(blank(row ? "td" : "th"));
      body.append(tr);
    }
    made.append(body);
    const after = near(["table"]) || blocks().pop() || editor.lastElementChild;
    if (after) after.after(made); else editor.append(made);
    if (!made.nextElementSibling) made.after(blank("p"));
    getSelection().collapse(made.querySelector("th"), 0);
  }
  function cells(act) {
    const cell = near(["td", "th"]);
    if (!cell) return;
    const row = cell.parentNode;
    const place = [...row.children].indexOf(cell);
    const whole = near(["table"]);
    if (act === "row") {
      const made = document.createElement("tr");
      for (const one of row.children) { const td = blank("td"); if (one.colSpan > 1) td.colSpan = one.colSpan; made.append(td); }
      if (row.parentNode.localName === "thead") whole.querySelector("tbody").prepend(made); else row.after(made);
    } else if (act === "norow") row.remove();
    else for (const one of whole.querySelectorAll("tr")) {
      const beside = one.children[place];
      if (act === "nocolumn") { if (beside) beside.remove(); } else if (beside) beside.after(blank(beside.localName));
    }
    if (!whole.querySelector("td,th")) whole.remove();
  }
  function link() {
    const there = near(["a"]);
    if (there) { there.replaceWith(...there.childNodes); return; }
    const range = selection();
    const held = range && range.cloneRange();
    let typed = prompt(tools.dataset.link, "https://");
    if (!typed) return;
    typed = typed.trim();
    if (/^[^@\s/]+@[^@\s/]+$/.test(typed)) typed = `mailto:${typed}`;
    else if (/^[\d\-+]{5,20}$/.test(typed)) typed = `tel:${typed}`;
    if (!safe(typed)) { say(tools.dataset.wrong); return; }
    if (!held) return;
    const made = document.createElement("a");
    made.setAttribute("href", typed);
    if (held.collapsed) made.textContent = typed.replace(/^(mailto|tel):/, "");
    else made.append(held.extractContents());
    held.insertNode(made);
  }
  const DO = {
    p: () => retag("p"), indent: () => align("indent"), h2: () => retag("h2"), h3: () => retag("h3"),
    strong: () => document.execCommand("bold"), center: () => align("center"), right: () => align("right"),
    ul: () => document.execCommand("insertUnorderedList"), ol: () => document.execCommand("insertOrderedList"),
    link, table, row: () => cells("row"), column: () => cells("column"), norow: () => cells("norow"), nocolumn: () => cells("nocolumn"),
  };
  function act(name) {
    say("");
    if (name === "undo") undo();
    else if (name === "redo") redo();
    else { keep(); if (!selection()) editor.focus(); DO[name](); keep(); changed(); }
  }
  function changed() {
    editor.dispatchEvent(new CustomEvent("portal:changed", { bubbles: true }));
    mark();
  }
  function mark() {
    const one = near(["p", "h2", "h3", "li"]);
    for (const button of tools.querySelectorAll("button")) {
      const name = button.dataset.do;
      let on = null;
      if (name === "h2" || name === "h3") on = Boolean(one && one.localName === name);
      else if (["center", "right", "indent"].includes(name)) on = Boolean(one && one.classList.contains(name));
      else if (name === "strong") on = Boolean(near(["strong", "b"]));
      if (on !== null) button.setAttribute("aria-pressed", String(on));
    }
  }
  tools.addEventListener("mousedown", (event) => { if (event.target.closest("button")) event.preventDefault(); });
  tools.addEventListener("click", (event) => { const button = event.target.closest("button"); if (button) act(button.dataset.do); });
  tools.addEventListener("keydown", (event) => {
    const all = [...tools.querySelectorAll("button")];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) { event.preventDefault(); all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus(); }
  });
  editor.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const name = { z: event.shiftKey ? "redo" : "undo", y: "redo", b: "strong" }[event.key.toLowerCase()];
    if (name) { event.preventDefault(); act(name); }
  });
  editor.addEventListener("input", () => {
    if (!editor.firstElementChild) editor.append(blank("p"));
    clearTimeout(timer);
    timer = setTimeout(keep, 400);
    changed();
  });
  editor.addEventListener("paste", (event) => {
    event.preventDefault();
    const rich = event.clipboardData.getData("text/html");
    const lost = { images: event.clipboardData.files.length && !rich ? 1 : 0 };
    const box = document.createElement("div");
    if (rich) box.append(tidy(parse(rich), lost));
    else box.append(...fromText(event.clipboardData.getData("text/plain"), true).childNodes);
    insert(box);
    say(lost.images ? tools.dataset.images : "");
  });
  editor.addEventListener("drop", (event) => event.preventDefault());
  function insert(box) {
    keep();
    const range = selection();
    const only = box.children.length === 1 && box.firstElementChild.localName === "p" ? box.firstElementChild : null;
    if (!range || !box.firstChild) { editor.append(...box.childNodes); } else {
      range.deleteContents();
      const cell = near(["td", "th", "li"]);
      if (only || cell) {
        const words = document.createDocumentFragment();
        if (only) words.append(...only.childNodes);
        else for (const one of [...box.children]) { if (words.firstChild) words.append(document.createElement("br")); words.append(one.textContent); }
        const end = words.lastChild;
        range.insertNode(words);
        if (end) getSelection().collapse(end, end.nodeType === 3 ? end.length : end.childNodes.length);
      } else {
        const one = near(["p", "h2", "h3", "h4", "table", "ul", "ol"]);
        const end = box.lastElementChild;
        if (one && one.parentNode === editor && !["table", "ul", "ol"].includes(one.localName)) {
          const tail = document.createRange();
          tail.setStart(range.startContainer, range.startOffset);
          tail.setEndAfter(one.lastChild || one);
          const rest = one.cloneNode(false);
          rest.append(tail.extractContents());
          one.after(...box.childNodes, ...(rest.textContent.trim() ? [rest] : []));
          if (!one.textContent.trim()) one.remove();
        } else if (one) one.after(...box.childNodes); else editor.append(...box.childNodes);
        getSelection().collapse(end, end.childNodes.length);
      }
    }
    keep();
    changed();
  }
  document.addEventListener("selectionchange", () => { if (selection()) mark(); });

  let touched = false;
  editor.addEventListener("portal:changed", () => { touched = true; });
  window.portalEditor = {
    write: () => { if (touched) area.value = html(editor); },
    load: (text) => { load(text); touched = true; keep(); },
  };
  load(area.value);
  keep();
  area.form.addEventListener("submit", () => window.portalEditor.write());
})();
