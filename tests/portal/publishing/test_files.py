"""Files: what is accepted, how it is named and kept, who may have it, and that none is half there."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from portal.acts.act import Forbidden, Refused
from portal.acts.actor import Actor
from portal.acts.models import ActRecord
from portal.organs.models import Role
from portal.publishing import files
from portal.publishing.acts.drafting import SubmitDocument
from portal.publishing.acts.files import AddFile, EndFile, KeepFile
from portal.publishing.acts.publication import Publish, Revise, Withdraw
from portal.publishing.acts.review import PassStep
from portal.publishing.models import Attachment, Document
from tests.portal.conftest import County
from tests.portal.publishing import papers

People = dict[str, Actor]
Make = Callable[..., Document]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def text(name: str = "附件.txt", said: str = "附件的内容。") -> files.Received:
    """Return a small file as it comes in."""
    return files.receive(name, said.encode())


def named(document: Document) -> list[str]:
    """Return the names of the working version's files."""
    document.refresh_from_db()
    return [one.name for one in files.of_version(document.working)]


def through_review(document: Document, office: People) -> Document:
    """Lead a draft to its publication."""
    document = SubmitDocument(by=office["handler"], target=document).execute()
    for step in ("reviewer", "secrecy", "signer"):
        document = PassStep(by=office[step], target=document, opinion="同意").execute()
    return Publish(by=office["handler"], target=document).execute()


# --- Personal data in a file ----------------------------------------------------------------------


def test_a_file_with_personal_data_is_not_signed_until_somebody_says_why(
    start: Make, office: People
) -> None:
    """Hiding a number in the text hides nothing in the file that stands beside it."""
    names = text("名册.txt", "示例某，身份证号990100198001010018。")
    document = AddFile(by=office["handler"], target=start(), file=names).execute()
    document = SubmitDocument(by=office["handler"], target=document).execute()
    for step in ("reviewer", "secrecy"):
        document = PassStep(by=office[step], target=document, opinion="同意").execute()
    with pytest.raises(Refused, match="没有遮盖的个人信息"):
        PassStep(by=office["signer"], target=document, opinion="同意").execute()
    file = document.files.get()
    with pytest.raises(Refused, match="理由"):
        KeepFile(by=office["secrecy"], target=document, file=file).execute()
    document = KeepFile(
        by=office["secrecy"], target=document, file=file, reason="行政处罚公示"
    ).execute()
    document = PassStep(by=office["signer"], target=document, opinion="同意").execute()
    assert document.state == "signed"


def test_a_file_taken_away_asks_for_nothing(start: Make, office: People) -> None:
    names = text("名册.txt", "示例某，身份证号990100198001010018。")
    document = AddFile(by=office["handler"], target=start(), file=names).execute()
    document = EndFile(by=office["handler"], target=document, file=document.files.get()).execute()
    assert through_review(document, office).is_public


# --- What is accepted -----------------------------------------------------------------------------


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types>wordprocessingml</Types>")
        archive.writestr("word/document.xml", b"<a>" + b"0" * (40 << 20))
    return buffer.getvalue()


