"""An example as one printed page, and that page as a scanner gives it: slanted, with specks."""

import io
import json
import random
import time
from pathlib import Path

import layouts
import pypdfium2
import typst
from describe import Example
from grid import Grid, Printed
from PIL import Image, ImageFilter

FONTS = Path(__file__).parents[2] / "src" / "gongkai" / "writers" / "fonts"
DPI = 200
INK = 150  # a dot darker than this is black in a scan of two tones
TURNED = 0.6  # degrees
SPECKS = 400
A_DAY = time.struct_time((2024, 1, 22, 9, 0, 0, 0, 22, 0))
HEAD = """
#set page(paper: "a4", margin: (x: 40pt, y: 30pt))
#set text(font: "Gongkai Kai", size: 8pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 3.5pt, spacing: 3.5pt)
"""


def sheet(example: Example) -> bytes:
    """Return the whole report on one page of A4, as PDF."""
    tables = layouts.tables(example)
    parts = [HEAD, f"#align(center, text(size: 14pt, {_words(example.title)}))"]
    parts += [_line(text) for text in example.paragraphs(0)]
    for number in range(1, 7):
        parts += [_line(text) for text in (example.heading(number), *example.paragraphs(number))]
        if number in tables:
            parts.append(_table(tables[number]))
    pdf = typst.compile("\n\n".join(parts).encode(), font_paths=[FONTS])
    assert isinstance(pdf, bytes)
    return pdf


def _table(cells: Grid) -> str:
    width = max(cell.column + cell.columns for cell in cells)
    inner = ", ".join(map(_cell, sorted(cells, key=lambda cell: (cell.row, cell.column))))
    style = "stroke: 0.5pt, inset: (x: 2.5pt, y: 2.2pt), align: center + horizon"
    table = f"table(columns: ({'auto, ' * width}), {style}, {inner})"
    return f"#block[#set par(first-line-indent: 0em)\n#align(center, {table})]"


def _cell(cell: Printed) -> str:
    return f"table.cell(colspan: {cell.columns}, rowspan: {cell.rows}, {_words(cell.text)})"


def _line(text: str) -> str:
    return f"#{_words(text)}"


def _words(text: str) -> str:
    """Return a text as typst takes it literally."""
    return json.dumps(text, ensure_ascii=False)


def scan(pdf: bytes, target: str) -> bytes:
    """Return the pages of a PDF as a scanner saves them: "png" (the first) or "pdf"."""
    dirt = random.Random(20240122)
    pages = [_scanned(page, dirt) for page in pypdfium2.PdfDocument(pdf)]
    packed = io.BytesIO()
    if target == "png":
        pages[0].quantize(8).save(packed, "PNG", dpi=(DPI, DPI), optimize=True)
    else:  # two tones, packed as a fax is
        fax = [page.point(lambda dot: 255 * (dot > INK)).convert("1") for page in pages]
        more = {"save_all": True, "append_images": fax[1:], "resolution": DPI}
        fax[0].save(packed, "PDF", creationDate=A_DAY, modDate=A_DAY, **more)
    return packed.getvalue()


def _scanned(page: pypdfium2.PdfPage, dirt: random.Random) -> Image.Image:
    image = page.render(scale=DPI / 72, grayscale=True).to_pil()
    image = image.rotate(TURNED, fillcolor=255, resample=Image.Resampling.BICUBIC)
    for _ in range(SPECKS):
        place = (dirt.randrange(image.width), dirt.randrange(image.height))
        image.putpixel(place, dirt.randrange(200))
    return image.filter(ImageFilter.GaussianBlur(0.6))
