"""Flattened text: every shape gives back what was printed, or says that it cannot tell."""

import pytest

from gongkai.errors import UnreadableInput
from gongkai.figures import UNREADABLE, number
from gongkai.forms.form import Address, load
from gongkai.readers.read import read
from gongkai.readers.text import parse
from tests.effort import most
from tests.gongkai.readers.flatten import LINE_SHAPES, random_figures, report_text, rows_of


def _reading(text: str):
    result = read(text.encode(), name="report.txt")
    assert result.report is not None, result.error
    return result


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("shape", [*LINE_SHAPES, "spaced"])
@pytest.mark.parametrize("seed", range(4))
def test_every_figure_comes_back_where_cells_are_apart(edition: str, shape: str, seed: int) -> None:
    form = load(edition)
    figures = random_figures(form, seed, zeros=0.8 if seed % 2 else 0.3)
    result = _reading(report_text(form, figures, shape))
    assert result.edition == edition
    assert result.report.figures == figures
    assert [s.number for s in result.report.sections] == [0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("seed", range(most(30)))
def test_run_together_cells_are_right_or_unreadable_never_wrong(edition: str, seed: int) -> None:
    form = load(edition)
    figures = random_figures(form, seed, zeros=0.9)
    result = _reading(report_text(form, figures, "glued"))
    wrong = {
        str(address): (str(figures[address]), str(read_figure))
        for address, read_figure in result.report.figures.items()
        if read_figure not in (figures[address], UNREADABLE)
    }
    assert wrong == {}


def test_run_together_zeros_are_all_sure() -> None:
    form = load("2021")
    figures = random_figures(form, 1, zeros=1)
    result = _reading(report_text(form, figures, "glued"))
    assert result.report.figures == figures
    assert result.status == "complete"


def test_a_lost_cell_makes_its_row_unreadable_and_is_said() -> None:
    form = load("2021")
    figures = random_figures(form, 3)
    text = report_text(form, figures, "tabs")
    row = next(line for line in text.splitlines() if "（一）予以公开" in line)
    result = _reading(text.replace(row, row.rsplit("\t", 1)[0]))
    granted = [a for a in form.addresses if a.row == "granted"]
    assert all(result.report[a] in (figures[a], UNREADABLE) for a in granted)
    assert "readers.row_too_short" in [issue.code for issue in result.issues]
    assert result.status == "partial"


def test_one_value_too_many_is_chosen_by_the_row_sum_and_said() -> None:
    form = load("2021")
    figures = random_figures(form, 3)
    address = Address("requests", "granted", "natural")
    text = report_text(form, figures, "tabs")
    row = next(line for line in text.splitlines() if "（一）予以公开" in line)
    result = _reading(text.replace(row, row + "\t977"))
    assert result.report[address] == figures[address]
    assert {"readers.settled_by_sums"} <= {issue.code for issue in result.issues}


def test_where_a_figure_stood_is_told_by_line_and_character() -> None:
    form = load("2021")
    figures = random_figures(form, 5, zeros=0)
    text = report_text(form, figures, "tabs")
    cell = _reading(text).report.cells[Address("requests", "granted", "total")]
    line = text.splitlines()[cell.origin.line - 1]
    assert "（一）予以公开" in line
    assert line[cell.origin.column - 1 :].startswith(cell.raw)


def test_a_label_misprinted_or_broken_still_finds_its_row() -> None:
    form = load("2021")
    figures = random_figures(form, 6, zeros=0.2)
    text = report_text(form, figures, "tabs")
    for official, printed in {
        "本年废止件数": "本年度止件数",
        "2.其他法律行政法规禁止公开": "2、其他法律法规禁止公开",
        "5.属于三类内部事务信息": "5. 属于三类内部 事务信息",
        "（七）总计": "(七)合计",
    }.items():
        text = text.replace(official, printed)
    assert _reading(text).report.figures == figures


def test_traditional_characters_and_full_width_digits_are_read() -> None:
    form = load("2021")
    figures = random_figures(form, 7, zeros=0.2)
    text = report_text(form, figures, "tabs")
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    lines = [
        line.translate(wide) if "\t" in line else line
        for line in text.translate(
            str.maketrans(
                "开请数结转办处国属于规档执务项过访报诉类",
                "開請數結轉辦處國屬於規檔執務項過訪報訴類",
            )
        ).splitlines()
    ]
    assert _reading("\n".join(lines)).report.figures == figures


@pytest.mark.parametrize("data", [b"", b"  \n\t "])
def test_an_empty_file_is_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableInput, match="空"):
        parse(data)


def test_a_text_that_is_no_report_fails_with_one_sentence() -> None:
    result = read("今天天气很好。\n明天也是。\n".encode(), name="diary.txt")
    assert result.status == "failed"
    assert result.error is not None
    assert "年度报告" in result.error.sentence()


@pytest.mark.parametrize("shape", ["piped_stream", "markdown"])
def test_two_numbers_on_two_lines_between_bars_are_not_one_number(shape: str) -> None:
    form = load("2021")
    figures = random_figures(form, 3, zeros=0.3)
    text = report_text(form, figures, shape)
    fee = Address("fees", "fee", "amount")
    begin = text.index(str(figures[fee]), text.index("行政事业性收费"))
    for broken in ("12\n5", "1\n256"):
        changed = text[:begin] + broken + text[begin + len(str(figures[fee])) :]
        assert _reading(changed).report.figures == figures | {fee: UNREADABLE}


@pytest.mark.parametrize("shape", LINE_SHAPES)
@pytest.mark.parametrize("left", [2, 5, 7, 12])
def test_table_four_with_cells_lost_is_unreadable_and_not_missing(shape: str, left: int) -> None:
    form = load("2021")
    figures = random_figures(form, 3, zeros=0.3)
    rows = rows_of(form.table("disputes"), figures)
    whole = LINE_SHAPES[shape](rows)
    cut = LINE_SHAPES[shape]([*rows[:-1], rows[-1][:left]])
    text = report_text(form, figures, shape)
    assert whole in text
    result = _reading(text.replace(whole, cut))
    lost = dict.fromkeys(form.table("disputes").addresses(), UNREADABLE)
    assert result.report.figures == figures | lost
    assert "readers.table_absent" not in [issue.code for issue in result.issues]


@pytest.mark.parametrize(("raw", "read_as"), [("592万元", "592"), ("251000元", "251000")])
def test_an_amount_for_which_the_form_has_no_unit_is_kept_as_printed_and_said(
    raw: str, read_as: str
) -> None:
    form = load("2019")
    figures = random_figures(form, 3, zeros=0.3)
    text = report_text(form, figures, "tabs")
    amount = Address("procurement", "purchase", "amount")
    row = next(line for line in text.splitlines() if line.startswith("政府集中采购"))
    result = _reading(text.replace(row, row.rsplit("\t", 1)[0] + "\t" + raw))
    assert result.report.figures == figures | {amount: number(read_as)}
    assert [(i.code, i.address) for i in result.issues] == [("readers.unit_not_of_form", amount)]
    assert raw in result.issues[0].sentence()
