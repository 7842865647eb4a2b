"""Reports in layouts nobody chose for us: read right, or said to be doubtful, never wrong and sure.

The bar (of every format, both editions): at least 99.5 % of the cells right, and not one figure that
differs from what was printed and carries no doubt.
"""

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from gongkai.figures import ABSENT, UNREADABLE
from gongkai.readers.read import read
from tests.gongkai.readers.wild import TRAITS, Wild, report
from tests.gongkai.readers.wild_pages import SHAPES, page, text

_BAR = 0.995
# What text without cell marks cannot tell: which of several cells is empty, whose a column is.
_NOT_IN_TEXT = {"blanks", "serial_column", "remark_column", "last_year_column", "unit_column"}
_NOT_IN_TEXT |= {"percent_column", "spacer_columns", "four_by_result"}
_LINES_APART = ("tabs", "full_tabs", "one_a_line")


@dataclass
class Score:
    """How a set of reports was read; `wrong` are cells that differ and carry no doubt."""

    cells: int = 0
    right: int = 0
    wrong: list[tuple[object, ...]] = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.wrong = []

    @property
    def share(self) -> float:
        """The share of cells that are right."""
        return self.right / self.cells

    def add(self, wild: Wild, data: bytes, name: str) -> None:
        """Read one report and compare every cell with what was printed."""
        result = read(data, name=name)
        self.cells += len(wild.expected)
        if result.report is None or result.report.form.id != wild.form.id:
            self.wrong += [(name, wild.traits, "edition")] if result.report is not None else []
            return
        for address, figure in wild.expected.items():
            cell = result.report.cells.get(address)
            found = result.report[address]
            if found == figure:
                self.right += 1
            elif found not in (ABSENT, UNREADABLE) and cell is not None and cell.doubt is None:
                self.wrong.append((name, wild.traits, str(address), str(figure), cell.raw))


def _pages(wilds: Iterable[Wild]) -> Score:
    score = Score()
    for wild in wilds:
        score.add(wild, page(wild).encode(), "report.html")
    return score


def _texts(wilds: Iterable[Wild], shape: str) -> Score:
    score = Score()
    for wild in wilds:
        score.add(wild, text(wild, shape).encode(), "report.txt")
    return score


@pytest.mark.parametrize("trait", TRAITS)
def test_a_web_page_with_one_thing_changed_reads_whole(trait: str) -> None:
    score = _pages(report(seed, [trait]) for seed in range(4))
    assert score.wrong == []
    assert score.share == 1


@pytest.mark.parametrize("first", range(0, 320, 40))
def test_web_pages_with_many_things_changed(first: int) -> None:
    score = _pages(report(seed) for seed in range(first, first + 40))
    assert score.wrong == []
    assert score.share >= _BAR


@pytest.mark.parametrize("shape", SHAPES)
def test_text_of_the_official_layout_reads_whole(shape: str) -> None:
    score = _texts((report(seed, []) for seed in range(12)), shape)
    assert score.wrong == []
    assert score.share >= _BAR


@pytest.mark.parametrize("trait", [t for t in TRAITS if t not in _NOT_IN_TEXT])
def test_text_with_one_thing_changed_reads_whole(trait: str) -> None:
    for shape in _LINES_APART:
        score = _texts((report(seed, [trait]) for seed in range(2)), shape)
        assert score.wrong == [], shape
        assert score.share >= _BAR, shape


@pytest.mark.parametrize("shape", SHAPES)
def test_text_with_many_things_changed_is_never_wrong_and_sure(shape: str) -> None:
    score = _texts((report(seed) for seed in range(60)), shape)
    assert score.wrong == []
    assert score.share >= 0.8  # empty cells leave no trace in most of these
