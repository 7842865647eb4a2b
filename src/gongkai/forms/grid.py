"""The statutory tables as printed: rows of cells with spans, worked out from the two label trees.

Web page, Word, PDF, spreadsheet and entry form all print this grid, so they cannot differ. The
tables of one part of the report stand under one another as one printed table, as the official form
has them: a title row, a header row, then figures.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from gongkai.forms.evaluate import computed
from gongkai.forms.form import Address, Form, Line, Table, load

Role = Literal["title", "corner", "note", "column", "row", "figure"]
Scope = Literal["", "col", "row", "rowgroup"]


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One printed cell, anchored at its top left corner; cells it covers are not listed.

    text      the official label; "" in the cell of a figure
    column    0-based grid column of the anchor
    role      title (第二十条第（一）项), corner (信息内容), note (勾稽关系), the label of a
              column or row, or figure
    header    whether it heads other cells (th); `scope` as in HTML, "" for none
    id        names a header cell within the form; `headers` are the ids that head a figure
    address   of a figure; `kind` is what it measures (count, change, money_wan, money)
    computed  the figure is a sum of others: read-only where figures are entered
    """

    text: str
    column: int
    row_span: int = 1
    column_span: int = 1
    role: Role = "figure"
    header: bool = False
    scope: Scope = ""
    id: str = ""
    headers: tuple[str, ...] = ()
    address: Address | None = None
    kind: str = ""
    computed: bool = False

    @property
    def name(self) -> str:
        """The name of the field where the figure is entered; "" for a header cell."""
        return str(self.address) if self.address is not None else ""


