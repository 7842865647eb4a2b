"""Add the units of a parent: leaf cells are added, printed totals are worked out anew.

A unit without a report is named, never 0. A cell that is blank, absent or unreadable is a gap of
its unit, never 0. What a parent printed is held against the sum, and every difference leads back to
the units it is made of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from gongkai.figures import ABSENT, Figure, Status, number
from gongkai.forms.bridge import Loss, bridge
from gongkai.forms.evaluate import Relation, relations
from gongkai.forms.filled import FilledForm, filled
from gongkai.forms.form import Address, Form


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit gives to one cell of the total."""

    unit: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Total:
    """One cell of the total with the units it is made of; `gaps` are units that give no number."""

    address: Address
    parts: tuple[Part, ...]
    gaps: tuple[Part, ...] = ()

    @property
    def figure(self) -> Figure:
        """The sum of what is known; ABSENT where no unit gives a number."""
        if not self.parts:
            return ABSENT
        return number(sum((part.figure.value for part in self.parts), Decimal(0)))


@dataclass(frozen=True, slots=True)
class Slip:
    """A unit whose printed total is not what its own cells add up to."""

    unit: str
    address: Address
    printed: Figure
    computed: Figure


@dataclass(frozen=True)
class Consolidation:
    """The total of the units that have a report, and the names of those that have none."""

    form: Form
    totals: Mapping[Address, Total]
    units: tuple[str, ...]
    missing: tuple[str, ...] = ()
    slips: tuple[Slip, ...] = ()
    losses: tuple[tuple[str, Loss], ...] = ()  # unit, what its report on the other form cannot say

    def report(self, **facts: object) -> FilledForm:
        """Return the totals as a report; `facts` are further fields of FilledForm."""
        return filled(self.form, {a: t.figure for a, t in self.totals.items()}, **facts)

    @cached_property
    def gaps(self) -> tuple[tuple[Address, Part], ...]:
        """Every cell of every unit that gave no number."""
        return tuple((a, part) for a, total in self.totals.items() for part in total.gaps)


class Judgement(StrEnum):
    """What may be said of a cell of the parent's report."""

    AGREES = "agrees"
    DIFFERS = "differs"  # every unit is in and the sum is another
    TOO_SMALL = "too_small"  # units are still missing, and the parent is already below the sum
    CANNOT_TELL = "cannot_tell"  # units or cells are missing, or the parent printed no number


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell of the parent's report against the sum of its units."""

    judgement: Judgement
    printed: Figure
    total: Total

    @property
    def address(self) -> Address:
        """The cell."""
        return self.total.address

    @property
    def amount(self) -> Decimal | None:
        """Printed less sum, or None where either is no number."""
        summed = self.total.figure
        if not (self.printed.is_number and summed.is_number):
            return None
        return self.printed.value - summed.value


def add(
    form: Form, reports: Mapping[str, FilledForm], *, missing: tuple[str, ...] = ()
) -> Consolidation:
    """Return the total of `reports` (unit -> report) in the edition `form`.

    A report on the other edition goes over `forms.bridge`: what it cannot say is a gap of its unit,
    and each loss is kept with its words.
    """
    figures: dict[str, dict[Address, Figure]] = {}
    losses: list[tuple[str, Loss]] = []
    for unit, report in reports.items():
        carried, lost = bridge(report, to=form.id)
        figures[unit] = carried.figures
        losses += [(unit, loss) for loss in lost]
    sums = _sums(form)
    computed = {unit: _computed(own, sums) for unit, own in figures.items()}
    return Consolidation(
        form=form,
        totals={a: _total(a, computed) for a in form.addresses},
        units=tuple(reports),
        missing=missing,
        slips=tuple(_slips(figures, computed, sums)),
        losses=tuple(losses),
    )


def against(parent: FilledForm, consolidation: Consolidation) -> tuple[Difference, ...]:
    """Hold each cell the parent printed against the sum of its units, in the order of the form.

    With a unit missing, a parent that shows more than the sum may be right; one that shows less
    cannot be, unless the cell may be negative (本年增/减).
    """
    printed, _ = bridge(parent, to=consolidation.form.id)
    return tuple(
        Difference(_judge(printed[a], total, consolidation), printed[a], total)
        for a, total in consolidation.totals.items()
    )


def _judge(printed: Figure, total: Total, consolidation: Consolidation) -> Judgement:
    if not (printed.is_number and total.figure.is_number):
        return Judgement.CANNOT_TELL
    if consolidation.missing or total.gaps:
        may_be_negative = consolidation.form.kind(total.address) == "change"
        if printed.value < total.figure.value and not may_be_negative:
            return Judgement.TOO_SMALL
        return Judgement.CANNOT_TELL
    return Judgement.AGREES if printed.value == total.figure.value else Judgement.DIFFERS


def _total(address: Address, computed: Mapping[str, Mapping[Address, Figure]]) -> Total:
    every = [Part(unit, own[address]) for unit, own in computed.items()]
    return Total(
        address,
        parts=tuple(part for part in every if part.figure.is_number),
        gaps=tuple(part for part in every if not part.figure.is_number),
    )


def _sums(form: Form) -> dict[Address, Relation]:
    """Return, for each computed cell, the sum it is worked out by.

    Where a row and a column sum meet in one cell either gives the same: the first is taken.
    """
    sums: dict[Address, Relation] = {}
    for relation in relations(form.id):
        if relation.kind == "sum":
            sums.setdefault(relation.right[0], relation)
    return sums


def _computed(
    figures: Mapping[Address, Figure], sums: Mapping[Address, Relation]
) -> dict[Address, Figure]:
    """Return the figures of one unit with every sum worked out from its leaf cells."""
    done: dict[Address, Figure] = {}

    def value(address: Address) -> Figure:
        if address not in done:
            relation = sums.get(address)
            done[address] = figures[address] if relation is None else total(address, relation)
        return done[address]

    def total(address: Address, relation: Relation) -> Figure:
        parts = [value(part) for part in relation.left]
        if all(part.is_number for part in parts):
            return number(sum((part.value for part in parts), Decimal(0)))
        # A lost leaf leaves the sum open; what the unit printed as its total still says it.
        return figures[address]

    return {address: value(address) for address in figures}


def _slips(
    figures: Mapping[str, Mapping[Address, Figure]],
    computed: Mapping[str, Mapping[Address, Figure]],
    sums: Mapping[Address, Relation],
) -> Iterator[Slip]:
    for unit, own in figures.items():
        for address in sums:
            printed, worked = own[address], computed[unit][address]
            if printed.status is Status.NUMBER and printed != worked:
                yield Slip(unit, address, printed, worked)
