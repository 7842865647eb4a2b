"""Templates of letters: text with ``{slots}`` and passages that may fall away. Nothing is executed.

A line is a paragraph. ``{received_on}`` is filled with a fact; a fact that is not given leaves a
blank (【待填：…】), which keeps the letter from being signed. ``[[...]]`` is left out where one of
the facts in it is not given; ``[[?attachments|...]]`` where that fact is not given,
``[[!attachments|...]]`` where it is. What is filled in is never read as a template itself.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from gongkai.errors import InputError
from gongkai.law.letters import SLOT

Printed = str | tuple[str, ...]  # a fact as it is printed; a list item by item
BLANK = re.compile(r"【待填：([^】]*)】")
PASSAGE = re.compile(r"\[\[(?:([?!])([a-z_]+)\|)?(.*?)\]\]", re.DOTALL)
_ALONE = re.compile(r"\{([a-z_]+)\}")
_ENDS = "。！？；：…”』）"
MOST_CHARACTERS = 100_000


def filled(
    template: str, printed: Mapping[str, Printed], *, named: Callable[[str], str]
) -> tuple[str, ...]:
    """Return the paragraphs of a template; `named` gives the Chinese name of a slot.

    Raises InputError for a template with a slot nobody knows, or with brackets left open.
    """
    if len(template) > MOST_CHARACTERS:
        raise InputError("cases.template_too_long", most=MOST_CHARACTERS)
    for name in (*SLOT.findall(template), *(m[2] for m in PASSAGE.finditer(template) if m[2])):
        if not named(name):
            raise InputError("cases.template_slot", slot=name)
    told = PASSAGE.sub(lambda match: _passage(match, printed), template)
    rest = SLOT.sub("", told)
    for sign in ("[[", "]]", "{", "}"):
        if sign in rest:
            raise InputError("cases.template_bracket", sign=sign)
    found: list[str] = []
    for line in told.splitlines():
        found += _paragraphs(line.strip(), printed, named)
    return tuple(found)


def _passage(match: re.Match[str], printed: Mapping[str, Printed]) -> str:
    """Return a passage in double brackets, or nothing."""
    sign, condition, text = match.groups()
    if sign == "!":
        return "" if condition in printed else text
    asked = [condition] if sign else SLOT.findall(text)
    return text if all(name in printed for name in asked) else ""


def _paragraphs(
    line: str, printed: Mapping[str, Printed], named: Callable[[str], str]
) -> list[str]:
    if not line:
        return []
    alone = _ALONE.fullmatch(line)
    value = printed.get(alone[1]) if alone else None
    if isinstance(value, tuple):
        return listed(value)
    if isinstance(value, str):
        return [_ended(part.strip()) for part in value.splitlines() if part.strip()]
    text = SLOT.sub(lambda match: _value(match[1], printed, named), line)
    return [part.strip() for part in text.splitlines() if part.strip()]


def _value(name: str, printed: Mapping[str, Printed], named: Callable[[str], str]) -> str:
    value = printed.get(name)
    if value is None:
        return f"【待填：{named(name)}】"
    return value if isinstance(value, str) else "；".join(value)


def listed(items: tuple[str, ...]) -> list[str]:
    """Return a list as paragraphs, numbered where there are several."""
    if len(items) == 1:
        return [_ended(items[0])]
    last = len(items)
    return [f"{n}.{item}{'。' if n == last else '；'}" for n, item in enumerate(items, 1)]


def _ended(text: str) -> str:
    """Return a paragraph that ends as a sentence does."""
    return text if text[-1] in _ENDS else f"{text}。"


def spelt(day: date) -> str:
    """Return a day as letters write it (2026年3月2日)."""
    return f"{day.year}年{day.month}月{day.day}日"
