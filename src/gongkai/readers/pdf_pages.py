"""Pages of a PDF as pdfium sees them: characters, ruling lines, pictures (worker process only)."""

import ctypes
import math
import struct
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.errors import UnreadableInput
from gongkai.readers.drawing import IDENTITY, Drawn, Matrix, times
from gongkai.readers.lines import Glyph
from gongkai.readers.page import Content, Page
from gongkai.readers.ruling import Box

MAX_CHARACTERS = 1_000_000
MAX_OBJECTS = 2_000_000  # drawing operations of all pages
MAX_STROKES = 20_000  # on one page: more is a map or a drawing, not a table
_MAX_DEPTH = 6  # drawings within drawings
_LARGE = 1.6  # a watermark is so much larger than the text
_LEANING = 0.05  # text this far (in quarter turns) from upright is a watermark
_DRAWING = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
_FLAT = 0.7  # a character so much lower than the one beside it is boxed by its ink
_CORNERS = 12  # a clip with so many corners is no box
_BLANK = (0x3000, 0x200B)
_FAR = 100_000.0  # no page reaches so far
_PALE = 150  # and so pale (darkest channel, of 255)


def _quick(function: object, result: object, *arguments: object) -> Callable[..., Any]:
    """Return a pdfium function bound for plain numbers and addresses.

    The typed binding costs as much again as the call, and some calls are made for every character.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


_PLACE = (ctypes.c_void_p, ctypes.c_int)  # of a page or its text, and the number of what is asked
_code_at = _quick(pdfium.FPDFText_GetUnicode, ctypes.c_uint, *_PLACE)
_box_at = _quick(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, *_PLACE, ctypes.c_void_p)
_angle_at = _quick(pdfium.FPDFText_GetCharAngle, ctypes.c_float, *_PLACE)
_broken_at = _quick(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int, *_PLACE)
_run_at = _quick(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, *_PLACE)
_object_at = _quick(pdfium.FPDFPage_GetObject, ctypes.c_void_p, *_PLACE)
_inner_at = _quick(pdfium.FPDFFormObj_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
_clip_of = _quick(pdfium.FPDFPageObj_GetClipPath, ctypes.c_void_p, ctypes.c_void_p)
_clip_count = _quick(pdfium.FPDFClipPath_CountPaths, ctypes.c_int, ctypes.c_void_p)
_mode_of = _quick(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ctypes.c_void_p)
_kind_of = _quick(pdfium.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)


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
                drawn, clips, seen = _drawn(page, frame, MAX_OBJECTS - objects)
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
        return _without_watermark(text, glyphs, indexes, usual), unknown
    finally:
        pdfium.FPDFText_ClosePage(text)


def _characters(
    text: pdfium.FPDF_TEXTPAGE, count: int, frame: _Frame, clips: dict[int, Box]
) -> tuple[list[Glyph], list[int], int]:
    """Return the characters that stand on the page, their pdfium numbers, and the unknown ones."""
    handle = ctypes.cast(text, ctypes.c_void_p).value
    places = range(count)
    codes = [_code_at(handle, index) for index in places]
    rects = (pdfium.FS_RECTF * count)()
    base, size = ctypes.addressof(rects), ctypes.sizeof(pdfium.FS_RECTF)
    known = [_box_at(handle, index, base + size * index) for index in places]
    glyphs: list[Glyph] = []
    indexes: list[int] = []
    unknown = high = turn = 0
    last = (0.0, 0.0, 0.0)  # left, top and bottom of the character before
    a, b, c, d, e, f = frame.matrix
    for index, (left, top, right, bottom) in enumerate(struct.iter_unpack("4f", rects)):
        code = codes[index]
        if code < 0x100 or code in _BLANK or 0xD800 <= code < 0xE000 or code > 0xFDFF:
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
        x0, y0 = a * left + c * bottom + e, b * left + d * bottom + f
        x1, y1 = a * right + c * top + e, b * right + d * top + f
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        if not (max(-x0, -y0, x1, y1) < _FAR):
            continue
        area = clips.get(_run_at(handle, index) or 0) if clips else None
        if area is not None and not _shows((x0 + x1) / 2, (y0 + y1) / 2, area):
            continue
        if not (last[1] == y0 and last[2] == y1 and last[0] < x0 and turn == 0):
            quarters = _angle_at(handle, index) / (math.pi / 2)
            turn = round(quarters)
            if abs(quarters - turn) > _LEANING:
                last = (0.0, 0.0, 0.0)
                continue
            turn = (turn + frame.rotation) % 4
        last = (x0, y0, y1)
        if code == 0xFFFD or 0xE000 <= code < 0xF900 or _broken_at(handle, index) == 1:
            unknown += 1
            code = 0xFFFD
        run = _run_at(handle, index) or 0 if 0x30 <= code <= 0x39 else 0
        glyphs.append(Glyph(chr(code), x0, y0, x1, y1, turn, run))
        indexes.append(index)
    return glyphs, indexes, unknown


def _even(glyphs: list[Glyph], heights: list[float], usual: float) -> None:
    """Give characters that are boxed by their ink alone the height of the line they stand in.

    Fonts drawn as pictures (Type 3, as browsers embed them) tell no height: “一” is a hairline there.
    """
    for index in [i for i, high in enumerate(heights) if high < _FLAT * usual]:
        glyph = glyphs[index]
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
    text: pdfium.FPDF_TEXTPAGE, glyphs: list[Glyph], indexes: list[int], usual: float
) -> list[Glyph]:
    """Leave out text that is much larger and much paler than the rest."""
    large = _LARGE * usual
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


def _drawn(page: pdfium.FPDF_PAGE, frame: _Frame, limit: int) -> tuple[Drawn, dict[int, Box], int]:
    """Return the lines and pictures of a page and how many objects were looked at.

    Also where text objects show that are cut: a label too long for its cell goes on, unseen.
    """
    drawn = Drawn()
    clips: dict[int, Box] = {}
    seen = 0
    handle = ctypes.cast(page, ctypes.c_void_p).value
    count = _bounded(pdfium.FPDFPage_CountObjects(page), limit)
    waiting = [(_object_at(handle, index), frame.matrix, 0) for index in range(count)]
    while waiting:
        place, matrix, depth = waiting.pop()
        seen += 1
        kind = _kind_of(place)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            drawn.unseen += _mode_of(place) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
            if _clip_count(clip := _clip_of(place)) > 0:
                clips[place] = _clip(clip, matrix)
        if kind not in _DRAWING:
            continue
        item = ctypes.cast(place, pdfium.FPDF_PAGEOBJECT)
        matrix = times(_matrix(item), matrix)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            seen += _path(item, matrix, drawn)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawn.picture(matrix)
        elif depth < _MAX_DEPTH:
            inside = _bounded(pdfium.FPDFFormObj_CountObjects(item), limit - seen - len(waiting))
            waiting.extend((_inner_at(place, index), matrix, depth + 1) for index in range(inside))
        if seen > limit:
            raise UnreadableInput("readers.too_complex")
    drawn.join_dots()
    if len(drawn.across) + len(drawn.down) > MAX_STROKES:
        drawn.across, drawn.down = [], []
    return drawn, clips, seen


def _shows(x: float, y: float, area: Box) -> bool:
    return area[0] < x < area[2] and area[1] < y < area[3]


def _clip(place: int, matrix: Matrix) -> Box:
    """Return the box around what a clip leaves to be seen."""
    path = ctypes.cast(place, pdfium.FPDF_CLIPPATH)
    x, y = ctypes.c_float(), ctypes.c_float()
    area = Box(-_FAR, -_FAR, _FAR, _FAR)
    a, b, c, d, e, f = matrix
    for index in range(pdfium.FPDFClipPath_CountPaths(path)):
        corners = []
        for number in range(min(pdfium.FPDFClipPath_CountPathSegments(path, index), _CORNERS)):
            segment = pdfium.FPDFClipPath_GetPathSegment(path, index, number)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            corners.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if not corners or len(corners) == _CORNERS:
            continue  # not a box: nothing is known to be hidden
        xs, ys = zip(*corners, strict=True)
        left, top, right, bottom = area
        area = Box(max(left, min(xs)), max(top, min(ys)), min(right, max(xs)), min(bottom, max(ys)))
    return area


def _bounded(count: int, limit: int) -> int:
    if count > limit:
        raise UnreadableInput("readers.too_complex")
    return max(count, 0)


def _matrix(item: object) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _path(item: object, matrix: Matrix, drawn: Drawn) -> int:
    """Add the straight lines and thin bars of a path; return how many segments it has."""
    count: int = pdfium.FPDFPath_CountSegments(item)
    if not 1 < count <= MAX_OBJECTS:
        return max(count, 0)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item, fill, stroke) or not (fill.value or stroke.value):
        return count
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    ask = pdfium.FPDFPageObj_GetStrokeColor if stroke.value else pdfium.FPDFPageObj_GetFillColor
    if ask(item, red, green, blue, alpha) and alpha.value == 0:
        return count
    for points, curved in _subpaths(item, count, matrix):
        if len(points) > 1:
            drawn.shape(points, curved=curved, stroked=bool(stroke.value), filled=bool(fill.value))
    return count


def _subpaths(
    item: object, count: int, matrix: Matrix
) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Yield the connected corner points of a path, and whether the piece has curves."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points, curved
            points, curved = [], False
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points, curved
