"""What a file hides is gone from the file that is kept, and what it shows is still there."""

import io
import struct
import zipfile
import zlib

import pytest

from gongkai.errors import UnreadableInput
from gongkai.readers.read import parse
from gongkai.readers.sniff import sniff
from gongkai.writers.package import packed
from portal.publishing.hidden.finding import Stripped
from portal.publishing.hidden.strip import strip
from portal.publishing.hidden.word import texts
from tests.portal.publishing import papers

SECRETS = ("秘密", "甲", "乙", "丙", "丁", "mima", "C:/Users")


def cleaned(data: bytes, name: str) -> Stripped:
    """Return a file as it would be kept."""
    return strip(data, sniff(data, name))


def inside(data: bytes) -> str:
    """Return everything that stands in the parts of a container, names of parts too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(
            name + archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )


def codes(stripped: Stripped, *, left: bool = False) -> set[str]:
    """Return what was found; `left`: only what could not be taken out."""
    return {one.code for one in stripped.findings if one.open or not left}


def test_a_word_file_tells_nothing_but_its_text() -> None:
    data = papers.telling_word()
    assert all(secret in inside(data) for secret in SECRETS)  # the control: they were there
    stripped = cleaned(data, "a.docx")
    assert [s for s in SECRETS if s in inside(stripped.data)] == []
    assert "rsid" not in inside(stripped.data)
    assert texts(parse(stripped.data)) == texts(parse(data))
    assert "现将办法插入的文字印发给你们。" in texts(parse(stripped.data))
    assert codes(stripped) >= {"people", "comments", "changes", "hidden", "links"}
    assert codes(stripped, left=True) == set()


def test_a_clean_word_file_opens_again_in_word() -> None:
    import docx

    again = docx.Document(io.BytesIO(cleaned(papers.word(table=True), "a.docx").data))
    assert [p.text for p in again.paragraphs if p.text] == list(papers.NOTICE)
    assert again.tables[0].cell(0, 0).text == "养护里程"
    again = cleaned(papers.telling_word(), "a.docx")
    assert (
        papers.converted(again.data, "txt", "Text (encoded):UTF8").decode("utf-8-sig").count("办法")
        >= 2
    )


def test_white_words_are_named_and_left_to_a_person() -> None:
    import docx
    from docx.shared import RGBColor

    document = docx.Document()
    run = document.add_paragraph("正文。").add_run("看不见的字")
    run.font.color.rgb = RGBColor(255, 255, 255)
    stripped = cleaned(papers.saved(document), "a.docx")
    assert codes(stripped, left=True) == {"white"}


def test_a_workbook_keeps_the_cells_that_show() -> None:
    data = papers.telling_workbook()
    assert "秘密" in inside(data)
    stripped = cleaned(data, "a.xlsx")
    assert [s for s in ("秘密", "甲", "乙") if s in inside(stripped.data)] == []
    assert texts(parse(stripped.data)) == ["村", "户数", "东村", "12", "西村", "30"]
    assert codes(stripped) >= {"people", "comments", "hidden", "hidden_sheets"}


def test_a_formula_becomes_its_result_and_a_merged_head_stays() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.merge_cells("A1:B1")
    sheet["A1"] = "合计表"
    sheet.append(["甲村", 5])
    sheet.append(["=1+1", "'=不是公式"])
    stripped = cleaned(papers.saved(book), "a.xlsx")
    again = openpyxl.load_workbook(io.BytesIO(stripped.data))
    assert [str(r) for r in again.active.merged_cells.ranges] == ["A1:B1"]
    assert again.active["A3"].value is None  # the file never held a result
    assert "formulas" in codes(stripped)


def test_a_sheet_of_seventeen_thousand_million_cells_takes_no_time() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.active["XFD1048576"] = "末"
    book.active.row_dimensions[900_000].hidden = True
    stripped = cleaned(papers.saved(book), "a.xlsx")
    again = openpyxl.load_workbook(io.BytesIO(stripped.data)).active
    assert again["XFD1048575"].value == "末"
    with zipfile.ZipFile(io.BytesIO(papers.saved(book))) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    merged = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    parts[name] = parts[name].replace(b"</worksheet>", merged)
    with pytest.raises(UnreadableInput):
        cleaned(packed(parts), "a.xlsx")


def test_a_pdf_loses_its_properties_and_keeps_its_text() -> None:
    data = papers.pdf()
    author = "排版人甲".encode("utf-16-be").hex().upper().encode()
    assert (
        author in data.upper()
        or "排版人甲".encode() in data
        or "排版人甲".encode("utf-16-be") in data
    )
    stripped = cleaned(data, "a.pdf")
    for form in ("排版人甲".encode(), "排版人甲".encode("utf-16-be"), author):
        assert form not in stripped.data.upper()
    import pypdfium2

    again = pypdfium2.PdfDocument(stripped.data)
    assert again.get_metadata_dict(skip_empty=True).get("Author") is None
    assert texts(parse(stripped.data)) == texts(parse(data))
    assert codes(stripped) == {"people"}


def test_words_under_a_black_block_are_named() -> None:
    cover = "#place(top + left, dx: 0pt, dy: 0pt)[身份证号码在此处]\n#place(top + left, rect(width: 200pt, height: 20pt, fill: black))\n"
    assert "covered" in codes(cleaned(papers.pdf("正文。", extra=cover), "a.pdf"), left=True)
    assert "covered" not in codes(cleaned(papers.pdf(), "a.pdf"))


def test_an_open_document_loses_author_comments_and_changes() -> None:
    data = papers.converted(papers.telling_word(), "odt", "writer8")
    assert "拟稿人甲" in inside(data) and "删除的秘密" in inside(data)
    stripped = cleaned(data, "a.odt")
    for secret in ("拟稿人甲", "改稿人乙", "批注里的秘密", "删除的秘密"):
        assert secret not in inside(stripped.data)
    assert texts(parse(stripped.data, name="a.odt")) == texts(parse(data, name="a.odt"))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(*more: bytes) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + b"".join(more)
        + _chunk(b"IDAT", zlib.compress(b"\0\0"))
        + _chunk(b"IEND", b"")
    )


def test_a_picture_forgets_where_it_was_taken() -> None:
    stripped = cleaned(_png(_chunk(b"tEXt", b"Author\0jia")), "a.png")
    assert stripped.data == _png()
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0GPS 31.2N"
    jpeg = (
        b"\xff\xd8\xff\xe1"
        + struct.pack(">H", len(exif) + 2)
        + exif
        + b"\xff\xda\0\x02\x12\x34\xff\xd9"
    )
    stripped = cleaned(jpeg, "a.jpg")
    assert b"GPS" not in stripped.data and stripped.data.endswith(b"\xff\xda\0\x02\x12\x34\xff\xd9")
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in stripped.data  # held upright, as it was


def test_a_page_loses_the_words_it_does_not_show() -> None:
    page = "<html><head><meta name='author' content='甲'></head><body><!-- 内部意见 --><p>正文</p><del>旧</del></body></html>"
    stripped = cleaned(page.encode(), "a.html")
    assert "内部意见" not in stripped.data.decode() and "甲" not in stripped.data.decode()
    assert codes(stripped, left=True) == {"changes"}


@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_plain_text_hides_nothing(name: str) -> None:
    assert cleaned("正文。".encode(), name) == Stripped("正文。".encode())
