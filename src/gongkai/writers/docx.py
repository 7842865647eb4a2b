"""Reports as Word documents in the layout of GB/T 9704-2012, with the fonts an office expects.

The parts are written as XML directly: the same report gives the same bytes, and nothing of the
machine or the person who wrote it gets into the file.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from gongkai.forms.filled import FilledForm, Origin
from gongkai.forms.form import Address
from gongkai.forms.grid import PrintedCell, PrintedTable
from gongkai.writers.layout import (
    Heading,
    Layout,
    Text,
    closing_indents,
    document_date,
    lay_out,
    shown,
)
from gongkai.writers.package import XML, packed
from gongkai.writers.widths import Fit, fit

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FIXED_PARTS = Path(__file__).parent / "word"  # styles, fonts, settings, footers
TWIPS = 20  # a twentieth of a point
_LEAST_ROWS = 3  # fewer rows than this are not left alone on a page
# 版心 156 x 225 mm, 22 lines of 28.95 pt. The 28 characters of a line come from the character spacing
# of the style Normal: LibreOffice makes 20 of them where the grid is given in characters.
SECTION = (
    "<w:sectPr>"
    '<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851"'
    ' w:footer="1247" w:gutter="0"/>'
    '<w:docGrid w:type="lines" w:linePitch="579"/>'
    "</w:sectPr>"
)


def write(report: FilledForm) -> bytes:
    """Return the report as DOCX."""
    title = "".join(lay_out(report).title)
    return packaged(document(report), title=title, day=document_date(report))


def packaged(body: str, *, title: str, day: date) -> bytes:
    """Return the file of a main part, with the styles, fonts and footers every document shares."""
    return packed(
        {
            "[Content_Types].xml": _fixed("content-types.xml"),
            "_rels/.rels": _fixed("package-rels.xml"),
            "docProps/core.xml": _properties(title, day),
            "word/document.xml": XML + body,
            "word/_rels/document.xml.rels": _fixed("document-rels.xml"),
            "word/styles.xml": _fixed("styles.xml"),
            "word/settings.xml": _fixed("settings.xml"),
            "word/fontTable.xml": _fixed("fontTable.xml"),
            "word/footer1.xml": _fixed("footer-odd.xml"),
            "word/footer2.xml": _fixed("footer-even.xml"),
        }
    )


def document(report: FilledForm) -> str:
    """Return the main part: number, title, parts with their tables, signature."""
    layout = lay_out(report)
    parts = [f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>']
    if layout.document_number:
        parts.append(paragraph("Number", run(layout.document_number)))
    parts.append(paragraph("Title", "<w:r><w:br/></w:r>".join(map(run, layout.title))))
    for block in layout.blocks:
        if isinstance(block, Heading):
            parts.append(paragraph(f"Heading{block.level}", run(block.text)))
        elif isinstance(block, Text):
            head = run(block.head, "HeadInText") if block.head else ""
            parts.append(paragraph("", head + run(block.text)))
        else:
            parts += _table(report, block)
    name_indent, date_indent = closing_indents(layout)
    if layout.signature:
        parts.append(paragraph("Signature", run(layout.signature), right_indent(name_indent)))
    if layout.date:
        style = "Date" if layout.signature else "Signature"
        parts.append(paragraph(style, run(layout.date), right_indent(date_indent)))
    parts += _imprint(layout)
    parts.append(f"{SECTION}</w:body></w:document>")
    return "".join(parts)


def _imprint(layout: Layout) -> Iterator[str]:
    """Yield the 版记: 4号, thick rules around it, a thin one inside.

    Its lines begin with a tab instead of an indent, so that the rules are as wide as the text area.
    """
    lines = [run(layout.copies)] if layout.copies else []
    if any(layout.printed):
        printer, day = (run(words) if words else "" for words in layout.printed)
        lines.append(f"{printer}<w:r><w:tab/></w:r>{day}")
    for number, line in enumerate(lines):
        first, last = number == 0, number == len(lines) - 1
        rules = [("top", 8 if first else 6), *([("bottom", 8)] if last else [])]
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="{eighths}" w:space="1" w:color="auto"/>'
            for side, eighths in rules
        )
        above = '<w:spacing w:before="1158"/>' if first else ""
        keep = "" if last else "<w:keepNext/>"
        yield paragraph(
            "Imprint", f"<w:r><w:tab/></w:r>{line}", f"{keep}<w:pBdr>{sides}</w:pBdr>{above}"
        )


def places(report: FilledForm) -> dict[Address, Origin]:
    """Return where `write` puts every figure: the table, row and cell of the document."""
    tables = [block for block in lay_out(report).blocks if isinstance(block, PrintedTable)]
    return {
        cell.address: Origin(table=number, row=row, cell=index)
        for number, table in enumerate(tables)
        for row in range(len(table.rows))
        for index, (began, cell) in enumerate(_standing_in(table, row))
        if cell.address is not None and began == row
    }


def _fixed(name: str) -> bytes:
    return (FIXED_PARTS / name).read_bytes()


def _properties(title: str, day: date) -> str:
    made = f"{day.isoformat()}T00:00:00Z"
    dated = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{made}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f"{XML}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>zh-CN</dc:language>{dated}"
        "</cp:coreProperties>"
    )


def right_indent(characters: float) -> str:
    """Return an indent from the right edge, in 3号 characters."""
    return f'<w:ind w:right="{round(characters * 16 * TWIPS)}"/>'


def paragraph(style: str, runs: str, properties: str = "") -> str:
    """Return a paragraph; `style` is an id of ``word/styles.xml``, "" for the text."""
    named = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    inside = named + properties
    return f"<w:p>{f'<w:pPr>{inside}</w:pPr>' if inside else ''}{runs}</w:p>"


def run(text: str, style: str = "", properties: str = "") -> str:
    """Return a run of text, escaped."""
    named = f"<w:rStyle w:val={quoteattr(style)}/>" if style else ""
    inside = named + properties
    props = f"<w:rPr>{inside}</w:rPr>" if inside else ""
    return f'<w:r>{props}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _table(report: FilledForm, table: PrintedTable) -> Iterator[str]:
    """Yield a table: fixed columns, header rows that repeat, merged labels."""
    sizes = fit(table, report)
    grid = "".join(f'<w:gridCol w:w="{round(width * TWIPS)}"/>' for width in sizes.widths)
    total = sum(round(width * TWIPS) for width in sizes.widths)
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Form"/><w:tblW w:w="{total}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    for number in range(len(table.rows)):
        yield _row(report, table, sizes, number)
    yield "</w:tbl>"
    # Word joins tables that touch; a part may be followed by nothing but its successor's heading.


def _row(report: FilledForm, table: PrintedTable, sizes: Fit, number: int) -> str:
    head = "<w:tblHeader/>" if number < table.header_rows else ""
    keep = "<w:keepNext/>" if _goes_on(table, number) else ""
    cells = [
        _cell(report, cell, sizes, keep, continued=began < number)
        for began, cell in _standing_in(table, number)
    ]
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def _standing_in(table: PrintedTable, number: int) -> list[tuple[int, PrintedCell]]:
    """Return the cells that cover a row from left to right, each with the row it begins in."""
    cells = [
        (began, cell)
        for began, row in enumerate(table.rows[: number + 1])
        for cell in row
        if began + cell.row_span > number
    ]
    return sorted(cells, key=lambda entry: entry[1].column)


def _goes_on(table: PrintedTable, number: int) -> bool:
    """Whether the next row must stay on this row's page: headers, the first rows, groups below the first."""
    if number + 1 >= len(table.rows):
        return False
    alone = len(table.blocks) == 1 and number < table.header_rows + _LEAST_ROWS - 1
    if alone or any(
        block.first <= number < block.first + block.title_rows + block.header_rows
        for block in table.blocks
    ):
        return True
    going_on = [
        (began, cell)
        for began, cell in _standing_in(table, number)
        if cell.role == "row" and began + cell.row_span > number + 1
    ]
    return any(
        # an outermost group only holds together where its own label stands
        cell.column > 0 or number - began < -(-len(cell.text) // 2) - 1
        for began, cell in going_on
    )


def _cell(report: FilledForm, cell: PrintedCell, sizes: Fit, keep: str, *, continued: bool) -> str:
    width = sum(sizes.widths[cell.column : cell.column + cell.column_span])
    properties = [f'<w:tcW w:w="{round(width * TWIPS)}" w:type="dxa"/>']
    if cell.column_span > 1:
        properties.append(f'<w:gridSpan w:val="{cell.column_span}"/>')
    if cell.row_span > 1:
        properties.append("<w:vMerge/>" if continued else '<w:vMerge w:val="restart"/>')
    if cell.role == "title":
        properties.append('<w:shd w:val="clear" w:color="auto" w:fill="EBEBEB"/>')
    properties.append('<w:vAlign w:val="center"/>')
    side = "left" if cell.role in ("row", "note", "title") else "center"
    half_points = round(sizes.size * 2)
    text = "" if continued else shown(report, cell)
    size = f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    printed = run(text, properties=size) if text else ""
    mark = f"<w:rPr>{size}</w:rPr>"  # an empty cell is as high as a full one
    held = paragraph("Cell", printed, f'{keep}<w:jc w:val="{side}"/>{mark}')
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{held}</w:tc>"
