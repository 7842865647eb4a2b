"""The six parts of the report: their headings as printed, and the prose between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.fuzz import ratio

from gongkai.characters import han_number, simplified, squeeze
from gongkai.forms.filled import Origin, Paragraph, Section
from gongkai.forms.form import EDITIONS, load
from gongkai.readers.labels import full
from gongkai.readers.vocabulary import is_form_label

_NUMBER = re.compile(
    r"^\s*(?:第?\s*(?P<han>[一二三四五六七八])\s*(?:部分|章)?|(?P<digit>[1-8１-８]))\s*[、.．,，:：\s]\s*"
)
_BRACKETED = re.compile(r"^\s*[（(]\s*(?P<han>[一二三四五六七八九十]{1,3}|\d{1,2})\s*[)）]")
_ENOUGH = 0.72
_LONGEST = 45  # a longer line is a sentence, unless it opens with an official title


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found: which official part it opens, as printed, and where its line goes on."""

    number: int
    title: str
    printed: str
    printed_number: int | None
    rest: str
    score: float


@cache
def _titles() -> tuple[tuple[int, str, str], ...]:
    """Return (part, title, its comparison form) of every official title and variant, longest first."""
    found: dict[tuple[int, str], None] = {}
    for edition in EDITIONS:
        for heading in load(edition).sections:
            for title in (heading.title, *heading.aka):
                found[(heading.number, title)] = None
    ordered = sorted(found, key=lambda key: -len(key[1]))
    return tuple((number, title, full(title)) for number, title in ordered)


@lru_cache(maxsize=2048)
def heading_of(text: str) -> Heading | None:
    """Return the official heading a line opens with, None for prose.

    A number in brackets is that of a sub-heading, unless it is the part's own: （一）主动公开政府信息情况
    stands inside part one, （二）主动公开政府信息情况 may open part two.
    """
    bracketed = _BRACKETED.match(text)
    if bracketed is not None:
        found = _heading_of(text)
        return found if found and found.number == _value(bracketed["han"]) else None
    return _heading_of(text)


def _value(number: str) -> int | None:
    return int(squeeze(number)) if number.isdigit() else han_number(number)


def _heading_of(text: str) -> Heading | None:
    number = _NUMBER.match(text)
    printed_number = None
    if number is not None:
        printed_number = (
            han_number(number["han"]) if number["han"] else int(squeeze(number["digit"]))
        )
    body = text[number.end() :] if number else text
    exact = _opens_with_title(text, body, printed_number)
    if exact is not None:
        return exact
    compact = full(body)
    if not 4 <= len(compact) <= _LONGEST or body.rstrip().endswith(("。", "；", ";")):
        return None
    best: Heading | None = None
    for part, _, form in _titles():
        score = ratio(compact, form) / 100 + (0.12 if part == printed_number else 0.0)
        if printed_number is None:
            score -= 0.1
        if score >= _ENOUGH and (best is None or score > best.score):
            best = Heading(part, body.strip(), text.strip(), printed_number, "", score)
    return best


def _opens_with_title(text: str, body: str, printed_number: int | None) -> Heading | None:
    """Return the heading where a line begins with an official title word for word."""
    start = simplified(body[: _LONGEST * 2])
    for part, title, _ in _titles():
        wanted = simplified(title)
        if not start.startswith(wanted):
            continue
        length = _length_of(body, len(wanted))
        rest = body[length:].lstrip(" \u3000：:。")
        if printed_number is None and (rest or len(wanted) < 5):
            continue
        if rest and rest[0] in "，,、及和的等":
            return None  # a sentence that names the part
        if rest and len(rest) < 12 and not rest[0].isdigit():
            continue  # a longer heading of another wording
        printed = text[: len(text) - len(body) + length].strip()
        return Heading(part, body[:length].strip(), printed, printed_number, rest, 1.2)
    return None


def _length_of(text: str, count: int) -> int:
    """Return how many characters of `text` hold `count` characters other than white space."""
    seen = 0
    for position, character in enumerate(text):
        if seen == count:
            return position
        seen += not character.isspace()
    return len(text)


def inline_headings(text: str) -> list[tuple[int, int]]:
    """Return the spans of numbered official headings inside a long line."""
    return [m.span() for m in _inline_pattern().finditer(text)]


@cache
def _inline_pattern() -> re.Pattern[str]:
    titles = "|".join(r"\s*".join(map(re.escape, title)) for _, title, _ in _titles())
    return re.compile(rf"[一二三四五六]\s*、\s*(?:{titles})")


def sections_of(paragraphs: Sequence[Paragraph]) -> tuple[Section, ...]:
    """Return the parts of a report: 0 is what stands before part one; labels of tables left out.

    Where a heading occurs twice (a list of contents), the later one opens the part.
    """
    found = [(i, h) for i, p in enumerate(paragraphs) if (h := heading_of(p.text)) is not None]
    opening = _openings(found)
    return tuple(_sections(paragraphs, opening))


def _openings(found: Sequence[tuple[int, Heading]]) -> dict[int, Heading]:
    """Return the paragraph index of each part's heading: the best, and of equals the last."""
    best: dict[int, tuple[float, int, Heading]] = {}
    for index, heading in found:
        known = best.get(heading.number)
        if known is None or heading.score >= known[0] - 0.01:
            best[heading.number] = (heading.score, index, heading)
    return {index: heading for _, index, heading in best.values()}


def _sections(paragraphs: Sequence[Paragraph], opening: dict[int, Heading]) -> Iterator[Section]:
    current: Heading | None = None
    origin: Origin | None = None
    prose: list[Paragraph] = []
    for index, paragraph in enumerate(paragraphs):
        heading = opening.get(index)
        if heading is None:
            if not is_form_label(paragraph.text):
                prose.append(paragraph)
            continue
        if current is not None or prose:
            yield _section(current, prose, origin)
        current, origin, prose = heading, paragraph.origin, []
        if heading.rest:
            prose.append(Paragraph(heading.rest, paragraph.origin))
    if current is not None or prose:
        yield _section(current, prose, origin)


def _section(heading: Heading | None, prose: list[Paragraph], origin: Origin | None) -> Section:
    if heading is None:
        return Section(0, "", "", tuple(prose))
    return Section(heading.number, heading.title, heading.printed, tuple(prose), origin)
