"""Pages saved as text: cells parted by bars, rows filled up with bars, empty cells left out."""

import pytest

from gongkai.figures import ABSENT, BLANK, UNREADABLE
from gongkai.forms.form import Address, Form, load
from gongkai.readers.read import read
from tests.gongkai.readers.flatten import PREFACE, random_figures, rows_of

_TITLES = {
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
}
_WIDTHS = {2: 5, 3: 10, 4: 15}


def _row_a_line(row: list[str], width: int) -> str:
    return f"{' | '.join(row)} | {'|' * (width - len(row))}\n"


def _row_a_line_not_filled_up(row: list[str], width: int) -> str:
    return f"{' | '.join(row)} |\n"


def _last_bar_on_a_line(row: list[str], width: int) -> str:
    return f"{' | '.join(row)}\n| {'|' * (width - len(row))}\n"


def _first_bar_too(row: list[str], width: int) -> str:
    return f"| {_row_a_line(row, width)}"


def _cell_a_line(row: list[str], width: int) -> str:
    return "".join(f"{cell} |\n" for cell in row) + "|" * (width - len(row)) + "\n"


def _cell_a_line_not_filled_up(row: list[str], width: int) -> str:
    return "".join(f"{cell} |\n" for cell in row)


def _cell_a_line_and_first_bars(row: list[str], width: int) -> str:
    return "|\n" + _cell_a_line(row, width)


def _cells_between_lines(row: list[str], width: int) -> str:
    return "| " + "".join(f"\n {cell}  | " for cell in row) + "|" * (width - len(row)) + "\n"


SHAPES = (
    _row_a_line,
    _row_a_line_not_filled_up,
    _last_bar_on_a_line,
    _first_bar_too,
    _cell_a_line,
    _cell_a_line_not_filled_up,
    _cell_a_line_and_first_bars,
    _cells_between_lines,
)


def _report(form: Form, figures: dict, shape) -> str:
    """A report in which every empty cell is left out, as programs that save pages do."""
    parts = [PREFACE, "一、总体情况\n2023年，我镇公开政府信息12条。\n"]
    for section, title in _TITLES.items():
        parts.append(f"{title}\n")
        for table in form.tables:
            if table.section == section:
                for row in rows_of(table, figures):
                    cells = [cell.replace("\n", " ") for cell in row if cell]
                    parts.append(shape(cells, _WIDTHS[section]))
    parts.append("五、存在的主要问题及改进情况\n公开内容还不够丰富，下一步将充实。\n")
    parts.append("六、其他需要报告的事项\n2023年未收取信息处理费。\n")
    return "".join(parts)


def _read(text: str):
    result = read(text.encode(), name="report.txt")
    assert result.report is not None, result.error
    return result


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(2))
def test_every_figure_comes_back(edition: str, shape, seed: int) -> None:
    form = load(edition)
    figures = random_figures(form, seed, zeros=0.5)
    result = _read(_report(form, figures, shape))
    assert result.edition == edition
    assert result.report.figures == figures
    assert [s.number for s in result.report.sections] == [0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(4))
def test_where_empty_cells_are_left_out_nothing_is_guessed(edition: str, shape, seed: int) -> None:
    """A figure never moves into the column of an empty cell that was left out before it."""
    form = load(edition)
    figures = random_figures(form, seed, zeros=0.6)
    printed = {a: "" if f.value == 0 and seed % 2 else f for a, f in figures.items()}
    for number, address in enumerate(form.addresses):
        if number % 5 == seed and figures[address].value == 0:
            printed[address] = ""
    got = _read(_report(form, printed, shape)).report.figures
    for address, value in printed.items():
        true = BLANK if value == "" else value
        assert got[address] in (true, UNREADABLE, ABSENT), str(address)


def test_a_value_left_out_makes_its_row_unreadable_and_is_said() -> None:
    form = load("2021")
    text = _report(form, random_figures(form, 1), _row_a_line)
    row = next(line for line in text.splitlines() if line.startswith("二、上年结转"))
    result = _read(text.replace(row, "二、上年结转政府信息公开申请数量 | 3 | 3 | |||||||"))
    got = {result.report[a] for a in form.addresses if a.row == "carried_in"}
    assert got == {UNREADABLE}
    assert "readers.row_too_short" in [issue.code for issue in result.issues]


def test_a_row_filled_up_without_any_value_is_empty_and_not_missing() -> None:
    form = load("2021")
    figures = random_figures(form, 1)
    text = _report(form, figures, _row_a_line)
    row = next(line for line in text.splitlines() if line.startswith("行政许可"))
    result = _read(text.replace(row, "行政许可 | ||||"))
    assert result.report[Address("licences", "licence", "decisions")] == BLANK


def test_empty_cells_that_are_printed_stay_in_their_place() -> None:
    form = load("2021")
    figures = random_figures(form, 1)
    text = _report(form, figures, _row_a_line_not_filled_up)
    row = next(line for line in text.splitlines() if line.startswith("二、上年结转"))
    result = _read(text.replace(row, "二、上年结转政府信息公开申请数量 | 3 | | | | 1 | | 4 |"))
    got = [result.report[a] for a in form.addresses if a.row == "carried_in"]
    assert [None if f == BLANK else int(f.value) for f in got] == [3, None, None, None, 1, None, 4]


def test_bars_around_words_are_no_table() -> None:
    form = load("2021")
    figures = random_figures(form, 1)
    bar = "首页 | 政务公开 | 年度报告 | 2023年\n索引号 | 000000000/2024-00001 | 发布日期 | 2024-01-10 |\n"
    result = _read(bar + _report(form, figures, _row_a_line))
    assert result.report.figures == figures
    assert result.report.year == 2023


def test_words_in_place_of_a_figure_are_no_misprinted_label() -> None:
    form = load("2019")
    text = _report(form, random_figures(form, 1), _row_a_line)
    row = next(line for line in text.splitlines() if line.startswith("政府集中采购"))
    result = _read(text.replace(row, "政府集中采购 | 公务用车采购项目 | 350000元 | ||"))
    assert result.report[Address("procurement", "purchase", "projects")] == UNREADABLE
    assert "政府集中采购" not in [misprint.official for misprint in result.report.misprints]


def test_a_page_set_in_old_characters_says_archives_for_documents() -> None:
    form = load("2021")
    figures = random_figures(form, 1)
    text = _report(form, figures, _cell_a_line).replace("行政规范性文件 |", "行政規範性檔案 |")
    assert _read(text).report.figures == figures


def _bars_between_lines(row: list[str], width: int) -> str:
    return "".join(f"{cell}\n|\n" for cell in row)


@pytest.mark.parametrize(
    "shape", [_row_a_line_not_filled_up, _cell_a_line_not_filled_up, _bars_between_lines]
)
def test_a_label_alone_is_an_empty_row_but_not_where_the_text_breaks_off(shape) -> None:
    form = load("2021")
    figures = random_figures(form, 1)
    ground = {a for a in form.addresses if a.row == "state_secret"}
    printed = {a: "" if a in ground else f for a, f in figures.items()}
    text = _report(form, printed, shape)
    assert {_read(text).report[a] for a in ground} == {BLANK}
    cut = text[: text.index("1.属于国家秘密") + 10]
    assert {_read(cut).report[a] for a in ground} <= {ABSENT, UNREADABLE}
