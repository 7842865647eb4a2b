"""A list as a workbook: what a text says stays a text."""

import io
from decimal import Decimal

import openpyxl
import pytest

from gongkai.errors import InputError
from gongkai.writers import listing


def test_a_text_that_looks_like_a_formula_stays_a_text_and_a_number_a_number():
    data = listing.write(
        {"gongkai": ["机关", "数"]}, [("gongkai", ("=1+1", 7)), ("gongkai", ("+86", None))]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [[cell.value for cell in row] for row in sheet] == [
        ["机关", "数"],
        ["=1+1", 7],
        ["+86", None],
    ]
    assert sheet["A2"].data_type == "s"
    assert sheet["A1"].font.bold and sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"


def test_decimals_are_numbers_to_add_up_and_errors_by_look_stay_text():
    rows = [("a", (Decimal("961.5"), "#N/A")), ("a", (Decimal(0), "\x07铃"))]
    sheet = openpyxl.load_workbook(io.BytesIO(listing.write({"a": ["数", "原文"]}, rows))).active
    assert sheet["A2"].value + sheet["A3"].value == 961.5
    assert (sheet["B2"].data_type, sheet["B3"].value) == ("s", "铃")


def test_sheets_filled_by_turns_keep_their_own_rows_and_columns_fit_their_words():
    rows = [
        (name, (number, "政府信息公开工作年度报告" * 4, "x" * 99))
        for number in range(300)
        for name in "ab"
    ]
    book = openpyxl.load_workbook(
        io.BytesIO(listing.write({"a": ["n", "t", "x"], "b": ["n", "t", "x"], "c": ["x"]}, rows))
    )
    assert book.sheetnames == ["a", "b", "c"]
    for name in "ab":
        assert [row[0] for row in book[name].iter_rows(min_row=2, values_only=True)] == [
            *range(300)
        ]
        assert book[name].column_dimensions["B"].width == 60
        assert book[name]["B2"].alignment.wrap_text
        assert book[name]["A2"].alignment.vertical == "top"
        assert not book[name]["C2"].alignment.wrap_text
        assert book[name].row_dimensions[2].height == 30  # two lines: none hides another
        assert book[name].row_dimensions[300].height == 30
    assert [cell.value for cell in book["c"][1]] == ["x"]


def test_more_rows_than_a_sheet_holds_are_refused_with_a_way_out(monkeypatch):
    monkeypatch.setattr(listing, "_MOST_ROWS", 300)  # of the million it is, to be quick
    rows = (("a", (1,)) for _ in range(300))
    with pytest.raises(InputError) as refused:
        listing.write({"a": ["n"]}, rows)
    assert "--format csv" in refused.value.sentence()
