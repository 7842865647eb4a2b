"""Days as they are printed: 2026年3月2日, 2026-3-2, 二〇二六年三月二日; what names no whole day is none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gongkai.characters import han_number

_ZERO = "〇零○ＯO０0"
_HAN = f"一二三四五六七八九{_ZERO}"
_ARABIC = (
    r"(?P<y>(?:19|20)\d{2})\s*[年./-]\s*(?P<m>\d{1,2}|元)\s*[月./-]\s*(?P<d>\d{1,2})(?!\d)\s*日?"
)
_CHINESE = (
    rf"(?P<hy>[一二][{_HAN}]{{3}})\s*年\s*(?P<hm>十?[一二三四五六七八九十]|元)\s*月\s*"
    r"(?P<hd>[一二三四五六七八九十廿卅]{1,3})\s*日"
)
_DAY = re.compile(f"{_ARABIC}|{_CHINESE}")
_ZEROS = str.maketrans(dict.fromkeys(_ZERO, "〇"))


@dataclass(frozen=True, slots=True)
class Printed:
    """A day that stands in a text, and where: from `start` up to `end`."""

    day: date
    start: int
    end: int


def day_of(year: str | int, month: str | int, day: str | int) -> date | None:
    """Return a day, None where the calendar has no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def days_in(text: str) -> Iterator[Printed]:
    """Yield the whole days of the years 1900 to 2099 that stand in a text, in order."""
    for match in _DAY.finditer(text):
        if match["y"]:
            found = day_of(match["y"], "1" if match["m"] == "元" else match["m"], match["d"])
        else:
            found = _chinese(match["hy"], match["hm"], match["hd"])
        if found is not None and 1900 <= found.year < 2100:
            yield Printed(found, match.start(), match.end())


def _chinese(year: str, month: str, day: str) -> date | None:
    values = [han_number(part) for part in (year.translate(_ZEROS), month.replace("元", "一"), day)]
    return day_of(*(v for v in values if v is not None)) if None not in values else None


@lru_cache(maxsize=4096)
def day_in(text: str, *, since: int = 2000) -> date | None:
    """Return the first day in a text not before a year, None where there is none."""
    return next((one.day for one in days_in(text) if one.day.year >= since), None)
