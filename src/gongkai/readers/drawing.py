"""What a page draws besides text: straight lines and thin bars rule tables, pictures may be scans.

Shared by PDF and OFD. Lengths are points, y grows downwards.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter

from gongkai.readers.ruling import Box, Stroke

_THIN = 3.0  # a filled bar this thin is a line
_SHORT = 3.0  # what is shorter rules nothing
_SLANT = 0.8  # how far a line may lean
_ROUND = 8.0  # the corner of a cell is rounded no further
_DOT_GAP = 4.0  # the dots of a dotted line are no further apart
_DOTS = 4  # and so many at least
_MOST = 50_000  # dots or filled cells on one page: more are a picture

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(m: Matrix, n: Matrix) -> Matrix:
    """Return the matrix that applies `m` first and `n` then (x' = a x + c y + e)."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def is_dot(box: Box) -> bool:
    """Whether a filled shape is no larger than a dot of a dotted line."""
    return box.right - box.left <= _THIN and box.bottom - box.top <= _THIN


def quarter_turns(a: float, b: float) -> int | None:
    """Return how many quarters clockwise the direction (a, b) is turned, None where it is slanted."""
    quarters = math.atan2(b, a) / (math.pi / 2)
    turn = round(quarters)
    return None if abs(quarters - turn) > 0.05 else turn % 4


@dataclass
class Drawn:
    """Collects what a page draws.

    pictures  the area that pictures cover
    drawings  the number of filled shapes that are no lines (letters drawn as outlines)
    unseen    the number of texts that are drawn invisibly
    fills     filled rectangles: the ground of a cell or a table
    dots      bars too short to be lines: pieces of dotted ones
    """

    across: list[Stroke] = field(default_factory=list)
    down: list[Stroke] = field(default_factory=list)
    pictures: float = 0.0
    drawings: int = 0
    unseen: int = 0
    fills: list[Box] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)

    def shape(
        self, points: Sequence[tuple[float, float]], *, curved: bool, stroked: bool, filled: bool
    ) -> None:
        """Add one connected piece of a path by its corner points; they close it where it is filled."""
        xs, ys = zip(*points, strict=True)
        box = Box(min(xs), min(ys), max(xs), max(ys))
        if filled and self.bar(box):
            return
        if stroked:
            for (x0, y0), (x1, y1) in pairwise(points):
                self.segment(x0, y0, x1, y1, box if curved else None)
        if filled and not curved and _is_rectangle(points, box):
            if len(self.fills) < _MOST:
                self.fills.append(box)
        elif filled and not stroked and (curved or len(points) > 5):
            self.drawings += 1

    def segment(
        self, x0: float, y0: float, x1: float, y1: float, around: Box | None = None
    ) -> None:
        """Add one straight line where it runs across or down.

        around  the box with round corners whose side it is: it counts as running to the corners
        """
        if abs(y1 - y0) <= _SLANT and abs(x1 - x0) > _SHORT:
            start, end = min(x0, x1), max(x0, x1)
            if around is not None and start - around.left < _ROUND > around.right - end:
                start, end = around.left, around.right
            self.across.append(Stroke((y0 + y1) / 2, start, end))
        elif abs(x1 - x0) <= _SLANT and abs(y1 - y0) > _SHORT:
            start, end = min(y0, y1), max(y0, y1)
            if around is not None and start - around.top < _ROUND > around.bottom - end:
                start, end = around.top, around.bottom
            self.down.append(Stroke((x0 + x1) / 2, start, end))

    def bar(self, box: Box) -> bool:
        """Add a filled bar as a line where it is thin; say whether it is nothing but that."""
        wide, high = box.right - box.left, box.bottom - box.top
        if not (math.isfinite(wide) and math.isfinite(high)):
            return True
        if high <= _THIN and wide > _SHORT:
            self.across.append(Stroke((box.top + box.bottom) / 2, box.left, box.right))
        elif wide <= _THIN and high > _SHORT:
            self.down.append(Stroke((box.left + box.right) / 2, box.top, box.bottom))
        elif is_dot(box):
            if len(self.dots) < _MOST:
                self.dots.append(box)
        else:
            return False
        return True

    def join_dots(self) -> None:
        """Add the lines that dots in a row, or one above the other, draw."""
        for found, key in ((self.across, _in_rows), (self.down, _in_columns)):
            row: list[tuple[float, float, float]] = []
            for place in sorted(map(key, self.dots)):
                if row and place[0] - row[0][0] > _SLANT:
                    found.extend(_chained(row))
                    row = []
                row.append(place)
            found.extend(_chained(row))

    def picture(self, m: Matrix) -> None:
        """Note a picture that fills the unit square under `m`; a thin one is a line."""
        xs = [m[4], m[4] + m[0], m[4] + m[2], m[4] + m[0] + m[2]]
        ys = [m[5], m[5] + m[1], m[5] + m[3], m[5] + m[1] + m[3]]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        if not self.bar(box):
            self.pictures += (box.right - box.left) * (box.bottom - box.top)


def _in_rows(dot: Box) -> tuple[float, float, float]:
    return (dot.top + dot.bottom) / 2, dot.left, dot.right


def _in_columns(dot: Box) -> tuple[float, float, float]:
    return (dot.left + dot.right) / 2, dot.top, dot.bottom


def _chained(row: Sequence[tuple[float, float, float]]) -> Iterator[Stroke]:
    """Yield the lines that dots on one level draw: their level, and where each begins and ends."""
    run: list[tuple[float, float, float]] = []
    for dot in [*sorted(row, key=itemgetter(1)), (0.0, math.inf, math.inf)]:
        if run and dot[1] - run[-1][2] > _DOT_GAP:
            if len(run) >= _DOTS:
                yield Stroke(run[0][0], run[0][1], run[-1][2])
            run = []
        run.append(dot)


def _is_rectangle(points: Sequence[tuple[float, float]], box: Box) -> bool:
    return 4 <= len(points) <= 6 and all(
        min(x - box.left, box.right - x) < _SLANT and min(y - box.top, box.bottom - y) < _SLANT
        for x, y in points
    )
