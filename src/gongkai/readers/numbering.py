"""The automatic numbers of Word paragraphs: “一、” before a heading is often no text at all.

Enough of w:numbering to print what a person sees: counters by abstract list and level, restarts,
overrides, numbering that a style carries, and the number formats of Chinese documents.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from gongkai.characters import DIGITS, numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = W + "val"

_CHINESE = frozenset(
    (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "koreanCounting",
    )
)
_DIGITWISE = frozenset(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"))
_SIGNS = {  # format -> (the sign of 1, how many follow it)
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "ideographEnclosedCircle": ("㊀", 10),
}
_STEMS = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}
_SILENT = frozenset(("bullet", "none", "custom"))


@dataclass(slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""
    restart: int | None = None  # the level after which it starts anew; 0 never; None any above
    legal: bool = False  # all parts of the number in Arabic digits


@dataclass(slots=True)
class _List:
    """What one w:num means: its abstract list and the levels it overrides."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Gives each paragraph, in document order, the number that Word prints before it."""

    def __init__(
        self,
        numbering: etree._Element | None = None,
        styles: Callable[[], etree._Element | None] = lambda: None,
    ) -> None:
        self._lists = _lists(numbering) if numbering is not None else {}
        self._load_styles = styles  # asked for when a paragraph has a style: they can be large
        self._styles: dict[str, tuple[str | None, int | None]] | None = None
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next(self, properties: etree._Element | None) -> str:
        """Return the number before the paragraph with these w:pPr, and count it; "" for none."""
        if not self._lists or properties is None:
            return ""
        place = self._place(properties)
        if place is None:
            return ""
        number, depth = place
        known = self._lists.get(number)
        level = known.levels.get(depth) if known else None
        if known is None or level is None:
            return ""
        counts = self._counts.setdefault(known.abstract, {})
        self._restart(number, known, counts)
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            after = known.levels[deeper].restart if deeper in known.levels else None
            if after is None or depth < after:
                del counts[deeper]
        return _printed(level, known.levels, counts)

    def _restart(self, number: str, known: _List, counts: dict[int, int]) -> None:
        """Apply the start values of a w:num the first time it is met."""
        for depth, start in known.starts.items():
            if (number, depth) not in self._begun:
                self._begun.add((number, depth))
                counts[depth] = start - 1

    def _place(self, properties: etree._Element) -> tuple[str, int] | None:
        own = properties.find(W + "numPr")
        style = properties.find(W + "pStyle")
        number, depth = _num_pr(own)
        if style is not None and self._styles is None:
            styles = self._load_styles()
            self._styles = _styles(styles) if styles is not None else {}
        inherited = None
        if style is not None and self._styles:
            inherited = self._styles.get(style.get(_VAL) or "")
        if inherited is not None:
            number = number if number is not None else inherited[0]
            depth = depth if depth is not None else inherited[1]
        return None if number is None or number == "0" else (number, depth or 0)


def _num_pr(element: etree._Element | None) -> tuple[str | None, int | None]:
    if element is None:
        return None, None
    number, depth = element.find(W + "numId"), element.find(W + "ilvl")
    return (
        number.get(_VAL) if number is not None else None,
        _integer(depth, 0) if depth is not None else None,
    )


def _integer(element: etree._Element | None, default: int) -> int:
    """Return the number an element holds, within what a list can mean."""
    text = (element.get(_VAL) or "") if element is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else default


def _levels(parent: etree._Element) -> dict[int, _Level]:
    levels = {}
    for element in parent.iterchildren(W + "lvl"):
        kinds = [kind.get(_VAL) or "decimal" for kind in element.iter(W + "numFmt")]
        text = element.find(W + "lvlText")
        restart = element.find(W + "lvlRestart")
        depth = element.get(W + "ilvl") or "0"
        levels[int(depth) if depth.isascii() and depth.isdigit() else 0] = _Level(
            _integer(element.find(W + "start"), 0),
            kinds[-1] if kinds else "decimal",  # the fallback of a choice stands last
            (text.get(_VAL) or "") if text is not None else "",
            _integer(restart, 0) if restart is not None else None,
            element.find(W + "isLgl") is not None,
        )
    return levels


