"""The wall: every unit's report on a year, where it stands, how late it is, what was noticed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from typing import Any, NamedTuple

from django.db.models import Count, Max

from portal.acts.kept import New, until_touched
from portal.annual import acts as annual
from portal.annual.due import Due
from portal.annual.lifecycle import Event, Stage
from portal.annual.models import Filing, FilingEvent, Scope
from portal.annual.models.filing import STAGES
from portal.organs.models import Organ
from portal.organs.queries import parents_on
from portal.oversight.models import Judged, Reminder
from portal.oversight.timetable import Days

ALIKE = 0.5
"""From this share on a report is shown as like another (inferred: no instrument names a number)."""
SENT = frozenset({Stage.SUBMITTED, Stage.ACCEPTED, Stage.PUBLISHED})


def _stands(stage: Stage, row: "Row") -> bool:
    return row.stage is stage


@dataclass(frozen=True, slots=True)
class Row:
    """One report on the wall.

    stage  None: not begun;  left: days until it must be published, below 0 where that passed
    late   past the day of sending, or of publication, without being there
    """

    organ: Organ
    scope: str
    filing: int | None
    stage: Stage | None
    since: datetime | None
    published: bool
    due: Due
    left: int
    late: bool
    judged: "Noticed | None"
    reminders: int
    reminded_at: datetime | None

    @property
    def key(self) -> str:
        """How a form names the row."""
        return f"{self.organ.pk}-{self.scope}"

    @property
    def stage_in_words(self) -> str:
        """Where it stands, in words."""
        return str(STAGES[self.stage]) if self.stage else ""

    @property
    def last_percent(self) -> int:
        """The likeness with last year's report, in per cent."""
        return round(100 * (self.judged.like_last or 0)) if self.judged else 0

    @property
    def other_percent(self) -> int:
        """The likeness with the unit that is most like it, in per cent."""
        return round(100 * (self.judged.like_other or 0)) if self.judged else 0

    @property
    def alike(self) -> float:
        """The greater of both likenesses, 0 where there is none."""
        one = self.judged
        return max((one.like_last or 0.0, one.like_other or 0.0)) if one else 0.0


SORTS: Mapping[str, Callable[[Row], bool]] = {
    "late": lambda row: row.late,
    "unbegun": lambda row: row.stage is None,
    **{stage.value: partial(_stands, stage) for stage in STAGES},
    "errors": lambda row: bool(row.judged and row.judged.errors),
    "alike": lambda row: row.alike >= ALIKE,
}
"""What the wall can be narrowed to, and who belongs there."""


@dataclass(frozen=True)
class Wall:
    """The rows of a year below one organ, in the order of the tree."""

    year: int
    today: date
    rows: tuple[Row, ...]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """How many belong to each of `SORTS`."""
        return {sort: sum(map(belongs, self.rows)) for sort, belongs in SORTS.items()}

    @cached_property
    def by_rule(self) -> list[tuple[str, int, int]]:
        """Each check that found something: code, how many reports, how many findings; the most first."""
        units: Counter[str] = Counter()
        found: Counter[str] = Counter()
        for row in self.rows:
            for code, number in (row.judged.codes if row.judged else {}).items():
                units[code] += 1
                found[code] += number
        return [(code, n, found[code]) for code, n in units.most_common()]


def wall(root: Organ, year: int, *, today: date) -> Wall:
    """Return every report that the organs below one owe on a year.

    Each organ that existed on 31 December owes its own; who had others reporting to it also its region's.
    """
    return _wall(root, year, today, Judged.objects.count())


WRITING = frozenset(
    one.name
    for one in (
        *(annual.SaveTexts, annual.WriteZero, annual.Adjust, annual.EndAdjustment),
        *(annual.AnswerFinding, annual.AddRemark),
    )
)
"""Acts on reports after which the wall is the same: most are these."""


def _touches(new: New, *_of: object) -> bool:
    return new.app in ("annual", "organs", "oversight") and new.act not in WRITING


