"""Ruled tables with their text: which characters stand in which cell, also where a line is missing.

Lengths are points, y grows downwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.readers.lines import (
    VALUE,
    Glyph,
    Line,
    cell_text,
    is_full,
    lines,
    on_one_level,
    one_run,
    pieces,
    run_together,
    words_of,
)
from gongkai.readers.ruling import Box, Lattice, Slot, Stroke, drawn_together, join, lattice

_MARGIN = 14.0  # no cell has wider margins, left and right together
_VALUE_SIGNS = frozenset("0123456789０１２３４５６７８９.,，．%％/／-—–－")


@dataclass(frozen=True)
class Filled:
    """A ruled table: its cells, the text of each, and whether neighbouring values may be glued."""

    lattice: Lattice
    texts: tuple[str, ...]
    glued: tuple[bool, ...]


def ruled(
    across: Sequence[Stroke], down: Sequence[Stroke], glyphs: Sequence[Glyph]
) -> tuple[list[Filled], list[Glyph]]:
    """Return the tables of one page, top to bottom, and the characters that stand outside them.

    A number that begins in a table belongs to it whole, also where it sticks out at the side. A frame of one column around paragraphs, or around other tables, is not a table.
    """
    groups = drawn_together(across, down)
    drawn = [(table, *group) for group in groups if (table := lattice(*group)) is not None]
    drawn.sort(key=lambda entry: _area(entry[0]))
    left = words_of(glyphs)
    found: list[Filled] = []
    for table, rows, columns in drawn:
        if any(_inside(table, inner.lattice) for inner in found):
            continue
        x0, y0, x1, y1 = table.box
        words = [
            word
            for word in left
            if 2 * y0 <= word[0][2] + word[0][4] < 2 * y1
            and 2 * x0 <= word[-1][1] + word[-1][3]
            and word[0][1] + word[0][3] < 2 * x1
        ]
        if not words:
            continue
        filled = _fill(table, rows, columns, words)
        if filled is not None:
            found.append(filled)
            taken = set(map(id, words))
            left = [word for word in left if id(word) not in taken]
    found.sort(key=lambda filled: (filled.lattice.ys[0], filled.lattice.xs[0]))
    return found, [glyph for word in left for glyph in word]


def _area(table: Lattice) -> float:
    box = table.box
    return (box.right - box.left) * (box.bottom - box.top)


def _inside(outer: Lattice, inner: Lattice) -> bool:
    """Whether a table stands within another one, which then only frames it."""
    a, b = outer.box, inner.box
    return outer.find((b.left + b.right) / 2, (b.top + b.bottom) / 2) is not None and (
        a.left <= b.left and a.top <= b.top and b.right <= a.right and b.bottom <= a.bottom
    )


def _fill(
    table: Lattice, across: list[Stroke], down: list[Stroke], words: Sequence[list[Glyph]]
) -> Filled | None:
    """Put characters into cells.

    None where the lines frame a single column of text, or leave whole rows undivided whose labels
    do not tell where to divide them: such text is placed by its alignment instead.
    """
    contents, crossed = _sort(table, words)
    columns = _missing_columns(table, contents)
    if columns:
        table = lattice(across, join([*down, *columns])) or table
        down = join([*down, *columns])
        contents, crossed = _sort(table, words)
    margin = _margin(table, contents)
    rows = _missing_rows(table, contents, margin)
    if rows is None:
        return None
    if rows:
        table = lattice(join([*across, *rows]), down) or table
        across = join([*across, *rows])
        contents, crossed = _sort(table, words)
    table, contents, crossed = _trim(table, across, down, words, contents, crossed)
    if len(table.xs) < 3:
        return None
    texts = []
    for slot, content in zip(table.slots, contents, strict=True):
        text = run_together(content)
        if text is None:
            width = table.xs[slot.column + slot.column_span] - table.xs[slot.column]
            text = cell_text(content, width, margin)
        texts.append(text)
    return Filled(table, tuple(texts), tuple(crossed))


def _sort(table: Lattice, words: Iterable[list[Glyph]]) -> tuple[list[list[Glyph]], list[bool]]:
    """Give every character to the cell that holds its centre, every number to one cell whole.

    A number too wide for its cell sticks out of it. Where the file does not say that its digits
    belong together, its cell is marked: it may be two numbers that touch.
    """
    contents: list[list[Glyph]] = [[] for _ in table.slots]
    crossed = [False] * len(table.slots)
    find = table.find
    for word in words:
        if len(word) == 1:
            glyph = word[0]
            home = find((glyph[1] + glyph[3]) / 2, (glyph[2] + glyph[4]) / 2)
            if home is not None:
                contents[home].append(glyph)
            continue
        homes = [find((g[1] + g[3]) / 2, (g[2] + g[4]) / 2) for g in word]
        if len(set(homes)) > 1 and not _apart(word):
            home = _home(table, word, homes)
            homes = [home] * len(word)
            if home is not None and not one_run(word[0], word[-1]):
                crossed[home] = True
        for glyph, home in zip(word, homes, strict=True):
            if home is not None:
                contents[home].append(glyph)
    return contents, crossed


def _home(table: Lattice, word: Sequence[Glyph], homes: Sequence[int | None]) -> int | None:
    """Return the cell of a number that sticks out: the one in which it is set left, right or mid."""
    left, right = word[0].left, word[-1].right

    def misplaced(index: int) -> float:
        box = table.slot_box(table.slots[index])
        ways = [abs((left + right) - (box.left + box.right)) / 2]
        if box.left - 1 < left < box.right:
            ways.append(abs(left - box.left))
        if box.left < right < box.right + 1:
            ways.append(abs(right - box.right))
        return min(ways)

    return min({index for index in homes if index is not None}, key=misplaced, default=None)


def _apart(word: Sequence[Glyph]) -> bool:
    """Whether two digits with a border between them stand too far apart to be one number."""
    first, last = word[0], word[-1]
    gap = last.left - first.right
    return len(word) == 2 and not one_run(first, last) and gap > 0.1 * (first.bottom - first.top)


def _missing_columns(table: Lattice, contents: Sequence[Sequence[Glyph]]) -> list[Stroke]:
    """Return the lines down that are not drawn between numbers standing side by side in one cell."""
    gaps: list[tuple[float, float, Slot]] = []
    for slot, content in zip(table.slots, contents, strict=True):
        if not _only_values(content) or run_together(content) is not None:
            continue
        rows = [[piece.glyphs for piece in pieces(line)] for line in lines(content)]
        if all(_values(row) for row in rows) and max(map(len, rows), default=0) > 1:
            gaps.extend((left, right, slot) for left, right in _common_gaps(rows))
    extra: list[Stroke] = []
    for low, high, slots in _stabbed(gaps):
        at = next((x for x in table.xs if low <= x <= high), (low + high) / 2)
        top = min(_reach_up(table, contents, slot, at) for slot in slots)
        extra.append(Stroke(at, top, max(table.slot_box(slot).bottom for slot in slots)))
    return extra


def _stabbed(
    gaps: Sequence[tuple[float, float, Slot]],
) -> list[tuple[float, float, list[Slot]]]:
    """Group the gaps of all rows that one line can pass through, with what is free in all of them."""
    found: list[tuple[float, float, list[Slot]]] = []
    for left, right, slot in sorted(gaps, key=lambda gap: gap[1]):
        if found and left < found[-1][1]:
            low, high, slots = found[-1]
            found[-1] = (max(low, left), min(high, right), [*slots, slot])
        else:
            found.append((left, right, [slot]))
    return found


def _reach_up(table: Lattice, contents: Sequence[Sequence[Glyph]], slot: Slot, at: float) -> float:
    """Return how far up a missing line would run without crossing a character."""
    top = table.ys[slot.row]
    for row in range(slot.row - 1, -1, -1):
        index = table.find(at, (table.ys[row] + table.ys[row + 1]) / 2)
        if index is None:
            break
        content = contents[index]
        crossing = any(g.left < at < g.right for g in content)
        both = any(g.right <= at for g in content) and any(g.left >= at for g in content)
        if crossing or not both or table.slots[index].row_span > 1:
            break
        top = table.ys[row]
    return top


def _missing_rows(
    table: Lattice, contents: Sequence[Sequence[Glyph]], margin: float
) -> list[Stroke] | None:
    """Return the lines across that are not drawn between numbers standing one above the other.

    Two cells of one row must agree, and not be so full that each may be one broken number. None where a label stands in the way of every line that could be drawn.
    """
    bands: dict[tuple[int, int], list[int]] = {}
    for index, slot in enumerate(table.slots):
        bands.setdefault((slot.row, slot.row_span), []).append(index)
    extra: list[Stroke] = []
    for members in bands.values():
        stacked = {i: stack for i in members if (stack := _stack(contents[i]))}
        stacks = list(stacked.values())
        if len(stacks) < 2 or not _level(stacks):
            continue
        if all(
            _is_broken(stack, table.slot_box(table.slots[i]), margin)
            for i, stack in stacked.items()
        ):
            continue
        others = [g for index in members for g in contents[index]]
        for upper, lower in pairwise(stacks[0]):
            at = _free_level(upper.box.bottom, lower.box.top, others)
            if at is None:
                return None
            for index in members:
                box = table.slot_box(table.slots[index])
                extra.append(Stroke(at, box.left, box.right))
        if any(len(lines(contents[index])) > len(stacks[0]) for index in members):
            return None  # something else stands above or between the numbers
    return extra


def _stack(content: Sequence[Glyph]) -> list[Line]:
    """Return the numbers that stand at the end of a cell, one above the other, where two do."""
    if len(content) < 2 or on_one_level(content):
        return []
    if max(content, key=_level_of).text not in _VALUE_SIGNS:
        return []
    if content[0].run and all(g.run == content[0].run for g in content):
        return []
    found = lines(g for g in content if not g.turn)
    start = len(found)
    while start and VALUE.fullmatch(found[start - 1].text):
        start -= 1
    return found[start:] if len(found) - start > 1 else []


def _is_broken(stack: Sequence[Line], cell: Box, margin: float) -> bool:
    """Whether the numbers one above the other are one that fills its cell, line after line."""
    *above, last = stack
    longest = min(len(line.glyphs) for line in above)
    return len(last.glyphs) <= longest and all(
        is_full(line, last.glyphs[0], cell.right - cell.left, margin) for line in above
    )


def _margin(table: Lattice, contents: Sequence[Sequence[Glyph]]) -> float:
    """Return how much of a cell's width stays free in the fullest cell of the table."""
    free = _MARGIN
    for slot, content in zip(table.slots, contents, strict=True):
        if len(content) > 1 and not content[0].turn:
            width = table.xs[slot.column + slot.column_span] - table.xs[slot.column]
            free = min(free, width - max(g[3] for g in content) + min(g[1] for g in content))
    return max(free, 0.0)


