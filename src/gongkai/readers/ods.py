"""OpenDocument spreadsheets (.ods): the shown text of every cell, spans and what is hidden."""

import re
from collections.abc import Iterator

from lxml import etree

from gongkai.errors import UnreadableInput
from gongkai.readers.document import Document
from gongkai.readers.sheets import Sheet, document_of
from gongkai.readers.zipfiles import Archive

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MAX_ROWS = 1 << 20
_MAX_COLUMNS = 16_384
_MAX_REPEATED = 1_000  # copies of a filled cell or row; beyond that it is a fill, not a figure

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE = f"{{{_URN}table:1.0}}"
_TEXT = f"{{{_URN}text:1.0}}"
_OFFICE = f"{{{_URN}office:1.0}}"
_STYLE = f"{{{_URN}style:1.0}}"
_FO = f"{{{_URN}xsl-fo-compatible:1.0}}"
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_GROUPS = frozenset(
    _TABLE + name
    for name in re.findall(
        r"\S+",
        "table-header-rows table-rows table-row-group table-header-columns table-columns "
        "table-column-group",
    )
)
_INLINE = {_TEXT + "tab": "\t", _TEXT + "line-break": "\n"}


def read(archive: Archive) -> Document:
    """Return an opened .ods as paragraphs and grids; raises UnreadableInput where it cannot."""
    if b"encryption-data" in (archive.get("META-INF/manifest.xml") or b""):
        raise UnreadableInput("readers.encrypted")
    root = archive.xml("content.xml")
    hidden, bordered = _styles(root)
    tables = root.findall(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table")
    if not tables:
        raise UnreadableInput("readers.wrong_content", expected="ODS")
    return document_of(MEDIA_TYPE, [_sheet(table, hidden, bordered) for table in tables])


def _styles(root: etree._Element) -> tuple[set[str], set[str]]:
    """Return the names of the styles that hide a sheet, and of those that draw a border."""
    hidden, bordered = set(), set()
    for style in root.iter(_STYLE + "style"):
        name = style.get(_STYLE + "name") or ""
        for properties in style:
            if properties.get(_TABLE + "display") == "false":
                hidden.add(name)
            if any(
                key.startswith(_FO + "border") and value != "none"
                for key, value in properties.attrib.items()
                if isinstance(key, str)
            ):
                bordered.add(name)
    return hidden, bordered


def _through_groups(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _GROUPS:
            yield from _through_groups(child, tag)


def _sheet(table: etree._Element, hidden: set[str], bordered: set[str]) -> Sheet:
    sheet = Sheet(table.get(_TABLE + "name") or "")
    sheet.hidden = table.get(_TABLE + "style-name") in hidden
    defaults: list[str] = []  # the default cell style of each column
    for column in _through_groups(table, _TABLE + "table-column"):
        times = _count(column, "number-columns-repeated", _MAX_COLUMNS - len(defaults))
        if _is_collapsed(column):
            sheet.hidden_columns.update(range(len(defaults), len(defaults) + times))
        defaults += [column.get(_TABLE + "default-cell-style-name") or ""] * times
    at = 0
    for row in _through_groups(table, _TABLE + "table-row"):
        times = _count(row, "number-rows-repeated", _MAX_ROWS)
        if at >= _MAX_ROWS:
            break
        for copy in range(min(times, _MAX_REPEATED) if _is_filled(row) else 0):
            _read_row(sheet, row, at + copy, bordered, first=copy == 0)
        if _is_collapsed(row):
            sheet.hidden_rows.update(range(at, at + min(times, _MAX_REPEATED)))
        at += times
    return sheet


def _read_row(
    sheet: Sheet, row: etree._Element, at: int, bordered: set[str], *, first: bool
) -> None:
    column = 0
    for cell in row.iterchildren(*_CELLS):
        times = _count(cell, "number-columns-repeated", _MAX_COLUMNS)
        text = _cell_text(cell)
        printed = cell.get(_TABLE + "style-name") in bordered
        if cell.tag == _CELLS[0] and (text or printed):
            for copy in range(min(times, _MAX_REPEATED)):
                sheet.put(at, column + copy, text, printed=printed)
        across = _count(cell, "number-columns-spanned", _MAX_COLUMNS)
        down = _count(cell, "number-rows-spanned", _MAX_ROWS)
        if first and (across > 1 or down > 1):
            sheet.merged.append((at, column, at + down - 1, column + across - 1))
        column = min(column + times, _MAX_COLUMNS)


def _is_filled(row: etree._Element) -> bool:
    return any(len(cell) or cell.get(_TABLE + "style-name") for cell in row.iterchildren(*_CELLS))


def _is_collapsed(element: etree._Element) -> bool:
    return element.get(_TABLE + "visibility") in ("collapse", "filter")


def _count(element: etree._Element, name: str, most: int) -> int:
    text = element.get(_TABLE + name) or "1"
    return (
        min(max(int(text), 1), max(most, 1))
        if text.isascii() and text.isdigit() and len(text) < 10
        else 1
    )


def _cell_text(cell: etree._Element) -> str:
    """Return what a cell shows, one line per paragraph, its comment left out."""
    return "\n".join(_inline(p) for p in cell if p.tag in (_TEXT + "p", _TEXT + "h"))


def _inline(element: etree._Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        if child.tag == _TEXT + "s":
            count = child.get(_TEXT + "c") or "1"
            pieces.append(
                " " * (min(int(count), 100) if count.isascii() and count.isdigit() else 1)
            )
        elif child.tag in _INLINE:
            pieces.append(_INLINE[child.tag])
        elif child.tag not in (_OFFICE + "annotation", _TEXT + "ruby-text"):
            pieces.append(_inline(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
