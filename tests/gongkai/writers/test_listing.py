"""A list as a workbook: what a text says stays a text."""

import io

import openpyxl

from gongkai.writers import listing


def test_a_text_that_looks_like_a_formula_stays_a_text_and_a_number_a_number():
    data = listing.write(["机关", "数"], [("=1+1", 7), ("+86", None)])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert [[cell.value for cell in row] for row in sheet] == [
        ["机关", "数"],
        ["=1+1", 7],
        ["+86", None],
    ]
    assert sheet["A2"].data_type == "s"
    assert sheet["A1"].font.bold and sheet.freeze_panes == "A2"
