"""The geometry shared by PDF, OFD and OCR: lines to cells, characters to text, pages to one table."""

import time

import pytest

from gongkai.figures import UNREADABLE
from gongkai.forms.filled import Origin
from gongkai.readers import continued
from gongkai.readers.document import Grid, GridCell
from gongkai.readers.lines import Glyph, Line, cell_text, lines, pieces
from gongkai.readers.numerals import figure_of
from gongkai.readers.page import Page, blocks
from gongkai.readers.ruling import Slot, Stroke, join, lattices, snap


def across(*ys: float, start: float = 0, end: float = 100) -> list[Stroke]:
    return [Stroke(y, start, end) for y in ys]


def word(
    text: str, left: float, top: float, *, size: float = 10, step: float | None = None
) -> list[Glyph]:
    """Return characters side by side; ASCII is half as wide as it is high."""
    glyphs = []
    x = left
    for character in text:
        wide = size if ord(character) > 255 else size / 2
        glyphs.append(Glyph(character, x, top, x + wide, top + size))
        x += wide if step is None else step
    return glyphs


# --- Ruling lines --------------------------------------------------------------------------------


def test_double_borders_and_dashes_are_one_line() -> None:
    double = snap([Stroke(10.0, 0, 50), Stroke(12.0, 0, 50)])
    assert {stroke.at for stroke in double} == {11.0}
    assert join([Stroke(5, x, x + 3) for x in range(0, 60, 6)]) == [Stroke(5, 0, 57)]


def test_a_missing_inner_line_is_a_merged_cell() -> None:
    down = [Stroke(0, 0, 30), Stroke(50, 10, 30), Stroke(100, 0, 30)]
    (table,) = lattices(across(0, 10, 20, 30), down)
    assert table.slots[0] == Slot(row=0, column=0, row_span=1, column_span=2)
    assert len(table.slots) == 5


def test_a_row_label_spans_the_rows_that_no_line_cuts() -> None:
    rows = [*across(0, 20), Stroke(10, 40, 100)]
    (table,) = lattices(rows, [Stroke(x, 0, 20) for x in (0, 40, 100)])
    assert table.slots[0] == Slot(0, 0, 2, 1)
    assert [tuple(slot) for slot in table.slots[1:]] == [(0, 1, 1, 1), (1, 1, 1, 1)]


def test_a_table_open_at_its_sides_is_as_wide_as_its_lines() -> None:
    (table,) = lattices(across(0, 10, 20), [Stroke(30, 0, 20), Stroke(60, 0, 20)])
    assert table.xs == (0, 30, 60, 100)


def test_lines_that_touch_nothing_are_no_table() -> None:
    assert lattices(across(10, 60), []) == []
    assert lattices(across(10), [Stroke(200, 0, 50)]) == []


def test_two_tables_on_a_page_stay_two() -> None:
    down = [Stroke(x, top, top + 10) for top in (0, 40) for x in (0, 50, 100)]
    assert len(lattices(across(0, 10, 40, 50), down)) == 2


def test_a_drawing_of_thousands_of_lines_takes_bounded_time() -> None:
    rows = [Stroke(float(y), 0, 2500) for y in range(0, 2500, 5)]
    columns = [Stroke(float(x), 0, 2500) for x in range(0, 2500, 5)]
    start = time.process_time()
    lattices(rows, columns)
    assert time.process_time() - start < 30  # pairs of all lines would take hours


# --- Text ----------------------------------------------------------------------------------------


def test_spaced_out_text_is_one_word_and_two_numbers_are_two() -> None:
    assert lines(word("4722", 0, 0, step=7))[0].text == "4722"
    assert lines([*word("12", 0, 0), *word("34", 14, 0)])[0].text == "12 34"
    assert [p.text for p in pieces(lines([*word("12", 0, 0), *word("34", 20, 0)])[0])] == [
        "12",
        "34",
    ]


def test_lines_of_a_label_are_joined_and_two_numbers_never() -> None:
    label = [*word("商业企", 0, 0), *word("业", 0, 12)]
    assert cell_text(label, 36) == "商业企业"
    assert cell_text([*word("0", 0, 0), *word("12", 0, 12)], 36) == "0\n\n12"
    assert figure_of(cell_text([*word("12", 0, 0), *word("5", 0, 12)], 36)) == UNREADABLE


def test_a_number_that_fills_its_cell_runs_on_in_the_next_line() -> None:
    assert cell_text([*word("12345", 0, 0), *word("6", 0, 12)], 27) == "123456"


