"""The tables of an example as they are printed: cells with spans, worked out from the form."""

from dataclasses import dataclass

from describe import Example

from gongkai.forms.form import Address, Line, Table


@dataclass(frozen=True)
class Printed:
    """One printed cell; `value` marks a figure."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    value: bool = False


Grid = list[Printed]


def disclosure(example: Example) -> Grid:
    """Return the tables of part two as the one wide table they are printed as."""
    tables = [t for t in example.form.tables if t.section == 2]
    width = max(len(t.leaf_columns) for t in tables)
    cells: Grid = []
    line = 0
    for table in tables:
        cells.append(Printed(table.title, line, 0, 1, width + 1))
        heads = [table.corner, *(c.label for c in table.leaf_columns)]
        cells += _spread(heads, line + 1, width, value=False)
        line += 2
        for row in table.leaf_rows:
            if row.id in example.drop_rows:
                continue
            shown = [example.shown(Address(table.id, row.id, c.id)) for c in table.leaf_columns]
            cells += _spread([row.label, *shown], line, width, value=True)
            line += 1
    return cells


def tree(example: Example, table_id: str) -> Grid:
    """Return a table whose rows and columns hang under headings (requests, disputes)."""
    table = example.form.table(table_id)
    lines = tuple(r for r in table.rows if r.id not in example.drop_rows)
    label_depth = max((_depth(lines, r) for r in lines if r.label), default=0)
    head_depth = max(_depth(table.columns, c) for c in table.columns) + bool(table.banner)
    cells: Grid = []
    if label_depth:
        cells.append(Printed(table.corner, 0, 0, head_depth, label_depth))
    if table.banner:
        cells.append(Printed(table.banner, 0, label_depth, 1, len(table.leaf_columns)))
    cells += _heads(table, head_depth, label_depth)
    line = head_depth
    open_headings: dict[str, int] = {}
    for row in lines:
        if row.heading:
            open_headings[row.id] = line
            continue
        cells += _labels(lines, row, line, label_depth, open_headings)
        for index, column in enumerate(table.leaf_columns):
            shown = example.shown(Address(table.id, row.id, column.id))
            cells.append(Printed(shown, line, label_depth + index, value=True))
        line += 1
    return cells


def rows(cells: Grid) -> list[list[Printed]]:
    """Return the cells that begin in each printed row, left to right."""
    height = max(c.row + c.rows for c in cells)
    return [sorted((c for c in cells if c.row == r), key=lambda c: c.column) for r in range(height)]


def expanded(cells: Grid) -> list[list[str]]:
    """Return every grid place as text, spanned places empty."""
    width = max(c.column + c.columns for c in cells)
    height = max(c.row + c.rows for c in cells)
    places = [[""] * width for _ in range(height)]
    for cell in cells:
        places[cell.row][cell.column] = cell.text
    return places


def _spread(texts: list[str], line: int, width: int, *, value: bool) -> Grid:
    """Return a row of part two; its last cell spans what is left."""
    last = len(texts) - 1
    return [
        Printed(text, line, i, 1, width - last + 1 if i == last else 1, value=value and i > 0)
        for i, text in enumerate(texts)
    ]


def _depth(lines: tuple[Line, ...], line: Line) -> int:
    by_id = {entry.id: entry for entry in lines}
    depth, current = 1, line.under
    while current is not None:
        depth += 1
        current = by_id[current].under
    return depth


def _heads(table: Table, head_depth: int, left: int) -> Grid:
    first = 1 if table.banner else 0
    cells: Grid = []
    place = left
    for column in table.columns:
        top = first + _depth(table.columns, column) - 1
        if column.heading:
            span = sum(_under(table.columns, leaf, column.id) for leaf in table.leaf_columns)
            cells.append(Printed(column.label, top, place, 1, span))
        else:
            cells.append(Printed(column.label, top, place, head_depth - top, 1))
            place += 1
    return cells


def _under(lines: tuple[Line, ...], line: Line, heading: str) -> bool:
    by_id = {entry.id: entry for entry in lines}
    current = line.under
    while current is not None:
        if current == heading:
            return True
        current = by_id[current].under
    return False


def _labels(
    lines: tuple[Line, ...], row: Line, line: int, depth: int, open_headings: dict[str, int]
) -> Grid:
    """Return the label cells that begin in a row: its headings first shown here, then its own."""
    if not depth:
        return []
    by_id = {entry.id: entry for entry in lines}
    chain: list[Line] = []
    current = row.under
    while current is not None:
        chain.insert(0, by_id[current])
        current = by_id[current].under
    cells: Grid = []
    for place, heading in enumerate(chain):
        if open_headings.get(heading.id) == line:
            span = sum(_under(lines, leaf, heading.id) for leaf in lines if not leaf.heading)
            cells.append(Printed(heading.label, line, place, span, 1))
    cells.append(Printed(row.label, line, len(chain), 1, depth - len(chain)))
    return cells
