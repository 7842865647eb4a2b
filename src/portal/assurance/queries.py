"""What pages and other apps ask of the records: those of a year, and what a year had none of."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from portal.assurance.kinds import Kind, askable, kinds
from portal.assurance.models import NoneReport, Record
from portal.organs.keeping.queries import none_said
from portal.organs.models import Organ
from portal.organs.queries import parents_on


def live() -> QuerySet[Record]:
    """Return the records that stand, newest first."""
    return Record.objects.filter(struck_at=None).order_by("-on", "-pk")


def of_year(organ: Organ, year: int) -> dict[str, list[Record]]:
    """Return what counts in a year, by kind; kinds without any hold an empty list."""
    found: dict[str, list[Record]] = {code: [] for code in kinds()}
    for record in live().filter(organ=organ, year=year):
        found[record.kind].append(record)
    return found


def recorded(organ: Organ, year: int) -> set[str]:
    """Return the kinds of which a year has records."""
    found = live().filter(organ=organ, year=year).order_by()
    return set(found.values_list("kind", flat=True))


def asked_of(organ: Organ, year: int) -> list[Kind]:
    """Return the kinds of which an organ's year is asked: who had no units below assessed none."""
    over = bool(parents_on([organ], date(year, 12, 31)))
    return [kind for kind in askable() if over or not kind.over]


def unsaid(organ: Organ, year: int) -> list[Kind]:
    """Return the kinds of which a year has no record, and of which nobody said that it had none."""
    there, said = recorded(organ, year), none_said(NoneReport, organ, year)
    return [
        kind
        for kind in asked_of(organ, year)
        if kind.code not in there and not (kind.code in said and said[kind.code].holds)
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an organ's year stands: for each kind, how many records there are, 0 where it was said; else None.

    over  whether it had units below at the year's end
    """

    organ: Organ
    over: bool
    counts: tuple[int | None, ...]

    @property
    def cells(self) -> list[tuple[int | None, bool]]:
        """The counts, each with whether somebody has still to speak of it."""
        each = kinds().values()
        asked = (kind.none is not None and (self.over or not kind.over) for kind in each)
        return [(n, n is None and due) for n, due in zip(self.counts, asked, strict=True)]

    @property
    def open(self) -> bool:
        """Whether somebody has still to speak of a kind."""
        return any(due for _n, due in self.cells)


def standings(organs: QuerySet[Organ], year: int) -> list[Standing]:
    """Return how the year of some organs stands, kind by kind in the order of `kinds`."""
    rows = live().filter(year=year, organ__in=organs).order_by().values_list("organ", "kind")
    counted = {(organ, kind): n for organ, kind, n in rows.annotate(n=Count("pk"))}
    said = NoneReport.objects.filter(year=year, organ__in=organs, struck_at=None)
    none = {(report.organ_id, kind) for report in said if report.holds for kind in report.things}
    over = parents_on(organs, date(year, 12, 31))
    return [
        Standing(
            organ,
            organ.pk in over,
            tuple(
                counted.get((organ.pk, kind), 0 if (organ.pk, kind) in none else None)
                for kind in kinds()
            ),
        )
        for organ in organs
    ]
