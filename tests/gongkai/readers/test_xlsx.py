"""Spreadsheets: what a person sees in the sheet, whichever program wrote it."""

import io
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Border, Side

from gongkai.errors import UnreadableInput
from gongkai.figures import BLANK, number
from gongkai.forms.filled import filled
from gongkai.forms.form import load
from gongkai.readers import sheets, xlsx
from gongkai.readers.document import Document, Grid
from gongkai.readers.formulas import evaluate
from gongkai.readers.numberformats import show_number
from gongkai.readers.ole import CompoundFile
from gongkai.readers.read import read
from gongkai.writers import xlsx as xlsx_writer
from tests.effort import most

LINE = Side(style="thin")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


def saved(workbook: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def report() -> openpyxl.Workbook:
    """A small report on one sheet: title, headings, sentences and two tables."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "年报"
    rows = [
        ["示例镇2023年政府信息公开工作年度报告"],
        ["一、总体情况"],
        ["本年度收到申请3件，均已办结。"],
        ["二、主动公开政府信息情况"],
        ["第二十条第（一）项"],
        ["信息内容", "制发件数", "现行有效件数"],
        ["规章", 0, 12],
        ["行政规范性文件", 2, None],
        ["三、收到和处理政府信息公开申请情况"],
        ["申请人情况", "自然人", "总计"],
        ["一、本年新收政府信息公开申请数量", 3, 3],
        ["二、上年结转政府信息公开申请数量", None, None],
        [],
        ["注：以上数据截至2023年12月31日。"],
    ]
    for row in rows:
        sheet.append(row)
    for row in (1, 2, 3, 4, 5, 9, 14):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
    for row in (*range(5, 9), *range(10, 13)):
        for column in (1, 2, 3):
            sheet.cell(row, column).border = BOX
    return book


@pytest.fixture(scope="module")
def converted(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The small report as LibreOffice writes it in the other formats, with odd cells added."""
    book = report()
    sheet = book.active
    for row, (value, code) in enumerate(
        [(0.125, "0.0%"), (1234567, "#,##0"), (98765432101, "General"), (date(2024, 1, 5), "yyyy-mm-dd"),
         (12.345, "0.00"), (-7, "General"), (0.1, "General")], 16,
    ):  # fmt: skip
        sheet.cell(row, 1, f"项目{row}")
        sheet.cell(row, 2, value).number_format = code
    sheet.cell(23, 1, "求和")
    sheet.cell(23, 2, "=B7+B8")
    sheet.cell(24, 1, "藏行")
    sheet.cell(24, 2, 99)
    sheet.row_dimensions[24].hidden = True
    book.create_sheet("底稿")["A1"] = "草稿"
    book["底稿"].sheet_state = "hidden"
    long = book.create_sheet("长文")
    for row in range(1, 400):  # strings that run on over many records
        long.cell(row, 1, f"第{row}段" + "公开" * (row % 70) + "abc" * (row % 40))
        long.cell(row, 2, row)
    folder = tmp_path_factory.mktemp("sheets")
    (folder / "r.xlsx").write_bytes(saved(book))
    for kind, target in (("xls", "xls:MS Excel 97"), ("ods", "ods"), ("xlsx", "xlsx")):
        out = folder / kind
        subprocess.run(
            [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", target, "--outdir", str(out), str(folder / "r.xlsx")],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip
    return {kind: folder / kind / f"r.{kind}" for kind in ("xls", "ods", "xlsx")}


def outline(document: Document) -> list[str | tuple[int, int]]:
    """Paragraphs as text, grids as (height, width)."""
    return [(b.height, b.width) if isinstance(b, Grid) else b.text for b in document.blocks]


def column(document: Document, number: int) -> dict[str, str]:
    """First column -> another column, over all grids."""
    return {
        row[0].text: next((c.text for c in row if c.column == number), "")
        for grid in document.grids
        for row in grid.rows()
        if row
    }


SMALL = [
    "示例镇2023年政府信息公开工作年度报告", "一、总体情况", "本年度收到申请3件，均已办结。",
    "二、主动公开政府信息情况", (4, 3), "三、收到和处理政府信息公开申请情况", (3, 3),
    "注：以上数据截至2023年12月31日。",
]  # fmt: skip


def test_a_sheet_is_parted_into_prose_and_tables():
    document = xlsx.parse(saved(report()))
    assert outline(document) == SMALL
    first, second = document.grids
    assert [[c.text for c in row] for row in first.rows()] == [
        ["第二十条第（一）项"], ["信息内容", "制发件数", "现行有效件数"], ["规章", "0", "12"],
        ["行政规范性文件", "2", ""],
    ]  # fmt: skip
    assert next(first.rows())[0].column_span == 3
    # The label of an empty row is no heading, though it begins like one.
    assert list(second.rows())[2][0].text == "二、上年结转政府信息公开申请数量"
    assert list(second.rows())[1][2].origin is not None
    assert list(second.rows())[1][2].origin.ref == "C11"
    assert list(second.rows())[1][2].origin.sheet == "年报"


def test_a_long_sentence_is_prose_even_between_printed_cells():
    book = report()
    sheet = book.active
    sentence = (
        "本年度制发的行政规范性文件均已按规定备案并在政府网站规范性文件专栏集中公开" * 2 + "。"
    )
    sheet.insert_rows(8)
    sheet.cell(8, 1, sentence)
    for column in (1, 2, 3):
        sheet.cell(8, column).border = BOX
    assert sentence in outline(xlsx.parse(saved(book)))


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_libreoffice_files_of_every_kind_say_the_same(converted: dict[str, Path], kind: str):
    document = xlsx.parse(converted[kind].read_bytes())
    assert outline(document)[:8] == SMALL
    values = column(document, 1)
    assert values["规章"] == "0"
    assert values["项目16"] == "12.5%"
    assert values["项目17"].replace(",", "") == "1234567"
    assert values["项目18"] == "98765432101"
    assert values["项目19"] == "2024-01-05"
    assert values["项目20"] in ("12.35", "12.34")  # 12.345 is not a binary number
    assert values["项目21"] == "-7"
    assert values["项目22"] == "0.1"
    assert values["求和"] == "2"
    assert "藏行" not in values
    assert "草稿" not in str(document.blocks)
    assert {i.code for i in document.issues} == {"readers.hidden_cells", "readers.hidden_sheet"}
    assert all(i.sentence("zh") and i.sentence("en") for i in document.issues)
    for row in (1, 57, 399):
        assert values[f"第{row}段" + "公开" * (row % 70) + "abc" * (row % 40)] == str(row)


@pytest.mark.parametrize("kind", ["xls", "xlsx", "ods"])
def test_every_text_is_the_one_another_library_reads(converted: dict[str, Path], kind: str):
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(converted[kind].read_bytes()))
    theirs = book.get_sheet_by_name("长文").to_python()
    ours = [
        [c.text for c in row]
        for block in xlsx.parse(converted[kind].read_bytes()).grids
        for row in block.rows()
        if row[0].origin and row[0].origin.sheet == "长文"
    ]
    assert ours == [[row[0], str(int(row[1]))] for row in theirs]  # type: ignore[arg-type]


def test_a_sheet_is_read_in_milliseconds():
    data = saved(report())
    took = []
    for _ in range(20):
        start = process_time()
        xlsx.parse(data)
        took.append(process_time() - start)
    assert min(took) < 0.03  # 2 ms on an idle machine


def test_hidden_columns_close_up_and_a_merge_across_them_still_shows():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["甲", "藏", "乙"])
    sheet.append([1, 2, 3])
    sheet.append(["跨", None, 4])
    sheet.merge_cells("A3:B3")
    sheet.column_dimensions["B"].hidden = True
    document = xlsx.parse(saved(book))
    (grid,) = document.grids
    assert [[(c.text, c.column, c.column_span) for c in row] for row in grid.rows()] == [
        [("甲", 0, 1), ("乙", 1, 1)],
        [("1", 0, 1), ("3", 1, 1)],
        [("跨", 0, 1), ("4", 1, 1)],
    ]
    assert [i.code for i in document.issues] == ["readers.hidden_cells"]


def test_sums_without_a_stored_result_are_worked_out_and_other_formulas_said():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["自然人", "企业", "总计", "差"])
    sheet.append([3, 4, "=SUM(A2:B2)", "=C2-$A$2*2+(1)"])
    sheet.append([1, 2, "=SUM(A2:A3,B3)", '=IF(A2>1,"是","否")'])
    sheet.append([0, 0, "=C4", "=其他!A1"])
    document = xlsx.parse(saved(book))
    assert [[c.text for c in row] for row in document.grids[0].rows()][1:] == [
        ["3", "4", "7", "2"], ["1", "2", "6"], ["0", "0"],
    ]  # fmt: skip
    (issue,) = document.issues
    assert dict(issue.facts) == {"sheet": "Sheet", "count": 3}


