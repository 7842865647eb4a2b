"""Rows are found by their labels, in whatever order a report prints them."""

import random
import re
from collections.abc import Callable
from itertools import product

import pytest

from gongkai.figures import UNREADABLE
from gongkai.forms.filled import FilledForm, filled
from gongkai.forms.form import Address, load
from gongkai.readers.read import read
from gongkai.writers import docx, html, xlsx
from tests.gongkai.readers.flatten import random_figures, report_text
from tests.gongkai.readers.wild_pages import page
from tests.gongkai.readers.wild_traits import report


def _lines_swapped(text: str, upper: str, lower: str) -> str:
    lines = text.split("\n")
    i, j = (next(n for n, line in enumerate(lines) if label in line) for label in (upper, lower))
    assert i < j
    lines[i], lines[j] = lines[j], lines[i]
    return "\n".join(lines)


@pytest.mark.parametrize("shape", ["tabs", "markdown"])
@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("行政处罚", "行政强制"),
        ("规章", "规范性文件"),
        ("2.其他法律行政法规禁止公开", "6.属于四类过程性信息"),
        ("（七）总计", "四、结转下年度继续办理"),
    ],
)
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_two_rows_printed_the_other_way_round_keep_their_figures(
    edition: str, upper: str, lower: str, shape: str
) -> None:
    form = load(edition)
    figures = random_figures(form, 3, zeros=0.3)
    text = report_text(form, figures, shape)
    result = read(_lines_swapped(text, upper, lower).encode(), name="report.txt")
    assert result.report is not None
    assert result.report.figures == figures
    assert result.issues == ()


@pytest.mark.parametrize("seed", range(6))
def test_the_rows_of_a_web_page_in_another_order_keep_their_figures(seed: int) -> None:
    wild = report(seed, [], edition="2021")
    web = page(wild)
    for upper, lower in (("行政处罚", "行政强制"), ("1.属于国家秘密", "8.属于行政查询事项")):
        # Only the words change places: the figures of each row are now those of the other.
        web = web.replace(upper, "\0").replace(lower, upper).replace("\0", lower)
    result = read(web.encode(), name="report.html")
    assert result.report is not None
    names = {"penalty": "coercion", "state_secret": "registry_query"}
    names |= {new: old for old, new in names.items()}
    for address, figure in result.report.figures.items():
        row = names.get(address.row, address.row)
        assert figure == wild.expected[Address(address.table, row, address.column)], address


@pytest.mark.parametrize("seed", range(6))
def test_rows_in_any_order_are_never_taken_for_others(seed: int) -> None:
    form = load("2021")
    figures = random_figures(form, seed, zeros=0.3)
    lines = report_text(form, figures, "tabs").split("\n")
    rng = random.Random(seed)
    body = [n for n, line in enumerate(lines) if line.count("\t") >= 7]
    for n, line in zip(body, rng.sample([lines[n] for n in body], len(body)), strict=True):
        lines[n] = line
    result = read("\n".join(lines).encode(), name="report.txt")
    assert result.report is not None
    for address, cell in result.report.cells.items():
        assert cell.figure in (figures[address], UNREADABLE), address


def test_a_label_that_only_its_place_tells_apart_does_not_jump() -> None:
    """“3.其他” stands for one group only; above another it may be a row of that group's own."""
    form = load("2021")
    figures = random_figures(form, 3, zeros=0.3)
    text = report_text(form, figures, "tabs")
    result = read(_lines_swapped(text, "（二）部分公开", "3.其他").encode(), name="report.txt")
    assert result.report is not None
    for address, cell in result.report.cells.items():
        assert cell.figure in (figures[address], UNREADABLE), address


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        *product(["tabs", "markdown", "piped_stream"], ["（无法辨认）", "*", "见附件", "详见附件"]),
        ("tabs", "由区审批局统一办理"),
        ("tabs", "7*"),
    ],
)
def test_words_in_place_of_every_figure_of_a_row_are_unreadable_and_kept(
    shape: str, words: str
) -> None:
    form = load("2021")
    figures = random_figures(form, 3, zeros=0.3)
    text = report_text(form, figures, shape)
    licence = Address("licences", "licence", "decisions")
    begin = text.index("行政许可")
    end = text.index(str(figures[licence]), begin)
    text = text[:end] + words + text[end + len(str(figures[licence])) :]
    result = read(text.encode(), name="report.txt")
    assert result.report is not None
    assert result.report.figures == figures | {licence: UNREADABLE}
    assert result.report.cells[licence].raw == words
    assert result.report.misprints == ()
    assert [issue.code for issue in result.issues] == ["readers.unreadable_cell"]


@pytest.mark.parametrize("write", [html.write, docx.write, xlsx.write])
def test_what_could_not_be_read_is_not_missing_in_what_is_written_from_it(
    write: Callable[[FilledForm], bytes],
) -> None:
    form = load("2021")
    figures = random_figures(form, 3, zeros=0.3)
    lost = {a: UNREADABLE for a in form.addresses if a.row in ("licence", "granted", "all")}
    report = filled(form, figures | lost, title="样例镇2023年政府信息公开工作年度报告", year=2023)
    again = read(write(report))
    assert again.report is not None
    assert again.report.figures == figures | lost


@pytest.mark.parametrize("trait", ["four_on_its_side", "four_by_group", "four_by_result"])
@pytest.mark.parametrize("seed", range(6))
def test_table_four_turned_and_in_another_order_goes_by_its_labels(trait: str, seed: int) -> None:
    wild = report(seed, [trait])
    before, table, after = page(wild).rpartition("<table")
    rows = [m for m in re.finditer("<tr.*?</tr>", after, re.S) if re.search(r">\s*\d", m[0])]
    plain = [m for m in rows if "rowspan" not in m[0] and len(rows[-1][0]) - len(m[0]) < 40]
    upper, lower = plain[-2:]
    turned = after[: upper.start()] + lower[0] + after[upper.end() : lower.start()]
    turned += upper[0] + after[lower.end() :]
    result = read(f"{before}{table}{turned}".encode(), name="report.html")
    assert result.report is not None
    assert result.report.figures == wild.expected


def test_a_label_all_but_word_for_word_is_no_other_rows_whatever_the_order() -> None:
    """Without their numbers 本年新收 and 上年结转 are much alike; each is still its own."""
    form = load("2021")
    figures = random_figures(form, 3, zeros=0.3)
    text = _lines_swapped(report_text(form, figures, "tabs"), "一、本年新收", "二、上年结转")
    text = text.replace("一、本年新收", "本年度新收").replace("二、上年结转", "上年结转")
    result = read(text.encode(), name="report.txt")
    assert result.report is not None
    assert result.report.figures == figures
