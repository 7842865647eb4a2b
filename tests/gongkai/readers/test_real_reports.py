"""Nine real published reports: every cell as the hand-checked values say, not one wrong figure."""

import json
from pathlib import Path

import pytest

from gongkai.readers.read import read_file
from gongkai.readers.result import ReadStatus
from tests.gongkai.readers.truths import READABLE, report_file, truth_of

# Rows of which `errors.md` says that the source cannot tell; an unreadable cell is right there.
CANNOT_TELL = {
    "pingtan_2021": {("documents", "normative")},  # 693665: fixed only by the next year's report
    "qixing_2022": {("requests", "not_held"), ("requests", "still_unclear")},  # six values of seven
    "zhupu_2023": {("requests", "granted")},  # one cell of the row is lost
}


@pytest.mark.parametrize("name", READABLE)
def test_every_cell_is_what_the_report_prints(reports_dir: Path, name: str) -> None:
    folder = reports_dir / name
    truth, form, values = truth_of(folder)
    result = read_file(report_file(folder))
    assert result.report is not None, result.error
    assert result.edition == form.id
    doubtful = CANNOT_TELL.get(name, set())
    wrong = {}
    for address, value in values.items():
        figure = result.report[address]
        if str(figure) == value:
            continue
        if figure.status == "unreadable" and (address.table, address.row) in doubtful:
            continue
        wrong[str(address)] = (value, str(figure))
    assert wrong == {}
    assert result.report.year == truth["year"]


@pytest.mark.parametrize("name", READABLE)
def test_every_figure_knows_where_it_stood(reports_dir: Path, name: str) -> None:
    result = read_file(report_file(reports_dir / name))
    assert result.report is not None
    for cell in result.report.cells.values():
        assert cell.origin is not None, cell


@pytest.mark.parametrize("name", [n for n in READABLE if n != "nilka_2023_partial"])
def test_title_and_authority_are_the_report_s_own(reports_dir: Path, name: str) -> None:
    truth = json.loads((reports_dir / name / "truth.json").read_text(encoding="utf-8"))
    result = read_file(report_file(reports_dir / name))
    assert result.report is not None
    assert result.report.title == truth["title"]
    assert truth["agency"].endswith(result.report.authority)
    assert result.report.authority


def test_a_report_on_the_wrong_edition_says_which_is_due(reports_dir: Path) -> None:
    result = read_file(report_file(reports_dir / "qiji_2023"))
    assert (result.edition, result.edition_expected) == ("2019", "2021")


def test_a_report_cut_inside_table_three_names_what_is_missing(reports_dir: Path) -> None:
    result = read_file(report_file(reports_dir / "nilka_2023_partial"))
    assert result.status is ReadStatus.PARTIAL
    said = [issue.sentence() for issue in result.issues]
    assert any("（七）总计" in sentence for sentence in said)


def test_the_blank_official_form_holds_no_figures(reports_dir: Path) -> None:
    result = read_file(report_file(reports_dir / "template_blank"))
    assert result.report is not None
    assert {figure.status.value for figure in result.report.figures.values()} == {"blank"}
