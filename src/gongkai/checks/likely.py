"""The smallest change that puts broken relations right: a hint for the clerk, never a correction.

One wrong cell breaks several sums at once. For the broken relations of one table the search looks
for one cell, then for two, after whose change every relation of the table holds. It answers only
where that change is the only one of its size.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.figures import Figure
from gongkai.forms.evaluate import Outcome
from gongkai.forms.form import Address

_MOST_BREAKS = 12  # beyond this a table is shifted or garbled, not miscounted in a cell

Gaps = Mapping[int, Decimal]  # number of a broken relation -> left side minus right side
Deltas = frozenset[tuple[Address, Decimal]]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell and the number that would stand there."""

    address: Address
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class Repair:
    """The changes that put `breaks` broken relations right together."""

    breaks: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Board:
    """The relations of a report, and by cell: which has it, on which side (+1 left, -1 right)."""

    outcomes: Sequence[Outcome]
    touching: Mapping[Address, Sequence[tuple[int, int]]]
    figures: Mapping[Address, Figure]


def likely_repair(
    outcomes: Sequence[Outcome], figures: Mapping[Address, Figure]
) -> Iterator[Repair]:
    """Yield one repair for each table with two or more broken relations and one smallest change."""
    by_table: dict[str, dict[int, Decimal]] = {}
    for index, outcome in enumerate(outcomes):
        if outcome.left != outcome.right:
            gaps = by_table.setdefault(outcome.relation.table, {})
            gaps[index] = outcome.left - outcome.right
    clusters = [gaps for gaps in by_table.values() if 2 <= len(gaps) <= _MOST_BREAKS]
    if not clusters:
        return
    board = _board(outcomes, figures)
    for gaps in clusters:
        for size in (1, 2):
            solutions = set(_solve(board, gaps, size))
            if solutions:
                break
        if len(solutions) == 1:
            yield Repair(len(gaps), _changes(solutions.pop(), figures))


def _board(outcomes: Sequence[Outcome], figures: Mapping[Address, Figure]) -> _Board:
    touching: dict[Address, list[tuple[int, int]]] = {}
    for index, outcome in enumerate(outcomes):
        for address in outcome.relation.left:
            touching.setdefault(address, []).append((index, 1))
        for address in outcome.relation.right:
            touching.setdefault(address, []).append((index, -1))
    return _Board(outcomes, touching, figures)


def _solve(board: _Board, gaps: Gaps, size: int) -> Iterator[Deltas]:
    """Yield every set of at most `size` changes that leaves no relation broken.

    The shortest broken relation must be mended by one of its own cells, by exactly its gap.
    """
    if not gaps:
        yield frozenset()
        return
    if size == 0:
        return
    index = min(gaps, key=lambda i: (len(board.outcomes[i].relation.left), i))
    relation = board.outcomes[index].relation
    for side, addresses in ((1, relation.left), (-1, relation.right)):
        for address in addresses:
            delta = -side * gaps[index]
            if board.figures[address].value + delta < 0:
                continue
            for rest in _solve(board, _after(board, gaps, address, delta), size - 1):
                if all(address != other for other, _ in rest):
                    yield rest | {(address, delta)}


def _after(board: _Board, gaps: Gaps, address: Address, delta: Decimal) -> Gaps:
    """Return the gaps that remain once a cell has changed."""
    changed = dict(gaps)
    for index, side in board.touching[address]:
        gap = changed.pop(index, Decimal(0)) + side * delta
        if gap:
            changed[index] = gap
    return changed


def _changes(deltas: Deltas, figures: Mapping[Address, Figure]) -> tuple[Change, ...]:
    return tuple(
        Change(address, figures[address].value, figures[address].value + delta)
        for address, delta in sorted(deltas)
    )
