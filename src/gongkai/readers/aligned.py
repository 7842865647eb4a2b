"""Text set in columns without lines: tables whose cells only stand under each other.

Lengths are points, y grows downwards.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.readers.chunks import APART, AT, WRAPPED, Chunk, around, chunks_of, is_aligned
from gongkai.readers.lines import NUMBERED, VALUE, Glyph, Line, lines, pieces
from gongkai.readers.ruling import Box

_NEAR = 2.5  # lines of one table stand at most this far apart, in text heights
_LEVEL = 0.8  # texts of one header row stand on one level to this precision, in text heights
_FAR = 12.0  # rows of many values under each other are set no further apart, in text heights
_LABEL_LINES = 4  # the values of a row are found within so many lines, labels counted
_MANY = 5  # so many values in one line are a table by themselves

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

    columns  where the values of each column begin and end
    """

    cells: tuple[Placed, ...]
    box: Box
    columns: tuple[tuple[float, float], ...]
    exact: bool


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
            headed = headed or (first <= above and _is_labelled(cut[index], cut[above]))
            if headed or len(tabular) > 1 or max(len(row) for row in tabular) > _MANY:
                del rest[len(rest) - (index - first) :]
                inside = {id(g) for line in rows[first : last + 1] for g in line.row}
                found.append(_table(chunks_of(g for g in glyphs if id(g) in inside)))
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


def _is_labelled(row: Sequence[Line], above: Sequence[Line]) -> bool:
    """Whether values stand beside a label of two lines, whose first is `above`."""
    return (
        len(above) == 1
        and all(VALUE.fullmatch(piece.text) for piece in row)
        and not VALUE.fullmatch(above[0].text)
        and above[0].box.right < row[0].box.left
        and _close(above[0], row[0])
    )


def _is_over(text: Line, value: Line) -> bool:
    """Whether a text is set around the middle of a value: a header over its column."""
    a, b = text.box, value.box
    return abs(a.left + a.right - b.left - b.right) < 2 * AT * text.size


def _extent(
    rows: Sequence[Line], cut: Sequence[Sequence[Line]], start: int, free: int
) -> tuple[int, int]:
    """Return the first and last line of the table around `start`, a row of values.

    Up to `free` lines above may be its header; labels broken over lines belong to it.
    """
    value = min((p for p in cut[start] if VALUE.fullmatch(p.text)), key=lambda p: p.box.left)
    edge = value.box.left  # where the values begin
    first = start
    while first > start - free and _near(rows[first - 1], rows[first]):
        above = cut[first - 1]
        crosses = len(above) == 1 and above[0].box.left < edge < above[0].box.right
        if crosses and not _is_over(above[0], value):
            break
        if len(above) == 1 and (_is_heading(rows, first - 1) or _is_beside(above[0], cut[first])):
            break
        first -= 1
    # Single texts at the left are the heading over the table; right over the values, a label's top.
    while first < start and len(cut[first]) == 1 and cut[first][0].box.right < edge:
        if first == start - 1 and _close(rows[first], rows[start]):
            break
        first += 1
    last = index = start
    while index + 1 < len(rows) and (
        _near(rows[index], rows[index + 1]) or _resumes(cut[last], rows, cut, index + 1)
    ):
        index += 1
        below = cut[index]
        if _tabular(below):
            last = index
        elif len(below) == 1 and (below[0].box.right > edge or _is_heading(rows, index)):
            break
    while last + 1 < len(rows) and (
        _close(rows[last], rows[last + 1]) or _is_set_on(cut[last], rows[last + 1])
    ):
        below = cut[last + 1]
        if len(below) > 1 or below[0].box.right > edge or NUMBERED.match(below[0].text):
            break
        last += 1
    return first, last


def _is_set_on(row: Sequence[Line], below: Line) -> bool:
    """Whether a line is set under the label of a row, as its next line is where lines are wide."""
    label = next((p for p in reversed(row) if not VALUE.fullmatch(p.text)), None)
    if label is None or below.box.top - label.box.bottom > APART * below.size:
        return False
    boxes = label.box, below.box
    return any(is_aligned(*boxes, below.size, middle) for middle in (True, False))


