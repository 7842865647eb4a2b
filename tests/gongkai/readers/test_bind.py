"""Tables with true columns: by the header a value goes where it stands, whatever else is odd."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from gongkai.figures import BLANK, UNREADABLE, number
from gongkai.forms.filled import Origin, Paragraph
from gongkai.forms.form import Address, load
from gongkai.readers.document import Block, Document, Grid, GridCell
from gongkai.readers.read import interpret, read_file
from tests.gongkai.readers.flatten import random_figures

EXAMPLES = Path(__file__).parents[3] / "examples"
FORM = load("2021")
REQUESTS = FORM.table("requests")
COLUMNS = [c.id for c in REQUESTS.leaf_columns]
DOCUMENT_COLUMNS = [c.id for c in FORM.table("documents").leaf_columns]


def _grid(rows: Sequence[Sequence[str | tuple[str, int, int]]]) -> Grid:
    """Return an exact grid; a cell is its text, or (text, row span, column span)."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for r, row in enumerate(rows):
        column = 0
        for entry in row:
            text, down, right = entry if isinstance(entry, tuple) else (entry, 1, 1)
            while (r, column) in taken:
                column += 1
            taken |= {(r + i, column + j) for i in range(down) for j in range(right)}
            cells.append(
                GridCell(text, r, column, down, right, Origin(table=0, row=r, cell=column))
            )
            column += right
    return Grid(tuple(cells))


