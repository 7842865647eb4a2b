// Areas to be taken out are drawn on the pages with the mouse; each is a row of the form beside them.
"use strict";
(() => {
  const form = document.querySelector("form.redacting");
  const rows = form && form.querySelector(".area-rows");
  if (!rows) return;
  const total = form.elements["areas-TOTAL_FORMS"], unit = form.elements.unit;
  const empty = form.querySelector("template.area-empty").innerHTML;
  const SIDES = ["left", "top", "width", "height"], LEAST = 3, MM = 72 / 25.4;
  const SVG = "http://www.w3.org/2000/svg";
  const pages = new Map([...document.querySelectorAll(".drawn svg")].map((one) => [one.dataset.page, one]));

  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const sizes = JSON.parse(form.dataset.sizes);
  const step = (number, side) => unit.value === "mm" ? MM : sizes[number][side === "left" || side === "width" ? 0 : 1] / 100;
  const round = (number) => String(Math.round(number * 100) / 100);

  function box(row) {
    const number = field(row, "page").value, page = pages.get(number);
    if (!page || field(row, "DELETE").checked) return null;
    const told = SIDES.map((side) => parseFloat(field(row, side).value) * step(number, side));
    return told.some(Number.isNaN) ? null : { page, told };
  }

  function place(rect, [left, top, width, height]) {
    rect.setAttribute("x", left); rect.setAttribute("y", top);
    rect.setAttribute("width", width); rect.setAttribute("height", height);
  }

  function area(page, told) {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", "area");
    place(rect, told);
    page.append(rect);
    return rect;
  }

  function draw() {
    for (const old of document.querySelectorAll(".drawn rect.area")) old.remove();
    for (const row of rows.children) {
      const found = box(row);
      if (!found) continue;
      area(found.page, found.told).addEventListener("click", () => choose(row));
    }
  }

  function choose(row) {
    for (const one of rows.children) one.classList.toggle("is-chosen", one === row);
    row.scrollIntoView({ block: "nearest" });
    field(row, "DELETE").focus();
  }

  function row() {
    const free = [...rows.children].find((one) => !field(one, "page").value && SIDES.every((side) => !field(one, side).value));
    if (free) return free;
    rows.insertAdjacentHTML("beforeend", empty.replaceAll("__prefix__", total.value));
    total.value = Number(total.value) + 1;
    return rows.lastElementChild;
  }

  function add(page, told) {
    const one = row();
    field(one, "page").value = page.dataset.page;
    field(one, "DELETE").checked = false;
    SIDES.forEach((side, n) => { field(one, side).value = round(told[n] / step(page.dataset.page, side)); });
    draw();
    for (const other of rows.children) other.classList.toggle("is-chosen", other === one);
    one.scrollIntoView({ block: "nearest" });
  }

  // Drawing is on where there is a mouse; with a finger the page scrolls until it is switched on.
  const toggle = form.querySelector(".draw-switch button");
  function drawing(on) {
    toggle.setAttribute("aria-pressed", String(on));
    toggle.classList.toggle("active", on);
    document.body.classList.toggle("drawing", on);
  }
  toggle.parentElement.hidden = false;
  toggle.addEventListener("click", () => drawing(toggle.getAttribute("aria-pressed") !== "true"));
  drawing(matchMedia("(pointer: fine)").matches);

  for (const page of pages.values()) {
    let from = null, rect = null, told = null;
    const at = (event) => {
      const seen = page.getBoundingClientRect(), [wide, high] = sizes[page.dataset.page];
      const x = (event.clientX - seen.left) / seen.width * wide;
      const y = (event.clientY - seen.top) / seen.height * high;
      return [Math.min(Math.max(x, 0), wide), Math.min(Math.max(y, 0), high)];
    };
    page.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !document.body.classList.contains("drawing")) return;
      from = at(event);
    });
    page.addEventListener("pointermove", (event) => {
      if (!from) return;
      const [x, y] = at(event);
      told = [Math.min(x, from[0]), Math.min(y, from[1]), Math.abs(x - from[0]), Math.abs(y - from[1])];
      if (!rect && (told[2] > LEAST || told[3] > LEAST)) {
        rect = area(page, told);
        page.setPointerCapture(event.pointerId);
      }
      if (rect) place(rect, told);
      event.preventDefault();
    });
    const end = (event) => {
      const made = rect && event.type === "pointerup" && told[2] >= LEAST && told[3] >= LEAST;
      if (rect) rect.remove();
      if (made) add(page, told);
      from = rect = told = null;
    };
    page.addEventListener("pointerup", end);
    page.addEventListener("pointercancel", end);
  }

  let before = unit.value;
  unit.addEventListener("change", () => {
    const now = unit.value;
    for (const one of rows.children) {
      const number = field(one, "page").value;
      if (!sizes[number]) continue;
      for (const side of SIDES) {
        const kept = field(one, side);
        unit.value = before;
        const points = parseFloat(kept.value) * step(number, side);
        unit.value = now;
        if (!Number.isNaN(points)) kept.value = round(points / step(number, side));
      }
    }
    before = now;
    draw();
  });

  rows.addEventListener("input", draw);
  form.querySelector('[name="more"]').addEventListener("click", (event) => {
    event.preventDefault();
    field(row(), "page").focus();
  });
  form.querySelector('[name="apply"]').addEventListener("click", (event) => {
    event.preventDefault();
    const wanted = form.elements.all.value;
    for (const one of form.querySelectorAll('select[name^="ground"], select[name$="-ground"]')) one.value = wanted;
  });
  draw();
})();
