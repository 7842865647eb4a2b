"""Reports as workbooks: the prose on one sheet, each printed table on its own, totals as live sums.

A computed cell is a SUM formula with its value cached. A total that does not equal its parts, or
whose parts cannot all be told, keeps the printed value and says so in a comment: a workbook never
mends a report.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from gongkai.characters import numeral
from gongkai.errors import say
from gongkai.figures import Status, plain
from gongkai.forms.evaluate import Outcome, evaluate, relations
from gongkai.forms.filled import FilledForm
from gongkai.forms.form import Address
from gongkai.forms.grid import PrintedCell, PrintedTable
from gongkai.writers.layout import (
    Heading,
    chinese_date,
    clean,
    document_date,
    lay_out,
    shown,
    width,
)
from gongkai.writers.package import XML, packed
from gongkai.writers.sheet_parts import (
    MAIN,
    RELS,
    comments,
    content_types,
    drawing,
    package_relations,
    properties,
    sheet_relations,
    styles,
    workbook,
    workbook_relations,
)

_EXACT_DIGITS = 15  # a spreadsheet keeps no more; longer numbers are written as text
_PROSE_WIDTH, _LABEL_WIDTH, _GROUP_WIDTH = 70.0, 34.0, 9.0  # in digits, as spreadsheets measure
_LEAST_FIGURE_WIDTH = 7.0
_ROOMY = (16.0, 6)  # the width where a table has no more columns than that
_LINE_HEIGHT = 16.5  # points
_PROSE, _TITLE, _HEADING = 1, 5, 6  # cellXfs of `styles`
_STYLE = {"title": 2, "corner": 3, "note": 4, "column": 3, "row": 4}
_FIRST_NUMBER_STYLE = 7  # one style for each count of decimals, a second set for sums
_MOST_DECIMALS = 10


@dataclass
class _Sheet:
    """One worksheet being made: its rows, merged ranges and comments.

    frozen  the rows that stay in sight and are printed on every page
    """

    name: str
    widths: list[float]
    rows: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)
    frozen: int = 0

    @property
    def next_row(self) -> int:
        """The 1-based number of the row that comes next."""
        return len(self.rows) + 1

    def add(self, cells: str, lines: int = 1) -> None:
        """Add a row high enough for so many lines of text."""
        height = _LINE_HEIGHT * lines + 2
        self.rows.append(f'<row r="{self.next_row}" ht="{height}" customHeight="1">{cells}</row>')

    def say(self, text: str, style: int = _PROSE) -> None:
        """Add a row of prose across the whole width."""
        number, last = self.next_row, len(self.widths) - 1
        if last:
            self.merged.append(f"A{number}:{_name(last)}{number}")
        larger = 1.5 if style == _TITLE else 1.0
        lines = -(-2 * larger * width(text) // (sum(self.widths) - 1))
        self.add(_text(f"A{number}", text, style), int(max(lines, 1) * larger + 0.5))


def write(report: FilledForm) -> bytes:
    """Return the report as XLSX."""
    sheets = _sheets(report)
    names = [sheet.name for sheet in sheets]
    titled = {sheet.name: sheet.frozen for sheet in sheets if sheet.frozen}
    remarked = [number for number, sheet in enumerate(sheets, start=1) if sheet.remarks]
    title = "".join(lay_out(report).title)
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": content_types(len(sheets), remarked),
        "_rels/.rels": package_relations(),
        "docProps/core.xml": properties(title, document_date(report)),
        "xl/workbook.xml": workbook(names, titled),
        "xl/_rels/workbook.xml.rels": workbook_relations(len(sheets)),
        "xl/styles.xml": styles(_MOST_DECIMALS),
    }
    for number, sheet in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _worksheet(sheet)
        if sheet.remarks:
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = sheet_relations(number)
            parts[f"xl/comments{number}.xml"] = comments(sheet.remarks)
            parts[f"xl/drawings/vmlDrawing{number}.vml"] = drawing(sheet.remarks)
    return packed(parts)


def _sheets(report: FilledForm) -> list[_Sheet]:
    """Return the sheets in reading order: a part with a table has its own, others share one."""
    layout = lay_out(report)
    tables = {block.section: block for block in layout.blocks if isinstance(block, PrintedTable)}
    sheets = [_Sheet("", [_PROSE_WIDTH])]
    numbers: list[list[int]] = [[]]
    if layout.document_number:
        sheets[0].say(layout.document_number)
    sheets[0].say("".join(layout.title), _TITLE)
    for block in layout.blocks:
        if isinstance(block, PrintedTable):
            _add_table(report, block, sheets[-1])
            continue
        if isinstance(block, Heading) and block.level == 1:
            table = tables.get(block.number)
            if table is not None or len(sheets[-1].widths) > 1:
                widths = [_PROSE_WIDTH] if table is None else _widths(report, table)
                sheets.append(_Sheet("", widths))
                numbers.append([])
            numbers[-1].append(block.number)
            sheets[-1].say(block.text, _HEADING)
        else:
            sheets[-1].say(block.text if isinstance(block, Heading) else block.head + block.text)
    for line in (layout.signature, layout.date, *layout.imprint):
        if line:
            sheets[-1].say(line)
    for sheet, parts in zip(sheets, numbers, strict=True):
        named = "、".join(map(numeral, parts))
        sheet.name = say("writers.sheet_part", numbers=named or numeral(0))
    return [*sheets, _particulars(report)]


def _widths(report: FilledForm, table: PrintedTable) -> list[float]:
    labels = [_GROUP_WIDTH] * (table.label_columns - 1) + [_LABEL_WIDTH]
    longest = max(len(shown(report, cell)) for cell in table.figures)
    least = _ROOMY[0] if table.width <= _ROOMY[1] else _LEAST_FIGURE_WIDTH
    figure = max(least, longest + 2.0)
    return labels[: table.label_columns] + [figure] * (table.width - table.label_columns)


def _particulars(report: FilledForm) -> _Sheet:
    """Return the sheet that says what the workbook holds: organ, year, edition, dates."""
    dates = {
        "written": report.written_on,
        "published": report.published_on,
        "printed": report.printed_on,
    }
    facts = {
        "authority": report.authority,
        "year": str(report.year or ""),
        "edition": report.form.id,
        "number": report.document_number,
        "period": "—".join(map(chinese_date, report.period or ())),
        "copies": report.copies_to,
        "printer": report.printer,
        **{name: chinese_date(day) if day is not None else "" for name, day in dates.items()},
        "address": report.contacts.address,
        "postcode": report.contacts.postcode,
        "phones": " ".join(report.contacts.phones),
        "fax": " ".join(report.contacts.fax),
        "emails": " ".join(report.contacts.emails),
        "urls": " ".join(report.contacts.urls),
    }
    sheet = _Sheet(say("writers.sheet_particulars"), [16.0, 54.0])
    for name, value in facts.items():
        if value:
            number = sheet.next_row
            label = _text(f"A{number}", say(f"writers.fact_{name}"), _PROSE)
            sheet.add(label + _text(f"B{number}", clean(value), _PROSE))
    return sheet


def _add_table(report: FilledForm, table: PrintedTable, sheet: _Sheet) -> None:
    """Add a printed table below what its sheet holds."""
    first = sheet.next_row
    sheet.frozen = first + table.header_rows - 1 if table.header_rows else 0
    places = {
        cell.address: f"{_name(cell.column)}{number}"
        for number, row in enumerate(table.rows, start=first)
        for cell in row
        if cell.address is not None
    }
    sums = _sums(report, places)
    covered: dict[int, dict[int, int]] = {}  # styles of the cells that a merged one covers
    for number, row in enumerate(table.rows, start=first):
        cells = {
            column: f'<c r="{_name(column)}{number}" s="{style}"/>'
            for column, style in covered.pop(number, {}).items()
        }
        lines = 1
        for cell in row:
            written, style = _cell(report, cell, f"{_name(cell.column)}{number}", sums, sheet)
            bottom, right = number + cell.row_span - 1, cell.column + cell.column_span - 1
            for below in range(number, bottom + 1):
                for column in range(cell.column, right + 1):
                    covered.setdefault(below, {})[column] = style
            for column in range(cell.column, right + 1):
                cells[column] = f'<c r="{_name(column)}{number}" s="{style}"/>'
            cells[cell.column] = written
            if (bottom, right) != (number, cell.column):
                sheet.merged.append(f"{_name(cell.column)}{number}:{_name(right)}{bottom}")
            room = sum(sheet.widths[cell.column : right + 1]) - 1
            needed = -(-2 * width(shown(report, cell)) // (room * cell.row_span))
            lines = max(lines, int(needed))
        sheet.add("".join(cells[column] for column in sorted(cells)), lines)


@dataclass(frozen=True, slots=True)
class _Sum:
    """How a computed cell is written: its formula, or why it keeps the printed value."""

    formula: str = ""
    remark: str = ""


def _sums(report: FilledForm, places: Mapping[Address, str]) -> dict[Address, _Sum]:
    """Return the sum of every computed cell of a sheet; row totals come before column totals."""
    figures = report.figures
    sums: dict[Address, _Sum] = {}
    for relation in relations(report.form.id):
        total = relation.right[0]
        if relation.kind != "sum" or total not in places:
            continue
        outcome = evaluate(relation, figures)
        if not figures[total].is_number:
            continue
        if outcome.left != outcome.right:
            sums[total] = _Sum(remark=_mismatch(outcome))
        elif total not in sums and not _hidden(report, outcome):
            sums[total] = _Sum(formula=f"SUM({_ranges([places[a] for a in relation.left])})")
    return sums


def _hidden(report: FilledForm, outcome: Outcome) -> bool:
    """Whether a part of the sum cannot be told or is too long for a spreadsheet's numbers."""
    return any(
        report[a].status is Status.UNREADABLE or not _exact(report[a].number)
        for a in outcome.relation.left + outcome.relation.right
    )