def test_formulas_that_cannot_end_are_left_alone():
    chain = {(row, 0): "(((" + f"A{row + 2}" + ")))" for row in range(500)}
    assert (0, 0) not in evaluate(chain, {})
    assert evaluate({(0, 0): "A2", (1, 0): "A3"}, {(2, 0): "4"}) == {(0, 0): "4", (1, 0): "4"}
    assert evaluate({(0, 0): "B1", (0, 1): "A1"}, {}) == {}
    assert evaluate({(0, 0): "(" * 5000}, {}) == {}
    assert evaluate({(0, 0): "SUM(A1:ZZ99999)"}, {}) == {}
    assert evaluate({(0, 0): "-B1--2"}, {(0, 1): "5"}) == {(0, 0): "-3"}


@pytest.mark.parametrize(
    ("value", "code", "printed"),
    [
        ("3", "General", "3"), ("3.0", "General", "3"), ("1E+05", "General", "100000"),
        ("0.30000000000000004", "General", "0.3"), ("0.034", "0.0%", "3.4%"), ("1", "0%", "100%"),
        ("12.345", "0.00", "12.35"), ("96171.6", "#,##0.00", "96171.60"), ("0", "0;-0;;@", "0"),
        ("-0.4", "0", "0"), ("5", '_ * #,##0_ ;_ * "-"_ ;_ @_ ', "5"), ("7", '0"件"', "7"),
        ("45296", "yyyy-mm-dd", "2024-01-05"), ("45296", 'yyyy"年"m"月"d"日"', "2024年1月5日"),
        ("45296", "[$-804]yyyy年m月d日;@", "2024年1月5日"), ("45296.5", "yyyy/m/d h:mm", "2024/1/5 12:00"),
        ("1e400", "General", "1e400"), ("nan", "0", "nan"), ("文", "0", "文"), ("1", "[Red]0", "1"),
        ("123456789012", "General", "123456789012"), ("99999999999", "yyyy", "99999999999"),
    ],
)  # fmt: skip
def test_numbers_show_as_a_person_sees_them(value: str, code: str, printed: str):
    assert show_number(value, code) == printed


