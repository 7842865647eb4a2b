"""PDF as offices make them: every figure of table three in its cell, or one clear sentence."""

import io
import random
import re
import subprocess
import time
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdfium2 import raw

from gongkai.errors import UnreadableInput
from gongkai.figures import number
from gongkai.forms.filled import filled
from gongkai.forms.form import EDITIONS, load
from gongkai.readers import pdf
from gongkai.readers.document import Document, Grid
from gongkai.readers.pdf_pages import PdfFile
from gongkai.readers.read import read
from gongkai.writers.docx import write as write_docx
from tests.effort import most
from tests.gongkai.readers.printed import FIGURES, PROSE, faults, table_three
from tests.gongkai.readers.printed import pdf as printed

PLAIN = printed(PROSE + table_three())
BAR = "rect(width: 100%, height: 0.6pt, fill: black)"

RULED = {
    "the header printed again on page two": (table_three(), ""),
    "no header on page two": (table_three(repeat_header=False), ""),
    "headers and the label at the left from top to bottom": (table_three(upright=True), ""),
    "a landscape page": (table_three(), "flipped: true"),
    "hairlines": (table_three(stroke="0.05pt"), ""),
    "dotted lines": (table_three(stroke='(thickness: 0.5pt, dash: "dotted")'), ""),
    "double lines, drawn cell by cell": (
        "#set table(gutter: 1.5pt)\n" + table_three(stroke="0.3pt"),
        "",
    ),
    "no line at the left and right end": (
        table_three(
            stroke="(x, y) => (left: if x > 0 { 0.5pt }, right: if x < 9 { 0.5pt }, y: 0.5pt)"
        ),
        "",
    ),
    "a slanted watermark": (
        table_three(),
        "background: rotate(-40deg, text(12pt)[2023 内部资料 2023])",
    ),
    "a level watermark behind the figures": (
        table_three(),
        "background: text(40pt, fill: luma(210))[内部资料请勿外传]",
    ),
    "characters spaced out": ("#set text(tracking: 0.1em)\n" + table_three(), ""),
    "shaded cells": ("#set table(fill: luma(235))\n" + table_three(), ""),
}


@pytest.mark.parametrize("layout", RULED)
def test_a_ruled_table_is_read_whole(layout: str) -> None:
    table, page = RULED[layout]
    document = pdf.extract(printed(PROSE + table, page=page))
    assert faults(document) == []
    (grid,) = document.grids  # the two pages are one table
    assert grid.exact
    assert grid.width == 10


def test_a_table_lying_on_its_side_is_read_upright() -> None:
    table = "#set text(size: 7pt)\n" + table_three()
    for turn in (90, 270):
        markup = f"#rotate({turn}deg, reflow: true, block(width: 660pt)[{table}])"
        document = pdf.extract(printed(PROSE + "#pagebreak()\n" + markup))
        assert faults(document) == []
        boxes = [cell.origin.box for cell in document.grids[0].cells if cell.origin]
        assert all(b and 0 <= b[0] < b[2] <= 596 and 0 <= b[1] < b[3] <= 842 for b in boxes)


def test_a_page_turned_by_its_rotate_entry_reads_the_same() -> None:
    turned = re.sub(rb"/Type */Page\b(?!s)", b"/Type /Page /Rotate 90", PLAIN)
    assert turned != PLAIN
    assert faults(pdf.extract(turned)) == []


def test_bold_made_by_drawing_everything_twice_reads_once() -> None:
    document, source = pypdfium2.PdfDocument(PLAIN), pypdfium2.PdfDocument(PLAIN)
    for index, page in enumerate(document):
        again = raw.FPDF_NewXObjectFromPage(document, source, index)
        stamp = raw.FPDF_NewFormObjectFromXObject(again)
        raw.FPDFPageObj_SetMatrix(stamp, raw.FS_MATRIX(1, 0, 0, 1, 0.3, 0))
        raw.FPDFPage_InsertObject(page, stamp)
        page.gen_content()
    packed = io.BytesIO()
    document.save(packed)
    assert faults(pdf.extract(packed.getvalue())) == []


