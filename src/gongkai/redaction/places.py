"""The text that can be seen on the pages of a PDF, character by character (worker only).

Text under a picture or bar, white on white, cut off, or in a layer that is switched off stands in
the file and not on the page: whoever rebuilds a text layer from the file alone gives it away. So a
character counts only where the picture of the page shows both ink and paper in its box.
"""

import ctypes
import math
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as raw

from gongkai.errors import UnreadableInput
from gongkai.redaction.marks import Box, Line, Page, around
from gongkai.redaction.opened import opened, page_of, picture_of
from gongkai.redaction.worker import Job

MAX_CHARACTERS = 1_000_000
_FINE = 64  # device units to a point
_SEEN_DPI = 200
_CONTRAST = 32  # between the darkest and the lightest dot of a character that shows
_FAR = 2.0  # heights of a character: a wider gap ends a line
_LEANING = 0.3  # radians
_LEAST = 0.8  # of the widest character: how high a line is at least
_OVER = 0.6  # of its box: a character so far under a later one is covered by it


def run(job: Job) -> tuple[Page, ...]:
    """Return the pages of a PDF."""
    left = MAX_CHARACTERS
    pages = []
    with opened(job.data) as document:
        for index in range(len(document)):
            page = page_of(document, index)
            found = read(page, index + 1, left)
            left -= sum(len(line.text) for line in found.lines) + found.hidden
            pages.append(found)
            page.close()
    return tuple(pages)


def read(page: Any, number: int, limit: int = MAX_CHARACTERS) -> Page:
    """Return one page; raises UnreadableInput for more than `limit` characters."""
    width, height = page.get_size()
    glyphs = list(glyphs_of(page, limit))
    if not any(g[0].strip() for g in glyphs):
        return Page(number, width, height)
    image = picture_of(page, dpi=_SEEN_DPI, grey=True)
    shown = _uncovered([g for g in glyphs if _shows(image, g)])
    hidden = sum(1 for g in glyphs if g[0].strip()) - sum(1 for g in shown if g[0].strip())
    lines = sorted(lines_of(shown), key=_turned) if all(g[2] for g in shown) else lines_of(shown)
    return Page(number, width, height, tuple(lines), hidden)


def _turned(line: Line) -> float:
    """Return where a line stands among the lines of a page that lies on its side or its head."""
    box = line.boxes[0]
    return (0.0, -box.right, -box.bottom, box.left)[line.turn]


_Glyph = tuple[str, Box, int, bool]  # character, box, quarter turns, whether a line begins here


def glyphs_of(page: Any, limit: int = MAX_CHARACTERS) -> Iterator[_Glyph]:
    """Yield the characters in the order of the file; white space pdfium adds is kept as such."""
    text = page.get_textpage()
    count = text.count_chars()
    if count > limit:
        raise UnreadableInput("readers.too_complex")
    place = _Placer(page, *page.get_size())
    starts, high = True, 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if code in (0x0A, 0x0D):
            starts = True
            continue
        character = _meant(code)
        if not character:
            continue
        box = place.box(text, index)
        if box is None and not character.isspace():
            continue
        angle = raw.FPDFText_GetCharAngle(text, index) / (math.pi / 2)
        turn = (-round(angle) + place.rotation) % 4 if angle >= 0 else place.rotation
        yield character, box or Box(0, 0, 0, 0), turn, starts
        starts = False


def _meant(code: int) -> str:
    if code == 0x02:  # pdfium's sign for a hyphen at the end of a line
        return "-"
    if code in (0x09, 0xA0, 0x3000):
        return " "
    if code < 0x20 or 0x7F <= code < 0xA0 or code in (0xFFFE, 0xFFFF, 0xAD, 0x200B, 0xFEFF):
        return ""
    return chr(code)


class _Placer:
    """Turns the coordinates of a page into those of the page as displayed."""

    def __init__(self, page: Any, width: float, height: float) -> None:
        self._page = page
        self._size = round(width * _FINE), round(height * _FINE)
        self.rotation = raw.FPDFPage_GetRotation(page) % 4
        self._parts = [ctypes.c_double() for _ in range(4)]
        self._loose = raw.FS_RECTF()

    def box(self, text: Any, index: int) -> Box | None:
        """Return the box that holds both what a character takes up and its ink."""
        left, right, bottom, top = self._parts
        inked = raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        loose = raw.FPDFText_GetLooseCharBox(text, index, self._loose)
        if not (inked or loose):
            return None
        found = self._loose
        whole = self._shown(found.left, found.bottom, found.right, found.top) if loose else None
        ink = self._shown(left.value, bottom.value, right.value, top.value) if inked else None
        if whole is None or ink is None or not ink.area:
            return whole or ink
        # Along the line what the character takes up, across it the ink alone: what a font calls its
        # height may reach into the lines above and below.
        if abs(raw.FPDFText_GetCharAngle(text, index) % math.pi - math.pi / 2) < _LEANING:
            upright = self.rotation % 2 == 1
        else:
            upright = self.rotation % 2 == 0
        wide = around((whole, ink))
        if upright:
            return Box(wide.left, ink.top, wide.right, ink.bottom)
        return Box(ink.left, wide.top, ink.right, wide.bottom)

    def _shown(self, left: float, bottom: float, right: float, top: float) -> Box | None:
        corners = [self._point(x, y) for x, y in ((left, bottom), (right, top))]
        if any(p is None for p in corners):
            return None
        xs, ys = zip(*(p for p in corners if p is not None), strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))

    def _point(self, x: float, y: float) -> tuple[float, float] | None:
        if not (abs(x) < 1e5 and abs(y) < 1e5):
            return None
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(self._page, 0, 0, *self._size, 0, x, y, across, down)
        return across.value / _FINE, down.value / _FINE


