"""The report as it stands while it is written: derived, adjusted, its texts with their figures put in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

from gongkai.characters import numeral
from gongkai.figures import Figure, number
from gongkai.forms.evaluate import complete, computed, openings
from gongkai.forms.filled import Cell, FilledForm, Paragraph, Section, filled
from gongkai.forms.form import Address
from portal.acts import clock
from portal.annual import prose
from portal.annual.deriving import derive
from portal.annual.models import SAID, Adjustment, AnnualReport, Filing, Scope
from portal.annual.prose import Facts
from portal.organs.models import Organ
from portal.organs.queries import children_on


class Derived(Protocol):
    """Figures counted from records, the ids of the records behind each, and whose they are.

    units  the organs that belong to a total, each with its report; None: it is not in it
    """

    @property
    def report(self) -> FilledForm: ...
    @property
    def ids(self) -> Mapping[Address, Sequence[str]]: ...
    @property
    def units(self) -> Mapping[str, FilledForm | None]: ...


class Deriver(Protocol):
    """What fills the form of a year for an organ."""

    def __call__(self, organ: Organ, year: int, *, as_at: date | None = None) -> Derived: ...


_DERIVERS: dict[str, Deriver] = {Scope.OWN: derive}


def derives(scope: Scope, deriver: Deriver) -> None:
    """Say what fills the form for reports of a scope; those of a region are added up above this app."""
    _DERIVERS[scope] = deriver


def derived(filing: Filing) -> Derived:
    """Return the figures that the records of today give for a filing."""
    return _DERIVERS[filing.scope](filing.organ, filing.year)


@dataclass(frozen=True)
class Working:
    """A filing's report as it would go up now.

    derived   the figures before adjustments;  ids: the records behind them
    adjusted  the adjustments that stand, by address
    report    the form with adjusted figures and its texts, chips put in
    unnamed   chips that name nothing;  unvalued: chips whose fact nobody recorded
    units     the organs of a total, as `Derived` names them
    """

    filing: Filing
    derived: FilledForm
    ids: Mapping[Address, Sequence[str]]
    adjusted: Mapping[Address, tuple[Adjustment, ...]]
    report: FilledForm
    facts: Facts
    used: Mapping[str, str]
    unnamed: tuple[str, ...]
    unvalued: tuple[str, ...]
    units: Mapping[str, FilledForm | None]

    @cached_property
    def deltas(self) -> dict[Address, Decimal]:
        """What the adjustments of each figure come to."""
        return {
            a: sum((one.delta for one in some), Decimal(0)) for a, some in self.adjusted.items()
        }


def working(filing: Filing) -> Working:
    """Return a filing's report as it would go up now."""
    found = derived(filing)
    standing: dict[Address, tuple[Adjustment, ...]] = {}
    for one in filing.adjustments.filter(ended_at=None):
        address = Address.parse(one.address)
        standing[address] = (*standing.get(address, ()), one)
    deltas = [(a, one.delta) for a, some in standing.items() for one in some]
    figures = adjusted(found.report, deltas)
    whole = filing.scope == Scope.REGION
    facts = prose.facts(filing.organ, filing.year, found.report.form, figures, whole=whole)
    sections, spoken = written(filing.texts, found.report, facts)
    report = filled(
        found.report.form,
        figures,
        title=title(filing.organ, filing.year, filing.scope),
        authority=filing.organ.name,
        year=filing.year,
        sections=sections,
        document_number=str(filing.wrapper.get("number", "")),
        period=(date(filing.year, 1, 1), date(filing.year, 12, 31)),
        written_on=_day(filing.wrapper.get("written_on")) or clock.today(),
        printed_on=_day(filing.wrapper.get("printed_on")),
        copies_to=str(filing.wrapper.get("copies_to", "")).rstrip("。"),
        printer=str(filing.wrapper.get("printer", "")),
    )
    return Working(
        filing,
        found.report,
        found.ids,
        standing,
        report,
        facts,
        spoken.used,
        tuple(spoken.unnamed),
        tuple(spoken.unvalued),
        found.units,
    )


