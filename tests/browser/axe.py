"""What is wrong with a page as a browser shows it: in every look, to every finger, on every width."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

ALL_RULES = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
BUT_COLOURS = {
    "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}},
    "resultTypes": ["violations"],
}
NARROW = (390, 683)
"""A phone, and 1366 px at 200 %."""

# Colours are asked of two elements of each kind: the colour, size and weight of their text, and every
# ground, opacity and place that the elements around them give. To ask all takes axe five times as long.
COLOURS = """(rule) => {
  const plain = (s) => s.backgroundColor === 'rgba(0, 0, 0, 0)' && s.backgroundImage === 'none'
    && s.opacity === '1' && s.position === 'static' && s.filter === 'none';
  const kinds = new Map();
  for (const e of document.body.querySelectorAll('*')) {
    const said = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
    if (!(said || e.matches('input, select, textarea')) || !e.checkVisibility()) continue;
    const own = getComputedStyle(e);
    const kind = [own.color, own.fontSize, own.fontWeight, own.textShadow];
    for (let at = e; at; at = at.parentElement) {
      const s = getComputedStyle(at);
      if (!plain(s)) kind.push(s.backgroundColor, s.backgroundImage, s.opacity, s.position, s.zIndex, s.clip, s.filter);
    }
    const key = kind.join('|'), few = kinds.get(key) || [];
    if (few.length < 2) kinds.set(key, [...few, e]);
  }
  return axe.run({include: [...kinds.values()].flat()}, {runOnly: [rule], resultTypes: ['violations']});
}"""

# What stands too low for a finger: (what, its height) of everything to press that is to be seen.
LOW = """(least) => [...document.querySelectorAll('button, .btn, select, summary, textarea,'
  + 'input:not([type=checkbox]):not([type=radio]):not([type=hidden])')]
  .filter((e) => e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().height < least - 0.5)
  .map((e) => `${e.tagName} ${(e.innerText || e.name).trim().slice(0, 20)} ${Math.round(e.getBoundingClientRect().height)}`)"""


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    """Return what axe finds wrong, one line an element."""
    return _told(page.evaluate("(options) => axe.run(document, options)", options))


def colours(page: Page, rule: str) -> list[str]:
    """Return which text axe finds too pale on its ground, one line an element."""
    return _told(page.evaluate(COLOURS, rule))


def _told(answer: dict[str, Any]) -> list[str]:
    return [
        f"{one['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()[:160]})"
        for one in answer["violations"]
        for node in one["nodes"]
    ]


def look(page: Page, **chosen: str) -> None:
    """Show the page in another look, as the cookie of the visitor would."""
    page.evaluate("(chosen) => Object.assign(document.documentElement.dataset, chosen)", chosen)


def faults(page: Page) -> list[str]:
    """Return what is wrong in the standard look, in elder mode and in high contrast."""
    facts = page.evaluate(
        "() => [document.documentElement.lang, document.title, document.querySelectorAll('h1').length,"
        " document.querySelectorAll('main#main').length]"
    )
    wrong = []
    if (facts[0], bool(facts[1].strip()), *facts[2:]) != ("zh-CN", True, 1, 1):
        wrong.append(f"language, title, number of h1, of main: {facts}")
    page.evaluate(AXE_SCRIPT)
    wrong += violations(page, BUT_COLOURS)
    wrong += colours(page, "color-contrast")
    wrong += [f"lower than 44: {one}" for one in page.evaluate(LOW, 44)]
    look(page, mode="elder")
    wrong += [f"elder: {one}" for one in colours(page, "color-contrast-enhanced")]
    wrong += [f"elder, lower than 56: {one}" for one in page.evaluate(LOW, 56)]
    look(page, mode="standard", contrast="high")
    wrong += [f"high contrast: {one}" for one in colours(page, "color-contrast-enhanced")]
    look(page, contrast="normal")
    return wrong


def too_wide(page: Page, width: int) -> list[str]:
    """Show the page on a width; return that it does not keep to it."""
    page.set_viewport_size({"width": width, "height": 844})
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{wide} px wide on {width} px"] if wide > width else []
