"""Plain lists as a workbook: headers that stay in sight and filter, columns as wide as their words."""

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from gongkai.errors import InputError

_LOOKED_AT = 200  # rows of a sheet that settle how wide its columns are
_NARROWEST, _WIDEST = 6, 60
_MOST_ROWS = 1_048_576  # of a sheet in this format
_LONGEST = 32_767  # characters in a cell


def write(sheets: Mapping[str, Sequence[str]], rows: Iterable[tuple[str, Sequence[Any]]]) -> bytes:
    """Return rows as .xlsx, written row by row; a text that begins with = stays a text.

    sheets  name -> header; a row names its sheet, and sheets may come by turns
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
        self.sheet.append([_cell(self.sheet, value) for value in row])


def _cell(sheet: Any, value: Any) -> Any:
    """Return what stands in a cell; a text is one, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment

    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
    long = len(text) * 2 > _WIDEST and _width(text) > _WIDEST
    if not long and text[:1] not in ("=", "#"):
        return text or None
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    if long:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _width(value: Any) -> int:
    """Return the width of a value in digits: a Chinese character is two."""
    text = format(value, "f") if isinstance(value, Decimal) else "" if value is None else str(value)
    return sum(1 if character.isascii() else 2 for character in text)
