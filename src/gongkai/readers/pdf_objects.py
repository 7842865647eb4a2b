"""What a page of a PDF draws, as pdfium sees it: ruling lines, pictures, clips (worker process only)."""

import ctypes
import struct
from collections.abc import Iterator

import pypdfium2.raw as pdfium

from gongkai.errors import UnreadableInput
from gongkai.readers.drawing import IDENTITY, Drawn, Matrix, is_dot, times
from gongkai.readers.pdf_calls import (
    bounds_of,
    clip_count,
    clip_of,
    draw_mode_of,
    fill_of,
    inner_at,
    kind_of,
    matrix_of,
    mode_of,
    object_at,
    segment_at,
    segment_closes,
    segment_count,
    segment_kind,
    segment_point,
    stroke_of,
)
from gongkai.readers.ruling import Box

MAX_OBJECTS = 2_000_000  # drawing operations of all pages
MAX_STROKES = 20_000  # on one page: more is a map or a drawing, not a table
FAR = 100_000.0  # no page reaches so far
_MAX_DEPTH = 6  # drawings within drawings
_BAR_CORNERS = 6  # a path with no more corners is one piece
_CORNERS = 12  # a clip with so many corners is no box


def drawn_on(
    page: pdfium.FPDF_PAGE, matrix: Matrix, limit: int
) -> tuple[Drawn, dict[int, Box], int]:
    """Return the lines and pictures of a page and how many objects were looked at.

    Also where text objects show that are cut: a label too long for its cell goes on, unseen.
    """
    drawn = Drawn()
    clips: dict[int, Box] = {}
    texts: list[int] = []
    handle = ctypes.cast(page, ctypes.c_void_p).value
    seen = _bounded(pdfium.FPDFPage_CountObjects(page), limit)
    waiting = [([object_at(handle, index) for index in range(seen)], matrix, 0)]
    while waiting:
        places, outer, depth = waiting.pop()
        for place in places:
            kind = kind_of(place)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                texts.append(place)
                if clip_count(clip := clip_of(place)) > 0:
                    clips[place] = _clip(clip, outer)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                seen += _path(place, outer, drawn)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                drawn.picture(times(_matrix(place), outer))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                form = ctypes.cast(place, pdfium.FPDF_PAGEOBJECT)
                count = _bounded(pdfium.FPDFFormObj_CountObjects(form), limit - seen)
                seen += count
                inside = [inner_at(place, index) for index in range(count)]
                waiting.append((inside, times(_matrix(place), outer), depth + 1))
            if seen > limit:
                raise UnreadableInput("readers.too_complex")
    if drawn.pictures:  # over a scan, not elsewhere, it matters whether a text is seen
        drawn.unseen = sum(mode_of(p) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE for p in texts)
    drawn.join_dots()
    if len(drawn.across) + len(drawn.down) > MAX_STROKES:
        drawn.across, drawn.down = [], []
    return drawn, clips, seen


def _clip(place: int, matrix: Matrix) -> Box:
    """Return the box around what a clip leaves to be seen."""
    path = ctypes.cast(place, pdfium.FPDF_CLIPPATH)
    x, y = ctypes.c_float(), ctypes.c_float()
    area = Box(-FAR, -FAR, FAR, FAR)
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


def _matrix(place: int) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not matrix_of(place, ctypes.addressof(found)):
        return IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _path(place: int, matrix: Matrix, drawn: Drawn) -> int:
    """Add the straight lines and thin bars of a path; return how many segments it has.

    matrix  of what the path stands in: its own comes before that
    """
    count: int = segment_count(place)
    if not 1 < count <= MAX_OBJECTS:
        return max(count, 0)
    found = (ctypes.c_int * 6)()  # how it is filled, whether it is stroked; four channels
    base, size = ctypes.addressof(found), ctypes.sizeof(ctypes.c_int)
    if not draw_mode_of(place, base, base + size) or not (found[0] or found[1]):
        return count
    filled, stroked = bool(found[0]), bool(found[1])
    ask = stroke_of if stroked else fill_of
    if ask(place, *range(base + 2 * size, base + 6 * size, size)) and found[5] == 0:
        return count
    if not stroked and _is_bar(place, count, matrix, drawn):
        return count
    for points, curved in _subpaths(place, count, times(_matrix(place), matrix)):
        if len(points) > 1:
            drawn.shape(points, curved=curved, stroked=stroked, filled=filled)
    return count


def _is_bar(place: int, count: int, matrix: Matrix, drawn: Drawn) -> bool:
    """Add a filled path of one piece as a line, or as a dot of one, where its box is that thin.

    Asking for the box costs one call, for the corners four each; a page may have 10,000 dots.
    """
    sides = (ctypes.c_float * 4)()
    base, size = ctypes.addressof(sides), ctypes.sizeof(ctypes.c_float)
    if not bounds_of(place, *range(base, base + 4 * size, size)):
        return False
    left, bottom, right, top = sides
    a, b, c, d, e, f = matrix
    xs = a * left + c * bottom + e, a * right + c * top + e
    ys = b * left + d * bottom + f, b * right + d * top + f
    box = Box(min(xs), min(ys), max(xs), max(ys))
    one_piece = count <= _BAR_CORNERS or is_dot(box)
    return one_piece and (b == c == 0 or a == d == 0) and drawn.bar(box)


def _subpaths(
    place: int, count: int, matrix: Matrix
) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Yield the connected corner points of a path, and whether the piece has curves."""
    a, b, c, d, e, f = matrix
    corners = (ctypes.c_float * (2 * count))()
    base, size = ctypes.addressof(corners), ctypes.sizeof(ctypes.c_float)
    segments = [segment_at(place, index) for index in range(count)]
    for at, segment in enumerate(segments):
        segment_point(segment, base + 2 * size * at, base + (2 * at + 1) * size)
    points: list[tuple[float, float]] = []
    curved = False
    for segment, (x, y) in zip(segments, struct.iter_unpack("2f", corners), strict=True):
        kind = segment_kind(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points, curved
            points, curved = [], False
        points.append((a * x + c * y + e, b * x + d * y + f))
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        if segment_closes(segment):
            points.append(points[0])
    if points:
        yield points, curved
