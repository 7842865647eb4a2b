"""A worksheet of any format as paragraphs and grids: what is visible, merged ranges as one cell."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Issue, Origin
from gongkai.readers.document import Block, Document, Grid, GridCell
from gongkai.readers.encoding import shown
from gongkai.readers.numerals import is_value
from gongkai.readers.placing import split_prose

MAX_CELLS = 100_000  # printed cells of a workbook; a report has some hundreds
MAX_MERGED = 10_000


@dataclass(slots=True)
class Sheet:
    """One worksheet as its file has it, rows and columns 0-based.

    texts    what each filled cell shows
    printed  cells that are drawn though empty: they have a border
    ruled    whether any cell has a border; else the program's grid is all there is to see
    merged   ranges (top, left, bottom, right), ends included
    """

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    printed: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False
    ruled: bool = False
    without_value: int = 0  # formulas whose result the file does not keep

    def put(self, row: int, column: int, text: str, *, printed: bool = False) -> None:
        """Record one cell; raises UnreadableInput where there are more than a report can have."""
        self.ruled = self.ruled or printed
        text = "\n".join(line for part in shown(text).split("\n") if (line := part.strip()))
        if text:
            self.texts[row, column] = text
        elif printed:
            self.printed.add((row, column))
        if len(self.texts) + len(self.printed) > MAX_CELLS:
            raise UnreadableInput("readers.too_many_cells", limit=MAX_CELLS)


def reference(row: int, column: int) -> str:
    """Return the name of a cell: (6, 2) is ``"C7"``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def document_of(media_type: str, sheets: Sequence[Sheet], *, title: str = "") -> Document:
    """Return a workbook as a document: its visible sheets one after the other."""
    blocks = [block for sheet in sheets if not sheet.hidden for block in _blocks(sheet)]
    return Document(media_type, tuple(blocks), title=title, issues=tuple(_issues(sheets)))


def _issues(sheets: Iterable[Sheet]) -> Iterator[Issue]:
    for sheet in sheets:
        if sheet.hidden:
            if sheet.texts:
                yield Issue("readers.hidden_sheet", (("sheet", sheet.name),))
            continue
        gone = sum(r in sheet.hidden_rows or c in sheet.hidden_columns for r, c in sheet.texts)
        if gone:
            yield Issue("readers.hidden_cells", (("sheet", sheet.name), ("count", gone)))
        if sheet.without_value:
            yield Issue(
                "readers.formula_without_value",
                (("sheet", sheet.name), ("count", sheet.without_value)),
            )


def _blocks(sheet: Sheet) -> list[Block]:
    """Return the visible cells as paragraphs and grids, cut where a row has nothing printed."""
    cells = _cells(sheet)
    if not cells:
        return []
    left = min(cell.column for cell in cells)
    blocks: list[Block] = []
    part: list[GridCell] = []
    below = 0
    for cell in sorted(cells, key=lambda c: (c.row, c.column)):
        if part and cell.row > below:
            blocks += _parted(part, sheet)
            part = []
        below = max(below if part else 0, cell.row + cell.row_span)
        part.append(
            GridCell(
                cell.text, cell.row, cell.column - left, cell.row_span, cell.column_span, cell.origin
            )
        )  # fmt: skip
    return blocks + _parted(part, sheet)


def _parted(part: Sequence[GridCell], sheet: Sheet) -> list[Block]:
    """Return cells with nothing printed below them as paragraphs and grids.

    Labels alone, in a sheet without borders, are the header of an empty row: on the screen there
    are cells below it as everywhere (table four left blank).
    """
    blocks = split_prose(part, Origin(sheet=sheet.name))
    grid = blocks[-1] if blocks else None
    if sheet.ruled or not isinstance(grid, Grid) or any(is_value(c.text) for c in grid.cells):
        return blocks
    spot = Origin(sheet=sheet.name)
    empty = [GridCell("", grid.height, column, origin=spot) for column in range(grid.width)]
    return [*blocks[:-1], replace(grid, cells=(*grid.cells, *empty))]


def _cells(sheet: Sheet) -> list[GridCell]:
    """Return the printed cells at their places among visible rows and columns."""
    covered: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    filled = {*sheet.texts, *sheet.printed}
    last_row = max((r for r, _ in filled), default=-1)
    last_column = max((c for _, c in filled), default=-1)
    for top, low_left, bottom, right in sheet.merged[:MAX_MERGED]:
        bottom, right = min(bottom, last_row), min(right, last_column)
        known = (top, low_left) in spans or (top, low_left) in covered
        if known or bottom < top or right < low_left:
            continue
        if (bottom - top + 1) * (right - low_left + 1) <= 4096:
            covered.update(
                (r, c) for r in range(top, bottom + 1) for c in range(low_left, right + 1)
            )
        else:
            covered.update(
                (r, c) for r, c in filled if top <= r <= bottom and low_left <= c <= right
            )
        covered.discard((top, low_left))
        spans[top, low_left] = (bottom, right)
    hidden_rows = sorted(sheet.hidden_rows)
    hidden_columns = sorted(sheet.hidden_columns)
    cells = []
    for row, column in {*filled, *spans}:
        if (row, column) in covered:
            continue
        bottom, right = spans.get((row, column), (row, column))
        first_row, rows = _visible(hidden_rows, row, bottom)
        first_column, columns = _visible(hidden_columns, column, right)
        if rows and columns:
            cells.append(
                GridCell(
                    sheet.texts.get((row, column), ""),
                    first_row,
                    first_column,
                    rows,
                    columns,
                    Origin(sheet=sheet.name, ref=reference(row, column)),
                )
            )
    return cells


def _visible(hidden: list[int], first: int, last: int) -> tuple[int, int]:
    """Return where a stretch begins among the visible rows (or columns), and how many it shows."""
    before = bisect_left(hidden, first)
    within = bisect_left(hidden, last + 1) - before
    return first - before, last - first + 1 - within