def _is_beside(text: Line, below: Sequence[Line]) -> bool:
    """Whether a text numbered as a part stands over none of the words in the line below it."""
    over = any(p.box.left < text.box.right and text.box.left < p.box.right for p in below)
    return not over and not _tabular(below) and bool(_PART.match(text.text))


def _resumes(
    row: Sequence[Line], rows: Sequence[Line], cut: Sequence[Sequence[Line]], index: int
) -> bool:
    """Whether rows set far apart go on: from line `index` on, only labels before more values.

    So many values stand under those of `row` that they cannot be of another table.
    """
    own = [piece for piece in row if VALUE.fullmatch(piece.text)]
    for below in range(index, min(index + _LABEL_LINES, len(rows))):
        values = [piece for piece in cut[below] if VALUE.fullmatch(piece.text)]
        if _tabular(cut[below]):
            gap = rows[below].box.top - row[0].box.bottom
            return (
                len(own) == len(values) >= _MANY
                and gap < _FAR * rows[below].size
                and all(_is_under(a, b) for a, b in zip(own, values, strict=True))
            )
        if len(cut[below]) > 1 or rows[below].box.right > own[0].box.left:
            return False
    return False


def _is_under(upper: Line, lower: Line) -> bool:
    """Whether two values stand in one column: at its left, its right or around its middle."""
    a, b = upper.box, lower.box
    middle = abs(a.left + a.right - b.left - b.right) / 2
    return min(middle, abs(a.left - b.left), abs(a.right - b.right)) < AT * lower.size


def _is_heading(rows: Sequence[Line], index: int) -> bool:
    """Whether a line heads a part of the report: numbered, and close to nothing above and below."""
    apart = index + 1 == len(rows) or not _close(rows[index], rows[index + 1])
    apart = apart and (index == 0 or not _close(rows[index - 1], rows[index]))
    return apart and bool(_PART.match(rows[index].text))


def _near(upper: Line, lower: Line) -> bool:
    return lower.box.top - upper.box.bottom < _NEAR * max(upper.size, lower.size)


def _close(upper: Line, lower: Line) -> bool:
    return lower.box.top - upper.box.bottom < WRAPPED * lower.size


def _table(chunks: Sequence[Chunk]) -> Aligned:
    """Place values under the columns they share, and labels at the rows they are drawn before."""
    values = [chunk for chunk in chunks if chunk.value]
    edge = min(chunk.box.left for chunk in values)
    labels = [c for c in chunks if not c.value and c.box.left + c.box.right < 2 * edge]
    levels = _levels(values)
    head = [c for c in chunks if not c.value and c.level < levels[0] - 0.5 * c.size]
    head = [c for c in head if c not in labels or c.box.bottom < levels[0] - 0.3 * c.size]
    columns = _columns(values)
    row_of = {id(c): _nearest(levels, c.level) for c in values}
    before: dict[int, list[Chunk]] = {}
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
    return Aligned(tuple(placed), around([cell.box for cell in placed]), tuple(columns), exact)


def _levels(chunks: Sequence[Chunk], precision: float = 0.4) -> list[float]:
    """Return the heights at which texts stand, one for each row."""
    levels: list[float] = []
    for chunk in sorted(chunks, key=lambda c: c.level):
        if not levels or chunk.level - levels[-1] > precision * chunk.size:
            levels.append(chunk.level)
    return levels


def _nearest(levels: Sequence[float], level: float) -> int:
    return min(range(len(levels)), key=lambda i: abs(levels[i] - level))


def _heads(chunk: Chunk, labels: Sequence[Chunk]) -> bool:
    """Whether a label stands left of others, and so heads a group of rows."""
    return any(
        other.box.left > chunk.box.right
        and other.box.top < chunk.box.bottom
        and chunk.box.top < other.box.bottom
        for other in labels
    )


def _first_of_group(chunk: Chunk, row: int, leaves: dict[int, Chunk]) -> int:
    """Return the row where the group of a label begins, which is printed beside its middle.

    “一、” heads rows from “（一）” on, “（一）” rows from “1.” on; else it stays where it stands.
    """
    for head, first in _NUMBERING:
        if head.match(chunk.text):
            starts = [r for r, leaf in leaves.items() if r <= row and first.match(leaf.text)]
            return max(starts, default=row)
    return row


def _columns(values: Sequence[Chunk]) -> list[tuple[float, float]]:
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
