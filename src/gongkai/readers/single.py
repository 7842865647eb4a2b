"""The table of one row without a label (table four): found by its header and by how many values.

The header may stand above the row, in the same row (a flattened text), or beside each value (a table
turned on its side); the row may be cut in parts: 复议 and 诉讼 in tables of their own, a row for each
of the three groups, or a row for each result with the groups side by side.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from gongkai.characters import squeeze
from gongkai.forms.form import Line, Table
from gongkai.readers.document import GridCell
from gongkai.readers.labels import full, likeness
from gongkai.readers.locate import PrintedRow
from gongkai.readers.numerals import is_value

_ALIKE = 0.75
_FEWEST_LABELS = 4  # so many labels of the table must stand with its values
_FEWEST_ABOVE = 3  # and so many above the first of them (three groups, five results)


def find_single_rows(rows: Sequence[PrintedRow], table: Table) -> list[PrintedRow]:
    """Return every row of values of a one-row table, the fullest first, then in reading order."""
    width = len(table.leaf_columns)
    runs = _runs(rows, table)
    found = [row for run in runs for row in _values_of(run, table)]
    found = found or [row for run in runs for row in _remnant(run, table)]
    return sorted(found, key=lambda row: -min(_count(row), width))


def _runs(rows: Sequence[PrintedRow], table: Table) -> list[list[PrintedRow]]:
    """Return the runs of rows that hold nothing but the table's labels, values and empty cells.

    A row of other words without a value (a note, the unit of count) does not end a run.
    """
    runs: list[list[PrintedRow]] = []
    labels = 0
    for row in rows:
        texts = _texts(row)
        known = sum(1 for text in texts if _is_label(text, table, row))
        if texts and not (_is_of_table(row, table) or _is_row_name(row)):
            labels = 0 if _count(row) else labels
            continue
        if texts and labels == 0 and known:
            runs.append([])
        labels += known
        if labels and runs:
            runs[-1].append(row)
    return [run for run in runs if _labels_in(run, table) >= _FEWEST_LABELS]


def _labels_in(run: Sequence[PrintedRow], table: Table) -> int:
    return sum(1 for row in run for text in _texts(row) if _is_label(text, table, row))


def _values_of(run: Sequence[PrintedRow], table: Table) -> Iterator[PrintedRow]:
    """Yield a run's rows of values; rows that only together make up the table are joined."""
    width = len(table.leaf_columns)
    whole = [row for row in run if _is_whole(row, width)]
    if whole:
        yield from whole
        return
    sideways = list(_on_its_side(run, table))
    if sideways:
        yield from sideways
        return
    run = _below_header([row for row in run if _is_of_table(row, table)], table)
    parts = [row for row in run if _count(row)]
    joined = [*_joined(parts, table, _filled)] or [
        *_joined([row for row in run if _count(row) or not _texts(row)], table, _printed)
    ]
    if joined:
        yield from joined
        return
    most = max(parts, key=_count, default=None)
    if most is not None and _count(most) * 2 > width:
        yield most
        return
    blank = [row for row in run if not _texts(row) and len(row.cells) >= width]
    yield from blank[-1:]


def _remnant(run: Sequence[PrintedRow], table: Table) -> Iterator[PrintedRow]:
    """Yield what is left of the row under a whole header: which cells were lost cannot be told."""
    names = {full(column.label) for column in table.columns if not column.sum}
    printed = {full(text) for row in run for text in _texts(row)}
    own = (row for row in run if all(_is_label(text, table, row) for text in _texts(row)))
    most = max(own, key=_count, default=None)
    if most is not None and _count(most) > 1 and len(names & printed) >= _FEWEST_LABELS:
        yield most


def _is_whole(row: PrintedRow, width: int) -> bool:
    """Whether a row has a cell for every column, some filled."""
    count = _count(row)
    return count >= width or (count > 0 and row.exact and len(_printed(row)) >= width)


def _on_its_side(run: Sequence[PrintedRow], table: Table) -> Iterator[PrintedRow]:
    """Yield the values that stand one by one beside the labels of all columns, group by group."""
    results = _results(table)
    beside: list[PrintedRow] = []
    for row in run:
        if _value_beside(row) is not None and _is_one_of(row.labels[-1].text, results):
            beside.append(row)
        elif _count(row):
            beside = []
        if len(beside) == len(table.leaf_columns):
            cells: list[GridCell] = []
            size = len(results)
            groups = [beside[n : n + size] for n in range(0, len(beside), size)]
            names = [group[0].labels[-2:][0].text for group in groups]
            for group in (groups[n] for n in _places(names, _groups(table)) or range(len(groups))):
                places = _places([r.labels[-1].text for r in group], results) or ()
                cells += [c for n in places if (c := _value_beside(group[n])) is not None]
            if len(cells) == len(beside):
                yield _row_of(beside[0], tuple(cells), loose=False)
            beside = []


