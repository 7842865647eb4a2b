"""Numbers of a spreadsheet as a person sees them: percent, decimals and dates by number format.

The stored number decides what is there; a format that hides a zero or prints it as “-” does not
make it blank. Source: ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy",
    31: "yyyy年m月d日", 32: "h时mm分", 33: "h时mm分ss秒", 36: "yyyy年m月", 37: "#,##0",
    38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00",
    44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0", 49: "@",
    50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 55: "yyyy年m月",
    56: "m月d日", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.I)
_DATE = re.compile(r"[ymdhse]", re.I)
_DATE_PART = re.compile(r"y+|m+|d+|h+|s+|AM/PM|A/P|[^ymdhs]+", re.I)
_MOST_PLACES = 12
_DECIMALS = re.compile(r"[0#?]\.([0#?]*)")


@lru_cache(512)
def _plan(code: str) -> tuple[str, int]:
    """Return what a format makes of a number: general, fixed, percent or date, and its decimals."""
    section = code.split(";")[0]
    bare = _LITERAL.sub("", section)
    if not bare.strip() or bare.strip().lower() in ("general", "@", "g/通用格式"):
        return "general", 0
    if _DATE.search(bare.replace("General", "")) and "E+" not in bare.upper():
        return "date", 0
    if "/" in bare or "e+" in bare.lower() or "e-" in bare.lower():
        return "general", 0
    decimals = _DECIMALS.search(bare)
    places = min(len(decimals[1]), _MOST_PLACES) if decimals else 0
    if "%" in bare:
        return "percent", places
    return ("fixed", places) if re.search("[0#?]", bare) else ("general", 0)


def is_date(code: str) -> bool:
    """Whether a number format prints a date or time."""
    return _plan(code)[0] == "date"


def show_number(value: float | str, code: str = "General", *, since_1904: bool = False) -> str:
    """Return a stored number as its format prints it, without thousands separators or exponent.

    `value` may be the text of the file; what is no finite number comes back as it is.
    """
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not number.is_finite() or number.adjusted() >= 30:
        return str(value)
    kind, places = _plan(code)
    if kind == "date":
        return _show_date(number, code, since_1904)
    if kind == "percent":
        return _fixed(number * 100, places) + "%"
    if kind == "fixed":
        return _fixed(number, places)
    # Fifteen digits are what a sheet keeps: 0.1 + 0.2 is stored as 0.30000000000000004.
    return _plain(Decimal(f"{number:.15g}"))


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _fixed(number: Decimal, places: int) -> str:
    exact = Decimal(f"{number:.15g}")
    text = format(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")
    return text.lstrip("-") if not text.strip("-0.") else text


def _show_date(number: Decimal, code: str, since_1904: bool) -> str:
    """Return a date serial as its format prints it; one outside the calendar as its number."""
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    try:
        moment = start + timedelta(seconds=round(float(number) * 86400))
    except OverflowError:
        return _plain(number)
    return show_moment(moment, code)


def show_moment(moment: datetime, code: str) -> str:
    """Return a moment as a date format prints it, numbers for names of months and days."""
    section = re.sub(r"\[\$[^\]]*\]|\[[^\]hms]*\]|_.|\*.", "", code.split(";")[0])
    section = re.sub(r'"([^"]*)"', r"\1", section).replace("\\", "").replace("[", "")
    section = section.replace("]", "").replace("@", "")
    pieces = _DATE_PART.findall(section)
    out: list[str] = []
    for at, piece in enumerate(pieces):
        low = piece.lower()
        minutes = _beside(pieces, at, -1) == "h" or _beside(pieces, at, 1) == "s"
        if low[0] == "y":
            out.append(f"{moment.year:04}" if len(low) > 2 else f"{moment.year % 100:02}")
        elif low[0] == "m" and minutes:
            out.append(f"{moment.minute:0{min(len(low), 2)}}")
        elif low[0] == "m":
            out.append(f"{moment.month:0{2 if len(low) == 2 else 1}}")
        elif low[0] == "d":
            out.append(f"{moment.day:0{2 if len(low) == 2 else 1}}")
        elif low[0] == "h":
            out.append(f"{moment.hour:0{min(len(low), 2)}}")
        elif low[0] == "s":
            out.append(f"{moment.second:0{min(len(low), 2)}}")
        elif low not in ("am/pm", "a/p"):
            out.append(piece)
    return "".join(out).strip()


def _beside(pieces: list[str], at: int, step: int) -> str:
    """Return the letter of the nearest date part in a direction, "" where there is none."""
    at += step
    while 0 <= at < len(pieces):
        letter = pieces[at][0].lower()
        if letter in "ymdhs":
            return letter
        at += step
    return ""
