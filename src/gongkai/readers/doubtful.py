"""Rows whose cells are more, fewer or run together: which readings fit, and what all of them say.

Every reading of a doubtful row keeps the order of what was printed. Arithmetic may choose between
readings; it never alters a number that was read plainly. Where readings that remain differ in a
cell, that cell is UNREADABLE.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from itertools import combinations

from gongkai.characters import squeeze
from gongkai.figures import UNREADABLE, Figure, Status
from gongkai.forms.evaluate import Relation
from gongkai.forms.form import Address
from gongkai.readers.document import GridCell
from gongkai.readers.numerals import figure_of, is_stand_in, is_value, run_on

_MOST_READINGS = 4000  # of one row; past it the row is taken as ambiguous
_MOST_STEPS = 5000  # of the search over rows that are doubtful together


@dataclass(frozen=True, slots=True)
class Piece:
    """What one reading puts into one cell: the text and the printed cell it came from.

    cell None: the reading says this value was lost.
    """

    text: str
    cell: GridCell | None


Reading = tuple[Piece, ...]
_LOST = Piece("", None)


@dataclass(frozen=True)
class DoubtfulRow:
    """A row of the form with every reading of what was printed for it."""

    addresses: tuple[Address, ...]
    readings: tuple[tuple[Figure, ...], ...]
    pieces: tuple[Reading, ...]


@dataclass(frozen=True)
class Settled:
    """What is left of a doubtful row: a figure for each address, and whether sums chose."""

    addresses: tuple[Address, ...]
    figures: tuple[Figure, ...]
    pieces: Reading
    by_sums: bool


def readings_of(cells: Sequence[GridCell], width: int) -> tuple[Reading, ...]:
    """Return every way to read `cells` as `width` values, an empty tuple where there is none."""
    if len(cells) == 1 and cells[0].glued:
        return tuple(_limited(_splits(cells[0], width)))
    pieces = [Piece(cell.text, cell) for cell in cells]
    surplus = len(pieces) - width
    if surplus == 0:
        return (tuple(pieces),)
    if surplus < 0:
        return tuple(_limited(_insertions(pieces, -surplus)))
    return tuple(_limited(_removals(pieces, surplus)))


def _limited(readings: Iterator[Reading]) -> list[Reading]:
    found = []
    for reading in readings:
        found.append(reading)
        if len(found) > _MOST_READINGS:
            return []
    return found


def _insertions(pieces: list[Piece], lost: int) -> Iterator[Reading]:
    """Yield the readings in which `lost` values are missing, wherever they may have stood."""
    width = len(pieces) + lost
    for places in combinations(range(width), lost):
        rest = iter(pieces)
        yield tuple(_LOST if i in places else next(rest) for i in range(width))


def _removals(pieces: list[Piece], surplus: int) -> Iterator[Reading]:
    """Yield the readings without `surplus` of the cells: what is no value at all goes first."""
    words = [p for p in pieces if squeeze(p.text) and not _is_figure(p.text)]
    if 0 < len(words) <= surplus:
        pieces = [p for p in pieces if p not in words]
    yield from combinations(pieces, len(pieces) - surplus + len(words) * (len(words) <= surplus))


def _is_figure(text: str) -> bool:
    return is_value(text) and not is_stand_in(text)


def plain_reading(
    cells: Sequence[GridCell],
    addresses: Sequence[Address],
    kinds: Sequence[str],
    relations: Sequence[Relation],
) -> Reading | None:
    """Return the reading of a row that has more cells than values, where empty cells explain it.

    Just as many cells as wanted are filled, side by side, or what they say adds up; and nothing
    they say contradicts the row's own sums.
    """
    filled = [(i, cell) for i, cell in enumerate(cells) if squeeze(cell.text)]
    if len(filled) != len(addresses) or len(cells) == len(filled):
        return None
    if len({_is_figure(cell.text) for _, cell in filled}) > 1:
        return None  # words (a remark, a share) may be the cell too many
    reading = tuple(Piece(cell.text, cell) for _, cell in filled)
    row = doubtful_row(addresses, kinds, [reading])
    verdict = _verdict(row, row.readings[0], relations)
    side_by_side = filled[-1][0] - filled[0][0] + 1 == len(filled)
    return reading if verdict or (verdict is None and side_by_side) else None


def has_sums(addresses: Sequence[Address], relations: Sequence[Relation]) -> bool:
    """Whether something must add up within a row."""
    return any({*r.left, *r.right} <= set(addresses) for r in relations)


def adds_up(
    readings: Sequence[Reading],
    addresses: Sequence[Address],
    kinds: Sequence[str],
    relations: Sequence[Relation],
) -> bool:
    """Whether a row reads in one way, and its own sums hold in it."""
    row = doubtful_row(addresses, kinds, readings)
    return len(row.readings) == 1 and _verdict(row, row.readings[0], relations) is True


def _splits(cell: GridCell, width: int) -> Iterator[Reading]:
    """Yield the ways to cut digits that run together; white space is always a cut."""
    tokens = cell.text.split()
    if width == 1:
        yield (Piece(reduce(run_on, tokens, ""), cell),)
        return
    if len(tokens) == width:
        yield tuple(Piece(token, cell) for token in tokens)
        return
    if len(tokens) > width or not all(squeeze(t).isdigit() for t in tokens):
        return
    for parts in _cuts([squeeze(t) for t in tokens], width):
        yield tuple(Piece(part, cell) for part in parts)


def _cuts(tokens: list[str], width: int) -> Iterator[tuple[str, ...]]:
    """Yield the ways to cut digit strings into `width` numbers without leading zeros."""
    if not tokens:
        if width == 0:
            yield ()
        return
    if width < len(tokens) or width > sum(map(len, tokens)):
        return
    head, rest = tokens[0], tokens[1:]
    longest = 1 if head[0] == "0" else len(head)
    for length in range(1, longest + 1):
        left = [head[length:], *rest] if length < len(head) else rest
        for tail in _cuts(left, width - 1):
            yield (head[:length], *tail)


def doubtful_row(
    addresses: Sequence[Address], kinds: Sequence[str], readings: Sequence[Reading]
) -> DoubtfulRow:
    """Return a doubtful row with the figures of each of its readings; equal ones count once."""
    different: dict[tuple[Figure, ...], Reading] = {}
    for reading in readings:
        figures = tuple(
            UNREADABLE if piece.cell is None else figure_of(piece.text, kind=kind)
            for piece, kind in zip(reading, kinds, strict=True)
        )
        different.setdefault(figures, reading)
    return DoubtfulRow(tuple(addresses), tuple(different), tuple(different.values()))


def settle(
    rows: Sequence[DoubtfulRow],
    sure: Mapping[Address, Figure],
    relations: Sequence[Relation],
) -> tuple[Settled, ...]:
    """Choose between the readings of doubtful rows by what must add up, first in each row alone."""
    left = [_fitting(row, relations) for row in rows]
    searched = _search(rows, left, sure, relations)
    if searched is not None:
        left = searched
    return tuple(_common(row, kept) for row, kept in zip(rows, left, strict=True))


def _fitting(row: DoubtfulRow, relations: Sequence[Relation]) -> list[int]:
    """Return the readings in which the row's own sums hold, else those that break none, else all."""
    verdicts = {n: _verdict(row, figures, relations) for n, figures in enumerate(row.readings)}
    for wanted in (True, None):
        kept = [number for number, verdict in verdicts.items() if verdict is wanted]
        if kept:
            return kept
    return list(verdicts)