def test_text_that_was_recognised_in_a_scan_is_not_sure() -> None:
    """A scanner's program puts its guess, unseen, over the picture of the page."""
    document = pypdfium2.PdfDocument(PLAIN)
    for page in document:
        picture = pypdfium2.PdfImage.new(document)
        picture.set_bitmap(page.render(scale=1))
        picture.set_matrix(pypdfium2.PdfMatrix().scale(*page.get_size()))
        for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            raw.FPDFTextObj_SetTextRenderMode(text.raw, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
        page.insert_obj(picture)
        page.gen_content()
    packed = io.BytesIO()
    document.save(packed)
    found = pdf.extract(packed.getvalue())
    assert faults(found) == []
    assert [issue.code for issue in found.issues] == ["readers.ocr"]
    assert pdf.extract(PLAIN).issues == ()


LINELESS = {
    "no line at all": "none",
    "lines across only": "(x: none, y: 0.5pt)",
    "lines down only": "(x: 0.5pt, y: none)",
}


@pytest.mark.parametrize("lines", LINELESS)
def test_a_table_without_its_lines_keeps_every_figure_in_its_row(lines: str) -> None:
    document = pdf.extract(printed(PROSE + table_three(stroke=LINELESS[lines])))
    assert faults(document, groups=False) == []


MISSING = {
    "between the rows": "(x, y) => (x: 0.5pt, top: if y < 5 { 0.5pt }, bottom: if y > 26 { 0.5pt })",
    "between the columns": "(x, y) => (y: 0.5pt, left: if x < 5 { 0.5pt }, right: if x > 8 { 0.5pt })",
}


@pytest.mark.parametrize("where", MISSING)
def test_where_some_lines_are_missing_no_two_numbers_become_one(where: str) -> None:
    document = pdf.extract(printed(PROSE + table_three(stroke=MISSING[where])))
    known = {figure for row in FIGURES.values() for figure in row}
    read = [cell.text for grid in document.grids for cell in grid.cells]
    numbers = [text for text in read if text.isdigit()]
    assert set(numbers) <= known
    assert len(numbers) == 175


def test_a_number_too_wide_for_its_cell_takes_no_digit_from_its_neighbour() -> None:
    for align in ("left", "center", "right"):
        row = (
            f"#table(columns: (60pt, 16pt, 24pt, 16pt), align: {align}, stroke: 0.5pt, inset: 1pt, "
        )
        row += "[名称], [甲], [乙], [丙], [合计], [5], [12345], [7])"
        (grid,) = pdf.extract(printed("#set par(first-line-indent: 0em)\n" + row)).grids
        assert [cell.text for cell in grid.cells][-4:] == ["合计", "5", "12345", "7"]


def test_a_label_cut_off_at_the_edge_of_its_cell_does_not_run_into_the_next() -> None:
    """Spreadsheets print a label too long for its cell whole, and hide what sticks out of it."""
    long = "box(width: 24pt, height: 10pt, clip: true, box(width: 200pt)[行政许可处理决定数量])"
    table = f"#table(columns: (30pt, 80pt), align: left, inset: 3pt, {long}, [12], {long}, [0])"
    (grid,) = pdf.extract(printed(table)).grids
    assert [row[1].text for row in grid.rows()] == ["12", "0"]
    assert all(
        "行政许可处理决定数量".startswith(row[0].text) and row[0].text for row in grid.rows()
    )


def test_a_number_broken_over_two_lines_of_its_narrow_cell_is_one_number() -> None:
    row = "#table(columns: (60pt, 22pt, 60pt), stroke: 0.5pt, inset: 1pt, "
    row += "[名称], [数], [注], [处罚], [3985#linebreak()758], [无])"
    (grid,) = pdf.extract(printed(row)).grids
    assert [cell.text for cell in grid.cells][-3:] == ["处罚", "3985758", "无"]


def test_spans_are_those_of_the_printed_cells() -> None:
    (grid,) = pdf.extract(PLAIN).grids
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in grid.cells}
    assert spans["申请人情况"] == (1, 7)
    assert spans["法人或其他组织"] == (1, 5)
    assert spans["自然人"] == (2, 1)
    assert spans["三、本年度办理结果"] == (22, 1)
    assert spans["（三）不予公开"] == (8, 1)


