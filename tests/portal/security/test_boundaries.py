"""What a browser, or somebody who only says he is one, sends at the edges: files, sizes, headers."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import path

from portal.accounts.models import User
from portal.acts.models import ActRecord
from portal.organs.models import Role
from portal.publishing.models import Attachment, Column, Document, Part
from portal.ui import views
from tests.portal.conftest import PASSWORD, County

UPLOAD = "/desk/documents/upload/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = "<!doctype html><html><head><title>通知</title></head><body><p>通知</p><script>alert(1)</script></body></html>".encode()  # fmt: skip


@pytest.fixture(autouse=True)
def _folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.DATA = tmp_path


@pytest.fixture
def column(db: None) -> Column:
    return Column.objects.create(code="guifan", title="行政规范性文件", part=Part.CONTENT)


@pytest.fixture
def clerk(county: County) -> Client:
    return county.client("jingban", Role.HANDLER)


def sent(column: Column, name: str, data: bytes) -> dict[str, Any]:
    """Return the upload form with a file."""
    return {
        "file": SimpleUploadedFile(name, data),
        "column": column.pk,
        "genre": "notice",
        "attribute": "open",
        "token": name[-30:],
    }


@pytest.mark.parametrize(
    ("name", "data"),
    [("画.svg", SVG), ("画.png", SVG), ("画.jpg", PAGE), ("a.docx", PAGE), ("a.pdf", SVG),
     ("a.php", b"<?php system('id');"), ("a.exe", b"MZ" + b"\0" * 200), ("a.html.svg", SVG),
     ("a.docx.exe", b"MZ"), ("a", b"text"), (".htaccess", b"Options +Indexes"), ("a.js", b"alert(1)")],
)  # fmt: skip
def test_what_is_not_what_it_says_is_refused_in_a_sentence(
    clerk: Client, column: Column, name: str, data: bytes
) -> None:
    before = ActRecord.objects.count()
    answer = clerk.post(UPLOAD, sent(column, name, data))
    assert answer.status_code == 422
    assert "扩展名不符" in answer.content.decode() or "不接受" in answer.content.decode()
    assert (Document.objects.count(), ActRecord.objects.count()) == (0, before)
    assert not [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()]


@pytest.mark.parametrize(
    "name",
    ["../../../etc/cron.d/x.txt", "..\\..\\windows\\x.txt", "/etc/passwd.txt", "C:\\x.txt",
     "a/../../b.txt", "%2e%2e%2fx.txt", "a\x00.php.txt", "\u202etxt.exe.txt", "con\r\nX: y.txt"],
)  # fmt: skip
def test_a_name_is_no_path(clerk: Client, column: Column, name: str) -> None:
    answer = clerk.post(UPLOAD, sent(column, name, "示例镇通知".encode()))
    assert answer.status_code in (302, 400, 422), name
    root = Path(settings.MEDIA_ROOT)
    for file in Attachment.objects.all():
        assert not {"/", "\\", "\r", "\n", "\0", "\u202e"} & set(file.name)
        assert (root / file.path).resolve().is_relative_to(root.resolve())
        given = clerk.get(f"/files/{file.pk}/x")
        assert given["Content-Disposition"].startswith("attachment")
        assert "\n" not in given["Content-Disposition"]
    assert not list(root.parent.glob("*.txt"))


def test_a_web_page_is_kept_as_a_file_and_opens_nowhere(clerk: Client, column: Column) -> None:
    assert clerk.post(UPLOAD, sent(column, "通知.html", PAGE)).status_code == 302
    file = Attachment.objects.get()
    answer = clerk.get(f"/files/{file.pk}/{file.name}")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    working = Document.objects.get().working
    assert working is not None and "script" not in working.body
    assert Client().get(f"/files/{file.pk}/{file.name}").status_code == 404


@pytest.mark.parametrize("page", ["/files/../portal.sqlite3", "/files/%2e%2e/secret", "/static/../secret",
                                  "/static/%2e%2e/%2e%2e/secret", "/files/1/../../secret"])  # fmt: skip
def test_no_address_leads_to_the_folder_of_data(clerk: Client, page: str) -> None:
    (settings.DATA / "secret").write_text("the key")
    answer = clerk.get(page)
    assert answer.status_code in (301, 302, 404) and b"the key" not in answer.content


def test_a_file_beyond_the_limit_is_refused_wherever_files_come_in(
    clerk: Client, column: Column, settings: LazySettings, county: County
) -> None:
    settings.PORTAL_MAX_UPLOAD = 1 << 10
    big = b"x" * 3000
    for url, filled in (
        (UPLOAD, sent(column, "a.txt", big)),
        ("/desk/reports/new/", {"organ": county.town.pk, "file": SimpleUploadedFile("a.txt", big)}),
    ):
        answer = clerk.post(url, filled)
        assert answer.status_code in (409, 422), url
        assert "上限" in answer.content.decode(), url


def test_a_form_larger_than_any_page_makes_is_refused_with_a_page(clerk: Client) -> None:
    """10 MB of text and 2,000 fields are more than any form of ours; 400, no traceback, no record."""
    before = ActRecord.objects.count()
    huge = {"title": "题", "body": "长" * (4 << 20)}
    many = {f"f{n}": "1" for n in range(10_000)}
    for filled in (huge, many):
        answer = clerk.post("/desk/documents/new/", filled)
        assert answer.status_code in (400, 413), answer.status_code
        assert "html" in answer["Content-Type"] and "Traceback" not in answer.content.decode()
    raw = clerk.post(
        "/desk/documents/new/", b"x" * (11 << 20), content_type="application/x-www-form-urlencoded"
    )
    assert raw.status_code in (400, 413)
    assert ActRecord.objects.count() == before


def test_a_broken_multipart_body_is_refused(clerk: Client) -> None:
    for kind in (
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x",
    ):
        answer = clerk.post(UPLOAD, b"--y\r\nbroken", content_type=kind)
        assert answer.status_code in (400, 422), kind


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "a b", ""]
)
def test_a_strange_host_is_answered_by_nothing(county: County, host: str) -> None:
    answer = Client().get("/", headers={"host": host} if host else {"host": "[::"})
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_a_forwarded_host_makes_no_address(county: County) -> None:
    answer = Client().get("/sitemap.xml", headers={"x-forwarded-host": "evil.example"})
    assert b"evil" not in answer.content


def test_a_method_is_what_it_is(clerk: Client, county: County) -> None:
    """Nothing turns a GET into something else, and nothing but GET and POST does anything."""
    before = ActRecord.objects.count()
    clerk.get("/account/logout/", headers={"x-http-method-override": "POST"})
    clerk.get("/account/logout/?_method=POST")
    for method in ("put", "patch", "delete", "trace"):
        answer = getattr(clerk, method)("/desk/documents/new/")
        assert answer.status_code == 405, method
    assert ActRecord.objects.count() == before
    assert clerk.get("/desk/").status_code == 200


def test_cookies_are_for_this_site_and_not_for_scripts(
    county: County, settings: LazySettings
) -> None:
    county.person("jingban", Role.HANDLER)
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client = Client()
    client.get("/account/login/")
    client.post("/account/login/", {"login": "jingban", "password": PASSWORD})
    session, token = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert session["httponly"] and session["secure"] and session["samesite"] == "Lax"
    assert token["secure"] and token["samesite"] == "Lax"
    assert not session["domain"] and not session["max-age"]


def _fails(request: Any) -> Any:
    raise ZeroDivisionError("secret of the house")


urlpatterns = [path("fails/", _fails)]
handler500 = views.server_error


@override_settings(ROOT_URLCONF="portal.urls")
def test_an_error_page_tells_a_number_and_nothing_else(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.urls import urlpatterns as real

    monkeypatch.setattr("portal.urls.urlpatterns", [*urlpatterns, *real])
    from django.urls import clear_url_caches

    clear_url_caches()
    client = Client(raise_request_exception=False)
    answer = client.get("/fails/")
    clear_url_caches()
    text = answer.content.decode()
    assert answer.status_code == 500 and answer["X-Request-Number"] in text
    for word in ("secret of the house", "ZeroDivisionError", "Traceback", "site-packages", str(settings.DATA)):  # fmt: skip
        assert word not in text
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_who_exists_is_not_told_at_the_door(county: County) -> None:
    county.person("jingban", Role.HANDLER)
    pages = [
        Client(REMOTE_ADDR=f"203.0.113.{n}").post(
            "/account/login/", {"login": name, "password": "wrong"}
        )
        for n, name in enumerate(("jingban", "nobody"))
    ]
    shown = [
        page.content.decode().replace("nobody", "jingban").split("<main")[1].split("csrf")[0]
        for page in pages
    ]
    assert pages[0].status_code == pages[1].status_code == 200 and shown[0] == shown[1]


def test_a_closed_account_and_a_wrong_password_open_nothing(county: County) -> None:
    person = county.person("jingban", Role.HANDLER)
    User.objects.filter(pk=person.pk).update(is_active=False)
    client = Client()
    client.post("/account/login/", {"login": "jingban", "password": PASSWORD})
    assert client.get("/desk/").status_code == 302


def test_too_many_searches_downloads_and_logins_are_told_when_to_come_back(
    county: County, settings: LazySettings
) -> None:
    settings.RATE_LIMITS = dict.fromkeys(("search", "download", "folder", "login"), "1/minute")
    far = Client(REMOTE_ADDR="203.0.113.200")
    for ask in (
        lambda: far.get("/search/?q=a"),
        lambda: far.get("/o/shilizhen/all.zip"),
        lambda: far.get("/info/1/document.pdf"),
        lambda: far.post("/account/login/", {"login": "x", "password": "y"}),
    ):
        ask()
        answer = ask()
        assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
        assert "秒后再试" in answer.content.decode() or "分钟" in answer.content.decode()


def test_a_picture_of_gigabytes_is_never_unfolded(clerk: Client, column: Column) -> None:
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    out = io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b""))  # fmt: skip
    answer = clerk.post(UPLOAD, sent(column, "大图.png", out.getvalue()))
    assert answer.status_code in (302, 422)
    assert all(file.size < 1000 for file in Attachment.objects.all())