def _lists(root: etree._Element) -> dict[str, _List]:
    abstract = {
        element.get(W + "abstractNumId") or "": _levels(element)
        for element in root.iterchildren(W + "abstractNum")
    }
    lists = {}
    for element in root.iterchildren(W + "num"):
        link = element.find(W + "abstractNumId")
        name = (link.get(_VAL) or "") if link is not None else ""
        made = _List(name, dict(abstract.get(name, {})))
        for override in element.iterchildren(W + "lvlOverride"):
            made.levels.update(_levels(override))
            start = override.find(W + "startOverride")
            if start is not None:
                depth = override.get(W + "ilvl") or "0"
                made.starts[int(depth) if depth.isascii() and depth.isdigit() else 0] = _integer(
                    start, 1
                )
        lists[element.get(W + "numId") or ""] = made
    return lists


def _styles(root: etree._Element) -> dict[str, tuple[str | None, int | None]]:
    """Return the list and level that each paragraph style carries, its ancestors' included."""
    own: dict[str, tuple[str | None, int | None]] = {}
    parent: dict[str, str] = {}
    for style in root.iterchildren(W + "style"):
        name = style.get(W + "styleId") or ""
        own[name] = _num_pr(style.find(f"{W}pPr/{W}numPr"))
        based = style.find(W + "basedOn")
        if based is not None:
            parent[name] = based.get(_VAL) or ""
    found: dict[str, tuple[str | None, int | None]] = {}
    for name in own:
        number, depth = own[name]
        above, seen = parent.get(name), {name}
        while number is None and above in own and above not in seen:
            seen.add(above)
            number, inherited = own[above]
            depth = depth if depth is not None else inherited
            above = parent.get(above)
        if number is not None:
            found[name] = (number, depth)
    return found


def _printed(level: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    if level.kind in _SILENT or not level.text:
        return ""
    text = level.text
    for depth in range(9):
        mark = f"%{depth + 1}"
        if mark in text:
            other = levels.get(depth) or _Level()
            value = counts.get(depth, other.start)
            text = text.replace(mark, number_sign(value, "decimal" if level.legal else other.kind))
    text = text.strip()
    return text if text[-1:] in "、.．)）：:,，。" else text + " "


def number_sign(value: int, kind: str) -> str:
    """Return `value` as the number format `kind` of Word prints it (a plain number if unknown)."""
    if kind in _CHINESE:
        return numeral(value) if value else "〇"
    if kind == "chineseLegalSimplified":
        return numeral(value, formal=True)
    if kind in _DIGITWISE:
        return "".join(DIGITS[int(d)] for d in str(value))
    if kind in _SIGNS and 1 <= value <= _SIGNS[kind][1]:
        return chr(ord(_SIGNS[kind][0]) + value - 1)
    if kind in _STEMS and 1 <= value <= len(_STEMS[kind]):
        return _STEMS[kind][value - 1]
    if kind == "decimalFullWidth":
        return str(value).translate({ord("0") + n: chr(ord("０") + n) for n in range(10)})
    if kind == "decimalZero":
        return f"{value:02}"
    if kind in ("lowerLetter", "upperLetter") and value >= 1:
        sign = chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 9)
        return sign.upper() if kind == "upperLetter" else sign
    if kind in ("lowerRoman", "upperRoman") and 1 <= value < 4000:
        return _roman(value).lower() if kind == "lowerRoman" else _roman(value)
    return str(value)


def _roman(value: int) -> str:
    signs = (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    text = ""
    for size, sign in signs:
        text += sign * (value // size)
        value %= size
    return text
