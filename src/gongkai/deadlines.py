"""Limit + start + excluded time -> the last day, with the reasons as sentences.

Two rules on periods hold for every limit. The Regulation states neither; they are those of general
procedure law and of practice, and the reasons say so (basis ``practice``):

* the opening day is not counted;
* a period of days or months that would end on a day off ends on the next working day. A period of
  working days cannot end on a day off, and a date fixed by the law (31 January) does not move.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from gongkai.calendar import workdays
from gongkai.errors import DataError, InputError, Lang, say
from gongkai.law import entries
from gongkai.law.limits import Basis, Limit

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of the story of a deadline, and whether law or practice stands behind it."""

    code: str
    basis: Basis = "law"
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in Chinese, naming the article."""
        return self.sentence()

    def sentence(self, lang: Lang = "zh") -> str:
        """Return the sentence in `lang`."""
        return say(self.code, lang, **self.facts)


def reason(code: str, basis: Basis = "law", /, **facts: object) -> Reason:
    """Return the reason `code` with its facts."""
    return Reason(code, basis, facts)


@dataclass(frozen=True, slots=True)
class Span:
    """Excluded time: the working days after `after`, up to and including `until`."""

    after: date
    until: date

    def __contains__(self, day: date) -> bool:
        return self.after < day <= self.until


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which a duty is done in time, and why."""

    due_on: date
    reasons: tuple[Reason, ...]
    excluded: int = 0  # working days that were not counted


def due(limit: Limit, start: date, *, extra: int = 0, excluded: Iterable[Span] = ()) -> Deadline:
    """Return the last day of `limit`, opened by what happened on `start`.

    `extra` working days of an extension are added; a day inside two `excluded` spans counts once.
    A span opened on the last day or before it is left out whole, so the period cannot end inside.
    For a yearly limit `start` is the last day of the year reported on. Raises InputError for
    exclusions from a limit not counted in working days, CalendarUnknown where the period runs into
    a year without a holiday notice, DataError for a limit whose length the organ sets.
    """
    spans = tuple(excluded)
    if limit.unit == "workday":
        return _workdays(limit, start, extra, spans)
    if extra or spans:
        raise InputError("core.not_working_days", limit=limit.name)
    if limit.month_day is not None:
        last = _next_yearly(start, limit.month_day)
        told = reason("core.yearly", limit.basis, **_named(limit), last=last)
        return Deadline(last, (told,))
    last = _later(start, limit)
    due_on = workdays.next_workday(last)
    reasons = [
        reason("core.opening_day", "practice", start=start),
        reason(
            f"core.length_{limit.unit}",
            limit.basis,
            **_named(limit),
            length=limit.length,
            last=last,
        ),
    ]
    if due_on != last:
        reasons.append(
            reason(
                "core.moved",
                "practice",
                last=last,
                weekday=WEEKDAYS[last.weekday()],
                due_on=due_on,
            )
        )
    return Deadline(due_on, tuple(reasons))


def _named(limit: Limit) -> dict[str, object]:
    """Return the names of a limit and where it stands."""
    article = entries.cite(limit.source, limit.article)
    return {"name": limit.name, "name_en": limit.name_en, "article": article}


def _workdays(limit: Limit, start: date, extra: int, spans: tuple[Span, ...]) -> Deadline:
    """Return the last of so many working days after `start`, excluded days left out."""
    left = limit.length + extra
    excluded = 0
    due_on = start
    while left:
        due_on = workdays.add(due_on, 1)
        if any(due_on in span for span in spans):
            excluded += 1
        else:
            left -= 1
    for span in sorted(spans, key=lambda span: span.after):  # opened in time, it still holds open
        if span.after <= due_on:
            later = tuple(workdays.between(due_on, span.until))
            excluded += len(later)
            due_on = later[-1] if later else due_on
    reasons = [
        reason(
            "core.length_workday",
            limit.basis,
            **_named(limit),
            length=limit.length,
        ),
        reason("core.opening_day", "practice", start=start),
        *_arrangements(start, due_on),
        reason(
            "core.counted" if not excluded else "core.counted_without",
            limit.basis,
            first=workdays.next_workday(start + timedelta(days=1)),
            total=limit.length + extra,
            excluded=excluded,
            due_on=due_on,
            weekday=WEEKDAYS[due_on.weekday()],
        ),
    ]
    return Deadline(due_on, tuple(reasons), excluded)


def _arrangements(after: date, until: date) -> list[Reason]:
    """Return a reason for each holiday, and each make-up day, that the period passes, in order."""
    found: list[tuple[date, Reason]] = []
    for number in range(after.year, until.year + 1):
        year = workdays.holidays(number)
        notices = "、".join(year.notices) or "国务院办公厅节假日安排通知"
        inside = [day for day in sorted(year.off) if after < day <= until]
        for name, days in groupby(inside, key=year.off.__getitem__):
            run = list(days)
            code = "core.holiday" if len(run) > 1 else "core.holiday_day"
            told = reason(code, name=name, first=run[0], last=run[-1], notices=notices)
            found.append((run[0], told))
        for day in year.work:
            if after < day <= until:
                weekday = WEEKDAYS[day.weekday()]
                told = reason("core.made_up", day=day, weekday=weekday, notices=notices)
                found.append((day, told))
    return [told for _, told in sorted(found, key=lambda pair: pair[0])]


def _later(start: date, limit: Limit) -> date:
    """Return the day so many days or months after `start`."""
    try:
        if limit.unit == "day":
            return start + timedelta(days=limit.length)
        if limit.unit == "month":
            return _months_later(start, limit.length)
    except (OverflowError, ValueError):
        raise InputError("core.date_too_late", start=start) from None
    raise DataError("law.limit_shape", limit=limit.id)


def _months_later(start: date, months: int) -> date:
    """Return the same day so many months on, or the last day of a shorter month."""
    year, month = divmod(start.month - 1 + months, 12)
    first = date(start.year + year, month + 1, 1)
    next_month = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=start.day - 1), next_month - timedelta(days=1))


def _next_yearly(start: date, month_day: tuple[int, int]) -> date:
    """Return the first such day after `start`."""
    this_year = date(start.year, *month_day)
    return this_year if this_year > start else date(start.year + 1, *month_day)
