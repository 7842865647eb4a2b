"""Workbooks made anew from the cells that show: no hidden sheets, rows or columns, no formulas."""

import io
import re
from bisect import bisect_left
from copy import copy
from dataclasses import dataclass
from typing import Any

from gongkai.errors import UnreadableInput
from gongkai.readers import xlsx
from gongkai.readers.zipfiles import Archive, open_archive
from gongkai.redaction.visible.word import texts

MAX_CELLS = 400_000
_LAST_COLUMN = 16_384
_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>]")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})"
)
_LOOKS = ("font", "border", "fill", "alignment", "number_format")


@dataclass(frozen=True)
class Rebuilt:
    """A workbook with what shows alone.

    sheets    names of the hidden sheets that went; hidden: how many rows and columns did
    people    whom its properties named
    lost      whether it had comments, pictures, embedded things
    formulas  formulas became their results
    differs   its cells are not those the reader sees in the original
    """

    data: bytes
    sheets: tuple[str, ...]
    hidden: int
    people: tuple[str, ...]
    lost: dict[str, bool]
    formulas: bool
    differs: bool


def rebuilt(data: bytes) -> Rebuilt:
    """Return a workbook (.xlsx) with its visible cells, their results and their look alone.

    Raises UnreadableInput where it cannot be opened or is out of all proportion.
    """
    import openpyxl

    archive = open_archive(data)
    formulas = _refuse_crowd(archive)
    before = xlsx.parse(data)
    lost = {
        "comments": any("comments" in n.lower() for n in archive.names),
        "pictures": any("/media/" in n or "/charts/" in n for n in archive.names),
        "embedded": any("/embeddings/" in n or n.endswith(".bin") for n in archive.names),
    }
    try:
        shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        raise UnreadableInput("readers.zip_damaged") from error
    made: Any = openpyxl.Workbook()
    made.remove(made.active)
    hidden_sheets = [s.title for s in shown.worksheets if s.sheet_state != "visible"]
    hidden = 0
    for sheet in shown.worksheets:
        if sheet.sheet_state == "visible":
            hidden += _copy(sheet, made.create_sheet(sheet.title))
    people = [p for p in (shown.properties.creator, shown.properties.lastModifiedBy) if p]
    made.properties.creator = ""
    buffer = io.BytesIO()
    made.save(buffer)
    clean = buffer.getvalue()
    return Rebuilt(
        clean,
        tuple(hidden_sheets),
        hidden,
        tuple(people),
        lost,
        formulas,
        texts(xlsx.parse(clean)) != texts(before),
    )


def _refuse_crowd(archive: Archive) -> bool:
    """Return whether there are formulas; raises UnreadableInput for more cells than anybody looks through."""
    count, formulas = 0, False
    for name in archive.names:
        if "worksheets/" in name.lower() and name.lower().endswith(".xml"):
            data = archive.read(name)
            count += len(_CELL.findall(data))
            formulas = formulas or bool(_FORMULA.search(data))
            for across, down, to_across, to_down in _MERGED.findall(data):
                wide = _column(to_across) - _column(across) + 1
                count += abs(wide * (int(to_down) - int(down) + 1))
    if count > MAX_CELLS:
        raise UnreadableInput("readers.too_complex")
    return formulas


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


class _Places:
    """Where rows or columns stand once the hidden ones among them are gone."""

    def __init__(self, hidden: set[int]) -> None:
        self.hidden = hidden
        self._sorted = sorted(hidden)

    def __contains__(self, number: int) -> bool:
        return number not in self.hidden

    def __getitem__(self, number: int) -> int:
        return number - bisect_left(self._sorted, number)


def _copy(source: Any, target: Any) -> int:
    """Copy what shows of a sheet; return how many rows and columns did not."""
    row_at = _Places({n for n, row in source.row_dimensions.items() if row.hidden})
    column_at = _Places(
        {
            index
            for dimension in source.column_dimensions.values()
            if dimension.hidden
            for index in range(dimension.min or 1, min(dimension.max or 1, _LAST_COLUMN) + 1)
        }
    )
    for (row, column), cell in sorted(source._cells.items()):
        if row not in row_at or column not in column_at:
            continue
        if cell.value is None and not cell.has_style:
            continue
        new = target.cell(row_at[row], column_at[column])
        if type(cell).__name__ != "MergedCell":
            new.value = cell.value
            if cell.data_type == "s":
                new.data_type = "s"  # a text that begins with = stays a text
        for look in _LOOKS if cell.has_style else ():
            setattr(new, look, copy(getattr(cell, look)))
    for number, row in source.row_dimensions.items():
        if row.height and number in row_at:
            target.row_dimensions[row_at[number]].height = row.height
    for merged in source.merged_cells.ranges:
        _merge(source, target, merged, row_at, column_at)
    for dimension in source.column_dimensions.values():
        if dimension.width and not dimension.hidden:
            for index in range(dimension.min or 1, min(dimension.max or 1, source.max_column) + 1):
                if index in column_at:
                    target.column_dimensions[_letter(column_at[index])].width = dimension.width
    concealed = {n for n in column_at.hidden if n <= source.max_column}
    return len(row_at.hidden) + len(concealed)


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _merge(source: Any, target: Any, merged: Any, row_at: _Places, column_at: _Places) -> None:
    rows = [row_at[r] for r in range(merged.min_row, merged.max_row + 1) if r in row_at]
    columns = [column_at[c] for c in range(merged.min_col, merged.max_col + 1) if c in column_at]
    if not rows or not columns:
        return
    value = source.cell(merged.min_row, merged.min_col).value
    target.cell(rows[0], columns[0]).value = value
    if len(rows) > 1 or len(columns) > 1:
        target.merge_cells(
            start_row=rows[0], end_row=rows[-1], start_column=columns[0], end_column=columns[-1]
        )
