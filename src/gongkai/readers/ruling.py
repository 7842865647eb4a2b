"""Ruling lines to table cells: a chain of small pure functions (snap, join, connect, lattice).

Knows nothing of text or file formats. Lengths are points, y grows downwards.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

SNAP = 4.8  # 1.7 mm: nothing is printed in a thinner row or column, so the two lines are one
_EXACT = 1.0  # lines this close are one whatever they belong to
TOUCH = 3.0  # how far a line may fall short of the one it should meet
GAP = 4.0  # pieces of one line may be this far apart (dashes, borders drawn cell by cell)
MOST_TILES = 1500  # filled rectangles on one page: more are a picture
TILED = 0.95  # a table of filled cells has at least this share of its cells filled
COVER = 0.6  # a border exists where lines cover this share of the cell's side


class Stroke(NamedTuple):
    """One straight line: at y (across) or at x (down), from `start` to `end` along it."""

    at: float
    start: float
    end: float


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float


class Slot(NamedTuple):
    """One cell of a lattice: its first row and column and how far it spans."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True)
class Lattice:
    """The rows, columns and cells that connected lines draw; `slots` are in reading order.

    xs, ys  the column and row borders, ascending; drawn_* says which of them are real lines
    owner   row -> column -> index into `slots`
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]
    owner: tuple[tuple[int, ...], ...]

    @property
    def box(self) -> Box:
        """The rectangle around the whole table."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def slot_box(self, slot: Slot) -> Box:
        """The rectangle of one cell."""
        return Box(
            self.xs[slot.column],
            self.ys[slot.row],
            self.xs[slot.column + slot.column_span],
            self.ys[slot.row + slot.row_span],
        )

    def find(self, x: float, y: float) -> int | None:
        """Return the index of the cell that holds a point, None outside the table."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= row < len(self.owner) and 0 <= column < len(self.xs) - 1:
            return self.owner[row][column]
        return None


def snap(strokes: Iterable[Stroke], tolerance: float = SNAP) -> list[Stroke]:
    """Move lines that lie within `tolerance` of each other onto one position."""
    snapped: list[Stroke] = []
    group: list[Stroke] = []
    for stroke in sorted(strokes):
        if group and stroke.at - group[0].at > tolerance:
            snapped.extend(_level(group))
            group = []
        group.append(stroke)
    snapped.extend(_level(group))
    return snapped


def _level(group: list[Stroke]) -> list[Stroke]:
    """Put lines on their common position, the mean weighted by length."""
    if not group or group[0].at == group[-1].at:
        return group
    weight = sum(s.end - s.start for s in group)
    if not weight:
        return group
    at = sum(s.at * (s.end - s.start) for s in group) / weight
    return [Stroke(at, s.start, s.end) for s in group]


def join(strokes: Iterable[Stroke], gap: float = GAP) -> list[Stroke]:
    """Join pieces on one position that overlap or lie at most `gap` apart."""
    joined: list[Stroke] = []
    for stroke in sorted(strokes):
        last = joined[-1] if joined else None
        if last is not None and last.at == stroke.at and stroke.start - last.end <= gap:
            joined[-1] = Stroke(last.at, last.start, max(last.end, stroke.end))
        else:
            joined.append(stroke)
    return joined


def connect(
    across: Sequence[Stroke], down: Sequence[Stroke], tolerance: float = TOUCH
) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Group lines that touch each other; other lines belong to no table.

    A line down that is exactly as high as a table closes it: a cell may span a whole page.
    """
    ordered = sorted(down)
    positions = [stroke.at for stroke in ordered]
    parent = list(range(len(across) + len(ordered)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for index, line in enumerate(across):
        first = bisect_left(positions, line.start - tolerance)
        last = bisect_right(positions, line.end + tolerance)
        for other in range(first, last):
            crossing = ordered[other]
            if crossing.start - tolerance <= line.at <= crossing.end + tolerance:
                parent[root(len(across) + other)] = root(index)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for index, line in enumerate(across):
        groups.setdefault(root(index), ([], []))[0].append(line)
    for other, crossing in enumerate(ordered):
        groups.setdefault(root(len(across) + other), ([], []))[1].append(crossing)
    tables = [group for group in groups.values() if group[0] and group[1]]
    lone = [line for rows, columns in groups.values() if not rows for line in columns]
    for _, columns in tables:
        top, bottom = min(s.start for s in columns), max(s.end for s in columns)
        columns += [
            s for s in lone if abs(s.start - top) <= tolerance and abs(s.end - bottom) <= tolerance
        ]
    return tables


def drawn_together(
    across: Iterable[Stroke], down: Iterable[Stroke]
) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Group the lines of one page by table, and bring each table's on common positions.

    The columns of two tables on a page have nothing to do with each other, however close they lie.
    """
    pieces = join(snap(across, _EXACT)), join(snap(down, _EXACT))
    return [(join(snap(rows)), join(snap(columns))) for rows, columns in connect(*pieces, SNAP)]


def lattice(across: Sequence[Stroke], down: Sequence[Stroke]) -> Lattice | None:
    """Return the cells drawn by lines that touch each other, None where they enclose nothing.

    The outer sides count as closed even where no line is drawn: a table may be open at its left and
    right, or at the end of a page.
    """
    xs = _positions([s.at for s in down], [e for s in across for e in (s.start, s.end)])
    ys = _positions([s.at for s in across], [e for s in down for e in (s.start, s.end)])
    if len(xs) < 2 or len(ys) < 2:
        return None
    above = _coverage(across, ys, xs)  # above[i][j]: a line at ys[i] over column j
    before = _coverage(down, xs, ys)  # before[j][i]: a line at xs[j] beside row i
    slots, owner = _merge(above, before, len(ys) - 1, len(xs) - 1)
    return Lattice(tuple(xs), tuple(ys), tuple(slots), tuple(map(tuple, owner)))


def _positions(drawn: Sequence[float], ends: Sequence[float]) -> list[float]:
    """Return the distinct line positions, with the farthest ends where no line closes the table."""
    positions = sorted(set(drawn))
    if min(ends) < positions[0] - SNAP:
        positions.insert(0, min(ends))
    if max(ends) > positions[-1] + SNAP:
        positions.append(max(ends))
    return positions


def _coverage(
    lines: Sequence[Stroke], positions: Sequence[float], cuts: Sequence[float]
) -> list[list[bool]]:
    """Say for each position and each interval between `cuts` whether a line covers it."""
    index = {at: number for number, at in enumerate(positions)}
    covered = [[0.0] * (len(cuts) - 1) for _ in positions]
    for line in lines:
        row = covered[index[line.at]]
        first = max(bisect_right(cuts, line.start) - 1, 0)
        last = min(bisect_left(cuts, line.end), len(cuts) - 1)
        for column in range(first, last):
            row[column] += min(line.end, cuts[column + 1]) - max(line.start, cuts[column])
    return [
        [length >= COVER * (cuts[j + 1] - cuts[j]) for j, length in enumerate(row)]
        for row in covered
    ]


def _merge(
    above: list[list[bool]], before: list[list[bool]], rows: int, columns: int
) -> tuple[list[Slot], list[list[int]]]:
    """Grow each cell to the right and down as far as no line stands in its way."""
    owner = [[-1] * columns for _ in range(rows)]
    slots: list[Slot] = []
    for row in range(rows):
        for column in range(columns):
            if owner[row][column] >= 0:
                continue
            right = column + 1
            while right < columns and owner[row][right] < 0 and not before[right][row]:
                right += 1
            bottom = row + 1
            while bottom < rows and not any(
                above[bottom][j] or owner[bottom][j] >= 0 or (j > column and before[j][bottom])
                for j in range(column, right)
            ):
                bottom += 1
            for i in range(row, bottom):
                owner[i][column:right] = [len(slots)] * (right - column)
            slots.append(Slot(row, column, bottom - row, right - column))
    return slots, owner


def lattices(across: Iterable[Stroke], down: Iterable[Stroke]) -> list[Lattice]:
    """Return every table that the lines of one page draw, top to bottom."""
    found = [
        table for group in drawn_together(across, down) if (table := lattice(*group)) is not None
    ]
    return sorted(found, key=lambda table: (table.ys[0], table.xs[0]))


def tiles(fills: Sequence[Box]) -> tuple[list[Stroke], list[Stroke]]:
    """Return the sides of filled cells that make up whole tables, as lines across and down.

    A table may have no lines but gaps between the grounds of its cells. Stripes, shaded headers and
    the ground behind a table are no cells.
    """
    if len(fills) > MOST_TILES:
        return [], []
    once = {Box(*(round(side, 1) for side in f)) for f in fills}
    ordered = sorted(once, key=_top)
    tops = [f.top for f in ordered]
    cells = [
        f
        for f in ordered
        if not any(
            _holds(f, other)
            for other in ordered[bisect_left(tops, f.top) : bisect_right(tops, f.bottom)]
        )
    ]
    across = [Stroke(y, c.left, c.right) for c in cells for y in (c.top, c.bottom)]
    down = [Stroke(x, c.top, c.bottom) for c in cells for x in (c.left, c.right)]
    kept: tuple[list[Stroke], list[Stroke]] = ([], [])
    for rows, columns in drawn_together(across, down):
        table = lattice(rows, columns)
        if table is not None and len(table.ys) > 2 and _is_tiled(table, cells):
            kept[0].extend(rows)
            kept[1].extend(columns)
    return kept


_top = itemgetter(1)


def _holds(outer: Box, inner: Box) -> bool:
    """Whether a rectangle is the ground under another one, that lies on it."""
    inside = outer.left <= inner.left and outer.top <= inner.top
    return inside and inner.right <= outer.right and inner.bottom <= outer.bottom and inner != outer


def _is_tiled(table: Lattice, cells: Sequence[Box]) -> bool:
    """Whether the cells of a table have grounds of their own; a page break may leave one without."""
    middles = {table.find((c.left + c.right) / 2, (c.top + c.bottom) / 2) for c in cells}
    return len(middles - {None}) >= TILED * len(table.slots)
