"""Working days of mainland China, make-up days (调休) included; an unknown year is never guessed.

Only `assumed` counts Monday to Friday there, for a day that is said to be provisional.

One data file per year stands in ``years/``. A folder of the same files wins year by year over it:
the argument `folder`, else the environment variable ``GONGKAI_CALENDAR``. So the next year's notice
can be added on the day it is published, and a local arrangement can be tried.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from gongkai.errors import CalendarUnknown, InputError

_DAY = timedelta(days=1)
_SATURDAY = 5
_ASSUMED: ContextVar[bool] = ContextVar("assumed", default=False)


@dataclass(frozen=True, slots=True)
class Year:
    """The holidays of one calendar year: day -> festival, for days off and for make-up days."""

    year: int
    off: Mapping[date, str]
    work: Mapping[date, str]
    notices: tuple[str, ...] = ()  # 文号 of the notices, where confirmed


@contextmanager
def assumed() -> Iterator[None]:
    """Within it a year whose arrangement is not published is read as Monday to Friday.

    What is counted there is provisional: whoever shows it says so.
    """
    token = _ASSUMED.set(True)
    try:
        yield
    finally:
        _ASSUMED.reset(token)


def holidays(year: int, *, folder: Path | None = None) -> Year:
    """Return the arrangement of one year.

    Raises CalendarUnknown for a year without a file, InputError for a file that cannot be used.
    """
    return _load(year, _place(folder), _ASSUMED.get())


def _place(folder: Path | None) -> str | None:
    place = folder or os.environ.get("GONGKAI_CALENDAR") or None
    return None if place is None else str(place)


def is_workday(day: date, *, folder: Path | None = None) -> bool:
    """Whether `day` is worked; raises CalendarUnknown for a year without a file."""
    worked, at = _worked(day.year, _place(folder), _ASSUMED.get()), day.timetuple().tm_yday
    return worked[at] > worked[at - 1]


def add(day: date, number: int, *, folder: Path | None = None) -> date:
    """Return the `number`-th working day after `day`; `day` itself is not counted.

    Raises InputError below 1, CalendarUnknown where the count runs into an unknown year.
    """
    if number < 1:
        raise InputError("calendar.bad_number", number=number)
    for _ in range(number):
        day = next_workday(_day_after(day), folder=folder)
    return day


def count(after: date, until: date, *, folder: Path | None = None) -> int:
    """Return how many working days lie after `after`, up to and including `until`.

    Raises InputError where `until` is earlier than `after`, CalendarUnknown for an unknown year.
    """
    if until < after:
        raise InputError("calendar.bad_range", after=after, until=until)
    if until == after:
        return 0
    first, place, total = after + _DAY, _place(folder), 0
    for year in range(first.year, until.year + 1):
        worked = _worked(year, place, _ASSUMED.get())
        before = worked[first.timetuple().tm_yday - 1] if year == first.year else 0
        total += worked[until.timetuple().tm_yday if year == until.year else -1] - before
    return total


def between(after: date, until: date, *, folder: Path | None = None) -> Iterator[date]:
    """Yield the working days after `after`, up to and including `until`."""
    day = after
    while day < until:
        day += _DAY
        if is_workday(day, folder=folder):
            yield day


def next_workday(day: date, *, folder: Path | None = None) -> date:
    """Return `day` where it is worked, else the first working day after it."""
    while not is_workday(day, folder=folder):
        day = _day_after(day)
    return day


def _day_after(day: date) -> date:
    """Return the next day; raises CalendarUnknown where dates end."""
    if day == date.max:
        raise CalendarUnknown("calendar.unknown_year", year=day.year + 1)
    return day + _DAY


def parse_day(text: str) -> date:
    """Return a day written 2024-03-01; raises InputError for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or text != day.isoformat():
        raise InputError("calendar.bad_date", text=text if len(text) <= 20 else text[:20] + "…")
    return day


@lru_cache(maxsize=64)
def _worked(year: int, folder: str | None, assume: bool) -> tuple[int, ...]:
    """Return how many days are worked up to each day of a year, 0 before the first."""
    arrangement, day, totals = _load(year, folder, assume), date(year, 1, 1), [0]
    for _ in range(date(year, 12, 31).timetuple().tm_yday):
        worked = day in arrangement.work or (
            day.weekday() < _SATURDAY and day not in arrangement.off
        )
        totals.append(totals[-1] + worked)
        day = day + _DAY if day < date.max else day
    return tuple(totals)


@lru_cache(maxsize=64)
def _load(year: int, folder: str | None, assume: bool) -> Year:
    """Read one year, from `folder` where it has the file; without one as nothing off, if assumed."""
    name = f"{year}.toml"
    if folder is not None and (Path(folder) / name).is_file():
        path = Path(folder) / name
        try:
            return _parse(path.read_bytes(), year, path)
        except OSError:
            raise InputError("calendar.unreadable", path=path) from None
    shipped = resources.files("gongkai.calendar") / "years" / name
    if not shipped.is_file() and assume:
        return Year(year, MappingProxyType({}), MappingProxyType({}))
    if not shipped.is_file():
        raise CalendarUnknown("calendar.unknown_year", year=year)
    return _parse(shipped.read_bytes(), year, name)


def _parse(content: bytes, year: int, path: Path | str) -> Year:
    """Return the arrangement in one file; raises InputError for what is not one."""
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # TOML errors and undecodable bytes are ValueErrors
        raise InputError("calendar.not_toml", path=path) from None
    blocks, notices = data.get("holiday"), data.get("notices", [])
    if not isinstance(blocks, list) or not isinstance(notices, list):
        raise InputError("calendar.not_holidays", path=path)
    off: dict[date, str] = {}
    work: dict[date, str] = {}
    for block in blocks:
        name = block.get("name") if isinstance(block, dict) else None
        if not isinstance(name, str):
            raise InputError("calendar.not_holidays", path=path)
        off.update(dict.fromkeys(_days(block.get("off", []), year, path), name))
        work.update(dict.fromkeys(_days(block.get("work", []), year, path), name))
    for day in off.keys() & work.keys():
        raise InputError("calendar.off_and_work", day=day, path=path)
    return Year(year, MappingProxyType(off), MappingProxyType(work), tuple(map(str, notices)))


def _days(days: object, year: int, path: Path | str) -> list[date]:
    """Return one list of days of a holiday; raises InputError for anything else."""
    # a datetime is a date too, but never a day of law
    if not isinstance(days, list) or not all(type(day) is date for day in days):
        raise InputError("calendar.not_holidays", path=path)
    for day in days:
        if day.year != year:
            raise InputError("calendar.not_of_year", day=day, year=year, path=path)
    return days
