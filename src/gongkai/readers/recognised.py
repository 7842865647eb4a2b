"""Figures that text recognition gave: none is certain by itself, sums that hold confirm some.

Digits are mistaken for one another, and the same digit in the same way wherever it stands: a total
that merely repeats its only part is no second opinion, one of several parts is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from gongkai.figures import ABSENT
from gongkai.forms.evaluate import evaluate, relations
from gongkai.forms.filled import Cell, Issue, Origin
from gongkai.forms.form import Address, load

DOUBT = "readers.ocr"
PICTURED = "readers.page_without_text"
"""The issue of a page whose words are a picture, which text recognition may tell."""
_PARTS = 2  # so many figures other than 0 on one side, and their sum agrees with what is printed


def doubted(
    cells: Mapping[Address, Cell], issues: tuple[Issue, ...], *, edition: str
) -> dict[Address, Cell]:
    """Return the cells with a doubt on each recognised one that no sum confirms.

    A row that was not found may be one that was not recognised: its cells are absent and doubtful.
    An issue that names its page concerns that page, one without a page the whole document.
    """
    if not (cells and any(issue.code == DOUBT for issue in issues)):
        return dict(cells)
    confirmed = _confirmed(cells, edition)
    absent = {a: Cell(a, ABSENT) for a in load(edition).addresses if a not in cells}
    return {
        address: replace(cell, doubt=DOUBT)
        if cell.doubt is None and address not in confirmed and is_recognised(cell.origin, issues)
        else cell
        for address, cell in ({**cells, **absent}).items()
    }


def is_recognised(origin: Origin | None, issues: Iterable[Issue]) -> bool:
    """Whether text recognition gave what stands at a place; what has no place may stand anywhere."""
    page = origin.page if origin else None
    pages = {i.origin.page if i.origin else None for i in issues if i.code == DOUBT}
    return bool(pages) and (page is None or None in pages or page in pages)


def _confirmed(cells: Mapping[Address, Cell], edition: str) -> set[Address]:
    """Return the cells whose every sum holds, one of them over several figures other than 0."""
    figures = {address: cell.figure for address, cell in cells.items()}
    good: set[Address] = set()
    bad: set[Address] = set()
    for relation in relations(edition):
        outcome = evaluate(relation, figures)
        both = relation.left + relation.right
        if not outcome.assessable:
            continue
        if not outcome.holds:
            bad.update(both)
        elif sum(1 for a in relation.left if figures[a].value) >= _PARTS:
            good.update(both)
    return good - bad