def _shows(image: Any, glyph: _Glyph) -> bool:
    """Whether the picture of the page has ink and paper where a character stands."""
    character, box, _, _ = glyph
    if character.isspace():
        return True
    scale = _SEEN_DPI / 72
    area = (
        max(int(box.left * scale), 0),
        max(int(box.top * scale), 0),
        min(math.ceil(box.right * scale), image.width),
        min(math.ceil(box.bottom * scale), image.height),
    )
    if area[0] >= area[2] or area[1] >= area[3]:
        return False
    darkest, lightest = image.crop(area).getextrema()
    return bool(lightest - darkest >= _CONTRAST)


def _uncovered(glyphs: list[_Glyph]) -> list[_Glyph]:
    """Leave out characters over which another was written later: the page shows the later one.

    The same character twice at one place is print in bold: the first stays.
    """
    cells: dict[tuple[int, int], list[int]] = {}
    gone: set[int] = set()
    for number, (character, box, _, _) in enumerate(glyphs):
        if character.isspace():
            continue
        cell = int(box.left // 20), int(box.top // 20)
        near = [
            other
            for x in (cell[0] - 1, cell[0], cell[0] + 1)
            for y in (cell[1] - 1, cell[1], cell[1] + 1)
            for other in cells.get((x, y), ())
        ]
        for other in near:
            if other not in gone and glyphs[other][1].shared(box) > _OVER:
                gone.add(number if glyphs[other][0] == character else other)
        cells.setdefault(cell, []).append(number)
    return [glyph for number, glyph in enumerate(glyphs) if number not in gone]


def lines_of(glyphs: list[_Glyph]) -> Iterator[Line]:
    """Yield the lines: characters that follow one another on one base line."""
    run_: list[_Glyph] = []
    for glyph in glyphs:
        if run_ and not glyph[0].isspace() and (glyph[3] or not _follows(run_, glyph)):
            yield from _line(run_)
            run_ = []
        run_.append(glyph)
    yield from _line(run_)


def _follows(before: list[_Glyph], glyph: _Glyph) -> bool:
    last = next((g for g in reversed(before) if not g[0].isspace()), None)
    if last is None:
        return True
    (_, a, turn, _), (_, b, turned, _) = last, glyph
    if turn != turned:
        return False
    if turn % 2:
        a, b = Box(a.top, a.left, a.bottom, a.right), Box(b.top, b.left, b.bottom, b.right)
    high = min(a.bottom - a.top, b.bottom - b.top)
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    gap = max(b.left - a.right, a.left - b.right)
    return overlap > 0.4 * high and gap < _FAR * max(high, 4.0)


def _line(glyphs: list[_Glyph]) -> Iterator[Line]:
    """Yield one line; white space at its ends is dropped, inside it fills the gap."""
    while glyphs and glyphs[0][0].isspace():
        glyphs = glyphs[1:]
    while glyphs and glyphs[-1][0].isspace():
        glyphs = glyphs[:-1]
    if not glyphs:
        return
    turn = glyphs[0][2]
    boxes: list[Box] = []
    for index, (character, box, _, _) in enumerate(glyphs):
        if character.isspace():
            before = boxes[index - 1]
            after = next(g[1] for g in glyphs[index:] if not g[0].isspace())
            if turn % 2:
                box = Box(before.left, before.bottom, before.right, max(after.top, before.bottom))
            else:
                box = Box(before.right, before.top, max(after.left, before.right), before.bottom)
        boxes.append(box)
    yield Line("".join(g[0] for g in glyphs), tuple(_even(boxes, turn)), turn)


def _even(boxes: list[Box], turn: int) -> Iterator[Box]:
    """Give all characters of a line its height, and that at least the one of its type."""
    whole = around(boxes)
    if turn % 2:
        size = max(box.bottom - box.top for box in boxes)
        short = max(_LEAST * size - (whole.right - whole.left), 0.0) / 2
        yield from (Box(whole.left - short, b.top, whole.right + short, b.bottom) for b in boxes)
    else:
        size = max(box.right - box.left for box in boxes)
        short = max(_LEAST * size - (whole.bottom - whole.top), 0.0) / 2
        yield from (Box(b.left, whole.top - short, b.right, whole.bottom + short) for b in boxes)
