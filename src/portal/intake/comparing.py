"""Reports side by side: the same figure of several organs or years, and what has no equal, in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from gongkai.figures import Figure
from gongkai.forms.bridge import Loss, bridge
from gongkai.forms.form import Address, load
from portal.intake import feed
from portal.intake.models import Report
from portal.intake.table import tables
from portal.ui.language import spoken

MOST = 8
"""So many reports stand side by side."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure of one report; `equal` is False where its edition has no such figure."""

    figure: Figure
    equal: bool

    @property
    def number(self) -> Decimal | None:
        """The number, None where there is none."""
        return self.figure.number

    @property
    def status(self) -> str:
        """What stands there."""
        return self.figure.status.value if self.equal else "none"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the form in every report; `differs`: they do not all say the same."""

    label: str
    address: str
    shown: tuple[Shown, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Lost:
    """What of one report has no equal in the form it is shown in: the sentence, and the figures left out."""

    sentence: str
    figures: tuple[tuple[str, Figure], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Reports in one form.

    edition  the form they are shown in, the newest that any of them uses
    tables   (table in words, its rows); losses: for each report what it loses
    """

    edition: str
    tables: tuple[tuple[str, tuple[Row, ...]], ...]
    losses: tuple[tuple[Report, tuple[Lost, ...]], ...]


def compared(reports: list[Report]) -> Compared:
    """Return reports side by side, in the newest edition among them."""
    edition = max(report.edition for report in reports)
    carried = []
    losses = []
    for report in reports:
        own = feed.settled(report)
        there, lost = bridge(own, to=edition)
        unequal = {a for one in lost if one.kind != "dropped" for a in one.addresses}
        carried.append((there, unequal))
        said = tuple(_lost(one, own.form.id, own.figures) for one in lost)
        if said:
            losses.append((report, said))
    form = load(edition)
    found = []
    for table in form.tables:
        rows = []
        for address in table.addresses():
            shown = tuple(Shown(r[address], address not in un) for r, un in carried)
            values = {s.figure for s in shown if s.equal}
            rows.append(Row(form.label(address), str(address), shown, len(values) > 1))
        found.append((tables()[table.id], tuple(rows)))
    return Compared(edition, tuple(found), tuple(losses))


def _lost(loss: Loss, edition: str, figures: dict[Address, Figure]) -> Lost:
    form = load(edition)
    own = [a for a in loss.addresses if a in form.address_set] if loss.kind != "unknown" else []
    return Lost(loss.sentence(spoken()), tuple((form.label(a), figures[a]) for a in own))


def siblings(base: QuerySet[Report], report: Report) -> QuerySet[Report]:
    """Return the reports of the same organ on all years, the oldest first."""
    if report.unit_id is not None:
        found = base.filter(unit=report.unit_id)
    else:
        found = base.filter(unit_key=report.unit_key)
    return found.filter(scope=report.scope).exclude(year=None).order_by("year", "pk")
