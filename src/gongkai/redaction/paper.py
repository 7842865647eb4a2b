"""Workbooks laid out for paper: each sheet as wide as its page, long lines of text wrapped."""

import io
import math
import unicodedata
from copy import copy
from typing import Any

_A4 = 9  # as Excel numbers paper
_USUAL = 9.0  # width of a column that names none, in digits
_LEAST = 85.0  # digits: what fits across a page anyway
_UPRIGHT = 95.0  # digits: a wider sheet lies on its side
_LINE = 15.0  # points
_SLACK = 1.15  # lines break before they are full


def for_paper(data: bytes) -> bytes:
    """Return a workbook whose sheets print whole: nothing of a text is cut off at the page's edge.

    A text alone in its row runs over the columns beside it on the screen; on paper it would make the
    page as wide as itself, and everything on it tiny.
    """
    import openpyxl
    from openpyxl.worksheet.properties import PageSetupProperties

    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        wide = max(sum(_widths(sheet)), _LEAST)
        taken = {row for merged in sheet.merged_cells.ranges for row in _rows(merged)}
        for cells in sheet.iter_rows():
            filled = [cell for cell in cells if cell.value not in (None, "")]
            if filled and cells[0].row not in taken:
                _wrap(sheet, filled, wide)
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.orientation = "landscape" if wide > _UPRIGHT else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _widths(sheet: Any) -> list[float]:
    from openpyxl.utils import get_column_letter

    known = sheet.column_dimensions
    letters = map(get_column_letter, range(1, sheet.max_column + 1))
    return [known[letter].width or _USUAL if letter in known else _USUAL for letter in letters]


def _rows(merged: Any) -> range:
    return range(merged.min_row, merged.max_row + 1)


def _wrap(sheet: Any, filled: list[Any], wide: float) -> None:
    """Wrap the texts of a row that would be cut off by the next cell or reach beyond the sheet."""
    widths = _widths(sheet)
    most = 1
    for cell, following in zip(filled, [*filled[1:], None], strict=True):
        start = cell.column - 1
        if following is None:
            free = max(wide - sum(widths[:start]), widths[start])
        else:
            free = sum(widths[start : following.column - 1])
        text = str(cell.value)
        needed = sum(2.0 if unicodedata.east_asian_width(c) in "WF" else 1.0 for c in text)
        if needed <= free or not isinstance(cell.value, str):
            continue
        alignment = copy(cell.alignment)
        alignment.wrap_text, alignment.vertical = True, alignment.vertical or "top"
        cell.alignment = alignment
        most = max(most, math.ceil(needed * _SLACK / free))
        end = following.column - 1 if following is not None else sheet.max_column
        if cell.column < end:
            sheet.merge_cells(
                start_row=cell.row, end_row=cell.row, start_column=cell.column, end_column=end
            )
    if most > 1:
        sheet.row_dimensions[filled[0].row].height = most * _LINE
