"""A table that goes on over a page break: one grid again, with split rows and labels joined.

Knows grids and how Chinese labels are numbered, nothing of the statutory form.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from gongkai.readers.document import Grid, GridCell
from gongkai.readers.lines import NUMBERED, VALUE, prose_seam

_FIGURE = re.compile(rf"{VALUE.pattern}(?:件|条|项|个|次|万?元)?")  # a value with its unit


def merge(upper: Grid, lower: Grid) -> Grid:
    """Return one grid of a table and its continuation; both must have the same columns.

    A header printed again is dropped. A row or a spanning cell cut by the page break is joined.
    """
    repeated = _repeated(upper, lower)
    cells = [_moved(cell, -repeated) for cell in lower.cells if cell.row >= repeated]
    if not cells:
        return upper
    last = upper.height
    ends = {c.column: c for c in upper.cells if c.row + c.row_span == last}
    pairs = [(ends[c.column], c) for c in cells if c.row == 0 and _same_columns(ends, c)]
    split = not repeated and len(pairs) == len(ends) and _one_row(pairs)
    joined: dict[int, GridCell] = {}
    gone: set[int] = set()
    for above, below in pairs:
        if (split and below.row_span == above.row_span == 1) or _one_cell(above, below, split):
            joined[id(above)] = _join(above, below, overlap=1 if split else 0)
            gone.add(id(below))
    shift = last - 1 if split else last
    moved = [_moved(c, shift) for c in cells if id(c) not in gone]
    kept = [joined.get(id(c), c) for c in upper.cells]
    both = sorted([*kept, *moved], key=lambda c: (c.row, c.column))
    return Grid(tuple(both), exact=upper.exact and lower.exact, origin=upper.origin)


def _moved(cell: GridCell, rows: int) -> GridCell:
    """Return a cell so many rows further down."""
    if not rows:
        return cell
    return GridCell(
        cell.text,
        cell.row + rows,
        cell.column,
        cell.row_span,
        cell.column_span,
        cell.origin,
        cell.glued,
    )


def _repeated(upper: Grid, lower: Grid) -> int:
    """Return how many first rows of the continuation only print the header again."""
    above, below = list(upper.rows()), list(lower.rows())
    count = 0
    for ours, theirs in zip(above, below, strict=False):
        if _signs(ours) != _signs(theirs) or any(VALUE.fullmatch(c.text) for c in theirs):
            break
        count += 1
    texts = [c.text for row in below[:count] for c in row]
    return count if any(texts) else 0


def _signs(row: Sequence[GridCell]) -> list[tuple[str, int, int]]:
    return [("".join(cell.text.split()), cell.column, cell.column_span) for cell in row]


def _same_columns(ends: dict[int, GridCell], cell: GridCell) -> bool:
    above = ends.get(cell.column)
    return above is not None and above.column_span == cell.column_span


def _one_row(pairs: Sequence[tuple[GridCell, GridCell]]) -> bool:
    """Whether the last row above and the first row below are halves of one printed row.

    Then a label runs on, and most figures stand in one half only: a few may be broken like the row.
    """
    runs_on = False
    whole = broken = 0
    for above, below in pairs:
        if not (above.text and below.text):
            whole += bool(_FIGURE.fullmatch(above.text or below.text))
        elif _FIGURE.fullmatch(above.text) and _FIGURE.fullmatch(below.text):
            broken += 1
        elif not _runs_on(above.text, below.text):
            return False
        else:
            runs_on = runs_on or above.row_span == below.row_span == 1
    return runs_on and broken <= whole


def _one_cell(above: GridCell, below: GridCell, split: bool) -> bool:
    """Whether two cells over each other are halves of one that spans rows on both pages."""
    spanning = above.row_span > 1 or below.row_span > 1
    if not (above.text and below.text):
        return spanning and bool(above.text or below.text)
    return _runs_on(above.text, below.text) and (spanning or split)


def _runs_on(above: str, below: str) -> bool:
    """Whether `below` may be the rest of the label that begins with `above`."""
    if VALUE.fullmatch(above) or VALUE.fullmatch(below):
        return False
    return bool(NUMBERED.match(above)) and not NUMBERED.match(below)


def _join(above: GridCell, below: GridCell, *, overlap: int) -> GridCell:
    """Return the cell of two halves; `overlap` rows are counted once."""
    if _FIGURE.fullmatch(above.text) and _FIGURE.fullmatch(below.text):
        text = f"{above.text}\n{below.text}"  # as any figure broken over two lines of its cell
    elif above.text and below.text:
        text = above.text + prose_seam(above.text, below.text) + below.text
    else:
        text = above.text or below.text
    return replace(
        above,
        text=text,
        row_span=above.row_span + below.row_span - overlap,
        origin=above.origin if above.text else below.origin,
        glued=above.glued or below.glued,
    )
