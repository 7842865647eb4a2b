"""The header of a printed table: which column of the grid is which column of the form."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from gongkai.characters import squeeze
from gongkai.forms.form import EDITIONS, Form, Line, Table, load
from gongkai.readers.document import GridCell
from gongkai.readers.labels import likeness
from gongkai.readers.locate import PrintedRow, best_path
from gongkai.readers.numerals import is_value

_ENOUGH = 0.6
_FOREIGN = 0.75
_SAME = 0.9
_FULL_ROWS = 3  # so many full rows show where the columns of a table stand


@dataclass(frozen=True, slots=True)
class Header:
    """Where the leaf columns of a table stand; width of the grid.

    columns  grid column of every leaf column, in the form's order
    cells    the header cell of each; () where there is no header
    learned  the columns are those in which the full rows keep their values
    others   grid columns that belong to something else (备注, 占比, 上年同期)
    """

    columns: tuple[int, ...]
    width: int
    cells: tuple[GridCell, ...] = ()
    others: frozenset[int] = frozenset()
    learned: bool = False

    def place(self, row: PrintedRow) -> tuple[GridCell, ...] | None:
        """Return the cell under each column, or None where the row does not keep to the header."""
        under = {i: cell for cell in reversed(row.cells) for i in _columns(cell)}
        taken = {_place(cell) for cell in row.labels}
        placed: list[GridCell] = []
        for column in self.columns:
            cell = under.get(column)
            if cell is None or _place(cell) in taken:
                return None
            taken.add(_place(cell))
            placed.append(cell)
        for cell in row.values:
            foreign = self.others.issuperset(_columns(cell))
            if _place(cell) not in taken and squeeze(cell.text) and not foreign:
                return None
        return tuple(placed)


def _columns(cell: GridCell) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _place(cell: GridCell) -> tuple[int, int]:
    return cell.row, cell.column


def header_of(above: Sequence[PrintedRow], table: Table) -> Header | None:
    """Return the header formed by the rows above a table's first row, None if a column lacks one."""
    cells = sorted(
        (cell for row in above for cell in row.cells if cell.text.strip()),
        key=lambda c: (c.column, c.row),
    )
    found = _match(cells, table)
    if found is None and all(row.exact for row in above):
        found = _by_name(cells, table)
    if found is None:
        return None
    columns = tuple(cell.column for cell in found)
    width = max(cell.column + cell.column_span for row in above for cell in row.cells)
    ours = {i for cell in found for i in range(cell.column, cell.column + cell.column_span)}
    named = {i for cell in cells for i in range(cell.column, cell.column + cell.column_span)}
    others = frozenset(i for i in named - ours if i > min(columns))
    return Header(columns, width, tuple(found), others)


def learned_header(rows: Sequence[PrintedRow], table: Table) -> Header | None:
    """Return the columns in which every full row of a table keeps its values, None if they differ.

    rows  the rows of the table in one grid
    """
    width = len(table.leaf_columns)
    places = [
        tuple(cell.column for cell in row.values if is_value(cell.text))
        for row in rows
        if sum(1 for cell in row.values if is_value(cell.text)) == width
    ]
    if len(places) < _FULL_ROWS or len(set(places)) > 1:
        return None
    if not rows[0].exact and len({len(row.cells) for row in rows}) > 1:
        return None  # cells that spans cover were left out: a cell's number is not its column
    right = max(c.column + c.column_span for row in rows for c in row.cells)
    return Header(places[0], right, learned=True)


def other_edition_header(above: Sequence[GridCell], table: Table, form: Form) -> bool:
    """Whether the cells above are the header of the same table in another edition.

    Columns that both editions have in like words say nothing; those that only one has do.
    """
    texts = [cell.text for cell in above if cell.text.strip()]
    for edition in EDITIONS:
        twin = next((t for t in load(edition).tables if t.id == table.id), None)
        if edition == form.id or twin is None:
            continue
        mine, others = _only_in(table, twin), _only_in(twin, table)
        if mine and others:
            foreign = _score(texts, others) > _score(texts, mine)
        elif others:
            foreign = _score(texts, others) >= _FOREIGN
        else:
            shared = _score(texts, twin.leaf_columns) >= _FOREIGN
            foreign = bool(mine) and shared and _score(texts, mine) < _ENOUGH
        if foreign:
            return True
    return False


def _only_in(table: Table, twin: Table) -> tuple[Line, ...]:
    """Return the columns of a table that its twin in another edition has not in like words."""
    return tuple(
        column
        for column in table.leaf_columns
        if max(likeness(other.label, column) for other in twin.leaf_columns) < _FOREIGN
    )


def _score(texts: Sequence[str], columns: Sequence[Line]) -> float:
    """Return the mean likeness of columns to the best header cell of each."""
    best = (max((likeness(text, column) for text in texts), default=0.0) for column in columns)
    return sum(best) / len(columns)


def _by_name(cells: Sequence[GridCell], table: Table) -> list[GridCell] | None:
    """Return the header cells of columns that stand in another order, each with one of its own; else None.

    Where they stand in order and `_match` did not find them, or one stands among those of a heading that
    is not its own, the spans of the header are wrong.
    """
    columns = table.leaf_columns
    named = [[cell for cell in cells if likeness(cell.text, one) >= _SAME] for one in columns]
    found = [same[0] for same in named if len(same) == 1]
    places = [cell.column for cell in found]
    if len(set(places)) < len(columns) or places == sorted(places):
        return None
    under = [
        one.under for _place, one in sorted(zip(places, columns, strict=True), key=itemgetter(0))
    ]
    headings = [heading for heading, _columns in itertools.groupby(under) if heading]
    return found if len(headings) == len(set(headings)) else None


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
