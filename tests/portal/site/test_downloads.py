"""What is taken home says what the page says: PDF, Word and ZIP, read back by other programs."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from django.conf import LazySettings
from django.test import Client

from portal.acts.actor import SYSTEM
from portal.publishing.acts.publication import Withdraw
from portal.publishing.files import keep
from portal.publishing.models import Attachment, Document, FileKind
from portal.publishing.search import index
from portal.site import bodies, downloads, kept, pdf
from portal.site.bodies import Cell, Paragraph, Table
from tests.portal.site.conftest import Issue

BODY = (
    "<p>各村（社区）：</p><p class='indent'>现将<strong>《办法》</strong>印发，#set <em>x</em> $y$ @z *w*。"
    "</p><h2>第一章　总则</h2><h3>（一）范围</h3><ul><li>甲<ul><li>乙</li></ul></li></ul>"
    "<ol start='3'><li>丙<sub>2</sub></li></ol><blockquote><p>引文</p></blockquote><hr>散字"
    "<table><caption>里程表</caption><tr><th rowspan='2'>路线</th><th colspan='2'>里程</th></tr>"
    "<tr><th>硬化</th><th>砂石</th></tr><tr><td rowspan='2'>示例路</td><td>12.5</td><td>3<br>4</td></tr>"
    "<tr><td colspan='2'>合计15.5</td></tr></table><p class='right'>示例镇人民政府</p>"
)


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def letters(said: str) -> str:
    return re.sub(r"[\s\x00-\x1f\ufffe]+", "", said)


def of_pdf(data: bytes) -> str:
    pages = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in pages)


def of_word(data: bytes) -> str:
    """Return the words of a Word file in order; a merged cell once."""
    document, said = docx.Document(io.BytesIO(data)), []
    for block in document.iter_inner_content():
        if isinstance(block, docx.table.Table):
            seen = set()
            for row in block.rows:
                for cell in row.cells:
                    if cell._tc not in seen:
                        seen.add(cell._tc)
                        said.append(cell.text)
        else:
            said.append(block.text)
    return "".join(said)


@pytest.mark.parametrize(("ending", "read"), [("pdf", of_pdf), ("docx", of_word)])
def test_a_download_says_word_for_word_what_the_page_says(
    issue: Issue, ending: str, read: Callable[[bytes], str]
) -> None:
    document = issue(number="示政规〔2026〕1号", body=BODY)
    assert document.shown is not None
    answer = Client().get(f"/info/{document.pk}/document.{ending}")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    said = letters(read(body(answer)))
    for stretch in re.split(r"<[^>]+>", document.shown.body):
        assert letters(stretch) in said, stretch
    assert said.startswith(letters("示例镇农村公路养护管理办法示政规〔2026〕1号"))
    assert letters(f"索引号：{document.index_number}") in said
    assert letters("网址：http://testserver/info/") in said


def test_a_table_keeps_its_spans_in_word(issue: Issue) -> None:
    document = issue(body=BODY)
    data = body(Client().get(f"/info/{document.pk}/document.docx"))
    table = docx.Document(io.BytesIO(data)).tables[0]
    assert table.cell(0, 1)._tc is table.cell(0, 2)._tc
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    assert table.cell(3, 1).text == "合计15.5"
    xml = table._tbl.xml
    assert xml.count("<w:tblHeader/>") == 2 and 'w:eastAsia="黑体"' in xml


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td rowspan='9999' colspan='9999'>a</td><td>b</td></tr></table>",
        "<table><tr><td colspan='3'>a</td></tr><tr><td rowspan='5'>b</td><td>c</td></tr></table>",
        "<table></table><table><tr></tr></table><p></p><ul></ul>",
        "<table><tr>" + "<td>格</td>" * 200 + "</tr></table>",
        "<ul>" * 60 + "<li>深" + "</ul>" * 60,
        "<p>\x01控制\x0b字符𠮷㐂\ue000</p>",
        "<p>" + "长" * 30_000 + "</p>",
        "<table>" + "<tr><td rowspan='3'>a</td><td colspan='2'>b</td></tr>" * 50 + "</table>",
    ],
)
def test_any_body_becomes_both_files(issue: Issue, html: str) -> None:
    document = issue(body=f"<p>始</p>{html}<p>终</p>")
    for ending, read in (("pdf", of_pdf), ("docx", of_word)):
        answer = Client().get(f"/info/{document.pk}/document.{ending}")
        assert answer.status_code == 200
        said = letters(read(body(answer)))
        assert "始" in said and "终" in said


def test_cells_stand_where_the_spans_put_them() -> None:
    *_rest, table, _signature = bodies.blocks(BODY)
    assert isinstance(table, Table)
    assert (table.rows, table.columns, table.head_rows) == (4, 3, 2)
    assert Cell("合计15.5", 3, 1, 1, 2) in table.cells
    first = next(bodies.blocks("<p>　　缩进</p>"))
    assert isinstance(first, Paragraph) and first.indent and first.text == "缩进"


def test_a_file_is_made_once_and_anew_after_a_change(
    issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    document, made = issue(), []
    real = pdf.write
    monkeypatch.setitem(
        downloads.WRITERS, "pdf", (lambda v, n: made.append(1) or real(v, n), "application/pdf")
    )
    first = body(Client().get(f"/info/{document.pk}/document.pdf"))
    assert body(Client().get(f"/info/{document.pk}/document.pdf")) == first
    assert len(made) == 1
    assert document.shown is not None
    document.shown.body = "<p>另一版</p>"
    document.shown.save()
    assert "另一版" in of_pdf(body(Client().get(f"/info/{document.pk}/document.pdf")))


def test_nothing_made_of_a_withdrawn_document_stays(
    issue: Issue, django_capture_on_commit_callbacks: Any
) -> None:
    document = issue()
    body(Client().get(f"/info/{document.pk}/document.pdf"))
    assert list(kept.folder().glob(f"*/{document.pk}-*"))
    with django_capture_on_commit_callbacks(execute=True):
        Withdraw(by=SYSTEM, target=document, reason="错发").execute()
    assert not list(kept.folder().glob(f"*/{document.pk}-*"))


def test_the_folder_of_downloads_keeps_within_its_bound(own_data: None) -> None:
    for n in range(5):
        kept.write(kept.folder() / "00" / f"{n}-x.pdf", b"x" * 1000)
    assert kept.prune(most=2500) == 3
    assert len(list(kept.folder().glob("*/*"))) == 2


def test_who_cannot_be_served_now_is_told_when(
    issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = issue()
    monkeypatch.setattr(kept, "PATIENCE", 0.01)
    with kept.making():
        for path in (f"/info/{document.pk}/document.pdf", "/o/shilizhen/guifan.zip"):
            answer = Client().get(path)
            assert answer.status_code == 503 and answer["Retry-After"]
            assert "过几秒再试" in answer.content.decode()
    assert Client().get(f"/info/{document.pk}/document.pdf").status_code == 200


# A list as ZIP ------------------------------------------------------------------------------------


def opened(answer: object) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(body(answer)))
    assert archive.testzip() is None
    return archive


def listing(archive: zipfile.ZipFile) -> list[list[str]]:
    name = next(n for n in archive.namelist() if n.endswith(".csv"))
    return list(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def test_a_column_can_be_taken_home_with_its_files(
    issue: Issue, settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    document = issue("=cmd|'/C calc'!A0", number="示政规〔2026〕1号")
    issue("../../etc/passwd <\u202e>:\x00\n办法".replace("\x00", ""))
    for name in ("表.xlsx", "表.xlsx", "..\\..\\evil.exe"):
        Attachment.objects.create(
            document=document, kind=FileKind.ATTACHMENT, name=name, from_serial=1, path=keep(b"data"),
            media_type="application/octet-stream", size=4, sha256="0" * 64,
        )  # fmt: skip
    archive = opened(Client().get("/o/shilizhen/guifan.zip"))
    names = archive.namelist()
    assert len(names) == len(set(names)) == 6
    assert all(
        re.fullmatch(r"示例镇_行政规范性文件/[^/\\<>:\u202e]+(/[^/\\<>:]+)?", n) for n in names
    )
    assert not any(".." in part for n in names for part in n.split("/") if set(part) == {"."})
    head, *rows = listing(archive)
    assert head[:4] == ["序号", "索引号", "标题", "文号"]
    mine = next(row for row in rows if row[1] == document.index_number)
    assert mine[2] == "'=cmd|'/C calc'!A0"  # no formula in the office's Excel
    assert mine[8] == f"http://testserver/info/{document.pk}/"
    assert "表.xlsx；2_表.xlsx" in mine[10]


def test_a_zip_holds_a_hundred_at_most_and_what_is_too_large_is_named(
    issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        issue(f"第{n}号")
    monkeypatch.setattr(downloads, "MOST", 2)
    assert len(listing(opened(Client().get("/o/shilizhen/guifan.zip")))) == 3
    assert len(listing(opened(Client().get("/o/shilizhen/guifan.zip?piece=2")))) == 2
    assert Client().get("/o/shilizhen/guifan.zip?piece=3").status_code == 404
    assert "第1—2条" in Client().get("/o/shilizhen/guifan/").content.decode()
    monkeypatch.setattr(downloads, "MOST_BYTES", 10)
    rows = listing(opened(Client().get("/o/shilizhen/guifan.zip")))
    assert all("请到网页下载" in row[11] for row in rows[1:])


def test_what_a_search_found_can_be_taken_home(issue: Issue) -> None:
    issue("示例镇公路办法")
    issue("示例镇停水公告", body="<p>停水。</p>")
    index.follow()
    archive = opened(Client().get("/search.zip?q=停水"))
    assert [row[2] for row in listing(archive)[1:]] == ["示例镇停水公告"]
    assert Client().get("/search.zip?q=").status_code == 404
    assert Client().get("/search.zip?q=没有的词").status_code == 404


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("a/b", "a_b"),
        ("..", "_"),
        ("CON", "_CON"),
        ("", "_"),
        ("办" * 90, "办" * 60),
        ("x\u202ey", "x_y"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert kept.safe_name(title) == name


def test_a_body_longer_than_a_document_is_not_set(
    issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    document: Document = issue()
    monkeypatch.setattr(downloads, "MOST_CHARACTERS", 5)
    answer = Client().get(f"/info/{document.pk}/document.docx")
    assert answer.status_code == 404 and "太长" in answer.content.decode()