def _level_of(glyph: Glyph) -> float:
    return glyph.top + glyph.bottom


def _free_level(top: float, bottom: float, glyphs: Sequence[Glyph]) -> float | None:
    """Return the height between `top` and `bottom` nearest their middle that crosses no character."""
    middle = (top + bottom) / 2
    edges = [edge for g in glyphs for edge in (g.top - 0.1, g.bottom + 0.1)]
    levels = [middle, *(edge for edge in edges if top <= edge <= bottom)]
    for level in sorted(levels, key=lambda y: abs(y - middle)):
        if not any(g.top < level < g.bottom for g in glyphs):
            return level
    return None


def _level(stacks: Sequence[Sequence[Line]]) -> bool:
    """Whether the numbers of several cells stand on the same lines."""
    first = stacks[0]
    return all(
        len(stack) == len(first)
        and all(
            abs(a.box.bottom - b.box.bottom) < 0.4 * a.size
            for a, b in zip(first, stack, strict=True)
        )
        for stack in stacks[1:]
    )


def _only_values(content: Sequence[Glyph]) -> bool:
    """Whether a cell may hold several numbers: nothing else is in it, and not all in one go."""
    return (
        len(content) > 1
        and (content[0].text in _VALUE_SIGNS and content[-1].text in _VALUE_SIGNS)
        and not (content[0].run and all(g.run == content[0].run for g in content))
        and all(g.text in _VALUE_SIGNS or g.text.isspace() for g in content)
    )


