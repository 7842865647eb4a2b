"""The clerk uploads a file, looks over what was recognised, and nothing is lost on the way."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from portal.acts.models import ActRecord
from portal.organs.models import Role
from portal.publishing import files
from portal.publishing.models import Attachment, Column, Document, FileKind
from tests.portal.conftest import County
from tests.portal.publishing import papers

PAGE = "/desk/documents/upload/"


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def form(
    column: Column, name: str = "通知.docx", data: bytes = b"", **changes: Any
) -> dict[str, Any]:
    """Return what the clerk fills in."""
    filled = {
        "file": SimpleUploadedFile(name, data or papers.word()),
        "column": column.pk,
        "genre": "normative",
        "attribute": "open",
        "token": "0d9f1c1e-0000-4000-8000-000000000001",
    }
    return filled | changes


def test_a_file_becomes_a_draft_at_once_in_one_record(county: County, column: Column) -> None:
    clerk = county.client("jingban", Role.HANDLER)
    assert "扫描件也可以上传" in clerk.get(PAGE).content.decode()
    count = ActRecord.objects.count()
    more = [
        SimpleUploadedFile("表.txt", "表。".encode()),
        SimpleUploadedFile("b.xlsx", papers.telling_workbook()),
    ]
    answer = clerk.post(PAGE, form(column, attachments=more))
    document = Document.objects.get()
    assert answer["Location"] == f"/desk/documents/{document.pk}/check/"
    assert ActRecord.objects.count() == count + 1
    assert document.working and document.working.number == "示镇政发〔2026〕5号"
    kept = files.of_version(document.working)
    assert [(f.kind, f.name) for f in kept] == [
        (FileKind.ORIGINAL, "通知.docx"), (FileKind.ATTACHMENT, "表.txt"), (FileKind.ATTACHMENT, "b.xlsx"),
    ]  # fmt: skip
    assert all(files.location(f).stat().st_size == f.size for f in kept)


def test_what_was_recognised_is_shown_beside_its_words_and_can_be_put_right(
    county: County, column: Column
) -> None:
    clerk = county.client("jingban", Role.HANDLER)
    where = clerk.post(PAGE, form(column, data=papers.telling_word()))["Location"]
    page = clerk.get(where).content.decode()
    assert "已识别，请核对" in page and "没有识别出" in page and "取自落款" in page
    assert "批注已删除" in page
    document = Document.objects.get()
    assert clerk.post(where, {"title": document.working.title, "number": ""}).status_code == 302  # type: ignore[union-attr]
    document.refresh_from_db()
    assert document.working and document.working.number == ""
    assert document.working.body and document.versions.count() == 2


def test_agreeing_with_everything_makes_no_further_version(county: County, column: Column) -> None:
    clerk = county.client("jingban", Role.HANDLER)
    where = clerk.post(PAGE, form(column))["Location"]
    fields = {
        "title": "示例镇人民政府关于印发示例镇农村公路养护管理办法的通知", "number": "示镇政发〔2026〕5号",
        "issuer": "示例镇人民政府", "formed_on": "2026-03-02", "effective_on": "2026-04-01", "expires_on": "2031-03-31",
    }  # fmt: skip
    assert clerk.post(where, fields)["Location"] == where.replace("check/", "")
    assert Document.objects.get().versions.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("空.docx", b" ", "与扩展名不符"),
        ("a.exe", b"MZ\x90\0", "不接受"),
        ("坏.docx", papers.word()[:9000], "打不开"),
    ],
)
def test_a_file_that_is_refused_says_why_and_keeps_the_rest(
    county: County, column: Column, name: str, data: bytes, says: str
) -> None:
    clerk = county.client("jingban", Role.HANDLER)
    answer = clerk.post(PAGE, form(column, name, data))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page and "请重新选择" in page
    assert f'value="{column.pk}" selected' in page
    assert not Document.objects.exists() and not Attachment.objects.exists()


def test_an_empty_and_a_huge_file_are_named_by_their_fault(
    county: County, column: Column, settings: Any
) -> None:
    clerk = county.client("jingban", Role.HANDLER)
    empty = form(column, file=SimpleUploadedFile("空.docx", b""))
    assert "空文件（0字节）" in clerk.post(PAGE, empty).content.decode()
    huge = form(column, "大.pdf", b"%PDF-".ljust(60 << 20, b"0"))
    assert "有60MB，超过50MB的上限" in clerk.post(PAGE, huge).content.decode()
    assert "请选择文件。" in clerk.post(PAGE, {"column": column.pk}).content.decode()


def test_a_withheld_document_says_why(county: County, column: Column) -> None:
    clerk = county.client("jingban", Role.HANDLER)
    answer = clerk.post(PAGE, form(column, attribute="closed"))
    assert answer.status_code == 409 and "依据和理由" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_only_the_organs_handlers_upload(county: County, column: Column) -> None:
    assert county.client("shenhe", Role.REVIEWER).get(PAGE).status_code == 403
    assert Client().get(PAGE).status_code == 302
    other = county.client("bieren", Role.HANDLER, organ=county.bureau)
    county.client("jingban", Role.HANDLER).post(PAGE, form(column))
    assert other.get(f"/desk/documents/{Document.objects.get().pk}/check/").status_code == 404


def test_sending_the_form_again_leads_to_the_same_draft(county: County, column: Column) -> None:
    clerk = county.client("jingban", Role.HANDLER)
    first = clerk.post(PAGE, form(column))["Location"]
    assert clerk.post(PAGE, form(column))["Location"] == first
    assert Document.objects.count() == 1


def test_two_clicks_at_once_make_one_draft(
    transactional_db: None, county: County, column: Column
) -> None:
    clients = [county.client("jingban", Role.HANDLER) for _ in range(2)]
    forms = [form(column) for _ in range(2)]
    answers: list[Any] = []
    barrier = threading.Barrier(2)

    def click(client: Client, filled: dict[str, Any]) -> None:
        barrier.wait()
        try:
            answers.append(client.post(PAGE, filled))
        finally:
            connection.close()

    threads = [
        threading.Thread(target=click, args=pair) for pair in zip(clients, forms, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [a.status_code for a in answers] == [302, 302]
    assert len({a["Location"] for a in answers}) == 1
    assert Document.objects.count() == 1


def test_a_file_is_added_and_taken_away_on_pages(county: County, column: Column) -> None:
    clerk = county.client("jingban", Role.HANDLER)
    clerk.post(PAGE, form(column))
    pk = Document.objects.get().pk
    page = f"/desk/documents/{pk}/files/add/"
    assert "添加附件" in clerk.get(page).content.decode()
    assert clerk.post(page).status_code == 422
    assert (
        clerk.post(page, {"file": SimpleUploadedFile("表.txt", "表。".encode())}).status_code == 302
    )
    added = Attachment.objects.get(name="表.txt")
    assert clerk.post(f"/desk/files/{added.pk}/end/").status_code == 302
    added.refresh_from_db()
    assert added.to_serial == 3
