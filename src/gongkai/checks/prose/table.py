"""What a number of the prose may stand for in the tables: its admissible readings.

A sentence seldom says whether 收到 or 受理 takes in what was carried over. A stated number is wrong
only where no admissible reading of it stands in the tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.checks.check import Evidence, Finding, Level, Words, found
from gongkai.checks.naming import cell_name, printed, row_name, stands
from gongkai.checks.prose.numbers import Number
from gongkai.checks.prose.quantities import Quantity
from gongkai.checks.prose.said import part_name
from gongkai.figures import Figure
from gongkai.forms.form import Address, Form, Table


@dataclass(frozen=True, slots=True)
class Reading:
    """A sum of cells that a stated number may mean."""

    plus: tuple[Address, ...]
    minus: tuple[Address, ...] = ()

    @property
    def addresses(self) -> tuple[Address, ...]:
        """Every cell the reading needs."""
        return self.plus + self.minus

    def value(self, figures: Mapping[Address, Figure]) -> Decimal | None:
        """Return the sum, None where one of its cells is no number."""
        total = Decimal(0)
        for sign, addresses in ((1, self.plus), (-1, self.minus)):
            for address in addresses:
                figure = figures.get(address)
                if figure is None or not figure.is_number:
                    return None
                total += sign * figure.value
        return total


def readings_that_disagree(
    number: Number, readings: Sequence[Reading], figures: Mapping[Address, Figure]
) -> tuple[tuple[Reading, Decimal], ...] | None:
    """Return every reading with its value where none is the number; None where one is or may be.

    A reading whose cells are not all numbers may be the one that was meant.
    """
    valued = []
    for reading in readings:
        value = reading.value(figures)
        if value is None or number.may_be(value):
            return None
        valued.append((reading, value))
    return tuple(valued) or None


def disagreement(
    code: str,
    evidence: Evidence,
    quantity: Quantity,
    readings: Sequence[Reading],
    *,
    level: Level | None = None,
    variant: str = "default",
) -> Finding | None:
    """Return the finding that a stated quantity stands nowhere in the tables, None where it may."""
    valued = readings_that_disagree(quantity.number, readings, evidence.figures)
    if valued is None:
        return None
    addresses = readings[0].addresses
    shown, _ = stands(evidence.report, addresses)
    return found(
        code,
        variant=variant,
        level=level,
        addresses=addresses,
        figures=((quantity.quote, quantity.printed), *shown),
        origin=quantity.origin,
        part=part_name(quantity.passage.number),
        quote=quantity.quote,
        stated=printed(quantity.value),
        table=stated_values(evidence.report.form, valued),
    )


def named(form: Form, reading: Reading) -> str:
    """Return a reading in the words of the form."""
    names = "＋".join(_cells(form, reading.plus))
    return names + "".join(f"－{name}" for name in _cells(form, reading.minus))


def _cells(form: Form, addresses: Sequence[Address]) -> list[str]:
    """Name each cell by its row or column alone where that is enough, or all by their heading."""
    table = form.table(addresses[0].table) if addresses else None
    if table is not None and len(addresses) > 2:
        heading = _common_heading(table, addresses)
        if heading:
            return [f"“{heading}”"]
    return [
        f"“{row_name(form, a)}”"
        if a.table == "requests" and a.column == "total"
        else cell_name(form, a)
        for a in addresses
    ]


def _common_heading(table: Table, addresses: Sequence[Address]) -> str:
    parents = {table.row(a.row).under for a in addresses}
    if len(parents) == 1 and (parent := parents.pop()) and len({a.row for a in addresses}) > 1:
        return table.row(parent).label
    parents = {table.column(a.column).under for a in addresses}
    if len(parents) == 1 and (parent := parents.pop()):
        return table.column(parent).label
    return ""


def stated_values(form: Form, valued: Sequence[tuple[Reading, Decimal]]) -> Words:
    """Return what stands in the tables: “一、…”为70；readings that subtract are left to the figures."""
    plain = [(r, v) for r, v in valued if not r.minus] or list(valued)
    return Words(
        "，".join(f"{named(form, reading)}为{printed(value)}" for reading, value in plain),
        "; ".join(f"{named(form, reading)} is {printed(value)}" for reading, value in plain),
    )


def rows_under(table: Table, heading: str) -> tuple[str, ...]:
    """Return the ids of the leaf rows under a heading, or the row itself where it is a leaf."""
    rows = tuple(line.id for line in table.leaf_rows if line.under == heading)
    if rows:
        return rows
    return (heading,) if any(line.id == heading for line in table.leaf_rows) else ()
