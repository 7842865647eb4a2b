"""The workbook: live sums with cached values, printed totals kept, comments where they differ."""

import io
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pypdfium2
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from gongkai.figures import UNREADABLE, number
from gongkai.forms.evaluate import computed
from gongkai.forms.filled import Cell, FilledForm
from gongkai.forms.form import Address
from gongkai.writers import xlsx

TOTAL = Address("requests", "received", "total")
PART = Address("requests", "received", "natural")


def sheets(data: bytes) -> list[Worksheet]:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets


def formulas(data: bytes) -> list[str]:
    return [
        str(cell.value)
        for sheet in sheets(data)
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).startswith("=")
    ]


def test_sheets_follow_the_parts_in_reading_order(township: FilledForm) -> None:
    names = [sheet.title for sheet in sheets(xlsx.write(township))]
    assert names == ["第一部分", "第二部分", "第三部分", "第四部分", "第五、六部分", "报告信息"]


def test_every_computed_cell_is_a_live_sum_with_its_value_cached(township: FilledForm) -> None:
    data = xlsx.write(township)
    assert len(formulas(data)) == len(computed(township.form))
    assert "=SUM(D5:I5)" in formulas(data)
    cached = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("第三部分")
    row = next(r for r in cached.to_python() if str(r[0]).startswith("一、本年新收"))
    assert row[-1] == float(township[TOTAL].value)


def test_prose_keeps_inside_the_printed_page(
    township: FilledForm, soffice: str, tmp_path: Path
) -> None:
    """Without the fonts of the office program digits are wider, and so are columns."""
    source = tmp_path / "report.xlsx"
    source.write_bytes(xlsx.write(township))
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            *("--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    for page in pypdfium2.PdfDocument(source.with_suffix(".pdf")):
        text = page.get_textpage()
        right = max(text.get_charbox(n)[2] for n in range(text.count_chars()))
        assert right <= page.get_width() - 0.5 * 72


def test_libreoffice_recalculates_to_the_printed_figures(
    township: FilledForm, soffice: str, tmp_path: Path
) -> None:
    """The cached values agree with what a spreadsheet program works out."""
    source = tmp_path / "report.xlsx"
    source.write_bytes(xlsx.write(township))
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            *("--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    before = CalamineWorkbook.from_path(str(source)).get_sheet_by_name("第三部分").to_python()
    after = CalamineWorkbook.from_path(str(tmp_path / "report.ods"))
    assert after.get_sheet_by_name("第三部分").to_python() == before


def test_a_total_that_differs_keeps_the_printed_value_and_says_so(township: FilledForm) -> None:
    wrong = {TOTAL: Cell(TOTAL, number(77)), PART: township.cells[PART]}
    data = xlsx.write(replace(township, cells={**township.cells, **wrong}))
    (cell,) = [
        cell
        for sheet in sheets(data)
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    ]
    assert cell.value == 77
    right = sum(
        township[Address(*TOTAL[:2], column)].value
        for column in ("natural", "enterprise", "research", "charity", "law_service", "other_org")
    )
    assert cell.comment.text == f"报告印作77，各项相加为{right}。"


def test_a_sum_with_an_unreadable_part_is_no_formula(township: FilledForm) -> None:
    cells = {**township.cells, PART: Cell(PART, UNREADABLE, "1?")}
    data = xlsx.write(replace(township, cells=cells))
    assert "=SUM(D5:I5)" not in formulas(data)


def test_a_blank_stays_blank_and_money_keeps_its_decimals(township: FilledForm) -> None:
    fee = next(a for a in township.form.addresses if township.form.kind(a).startswith("money"))
    cells = {**township.cells, fee: Cell(fee, number("96171.65"))}
    values = [
        cell.value
        for sheet in sheets(xlsx.write(replace(township, cells=cells)))
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert 96171.65 in values


def test_a_sum_of_more_digits_than_a_workbook_keeps_is_no_formula(township: FilledForm) -> None:
    """A spreadsheet keeps fifteen digits: a longer number stands as text, which no SUM adds."""
    long = Cell(PART, number(10**15 + 1))
    rest = township[TOTAL].value - township[PART].value
    whole = Cell(TOTAL, number(10**15 + 1 + rest))
    data = xlsx.write(replace(township, cells={**township.cells, PART: long, TOTAL: whole}))
    row = next(r for r in sheets(data)[2].iter_rows(values_only=True) if "新收" in str(r[0]))
    assert str(10**15 + 1) in row
    assert row[-1] == str(whole.figure.value)
