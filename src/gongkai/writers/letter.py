"""Letters as PDF and Word documents in the form of GB/T 9704-2012, both from the same `Letter`.

红头 (the organ's mark, the number, a red rule) is printed where the letter has a mark; without one
the number stands below the title. Organ and date leave room for the seal. The same letter gives the
same bytes; nothing of the machine or the person gets into the file.
"""

import json
import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from gongkai.cases.letter import Letter, Table
from gongkai.writers.docx import (
    MEDIA_TYPE,
    SECTION,
    TWIPS,
    R,
    W,
    packaged,
    paragraph,
    right_indent,
    run,
)
from gongkai.writers.faces import Faces, faces_for
from gongkai.writers.layout import LINE_CHARACTERS, chinese_date, clean, width
from gongkai.writers.pdf import compiled, compiler_for

__all__ = ["MEDIA_TYPE", "docx", "missing_characters", "pdf"]

TEMPLATE = Path(__file__).parent / "letter.typ"
HEI = "黑体"
_TITLE_CHARACTERS = 20  # of 2号 in a line of the 版心
_LINE_POINTS = 442.2  # the width of the 版心
_MOST_MARK = 62.0  # points; the mark is set as large as the line allows
_INDENTED = '<w:ind w:firstLine="0" w:firstLineChars="0"/>'
_HEAD = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；：]{1,60}$")  # the first level of a text
_MOST_TOGETHER = 500  # characters of a last paragraph that is kept with the signature


def pdf(letter: Letter, *, fonts: Path | None = None) -> bytes:
    """Return the letter as PDF; `fonts` is a folder of official fonts, as for a report.

    A character that no font has prints as 〓; `missing_characters` names them.
    """
    faces = _faces(letter, fonts)
    data = json.dumps(_data(letter, faces), ensure_ascii=False)
    return compiled(compiler_for(faces), {"data": data}, template=TEMPLATE)


