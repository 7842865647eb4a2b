"""Pages of a PDF as pdfium sees them: characters, ruling lines, pictures (worker process only)."""

import ctypes
import math
import struct
from collections.abc import Iterator, Sequence

import pypdfium2.raw as pdfium

from gongkai.errors import UnreadableInput
from gongkai.readers.drawing import Matrix
from gongkai.readers.lines import Glyph
from gongkai.readers.page import Content, Page
from gongkai.readers.pdf_calls import angle_at, box_at, broken_at, code_at, run_at
from gongkai.readers.pdf_objects import FAR, MAX_OBJECTS, drawn_on
from gongkai.readers.ruling import Box

MAX_CHARACTERS = 1_000_000
_LARGE = 1.6  # a watermark is so much larger than the text
_LEANING = 0.05  # text this far (in quarter turns) from upright is a watermark
_FLAT = 0.7  # a character so much lower than the one beside it is boxed by its ink
_CODES_APART = frozenset([0, 2, 0xFFFE, *range(0xD800, 0xE000)])  # hyphens, halves of characters
_BLANK = (0x3000, 0x200B)
_PALE = 150  # and so pale (darkest channel, of 255)


class _Frame:
    """Turns page coordinates (y up, crop box, /Rotate) into the page as displayed (y down)."""

    def __init__(self, page: pdfium.FPDF_PAGE) -> None:
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, box)
        self.rotation = pdfium.FPDFPage_GetRotation(page) % 4
        wide, high = box.right - box.left, box.top - box.bottom
        self.width, self.height = (high, wide) if self.rotation % 2 else (wide, high)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        # x' = a x + c y + e; y' = b x + d y + f
        self.matrix: Matrix = (
            (1.0, 0.0, 0.0, -1.0, -left, top),
            (0.0, 1.0, 1.0, 0.0, -bottom, -left),
            (-1.0, 0.0, 0.0, 1.0, right, -bottom),
            (0.0, -1.0, -1.0, 0.0, top, right),
        )[self.rotation]


class PdfFile:
    """An opened PDF; close it by leaving the ``with`` block.

    Raises UnreadableInput where it is none, damaged, under a password or too long.
    """

    def __init__(self, data: bytes) -> None:
        pdfium.FPDF_InitLibrary()
        self._data = data  # pdfium reads from it as long as the document is open
        self._document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._document:
            if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
                raise UnreadableInput("readers.encrypted")
            raise UnreadableInput("readers.pdf_damaged")
        self.count: int = pdfium.FPDF_GetPageCount(self._document)
        if self.count < 1:
            raise UnreadableInput("readers.pdf_damaged")

    def __enter__(self) -> "PdfFile":
        return self

    def __exit__(self, *_: object) -> None:
        pdfium.FPDF_CloseDocument(self._document)

    def title(self) -> str:
        """Return the title that the document properties name, or ""."""
        size = pdfium.FPDF_GetMetaText(self._document, b"Title", None, 0)
        if not 2 < size < 4096:
            return ""
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDF_GetMetaText(self._document, b"Title", buffer, size)
        return buffer.raw[: size - 2].decode("utf-16-le", errors="replace").strip()

    def pages(self) -> Iterator[Content | None]:
        """Yield every page, None for one that pdfium cannot open."""
        characters = objects = 0
        for index in range(self.count):
            page = pdfium.FPDF_LoadPage(self._document, index)
            if not page:
                yield None
                continue
            try:
                frame = _Frame(page)
                drawn, clips, seen = drawn_on(page, frame.matrix, MAX_OBJECTS - objects)
                glyphs, unknown = _glyphs(page, frame, clips, MAX_CHARACTERS - characters)
            finally:
                pdfium.FPDF_ClosePage(page)
            objects += seen
            characters += len(glyphs)
            area = frame.width * frame.height
            size = (frame.width, frame.height)
            read = Page(index + 1, *size, glyphs, drawn.across, drawn.down, drawn.fills)
            share = drawn.pictures / area if area else 0.0
            yield Content(read, share, drawn.drawings, unknown, drawn.unseen)