def test_prose_is_paragraphs_without_page_numbers_and_running_heads() -> None:
    text = "驻村干部每逢赶集的日子在公开栏前念通知，听不明白的当场解释，随后登记。" * 60
    document = pdf.extract(
        printed(f"一、总体情况\n\n{text}\n\n二、主动公开", page="header: [示例镇年度报告]")
    )
    assert document.pages is not None
    assert document.pages > 1
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "一、总体情况",
        text,
        "二、主动公开",
    ]


def test_a_title_on_two_centred_lines_is_one_title() -> None:
    first = pdf.extract(PLAIN).paragraphs[0]
    assert first.text == "示例镇人民政府2023年政府信息公开工作年度报告"


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    left = "甲乙丙丁戊己庚辛壬癸" * 20
    right = "子丑寅卯辰巳午未申酉" * 20
    body = f"#grid(columns: (1fr, 1fr), gutter: 30pt, [{left}], [{right}])"
    document = pdf.extract(printed("#set par(first-line-indent: 0em)\n" + body))
    assert "".join(p.text for p in document.paragraphs) == left + right


def test_every_cell_and_paragraph_knows_its_page_and_box() -> None:
    document = pdf.extract(PLAIN)
    (grid,) = document.grids
    cells = {cell.text: cell.origin for cell in grid.cells}
    places = [*cells.values(), *(p.origin for p in document.paragraphs)]
    assert all(place and place.page in (1, 2) and place.box for place in places)
    last = cells["四、结转下年度继续办理"]
    assert last is not None
    assert last.page == 2


@pytest.mark.parametrize("edition", EDITIONS)
def test_word_documents_printed_by_libreoffice_keep_every_figure(
    soffice: str, tmp_path: Path, edition: str
) -> None:
    form = load(edition)
    wide = random.Random(edition)
    figures = {
        address: number(wide.randrange(10 ** wide.randrange(1, 8))) for address in form.addresses
    }
    title = f"示例镇人民政府{form.first_year}年政府信息公开工作年度报告"
    report = filled(form, figures, title=title, authority="示例镇人民政府", year=form.first_year)
    source = tmp_path / "report.docx"
    source.write_bytes(write_docx(report))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, source],
        check=True,
        capture_output=True,
        timeout=600,
    )
    result = read(source.with_suffix(".pdf").read_bytes(), name="report.pdf")
    assert result.report is not None, result.error
    assert result.report.figures == figures


# --- What cannot be read -------------------------------------------------------------------------


def _sentence(data: bytes) -> str:
    with pytest.raises(UnreadableInput) as caught:
        pdf.parse(data, name="a.pdf")
    return str(caught.value)


def test_what_is_no_pdf_or_broken_is_said_in_one_sentence() -> None:
    assert "空" in _sentence(b"")
    assert "损坏" in _sentence(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    assert "损坏" in _sentence(b"PK\x03\x04" + b"\0" * 100)


def test_half_a_pdf_is_refused_or_says_that_it_is_cut_off() -> None:
    for share in (0.3, 0.6, 0.9, 0.99):
        try:
            document = pdf.parse(PLAIN[: int(len(PLAIN) * share)])
        except UnreadableInput:
            continue
        assert "readers.pdf_cut_off" in [issue.code for issue in document.issues]


def test_a_password_is_named() -> None:
    # An encryption dictionary whose key no empty password gives.
    trailer = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <"
        b"42" * 1 + b"43" * 31 + b"> >> /ID [<00><00>]"
    )
    locked = re.sub(rb"trailer\s*<<", b"trailer << " + trailer, _simple_pdf(b"BT ET"))
    assert "加密" in _sentence(locked)


def test_a_scan_is_told_and_the_extra_named() -> None:
    picture = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    assert "gongkai[ocr]" in _sentence(_simple_pdf(picture))


