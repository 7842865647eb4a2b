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
from tests.effort import most
from tests.gongkai.readers.wild import Wild
from tests.gongkai.readers.wild_pages import SHAPES, page, text
from tests.gongkai.readers.wild_traits import TRAITS, report

BAR = 0.995
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


@pytest.mark.parametrize("first", range(0, most(320), 40))
def test_web_pages_with_many_things_changed(first: int) -> None:
    score = _pages(report(seed) for seed in range(first, first + 40))
    assert score.wrong == []
    assert score.share >= BAR


@pytest.mark.parametrize("shape", SHAPES)
def test_text_of_the_official_layout_reads_whole(shape: str) -> None:
    score = _texts((report(seed, []) for seed in range(most(12))), shape)
    assert score.wrong == []
    assert score.share >= BAR


@pytest.mark.parametrize("trait", [t for t in TRAITS if t not in _NOT_IN_TEXT])
def test_text_with_one_thing_changed_reads_whole(trait: str) -> None:
    for shape in _LINES_APART:
        score = _texts((report(seed, [trait]) for seed in range(2)), shape)
        assert score.wrong == [], shape
        assert score.share >= BAR, shape


@pytest.mark.parametrize("shape", SHAPES)
def test_text_with_many_things_changed_is_never_wrong_and_sure(shape: str) -> None:
    score = _texts((report(seed) for seed in range(most(60))), shape)
    assert score.wrong == []
    assert score.share >= 0.8  # empty cells leave no trace in most of these


@pytest.mark.parametrize("ending", ["docx", "odt", "doc", "rtf"])
def test_the_same_pages_as_office_files(ending: str, soffice: str, tmp_path: Path) -> None:
    wilds = {f"{seed}.html": report(seed) for seed in range(6)}
    for name, wild in wilds.items():
        (tmp_path / name).write_text(page(wild), encoding="utf-8")
    filters = {"docx": "docx:MS Word 2007 XML", "doc": "doc:MS Word 97"}
    subprocess.run(
        [
            *(soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *(
                "--infilter=HTML (StarWriter)",
                "--convert-to",
                filters.get(ending, ending),
                "--outdir",
                tmp_path,
            ),
            *(tmp_path / name for name in wilds),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    score = Score()
    for name, wild in wilds.items():
        file = (tmp_path / name).with_suffix(f".{ending}")
        score.add(wild, file.read_bytes(), file.name)
    assert score.wrong == []
    assert score.share >= BAR


@pytest.mark.parametrize("seed", range(8))
def test_a_report_with_the_tables_of_two_bodies_is_sure_of_neither(seed: int) -> None:
    """A consolidated report prints the tables of its own office and those of the whole city."""
    own, city = report(seed, [], edition="2021"), report(seed + 100, [], edition="2021")
    body = page(own).replace("</body>", f"<p>附：全市汇总</p>{page(city)}</body>")
    result = read(body.encode(), name="report.html")
    assert result.report is not None
    for address, figure in own.expected.items():
        cell = result.report.cells[address]
        other = city.expected[address]
        assert cell.figure in (figure, other, UNREADABLE)
        assert figure == other or cell.doubt == "readers.row_twice", address


@pytest.mark.parametrize(("edition", "year"), [("2019", 2023), ("2021", 2020)])
def test_the_edition_is_told_by_the_tables_and_not_by_the_year(edition: str, year: int) -> None:
    wild = report(5, [], edition=edition)
    wild.year = year
    result = read(page(wild).encode(), name="report.html")
    assert result.report is not None
    assert (result.edition, result.report.year) == (edition, year)
    assert result.edition_expected != edition
    assert result.report.figures == wild.expected
