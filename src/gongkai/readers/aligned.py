"""Text set in columns without lines: tables whose cells only stand under each other, and prose in
two columns.

Lengths are points, y grows downwards.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.readers.lines import NUMBERED, VALUE, Glyph, Line, box_of, lines, pieces, prose_seam
from gongkai.readers.ruling import Box

_NEAR = 2.5  # lines of one table stand at most this far apart, in text heights
_WRAPPED = 0.75  # lines of one cell stand closer than this, in text heights
_APART = 2.0  # lines of one label are set no further apart, in text heights
_AT = 0.3  # to this precision, in text heights
_TIGHT = 0.15  # a number in a label stands this close to the word before it, in text heights
_LEVEL = 0.8  # texts of one header row stand on one level to this precision, in text heights
_MANY = 5  # so many values in one line are a table by themselves
_COLUMN_LINES = 4  # so many lines on both sides of a gutter are prose in two columns
_COLUMN_CHARACTERS = 8  # at least so many in a usual line of such prose

_PART = re.compile("[一二三四五六]、")
_NUMBERING = (  # how a group label and the first row below it are numbered
    (re.compile("[一二三四五六七八九十]+、"), re.compile("[（(]一[)）]")),
    (re.compile("[（(][一二三四五六七八九十]+[)）]"), re.compile("[1１][.、．]")),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """One cell of a table without lines."""

    text: str
    box: Box
    row: int
    column: int
    column_span: int = 1


@dataclass(frozen=True)
class Aligned:
    """A table without lines; `exact` where every value stands under one column of its own.

    borders  where the columns begin
    """

    cells: tuple[Placed, ...]
    box: Box
    borders: tuple[float, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Text drawn in one go: the lines of one cell."""

    text: str
    box: Box
    value: bool
    size: float

    @property
    def level(self) -> float:
        """The height at which the text stands."""
        return (self.box.top + self.box.bottom) / 2


def tables(glyphs: Sequence[Glyph]) -> tuple[list[Aligned], list[Line]]:
    """Return the tables without lines among characters in drawing order, and the lines outside."""
    rows = lines(glyphs)
    cut = [pieces(line) for line in rows]
    found: list[Aligned] = []
    rest: list[Line] = []
    index = done = 0
    while index < len(rows):
        if _tabular(cut[index]):
            first, last = _extent(rows, cut, index, index - done)
            tabular = [row for row in cut[first : last + 1] if _tabular(row)]
            above = index - 1
            headed = index > done and _near(rows[above], rows[index])
            headed = headed and _is_headed(cut[index], cut[above])
            if headed or len(tabular) > 1 or max(len(row) for row in tabular) > _MANY:
                del rest[len(rest) - (index - first) :]
                inside = {id(g) for line in rows[first : last + 1] for g in line.row}
                found.append(_table(_chunks(g for g in glyphs if id(g) in inside)))
                index = done = last + 1
                continue
        rest.append(rows[index])
        index += 1
    return found, rest


def _tabular(row: Sequence[Line]) -> bool:
    """Whether a line looks like a row of a table: pieces far apart, half of them values."""
    values = [bool(VALUE.fullmatch(piece.text)) for piece in row]
    return (
        len(row) > 1
        and values[-1]
        and any(c.isdigit() for c in row[-1].text)
        and sum(values) * 2 >= len(row)
    )


def _is_headed(row: Sequence[Line], above: Sequence[Line]) -> bool:
    """Whether a label and its values stand under as many words: the header of a single row."""
    return len(row) == len(above) and not (
        VALUE.fullmatch(row[0].text)
        or not all(VALUE.fullmatch(piece.text) for piece in row[1:])
        or any(VALUE.fullmatch(piece.text) for piece in above)
    )


def _extent(
    rows: Sequence[Line], cut: Sequence[Sequence[Line]], start: int, free: int
) -> tuple[int, int]:
    """Return the first and last line of the table around `start`, a row of values.

    Up to `free` lines above may be its header; labels broken over lines belong to it.
    """
    edge = min(p.box.left for p in cut[start] if VALUE.fullmatch(p.text))  # where the values begin
    first = start
    while first > start - free and _near(rows[first - 1], rows[first]):
        above = cut[first - 1]
        if len(above) == 1 and above[0].box.left < edge < above[0].box.right:
            break
        first -= 1
    # Single texts at the left are the heading over the table; right over the values, a label's top.
    while first < start and len(cut[first]) == 1 and cut[first][0].box.right < edge:
        if first == start - 1 and _close(rows[first], rows[start]):
            break
        first += 1
    last = index = start
    while index + 1 < len(rows) and _near(rows[index], rows[index + 1]):
        index += 1
        below = cut[index]
        if _tabular(below):
            last = index
        elif len(below) == 1 and (below[0].box.right > edge or _is_heading(rows, index)):
            break
    while last + 1 < len(rows) and _close(rows[last], rows[last + 1]):
        below = cut[last + 1]
        if len(below) > 1 or below[0].box.right > edge or NUMBERED.match(below[0].text):
            break
        last += 1
    return first, last


