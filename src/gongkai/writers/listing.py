"""Plain lists as a workbook: headers that stay in sight and filter, columns as wide as their words."""

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from gongkai.errors import InputError

_LOOKED_AT = 200  # rows of a sheet that settle how wide its columns are
_NARROWEST, _WIDEST = 6, 60
_MOST_ROWS = 1_048_576  # of a sheet in this format
_LINE, _MOST_LINES = 15, 27  # points of a line; a row may be 409 points high
_LONGEST = 32_767  # characters in a cell


def write(sheets: Mapping[str, Sequence[str]], rows: Iterable[tuple[str, Sequence[Any]]]) -> bytes:
    """Return rows as .xlsx, written row by row; a text that begins with = stays a text.

    sheets  name -> header; a row names its sheet, and sheets may come by turns. Long texts are
            wrapped but for the last column, which runs on.
    Raises InputError where a sheet has more rows than the format holds.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    made = {name: _Sheet(book.create_sheet(name), header) for name, header in sheets.items()}
    try:
        for name, row in rows:
            made[name].append(row)
    finally:
        for sheet in made.values():
            sheet.close()
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class _Sheet:
    """One sheet, which holds its first rows back until the widths of its columns are known."""

    def __init__(self, sheet: Any, header: Sequence[str]) -> None:
        self.sheet = sheet
        self.header = header
        self.held: list[Sequence[Any]] | None = []
        self.count = 1
        self.written = 1  # the header

    def append(self, row: Sequence[Any]) -> None:
        self.count += 1
        if self.count > _MOST_ROWS:
            raise InputError("writers.too_many_rows", sheet=self.sheet.title, most=_MOST_ROWS)
        if self.held is None:
            self._write(row)
            return
        self.held.append(row)
        if len(self.held) == _LOOKED_AT:
            self._begin()

    def close(self) -> None:
        if self.held is not None:
            self._begin()
        last = self.sheet.column_dimensions
        self.sheet.auto_filter.ref = f"A1:{list(last)[-1]}{self.count}"
        self.sheet.close()

    def _begin(self) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        held, self.held = self.held or [], None
        self.sheet.freeze_panes = "A2"
        for number, column in enumerate(zip(self.header, *held, strict=True), 1):
            width = min(max(map(_width, column)) + 2, _WIDEST)
            letter = get_column_letter(number)
            self.sheet.column_dimensions[letter].width = max(width, _NARROWEST)
        titles = [WriteOnlyCell(self.sheet, value=title) for title in self.header]
        for title in titles:
            title.font = Font(bold=True)
        self.sheet.append(titles)
        for row in held:
            self._write(row)

    def _write(self, row: Sequence[Any]) -> None:
        self.written += 1
        lines = [*map(_lines, row[:-1]), 1]
        tall = max(lines) > 1
        if tall:
            height = min(max(lines), _MOST_LINES) * _LINE
            self.sheet.row_dimensions[self.written].height = height
        cells = zip(row, lines, strict=True)
        self.sheet.append([_cell(self.sheet, v, tall=tall, wrap=n > 1) for v, n in cells])


def _cell(sheet: Any, value: Any, *, tall: bool, wrap: bool) -> Any:
    """Return what stands in a cell; a text is one, whatever it begins with.

    tall  whether the row has several lines: then its cells begin at the top
    """
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment

    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST] or None
    if not tall and not (isinstance(value, str) and value[0] in "=#"):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    if tall:
        cell.alignment = Alignment(wrap_text=wrap, vertical="top")
    return cell


def _lines(value: Any) -> int:
    """Return how many lines a value takes in the widest column there is."""
    if not isinstance(value, str) or len(value) * 2 <= _WIDEST or _width(value) <= _WIDEST:
        return 1
    return -(-_width(value) // (_WIDEST - 4))  # a line seldom ends just where the column does


def _width(value: Any) -> int:
    """Return the width of a value in digits: a Chinese character is two."""
    text = format(value, "f") if isinstance(value, Decimal) else "" if value is None else str(value)
    return sum(1 if character.isascii() else 2 for character in text)
