"""The printed tables: the official layout, and a rectangle covered once, whatever the edition."""

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.forms.evaluate import computed
from gongkai.forms.form import EDITIONS, Form, Line, Table, load
from gongkai.forms.grid import PrintedCell, PrintedTable, printed_table, printed_tables

TABLES = [(edition, section) for edition in EDITIONS for section in (2, 3, 4)]


def covered(table: PrintedTable) -> dict[tuple[int, int], PrintedCell]:
    """Return the cell that covers each place; fail where two do, or one hangs over the edge."""
    places: dict[tuple[int, int], PrintedCell] = {}
    for top, row in enumerate(table.rows):
        for cell in row:
            for y in range(top, top + cell.row_span):
                for x in range(cell.column, cell.column + cell.column_span):
                    assert (y, x) not in places, (y, x, cell.text)
                    places[(y, x)] = cell
    return places


def assert_rectangle(table: PrintedTable) -> None:
    """Assert that every place of the table is covered, and none outside it."""
    wanted = {(y, x) for y in range(len(table.rows)) for x in range(table.width)}
    assert covered(table).keys() == wanted


@pytest.mark.parametrize(("edition", "section"), TABLES)
def test_the_cells_cover_the_table_exactly_once(edition: str, section: int) -> None:
    assert_rectangle(printed_table(load(edition), section))


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_figure_of_the_form_is_printed_once_and_in_order(edition: str) -> None:
    printed = [cell.address for table in printed_tables(edition) for cell in table.figures]
    assert printed == list(load(edition).addresses)


def test_table_three_looks_like_the_official_form() -> None:
    table = printed_table(load("2021"), 3)
    assert (table.width, table.label_columns, table.header_rows) == (10, 3, 3)
    first, second, third = ([c.text for c in row] for row in table.rows[:3])
    assert first == [
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        "申请人情况",
    ]
    assert second == ["自然人", "法人或其他组织", "总计"]
    assert third == ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    spans = {c.text: (c.row_span, c.column_span) for row in table.rows for c in row if c.text}
    assert spans["申请人情况"] == (1, 7)
    assert spans["法人或其他组织"] == (1, 5)
    assert spans["自然人"] == (2, 1)
    assert spans["一、本年新收政府信息公开申请数量"] == (1, 3)
    assert spans["三、本年度办理结果"] == (22, 1)
    assert spans["（一）予以公开"] == (1, 2)
    assert spans["（三）不予公开"] == (8, 1)
    assert spans["（七）总计"] == (1, 2)


def test_in_2019_the_group_of_results_is_two_rows_shorter() -> None:
    cells = [c for row in printed_table(load("2019"), 3).rows for c in row]
    assert next(c for c in cells if c.text == "三、本年度办理结果").row_span == 20
    assert next(c for c in cells if c.text == "（六）其他处理").column_span == 2


def test_table_two_stacks_its_blocks_each_with_title_and_header() -> None:
    table = printed_table(load("2021"), 2)
    assert [b.table for b in table.blocks] == ["documents", "licences", "enforcement", "fees"]
    assert table.header_rows == 0  # each block has its own
    licences = table.blocks[1]
    title, header, row = table.rows[licences.first : licences.first + 3]
    assert [(c.text, c.column_span) for c in title] == [("第二十条第（五）项", 4)]
    assert [(c.text, c.column_span) for c in header] == [("信息内容", 1), ("本年处理决定数量", 3)]
    assert [(c.text, c.column_span) for c in row] == [("行政许可", 1), ("", 3)]


def test_table_four_has_no_row_labels() -> None:
    table = printed_table(load("2021"), 4)
    assert (table.width, table.label_columns, table.header_rows, len(table.rows)) == (15, 0, 3, 4)
    assert [(c.text, c.column_span) for c in table.rows[0]] == [("行政复议", 5), ("行政诉讼", 10)]


