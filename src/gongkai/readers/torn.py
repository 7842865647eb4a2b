"""Rows torn by a page break: the number 25618 may stand as 256 on one page and 18 on the next.

Whether two fragments are one row cannot always be seen; both readings are offered, and what must add
up chooses between them (see `doubtful`).
"""

from collections.abc import Sequence

from gongkai.readers.document import GridCell
from gongkai.readers.doubtful import Piece, Reading
from gongkai.readers.headers import Header
from gongkai.readers.labels import full
from gongkai.readers.locate import FoundRow, PrintedRow


def torn_readings(
    rows: Sequence[PrintedRow],
    found: FoundRow,
    placed: Sequence[GridCell],
    header: Header,
    owners: dict[int, FoundRow],
) -> tuple[Reading, ...]:
    """Return the readings of a row that may be torn, an empty tuple where nothing speaks for it.

    owners  found row by the id of its printed row
    """
    here = found.printed
    position = next(i for i, row in enumerate(rows) if row is here)
    alone = tuple(Piece(cell.text, cell) for cell in placed)
    above = _upper_half(rows, position, found, owners)
    if above is not None:
        values = header.place(above) if above.grid == here.grid else above.values
        if values is not None and len(values) == len(placed):
            return (_joined(placed, values, other_first=True),)
    for fragment, is_head in (
        (_head(rows, position, owners), True),
        (_tail(rows, position, owners, found), False),
    ):
        other = _values(fragment, header, here, len(placed)) if fragment is not None else None
        if other is not None:
            return (_joined(placed, other, other_first=is_head), alone)
    return ()


def _upper_half(
    rows: Sequence[PrintedRow], position: int, found: FoundRow, owners: dict[int, FoundRow]
) -> PrintedRow | None:
    """Return the row above where both labels make up the official one and only one row is filled."""
    here, above = rows[position], rows[position - 1]
    if position == 0 or id(above) in owners or not above.exact:
        return None
    if not above.labels or not here.labels:
        return None
    label = full(above.labels[-1].text) + full(here.labels[-1].text)
    halves = label in {full(official) for official in found.line.labels}
    return above if halves and not (above.filled and here.filled) else None


def _head(
    rows: Sequence[PrintedRow], position: int, owners: dict[int, FoundRow]
) -> PrintedRow | None:
    """Return the last row of the grid before, where it has values under half a label."""
    here = rows[position]
    if position == 0 or rows[position - 1].grid == here.grid:
        return None
    before = rows[position - 1]
    owner = owners.get(id(before))
    mine_or_none = owner is None or owner.line.heading
    return before if before.filled and mine_or_none and before.exact else None


def _tail(
    rows: Sequence[PrintedRow], position: int, owners: dict[int, FoundRow], found: FoundRow
) -> PrintedRow | None:
    """Return the next row with values, where it has no label or the rest of one.

    Nothing but the table's header, printed again, may stand between.
    """
    here = rows[position]
    table = found.table
    header = {full(line.label) for line in table.columns} | {full(table.banner), full(table.corner)}
    path = table.row_path(found.line.id)
    for row in rows[position + 1 :]:
        if id(row) in owners or row.grid > here.grid + 1 or not row.exact:
            return None
        if not row.filled and any(full(cell.text) not in header for cell in row.labels):
            return None
        if row.filled:
            most = 0 if row.grid == here.grid else 1
            rest = all(any(full(c.text) in full(label) for label in path) for c in row.labels)
            return row if len(row.labels) <= most and rest else None
    return None


def _values(
    fragment: PrintedRow, header: Header, here: PrintedRow, width: int
) -> tuple[GridCell, ...] | None:
    """Return a fragment's cell for each column: by the header, or from the right on another page."""
    placed = header.place(fragment)
    if placed is not None and fragment.grid == here.grid:
        return placed
    if len(fragment.values) >= width:
        return fragment.values[-width:]
    return placed


def _joined(placed: Sequence[GridCell], other: Sequence[GridCell], *, other_first: bool) -> Reading:
    pieces = []
    for cell, fragment in zip(placed, other, strict=True):
        texts = [cell.text.strip()]
        if fragment is not cell:  # a cell that hangs down over both fragments is one
            texts.insert(0 if other_first else 1, fragment.text.strip())
        pieces.append(Piece("".join(texts), cell))
    return tuple(pieces)
