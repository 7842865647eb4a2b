"""What a page draws besides text: straight lines and thin bars rule tables, pictures may be scans.

Shared by PDF and OFD. Lengths are points, y grows downwards.
"""

import math
from dataclasses import dataclass, field

from gongkai.readers.ruling import Box, Stroke

_THIN = 3.0  # a filled bar this thin is a line
_SHORT = 3.0  # what is shorter rules nothing
_SLANT = 0.8  # how far a line may lean

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
    """

    across: list[Stroke] = field(default_factory=list)
    down: list[Stroke] = field(default_factory=list)
    pictures: float = 0.0
    drawings: int = 0

    def segment(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Add one straight line where it runs across or down."""
        if abs(y1 - y0) <= _SLANT and abs(x1 - x0) > _SHORT:
            self.across.append(Stroke((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _SLANT and abs(y1 - y0) > _SHORT:
            self.down.append(Stroke((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def bar(self, box: Box) -> bool:
        """Add a filled bar as a line where it is thin; say whether it is nothing but that."""
        wide, high = box.right - box.left, box.bottom - box.top
        if not (math.isfinite(wide) and math.isfinite(high)):
            return True
        if high <= _THIN and wide > _SHORT:
            self.across.append(Stroke((box.top + box.bottom) / 2, box.left, box.right))
        elif wide <= _THIN and high > _SHORT:
            self.down.append(Stroke((box.left + box.right) / 2, box.top, box.bottom))
        else:
            return wide <= _THIN and high <= _THIN
        return True

    def picture(self, m: Matrix) -> None:
        """Note a picture that fills the unit square under `m`; a thin one is a line."""
        xs = [m[4], m[4] + m[0], m[4] + m[2], m[4] + m[0] + m[2]]
        ys = [m[5], m[5] + m[1], m[5] + m[3], m[5] + m[1] + m[3]]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        if not self.bar(box):
            self.pictures += (box.right - box.left) * (box.bottom - box.top)