def test_a_figure_knows_the_headers_that_head_it() -> None:
    table = printed_table(load("2021"), 3)
    by_id = {c.id: c.text for row in table.rows for c in row if c.id}
    cell = next(c for c in table.figures if c.name == "requests/third_party/law_service")
    assert [by_id[header] for header in cell.headers] == [
        "申请人情况",
        "法人或其他组织",
        "法律服务机构",
        "三、本年度办理结果",
        "（三）不予公开",
        "4.保护第三方合法权益",
    ]


@pytest.mark.parametrize(("edition", "section"), TABLES)
def test_every_header_a_figure_names_is_printed_above_or_beside_it(
    edition: str, section: int
) -> None:
    table = printed_table(load(edition), section)
    tops = {c.id: y for y, row in enumerate(table.rows) for c in row if c.header}
    assert len(tops) == sum(c.header for row in table.rows for c in row)
    for y, row in enumerate(table.rows):
        for cell in row:
            assert all(tops[header] <= y for header in cell.headers)
            assert bool(cell.headers) == (cell.address is not None)


def test_the_entry_form_opens_leaf_cells_only() -> None:
    form = load("2021")
    closed = {c.address for t in printed_tables("2021") for c in t.figures if c.computed}
    assert closed == computed(form)


def test_money_is_told_from_counts() -> None:
    kinds = {c.name: c.kind for t in printed_tables("2021") for c in t.figures}
    assert kinds["fees/fee/amount"] == "money_wan"
    assert kinds["documents/rules/issued"] == "count"


def test_a_part_without_a_table_has_none_to_print() -> None:
    with pytest.raises(KeyError):
        printed_table(load("2021"), 1)


def test_the_official_blank_form_has_the_same_cells(reports_dir: Path) -> None:
    """The blank Word form of 2021: same texts, same spans, cell by cell."""
    document = Document(str(reports_dir / "template_blank" / "report.docx"))
    for printed, official in zip(printed_tables("2021"), document.tables, strict=True):
        ours = [[(c.text, c.row_span, c.column_span) for c in row] for row in printed.rows]
        assert ours == _anchors(official)


def _anchors(table: Any) -> list[list[tuple[str, int, int]]]:
    """Return the anchor cells of a Word table with their spans."""
    rows: list[list[tuple[str, int, int]]] = []
    open_at: dict[int, tuple[int, int]] = {}  # grid column -> (row, index) of the cell above
    for y, row in enumerate(table._tbl.tr_lst):
        anchors: list[tuple[str, int, int]] = []
        rows.append(anchors)
        x = 0
        for cell in row.tc_lst:
            if cell.vMerge == "continue":
                at, index = open_at[x]
                text, height, width = rows[at][index]
                rows[at][index] = (text, height + 1, width)
            else:
                open_at[x] = (y, len(anchors))
                text = "".join(p.text for p in cell.p_lst)
                text = "".join(text.split())
                anchors.append((text, 1, cell.grid_span))
            x += cell.grid_span
    return rows


@st.composite
def lines(draw: st.DrawFn) -> tuple[Line, ...]:
    """A random tree of labels, headings before what stands under them."""
    found: list[Line] = []

    def grow(under: str | None, level: int) -> None:
        for _ in range(draw(st.integers(1, 3))):
            name = f"n{len(found)}"
            heading = level < 2 and draw(st.booleans())
            found.append(Line(name, name, heading=heading, under=under))
            if heading:
                grow(name, level + 1)

    grow(None, 0)
    return tuple(found)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(lines(), lines(), st.booleans()), min_size=1, max_size=3))
def test_any_form_that_may_come_is_laid_out_without_gap_or_overlap(
    trees: list[tuple[tuple[Line, ...], tuple[Line, ...], bool]],
) -> None:
    tables = tuple(
        Table(f"t{i}", 2, "题" if titled else "", "角", "", columns, rows, ())
        for i, (columns, rows, titled) in enumerate(trees)
    )
    form = Form("2021", "", 2021, None, tables)
    table = printed_table(form, 2)
    assert_rectangle(table)
    assert [c.address for c in table.figures] == list(form.addresses)