@until_touched(_touches, most=20)
def _wall(root: Organ, year: int, today: date, judged_so_far: int) -> Wall:
    """Return the wall; what is judged is no act, so that its number tells whether more was."""
    end = date(year, 12, 31)
    found = Organ.objects.existing(end).under(root).exclude(pk=root.pk)
    organs = _in_order(found.only(*_SHOWN))
    over = parents_on(organs, end)
    filings: dict[tuple[int, str], Any] = {
        (organ, scope): rest
        for organ, scope, *rest in Filing.objects.filter(year=year).values_list(
            "organ", "scope", "pk", "stage", "stage_since", "published_at", "current"
        )
    }
    judged = _judged(year, {organ.pk: organ for organ in organs})
    reminded = _reminded(year)
    days = Days(year)

    def row(organ: Organ, scope: str) -> Row:
        pk, stage, since, published_at, current = filings.get((organ.pk, scope), [None] * 5)
        stands, due = Stage(stage) if stage else None, days.of(organ, scope)
        unsent = due.submit_on is not None and today > due.submit_on and stands not in SENT
        late = published_at is None and (unsent or today > due.publish_on)
        number, last = reminded.get((organ.pk, scope), (0, None))
        return Row(
            organ,
            scope,
            pk,
            stands,
            since,
            published_at is not None,
            due,
            (due.publish_on - today).days,
            late,
            judged.get(current),
            number,
            last,
        )

    rows = [row(one, scope) for one in organs for scope in _owes(one, over)]
    return Wall(year, today, tuple(rows))


_SHOWN = ("id", "path", "code", "name", "short_name", "level", "kind", "order")


class Noticed(NamedTuple):
    """What `Judged` keeps, read by the thousand."""

    errors: int
    warnings: int
    codes: Mapping[str, int]
    like_last: float | None
    like_other: float | None
    like_whom: Organ | None


def _judged(year: int, known: Mapping[int, Organ]) -> dict[int, Noticed]:
    """Return version -> what was noticed of it; `known` are organs that need not be read again."""
    columns = ("version_id", *Noticed._fields[:-1], "like_whom_id")
    rows: list[Any] = list(Judged.objects.filter(version__in=_standing(year)).values_list(*columns))
    others = Organ.objects.in_bulk({row[-1] for row in rows if row[-1]} - known.keys())
    whole = {**known, **others}
    return {row[0]: Noticed._make((*row[1:-1], whole.get(row[-1] or 0))) for row in rows}


def _in_order(organs: Iterable[Organ]) -> list[Organ]:
    """Return organs as the tree has them: each after the one it stands under, sisters by their order."""
    by_pk = {str(organ.pk): (organ.order, organ.pk) for organ in organs}

    def place(organ: Organ) -> list[tuple[int, int]]:
        return [by_pk[pk] for pk in organ.path.split(".") if pk in by_pk]

    return sorted(organs, key=place)


def _owes(organ: Organ, over: Iterable[int]) -> tuple[str, ...]:
    return (Scope.OWN, Scope.REGION) if organ.pk in over else (Scope.OWN,)


def _standing(year: int) -> Any:
    return Filing.objects.filter(year=year).exclude(current=None).values("current")


def _reminded(year: int) -> dict[tuple[int, str], tuple[int, datetime | None]]:
    """Return how often each unit was reminded, and when last: of what it began and of what not."""
    found: dict[tuple[int, str], tuple[int, datetime | None]] = {}
    begun = FilingEvent.objects.filter(kind=Event.REMINDED, filing__year=year)
    several = (
        begun.values_list("filing__organ", "filing__scope"),
        Reminder.objects.filter(year=year).values_list("organ", "scope"),
    )
    for each in several:
        for organ, scope, number, last in each.annotate(n=Count("pk"), last=Max("at")).order_by():
            before, latest = found.get((organ, scope), (0, last))
            found[organ, scope] = (before + number, max(latest or last, last))
    return found
