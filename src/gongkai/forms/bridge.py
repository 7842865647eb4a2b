"""From one edition of the form to the other: which figures are the same, and what is lost, in words.

``editions/bridge-2019-2021.toml`` puts every cell of both editions in exactly one place. Nothing is
converted by likeness: a figure is carried over only where both editions ask for the same quantity.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Literal

from gongkai.errors import DataError, Lang
from gongkai.figures import number
from gongkai.forms.filled import Cell, FilledForm
from gongkai.forms.form import Address, Form, Table, load

Kind = Literal["dropped", "unknown", "merged"]


@dataclass(frozen=True, slots=True)
class Loss:
    """What carrying a report over loses, said in one sentence.

    dropped  `addresses` of the report's own edition have no place in the other
    unknown  `addresses` of the other edition cannot be filled from the report
    merged   `addresses` of the report's own edition are only kept as their sum
    """

    kind: Kind
    addresses: tuple[Address, ...]
    zh: str
    en: str

    def sentence(self, lang: Lang = "zh") -> str:
        """Return the loss in words."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Group:
    """One cell of the older edition that equals the sum of several of the newer."""

    older: Address
    newer: tuple[Address, ...]


@dataclass(frozen=True)
class Bridge:
    """Two editions held against each other, cell by cell.

    same        addresses that mean the same in both
    groups      one older cell, several newer ones
    older_only  what the newer edition does not ask; newer_only: what the older did not
    """

    older: Form
    newer: Form
    same: frozenset[Address]
    groups: tuple[Group, ...]
    split: tuple[Loss, ...]
    older_only: tuple[Loss, ...]
    newer_only: tuple[Loss, ...]


def bridge(report: FilledForm, *, to: str = "2021") -> tuple[FilledForm, tuple[Loss, ...]]:
    """Return the report in the edition `to`, and each loss in words.

    Words, dates and the places of the figures stay as they are; a cell that cannot be filled is
    ABSENT. A report already in that edition comes back unchanged. Raises DataError where no bridge
    joins the two editions.
    """
    if report.form.id == to:
        return report, ()
    plan = between(report.form.id, to)
    forward = to == plan.newer.id
    cells = {a: c for a, c in report.cells.items() if a in plan.same}
    merge = _split_zero if forward else _summed
    cells |= {cell.address: cell for group in plan.groups for cell in merge(report, group)}
    form = plan.newer if forward else plan.older
    carried = replace(report, form=form, cells=cells)
    return carried, tuple(_losses(report, carried, plan, forward))


def common(one: str, other: str) -> frozenset[Address]:
    """Return the addresses that mean the same in both editions; raises DataError as `bridge`."""
    return load(one).address_set if one == other else between(one, other).same


@cache
def between(one: str, other: str) -> Bridge:
    """Return the bridge between two editions, in either order; raises DataError for none."""
    older, newer = sorted((one, other))
    path = resources.files("gongkai.forms") / "editions" / f"bridge-{older}-{newer}.toml"
    if older == newer or not path.is_file():
        raise DataError("forms.no_bridge", older=older, newer=newer)
    return _bridge(tomllib.loads(path.read_text(encoding="utf-8")))


def _bridge(data: Mapping[str, Any]) -> Bridge:
    older, newer = load(data["bridge"]["older"]), load(data["bridge"]["newer"])
    same = frozenset(a for entry in data["same"] for a in _addresses(newer, entry))
    found = Bridge(
        older=older,
        newer=newer,
        same=same,
        groups=tuple(group for entry in data["group"] for group in _groups(older, entry)),
        split=tuple(
            Loss("unknown", _addresses(newer, {**e, "rows": e["newer"]}), e["zh"], e["en"])
            for e in data["group"]
        ),
        older_only=tuple(_only(older, entry) for entry in data["older_only"]),
        newer_only=tuple(_only(newer, entry) for entry in data["newer_only"]),
    )
    _refuse_gaps(found)
    return found


def _only(form: Form, entry: Mapping[str, Any]) -> Loss:
    return Loss("dropped", _addresses(form, entry), entry["zh"], entry["en"])


def _addresses(form: Form, entry: Mapping[str, Any]) -> tuple[Address, ...]:
    table = form.table(entry["table"])
    rows = _ids(table, "rows", entry)
    columns = _ids(table, "columns", entry)
    return tuple(Address(table.id, row, column) for row in rows for column in columns)


def _ids(table: Table, kind: str, entry: Mapping[str, Any]) -> list[str]:
    named = entry.get(kind, "all")
    if named != "all":
        return list(named)
    return [line.id for line in (table.leaf_rows if kind == "rows" else table.leaf_columns)]


def _groups(older: Form, entry: Mapping[str, Any]) -> Iterator[Group]:
    for column in older.table(entry["table"]).leaf_columns:
        yield Group(
            Address(entry["table"], entry["older"], column.id),
            tuple(Address(entry["table"], row, column.id) for row in entry["newer"]),
        )


def _refuse_gaps(plan: Bridge) -> None:
    """Refuse a bridge that leaves out a cell of either edition or names one twice."""
    for form, alone, grouped in (
        (plan.older, plan.older_only, [g.older for g in plan.groups]),
        (plan.newer, plan.newer_only, [a for g in plan.groups for a in g.newer]),
    ):
        named = [*plan.same, *grouped, *(a for loss in alone for a in loss.addresses)]
        if sorted(named) != sorted(form.addresses):
            off = next(iter(set(named) ^ form.address_set), "")
            raise DataError("forms.bridge_gap", edition=form.id, address=off)


def _split_zero(report: FilledForm, group: Group) -> Iterator[Cell]:
    """Yield the newer cells of a group that is 0: counts that sum to 0 are all 0."""
    cell = report.cells.get(group.older)
    if cell is not None and cell.figure == number(0):
        yield from (replace(cell, address=address) for address in group.newer)


def _summed(report: FilledForm, group: Group) -> Iterator[Cell]:
    figures = [report[address] for address in group.newer]
    if all(figure.is_number for figure in figures):
        total = number(sum((figure.value for figure in figures), Decimal(0)))
        yield Cell(group.older, total, total.text or "")


def _losses(report: FilledForm, carried: FilledForm, plan: Bridge, forward: bool) -> Iterator[Loss]:
    """Yield what is dropped of what the report has, then what it leaves open."""
    dropped, unknown = (
        (plan.older_only, plan.newer_only) if forward else (plan.newer_only, plan.older_only)
    )
    for loss in dropped:
        yield from _narrowed(loss, (a for a in loss.addresses if a in report.cells), "dropped")
    for loss in plan.split:
        if forward:
            yield from _narrowed(loss, _open(loss.addresses, carried), "unknown")
        else:
            yield from _narrowed(loss, (a for a in loss.addresses if a in report.cells), "merged")
    for loss in unknown:
        yield from _narrowed(loss, _open(loss.addresses, carried), "unknown")


def _open(addresses: Iterable[Address], carried: FilledForm) -> Iterator[Address]:
    return (address for address in addresses if address not in carried.cells)


def _narrowed(loss: Loss, addresses: Iterable[Address], kind: Kind) -> Iterator[Loss]:
    kept = tuple(addresses)
    if kept:
        yield replace(loss, kind=kind, addresses=kept)