def _glyphs(
    page: pdfium.FPDF_PAGE, frame: _Frame, clips: dict[int, Box], limit: int
) -> tuple[list[Glyph], int]:
    """Return the characters of a page and how many of them name no Unicode character.

    clips  the part of the page in which each text object shows, for those that are cut
    Slanted text and text much larger and paler than the rest is a watermark, and left out.
    """
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return [], 0
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > limit:
            raise UnreadableInput("readers.too_complex")
        glyphs, indexes, unknown = _characters(text, count, frame, clips)
        if not glyphs:
            return [], unknown
        heights = [g[4] - g[2] for g in glyphs]
        usual = sorted(heights)[len(heights) // 2]
        _even(glyphs, heights, usual)
        if max(heights) > _LARGE * usual:
            glyphs = _without_watermark(text, glyphs, indexes, _LARGE * usual)
        return glyphs, unknown
    finally:
        pdfium.FPDFText_ClosePage(text)


def _characters(
    text: pdfium.FPDF_TEXTPAGE, count: int, frame: _Frame, clips: dict[int, Box]
) -> tuple[list[Glyph], list[int], int]:
    """Return the characters that stand on the page, their pdfium numbers, and the unknown ones."""
    handle = ctypes.cast(text, ctypes.c_void_p).value
    places = range(count)
    codes = _codes(text, handle, count)
    rects = (pdfium.FS_RECTF * count)()
    base, size = ctypes.addressof(rects), ctypes.sizeof(pdfium.FS_RECTF)
    known = [box_at(handle, index, base + size * index) for index in places]
    glyphs: list[Glyph] = []
    indexes: list[int] = []
    unknown = high = turn = 0
    last = top_before = bottom_before = 0.0  # of the character before, `last` is its left side
    flat = frame.rotation == 0
    a, b, c, d, e, f = frame.matrix
    for index, (left, top, right, bottom) in enumerate(struct.iter_unpack("4f", rects)):
        code = codes[index]
        if 0x20 < code < 0x7F:  # most of what is no Chinese character
            pass
        elif code < 0x100 or code in _BLANK or 0xD800 <= code < 0xE000 or code > 0xFDFF:
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            meant = _meant(handle, index, code, high)
            high = 0
            if meant is None:
                continue
            code = meant
        if not known[index]:
            continue
        if flat:
            x0, y0, x1, y1 = left + e, f - top, right + e, f - bottom
        else:
            x0, y0 = a * left + c * bottom + e, b * left + d * bottom + f
            x1, y1 = a * right + c * top + e, b * right + d * top + f
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        if not (x0 > -FAR and y0 > -FAR and x1 < FAR and y1 < FAR):  # also of what is no number
            continue
        area = clips.get(run_at(handle, index) or 0) if clips else None
        if area is not None and not _shows((x0 + x1) / 2, (y0 + y1) / 2, area):
            continue
        if turn or top_before != y0 or bottom_before != y1 or last >= x0:
            quarters = angle_at(handle, index) / (math.pi / 2)
            turn = round(quarters)
            if abs(quarters - turn) > _LEANING:
                top_before = bottom_before = 0.0
                continue
            turn = (turn + frame.rotation) % 4
        last, top_before, bottom_before = x0, y0, y1
        if code == 0xFFFD or 0xE000 <= code < 0xF900 or broken_at(handle, index) == 1:
            unknown += 1
            code = 0xFFFD
        run = run_at(handle, index) or 0 if 0x30 <= code <= 0x39 else 0
        glyphs.append(Glyph(chr(code), x0, y0, x1, y1, turn, run))
        indexes.append(index)
    return glyphs, indexes, unknown


def _shows(x: float, y: float, area: Box) -> bool:
    return area[0] < x < area[2] and area[1] < y < area[3]


def _codes(text: pdfium.FPDF_TEXTPAGE, handle: int | None, count: int) -> Sequence[int]:
    """Return the code of every character, in one call where each has one code of its own."""
    units = (ctypes.c_ushort * (count + 2))()
    written = pdfium.FPDFText_GetText(text, 0, count, units)
    codes: list[int] = units[:count]
    if written != count + 1 or units[count] or not _CODES_APART.isdisjoint(codes):
        return [code_at(handle, index) for index in range(count)]
    return codes


def _even(glyphs: list[Glyph], heights: list[float], usual: float) -> None:
    """Give characters that are boxed by their ink alone the height of the line they stand in.

    Fonts drawn as pictures (Type 3, as browsers embed them) tell no height: “一” is a hairline there.
    Digits are all of one height: a lower one behind another is small indeed, the sign of a note.
    """
    for index in [i for i, high in enumerate(heights) if high < _FLAT * usual]:
        glyph = glyphs[index]
        if index and "0" <= glyph[0] <= "9" and "0" <= glyphs[index - 1][0] <= "9":
            continue
        for beside in (*glyphs[max(index - 1, 0) : index], *glyphs[index + 1 : index + 2]):
            tall = beside[4] - beside[2]
            if (
                heights[index] < _FLAT * tall
                and beside[2] - 0.1 * tall <= glyph[2]
                and glyph[4] <= beside[4] + 0.1 * tall
                and max(glyph[1] - beside[3], beside[1] - glyph[3]) < tall
                and not (glyph[5] or beside[5])
            ):
                glyphs[index] = glyph._replace(top=beside[2], bottom=beside[4])
                break


def _meant(handle: int | None, index: int, code: int, high: int) -> int | None:
    """Return the character a special code stands for, None where nothing is printed.

    high  the first half of a pair, of which `code` is the second
    """
    if 0xDC00 <= code < 0xE000:
        return 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
    if code in (0x20, 0x3000, 0xA0):
        generated = pdfium.FPDFText_IsGenerated(
            ctypes.cast(handle or 0, pdfium.FPDF_TEXTPAGE), index
        )
        return None if generated == 1 else code
    if code in (0x0A, 0x0D):
        return None
    if code == 0x02:  # pdfium's sign for a hyphen at the end of a line
        return 0x2D
    if code < 0x20 or 0x7F <= code < 0xA0 or code in (0xFFFE, 0xFFFF, 0xAD, 0x200B, 0xFEFF):
        return 0xFFFD
    return code


def _without_watermark(
    text: pdfium.FPDF_TEXTPAGE, glyphs: list[Glyph], indexes: list[int], large: float
) -> list[Glyph]:
    """Leave out text higher than `large` that is much paler than the rest."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    kept = []
    for glyph, index in zip(glyphs, indexes, strict=True):
        if glyph.bottom - glyph.top > large and pdfium.FPDFText_GetFillColor(
            text, index, red, green, blue, alpha
        ):
            paper = 255 - alpha.value
            darkest = min(red.value, green.value, blue.value) * alpha.value / 255 + paper
            if darkest > _PALE:
                continue
        kept.append(glyph)
    return kept