def title(organ: Organ, year: int, scope: str) -> str:
    """Return the title a report has by the usual form; who has units below says whose figures it holds."""
    both = scope == Scope.REGION or children_on(organ, date(year, 12, 31), reporting=True)
    return f"{organ.name}{year}年政府信息公开工作年度报告{SAID[Scope(scope)] if both else ''}"


def adjusted(
    report: FilledForm, deltas: Sequence[tuple[Address, Decimal]]
) -> dict[Address, Figure]:
    """Return every figure of a report with what was adjusted, sums worked out anew.

    A leaf that is no number and is adjusted holds what the adjustments come to.
    """
    form, figures = report.form, report.figures
    for address, delta in deltas:
        if address in form.address_set:
            before = figures[address]
            figures[address] = number((before.value if before.is_number else Decimal(0)) + delta)
    return complete(form, figures) if deltas else figures


def leaf(report: FilledForm, address: Address) -> bool:
    """Whether a figure stands by itself, not as the sum of others: such alone are adjusted."""
    return address in report.form.address_set and address not in computed(report.form)


def written(
    texts: Mapping[str, Sequence[str]], report: FilledForm, facts: Facts
) -> tuple[tuple[Section, ...], prose.Spoken]:
    """Return the parts with their chips put in, and which chips were used and which say nothing."""
    spoken = prose.Spoken(facts)
    titles = {part.number: part.title for part in report.form.sections}
    sections = []
    for part in (0, *titles):
        paragraphs = tuple(
            Paragraph(spoken.put(text)) for text in texts.get(str(part), ()) if text.strip()
        )
        if part or paragraphs:
            heading = f"{numeral(part)}、{titles[part]}" if part else ""
            sections.append(Section(part, titles.get(part, ""), heading, paragraphs))
    return tuple(sections), spoken


def previous(filing: Filing) -> FilledForm | None:
    """Return the report on the year before: what went up here, else what the archive holds."""
    before = (
        Filing.objects.filter(organ=filing.organ, year=filing.year - 1, scope=filing.scope)
        .exclude(current=None)
        .select_related("current")
        .first()
    )
    if before is not None and before.current is not None:
        return before.current.filled
    archived = AnnualReport.objects.filter(
        organ=filing.organ, year=filing.year - 1, scope=filing.scope, replaced_at=None
    ).first()
    return archived.report if archived else None


@dataclass(frozen=True, slots=True)
class Opening:
    """A figure carried in that is not the one last year's report carried out."""

    address: Address
    closed: Figure
    opened: Figure

    @property
    def delta(self) -> Decimal:
        """What would have to be added to carry in what was carried out."""
        return self.closed.value - (self.opened.value if self.opened.is_number else Decimal(0))


def unopened(report: FilledForm, before: FilledForm | None) -> tuple[Opening, ...]:
    """Return the leaf figures carried in that differ from what the year before carried out."""
    if before is None:
        return ()
    found = []
    for here, there in openings(report.form):
        if not leaf(report, here) or there not in before.form.address_set:
            continue
        closed, opened = before[there], report[here]
        if closed.is_number and closed != opened:
            found.append(Opening(here, closed, opened))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Drift:
    """A figure that the records of today no longer give as it went up."""

    address: Address
    frozen: Figure
    now: Figure


def drift(filing: Filing) -> tuple[Drift, ...]:
    """Return what changed in the records since a report went up: shown, never taken over by itself."""
    version = filing.current
    if version is None:
        return ()
    frozen = version.filled
    found = derived(filing).report
    if found.form.id != frozen.form.id:
        return ()
    deltas = [(Address.parse(a["address"]), Decimal(a["delta"])) for a in version.adjustments]
    now = adjusted(found, deltas)
    return tuple(
        Drift(address, frozen[address], now[address])
        for address in frozen.form.addresses
        if frozen[address] != now[address]
    )


def cell_of(report: FilledForm, address: Address) -> Cell:
    """Return a cell, also of an address that was not filled."""
    return report.cells.get(address) or Cell(address, report[address])


def _day(said: Any) -> date | None:
    return date.fromisoformat(said) if said else None
