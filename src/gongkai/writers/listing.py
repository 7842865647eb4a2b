"""A plain list as a workbook: a header that stays in sight, one row per entry."""

import io
from collections.abc import Iterable, Sequence
from typing import Any


def write(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as .xlsx, written row by row; a text that begins with = stays a text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("gongkai")
    sheet.freeze_panes = "A2"
    titles = [WriteOnlyCell(sheet, value=title) for title in header]
    for title in titles:
        title.font = Font(bold=True)
    sheet.append(titles)
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
