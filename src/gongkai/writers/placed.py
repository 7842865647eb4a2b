"""What stands where on the pages of a PDF that we wrote: characters, lines and filled boxes."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_SUBSET = re.compile(r"^[A-Z]{6}\+|-Identity-H$")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: its place on the baseline and size in points from the page's top left corner.

    font    PostScript name of the font; starts: a new piece of text begins here
    """

    character: str
    x: float
    y: float
    size: float
    font: str
    starts: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A line or a filled area; `color` is red, green, blue from 0 to 255."""

    points: tuple[tuple[float, float], ...]
    line_width: float
    fill: bool
    color: tuple[int, int, int]


@dataclass(frozen=True)
class Page:
    """One page, in points."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    shapes: tuple[Shape, ...]


def placed(data: bytes) -> tuple[Page, ...]:
    """Return the pages of a PDF of ours; curves and pictures are not looked for, it has none."""
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(data)
    try:
        return tuple(_page(document[number]) for number in range(len(document)))
    finally:
        document.close()


def _page(page: Any) -> Page:
    width, height = page.get_size()
    text = page.get_textpage()
    glyphs = tuple(_glyphs(text.raw, text.count_chars(), height))
    shapes = tuple(_shapes(page, height))
    return Page(width, height, glyphs, shapes)


def _glyphs(text: Any, count: int, height: float) -> Iterator[Glyph]:
    import pypdfium2.raw as raw

    x, y, flags = ctypes.c_double(), ctypes.c_double(), ctypes.c_int()
    buffer = ctypes.create_string_buffer(256)
    starts, high = True, 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if raw.FPDFText_IsGenerated(text, index) or code < 0x20:
            starts = True
            continue
        if 0xD800 <= code < 0xDC00:  # the first half of a character beyond the basic plane
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetFontInfo(text, index, buffer, len(buffer), flags)
        font = _SUBSET.sub("", _SUBSET.sub("", buffer.value.decode("utf-8", "replace")))
        size = raw.FPDFText_GetFontSize(text, index)
        yield Glyph(chr(code), x.value, height - y.value, size, font, starts)
        starts = False


def _shapes(page: Any, height: float) -> Iterator[Shape]:
    import pypdfium2.raw as raw

    x, y, width = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        raw.FPDFPath_GetDrawMode(item.raw, filled, stroked)
        matrix = item.get_matrix()
        points = []
        for index in range(raw.FPDFPath_CountSegments(item.raw)):
            segment = raw.FPDFPath_GetPathSegment(item.raw, index)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            across, up = matrix.on_point(x.value, y.value)
            points.append((across, height - up))
        fill = filled.value != raw.FPDF_FILLMODE_NONE
        if len(points) > 1 and (fill or stroked.value):
            raw.FPDFPageObj_GetStrokeWidth(item.raw, width)
            yield Shape(tuple(points), width.value, fill, _color(item.raw, fill=fill))


def _color(item: Any, *, fill: bool) -> tuple[int, int, int]:
    import pypdfium2.raw as raw

    parts = [ctypes.c_uint() for _ in range(4)]
    get = raw.FPDFPageObj_GetFillColor if fill else raw.FPDFPageObj_GetStrokeColor
    get(item, *parts)
    return parts[0].value, parts[1].value, parts[2].value
