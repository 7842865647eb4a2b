"""From the rows of a table as written to cells at their true grid positions; prose set apart.

Shared by the readers of formats in which a table is rows of spanning cells (HTML, DOCX, sheets).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Origin, Paragraph
from gongkai.readers.document import Block, Grid, GridCell

MAX_SPAN = 100  # columns; the widest statutory table has fifteen
MAX_WIDTH = 400  # columns of a table; beyond them nothing spans
PROSE = 300  # characters; no cell of a statutory table is nearly that long
MAX_ELEMENTS = 300_000  # paragraphs, cells and the like of a document; a report has thousands
LABEL = 60  # characters; the longest official row label has 36

_HEADING = re.compile(r"[一二三四五六七八九]、|[（(][一二三四五六七八九][）)]")
_TABLE_PART = re.compile(r"第[^，。]{1,8}[条項项]")  # "第二十条第（一）项" heads rows of a table


def refuse_crowd(elements: int) -> None:
    """Raise UnreadableInput where a document has more elements than any report."""
    if elements > MAX_ELEMENTS:
        raise UnreadableInput("readers.too_many_elements", limit=MAX_ELEMENTS)


@dataclass(frozen=True, slots=True)
class Written:
    """One cell as its row writes it; `row_span` None means down to the end of its group."""

    text: str
    column_span: int = 1
    row_span: int | None = 1
    origin: Origin | None = None
    glued: bool = False


def place(groups: Iterable[Sequence[Sequence[Written]]]) -> list[GridCell]:
    """Return cells with grid positions from groups of rows; no span leaves its group (HTML 4.9.12).

    Spans that run past the table are cut to its real width and height.
    """
    cells: list[GridCell] = []
    absurd: list[int] = []
    top = 0
    for rows in groups:
        taken: dict[int, int] = {}  # column -> first row below the cell that covers it
        for index, row in enumerate(rows):
            column = 0
            for cell in row:
                while column < MAX_WIDTH and taken.get(column, 0) > index:
                    column += 1
                wide = max(cell.column_span, 1)
                if wide > MAX_SPAN:
                    absurd.append(len(cells))
                    wide = 1
                left = len(rows) - index
                high = left if cell.row_span is None else min(max(cell.row_span, 1), left)
                if column + wide > MAX_WIDTH:
                    wide = high = 1
                for at in range(column, column + wide):
                    taken[at] = index + high
                cells.append(
                    GridCell(cell.text, top + index, column, high, wide, cell.origin, cell.glued)
                )
                column += wide
        top += len(rows)
    width = max((c.column + c.column_span for c in cells), default=0)
    for at in absurd:
        cells[at] = replace(cells[at], column_span=width - cells[at].column)
    return cells


def layout_tables(root: etree._Element, table: str, cells: tuple[str, ...]) -> set[etree._Element]:
    """Return the tables that only arrange the page: most of their cells are in a table inside.

    `table` and `cells` are the tags of tables and of their cells.
    """
    if root.find(f".//{table}//{table}") is None:
        return set()
    found: set[etree._Element] = set()
    open_tables: list[_Counts] = []
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=(table, *cells)):
        if element.tag != table:
            if event == "start" and open_tables:
                open_tables[-1].own += 1
        elif event == "start":
            open_tables.append(_Counts())
        else:
            counts = open_tables.pop()
            if counts.largest > 1 and counts.largest >= counts.own - counts.tables:
                found.add(element)
            if open_tables:
                outer = open_tables[-1]
                outer.inside += counts.own + counts.inside
                outer.largest = max(outer.largest, counts.own + counts.inside)
                outer.tables += 1 + counts.tables
    return found


@dataclass(slots=True)
class _Counts:
    """What an open table holds: cells of its own, and tables inside with their cells."""

    own: int = 0
    inside: int = 0
    largest: int = 0
    tables: int = 0


def without_slivers(cells: Sequence[GridCell], sliver_columns: Iterable[int]) -> list[GridCell]:
    """Return a table without grid columns too narrow to hold a figure.

    Borders dragged by hand, and conversion, leave such columns between the true ones. One that a
    cell with text has to itself stays.
    """
    kept = list(cells)
    for column in sorted(sliver_columns, reverse=True):
        alone = [c for c in kept if c.column == column and c.column_span == 1]
        if any(c.text for c in alone):
            continue
        kept = [_closed_up(c, column) for c in kept if c.column != column or c.column_span > 1]
    return kept


def _closed_up(cell: GridCell, column: int) -> GridCell:
    """Return a cell as it stands when `column` is taken out."""
    if cell.column > column:
        return replace(cell, column=cell.column - 1)
    if cell.column + cell.column_span > column:
        return replace(cell, column_span=cell.column_span - 1)
    return cell


def as_blocks(cells: Sequence[GridCell], origin: Origin | None = None) -> list[Block]:
    """Return a table as its grid, or as prose where it only frames text."""
    filled = [c for c in cells if c.text]
    if not filled:
        return []
    if len(filled) == 1 or any(len(c.text) > PROSE for c in filled):
        return split_prose(cells, origin)
    return [Grid(tuple(cells), origin=origin)]


def split_prose(cells: Sequence[GridCell], origin: Origin | None = None) -> list[Block]:
    """Return one printed table as grids and, where whole rows are prose, paragraphs between them.

    A row is prose where it holds one text that is long, or that stands alone in it and is a
    numbered heading or the edge of the table (a title above, a note below). The label of a row
    whose other cells are printed but empty stays in the grid.
    """
    rows: dict[int, list[GridCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    width = max((c.column + c.column_span for c in cells), default=0)
    blocks: list[Block] = []
    run: list[list[GridCell]] = []
    for index in sorted(rows):
        row = rows[index]
        text = _lone(row)
        if text is None:
            run.append(row)
        elif not text.text and not run:
            continue
        elif len(text.text) > LABEL or (
            _stands_alone(text, row, width) and _HEADING.match(text.text)
        ):
            _finish(run, blocks, width, origin)
            blocks += _paragraphs(text)
        else:
            run.append(row)
    _finish(run, blocks, width, origin)
    return blocks


def _lone(row: Sequence[GridCell]) -> GridCell | None:
    """Return the one cell of a row with text in it (any cell of an empty row), else None."""
    filled = [c for c in row if c.text]
    if len(filled) > 1:
        return None
    return filled[0] if filled else row[0]


def _stands_alone(cell: GridCell, row: Sequence[GridCell], width: int) -> bool:
    """Whether no other cell is printed beside `cell`."""
    return cell.row_span == 1 and (len(row) == 1 or cell.column_span >= width)


def _finish(
    run: list[list[GridCell]], blocks: list[Block], width: int, origin: Origin | None
) -> None:
    """Move a run of table rows to `blocks`: lone texts at its edges as prose, the rest a grid."""
    before = _edge(run, 0, width)
    after = _edge(run, -1, width)
    for cell in before:
        blocks += _paragraphs(cell)
    if run:
        top, low = run[0][0].row, run[-1][0].row
        cells = tuple(
            replace(c, row=c.row - top, row_span=min(c.row_span, low - c.row + 1))
            for row in run
            for c in row
        )
        blocks.append(Grid(cells, origin=origin))
    for cell in reversed(after):
        blocks += _paragraphs(cell)
    run.clear()


def _edge(run: list[list[GridCell]], at: int, width: int) -> list[GridCell]:
    """Take from one end of a run the rows that are empty or hold one lone text.

    An empty row of several cells below others is theirs: table four may be left blank.
    """
    taken: list[GridCell] = []
    while run and (cell := _lone(run[at])) is not None:
        if at == -1 and not cell.text and len(run[at]) > 1 and len(run) > 1:
            break
        if cell.text and (not _stands_alone(cell, run[at], width) or _TABLE_PART.match(cell.text)):
            break
        run.pop(at)
        taken.append(cell)
    return taken


def _paragraphs(cell: GridCell) -> list[Paragraph]:
    return [Paragraph(line, cell.origin) for line in cell.text.split("\n") if line]