HEADER = [
    [
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
        ("申请人情况", 1, 7),
    ],
    [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
    ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
]


def _rows(figures, *, row_ids=None):
    """Return the data rows of table three in the official layout, spans and all."""
    rows = []
    ids = row_ids or [line.id for line in REQUESTS.leaf_rows]
    seen: set[str] = set()
    for row_id in ids:
        line = REQUESTS.row(row_id)
        labels: list[str | tuple[str, int, int]] = []
        group = line.under
        chain = []
        while group is not None:
            chain.insert(0, group)
            group = REQUESTS.row(group).under
        for heading in chain:
            inside = [i for i in ids if _under(i, heading)]
            if heading not in seen:
                labels.append((REQUESTS.row(heading).label, len(inside), 1))
                seen.add(heading)
        labels.append((line.label, 1, 3 - len(chain)))
        values = [str(figures[Address("requests", row_id, c)]) for c in COLUMNS]
        rows.append([*labels, *values])
    return rows


def _under(row_id: str, heading: str) -> bool:
    current = REQUESTS.row(row_id).under
    while current is not None:
        if current == heading:
            return True
        current = REQUESTS.row(current).under
    return False


def _read(*blocks: Block):
    report, binding = interpret(Document("text/html", blocks))
    return report, [issue.code for issue in binding.issues]


def _requests_of(report, figures) -> dict[str, tuple[str, str]]:
    """Return the cells of table three that differ, as address -> (true, read)."""
    return {
        str(a): (str(figures[a]), str(report[a]))
        for a in REQUESTS.addresses()
        if report[a] != figures[a]
    }


@pytest.mark.parametrize("seed", range(5))
def test_the_official_layout_reads_back_whole(seed: int) -> None:
    figures = random_figures(FORM, seed, zeros=0.3)
    report, issues = _read(_grid([*HEADER, *_rows(figures)]))
    assert _requests_of(report, figures) == {}
    assert issues == []


@pytest.mark.parametrize("repeat_header", [True, False])
def test_a_table_over_two_pages(repeat_header: bool) -> None:
    figures = random_figures(FORM, 1, zeros=0.3)
    ids = [line.id for line in REQUESTS.leaf_rows]
    first, second = _rows(figures, row_ids=ids[:13]), _rows(figures, row_ids=ids[13:])
    report, _ = _read(
        _grid([*HEADER, *first]), _grid([*HEADER, *second] if repeat_header else second)
    )
    assert _requests_of(report, figures) == {}


def test_a_column_for_remarks_takes_no_part() -> None:
    figures = random_figures(FORM, 2, zeros=0.3)
    header = [[*HEADER[0], ("备注", 3, 1)], *HEADER[1:]]
    rows = [[*row, ""] for row in _rows(figures)]
    report, issues = _read(_grid([*header, *rows]))
    assert _requests_of(report, figures) == {}
    assert issues == []


def test_an_empty_cell_between_values_is_blank_in_its_own_column() -> None:
    figures = random_figures(FORM, 3, zeros=0.3)
    rows = _rows(figures)
    rows[0][2] = ""  # 一、新收 has one label cell, so [2] is 商业企业
    report, _ = _read(_grid([*HEADER, *rows]))
    assert report[Address("requests", "received", "enterprise")] == BLANK
    assert len(_requests_of(report, figures)) == 1


def test_a_value_that_covers_two_columns_is_not_shared_out() -> None:
    figures = random_figures(FORM, 4, zeros=0.3)
    rows = _rows(figures)
    rows[0] = [rows[0][0], (str(rows[0][1]), 1, 2), *rows[0][3:]]
    report, issues = _read(_grid([*HEADER, *rows]))
    assert report[Address("requests", "received", "natural")] in (
        UNREADABLE,
        figures[Address("requests", "received", "natural")],
    )
    assert report[Address("requests", "received", "enterprise")] == UNREADABLE
    assert "readers.row_too_short" in issues


def test_words_in_a_value_cell_are_unreadable_there_and_nowhere_else() -> None:
    figures = random_figures(FORM, 5, zeros=0.3)
    rows = _rows(figures)
    rows[3][-7] = "见附表"
    report, _ = _read(_grid([*HEADER, *rows]))
    assert len(_requests_of(report, figures)) == 1


def test_a_table_printed_twice_is_read_where_both_say_the_same_and_nowhere_else() -> None:
    figures, others = random_figures(FORM, 6, zeros=0.3), random_figures(FORM, 7, zeros=0.3)
    report, issues = _read(_grid([*HEADER, *_rows(figures)]), _grid([*HEADER, *_rows(others)]))
    assert issues.count("readers.row_twice") >= 20
    for address in REQUESTS.addresses():
        one, other, cell = figures[address], others[address], report.cells[address]
        assert cell.figure == (one if one == other else UNREADABLE), address
        if one != other:
            assert sorted(cell.raw.split("；")) == sorted([str(one), str(other)])


def test_a_table_printed_twice_with_the_same_figures_is_those_figures() -> None:
    figures = random_figures(FORM, 6, zeros=0.3)
    report, issues = _read(_grid([*HEADER, *_rows(figures)]), _grid([*HEADER, *_rows(figures)]))
    assert _requests_of(report, figures) == {}
    assert issues == []


def test_a_small_table_in_the_prose_does_not_take_the_place_of_table_two() -> None:
    figures = random_figures(FORM, 8, zeros=0.3)
    rows = [
        [("第二十条第（六）项", 1, 2)],
        ["信息内容", "本年处理决定数量"],
        ["行政处罚", str(figures[Address("enforcement", "penalty", "decisions")])],
        ["行政强制", str(figures[Address("enforcement", "coercion", "decisions")])],
    ]
    stray = _grid([["类别", "条数"], ["行政处罚", "9999"]])
    report, _ = _read(
        Paragraph("一、总体情况"),
        stray,
        Paragraph("二、主动公开政府信息情况"),
        _grid(rows),
        _grid([*HEADER, *_rows(figures)]),
    )
    assert (
        report[Address("enforcement", "penalty", "decisions")]
        == figures[Address("enforcement", "penalty", "decisions")]
    )


FOUR = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
FOUR_HEADER = [
    [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
    [*((label, 2, 1) for label in FOUR), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
    [*FOUR, *FOUR],
]


def _four(figures) -> list[str]:
    return [str(figures[a]) for a in FORM.table("disputes").addresses()]


@pytest.mark.parametrize("shape", ["official", "named", "two_tables", "on_its_side"])
def test_table_four_in_the_shapes_it_comes_in(shape: str) -> None:
    figures = random_figures(FORM, 9, zeros=0.2)
    values = _four(figures)
    grids = {
        "official": [_grid([*FOUR_HEADER, values])],
        "named": [_grid([[("项目", 3, 1), *FOUR_HEADER[0]], *FOUR_HEADER[1:], ["数量", *values]])],
        "two_tables": [
            _grid([[("行政复议", 1, 5)], FOUR, values[:5]]),
            _grid(
                [
                    [("行政诉讼", 1, 10)],
                    [("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
                    [*FOUR, *FOUR],
                    values[5:],
                ]
            ),
        ],
        "on_its_side": [
            _grid(
                [
                    [*([(name, 5, 1)] if i == 0 else []), label, values[5 * n + i]]
                    for n, name in enumerate(("行政复议", "未经复议直接起诉", "复议后起诉"))
                    for i, label in enumerate(FOUR)
                ]
            )
        ],
    }[shape]
    report, _ = _read(_grid([*HEADER, *_rows(figures)]), *grids)
    assert {str(a): str(report[a]) for a in FORM.table("disputes").addresses()} == dict(
        zip(map(str, FORM.table("disputes").addresses()), values, strict=True)
    )


def test_table_two_of_the_other_edition_is_not_forced_into_this_one() -> None:
    figures = random_figures(FORM, 10, zeros=0.3)
    old = _grid(
        [
            [("第二十条第（五）项", 1, 4)],
            ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
            ["行政许可", "11", "2", "13"],
        ]
    )
    report, issues = _read(old, _grid([*HEADER, *_rows(figures)]))
    assert report.form.id == "2021"
    assert report[Address("licences", "licence", "decisions")].status == "absent"
    assert "readers.other_edition_table" in issues
    assert _requests_of(report, figures) == {}


def test_numbers_are_never_taken_from_a_serial_column() -> None:
    figures = random_figures(FORM, 11, zeros=0.3)
    header = [[("序号", 3, 1), *HEADER[0]], *HEADER[1:]]
    rows = [[str(i), *row] for i, row in enumerate(_rows(figures), 1)]
    report, _ = _read(_grid([*header, *rows]))
    assert _requests_of(report, figures) == {}
    assert number(1) != report[Address("requests", "received", "natural")] or figures[
        Address("requests", "received", "natural")
    ] == number(1)


def _torn(figures, upper: list[str], lower: list[str]):
    """Read table three with 予以公开 as the last row of a page, and `lower` under it overleaf."""
    ids = [line.id for line in REQUESTS.leaf_rows]
    rows = _rows(figures)
    at = ids.index("granted")
    rows[at] = [*rows[at][:-7], *upper]
    rest = _rows(figures, row_ids=ids[at + 1 :])
    report, issues = _read(_grid([*HEADER, *rows[: at + 1]]), _grid([["", "", "", *lower], *rest]))
    return [str(report[Address("requests", "granted", c)]) for c in COLUMNS], issues


def test_a_row_torn_by_a_page_break_is_joined_where_only_that_adds_up() -> None:
    figures = random_figures(FORM, 12, zeros=0.3)
    read, issues = _torn(figures, ["256", "1", *"00002"], ["18", *[""] * 5, "5619"])
    assert read == ["25618", "1", "0", "0", "0", "0", "25619"]
    assert "readers.settled_by_sums" in issues


def test_a_row_without_a_label_overleaf_is_not_joined_where_the_row_adds_up_alone() -> None:
    figures = random_figures(FORM, 12, zeros=0.3)
    read, issues = _torn(figures, ["25", "1", *"0000", "26"], ["13", "2", *"0000", "15"])
    assert read == ["25", "1", "0", "0", "0", "0", "26"]
    assert "readers.settled_by_sums" in issues


def test_a_row_torn_inside_its_label_is_one_row() -> None:
    figures = random_figures(FORM, 13, zeros=0.3)
    values = [str(figures[Address("documents", "normative", c)]) for c in DOCUMENT_COLUMNS]
    grid = _grid(
        [
            ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
            ["规章", "0", "0", "0"],
            ["行政规", *values],
            ["范性文件", "", "", ""],
        ]
    )
    report, _ = _read(grid, _grid([*HEADER, *_rows(figures)]))
    assert [str(report[Address("documents", "normative", c)]) for c in DOCUMENT_COLUMNS] == values


def test_a_row_that_leaves_the_header_is_read_only_where_it_adds_up() -> None:
    # the total is missing from its column; the mark in the remarks would make up the seven
    figures = random_figures(FORM, 14, zeros=0.3)
    rows = [[*row, "—"] for row in _rows(figures)]
    rows[3] = [*rows[3][:-8], *"1000001", "—"]
    whole = _grid([[*HEADER[0], ("备注", 3, 1)], *HEADER[1:], *rows])
    torn = Grid(tuple(c for c in whole.cells if (c.row, c.column) != (6, 9)))
    report, _ = _read(torn)
    read = [report[Address("requests", "partial", c)] for c in COLUMNS]
    assert read == [UNREADABLE] * 7


@pytest.mark.parametrize("first", [9, 4])
def test_columns_in_another_order_are_known_by_their_names(first: int) -> None:
    """“总计”或者“法人或其他组织”印在最前面：按栏名归位，不按顺序。"""
    read = read_file(EXAMPLES / "yangli-xian-2024" / "report.html")
    assert read.report is not None and read.document is not None
    wide = 1 if first == 9 else 5  # columns that are put in front of 自然人 and those after it

    def moved(cell: GridCell) -> GridCell:
        if cell.column < 3 or cell.column_span == 7:
            return cell
        ahead = first <= cell.column < first + wide
        beyond = cell.column > first
        column = 3 + cell.column - first if ahead else cell.column + (0 if beyond else wide)
        return replace(cell, column=column)

    blocks = [
        Grid(tuple(map(moved, block.cells)))
        if isinstance(block, Grid) and block.width == 10
        else block
        for block in read.document.blocks
    ]
    report, binding = interpret(Document("text/html", tuple(blocks)))
    assert report.figures == read.report.figures and not binding.issues
