"""Characters without lines around them to cells: what is drawn in one go, line by line.

Lengths are points, y grows downwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.readers.lines import NUMBERED, VALUE, Glyph, box_of, lines, prose_seam
from gongkai.readers.ruling import Box

WRAPPED = 0.75  # lines of one cell stand closer than this, in text heights
APART = 2.0  # lines of one label are set no further apart, in text heights
AT = 0.3  # to this precision, in text heights
_TIGHT = 0.15  # a number in a label stands this close to the word before it, in text heights


@dataclass(frozen=True, slots=True)
class Chunk:
    """Text drawn in one go: the lines of one cell."""

    text: str
    box: Box
    value: bool
    size: float

    @property
    def level(self) -> float:
        """The height at which the text stands."""
        return (self.box.top + self.box.bottom) / 2


def chunks_of(glyphs: Iterable[Glyph]) -> list[Chunk]:
    """Cut characters in drawing order into cells: a cell is drawn line by line before the next."""
    groups: list[list[Glyph]] = []
    box = Box(0, 0, 0, 0)
    for glyph in glyphs:
        if groups and _goes_on(groups[-1], box, glyph):
            groups[-1].append(glyph)
            box = Box(
                min(box.left, glyph.left),
                min(box.top, glyph.top),
                max(box.right, glyph.right),
                max(box.bottom, glyph.bottom),
            )
        elif not glyph.text.isspace():
            groups.append([glyph])
            box = Box(*glyph[1:5])
    found = []
    for group in groups:
        text = ""
        for line in lines(group):
            text += (prose_seam(text, line.text) if text else "") + line.text
        size = group[0].bottom - group[0].top
        found.append(Chunk(text, box_of(group), bool(VALUE.fullmatch(text)), size))
    return _rejoined(found)


def _rejoined(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Join labels whose lines are set far apart: each but the last fills the width of its column."""
    found: list[Chunk] = []
    last = Box(0, 0, 0, 0)  # of the last line of the label being joined
    for chunk in chunks:
        if found and _is_rest(found[-1], last, chunk, chunks):
            upper = found[-1]
            text = upper.text + prose_seam(upper.text, chunk.text) + chunk.text
            found[-1] = Chunk(text, around([upper.box, chunk.box]), False, chunk.size)
        else:
            found.append(chunk)
        last = chunk.box
    return found


def _is_rest(upper: Chunk, last: Box, chunk: Chunk, chunks: Sequence[Chunk]) -> bool:
    """Whether a text goes on with the label drawn before it, whose last line is `last`."""
    if upper.value or chunk.value or NUMBERED.match(chunk.text):
        return False
    if not 0 < chunk.box.top - last.bottom < APART * chunk.size:
        return False
    for middle in (True, False):  # set around one middle, or from one left side
        if is_aligned(last, chunk.box, chunk.size, middle):
            labels = (c.box for c in chunks if not c.value)
            column = [box for box in labels if is_aligned(box, last, chunk.size, middle)]
            widest = max(box.right - box.left for box in column)
            return last.right - last.left > widest - 1.2 * chunk.size
    return False


def is_aligned(a: Box, b: Box, size: float, middle: bool) -> bool:
    off = (a.left + a.right - b.left - b.right) / 2 if middle else a.left - b.left
    return abs(off) < AT * size


def _goes_on(group: Sequence[Glyph], box: Box, glyph: Glyph) -> bool:
    """Whether a character goes on with the cell that is being drawn."""
    last = group[-1]
    height = min(glyph.bottom - glyph.top, last.bottom - last.top)
    gap = glyph.left - last.right
    if abs(glyph.top + glyph.bottom - last.top - last.bottom) < height:
        if VALUE.fullmatch(glyph.text):
            most = 0.3 if VALUE.fullmatch(last.text) else _TIGHT
        else:
            most = 0.6
        return -0.5 * height < gap < most * height
    if VALUE.fullmatch("".join(g.text for g in group)) or VALUE.fullmatch(glyph.text):
        return False
    below = -0.3 * height < glyph.top - box.bottom < WRAPPED * height
    return below and box.left - 2 * height < glyph.left < box.right


def around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
