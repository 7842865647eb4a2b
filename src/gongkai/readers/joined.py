"""Whether a table at the top of a page goes on with the one that ends the page before.

Lengths are points, y grows downwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongkai.readers.document import Grid
from gongkai.readers.lines import NUMBERED, VALUE, Line, prose_seam
from gongkai.readers.ruling import Box

_SAME_COLUMN = 4.0  # column borders of a table and its continuation lie this close
_MANY = 5  # so many columns of values under each other are one table
_TORN_LINES = 3  # the rest of a torn label has no more lines


@dataclass(frozen=True)
class PageTable:
    """A table of one page as a grid, with what tells whether the next page goes on with it.

    borders  of the columns of a ruled table; of one without lines, where the columns begin
    columns  where the values of each column begin and end, in a table without lines
    """

    grid: Grid
    box: Box
    borders: tuple[float, ...]
    columns: tuple[tuple[float, float], ...] = ()

    @property
    def labels(self) -> int:
        """The number of columns of labels before the values, in a table without lines."""
        return self.grid.width - len(self.columns)


def one_width(upper: PageTable, lower: PageTable) -> tuple[PageTable, PageTable] | None:
    """Return a table and the one that goes on with it on the next page over the same columns.

    Where a page holds few rows, borders are missing that no row there needs, or a column of labels.
    None where the lower one is another table.
    """
    if not (upper.grid.exact and lower.grid.exact):
        return None
    if _same_columns(upper, lower):
        labels = max(upper.labels, lower.labels)
        return _with_labels(upper, labels), _with_labels(lower, labels)
    if len(upper.borders) == len(lower.borders):
        near = map(_near, upper.borders, lower.borders)
        return (upper, lower) if all(near) else None
    if len(upper.borders) > len(lower.borders):
        stretched = _stretched(lower, upper.borders)
        return (upper, stretched) if stretched is not None else None
    stretched = _stretched(upper, lower.borders)
    return (stretched, lower) if stretched is not None else None


def with_rest_of_label(
    upper: PageTable, lower: PageTable, rest: Sequence[Line]
) -> PageTable | None:
    """Return a table without lines whose last label ends in the lines that begin the next page.

    None where they are no rest of a label: the table does not go on below them, or they stand over
    its values or are numbered.
    """
    if not _same_columns(upper, lower) or len(rest) > _TORN_LINES:
        return None
    edge = min(upper.columns[0][0], lower.columns[0][0])
    if any(line.box.right > edge or NUMBERED.match(line.text) for line in rest):
        return None
    last = upper.grid.height - 1
    cells = list(upper.grid.cells)
    torn = [
        index
        for index, cell in enumerate(cells)
        if cell.row == last and cell.column < upper.labels and cell.text
    ]
    if not torn or VALUE.fullmatch(cells[torn[-1]].text):
        return None
    text = cells[torn[-1]].text
    for line in rest:
        text += prose_seam(text, line.text) + line.text
    cells[torn[-1]] = replace(cells[torn[-1]], text=text)
    return replace(upper, grid=replace(upper.grid, cells=tuple(cells)))


def _same_columns(upper: PageTable, lower: PageTable) -> bool:
    """Whether so many columns without lines stand each under its own that they are one table's."""
    a, b = upper.columns, lower.columns
    return len(a) == len(b) >= _MANY and all(
        [k for k, other in enumerate(a) if _overlap(own, other)] == [index]
        for index, own in enumerate(b)
    )


def _overlap(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _with_labels(table: PageTable, labels: int) -> PageTable:
    """Return a table without lines over so many columns of labels; the last label is stretched."""
    own, more = table.labels, labels - table.labels
    if not more:
        return table
    cells = tuple(
        replace(cell, column=cell.column + more)
        if cell.column >= own
        else replace(cell, column_span=cell.column_span + more)
        if cell.column + cell.column_span == own
        else cell
        for cell in table.grid.cells
    )
    return replace(table, grid=replace(table.grid, cells=cells))


def _stretched(table: PageTable, borders: tuple[float, ...]) -> PageTable | None:
    """Return a ruled table over finer columns, None where a border of its own is none of theirs."""
    own = table.borders
    places = [next((i for i, b in enumerate(borders) if _near(a, b)), None) for a in own]
    found = [place for place in places if place is not None]
    ruled_ones = len(own) == table.grid.width + 1
    ends = found[:1] == [0] and found[-1:] == [len(borders) - 1]
    if not (ruled_ones and ends and len(found) == len(own)):
        return None
    cells = tuple(
        replace(
            c, column=found[c.column], column_span=found[c.column + c.column_span] - found[c.column]
        )
        for c in table.grid.cells
    )
    return replace(table, grid=replace(table.grid, cells=cells), borders=borders)


def _near(a: float, b: float) -> bool:
    return abs(a - b) < _SAME_COLUMN