def _mismatch(outcome: Outcome) -> str:
    return say("writers.sum_differs", sum=plain(outcome.left), printed=plain(outcome.right))


def _cell(
    report: FilledForm, cell: PrintedCell, place: str, sums: Mapping[Address, _Sum], sheet: _Sheet
) -> tuple[str, int]:
    """Return one cell as XML and the style that what it covers shares."""
    if cell.address is None:
        return _text(place, cell.text, _STYLE[cell.role]), _STYLE[cell.role]
    figure = report[cell.address]
    number = figure.number
    style = _FIRST_NUMBER_STYLE + (_MOST_DECIMALS + 1 if cell.computed else 0)
    if number is None or not _exact(number):
        return _text(place, shown(report, cell), style), style
    text = plain(number)
    style += min(len(text.partition(".")[2]), _MOST_DECIMALS)
    total = sums.get(cell.address, _Sum())
    if total.remark:
        sheet.remarks[place] = total.remark
    formula = f"<f>{total.formula}</f>" if total.formula else ""
    return f'<c r="{place}" s="{style}">{formula}<v>{text}</v></c>', style


def _exact(number: Decimal | None) -> bool:
    """Whether a spreadsheet keeps every digit of a number (nothing is no number to lose)."""
    return number is None or len(number.as_tuple().digits) <= _EXACT_DIGITS


