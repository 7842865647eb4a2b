"""The portal speaks Chinese first, and English to whom that suits; what it keeps stays Chinese."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from portal.acts.models import ActRecord
from portal.organs.models import Role
from portal.publishing.acts.base import _NOT_NOW
from portal.publishing.files import receive
from portal.publishing.lifecycle import State
from portal.site import early_cache
from tests.portal.conftest import County

BEIJING = {"HTTP_ACCEPT_LANGUAGE": "zh-CN,zh;q=0.9"}
LONDON = {"HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9"}
PARIS = {"HTTP_ACCEPT_LANGUAGE": "fr"}


def page(client: Client, path: str, **extra: str) -> str:
    """Return a page as a browser gets it."""
    answer = client.get(path, **extra)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("asked", [{}, BEIJING, PARIS], ids=["nothing", "Beijing", "Paris"])
def test_the_public_site_is_chinese_to_everybody_but_who_asks_for_english(
    county: County, asked: dict[str, str]
) -> None:
    words = page(Client(), "/", **asked)
    assert '<html lang="zh-CN"' in words
    assert "政府信息公开" in words and "机关目录" in words
    assert "Government information disclosure" not in words


def test_a_browser_that_asks_for_english_gets_the_public_site_in_english(county: County) -> None:
    words = page(Client(), "/", **LONDON)
    assert '<html lang="en"' in words
    assert "Government information disclosure" in words and "机关目录" not in words
    assert "示例县人民政府" in words  # names are data


def test_the_visitor_chooses_and_the_choice_outweighs_the_browser(county: County) -> None:
    client = Client()
    assert 'name="language" value="en"' in page(client, "/", **BEIJING)
    answer = client.post("/show/", {"language": "en", "next": "/organs/"}, **BEIJING)
    assert answer["Location"] == "/organs/"
    assert '<html lang="en"' in page(client, "/", **BEIJING)
    assert 'name="language" value="zh-hans"' in page(client, "/", **BEIJING)
    client.post("/show/", {"language": "zh-hans", "next": "/"}, **BEIJING)
    assert '<html lang="zh-CN"' in page(client, "/", **BEIJING)


def test_a_foreign_browser_can_choose_chinese(county: County) -> None:
    client = Client()
    client.post("/show/", {"language": "zh-hans", "next": "/"}, **LONDON)
    assert '<html lang="zh-CN"' in page(client, "/", **LONDON)


def test_who_has_the_language_of_the_browser_carries_no_cookie_and_gets_kept_pages() -> None:
    client = Client()
    client.post("/show/", {"language": "en", "next": "/"}, **BEIJING)
    assert client.cookies["show_language"].value == "en"
    client.post("/show/", {"language": "zh-hans", "next": "/"}, **BEIJING)
    assert client.cookies["show_language"].value == ""  # taken back
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/"}
    keys = {early_cache.key_of({**asked, **who}) for who in ({}, BEIJING, PARIS, LONDON)}
    assert len(keys) == 2 and None not in keys  # one Chinese page, one English one
    assert early_cache.key_of({**asked, "HTTP_COOKIE": "show_language=en"}) is None


def test_a_value_that_is_no_language_counts_for_nothing(county: County) -> None:
    client = Client()
    client.post("/show/", {"language": "xx", "next": "/"})
    assert "show_language" not in client.cookies
    client.cookies["show_language"] = "../../etc"
    assert '<html lang="zh-CN"' in page(client, "/")


def test_the_desk_speaks_both_and_what_it_keeps_stays_chinese(county: County) -> None:
    clerk = county.client("jb", Role.HANDLER)
    words = page(clerk, "/desk/")
    assert '<html lang="zh-CN"' in words and "退出" in words
    clerk.post("/show/", {"language": "en", "next": "/desk/"})
    words = page(clerk, "/desk/")
    assert '<html lang="en"' in words and "Log out" in words and "退出" not in words
    assert "Handler" in words

    boss = county.client("aq", Role.SECURITY)
    boss.post("/show/", {"language": "en", "next": "/"})
    user = county.person("zs")
    answer = boss.post(
        f"/desk/people/{user.pk}/post/",
        {"organ": county.town.pk, "role": Role.REVIEWER, "on": "2024-01-01"},
    )
    assert answer.status_code == 302
    kept = ActRecord.objects.latest("number")
    assert kept.act == "organs.give_post"
    assert "审核" in kept.about and "安全管理" in kept.post


def test_an_import_reads_chinese_files_for_a_person_who_works_in_english(county: County) -> None:
    system = county.client("xt", Role.SYSTEM)
    system.post("/show/", {"language": "en", "next": "/"})
    file = SimpleUploadedFile(
        "organs.csv", "代码,名称,层级,类别\nshuiwu,示例县水务局,县级,工作部门\n".encode()
    )
    words = system.post("/desk/organs/import/", {"file": file}).content.decode()
    assert "1 new, 0 changed" in words and "is not known" not in words


def test_a_document_uploaded_in_english_keeps_its_findings_in_chinese(county: County) -> None:
    with translation.override("en"):
        received = receive("a.html", "<p>一</p><!-- 内部 -->".encode())
    assert [finding.words for finding in received.findings] == ["网页里不显示的注释1处已删除。"]


def test_refusals_and_the_record_are_said_in_the_language_of_who_reads(county: County) -> None:
    auditor = county.client("sj", Role.AUDIT)
    assert "登录" in page(auditor, "/desk/records/")
    auditor.post("/show/", {"language": "en", "next": "/"})
    words = page(auditor, "/desk/records/").split("<main")[1]
    assert "Log in" in words and "登录" not in words
    with translation.override("en"):
        assert str(_NOT_NOW[State.PUBLISHED]) == "The document is already published."