def _results(table: Table) -> tuple[Line, ...]:
    """Return the columns of a table's first group; every other group has the same."""
    first = table.leaf_columns[0]
    return tuple(column for column in table.leaf_columns if column.under == first.under)


def _groups(table: Table) -> list[Line]:
    """Return the headings right above the columns (行政复议, 未经复议直接起诉, 复议后起诉)."""
    return [table.column(g) for g in dict.fromkeys(c.under for c in table.leaf_columns) if g]


def _is_one_of(text: str, lines: Sequence[Line]) -> bool:
    return any(likeness(text, line) >= _ALIKE for line in lines)


def _value_beside(row: PrintedRow) -> GridCell | None:
    """Return the one value after a row's labels, its empty cell where it has none."""
    filled = [cell for cell in row.values if squeeze(cell.text)]
    if not row.labels or len(filled) > 1 or not row.values:
        return None
    return filled[0] if filled else row.values[0]


def _below_header(run: Sequence[PrintedRow], table: Table) -> list[PrintedRow]:
    """Return the rows of a run from the one on by which most of a header has been printed."""
    labels = 0
    for position, row in enumerate(run):
        labels += _labels_in([row], table)
        if labels >= _FEWEST_ABOVE:
            return list(run[position:])
    return []


def _filled(row: PrintedRow) -> list[GridCell]:
    return [cell for cell in row.cells if is_value(cell.text)]


def _printed(row: PrintedRow) -> list[GridCell]:
    """Return the cells for values, empty ones too."""
    return list(row.values if row.labels else row.cells)


def _joined(
    parts: Sequence[PrintedRow], table: Table, cells_of: Callable[[PrintedRow], list[GridCell]]
) -> Iterator[PrintedRow]:
    """Yield rows next to one another that hold just as many values as the table has columns."""
    width = len(table.leaf_columns)
    values = [cells_of(row) for row in parts]
    first = 0
    while first < len(parts):
        total = 0
        last = first
        while last < len(parts) and total < width:
            total += len(values[last])
            last += 1
        if total == width:
            cells = _in_order(parts[first:last], values[first:last], table)
            yield _row_of(parts[first], cells, loose=last > first + 1 and not parts[first].exact)
            first = last
        else:
            first += 1


def _in_order(
    parts: Sequence[PrintedRow], values: Sequence[list[GridCell]], table: Table
) -> tuple[GridCell, ...]:
    """Return the values in the order of the columns: a row may be one group or one result of each.

    The labels of the rows say which, in whatever order they stand; rows without such are in order.
    """
    groups = _groups(table)
    if len({len(row) for row in values}) > 1 or not all(row.labels for row in parts):
        return tuple(cell for row in values for cell in row)
    labels = [row.labels[-1].text for row in parts]
    by_group, by_result = _places(labels, groups), _places(labels, _results(table))
    if by_result is not None:
        rows = [values[place] for place in by_result]
        return tuple(row[i] for i in range(len(rows[0])) for row in rows)
    order = by_group if by_group is not None else range(len(values))
    return tuple(cell for place in order for cell in values[place])


def _places(labels: Sequence[str], lines: Sequence[Line]) -> list[int] | None:
    """Return where the label of each line stands, None unless every line has one of its own."""
    nearest = [max(range(len(lines)), key=lambda n: likeness(text, lines[n])) for text in labels]
    if not all(_is_one_of(text, lines) for text in labels) or sorted(nearest) != list(
        range(len(lines))
    ):
        return None
    return [nearest.index(n) for n in range(len(lines))]


def _row_of(row: PrintedRow, cells: tuple[GridCell, ...], *, loose: bool) -> PrintedRow:
    return replace(row, exact=False, cells=cells, labels=(), values=cells, loose=loose)


def _count(row: PrintedRow) -> int:
    """Return how many values a row holds; a run of digits counts as many."""
    return sum(1 for c in row.cells if is_value(c.text)) + 99 * any(c.glued for c in row.cells)


def _texts(row: PrintedRow) -> list[str]:
    return [c.text for c in row.cells if c.text.strip() and not is_value(c.text) and not c.glued]


def _is_of_table(row: PrintedRow, table: Table) -> bool:
    known = [_is_label(text, table, row) for text in _texts(row)]
    return 2 * sum(known) > len(known) or sum(known) >= _FEWEST_LABELS or not known


def _is_label(text: str, table: Table, row: PrintedRow) -> bool:
    """Whether a text is a label of the table, or a piece of one (one character in flat text)."""
    part = full(text)
    shortest = 1 if row.lossy else 2
    return any(
        likeness(text, column) >= _ALIKE or (len(part) >= shortest and part in full(column.label))
        for column in table.columns
    )


def _is_row_name(row: PrintedRow) -> bool:
    """Whether a row is one short name (数量, 件数) before many values."""
    return len(_texts(row)) == 1 and _count(row) >= 5