PrintedRow = tuple[PrintedCell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of a printed table that belong to one statutory table.

    first  0-based index of its first row; title_rows, header_rows and figure_rows follow in turn
    """

    table: str
    first: int
    title_rows: int
    header_rows: int
    figure_rows: int


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """What the form prints as one table: `rows` of anchor cells covering `width` columns exactly.

    blocks         one for each statutory table in it
    label_columns  columns on the left that hold row labels (0: table four)
    """

    section: int
    rows: tuple[PrintedRow, ...]
    width: int
    label_columns: int
    blocks: tuple[Block, ...]

    @property
    def header_rows(self) -> int:
        """The rows to repeat on every page; 0 where the table stacks several with their own."""
        if len(self.blocks) > 1:
            return 0
        return self.blocks[0].title_rows + self.blocks[0].header_rows

    @property
    def figures(self) -> Iterator[PrintedCell]:
        """Every figure's cell in printed order."""
        return (cell for row in self.rows for cell in row if cell.address is not None)


@cache
def printed_tables(edition: str) -> tuple[PrintedTable, ...]:
    """Return the printed tables of an edition in order: parts two, three and four.

    Source: 国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号.
    """
    form = load(edition)
    sections = dict.fromkeys(table.section for table in form.tables)
    return tuple(printed_table(form, section) for section in sections)


def printed_table(form: Form, section: int) -> PrintedTable:
    """Return the printed table of one part of the report; raises KeyError where it has none."""
    tables = [table for table in form.tables if table.section == section]
    if not tables:
        raise KeyError(section)
    label_columns = max(_depth(table.rows) for table in tables)
    width = label_columns + max(len(table.leaf_columns) for table in tables)
    rows: list[PrintedRow] = []
    blocks: list[Block] = []
    for table in tables:
        sheet = _Sheet(form, table, label_columns, width)
        title = [sheet.title()] if table.title else []
        header, figures = sheet.header(), sheet.body()
        blocks.append(Block(table.id, len(rows), len(title), len(header), len(figures)))
        rows += title + header + figures
    return PrintedTable(section, tuple(rows), width, label_columns, tuple(blocks))


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a label stands in its tree: along the leaves and across the levels."""

    line: Line
    start: int  # index of its first leaf
    length: int  # leaves it covers
    level: int
    thickness: int  # levels it covers


def _ancestors(lines: Sequence[Line], line: Line) -> list[Line]:
    """Return the headings above a line, outermost first."""
    by_id = {each.id: each for each in lines}
    above: list[Line] = []
    while line.under is not None:
        line = by_id[line.under]
        above.insert(0, line)
    return above


def _depth(lines: Sequence[Line]) -> int:
    """Return how many levels of labels the lines have; 0 where none is labelled."""
    if not any(line.label for line in lines):
        return 0
    return max(len(_ancestors(lines, line)) + 1 for line in lines if not line.heading)


def _spots(lines: Sequence[Line], depth: int) -> list[_Spot]:
    """Return every label with its place; a leaf reaches down to the last of `depth` levels."""
    leaves = [line for line in lines if not line.heading]
    paths = [[*_ancestors(lines, leaf), leaf] for leaf in leaves]
    spots = []
    for line in lines:
        covered = [index for index, path in enumerate(paths) if line in path]
        level = len(_ancestors(lines, line))
        thickness = 1 if line.heading else depth - level
        spots.append(_Spot(line, covered[0], len(covered), level, thickness))
    return spots


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One statutory table laid on `width` grid columns; its last column takes what is over."""

    form: Form
    table: Table
    label_columns: int
    width: int

    def title(self) -> PrintedRow:
        """Return the title row."""
        return (
            PrintedCell(
                self.table.title,
                0,
                column_span=self.width,
                role="title",
                header=True,
                scope="rowgroup",
                id=f"{self.table.id}-title",
            ),
        )

    def header(self) -> list[PrintedRow]:
        """Return the header rows: corner, banner, column labels."""
        depth = _depth(self.table.columns)
        banner = 1 if self.table.banner else 0
        rows: list[list[PrintedCell]] = [[] for _ in range(banner + depth)]
        if self.label_columns:
            rows[0].append(self._corner(banner + depth))
        if banner:
            rows[0].append(
                PrintedCell(
                    self.table.banner,
                    self.label_columns,
                    column_span=self.width - self.label_columns,
                    role="column",
                    header=True,
                    scope="col",
                    id=f"{self.table.id}-banner",
                )
            )
        for spot in sorted(_spots(self.table.columns, depth), key=lambda s: s.start):
            rows[banner + spot.level].append(
                PrintedCell(
                    spot.line.label,
                    self.label_columns + spot.start,
                    row_span=spot.thickness,
                    column_span=self._across(spot.start, spot.length),
                    role="column",
                    header=True,
                    scope="col",
                    id=self._column_id(spot.line),
                )
            )
        return [tuple(row) for row in rows]

    def body(self) -> list[PrintedRow]:
        """Return the rows of figures with their labels."""
        sums = computed(self.form)
        rows: list[list[PrintedCell]] = [[] for _ in self.table.leaf_rows]
        for spot in _spots(self.table.rows, self.label_columns) if self.label_columns else ():
            rows[spot.start].append(
                PrintedCell(
                    spot.line.label,
                    spot.level,
                    row_span=spot.length,
                    column_span=spot.thickness,
                    role="row",
                    header=True,
                    scope="row",
                    id=self._row_id(spot.line),
                )
            )
        for cells, row in zip(rows, self.table.leaf_rows, strict=True):
            for index, column in enumerate(self.table.leaf_columns):
                address = Address(self.table.id, row.id, column.id)
                cells.append(
                    PrintedCell(
                        "",
                        self.label_columns + index,
                        column_span=self._across(index, 1),
                        headers=self._headers(row, column),
                        address=address,
                        kind=self.form.kind(address),
                        computed=address in sums,
                    )
                )
        return [tuple(row) for row in rows]

    def _corner(self, height: int) -> PrintedCell:
        """Return the corner: the header of the row labels, or a note on the table's arithmetic."""
        note = bool(self.table.balances)
        return PrintedCell(
            self.table.corner,
            0,
            row_span=height,
            column_span=self.label_columns,
            role="note" if note else "corner",
            header=not note,
            scope="" if note else "col",
            id=f"{self.table.id}-corner",
        )

    def _across(self, start: int, length: int) -> int:
        """Return the grid columns of a label that covers `length` leaves from `start`."""
        leaves = len(self.table.leaf_columns)
        spare = self.width - self.label_columns - leaves
        return length + spare if start + length == leaves else length

    def _headers(self, row: Line, column: Line) -> tuple[str, ...]:
        ids = [f"{self.table.id}-title"] if self.table.title else []
        if self.table.banner:
            ids.append(f"{self.table.id}-banner")
        columns = [*_ancestors(self.table.columns, column), column]
        ids += [self._column_id(line) for line in columns]
        if self.label_columns:
            rows = [*_ancestors(self.table.rows, row), row]
            ids += [self._row_id(line) for line in rows]
        return tuple(ids)

    def _row_id(self, line: Line) -> str:
        return f"{self.table.id}-row-{line.id}"

    def _column_id(self, line: Line) -> str:
        return f"{self.table.id}-column-{line.id}"
