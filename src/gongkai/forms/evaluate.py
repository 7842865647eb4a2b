"""What must add up in a filled form, worked out from the edition alone: no row is known by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from gongkai.figures import ABSENT, Figure, Status, number
from gongkai.forms.form import Address, Form, Line, Table, load


@dataclass(frozen=True, slots=True)
class Relation:
    """The figures at `left` together equal those at `right`.

    kind  "sum" (parts = printed total) or "balance" (一＋二＝三（七）＋四)
    line  the row or column id along which the relation holds
    """

    code: str
    kind: str
    table: str
    line: str
    left: tuple[Address, ...]
    right: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A relation with the figures of one report put in; blank cells are not taken as 0."""

    relation: Relation
    left: Decimal
    right: Decimal
    missing: tuple[Address, ...]

    @property
    def assessable(self) -> bool:
        """Whether every figure the relation needs is a number."""
        return not self.missing

    @property
    def holds(self) -> bool:
        """Whether both sides are equal; False also where not assessable."""
        return not self.missing and self.left == self.right


@cache
def relations(edition: str) -> tuple[Relation, ...]:
    """Return every relation of an edition: row sums, column sums and balances."""
    return tuple(_relations(load(edition)))


def evaluate(relation: Relation, figures: Mapping[Address, Figure]) -> Outcome:
    """Put the figures of one report into a relation; an address not in `figures` is ABSENT."""
    missing = tuple(
        a
        for a in relation.left + relation.right
        if figures.get(a, ABSENT).status is not Status.NUMBER
    )
    left = _total(relation.left, figures)
    right = _total(relation.right, figures)
    return Outcome(relation, left, right, missing)


def computed(form: Form) -> frozenset[Address]:
    """Return the addresses whose figure is a sum of others (read-only in an entry form)."""
    return frozenset(relation.right[0] for relation in relations(form.id) if relation.kind == "sum")


def complete(form: Form, leaves: Mapping[Address, Figure]) -> dict[Address, Figure]:
    """Return every figure of the form: the leaf cells as given, each sum worked out from them.

    A leaf not given is ABSENT. A sum with a part that is no number stays what `leaves` says of it,
    else ABSENT: a total is never made of what is not known.
    """
    parts: dict[Address, tuple[Address, ...]] = {}
    for relation in relations(form.id):
        if relation.kind == "sum":
            # Where a row and a column sum meet in one cell either gives the same.
            parts.setdefault(relation.right[0], relation.left)
    done: dict[Address, Figure] = {}

    def worked_out(address: Address) -> Figure:
        if address not in done:
            figures = [worked_out(part) for part in parts.get(address, ())]
            if figures and all(figure.is_number for figure in figures):
                done[address] = number(sum((f.value for f in figures), Decimal(0)))
            else:
                done[address] = leaves.get(address, ABSENT)
        return done[address]

    return {address: worked_out(address) for address in form.addresses}


def openings(form: Form) -> tuple[tuple[Address, Address], ...]:
    """Return (this year's address, last year's address) of every figure carried over.

    上年结转(Y) is 结转下年度(Y-1), in every applicant column.
    """
    pairs = []
    for table in form.tables:
        for row in table.leaf_rows:
            if row.opens is None:
                continue
            for column in table.leaf_columns:
                here = Address(table.id, row.id, column.id)
                pairs.append((here, Address(table.id, row.opens, column.id)))
    return tuple(pairs)


def _total(addresses: tuple[Address, ...], figures: Mapping[Address, Figure]) -> Decimal:
    values = (figures.get(a, ABSENT) for a in addresses)
    return sum((f.value for f in values if f.status is Status.NUMBER), Decimal(0))


def _relations(form: Form) -> Iterator[Relation]:
    for table in form.tables:
        yield from _sums_along_rows(table)
        yield from _sums_along_columns(table)
        yield from _balances(table)


def _sums_along_rows(table: Table) -> Iterator[Relation]:
    """Yield, for each row, every column that is the sum of other columns."""
    for total in (c for c in table.leaf_columns if c.sum):
        parts = _parts(table.columns, total)
        for row in table.leaf_rows:
            yield Relation(
                code=total.code or "",
                kind="sum",
                table=table.id,
                line=row.id,
                left=tuple(Address(table.id, row.id, part.id) for part in parts),
                right=(Address(table.id, row.id, total.id),),
            )


def _sums_along_columns(table: Table) -> Iterator[Relation]:
    """Yield, for each column, every row that is the sum of other rows."""
    for total in (r for r in table.leaf_rows if r.sum):
        parts = _parts(table.rows, total)
        for column in table.leaf_columns:
            yield Relation(
                code=total.code or "",
                kind="sum",
                table=table.id,
                line=column.id,
                left=tuple(Address(table.id, part.id, column.id) for part in parts),
                right=(Address(table.id, total.id, column.id),),
            )


def _balances(table: Table) -> Iterator[Relation]:
    for balance in table.balances:
        for column in table.leaf_columns:
            yield Relation(
                code=balance.code,
                kind="balance",
                table=table.id,
                line=column.id,
                left=tuple(Address(table.id, row, column.id) for row in balance.left),
                right=tuple(Address(table.id, row, column.id) for row in balance.right),
            )


def _parts(lines: tuple[Line, ...], total: Line) -> tuple[Line, ...]:
    """Return the leaves a total adds up: all others, or those under the same heading."""
    by_id = {line.id: line for line in lines}

    def inside(line: Line) -> bool:
        if total.sum == "others":
            return True
        current = line.under
        while current is not None:
            if current == total.under:
                return True
            current = by_id[current].under
        return False

    return tuple(
        line for line in lines if not line.heading and line.id != total.id and inside(line)
    )
