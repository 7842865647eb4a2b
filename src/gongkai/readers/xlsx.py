"""Spreadsheets: .xlsx and .xlsm here, .xls and .et through `xls`, .ods through `ods`.

Read from the XML itself, because what a person sees needs what value libraries leave out: number
formats, hidden rows and columns, borders, formulas without a result. Places are Origin(sheet, ref).
"""

import re
from dataclasses import dataclass, field
from itertools import islice
from posixpath import join, normpath

from lxml import etree

from gongkai.errors import UnreadableInput
from gongkai.readers.document import Document
from gongkai.readers.formulas import evaluate
from gongkai.readers.numberformats import BUILT_IN, show_number
from gongkai.readers.sheets import Sheet, document_of
from gongkai.readers.zipfiles import Archive, open_archive, parse_xml

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_BYTES = 60 << 20
MAX_COLUMNS = 16_384
_MAX_SHEETS = 200
_MAX_COLUMN_RANGES = 1_000

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_ON = frozenset(("1", "true", "on"))


def parse(data: bytes, *, name: str = "") -> Document:
    """Return a workbook (.xlsx, .xls, .et or .ods, told by its bytes) as paragraphs and grids.

    Raises UnreadableInput where it is empty, damaged, encrypted, too large or no workbook.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableInput("readers.too_large", megabytes=len(data) >> 20, limit=MAX_BYTES >> 20)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        from gongkai.readers import xls

        return xls.parse(data)
    if data and not data.startswith(b"PK"):
        raise UnreadableInput("readers.wrong_content", expected="Excel")
    archive = open_archive(data)
    if b"opendocument.spreadsheet" in (archive.get("mimetype") or b""):
        from gongkai.readers import ods

        return ods.read(archive)
    return document_of(MEDIA_TYPE, _Workbook(archive).sheets())


def _part(archive: Archive, name: str) -> etree._Element:
    data = archive.read(name)
    for strict, transitional in _STRICT:
        data = data.replace(strict, transitional)
    return parse_xml(data)


@dataclass(frozen=True, slots=True)
class _Style:
    """What a cell format decides: the number format and whether the cell has a border."""

    number_format: str = "General"
    bordered: bool = False


@dataclass(slots=True)
class _Formula:
    """A formula without a stored result, kept until every other cell is known."""

    text: str
    style: _Style


@dataclass(slots=True)
class _Values:
    """What formulas may refer to: stored numbers by place, and formulas still to be worked out."""

    numbers: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: dict[tuple[int, int], _Formula] = field(default_factory=dict)


class _Workbook:
    """One opened workbook: its shared strings and formats, and its sheets."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._main = _main_part(archive)
        self._folder = self._main.rpartition("/")[0]
        self._links = self._relationships()
        self._strings = self._shared_strings()
        self._styles = self._cell_styles()
        self._since_1904 = False

    def sheets(self) -> list[Sheet]:
        """Return the worksheets in order, chart sheets left out."""
        root = _part(self._archive, self._main)
        settings = root.find(_S + "workbookPr")
        self._since_1904 = settings is not None and settings.get("date1904") in _ON
        sheets = []
        for element in list(root.iterfind(f"{_S}sheets/{_S}sheet"))[:_MAX_SHEETS]:
            target = self._links.get(element.get(_R_ID) or "", "")
            if target not in self._archive:
                continue
            sheet = Sheet(element.get("name") or "")
            sheet.hidden = (element.get("state") or "visible") != "visible"
            part = _part(self._archive, target)
            if part.tag == _S + "worksheet":
                self._fill(sheet, part)
                sheets.append(sheet)
        if not sheets:
            raise UnreadableInput("readers.wrong_content", expected="Excel")
        return sheets

    def _relationships(self) -> dict[str, str]:
        folder, _, name = self._main.rpartition("/")
        part = f"{folder}/_rels/{name}.rels".lstrip("/")
        if part not in self._archive:
            return {}
        return {
            link.get("Id") or "": _resolved(folder, link.get("Target") or "")
            for link in _part(self._archive, part)
        }

    def _beside(self, name: str) -> etree._Element | None:
        """Return a part by its usual name, whatever its case, or None."""
        path = _resolved(self._folder, name)
        return _part(self._archive, path) if path in self._archive else None

    def _shared_strings(self) -> list[str]:
        root = self._beside("sharedStrings.xml")
        return [] if root is None else [_rich_text(item) for item in root.iter(_S + "si")]

    def _cell_styles(self) -> list[_Style]:
        root = self._beside("styles.xml")
        if root is None:
            return []
        formats = dict(BUILT_IN)
        for element in root.iterfind(f"{_S}numFmts/{_S}numFmt"):
            formats[_integer(element.get("numFmtId"))] = element.get("formatCode") or "General"
        borders = [
            any(side.get("style") not in (None, "none") for side in border)
            for border in root.iterfind(f"{_S}borders/{_S}border")
        ]
        styles = []
        for element in root.iterfind(f"{_S}cellXfs/{_S}xf"):
            border = _integer(element.get("borderId"))
            styles.append(
                _Style(
                    formats.get(_integer(element.get("numFmtId")), "General"),
                    border < len(borders) and borders[border],
                )
            )
        return styles

    def _fill(self, sheet: Sheet, root: etree._Element) -> None:
        """Read one worksheet part into `sheet`."""
        for column in islice(root.iterfind(f"{_S}cols/{_S}col"), _MAX_COLUMN_RANGES):
            if column.get("hidden") in _ON:
                first, last = _integer(column.get("min"), 1), _integer(column.get("max"), 1)
                sheet.hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))
        values = _Values()
        at = -1
        for row in root.iterfind(f"{_S}sheetData/{_S}row"):
            at = _integer(row.get("r"), at + 2) - 1
            if row.get("hidden") in _ON:
                sheet.hidden_rows.add(at)
            column_at = -1
            for cell in row.iterchildren(_S + "c"):
                place = _place(cell.get("r"))
                column_at = place[1] if place else column_at + 1
                self._read_cell(sheet, cell, (place or (at, 0))[0], column_at, values)
        self._work_out(sheet, values)
        for element in root.iterfind(f"{_S}mergeCells/{_S}mergeCell"):
            first_name, _, last_name = (element.get("ref") or "").partition(":")
            start, end = _place(first_name), _place(last_name)
            if start and end:
                sheet.merged.append((*start, *end))

    def _read_cell(
        self, sheet: Sheet, cell: etree._Element, row: int, column: int, values: _Values
    ) -> None:
        number = _integer(cell.get("s"))
        style = self._styles[number] if number < len(self._styles) else _Style()
        kind = cell.get("t") or "n"
        stored = cell.find(_S + "v")
        raw = (stored.text or "") if stored is not None else ""
        text = raw
        if kind == "s":
            index = _integer(raw, len(self._strings))
            text = self._strings[index] if index < len(self._strings) else ""
        elif kind == "inlineStr":
            inline = cell.find(_S + "is")
            text = _rich_text(inline) if inline is not None else ""
        elif kind == "n" and raw:
            values.numbers[row, column] = raw
            text = show_number(raw, style.number_format, since_1904=self._since_1904)
        elif kind == "b":
            text = "TRUE" if raw == "1" else "FALSE"
        formula = cell.find(_S + "f")
        if formula is not None and not raw and kind != "inlineStr":
            values.formulas[row, column] = _Formula(formula.text or "", style)
        sheet.put(row, column, _unescaped(text), printed=style.bordered)

    def _work_out(self, sheet: Sheet, values: _Values) -> None:
        """Fill in sums whose result the file lacks, as a spreadsheet would on opening it."""
        formulas = {place: formula.text for place, formula in values.formulas.items()}
        results = evaluate(formulas, values.numbers)
        for (row, column), formula in values.formulas.items():
            result = results.get((row, column))
            if result is None:
                sheet.without_value += 1
            else:
                sheet.put(row, column, show_number(result, formula.style.number_format))


def _main_part(archive: Archive) -> str:
    if "xl/workbook.xml" in archive:
        return "xl/workbook.xml"
    if "_rels/.rels" in archive:
        for link in archive.xml("_rels/.rels"):
            if (link.get("Type") or "").endswith("/officeDocument"):
                return _resolved("", link.get("Target") or "")
    raise UnreadableInput("readers.wrong_content", expected="Excel")


def _resolved(folder: str, target: str) -> str:
    """Return the member a relationship names, relative to `folder` unless it begins with /."""
    return normpath(target if target.startswith("/") else join("/", folder, target)).lstrip("/")


def _rich_text(element: etree._Element) -> str:
    """Return the text of a string item: its runs, without phonetic guides."""
    return "".join(
        t.text or ""
        for t in element.iter(_S + "t")
        if (parent := t.getparent()) is None or parent.tag != _S + "rPh"
    )


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def _integer(text: str | None, default: int = 0) -> int:
    """Return a count as written, `default` where it is missing or absurd."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else default


def _place(name: str | None) -> tuple[int, int] | None:
    """Return the (row, column) that a cell name stands for."""
    match = _REFERENCE.fullmatch(name or "")
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, min(column, MAX_COLUMNS) - 1
