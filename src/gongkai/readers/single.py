"""The table of one row without a label (table four): found by its header and by how many values."""

from collections.abc import Sequence

from gongkai.forms.form import Table
from gongkai.readers.labels import likeness
from gongkai.readers.locate import PrintedRow
from gongkai.readers.numerals import is_value

_HEADER_CELLS = 4  # so many cells like the table's columns make a header row


def find_single_row(rows: Sequence[PrintedRow], table: Table) -> PrintedRow | None:
    """Return the first row of values under (or in the same row after) the table's header."""
    width = len(table.leaf_columns)
    header_at: int | None = None
    for position, row in enumerate(rows):
        if _is_header(row, table):
            header_at = position
            if _values(row) * 2 >= width:
                return row
        elif header_at is not None and not _texts(row):
            glued = any(cell.glued for cell in row.cells)
            if glued or _values(row) * 2 >= width or _is_blank_row(row, width):
                return row
        elif header_at is not None and _values(row) * 2 >= width and len(_texts(row)) == 1:
            return row  # a row name such as 数量 before the values
    return None


def _is_header(row: PrintedRow, table: Table) -> bool:
    like = 0
    for cell in row.cells:
        text = cell.text
        if text.strip() and not is_value(text):
            like += any(likeness(text, column) >= 0.75 for column in table.leaf_columns)
    return like >= _HEADER_CELLS


def _values(row: PrintedRow) -> int:
    return sum(1 for cell in row.cells if is_value(cell.text)) + 100 * any(
        cell.glued for cell in row.cells
    )


def _texts(row: PrintedRow) -> list[str]:
    return [c.text for c in row.cells if c.text.strip() and not is_value(c.text) and not c.glued]


def _is_blank_row(row: PrintedRow, width: int) -> bool:
    return not any(c.text.strip() for c in row.cells) and len(row.cells) >= width