def _is_heading(rows: Sequence[Line], index: int) -> bool:
    """Whether a line heads a part of the report: numbered, and close to nothing above and below."""
    apart = index + 1 == len(rows) or not _close(rows[index], rows[index + 1])
    return (
        apart and not _close(rows[index - 1], rows[index]) and bool(_PART.match(rows[index].text))
    )


def _near(upper: Line, lower: Line) -> bool:
    return lower.box.top - upper.box.bottom < _NEAR * max(upper.size, lower.size)


def _close(upper: Line, lower: Line) -> bool:
    return lower.box.top - upper.box.bottom < _WRAPPED * lower.size


def _chunks(glyphs: Iterable[Glyph]) -> list[_Chunk]:
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
        found.append(_Chunk(text, box_of(group), bool(VALUE.fullmatch(text)), size))
    return _rejoined(found)


def _rejoined(chunks: Sequence[_Chunk]) -> list[_Chunk]:
    """Join labels whose lines are set far apart: each but the last fills the width of its column."""
    found: list[_Chunk] = []
    last = Box(0, 0, 0, 0)  # of the last line of the label being joined
    for chunk in chunks:
        if found and _is_rest(found[-1], last, chunk, chunks):
            upper = found[-1]
            text = upper.text + prose_seam(upper.text, chunk.text) + chunk.text
            found[-1] = _Chunk(text, _around([upper.box, chunk.box]), False, chunk.size)
        else:
            found.append(chunk)
        last = chunk.box
    return found


def _is_rest(upper: _Chunk, last: Box, chunk: _Chunk, chunks: Sequence[_Chunk]) -> bool:
    """Whether a text goes on with the label drawn before it, whose last line is `last`."""
    if upper.value or chunk.value or NUMBERED.match(chunk.text):
        return False
    if not 0 < chunk.box.top - last.bottom < _APART * chunk.size:
        return False
    for middle in (True, False):  # set around one middle, or from one left side
        if _is_aligned(last, chunk.box, chunk.size, middle):
            labels = (c.box for c in chunks if not c.value)
            column = [box for box in labels if _is_aligned(box, last, chunk.size, middle)]
            widest = max(box.right - box.left for box in column)
            return last.right - last.left > widest - 1.2 * chunk.size
    return False


def _is_aligned(a: Box, b: Box, size: float, middle: bool) -> bool:
    off = (a.left + a.right - b.left - b.right) / 2 if middle else a.left - b.left
    return abs(off) < _AT * size


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
    below = -0.3 * height < glyph.top - box.bottom < _WRAPPED * height
    return below and box.left - 2 * height < glyph.left < box.right


def _table(chunks: Sequence[_Chunk]) -> Aligned:
    """Place values under the columns they share, and labels at the rows they are drawn before."""
    values = [chunk for chunk in chunks if chunk.value]
    edge = min(chunk.box.left for chunk in values)
    labels = [c for c in chunks if not c.value and c.box.left + c.box.right < 2 * edge]
    levels = _levels(values)
    head = [c for c in chunks if not c.value and c.level < levels[0] - 0.5 * c.size]
    head = [c for c in head if c not in labels or c.box.bottom < levels[0] - 0.3 * c.size]
    columns = _columns(values)
    row_of = {id(c): _nearest(levels, c.level) for c in values}
    before: dict[int, list[_Chunk]] = {}
    own = [c for c in labels if c not in head]
    leaves = {_nearest(levels, c.level): c for c in own if not _heads(c, own)}
    for chunk in own:
        row = _nearest(levels, chunk.level)
        if _heads(chunk, own):
            row = _first_of_group(chunk, row, leaves)
        before.setdefault(row, []).append(chunk)
    wide = max((len(found) for found in before.values()), default=0)
    placed: list[Placed] = []
    height = 0
    for level in _levels(head, _LEVEL):
        for chunk in (c for c in head if abs(c.level - level) <= _LEVEL * c.size):
            if any(p.box == chunk.box for p in placed):
                continue
            if chunk in labels:
                placed.append(Placed(chunk.text, chunk.box, height, 0, max(wide, 1)))
            else:
                over = _over(columns, chunk.box)
                span = over[-1] - over[0] + 1
                placed.append(Placed(chunk.text, chunk.box, height, wide + over[0], span))
        height += 1
    for row, found in before.items():
        for order, chunk in enumerate(sorted(found, key=lambda c: c.box.left)):
            span = wide - order if order == len(found) - 1 else 1
            placed.append(Placed(chunk.text, chunk.box, height + row, order, span))
    for chunk in values:
        column = wide + _over(columns, chunk.box)[0]
        placed.append(Placed(chunk.text, chunk.box, height + row_of[id(chunk)], column))
    places = {(cell.row, cell.column) for cell in placed}
    for row, level in enumerate(levels):  # where a column has nothing, a cell is empty
        if any(chunk.text[-1].isdigit() for chunk in before.get(row, ())):
            continue  # unless its number touches the label
        for order, (left, right) in enumerate(columns):
            if (height + row, wide + order) not in places:
                box = Box(left, level, right, level)
                placed.append(Placed("", box, height + row, wide + order))
    placed.sort(key=lambda cell: (cell.row, cell.column))
    exact = len({(cell.row, cell.column) for cell in placed}) == len(placed)
    borders = tuple(left for left, _ in columns)
    return Aligned(tuple(placed), _around([cell.box for cell in placed]), borders, exact)


