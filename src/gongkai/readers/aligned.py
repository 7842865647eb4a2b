"""Text set in columns without lines: tables whose cells only stand under each other, and prose in
two columns.

Lengths are points, y grows downwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongkai.readers.lines import NUMBERED, VALUE, Line, pieces, prose_seam
from gongkai.readers.ruling import Box

_NEAR = 2.5  # lines of one table stand at most this far apart, in text heights
_WRAPPED = 0.75  # lines of one cell stand closer than this, in text heights
_MANY = 5  # so many values in one line are a table by themselves
_COLUMN_LINES = 4  # so many lines on both sides of a gutter are prose in two columns
_COLUMN_CHARACTERS = 8  # at least so many in a usual line of such prose


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
    """A table without lines; `exact` where every value stands under one clear column.

    borders  where the columns begin
    """

    cells: tuple[Placed, ...]
    box: Box
    borders: tuple[float, ...]
    exact: bool


def tables(lines: Sequence[Line]) -> tuple[list[Aligned], list[Line]]:
    """Return the tables without lines among the lines of one page, and the lines outside them."""
    cut = [pieces(line) for line in lines]
    found: list[Aligned] = []
    rest: list[Line] = []
    index = 0
    while index < len(lines):
        if _tabular(cut[index]):
            first, last = _extent(lines, cut, index, len(rest))
            block = cut[first : last + 1]
            tabular = [row for row in block if _tabular(row)]
            if len(tabular) > 1 or max(len(row) for row in tabular) > _MANY:
                del rest[len(rest) - (index - first) :]
                found.append(_table(block))
                index = last + 1
                continue
        rest.append(lines[index])
        index += 1
    return found, rest


def _tabular(row: Sequence[Line]) -> bool:
    """Whether a line looks like a row of a table: pieces far apart, all but the labels values."""
    values = [bool(VALUE.fullmatch(piece.text)) for piece in row]
    return (
        len(row) > 1
        and values[-1]
        and any(c.isdigit() for c in row[-1].text)
        and (sum(values) * 2 >= len(row))
    )


def _extent(
    lines: Sequence[Line], cut: Sequence[Sequence[Line]], start: int, free: int
) -> tuple[int, int]:
    """Return the first and last line of the table around `start`, a row of values.

    Up to `free` lines above may be its header; labels broken over lines belong to it.
    """
    values_left = next(p.box.left for p in cut[start] if VALUE.fullmatch(p.text))
    if values_left == cut[start][0].box.left and len(cut[start]) > 1:
        values_left = cut[start][1].box.left
    first = start
    while first > start - free and _near(lines[first - 1], lines[first]):
        above = cut[first - 1]
        beside = above[0].box.left > values_left - 2 * lines[first - 1].size
        label_only = len(above) == 1 and above[0].box.right < values_left
        if len(above) == 1 and not beside and not (label_only and first == start):
            break
        first -= 1
    last = start
    index = start + 1
    while index < len(lines) and _near(lines[index - 1], lines[index]):
        if _tabular(cut[index]):
            last = index
        elif cut[index][-1].box.right > values_left and len(cut[index]) == 1:
            break
        index += 1
    after = last + 1
    if (
        after < len(lines)
        and len(cut[after]) == 1
        and cut[after][0].box.right < values_left
        and lines[after].box.top - lines[last].box.bottom < _WRAPPED * lines[last].size
        and not NUMBERED.match(lines[after].text)
    ):
        last = after
    return first, last


def _near(upper: Line, lower: Line) -> bool:
    return lower.box.top - upper.box.bottom < _NEAR * max(upper.size, lower.size)


def _table(block: Sequence[Sequence[Line]]) -> Aligned:
    """Place the pieces of each line under the columns that the rows of values share."""
    rows = [row for row in block if _tabular(row)]
    columns = _columns(rows)
    exact = all(len({_spanned(columns, piece) for piece in row}) == len(row) for row in rows)
    exact = exact and all(a == b for row in rows for a, b in [_spanned(columns, row[-1])])
    placed: list[Placed] = []
    for number, row in enumerate(block):
        for order, piece in enumerate(row):
            if exact:
                first, last = _spanned(columns, piece)
            else:
                first = last = order
            placed.append(Placed(piece.text, piece.box, number, first, last - first + 1))
    if exact:
        placed = _unwrap(placed)
    order_of = {row: index for index, row in enumerate(sorted({cell.row for cell in placed}))}
    cells = tuple(replace(cell, row=order_of[cell.row]) for cell in placed)
    borders = tuple(round(left) for left, _ in columns)
    return Aligned(cells, _around([cell.box for cell in cells]), borders, exact)


def _columns(rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """Return the columns: the pieces of all rows of values, joined where they overlap."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((p.box.left, p.box.right) for row in rows for p in row):
        if columns and left <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _spanned(columns: Sequence[tuple[float, float]], piece: Line) -> tuple[int, int]:
    """Return the first and last column a piece stands over, the nearest one where it misses all."""
    box = piece.box
    over = [i for i, (left, right) in enumerate(columns) if left < box.right and box.left < right]
    if over:
        return over[0], over[-1]
    middle = (box.left + box.right) / 2
    nearest = min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle))
    return nearest, nearest


def _unwrap(cells: Sequence[Placed]) -> list[Placed]:
    """Join the lines of one cell: texts close under each other in one column, values excepted.

    A label broken around its row of values stands half above and half below that row.
    """
    rows_with_values = {cell.row for cell in cells if VALUE.fullmatch(cell.text)}
    merged: list[Placed] = []
    for cell in cells:
        above = next(
            (
                i
                for i in range(len(merged) - 1, -1, -1)
                if (merged[i].column, merged[i].column_span) == (cell.column, cell.column_span)
            ),
            None,
        )
        if above is not None and _wraps(merged[above], cell, rows_with_values):
            upper = merged[above]
            home = next((r for r in (upper.row, cell.row) if r in rows_with_values), None)
            if home is None:
                between = set(range(upper.row + 1, cell.row)) & rows_with_values
                home = min(between) if between else upper.row
            text = upper.text + prose_seam(upper.text, cell.text) + cell.text
            box = _around([upper.box, cell.box])
            merged[above] = replace(upper, text=text, box=box, row=home)
        else:
            merged.append(cell)
    return sorted(merged, key=lambda cell: (cell.row, cell.column))


def _wraps(upper: Placed, lower: Placed, valued: set[int]) -> bool:
    if VALUE.fullmatch(upper.text) or VALUE.fullmatch(lower.text) or NUMBERED.match(lower.text):
        return False
    if upper.row in valued and lower.row in valued:
        return False
    gap = lower.box.top - upper.box.bottom
    return gap < _WRAPPED * (lower.box.bottom - lower.box.top)


def _around(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def two_columns(lines: Sequence[Line]) -> list[Line]:
    """Return lines in reading order: prose set in two columns is read column by column."""
    ordered: list[Line] = []
    index = 0
    while index < len(lines):
        end, gutter = _band(lines, index)
        if gutter is None:
            ordered.append(lines[index])
            index += 1
            continue
        parts = [piece for line in lines[index:end] for piece in pieces(line)]
        ordered.extend(p for p in parts if p.box.right <= gutter)
        ordered.extend(p for p in parts if p.box.left >= gutter)
        index = end
    return ordered


def _band(lines: Sequence[Line], start: int) -> tuple[int, float | None]:
    """Return the end of the band of two-column lines from `start` and its gutter, or None."""
    low, high = float("-inf"), float("inf")
    end = start
    sides: list[tuple[int, int]] = []
    for line in lines[start:]:
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
