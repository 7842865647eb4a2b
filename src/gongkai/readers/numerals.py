"""What one printed cell says: a number, nothing, or something that is no number.

Full-width digits, thousands separators, words around the number (``22（其中修订16件）``), amounts
given in 元 or 万元, Chinese numerals and the signs for “nothing” (—, /, 无) are understood; nothing
is ever turned into a 0 that does not stand there.

White space inside a number: groups of three (``1 256``) are one number; a line break where a full
line can have wrapped (``3985`` above ``758``) is none; any other (``12 5``, ``5`` above ``12``) may
part two numbers, and which number stands there cannot be told.
"""

import re
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from gongkai.characters import MYRIADS, NUMERALS, half_width, han_number, simplified, squeeze
from gongkai.figures import BLANK, UNREADABLE, Figure, Status

_NOTHING = frozenset(
    (
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "–",
        "―",
        "―—",
        "/",
        "//",
        "\\",
        "_",
        "__",
        "无",
        "無",
        "空",
        "N/A",
        "n/a",
    )
)
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_UNIT = r"(?P<unit>万元|元|亿元|万|件|条|项|个|次|份|部|宗|起|人|家|人民币)?"
_WORDED = re.compile(
    rf"(?P<word>增加?|减少?|上升|下降|约)?(?P<number>[+-]?\d+(?:,\d{{3}})*(?:\.\d+)?){_UNIT}"
    r"(?P<remark>[(（\[【].*[^\d)）\]】].*[)）\]】])?[。;；]?"
)
_FACTOR = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000), "万": Decimal(1)}
_REMARK = re.compile(r"[(（\[【]")
_INSIDE = rf"[\d.,{NUMERALS}{MYRIADS}]"
_APART = re.compile(rf"(?<={_INSIDE})\s+(?={_INSIDE})")
_BY_THREES = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?: \d{3})+(?!\d)")
_RUN = re.compile(rf"{_INSIDE}*")
_STAND_IN = re.compile(
    r"[*＊×□■△▲]+|[(（【\[]?(?:无法(?:辨认|识别|统计|计算)|不详|未知|涉密|保密|未统计|未统计数据|暂无数据|不适用|待补充?|同上|略"
    r"|(?:详见|参见|另见|见)(?:附件|附表|附录|附|备注|注|下表|后|年报|说明)[一二三四五六七八九十\d]*)[)）】\]]?[。;；]?"
)
_RAISED = re.compile("[²³¹⁰⁴-⁹₀-₉①-⑳⓪㉑-㉟㊱-㊿]")  # the sign of a note: NFKC makes it a digit


@lru_cache(maxsize=8192)
def figure_of(text: str, *, kind: str = "count") -> Figure:
    """Return what a cell says.

    kind  ``"money_wan"`` reads an amount written with its unit into 万元; ``"change"`` reads
          增/减 before the number as its sign; ``"money"`` (the form states no unit) keeps the
          number as printed, see `money_unit`
    """
    squeezed = squeeze(text)
    if squeezed in _NOTHING:
        return BLANK
    return UNREADABLE if _is_broken(text) else _figure(squeezed, kind)


def _figure(squeezed: str, kind: str) -> Figure:
    if _PLAIN.fullmatch(squeezed) or _GROUPED.fullmatch(squeezed):
        return _number(squeezed)
    worded = _WORDED.fullmatch(squeezed)
    if worded is not None:
        return _worded(worded, kind)
    value = han_number(squeezed)
    return UNREADABLE if value is None else Figure(Status.NUMBER, Decimal(value))


def money_unit(text: str) -> str:
    """Return the unit printed with an amount (元, 万元), "" where there is none."""
    worded = _WORDED.fullmatch(squeeze(text))
    unit = worded["unit"] or "" if worded is not None else ""
    return unit if unit in _FACTOR else ""


@lru_cache(maxsize=8192)
def is_value(text: str) -> bool:
    """Whether a cell holds a value or a sign for nothing, rather than a label (False if empty).

    A number in pieces (``12 5``) is a value too, though nobody can tell which; so are words that
    stand in the place of a figure (``详见附件``).
    """
    squeezed = squeeze(text)
    if not squeezed or (squeezed not in "零〇" and han_number(squeezed) is not None):
        return False  # a lone 三 is an enumerator, not a value
    return squeezed in _NOTHING or _figure(squeezed, "change").is_number or is_stand_in(text)


@lru_cache(maxsize=8192)
def is_stand_in(text: str) -> bool:
    """Whether words or signs stand where a figure is due and say none (``（无法辨认）``, ``*``)."""
    return _STAND_IN.fullmatch(simplified(squeeze(text))) is not None


def run_on(upper: str, lower: str) -> str:
    """Return two lines of one cell as its text: two numbers stay apart by a blank line."""
    apart = upper[-1:].isdigit() and lower[:1].isdigit()
    return f"{upper}\n\n{lower}" if apart else upper + lower


def _is_broken(text: str) -> bool:
    """Whether the digits of a cell may be more than one number, or a number and the sign of a note."""
    if text.isascii() and text.isalnum():  # most cells
        return False
    if _RAISED.search(text):
        return True
    printed = _REMARK.split(half_width(text), maxsplit=1)[0].strip()
    lines = [line.strip() for line in printed.splitlines()]
    if not all(_can_wrap(upper, lower) for upper, lower in pairwise(lines)):
        return True
    joined = "".join(lines)
    if len(lines) > 1 and re.match(r"[+-]?0\d", joined):
        return True  # 0 above 0 is two figures
    return _APART.search(_BY_THREES.sub(lambda match: squeeze(match[0]), joined)) is not None


def _can_wrap(upper: str, lower: str) -> bool:
    """Whether what stands in two lines may be read on: a number is broken only where a line is full.

    Then the next digit did not fit above, so that no lower line is a digit longer or more.
    """
    run = _RUN.match(lower)
    if not upper or run is None or not run[0] or not re.match(_INSIDE, upper[-1]):
        return bool(upper)
    return len(upper) > 1 and _width(run[0]) < _width(upper) + 1


def _width(text: str) -> float:
    """Return the width of a line in digits; a point or comma takes half of one."""
    return len(text) - sum(map(text.count, ".,")) / 2


def _number(text: str) -> Figure:
    return Figure(Status.NUMBER, Decimal(text.replace(",", "")))


def _worded(match: re.Match[str], kind: str) -> Figure:
    word, unit = match["word"], match["unit"]
    if word == "约" or (word and kind != "change"):
        return UNREADABLE
    figure = _number(match["number"])
    value = figure.value
    if word in ("减", "减少", "下降"):
        value = -value
    if unit in _FACTOR:
        if kind != "money_wan":
            value = value * 10_000 if unit == "万" and kind != "money" else value
        else:
            value *= _FACTOR[unit]
    return Figure(Status.NUMBER, value.normalize() + 0)
