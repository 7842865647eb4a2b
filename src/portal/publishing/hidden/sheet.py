"""Workbooks made anew from the cells that show: no hidden sheets, rows or columns, no formulas."""

import io
from collections.abc import Iterator
from copy import copy
from typing import Any

from django.utils.translation import gettext as _

from gongkai.errors import UnreadableInput
from gongkai.readers import xlsx
from gongkai.readers.zipfiles import open_archive
from portal.publishing.hidden.finding import Finding, Stripped
from portal.publishing.hidden.word import texts

_LOOKS = ("font", "border", "fill", "alignment", "number_format")


def strip(data: bytes) -> Stripped:
    """Return a workbook (.xlsx) with its visible cells, their results and their look alone.

    Raises UnreadableInput where it cannot be opened or is out of all proportion.
    """
    import openpyxl

    archive = open_archive(data)
    before = xlsx.parse(data)
    lost = {
        "comments": any("comments" in n.lower() for n in archive.names),
        "pictures": any("/media/" in n or "/charts/" in n for n in archive.names),
        "embedded": any("/embeddings/" in n or n.endswith(".bin") for n in archive.names),
    }
    try:
        shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
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
    has_formulas = any(_formulas(sheet) for sheet in formulas.worksheets)
    made.properties.creator = ""
    buffer = io.BytesIO()
    made.save(buffer)
    clean = buffer.getvalue()
    findings = _findings(hidden_sheets, hidden, people, lost, has_formulas)
    if texts(xlsx.parse(clean)) != texts(before):
        words = _("重新生成的表格与原表显示的内容不完全一致，请打开核对。")
        findings.append(Finding("differs", words, open=True))
    return Stripped(clean, tuple(findings))


def _copy(source: Any, target: Any) -> int:
    """Copy what shows of a sheet; return how many rows and columns did not."""
    rows = [r for r in range(1, source.max_row + 1) if not source.row_dimensions[r].hidden]
    concealed = {
        index
        for dimension in source.column_dimensions.values()
        if dimension.hidden
        for index in range(dimension.min or 0, min(dimension.max or 0, source.max_column) + 1)
    }
    columns = [c for c in range(1, source.max_column + 1) if c not in concealed]
    row_at = {row: at for at, row in enumerate(rows, start=1)}
    column_at = {column: at for at, column in enumerate(columns, start=1)}
    for row in rows:
        for column in columns:
            cell = source.cell(row, column)
            if cell.value is None and not cell.has_style:
                continue
            new = target.cell(row_at[row], column_at[column])
            if type(cell).__name__ != "MergedCell":
                new.value = cell.value
                if cell.data_type == "s":
                    new.data_type = "s"  # a text that begins with = stays a text
            for look in _LOOKS if cell.has_style else ():
                setattr(new, look, copy(getattr(cell, look)))
        if source.row_dimensions[row].height:
            target.row_dimensions[row_at[row]].height = source.row_dimensions[row].height
    for merged in source.merged_cells.ranges:
        _merge(source, target, merged, row_at, column_at)
    for letter, dimension in source.column_dimensions.items():
        if dimension.min in column_at and dimension.width and not dimension.hidden:
            for index in range(dimension.min, (dimension.max or dimension.min) + 1):
                if index in column_at:
                    letter = _letter(column_at[index])
                    target.column_dimensions[letter].width = dimension.width
    return int(source.max_row) - len(rows) + len(concealed)


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _merge(
    source: Any, target: Any, merged: Any, row_at: dict[int, int], column_at: dict[int, int]
) -> None:
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


def _formulas(sheet: Any) -> bool:
    rows: Iterator[Any] = sheet.iter_rows()
    return any(cell.data_type == "f" for row in rows for cell in row)


def _findings(
    sheets: list[str], hidden: int, people: list[str], lost: dict[str, bool], formulas: bool
) -> list[Finding]:
    found = []
    if people:
        words = _("文件属性里的作者、单位等信息已删除（%(names)s）。")
        said = "、".join(dict.fromkeys(str(p)[:60] for p in people))
        found.append(Finding("people", words % {"names": said}))
    if sheets:
        words = _("隐藏的工作表%(count)d个已删除（%(names)s）。")
        facts = {"count": len(sheets), "names": "、".join(s[:31] for s in sheets[:5])}
        found.append(Finding("hidden_sheets", words % facts))
    if hidden:
        found.append(Finding("hidden", _("隐藏的行和列共%(count)d个已删除。") % {"count": hidden}))
    if lost["comments"]:
        found.append(Finding("comments", _("批注已删除。")))
    if formulas:
        found.append(Finding("formulas", _("公式已换成它的结果。")))
    if lost["embedded"]:
        found.append(Finding("embedded", _("嵌入的对象和宏已删除。")))
    if lost["pictures"]:
        words = _("图表和图片没有保留；需要公开的请另附PDF。")
        found.append(Finding("pictures", words, open=True))
    return found
