"""Prose set in two columns: read column by column.

Lengths are points, y grows downwards.
"""

from collections.abc import Sequence

from gongkai.readers.lines import Line, pieces

_COLUMN_LINES = 4  # so many lines on both sides of a gutter are prose in two columns
_COLUMN_CHARACTERS = 8  # at least so many in a usual line of such prose


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
