"""A public document as Word file, with the fonts an office expects (GB/T 9704-2012)."""

import io
from datetime import UTC
from typing import Any

from docx import Document as NewDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from portal.publishing.models import DocumentVersion
from portal.site.bodies import Heading, Paragraph, Rule, Run, Table, blocks_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FANG, KAI, HEI, SONG, BIAOSONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
LINE = Pt(28.95)  # 22 lines on a page
_HEADINGS = {1: HEI, 2: KAI, 3: FANG}
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])  # XML cannot hold them


def write(version: DocumentVersion, notes: list[str]) -> bytes:
    """Return a version as DOCX; `notes` are the lines in small print at its end."""
    document: Any = NewDocument()
    _page(document)
    _properties(document, version)
    title = document.add_paragraph(style="Title")
    _say(title, version.title, BIAOSONG, 22)
    if version.number:
        number = document.add_paragraph()
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _say(number, version.number, FANG, 16)
    document.add_paragraph()
    for block in blocks_of(version):
        match block:
            case Heading():
                heading = document.add_paragraph(style=f"Heading {block.level}")
                if block.level == 1:
                    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
                else:
                    heading.paragraph_format.first_line_indent = Pt(32)
                _say(heading, block.text, _HEADINGS[block.level], 16)
            case Paragraph():
                _paragraph(document, block)
            case Table():
                _table(document, block)
            case Rule():
                document.add_paragraph("—" * 12).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph()
    for note in notes:
        small = document.add_paragraph()
        small.paragraph_format.line_spacing = 1.2
        _say(small, note, SONG, 10.5)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _page(document: Any) -> None:
    """Set the page, and the styles that everything else rests on."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name]
        style.font.size = Pt(22 if name == "Title" else 16)
        style.font.bold = name == "Heading 3"
        style.font.color.rgb = None
        _faces(style.element.get_or_add_rPr(), FANG if name == "Normal" else HEI)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = LINE
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles["Title"].paragraph_format.line_spacing = Pt(35)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _say(foot, "— ", SONG, 14)
    page = foot.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        page._r.append(part)
    page.font.size = Pt(14)
    _say(foot, " —", SONG, 14)


def _properties(document: Any, version: DocumentVersion) -> None:
    """Say what the file is, and nothing of the machine that wrote it."""
    core = document.core_properties
    core.title, core.author, core.comments = _clean(version.title)[:255], "", ""
    core.last_modified_by, core.language = "", "zh-CN"
    core.created = core.modified = version.made_at.astimezone(UTC).replace(tzinfo=None)


def _clean(text: str) -> str:
    return text.translate(_CONTROLS)


def _faces(properties: Any, east: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), "Times New Roman")
    fonts.set(qn("w:eastAsia"), east)


def _say(paragraph: Any, text: str, east: str, size: float) -> Any:
    run = paragraph.add_run(_clean(text))
    run.font.size = Pt(size)
    _faces(run._r.get_or_add_rPr(), east)
    return run


def _paragraph(document: Any, block: Paragraph) -> None:
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    if block.side:
        right = block.side == "right"
        shape.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.CENTER
        shape.right_indent = Pt(32) if right else None
    else:
        shape.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if block.indent:
        shape.first_line_indent = Pt(32)
    if block.depth:
        shape.left_indent = Pt(24 * block.depth)
    if block.marker:
        _say(paragraph, f"{block.marker} ", FANG, 16)
    for run in block.runs:
        _run(paragraph, run)


def _run(paragraph: Any, run: Run) -> None:
    face = HEI if run.bold else KAI if run.italic else FANG
    said = _say(paragraph, run.text, face, 16)
    said.font.underline = True if run.underline or run.href else None
    if run.sub:
        said.font.subscript = True
    elif run.sup:
        said.font.superscript = True


def _table(document: Any, table: Table) -> None:
    """Add a table: its spans merged, its header rows repeated on every page."""
    if table.caption:
        caption = document.add_paragraph()
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        caption.paragraph_format.keep_with_next = True
        _say(caption, table.caption, HEI, 12)
    grid = document.add_table(rows=table.rows, cols=table.columns, style="Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    size = 12 if table.columns <= 5 else 10.5 if table.columns <= 8 else 9
    rows = [list(row.cells) for row in grid.rows]
    for cell in table.cells:
        place = rows[cell.row][cell.column]
        if cell.down > 1 or cell.across > 1:
            place = place.merge(rows[cell.row + cell.down - 1][cell.column + cell.across - 1])
        place.text = ""
        paragraph = place.paragraphs[0]
        paragraph.paragraph_format.line_spacing = 1.15
        if cell.head:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _say(paragraph, cell.text, HEI if cell.head else SONG, size)
    for row in grid.rows[: table.head_rows]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    after = document.add_paragraph()
    after.paragraph_format.line_spacing = 1.0