@pytest.mark.parametrize("quarter", [1, 3])
def test_a_turned_label_is_read_along_its_own_direction(quarter: int) -> None:
    places = range(4) if quarter == 1 else reversed(range(4))
    label = [
        Glyph(character, 5, 10.0 * place, 15, 10.0 * place + 10, quarter)
        for character, place in zip("商业企业", places, strict=True)
    ]
    assert cell_text(label, 20) == "商业企业"


# --- A table over a page break -------------------------------------------------------------------


def grid(*rows: list[str | tuple[str, int, int]], page: int = 1) -> Grid:
    """Return a grid; a cell is its text, or its text, row span and column span."""
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    for row, entries in enumerate(rows):
        column = 0
        for entry in entries:
            text, high, wide = (entry, 1, 1) if isinstance(entry, str) else entry
            while (row, column) in taken:
                column += 1
            taken |= {(row + i, column + j) for i in range(high) for j in range(wide)}
            cells.append(GridCell(text, row, column, high, wide, Origin(page=page)))
    return Grid(tuple(cells))


def printed(merged: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in merged.rows()]


HEADER = ["类别", "自然人", "总计"]


def test_a_header_printed_again_is_dropped() -> None:
    merged = continued.merge(
        grid(HEADER, ["1.重复申请", "3", "3"]), grid(HEADER, ["2.其他", "0", "0"])
    )
    assert printed(merged) == [HEADER, ["1.重复申请", "3", "3"], ["2.其他", "0", "0"]]


def test_a_row_cut_by_the_page_break_is_one_row_again() -> None:
    merged = continued.merge(
        grid(HEADER, ["5.要求行政机关确认或重", "1", "1"]),
        grid(["新出具已获取信息", "", ""], ["（七）总计", "9", "9"]),
    )
    assert printed(merged)[1:] == [
        ["5.要求行政机关确认或重新出具已获取信息", "1", "1"],
        ["（七）总计", "9", "9"],
    ]


def test_a_group_label_cut_by_the_page_break_heads_the_rows_of_both_pages() -> None:
    merged = continued.merge(
        grid(["（四）无", "1.不掌握", "7"]),
        grid([("法提供", 2, 1), "2.需另行制作", "8"], ["3.仍不明确", "9"], page=2),
    )
    label = merged.cells[0]
    assert (label.text, label.row_span) == ("（四）无法提供", 3)
    assert printed(merged) == [
        ["（四）无法提供", "1.不掌握", "7"],
        ["2.需另行制作", "8"],
        ["3.仍不明确", "9"],
    ]


def test_two_rows_with_figures_stay_two_however_their_labels_read() -> None:
    merged = continued.merge(grid(["1.重复申请", "3"]), grid(["其他处理", "4"]))
    assert printed(merged) == [["1.重复申请", "3"], ["其他处理", "4"]]


def test_an_empty_row_is_not_swallowed_by_the_one_before_it() -> None:
    merged = continued.merge(grid(["1.重复申请", "3"]), grid(["2.其他", ""]))
    assert printed(merged) == [["1.重复申请", "3"], ["2.其他", ""]]


# --- Pages ---------------------------------------------------------------------------------------


def test_a_frame_around_paragraphs_is_no_table() -> None:
    frame = Page(
        1,
        600,
        800,
        word("一、总体情况", 60, 60),
        across(50, 90, start=50, end=550),
        [Stroke(x, 50, 90) for x in (50, 550)],
    )
    (block,) = blocks([frame])
    assert not isinstance(block, Grid)
    assert block.text == "一、总体情况"


def test_a_line_of_text_knows_its_box() -> None:
    (line,) = lines(word("示例", 10, 20))
    assert isinstance(line, Line)
    assert line.box == (10, 20, 30, 30)


def test_a_cell_that_the_edge_of_the_paper_cuts_holds_no_sure_number() -> None:
    """The table prints 324 in its last column; the paper ends after 32."""
    glyphs = [*word("规章", 10, 2), *word("5", 60, 2), *word("32", 89, 2)]
    page = Page(1, 100, 200, glyphs, across(0, 20), [Stroke(x, 0, 20) for x in (0, 50, 80)])
    (grid,) = [block for block in blocks([page]) if isinstance(block, Grid)]
    texts = [cell.text for cell in grid.cells]
    assert texts[:2] == ["规章", "5"]
    assert figure_of(texts[2]) == UNREADABLE
