"""What one printed cell says: a number, nothing, or something that is no number.

Full-width digits, thousands separators, words around the number (``22（其中修订16件）``), amounts
given in 元 or 万元, Chinese numerals and the signs for “nothing” (—, /, 无) are understood; nothing
is ever turned into a 0 that does not stand there.
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from gongkai.figures import BLANK, UNREADABLE, Figure, Status

_SPACE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\u00ad]+")
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
_DASHES = str.maketrans(dict.fromkeys("－−﹣‐‑‒", "-") | {"＋": "+", "﹢": "+"})

_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN = re.compile(r"[零〇一二两兩三四五六七八九十百千万萬亿億]+")


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Return a text in NFKC form (half-width digits and signs) without any white space."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).translate(_DASHES)


def han_number(text: str) -> int | None:
    """Return the value of a Chinese numeral (一千二百五十六, 二〇二三, 三万), or None."""
    if not _HAN.fullmatch(text):
        return None
    text = text.replace("萬", "万").replace("億", "亿")
    if not any(c in "十百千万亿" for c in text):
        return int("".join(str(_HAN_DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _HAN_DIGITS:
            digit = _HAN_DIGITS[c]
        elif c in _HAN_UNITS:
            section += (digit or 1) * _HAN_UNITS[c]
            digit = 0
        else:
            total = (total + section + digit) * (10_000 if c == "万" else 100_000_000)
            section = digit = 0
    return total + section + digit


@lru_cache(maxsize=8192)
def figure_of(text: str, *, kind: str = "count") -> Figure:
    """Return what a cell says.

    kind  ``"money_wan"`` reads an amount written with its unit into 万元; ``"change"`` reads
          增/减 before the number as its sign
    """
    squeezed = squeeze(text)
    if squeezed in _NOTHING:
        return BLANK
    if _PLAIN.fullmatch(squeezed) or _GROUPED.fullmatch(squeezed):
        return _number(squeezed)
    worded = _WORDED.fullmatch(squeezed)
    if worded is not None:
        return _worded(worded, kind)
    value = han_number(squeezed)
    return UNREADABLE if value is None else Figure(Status.NUMBER, Decimal(value))


@lru_cache(maxsize=8192)
def is_value(text: str) -> bool:
    """Whether a cell holds a value or a sign for nothing, rather than a label (False if empty)."""
    squeezed = squeeze(text)
    if not squeezed or (_HAN.fullmatch(squeezed) and squeezed not in "零〇"):
        return False  # a lone 三 is an enumerator, not a value
    return squeezed in _NOTHING or figure_of(text, kind="change").status is Status.NUMBER


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
            value = value * 10_000 if unit == "万" else value
        else:
            value *= _FACTOR[unit]
    return Figure(Status.NUMBER, value.normalize() + 0)
