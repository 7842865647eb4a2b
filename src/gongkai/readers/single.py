"""The table of one row without a label (table four): found by its header and by how many values.

The header may stand above the row, in the same row (a flattened text), or beside each value (a table
turned on its side); the row may be cut in two (复议 and 诉讼 in tables of their own).
"""

from collections.abc import Sequence
from dataclasses import replace

from gongkai.forms.form import Table
from gongkai.readers.labels import full, likeness
from gongkai.readers.locate import PrintedRow
from gongkai.readers.numerals import is_value

_ALIKE = 0.75
_FEWEST_LABELS = 4  # so many labels of the table must stand before its values


def find_single_row(rows: Sequence[PrintedRow], table: Table) -> PrintedRow | None:
    """Return the values of a one-row table as one printed row, None where there are none."""
    width = len(table.leaf_columns)
    best: PrintedRow | None = None
    for run in _runs(rows, table):
        found = _values_of(run, width)
        if found is not None and (best is None or _count(found) > _count(best)):
            best = found
    return best


def _runs(rows: Sequence[PrintedRow], table: Table) -> list[list[PrintedRow]]:
    """Return the runs of rows that hold nothing but the table's labels, values and empty cells."""
    runs: list[list[PrintedRow]] = []
    labels = 0
    for row in rows:
        texts = _texts(row)
        known = sum(1 for text in texts if _is_label(text, table))
        if texts and known < len(texts) and not (known >= _FEWEST_LABELS or _is_row_name(row)):
            labels = 0
            continue
        if texts and labels == 0 and known:
            runs.append([])
        labels += known
        if labels and runs:
            runs[-1].append(row)
    return [run for run in runs if _labels_in(run, table) >= _FEWEST_LABELS]


def _labels_in(run: Sequence[PrintedRow], table: Table) -> int:
    return sum(1 for row in run for text in _texts(row) if _is_label(text, table))


def _values_of(run: Sequence[PrintedRow], width: int) -> PrintedRow | None:
    """Return the run's row of values; rows that only together make up the table are joined."""
    whole = next((row for row in run if _count(row) >= width), None)
    if whole is not None:
        return whole
    parts = [row for row in run if _count(row)]
    cells = tuple(cell for row in parts for cell in row.cells if is_value(cell.text))
    if len(cells) == width:
        return replace(parts[0], exact=False, cells=cells, labels=(), values=cells)
    most = max(parts, key=_count, default=None)
    if most is not None and _count(most) * 2 > width:
        return most
    blank = [row for row in run if not _texts(row) and len(row.cells) >= width]
    return blank[-1] if blank else None


def _count(row: PrintedRow) -> int:
    """Return how many values a row holds; a run of digits counts as many."""
    return sum(1 for c in row.cells if is_value(c.text)) + 99 * any(c.glued for c in row.cells)


def _texts(row: PrintedRow) -> list[str]:
    return [c.text for c in row.cells if c.text.strip() and not is_value(c.text) and not c.glued]


def _is_label(text: str, table: Table) -> bool:
    """Whether a text is a label of the table, or the half of one that a page break left."""
    part = full(text)
    return any(
        likeness(text, column) >= _ALIKE or (len(part) > 1 and part in full(column.label))
        for column in table.columns
    )


def _is_row_name(row: PrintedRow) -> bool:
    """Whether a row is one short name (数量, 件数) before many values."""
    return len(_texts(row)) == 1 and _count(row) >= 5