def _locked_pdf() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/O("
        + b"a" * 32
        + b")/U("
        + b"b" * 32
        + b")/P -4>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[(a)(a)]>>\n%%EOF"
    )


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("空.docx", b"", "空文件"),
        ("a.exe", b"MZ\x90\0", "不接受"),
        ("a", "正文。".encode(), "不接受"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "不接受"),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18, "不接受"),
        ("图.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\0", "与扩展名不符"),
        ("a.pdf", "<html><body><p>正文</p><table></table></body></html>".encode(), "与扩展名不符"),
        ("a.docx", papers.telling_workbook(), "与扩展名不符"),
        ("a.png", b"<script>alert(1)</script><p>x</p>", "与扩展名不符"),
        ("坏.docx", papers.word()[:9000], "打不开"),
        ("坏.pdf", b"%PDF-1.7\nnothing", "打不开"),
        ("炸弹.docx", _bomb(), "打不开"),
        ("锁.pdf", _locked_pdf(), "打不开"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_in_one_sentence(name: str, data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        files.receive(name, data)
    assert name in refused.value.sentence
    assert len(refused.value.sentence) < 250


def test_a_file_beyond_the_limit_is_refused_with_its_size(settings: Any) -> None:
    with pytest.raises(Refused, match="有60MB，超过50MB"):
        files.receive("大.pdf", b"%PDF-".ljust(60 << 20, b"0"))
    settings.PORTAL_MAX_UPLOAD = 1 << 20
    with pytest.raises(Refused, match="超过1MB"):
        files.receive("大.txt", b"0" * ((1 << 20) + 1))


def test_a_word_file_under_an_old_ending_is_kept_under_its_own() -> None:
    file = files.receive("通知.wps", papers.word())
    assert (file.name, file.media_type.endswith("wordprocessingml.document")) == ("通知.docx", True)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\甲\\通知.docx", "通知.docx"),
        ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie x=1.txt"),
        ("附件\u202etxt.exe.pdf", "附件txt.exe.pdf"),
        ('"引号"<b>.txt', "引号b.txt"),
        ("...", "未命名"),
        ("", "未命名"),
        (".txt", "txt"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_names_are_made_harmless(given: str, kept: str) -> None:
    assert files.safe_name(given) == kept


def test_personal_data_in_a_file_is_left_to_a_person() -> None:
    number = "11010519491231002X"
    file = files.receive("名单.txt", f"身份证号码：{number}，联系电话13800138000。".encode())
    (found,) = [one for one in file.findings if one.code == "personal_data"]
    assert found.open and "身份证号码1处" in found.words and number not in found.words


# --- Keeping --------------------------------------------------------------------------------------


def test_a_file_is_kept_once_under_its_digest() -> None:
    file = text()
    first, second = files.keep(file.data), files.keep(file.data)
    assert first == second and first.endswith(file.sha256)
    assert not list(Path(os.fspath(files.settings.MEDIA_ROOT)).rglob(".new-*"))


def test_what_belongs_to_nothing_is_swept_after_a_day(start: Make, office: People) -> None:
    document = AddFile(by=office["handler"], target=start(), file=text()).execute()
    orphan = Path(files.settings.MEDIA_ROOT) / files.keep(b"orphan")
    half = orphan.parent / ".new-abc"
    half.write_bytes(b"half")
    assert files.sweep() == 0
    (kept,) = files.of_version(document.working)
    for path in (orphan, half, files.location(kept)):
        os.utime(path, (1, 1))
    assert files.sweep() == 2
    assert files.location(kept).exists() and not orphan.exists() and not half.exists()


_DIES = """
import os, sys, django
django.setup()
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[1]
from portal.publishing import files
path = files.keep(b"written before the commit")
os.kill(os.getpid(), 9)  # the database was never told
"""


def test_a_process_killed_between_file_and_database_leaves_a_whole_file_that_is_swept(
    db: None, settings: Any
) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.portal.settings_for_tests"}
    command = [sys.executable, "-c", _DIES, str(settings.MEDIA_ROOT)]
    assert subprocess.run(command, env=environment, capture_output=True).returncode == -9
    (left,) = [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]
    assert left.read_bytes() == b"written before the commit"
    assert not Attachment.objects.exists()
    os.utime(left, (1, 1))
    assert files.sweep() == 1


def test_a_refused_act_leaves_no_file_behind_in_the_database(start: Make, office: People) -> None:
    document = SubmitDocument(by=office["handler"], target=start()).execute()
    with pytest.raises(Refused, match="正在审查"):
        AddFile(by=office["handler"], target=document, file=text()).execute()
    assert not Attachment.objects.exists()


# --- Adding and ending ----------------------------------------------------------------------------


def test_files_come_and_go_with_versions_one_record_each(start: Make, office: People) -> None:
    document = start()
    count = ActRecord.objects.count()
    document = AddFile(by=office["handler"], target=document, file=text()).execute()
    document = AddFile(by=office["handler"], target=document, file=text("表.txt", "表。")).execute()
    assert named(document) == ["附件.txt", "表.txt"]
    first = files.of_version(document.working)[0]
    document = EndFile(by=office["handler"], target=document, file=first).execute()
    assert named(document) == ["表.txt"]
    assert ActRecord.objects.count() == count + 3
    by_version = [[f.name for f in files.of_version(v)] for v in document.versions.all()]
    assert by_version == [[], ["附件.txt"], ["附件.txt", "表.txt"], ["表.txt"]]
    with pytest.raises(Refused, match="已经移除"):
        EndFile(by=office["handler"], target=document, file=first).execute()


def test_the_same_file_is_not_added_twice(start: Make, office: People) -> None:
    document = AddFile(by=office["handler"], target=start(), file=text()).execute()
    with pytest.raises(Refused, match="已经在附件里"):
        AddFile(by=office["handler"], target=document, file=text("改了名.txt")).execute()


def test_people_of_another_organ_add_nothing(start: Make, county: County) -> None:
    other = county.actor("bieren", Role.HANDLER, organ=county.bureau)
    with pytest.raises(Forbidden):
        AddFile(by=other, target=start(), file=text()).execute()


def test_open_findings_are_told_for_the_sign_off(start: Make, office: People) -> None:
    file = files.receive("名单.txt", "身份证号码：11010519491231002X。".encode())
    document = AddFile(by=office["handler"], target=start(), file=file).execute()
    (said,) = files.open_findings(document)
    assert said.startswith("名单.txt：") and "身份证号码1处" in said


# --- Giving out -----------------------------------------------------------------------------------


def address(file: Attachment) -> str:
    """Return where a file is given out."""
    return f"/files/{file.pk}/{file.name}"


def test_the_public_gets_the_files_of_the_shown_version_and_no_others(
    start: Make, office: People, county: County
) -> None:
    document = AddFile(by=office["handler"], target=start(), file=text()).execute()
    (file,) = files.of_version(document.working)
    stranger, clerk = Client(), county.client("jingban")
    assert stranger.get(address(file)).status_code == 404
    assert clerk.get(address(file)).status_code == 200
    document = through_review(document, office)
    answer = stranger.get(address(file))
    assert b"".join(answer.streaming_content) == "附件的内容。".encode()  # type: ignore[attr-defined]
    document = Revise(by=office["handler"], target=document, reason="换附件").execute()
    document = AddFile(
        by=office["handler"], target=document, file=text("新.txt", "新的。")
    ).execute()
    document = EndFile(by=office["handler"], target=document, file=file).execute()
    (new,) = files.of_version(document.working)
    assert stranger.get(address(file)).status_code == 200  # still what is shown
    assert stranger.get(address(new)).status_code == 404
    document = through_review(document, office)
    assert stranger.get(address(file)).status_code == 404
    assert stranger.get(address(new)).status_code == 200
    Withdraw(by=office["signer"], target=document, reason="内容有误").execute()
    assert stranger.get(address(new)).status_code == 410
    assert clerk.get(address(new)).status_code == 200


def test_people_of_another_organ_do_not_get_the_files_of_a_draft(
    start: Make, office: People, county: County
) -> None:
    document = AddFile(by=office["handler"], target=start(), file=text()).execute()
    (file,) = files.of_version(document.working)
    other = county.client("bieren", Role.HANDLER, organ=county.bureau)
    assert other.get(address(file)).status_code == 404


@pytest.mark.parametrize("suffix", ["html", "txt"])
def test_a_file_is_only_ever_downloaded(start: Make, office: People, suffix: str) -> None:
    page = b"<html><body><script>alert(1)</script><p>x</p></body></html>"
    file = files.receive(f"页\u202e.{suffix}", page if suffix == "html" else b"plain")
    document = through_review(
        AddFile(by=office["handler"], target=start(), file=file).execute(), office
    )
    (kept,) = files.of_version(document.working)
    answer = Client().get(address(kept))
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["Content-Type"] == (
        "application/octet-stream" if suffix == "html" else "text/plain"
    )
    again: Any = Client().get(address(kept), HTTP_IF_NONE_MATCH=answer["ETag"])
    assert again.status_code == 304


def test_a_hostile_file_name_is_only_text(start: Make, office: People, county: County) -> None:
    file = files.receive("a&lt;'onerror=alert(1) x='.txt", b"plain")
    document = AddFile(by=office["handler"], target=start(), file=file).execute()
    (kept,) = files.of_version(document.working)
    page = county.client("jingban").get(f"/desk/files/{kept.pk}/end/").content.decode()
    assert "a&amp;lt;&#x27;onerror=alert(1) x=&#x27;.txt" in page
