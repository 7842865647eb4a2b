"""The header of a printed table: which column of the grid is which column of the form."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.forms.form import EDITIONS, Form, Table, load
from gongkai.readers.document import GridCell
from gongkai.readers.labels import likeness
from gongkai.readers.locate import PrintedRow, best_path
from gongkai.readers.numerals import squeeze

_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Header:
    """The header cell of every leaf column of a table, in order; width of the grid it stands in."""

    cells: tuple[GridCell, ...]
    width: int

    @property
    def columns(self) -> tuple[int, ...]:
        """Grid column of every leaf column."""
        return tuple(cell.column for cell in self.cells)

    def place(self, row: PrintedRow) -> tuple[GridCell, ...] | None:
        """Return the cell under each column, or None where the row does not keep to the header."""
        placed = []
        for column in self.columns:
            cell = next(
                (c for c in row.cells if c.column <= column < c.column + c.column_span), None
            )
            if cell is None or cell in placed or cell in row.labels:
                return None
            placed.append(cell)
        filled = [cell for cell in row.values if squeeze(cell.text)]
        if any(cell not in placed for cell in filled):
            return None
        return tuple(placed)


def header_of(above: Sequence[PrintedRow], table: Table) -> Header | None:
    """Return the header formed by the rows above a table's first row, None if a column lacks one."""
    cells = sorted(
        (cell for row in above for cell in row.cells if cell.text.strip()),
        key=lambda c: (c.column, c.row),
    )
    found = _match(cells, table)
    if found is None:
        return None
    width = max(cell.column + cell.column_span for row in above for cell in row.cells)
    return Header(tuple(found), width)


def other_edition_header(above: Sequence[GridCell], table: Table, form: Form) -> bool:
    """Whether the cells above are the header of the same table in another edition."""
    cells = [cell for cell in above if cell.text.strip()]
    mine = _score(cells, table)
    for edition in EDITIONS:
        if edition == form.id:
            continue
        twin = next((t for t in load(edition).tables if t.id == table.id), None)
        if twin is not None and _score(cells, twin) > mine:
            return True
    return False


def _score(cells: Sequence[GridCell], table: Table) -> float:
    """Return the mean likeness of a table's columns to the best header cell of each."""
    columns = table.leaf_columns
    best = (max((likeness(c.text, column) for c in cells), default=0.0) for column in columns)
    return sum(best) / len(columns)


def _match(cells: Sequence[GridCell], table: Table) -> list[GridCell] | None:
    scores = [
        [
            s if (s := likeness(cell.text, column)) >= _ENOUGH else 0.0
            for column in table.leaf_columns
        ]
        for cell in cells
    ]
    path = best_path(scores, len(table.leaf_columns))
    if len(path) != len(table.leaf_columns):
        return None
    found = [cells[r] for r, _ in path]
    places = [cell.column for cell in found]
    return found if all(a < b for a, b in itertools.pairwise(places)) else None
