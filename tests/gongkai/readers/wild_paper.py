"""Print wild reports on paper with the programs that tests may use: typst and LibreOffice."""

import json
import math
import subprocess
from collections.abc import Mapping
from pathlib import Path

import typst
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter

from tests.gongkai.readers.printed import FONTS
from tests.gongkai.readers.wild import TITLES, Sheet, Wild
from tests.gongkai.readers.wild_pages import prose_of, title_of
from tests.gongkai.readers.wild_styles import plain

# --- typst: settings before the report, and arguments of every table -------------------------------

_SMALL = "#set text(size: 7.5pt)\n"  # or seven digits would touch in fifteen columns
TYPESET: Mapping[str, tuple[str, str]] = {
    "thin lines": ("", "stroke: 0.5pt"),
    "no lines": (_SMALL, "stroke: none"),
    "lines across only": (_SMALL, "stroke: (x: none, y: 0.5pt)"),
    "lines down only": (_SMALL, "stroke: (x: 0.5pt, y: none)"),
    "three lines": (_SMALL, "stroke: (x, y) => (top: if y < 2 { 0.5pt })"),
    "striped": (_SMALL, "stroke: none, fill: (x, y) => if calc.odd(y) { luma(230) }"),
    "gaps between coloured cells": ("", "stroke: none, fill: luma(230), gutter: 2pt"),
    "small print": ("#set text(size: 6pt)\n", "stroke: 0.3pt, inset: 1.5pt"),
    "letters spaced out": ("#set text(tracking: 0.15em)\n", "stroke: 0.5pt"),
    "landscape": ("#set page(flipped: true)\n", "stroke: 0.5pt"),
    "two sheets of a booklet": (
        "#set page(width: 148mm, height: 210mm, margin: 8mm)\n#set text(size: 7pt)\n",
        "stroke: 0.5pt",
    ),
    "tall rows": ("", "stroke: 0.5pt, inset: 9pt"),
}


def typeset(wild: Wild, name: str) -> bytes:
    """Return a report printed by typst in one of `TYPESET`."""
    setting, arguments = TYPESET[name]
    parts = [
        '#set page(paper: "a4", margin: (x: 36pt, y: 70pt), numbering: "— 1 —")\n'
        f'#set text(font: "Gongkai Kai", size: 9pt, lang: "zh")\n{setting}',
        f"#align(center)[#text(size: 18pt)[{title_of(wild)}]]\n\n",
    ]
    for number, title in enumerate(TITLES, 1):
        parts += [f"{title}\n\n", *(f"{plain(p)}\n\n" for p in prose_of(wild, number))]
        parts += [_typst(wild, s, arguments) for s in wild.sheets if s.section == number]
    return typst.compile("".join(parts).encode(), font_paths=[FONTS])


def _typst(wild: Wild, sheet: Sheet, arguments: str) -> str:
    cells = []
    for row in sheet.anchors():
        for mark, down, right in row:
            text = json.dumps(wild.text(mark), ensure_ascii=False)
            cells.append(f"table.cell(rowspan: {down}, colspan: {right})[#text({text})],")
    wide = [24, 44] if sheet.section == 3 else []
    columns = ", ".join([*(f"{w}pt" for w in wide), *["1fr"] * (sheet.width - len(wide))])
    inset = "" if "inset" in arguments else ", inset: 3pt"
    return (
        f"#table(columns: ({columns},), align: center + horizon, {arguments}{inset},\n"
        + "\n".join(cells)
        + ")\n\n"
    )


WRITER = "HTML (StarWriter)"  # how LibreOffice is told to open a web page as a text document

# --- LibreOffice -----------------------------------------------------------------------------------


def workbook(
    wild: Wild, path: Path, *, lines: bool = True, landscape: bool = False, heights: bool = True
) -> None:
    """Write a report as a workbook whose sheet is printed on one page in width.

    heights  rows are as high as their text; else labels are printed over the rows around them
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    thin = Side(style="thin")
    border = Border(thin, thin, thin, thin) if lines else Border()
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    row = 1
    widest = max(s.width for s in wild.sheets)
    for text in [title_of(wild), *map(plain, prose_of(wild, 0))]:
        sheet.cell(row, 1, text).alignment = Alignment(wrap_text=True)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=widest)
        row += 1
    for number, title in enumerate(TITLES, 1):
        for text in [title, *map(plain, prose_of(wild, number))]:
            sheet.cell(row, 1, text)
            row += 1
        for table in (s for s in wild.sheets if s.section == number):
            for r, marks in enumerate(table.anchors()):
                for mark, down, right in marks:
                    c = next(i for i, m in enumerate(table.rows[r]) if m is mark)
                    cell = sheet.cell(row + r, c + 1, wild.text(mark))
                    cell.alignment = Alignment("center", "center", wrap_text=True)
                    for i in range(down):
                        for j in range(right):
                            sheet.cell(row + r + i, c + j + 1).border = border
                    if down > 1 or right > 1:
                        sheet.merge_cells(
                            start_row=row + r,
                            end_row=row + r + down - 1,
                            start_column=c + 1,
                            end_column=c + right,
                        )
                if heights:
                    tall = (
                        max(-(-len(wild.text(m)) // (4 * right)) / down for m, down, right in marks)
                        if marks
                        else 1
                    )
                    sheet.row_dimensions[row + r].height = 15 * max(1, math.ceil(tall))
            row += len(table.rows) + 1
    for column in range(1, widest + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 9
    sheet.column_dimensions["C"].width = 30
    book.save(path)


def to_pdf(files: list[Path], soffice: str, out: Path, *, infilter: str = "") -> None:
    """Let LibreOffice print files as PDF into a folder."""
    subprocess.run(
        [
            *(soffice, f"-env:UserInstallation=file://{out}/profile", "--headless"),
            *((f"--infilter={infilter}",) if infilter else ()),
            *("--convert-to", "pdf", "--outdir", str(out), *map(str, files)),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
