"""A scan: recognised, placed by its ruling lines, and never sure. One page only: it takes long."""

import io
import os
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from gongkai.errors import MissingProgram, UnreadableInput
from gongkai.figures import Status
from gongkai.forms.form import Address
from gongkai.readers import ocr, pictures, sandbox
from gongkai.readers.document import Grid
from gongkai.readers.page import Page, blocks
from gongkai.readers.read import read
from gongkai.readers.ruling import lattices
from tests.gongkai.readers.printed import pdf as printed
from tests.gongkai.readers.test_ofd import pictured

EXAMPLES = Path(__file__).parents[3] / "examples"
needs_ocr = pytest.mark.skipif(
    "CI" not in os.environ and (find_spec("rapidocr") is None or find_spec("onnxruntime") is None),
    reason="the extra gongkai[ocr] is not installed",  # in CI its absence fails the tests
)

TABLE = """#set par(first-line-indent: 0em)
#table(columns: (110pt, 70pt, 70pt, 70pt), stroke: 0.5pt, inset: 6pt, align: center + horizon,
table.cell(rowspan: 2)[信息内容], table.cell(colspan: 3)[行政复议], [结果维持], [结果纠正], [总计],
[规章], [1], [0], [11], [行政规范性文件], [8], [26], [96171])
"""


def scan(markup: str, *, turned: float = 0.0) -> bytes:
    """Return a printed page as a picture, turned by some degrees as scanners do."""
    page = pypdfium2.PdfDocument(printed(markup))[0]
    image = page.render(scale=200 / 72, grayscale=True).to_pil()
    image = image.rotate(turned, fillcolor=255, resample=Image.Resampling.BICUBIC)
    packed = io.BytesIO()
    image.save(packed, "PNG", dpi=(200, 200))
    return packed.getvalue()


@needs_ocr
def test_a_scanned_table_is_read_into_its_cells_and_marked_as_unsure() -> None:
    document = ocr.parse(scan("一、总体情况\n\n" + TABLE, turned=0.6))
    (grid,) = document.grids
    read = [(c.text, c.row, c.column, c.row_span, c.column_span) for c in grid.cells]
    assert read == [
        ("信息内容", 0, 0, 2, 1),
        ("行政复议", 0, 1, 1, 3),
        ("结果维持", 1, 1, 1, 1),
        ("结果纠正", 1, 2, 1, 1),
        ("总计", 1, 3, 1, 1),
        ("规章", 2, 0, 1, 1),
        ("1", 2, 1, 1, 1),
        ("0", 2, 2, 1, 1),
        ("11", 2, 3, 1, 1),
        ("行政规范性文件", 3, 0, 1, 1),
        ("8", 3, 1, 1, 1),
        ("26", 3, 2, 1, 1),
        ("96171", 3, 3, 1, 1),
    ]
    assert [issue.code for issue in document.issues] == ["readers.ocr"]
    assert document.media_type == "image/png"


@needs_ocr
def test_a_figure_that_was_overlooked_is_looked_at_by_itself_and_no_blank() -> None:
    ((_, picture),) = pictures.pictures(scan(TABLE))
    engine = import_module("rapidocr").RapidOCR()
    across, down = pictures.ruling_lines(picture)
    found = list(ocr._overlooked(engine, picture, [], across, down))  # as if none had been found
    page = Page(1, picture.width, picture.height, found, across, down)
    (grid,) = [block for block in blocks([page]) if isinstance(block, Grid)]
    read = [cell.text for cell in grid.cells]
    assert all(read)
    assert read[-3:] == ["8", "26", "96171"]


@needs_ocr
def test_ruling_lines_of_a_slanted_scan_make_the_printed_cells() -> None:
    ((_, picture),) = pictures.pictures(scan(TABLE, turned=-0.8))
    (table,) = lattices(*pictures.ruling_lines(picture))
    assert (len(table.xs) - 1, len(table.ys) - 1, len(table.slots)) == (4, 4, 13)


def as_pdf(picture: bytes) -> bytes:
    """Return a scanned page as a PDF."""
    packed = io.BytesIO()
    Image.open(io.BytesIO(picture)).save(packed, "PDF", resolution=200)
    return packed.getvalue()


def one_file(*pdfs: bytes) -> bytes:
    """Return the pages of several PDF files as one."""
    whole, packed = pypdfium2.PdfDocument.new(), io.BytesIO()
    for pdf in pdfs:
        whole.import_pages(pypdfium2.PdfDocument(pdf))
    whole.save(packed)
    return packed.getvalue()


