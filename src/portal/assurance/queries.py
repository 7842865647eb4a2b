"""What pages and other apps ask of the records: those of a year, and what a year had none of."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from portal.acts import clock
from portal.assurance.kinds import Kind, askable, kinds
from portal.assurance.models import NoneReport, Record
from portal.organs.models import Organ


def live() -> QuerySet[Record]:
    """Return the records that stand, newest first."""
    return Record.objects.filter(struck_at=None).order_by("-on", "-pk")


def of_year(organ: Organ, year: int) -> dict[str, list[Record]]:
    """Return what counts in a year, by kind; kinds without any hold an empty list."""
    found: dict[str, list[Record]] = {code: [] for code in kinds()}
    for record in live().filter(organ=organ, year=year):
        found[record.kind].append(record)
    return found


def none_said(organ: Organ, year: int) -> dict[str, NoneReport]:
    """Return the newest statement of each kind that a year had none."""
    said = NoneReport.objects.filter(organ=organ, year=year, struck_at=None).order_by("pk")
    return {kind: report for report in said for kind in report.kinds}


def holds(report: NoneReport | None) -> bool:
    """Whether a statement still speaks for its year: one made before its end does not outlast it."""
    return report is not None and (report.final or clock.today() <= date(report.year, 12, 31))


def unsaid(organ: Organ, year: int) -> list[Kind]:
    """Return the kinds of which a year has no record, and of which nobody said that it had none."""
    recorded = set(live().filter(organ=organ, year=year).order_by().values_list("kind", flat=True))
    said = none_said(organ, year)
    return [k for k in askable() if k.code not in recorded and not holds(said.get(k.code))]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an organ's year stands: for each kind, how many records there are, 0 where it was said; else None."""

    organ: Organ
    counts: tuple[int | None, ...]

    @property
    def cells(self) -> list[tuple[int | None, bool]]:
        """The counts, each with whether somebody has still to speak of it."""
        asked = (kind.none is not None for kind in kinds().values())
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
    none = {(report.organ_id, kind) for report in said if holds(report) for kind in report.kinds}
    return [
        Standing(
            organ,
            tuple(
                counted.get((organ.pk, kind), 0 if (organ.pk, kind) in none else None)
                for kind in kinds()
            ),
        )
        for organ in organs
    ]