def _values(clusters: Sequence[Sequence[Glyph]]) -> bool:
    return all(VALUE.fullmatch("".join(g.text for g in cluster)) for cluster in clusters)


def _common_gaps(rows: Sequence[Sequence[Sequence[Glyph]]]) -> list[tuple[float, float]]:
    """Return the gaps between neighbouring clusters that are free in every line."""
    widest = max(rows, key=len)
    gaps = []
    for before, after in pairwise(widest):
        left, right = before[-1].right, after[0].left
        for row in rows:
            for glyph in (g for cluster in row for g in cluster):
                if glyph.left < right and glyph.right > left:
                    middle = (glyph.left + glyph.right) / 2
                    if middle < (left + right) / 2:
                        left = max(left, glyph.right)
                    else:
                        right = min(right, glyph.left)
        if left < right:
            gaps.append((left, right))
    return gaps


def _trim(
    table: Lattice,
    across: list[Stroke],
    down: list[Stroke],
    words: Sequence[list[Glyph]],
    contents: list[list[Glyph]],
    crossed: list[bool],
) -> tuple[Lattice, list[list[Glyph]], list[bool]]:
    """Take away an empty first or last column that no line closes: a border that sticks out."""
    for side in (0, -1):
        end = table.xs[side]
        if any(abs(stroke.at - end) < 1 for stroke in down) or len(table.xs) < 3:
            continue
        column = 0 if side == 0 else len(table.xs) - 2
        if any(contents[row[column]] for row in table.owner):
            continue
        inner = table.xs[1] if side == 0 else table.xs[-2]
        low, high = (inner, table.xs[-1]) if side == 0 else (table.xs[0], inner)
        across = [
            Stroke(s.at, max(s.start, low), min(s.end, high))
            for s in across
            if s.end > low and s.start < high
        ]
        trimmed = lattice(across, down)
        if trimmed is not None:
            table = trimmed
            contents, crossed = _sort(table, words)
    return table, contents, crossed
