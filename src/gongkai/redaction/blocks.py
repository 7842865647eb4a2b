"""Black blocks: how wide each is, so that it does not tell how long the word was, and what is on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from gongkai.law.grounds import grounds
from gongkai.redaction.marks import Box, Mark, Place
from gongkai.writers.faces import SHIPPED

STEP = 2.3  # heights of its line, two characters: the width of a block is a multiple of it
_GRAIN = (
    3.0  # points: the height is rounded up to a multiple, so that lines of one type have one step
)
_PAD = 1  # dots around what is taken out
_AIR = 0.12  # of a block's height: what stays free before the next word
_INK = 128  # a dot darker than this is ink
_ROUGH = 0.5  # of a block's height
_RULED = 0.9  # of a block's height: ink so high is a ruled line, which no block crosses
_BEYOND = 0.5  # of a block's height: a ruled line goes on so far above and below the words
_LABEL = 0.66  # of a block's height
_LEAST_LABEL, _MOST_LABEL = 14, 34  # dots: smaller print cannot be read


@dataclass(frozen=True, slots=True)
class Block:
    """One black block.

    item       number of the mark it belongs to, from 1
    place      where it stands, in points
    ground     id of the ground, "" for none
    label      the ground as it is printed on the block, "" where it does not fit
    even       its width is a whole number of steps: it does not tell the length of what it covers
    """

    item: int
    place: Place
    ground: str
    label: str
    even: bool


Dots = tuple[int, int, int, int]


def plan(
    image: Any,
    page: int,
    marks: Sequence[Mark],
    *,
    dpi: int,
    turns: dict[Place, int],
    hide_length: bool = False,
    rough: bool = False,
) -> list[tuple[Block, Dots]]:
    """Return the blocks of one page with their boxes in dots of its picture.

    turns        quarter turns of the line a place stands in, 0 where unknown
    hide_length  a block without room beside it goes over the words that follow
    rough        the places were recognised in a picture: blocks grow to where the ink ends
    """
    grey = image if image.mode == "L" else image.convert("L")
    made: list[tuple[Block, Dots]] = []
    scale = dpi / 72
    for item, mark in enumerate(marks, start=1):
        for place in mark.places:
            if place.page != page:
                continue
            dots = _dots(place.box, scale, image.size)
            even = False
            if rough:
                dots = _to_blank(grey, dots)
            if mark.kind != "box":
                step = _step(dots, scale, turns.get(place, 0))
                dots, even = _stepped(grey, dots, step, turns.get(place, 0), over=hide_length)
            box = Box(*(side / scale for side in dots))
            label = label_of(mark.ground, dots[2] - dots[0], dots[3] - dots[1])
            made.append((Block(item, Place(page, box), mark.ground, label, even), dots))
    return made


def _dots(box: Box, scale: float, size: tuple[int, int]) -> Dots:
    left, top = int(box.left * scale) - _PAD, int(box.top * scale) - _PAD
    right, bottom = -int(-box.right * scale // 1) + _PAD, -int(-box.bottom * scale // 1) + _PAD
    return max(left, 0), max(top, 0), min(right, size[0]), min(bottom, size[1])


def _to_blank(grey: Any, dots: Dots) -> Dots:
    """Return a block whose edges cut no letter, each moved no further than a part of its height."""
    left, top, right, bottom = dots
    high = bottom - top
    most = round(_ROUGH * high)
    grown = max(top - most, 0), min(bottom + most, grey.height)
    rows = _columns(grey.crop((left, 0, right, grey.height)).transpose(5), 0, right - left)
    top -= min(_inked(rows[: top + 1][::-1]), top - grown[0])
    bottom += min(_inked(rows[bottom - 1 :]), grown[1] - bottom)
    ink = _columns(grey, top, bottom)
    left -= min(_inked(ink[: left + 1][::-1]), most, left)
    right += min(_inked(ink[right - 1 :]), most, grey.width - right)
    return left, top, right, bottom


def _inked(ink: list[float]) -> int:
    """Return how many columns from the first on have ink."""
    return next((count for count, share in enumerate(ink) if not share), len(ink))


def _step(dots: Dots, scale: float, turn: int) -> int:
    """Return the step of a block in dots."""
    high = dots[2] - dots[0] if turn % 2 else dots[3] - dots[1]
    grains = -(-(high - 2 * _PAD) // (_GRAIN * scale))
    return max(round(STEP * grains * _GRAIN * scale), 1)


def _stepped(grey: Any, dots: Dots, step: int, turn: int, *, over: bool) -> tuple[Dots, bool]:
    """Widen a block to a whole number of steps; whether there was room for it.

    Into the blank beside it, and if wanted over the words that follow; never over a ruled line.
    What may be public is not covered of itself (条例第三十七条).
    """
    if turn % 2:  # the line runs down the page
        left, top, right, bottom = dots
        flipped = grey.transpose(5)  # Transpose.TRANSPOSE
        (top, left, bottom, right), even = _stepped(
            flipped, (top, left, bottom, right), step, 0, over=over
        )
        return (left, top, right, bottom), even
    left, top, right, bottom = dots
    high = bottom - top
    wanted = -(-(right - left) // step) * step
    lack = wanted - (right - left)
    ink = _columns(grey, top, bottom)
    air = round(_AIR * high)
    after = max(min(_free(ink, right, 1) - air, lack), 0)
    before = max(min(_free(ink, left - 1, -1) - air, lack - after), 0)
    if after + before < lack:
        if not over:
            return dots, False
        beyond = round(_BEYOND * high)
        ruled = _columns(grey, max(top - beyond, 0), min(bottom + beyond, grey.height))
        after = min(_unruled(ruled, right, 1) - air, lack - before)
        before = min(_unruled(ruled, left - 1, -1) - air, lack - after)
    right, left = right + max(after, 0), left - max(before, 0)
    return (left, top, right, bottom), right - left == wanted


def _columns(grey: Any, top: int, bottom: int) -> list[float]:
    """Return for each column of dots which share of the band is ink."""
    band = grey.crop((0, top, grey.width, bottom)).point(lambda v: 255 if v < _INK else 0)
    return [v / 255 for v in band.resize((grey.width, 1), 4).tobytes()]  # Resampling.BOX


def _free(ink: list[float], start: int, way: int) -> int:
    """Return how many columns from `start` on are blank, up to the edge of the page."""
    count = 0
    while 0 <= start < len(ink) and not ink[start]:
        count, start = count + 1, start + way
    return count


def _unruled(ink: list[float], start: int, way: int) -> int:
    count = 0
    while 0 <= start < len(ink) and ink[start] < _RULED:
        count, start = count + 1, start + way
    return count


def label_of(ground: str, wide: int, high: int) -> str:
    """Return the article of a ground as it stands on a block of that size in dots, "" for none."""
    text = grounds()[ground].article if ground else ""
    return text if _type_size(text, wide, high) else ""


def _type_size(text: str, wide: int, high: int) -> int:
    """Return the size in dots in which a label fits on a block, 0 where none does."""
    for size in range(min(round(_LABEL * high), _MOST_LABEL), _LEAST_LABEL - 1, -1):
        if _font(size).getlength(text) <= wide - 0.25 * size:
            return size
    return 0


@cache
def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(SHIPPED / "GongkaiHei.otf"), size)


@cache
def drawn(wide: int, high: int, label: str) -> Any:
    """Return the picture of a block: its size and its label decide every dot of it."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (wide, high), 0)
    if label:
        draw = ImageDraw.Draw(image)
        font = _font(_type_size(label, wide, high))
        draw.text((wide / 2, high / 2), label, fill=255, font=font, anchor="mm")
        image = image.point(lambda v: 255 if v >= 128 else 0)
    return image