@needs_ocr
def test_of_a_file_with_text_only_the_scanned_pages_are_recognised() -> None:
    mixed = one_file(printed("一、总体情况\n\n全年收到申请97171件。"), as_pdf(scan(TABLE)))
    heard: list[int] = []
    document = ocr.parse(mixed, told=heard.append)
    assert heard == [2]
    assert "全年收到申请97171件。" in [paragraph.text for paragraph in document.paragraphs]
    (grid,) = document.grids
    assert [cell.text for cell in grid.cells][-3:] == ["8", "26", "96171"]
    assert [(i.code, i.origin and i.origin.page) for i in document.issues] == [("readers.ocr", 2)]
    assert all(cell.sure is not None and 0.5 <= cell.sure < 1 for cell in grid.cells)


@needs_ocr
def test_an_ofd_that_is_a_picture_is_recognised() -> None:
    document = ocr.parse(pictured(scan(TABLE)))
    (grid,) = document.grids
    assert [cell.text for cell in grid.cells][-3:] == ["8", "26", "96171"]
    assert document.media_type == "application/ofd"


def test_beside_a_scanned_page_nothing_is_taken_for_left_blank_and_no_year_is_guessed() -> None:
    """表三跨页，前一页是扫描的：断开的那一行不算空白；封面是扫描的：不从“2025年起”猜年度。"""
    whole = pypdfium2.PdfDocument(EXAMPLES / "fanli-shi-2024" / "report.pdf")
    pages = []
    for number in range(len(whole)):
        one, packed = pypdfium2.PdfDocument.new(), io.BytesIO()
        one.import_pages(whole, [number])
        one.save(packed)
        pages.append(packed.getvalue())
    for scanned, year in ((0, None), (1, 2024)):
        drawn = io.BytesIO()
        whole[scanned].render(scale=100 / 72, grayscale=True).to_pil().save(drawn, "PNG")
        mixed = [*pages[:scanned], as_pdf(drawn.getvalue()), *pages[scanned + 1 :]]
        report = read(one_file(*mixed), ocr=False).report
        assert report is not None and report.year == year
        assert not [address for address in report if report[address].status is Status.BLANK]


def test_where_recognition_fails_the_pages_with_text_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report = next((EXAMPLES / "fanli-shi-2024").glob("report.pdf")).read_bytes()
    mixed = one_file(report, as_pdf(scan(TABLE)))

    def late(*_args: object, **_more: object) -> None:
        raise UnreadableInput("readers.took_too_long")

    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    monkeypatch.setattr(ocr, "parse", late)
    result = read(mixed)
    assert result.report is not None
    assert result.report[Address.parse("requests/received/total")].is_number
    codes = [issue.code for issue in result.issues]
    assert codes[:2] == ["readers.page_without_text", "readers.took_too_long"]


def _sentence(data: bytes) -> str:
    with pytest.raises(UnreadableInput) as caught:
        ocr.parse(data)
    return str(caught.value)


@needs_ocr
def test_what_is_no_picture_is_told() -> None:
    assert "图片损坏" in _sentence(b"\x89PNG\r\n\x1a\n" + b"noise" * 100)
    assert "图片损坏" in _sentence(scan("页")[:2000])


@needs_ocr
def test_a_picture_of_a_billion_dots_is_refused() -> None:
    packed = io.BytesIO()
    Image.new("1", (32_000, 32_000)).save(packed, "PNG")
    assert "庞杂" in _sentence(packed.getvalue())


def test_without_the_extra_the_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)
    with pytest.raises(MissingProgram) as caught:
        ocr.parse(b"\x89PNG")
    assert "pip install gongkai[ocr]" in str(caught.value)


def test_the_worker_of_text_recognition_is_bounded() -> None:
    assert sandbox.READERS["ocr"].limits.memory <= 4 << 30


@needs_ocr
def test_an_empty_or_a_black_page_has_no_text_and_takes_no_hours() -> None:
    from PIL import Image

    for shade, size in ((255, (900, 1200)), (0, (900, 1200)), (0, (1, 1))):
        buffer = io.BytesIO()
        Image.new("L", size, shade).save(buffer, "PNG")
        with pytest.raises(UnreadableInput) as refused:
            ocr.parse(buffer.getvalue())
        assert refused.value.code == "readers.no_text_in_picture"