def members(**parts: str) -> bytes:
    """A hand-made .xlsx."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", xml)
        archive.writestr(
            "xl/_rels/workbook.xml.rels", '<R xmlns="r"><L Id="a" Target="sheet.xml"/></R>'
        )
    return out.getvalue()


S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRICT = 'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"'


def one_sheet(rows: str, *, ns: str = S, more: str = "") -> bytes:
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    if ns == STRICT:
        links = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    return members(
        xl__workbook=f'<workbook {ns} xmlns:r="{links}"><sheets><sheet name="一" r:id="a"/></sheets>'
        "</workbook>",
        xl__sheet=f"<worksheet {ns}><sheetData>{rows}</sheetData>{more}</worksheet>",
    )


@pytest.mark.parametrize("ns", [S, STRICT])
def test_cells_without_references_and_inline_strings_are_read(ns: str):
    (grid,) = xlsx.parse(
        one_sheet(
            '<row><c t="inlineStr"><is><r><t>规</t></r><r><t>章_x000D_</t></r><rPh><t>guī</t></rPh></is>'
            "</c><c><v>1</v></c></row><row><c t='str'><v>许可</v></c><c t='b'><v>1</v></c></row>",
            ns=ns,
        )
    ).grids
    assert [c.text for c in grid.cells] == ["规章", "1", "许可", "TRUE"]


def test_a_cell_at_the_far_end_of_the_sheet_costs_nothing():
    start = perf_counter()
    document = xlsx.parse(
        one_sheet(
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
            '<row r="1048576"><c r="XFD1048576"><v>3</v></c></row>',
            more='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        )
    )
    assert perf_counter() - start < 10
    assert document.blocks


def test_more_cells_than_a_report_can_have_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheets, "MAX_CELLS", 3)
    with pytest.raises(UnreadableInput) as caught:
        xlsx.parse(saved(report()))
    assert caught.value.code == "readers.too_many_cells"
    assert caught.value.sentence("zh") and caught.value.sentence("en")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "readers.empty_file"),
        (b"noise", "readers.wrong_content"),
        (saved(report())[:500], "readers.zip_damaged"),
        (members(readme="<a/>"), "readers.wrong_content"),
        (members(xl__workbook=f"<workbook {S}/>"), "readers.wrong_content"),
        (members(xl__workbook="<!DOCTYPE a><a/>"), "readers.xml_dtd"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "readers.ole_damaged"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, code: str):
    with pytest.raises(UnreadableInput) as caught:
        xlsx.parse(data)
    assert caught.value.code == code


def test_an_ods_that_repeats_without_end_is_cut(converted: dict[str, Path]):
    with zipfile.ZipFile(io.BytesIO(converted["ods"].read_bytes())) as whole:
        content = whole.read("content.xml").decode()
    bomb = content.replace(
        "<table:table-row", '<table:table-row table:number-rows-repeated="999999999"'
    ).replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="99999"')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", bomb)
    start = perf_counter()
    with pytest.raises(UnreadableInput):
        xlsx.parse(out.getvalue())
    assert perf_counter() - start < 10


def test_an_encrypted_workbook_is_refused(converted: dict[str, Path]):
    data = bytearray(converted["xls"].read_bytes())
    stream = CompoundFile(bytes(data)).read("Workbook")
    at = bytes(data).index(stream[:64])
    size = int.from_bytes(stream[2:4], "little")
    data[at + 4 + size : at + 6 + size] = b"\x2f\x00"  # the record after BOF says: password
    with pytest.raises(UnreadableInput) as caught:
        xlsx.parse(bytes(data))
    assert caught.value.code == "readers.encrypted"


@settings(max_examples=most(150))
@given(st.data())
def test_damaged_files_give_a_document_or_a_sentence(
    converted: dict[str, Path], data: st.DataObject
):
    whole = bytearray(converted[data.draw(st.sampled_from(["xls", "xlsx", "ods"]))].read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 8))
        noise = data.draw(st.binary(max_size=6) | st.sampled_from([b"\xff\xff\xff\xff", bytes(4)]))
        whole[at : at + len(noise)] = noise
    if data.draw(st.booleans()):
        del whole[data.draw(st.integers(0, len(whole))) :]
    try:
        xlsx.parse(bytes(whole))
    except UnreadableInput as error:
        assert error.sentence()


@settings(max_examples=most(150))
@given(st.data())
def test_spliced_sheets_give_a_document_or_a_sentence(data: st.DataObject):
    cells = st.sampled_from(
        ['<c r="B2" s="99"><v>1</v></c>', '<c t="s"><v>7</v></c>', "<c><f>SUM(A1:B9)</f></c>",
         '<c r="A0"/>', '<c t="e"><v>#REF!</v></c>', '<c t="d"><v>2024</v></c>', "<c><v>x</v></c>",
         '<c r="ZZZ9999999"><v>1</v></c>', "<c><f>A1</f></c>", '<c t="inlineStr"/>', "<x/>"]
    )  # fmt: skip
    rows = data.draw(st.lists(st.lists(cells, max_size=5), max_size=6))
    merges = data.draw(
        st.lists(
            st.sampled_from(["A1:B2", "B2:A1", "A1", "", "A1:XFD1048576", "B1:B3"]), max_size=4
        )
    )
    number = st.sampled_from(["", ' r="2"', ' r="0"', ' r="-1"', ' r="9" hidden="1"'])
    xlsx.parse(
        one_sheet(
            "".join(f"<row{data.draw(number)}>{''.join(row)}</row>" for row in rows),
            more="<mergeCells>"
            + "".join(f'<mergeCell ref="{m}"/>' for m in merges)
            + "</mergeCells>",
        )
    )


def test_the_worked_examples_of_the_repository_are_read():
    folder = Path(__file__).parents[3] / "examples"
    found = list(folder.rglob("*.xls*"))
    for path in found:
        document = xlsx.parse(path.read_bytes(), name=path.name)
        assert [(g.height, g.width) for g in document.grids][:1] == [(14, 4)], path


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_four_left_empty_is_printed_and_blank(edition: str, ruled: bool) -> None:
    """With its borders, and in a sheet without any border, where the screen shows empty cells."""
    form = load(edition)
    disputes = form.tables[-1]
    figures = {a: BLANK if a.table == disputes.id else number(1) for a in form.addresses}
    data = xlsx_writer.write(filled(form, figures, year=int(edition), authority="示例镇人民政府"))
    if not ruled:
        book = openpyxl.load_workbook(io.BytesIO(data))
        for sheet in book:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                cell.border = Border()
        data = saved(book)
    result = read(data, name="年报.xlsx")
    assert result.issues == ()
    assert result.report is not None and result.report.figures == figures


def test_a_header_with_prose_right_below_it_has_no_row_of_figures() -> None:
    book = openpyxl.Workbook()
    for row in (["结果维持", "结果纠正", "总计"], ["五、存在的主要问题及改进情况"]):
        book.active.append(row)
    (grid,) = xlsx.parse(saved(book)).grids
    assert (grid.height, grid.width) == (1, 3)
