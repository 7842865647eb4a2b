// What may stand in a body, and how anything else (Word, WPS, a web page) becomes that.
// The server cleans again; this only keeps the editor honest about what will be kept.
"use strict";
window.portalTidy = (() => {
  const BLOCKS = new Set(["p", "h2", "h3", "h4", "blockquote", "ol", "ul", "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "hr", "pre"]);
  const INLINE = new Set(["strong", "em", "u", "sub", "sup", "a", "br"]);
  const SAME = { b: "strong", i: "em", h1: "h2", h5: "h4", h6: "h4", tfoot: "tbody" };
  const GONE = new Set(["script", "style", "head", "meta", "link", "title", "xml", "object", "iframe", "form", "input", "button", "select", "textarea", "svg", "noscript", "col", "colgroup"]);
  const WORDS = new Set(["p", "h2", "h3", "h4", "li", "th", "td", "caption", "pre", "blockquote"]);
  const KEPT = ["center", "right", "indent"];

  function name(element) {
    const tag = element.localName.replace(/^.*:/, "");
    return SAME[tag] || tag;
  }
  function classesOf(element) {
    const style = (element.getAttribute("data-style") || "").toLowerCase();
    const align = (/text-align:\s*(center|right)/.exec(style) || [])[1] || (element.getAttribute("align") || "").toLowerCase();
    const found = KEPT.filter((one) => element.classList.contains(one));
    if (align === "center" || align === "right") found.push(align);
    const indent = /text-indent:\s*([\d.]+)/.exec(style);
    if (indent && Number(indent[1]) > 0) found.push("indent");
    return [...new Set(found)];
  }
  function safe(address) {
    return /^(https?:\/\/|mailto:|tel:)\S+$/i.test(address.trim()) ? address.trim() : "";
  }
  function inlineStyle(element) {
    const style = (element.getAttribute("data-style") || "").toLowerCase();
    if (/font-weight:\s*(bold|[6-9]00)/.test(style)) return "strong";
    if (/vertical-align:\s*super/.test(style)) return "sup";
    if (/vertical-align:\s*sub/.test(style)) return "sub";
    return "";
  }

  // Return a fragment with allowed elements only. lost.images counts the pictures left out.
  function tidy(root, lost) {
    const out = document.createDocumentFragment();
    let open = null; // the paragraph that takes loose words

    const inPlace = (parent) => {
      if (parent !== out) return parent;
      if (!open) { open = document.createElement("p"); out.append(open); }
      return open;
    };
    const walk = (node, parent) => {
      for (const child of [...node.childNodes]) {
        if (child.nodeType === Node.TEXT_NODE) {
          const words = child.nodeValue.replace(/[\u200b\ufeff]/g, "").replace(/[\t\r\n ]+/g, " ");
          const loose = parent === out || (parent.localName && BLOCKS.has(parent.localName) && !WORDS.has(parent.localName));
          if (!loose) parent.append(words);
          else if (parent === out && (words.trim() || open)) inPlace(parent).append(words);
          continue;
        }
        if (child.nodeType !== Node.ELEMENT_NODE) continue;
        const tag = name(child);
        if (GONE.has(tag)) continue;
        if (tag === "img" || tag === "imagedata") { lost.images += 1; continue; }
        if (BLOCKS.has(tag)) { block(child, tag, parent); continue; }
        if (tag === "br") { if (parent !== out) parent.append(document.createElement("br")); else open = null; continue; }
        const styled = INLINE.has(tag) ? tag : inlineStyle(child);
        if (styled && !(styled === "a" && !safe(child.getAttribute("href") || ""))) {
          const made = document.createElement(styled);
          if (styled === "a") made.setAttribute("href", safe(child.getAttribute("href")));
          walk(child, made);
          if (made.textContent) inPlace(parent).append(made);
        } else if (tag === "div" || tag === "section" || tag === "article" || tag === "center") {
          open = null;
          if (child.querySelector("p,div,table,ul,ol,h1,h2,h3,h4,li,section")) walk(child, parent);
          else block(child, "p", parent);
          open = null;
        } else walk(child, parent);
      }
    };
    const block = (child, tag, parent) => {
      open = null;
      const inWords = parent !== out && WORDS.has(parent.localName);
      if (tag === "p" && inWords) { // a paragraph in a cell or an item: its words, a line of their own
        if (parent.textContent.trim()) parent.append(document.createElement("br"));
        walk(child, parent);
        return;
      }
      if (inWords && !(parent.localName === "li" && (tag === "ul" || tag === "ol"))) { walk(child, parent); return; }
      const made = document.createElement(tag);
      if (tag === "p") { const kept = classesOf(child); if (kept.length) made.className = kept.join(" "); }
      if (tag === "td" || tag === "th") for (const span of ["colspan", "rowspan"]) {
        const value = child.getAttribute(span);
        if (/^\d{1,3}$/.test(value || "") && value !== "1") made.setAttribute(span, value);
      }
      walk(child, made);
      open = null;
      trim(made);
      const holds = tag === "hr" || tag === "td" || tag === "th" || made.textContent.trim() || made.querySelector("td,th");
      if (holds) parent.append(made);
    };
    walk(root, out);
    for (const one of out.children) trim(one);
    return out;
  }
  function trim(element) { // a line break at the end is the editor's, not the writer's
    const idle = (node) => node && (node.localName === "br" || (node.nodeType === Node.TEXT_NODE && /^[ \n]*$/.test(node.nodeValue)));
    while (idle(element.lastChild)) element.lastChild.remove();
  }
  function html(root) {
    const box = document.createElement("div");
    box.append(tidy(root, { images: 0 }));
    return box.innerHTML;
  }
  // Style and on… attributes would be refused (and reported) by the page's own policy: they are renamed.
  function parse(text) {
    const plain = text.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[^>]+>/g, (tag) => tag.replace(/\s(style|on[a-z]+)\s*=/gi, " data-$1="));
    return new DOMParser().parseFromString(plain, "text/html").body;
  }
  // Lines as paragraphs, as the server reads them; elements as they are.
  function fromText(text, plain) {
    const box = document.createElement("div");
    if (!plain && /<\/?(p|br|h[1-6]|strong|em|u|sub|sup|blockquote|ol|ul|li|table|tbody|tr|td|th|a|hr|pre|div|span|b|i)\b[^<>]*>/i.test(text)) {
      box.append(tidy(parse(text), { images: 0 }));
      return box;
    }
    for (const line of text.split(/\r?\n/)) {
      if (!line.trim()) continue;
      const made = document.createElement("p");
      if (line.startsWith("　　")) made.className = "indent";
      made.textContent = line.trim();
      box.append(made);
    }
    return box;
  }
  return { tidy, html, parse, fromText, safe };
})();