def docx(letter: Letter) -> bytes:
    """Return the letter as DOCX."""
    parts = [f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>']
    parts += _head(letter)
    parts += _body(letter)
    parts += _end(letter)
    if letter.slip:
        title = f'<w:r><w:br w:type="page"/></w:r>{run(clean(letter.slip.title))}'
        parts.append(paragraph("Title", title))
        parts += map(_slip_line, letter.slip.lines)
    parts.append(f"{SECTION}</w:body></w:document>")
    return packaged("".join(parts), title=clean(letter.title), day=_day(letter))


def missing_characters(letter: Letter, *, fonts: Path | None = None) -> str:
    """Return the characters of a letter that would print as 〓 in a PDF, "" for none."""
    return "".join(sorted(_faces(letter, fonts).missing))


def _faces(letter: Letter, fonts: Path | None) -> Faces:
    if fonts is None and os.environ.get("GONGKAI_FONTS"):
        fonts = Path(os.environ["GONGKAI_FONTS"])
    slip = (letter.slip.title, *letter.slip.lines) if letter.slip else ()
    head = letter.table.head if letter.table else ()
    words = (letter.title, letter.number, letter.addressee, letter.body, letter.organ)
    return faces_for(
        clean("".join((*words, letter.note, letter.mark, *slip, *head, "附件：（）"))), fonts
    )


def _day(letter: Letter) -> date:
    """Return the date a file names as its making: never today, so bytes do not change."""
    return letter.date or date(2000, 1, 1)


def _data(letter: Letter, faces: Faces) -> dict[str, Any]:
    """Return what the template prints."""

    def said(text: str) -> str:
        return faces.printable(clean(text))

    day, (organ_indent, date_indent) = _day(letter), _indents(letter)
    table, slip = letter.table, letter.slip
    return {
        "faces": {role: list(families) for role, families in faces.roles.items()},
        "title": said(letter.title),
        "title-lines": [said(line) for line in _title_lines(letter.title)],
        "day": [day.year, day.month, day.day],
        "mark": said(letter.mark),
        "mark-size": _mark_points(letter.mark),
        "number": said(letter.number),
        "number-below": bool(letter.number and not letter.mark),
        "addressee": said(letter.addressee),
        "paragraphs": [
            {"text": said(text), "head": bool(_HEAD.match(text))} for text in letter.paragraphs
        ],
        "attachments": [said(name) for name in letter.attachments],
        "table": table
        and {
            "head": [said(name) for name in table.head],
            "rows": [[said(cell) for cell in row] for row in table.rows],
            "widths": list(table.widths),
        },
        "organ": said(letter.organ),
        "organ-indent": organ_indent,
        "date": chinese_date(letter.date) if letter.date else "",
        "date-indent": date_indent,
        "seal": letter.seal,
        "note": said(letter.note),
        "slip": slip and {"title": said(slip.title), "lines": [said(line) for line in slip.lines]},
    }


def _indents(letter: Letter) -> tuple[float, float]:
    """Return how far organ and date stand from the right edge, in characters (GB/T 9704 7.3.5).

    With a seal the date stands four characters from the edge and the organ is centred on it; an
    organ wider than that moves both to the left, never over the edge.
    """
    day = chinese_date(letter.date) if letter.date else ""
    name, dated = width(letter.organ), width(day)
    if not letter.seal:
        return 2.0, 2.0
    indent = 4.0 + (dated - name) / 2
    shift = max(0.0, 1.0 - indent)
    if name > LINE_CHARACTERS - 2:
        return 0.0, 4.0
    return indent + shift, 4.0 + shift


def _title_lines(title: str) -> list[str]:
    """Return the title in lines of much the same length."""
    if width(title) <= _TITLE_CHARACTERS:
        return [title]
    lines = -(-len(title) // (_TITLE_CHARACTERS - 2))
    each = -(-len(title) // lines)
    return [title[start : start + each] for start in range(0, len(title), each)]


def _mark_points(mark: str) -> float:
    return min(_MOST_MARK, 0.96 * _LINE_POINTS / max(width(mark), 1.0))


# Word


def _head(letter: Letter) -> Iterator[str]:
    """Yield mark, number, title and addressee."""
    number = clean(letter.number)
    if letter.mark:
        points = round(_mark_points(letter.mark) * 2)
        red = f'<w:color w:val="D6000F"/><w:spacing w:val="0"/><w:sz w:val="{points}"/><w:szCs w:val="{points}"/>'
        face = '<w:rFonts w:ascii="方正小标宋简体" w:hAnsi="方正小标宋简体" w:eastAsia="方正小标宋简体"/>'
        # 35 mm from the top of the 版心; the line of the mark is as high as its type
        space = '<w:spacing w:before="1984" w:after="1158" w:line="240" w:lineRule="auto"/>'
        yield paragraph(
            "",
            run(clean(letter.mark), properties=face + red),
            f'<w:snapToGrid w:val="0"/>{space}{_INDENTED}<w:jc w:val="center"/>',
        )
        rule = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="8" w:color="D6000F"/></w:pBdr>'
        after = '<w:spacing w:after="1158" w:line="579" w:lineRule="exact"/>'
        yield paragraph("", run(number), f'{rule}{after}{_INDENTED}<w:jc w:val="center"/>')
    lines = "<w:r><w:br/></w:r>".join(run(clean(line)) for line in _title_lines(letter.title))
    below = bool(number and not letter.mark)
    yield paragraph("Title", lines, '<w:spacing w:after="289"/>' if below else "")
    if below:
        yield paragraph("Number", run(number))
    if letter.addressee:
        yield paragraph("", run(f"{clean(letter.addressee)}："), _INDENTED)


def _body(letter: Letter) -> Iterator[str]:
    """Yield paragraphs, table and attachments; the last paragraph stays with the signature."""
    last = len(letter.paragraphs) - 1
    for index, text in enumerate(letter.paragraphs):
        alone = index == last and letter.table is None and len(text) < _MOST_TOGETHER
        head = bool(_HEAD.match(text)) and index < last
        face = f'<w:rFonts w:ascii="{HEI}" w:hAnsi="{HEI}" w:eastAsia="{HEI}"/>' if head else ""
        said = run(clean(text), properties=face)
        yield paragraph("", said, "<w:keepNext/>" if alone or head else "")
    if letter.table:
        yield from _table(letter.table)
    several = len(letter.attachments) > 1
    for index, name in enumerate(letter.attachments):
        label = ("附件：" if index == 0 else "") + (f"{index + 1}." if several else "")
        hanging = 6 if several else 5
        space = '<w:spacing w:before="579"/>' if index == 0 else ""
        left = round(hanging * 16 * TWIPS)
        first = round(width(label) * 16 * TWIPS)
        indent = f'<w:ind w:left="{left}" w:hanging="{first}" w:firstLineChars="0"/>'
        yield paragraph("", run(label + clean(name)), f"<w:keepNext/><w:keepLines/>{space}{indent}")


def _end(letter: Letter) -> Iterator[str]:
    """Yield organ, date and note, with room for the seal."""
    organ_indent, date_indent = _indents(letter)
    space = f'<w:spacing w:before="{1158 if letter.seal else 579}"/>'
    if letter.organ:
        yield paragraph("Signature", run(clean(letter.organ)), space + right_indent(organ_indent))
    if letter.date:
        style = "Date" if letter.organ else "Signature"
        keep = "<w:keepNext/>" if letter.note else ""
        yield paragraph(style, run(chinese_date(letter.date)), keep + right_indent(date_indent))
    if letter.note:
        yield paragraph("", run(f"（{clean(letter.note)}）"))


def _slip_line(line: str) -> str:
    """Return a line of the slip; one that ends in ＿ is ruled to the edge of the 版心."""
    if not line.endswith("＿"):
        return paragraph("", run(clean(line)), '<w:jc w:val="left"/>')
    words = line.rstrip("＿")
    tab = '<w:tabs><w:tab w:val="right" w:leader="underscore" w:pos="8844"/></w:tabs>'
    ruled = f"{run(clean(words)) if words else ''}<w:r><w:tab/></w:r>"
    return paragraph("", ruled, f'{tab}{"" if words else _INDENTED}<w:jc w:val="left"/>')


def _table(table: Table) -> Iterator[str]:
    """Yield a table over the width of the 版心; its head is repeated on every page."""
    share = 8844 / sum(table.widths)
    widths = [round(each * share) for each in table.widths]
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Form"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    if table.head:
        yield _row(table.head, widths, head=True, labels=False)
    for number, row in enumerate(table.rows, 1):
        last = number == len(table.rows)  # stays with the signature
        yield _row(row, widths, head=False, labels=not table.head, last=last)
    yield "</w:tbl>"


def _row(
    cells: tuple[str, ...], widths: list[int], *, head: bool, labels: bool, last: bool = False
) -> str:
    made = []
    for index, (cell, each) in enumerate(zip(cells, widths, strict=True)):
        middle = head or (labels and index == 0) or (not labels and index != 1)
        side = "center" if middle else "left"
        face = '<w:rFonts w:eastAsia="黑体"/>' if head else '<w:rFonts w:eastAsia="仿宋_GB2312"/>'
        half_points = 28 if labels else 24
        size = f'{face}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
        space = f'<w:spacing w:before="{70 if labels else 80}" w:after="{70 if labels else 80}"/>'
        keep = "<w:keepNext/>" if last else ""
        text = run(clean(cell), properties=size) if cell else ""
        held = paragraph(
            "Cell", text, f"{keep}{space}<w:jc w:val={quoteattr(side)}/><w:rPr>{size}</w:rPr>"
        )
        made.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{each}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f"{held}</w:tc>"
        )
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(made)}</w:tr>"
