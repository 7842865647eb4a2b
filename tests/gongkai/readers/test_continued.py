"""A table over a page break: rows that were cut in two become one again, rows that were not stay two."""

from gongkai.figures import number
from gongkai.readers.continued import merge
from gongkai.readers.document import Grid, GridCell
from gongkai.readers.numerals import figure_of


def grid(*rows: tuple[str, ...]) -> Grid:
    return Grid(
        tuple(GridCell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row))
    )


def texts(table: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows()]


def test_a_row_cut_in_its_label_is_one_row() -> None:
    above = grid(("1.属于国家秘密", "0", "0", "0"), ("2.其他法律行政", "3", "0", "3"))
    below = grid(("法规禁止公开", "", "", ""), ("3.危及“三安全一稳定”", "1", "0", "1"))
    assert texts(merge(above, below)) == [
        ["1.属于国家秘密", "0", "0", "0"],
        ["2.其他法律行政法规禁止公开", "3", "0", "3"],
        ["3.危及“三安全一稳定”", "1", "0", "1"],
    ]


def test_a_figure_cut_with_its_row_is_one_figure() -> None:
    above = grid(("1.本机关不", "337", "12345", "１２３", "210"))
    below = grid(("掌握相关政府信息", "", "", "４５", "0件"))
    ((label, *values),) = texts(merge(above, below))
    assert label == "1.本机关不掌握相关政府信息"
    assert [figure_of(v) for v in values] == [number(n) for n in (337, 12345, 12345, 2100)]


def test_two_full_rows_stay_two_although_the_second_has_lost_its_number() -> None:
    above = grid(("1.信访举报投诉类申请", "4", "0", "4"))
    below = grid(("重复申请", "2", "1", "3"))
    assert texts(merge(above, below)) == [
        ["1.信访举报投诉类申请", "4", "0", "4"],
        ["重复申请", "2", "1", "3"],
    ]


def test_a_header_printed_again_is_dropped() -> None:
    head = ("", "自然人", "商业企业", "总计")
    above, below = grid(head, ("1.甲", "0", "0", "0")), grid(head, ("2.乙", "1", "0", "1"))
    assert texts(merge(above, below)) == [
        list(head),
        ["1.甲", "0", "0", "0"],
        ["2.乙", "1", "0", "1"],
    ]