def _levels(chunks: Sequence[_Chunk], precision: float = 0.4) -> list[float]:
    """Return the heights at which texts stand, one for each row."""
    levels: list[float] = []
    for chunk in sorted(chunks, key=lambda c: c.level):
        if not levels or chunk.level - levels[-1] > precision * chunk.size:
            levels.append(chunk.level)
    return levels


def _nearest(levels: Sequence[float], level: float) -> int:
    return min(range(len(levels)), key=lambda i: abs(levels[i] - level))


def _heads(chunk: _Chunk, labels: Sequence[_Chunk]) -> bool:
    """Whether a label stands left of others, and so heads a group of rows."""
    return any(
        other.box.left > chunk.box.right
        and other.box.top < chunk.box.bottom
        and chunk.box.top < other.box.bottom
        for other in labels
    )


def _first_of_group(chunk: _Chunk, row: int, leaves: dict[int, _Chunk]) -> int:
    """Return the row where the group of a label begins, which is printed beside its middle.

    “一、” heads rows from “（一）” on, “（一）” rows from “1.” on; else it stays where it stands.
    """
    for head, first in _NUMBERING:
        if head.match(chunk.text):
            starts = [r for r, leaf in leaves.items() if r <= row and first.match(leaf.text)]
            return max(starts, default=row)
    return row


def _columns(values: Sequence[_Chunk]) -> list[tuple[float, float]]:
    """Return the columns: the values of all rows, joined where they overlap."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((chunk.box.left, chunk.box.right) for chunk in values):
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _over(columns: Sequence[tuple[float, float]], box: Box) -> list[int]:
    """Return the columns a text stands over, the nearest one where it misses all."""
    over = [i for i, (left, right) in enumerate(columns) if left < box.right and box.left < right]
    if over:
        return over
    middle = (box.left + box.right) / 2
    return [min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle))]


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def two_columns(found: Sequence[Line]) -> list[Line]:
    """Return lines in reading order: prose set in two columns is read column by column."""
    ordered: list[Line] = []
    index = 0
    while index < len(found):
        end, gutter = _band(found, index)
        if gutter is None:
            ordered.append(found[index])
            index += 1
            continue
        parts = [piece for line in found[index:end] for piece in pieces(line)]
        ordered.extend(p for p in parts if p.box.right <= gutter)
        ordered.extend(p for p in parts if p.box.left >= gutter)
        index = end
    return ordered


def _band(found: Sequence[Line], start: int) -> tuple[int, float | None]:
    """Return the end of the band of two-column lines from `start` and its gutter, or None."""
    low, high = float("-inf"), float("inf")
    end = start
    sides: list[tuple[int, int]] = []
    for index in range(start, len(found)):
        line = found[index]
        parts = pieces(line)
        if len(parts) > 2:
            break
        if len(parts) == 2:
            left, right = parts[0].box.right, parts[1].box.left
            sides.append((len(parts[0].glyphs), len(parts[1].glyphs)))
        elif line.box.right < high and sides:
            left, right = max(low, min(line.box.right, high)), high
        elif line.box.left > low and sides:
            left, right = low, min(high, line.box.left)
        else:
            break
        if max(low, left) >= min(high, right):
            break
        low, high = max(low, left), min(high, right)
        end += 1
    usual = [sorted(side)[len(side) // 2] for side in zip(*sides, strict=True)] if sides else []
    if len(sides) < _COLUMN_LINES or min(usual) < _COLUMN_CHARACTERS:
        return start, None
    return end, (low + high) / 2