def _verdict(
    row: DoubtfulRow, figures: Sequence[Figure], relations: Sequence[Relation]
) -> bool | None:
    """Return whether a row's own sums hold, None where it has none or a figure is not known."""
    here = dict(zip(row.addresses, figures, strict=True))
    own = [r for r in relations if {*r.left, *r.right} <= here.keys()]
    answers = [_holds(relation, here) for relation in own]
    return False if False in answers else (None if None in answers or not own else True)


def _holds(relation: Relation, figures: Mapping[Address, Figure]) -> bool | None:
    """Return whether a relation holds, None where a figure it needs is not known."""
    sides = []
    for addresses in (relation.left, relation.right):
        total = Decimal(0)
        for address in addresses:
            figure = figures.get(address)
            if figure is None or figure.status is not Status.NUMBER:
                return None
            total += figure.value
        sides.append(total)
    return sides[0] == sides[1]


def _search(
    rows: Sequence[DoubtfulRow],
    left: list[list[int]],
    sure: Mapping[Address, Figure],
    relations: Sequence[Relation],
) -> list[list[int]] | None:
    """Return the readings that take part in some way to make all sums hold, None if there is none."""
    open_rows = [n for n, kept in enumerate(left) if len(kept) > 1]
    if not open_rows:
        return None
    known = dict(sure)
    for n, kept in enumerate(left):
        if len(kept) == 1:
            known.update(zip(rows[n].addresses, rows[n].readings[kept[0]], strict=True))
    order = sorted(open_rows, key=lambda n: len(left[n]))
    due = _due(rows, order, relations)
    solutions: list[dict[int, int]] = []
    steps = 0

    def descend(depth: int, chosen: dict[int, int]) -> bool:
        nonlocal steps
        steps += 1
        if steps > _MOST_STEPS:
            return False
        if depth and any(_holds(relation, known) is False for relation in due[depth - 1]):
            return True
        if depth == len(order):
            solutions.append(dict(chosen))
            return True
        n = order[depth]
        for number in left[n]:
            known.update(zip(rows[n].addresses, rows[n].readings[number], strict=True))
            chosen[n] = number
            if not descend(depth + 1, chosen):
                return False
        for address in rows[n].addresses:
            known.pop(address, None)
        del chosen[n]
        return True

    if not descend(0, {}) or not solutions:
        return None
    return [
        sorted({s[n] for s in solutions}) if n in open_rows else kept for n, kept in enumerate(left)
    ]


def _due(
    rows: Sequence[DoubtfulRow], order: Sequence[int], relations: Sequence[Relation]
) -> list[list[Relation]]:
    """Return, for each row of `order`, the relations of which it decides the last figure."""
    depth_of = {a: depth for depth, n in enumerate(order) for a in rows[n].addresses}
    due: list[list[Relation]] = [[] for _ in order]
    for relation in relations:
        depths = [depth_of[a] for a in (*relation.left, *relation.right) if a in depth_of]
        if depths:
            due[max(depths)].append(relation)
    return due


def _common(row: DoubtfulRow, kept: Sequence[int]) -> Settled:
    """Return what the readings that remain say in common."""
    figures = tuple(
        _same([row.readings[number][i] for number in kept]) for i in range(len(row.addresses))
    )
    everything = tuple(
        _same([reading[i] for reading in row.readings]) for i in range(len(row.addresses))
    )
    return Settled(row.addresses, figures, row.pieces[kept[0]], by_sums=figures != everything)


def _same(figures: Sequence[Figure]) -> Figure:
    return figures[0] if all(f == figures[0] for f in figures) else UNREADABLE