def _text(place: str, text: str, style: int) -> str:
    if not text:
        return f'<c r="{place}" s="{style}"/>'
    inside = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
    return f'<c r="{place}" s="{style}" t="inlineStr">{inside}</c>'


def _name(column: int) -> str:
    """Return the letters of a 0-based column."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


_PLACE = re.compile(r"([A-Z]+)(\d+)")


def _ranges(places: list[str]) -> str:
    """Return cells as a list of ranges: runs along a row or down a column become one."""
    at = [_position(place) for place in places]
    for step in ((0, 1), (1, 0)):
        if all((b[0] - a[0], b[1] - a[1]) == step for a, b in pairwise(at)):
            return f"{places[0]}:{places[-1]}"
    return ",".join(places)


def _position(place: str) -> tuple[int, int]:
    match = _PLACE.fullmatch(place)
    assert match is not None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _worksheet(sheet: _Sheet) -> str:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(sheet.widths, start=1)
    )
    pane = (
        f'<pane ySplit="{sheet.frozen}" topLeftCell="A{sheet.frozen + 1}" activePane="bottomLeft"'
        ' state="frozen"/>'
        if sheet.frozen
        else ""
    )
    merged = "".join(f"<mergeCell ref={quoteattr(ref)}/>" for ref in sheet.merged)
    merges = f'<mergeCells count="{len(sheet.merged)}">{merged}</mergeCells>' if merged else ""
    remarks = '<legacyDrawing r:id="rId1"/>' if sheet.remarks else ""
    return (
        f'{XML}<worksheet xmlns="{MAIN}" xmlns:r="{RELS}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="18.5"/><cols>{columns}</cols>'
        f"<sheetData>{''.join(sheet.rows)}</sheetData>{merges}"
        '<pageMargins left="0.7" right="0.7" top="0.9" bottom="0.9" header="0.4" footer="0.4"/>'
        '<pageSetup paperSize="9" fitToWidth="1" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter>{remarks}</worksheet>"
    )