def test_text_turned_into_outlines_is_told() -> None:
    shapes = b" ".join(
        b"%d %d m %d %d %d %d %d %d c %d %d l h f"
        % (x, y, x + 5, y, x + 9, y + 4, x + 9, y + 9, x, y + 9)
        for x in range(50, 500, 12)
        for y in (700, 720)
    )
    assert "轮廓" in _sentence(_simple_pdf(shapes))


def test_fonts_that_do_not_name_their_characters_give_no_garbage() -> None:
    nameless = re.sub(rb"/ToUnicode \d+ 0 R", lambda m: b" " * len(m[0]), PLAIN)
    assert nameless != PLAIN
    assert "编码" in _sentence(nameless)
    with PdfFile(nameless) as file:  # some glyph numbers look like letters: none is believed
        pages = [page for page in file.pages() if page is not None]
    printed_signs = sum(not g.text.isspace() for page in pages for g in page.page.glyphs)
    assert sum(page.unknown for page in pages) == printed_signs > 1000


def test_five_hundred_pages_end_quickly_with_one_sentence() -> None:
    many = printed("第一页\n" + "#pagebreak()\n第几页\n" * 499)
    pdf.parse(PLAIN)  # the worker is up
    start = time.perf_counter()
    assert "500" in _sentence(many)
    assert time.perf_counter() - start < 10


def _simple_pdf(content: bytes) -> bytes:
    """Return a PDF of one page with this content, without fonts."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    data = b"%PDF-1.4\n"
    places = []
    for index, part in enumerate(parts, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (index, part)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places)
    trailer = b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + table + trailer


# --- Fuzzing -------------------------------------------------------------------------------------

SIMPLE = _simple_pdf(
    b"0.5 w " + b" ".join(b"50 %d m 500 %d l S" % (y, y) for y in range(99, 800, 50))
)


@settings(max_examples=most(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    source=st.sampled_from([PLAIN, SIMPLE]),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.binary(min_size=0, max_size=12), st.integers(0, 40)),
        min_size=1,
        max_size=8,
    ),
)
def test_damaged_bytes_give_a_document_or_one_sentence(
    source: bytes, cuts: list[tuple[float, bytes, int]]
) -> None:
    data = source
    for share, inserted, dropped in cuts:
        at = int(share * len(data))
        data = data[:at] + inserted + data[at + dropped :]
    start = time.perf_counter()
    try:
        document = pdf.parse(data)
    except UnreadableInput as error:
        assert str(error)
    else:
        assert isinstance(document, Document)
    assert time.perf_counter() - start < 10


# --- The real one --------------------------------------------------------------------------------


def test_the_real_city_report_is_read_as_printed(reports_dir: Path) -> None:
    document = pdf.parse((reports_dir / "huaian_2024" / "report.pdf").read_bytes())
    assert [(grid.width, grid.height) for grid in document.grids] == [
        (4, 14),  # table two: page 3 ends after the title of 第（六）项
        (10, 28),  # table three over two pages
        (15, 4),
    ]
    three = document.grids[1]
    group = next(cell for cell in three.cells if cell.text.startswith("（四）"))
    assert (group.text, group.row_span) == ("（四）无法提供", 3)  # split by the page break
    assert document.issues == ()
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert not any(re.fullmatch(r"\W*\d+\W*", text) for text in texts)
    joined = next(text for text in texts if text.startswith("（一）主动公开情况"))
    assert "“建设‘四最’一流营商环境高质量推进产业发展”" in joined  # over the end of page 1
    assert all(isinstance(grid, Grid) and grid.exact for grid in document.grids)


def test_a_small_digit_set_high_behind_a_figure_is_the_sign_of_a_note() -> None:
    markup = """#set par(first-line-indent: 0em)
#table(columns: (110pt, 70pt, 70pt), stroke: 0.5pt, [规章], [309#super(typographic: false)[1]], [1#super(typographic: false)[12]],
[行政规范性文件], [11], [26])"""
    (grid,) = pdf.parse(printed(markup)).grids
    assert [cell.text for cell in grid.cells] == [
        "规章",
        "309¹",
        "1¹²",
        "行政规范性文件",
        "11",
        "26",
    ]
