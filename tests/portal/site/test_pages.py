"""What every page of the public site has, and what none of them leaves with a visitor."""

import re

import pytest
from django.test import Client

from portal.acts.actor import SYSTEM
from portal.organs.acts.lifecycle import AbolishOrgan
from portal.organs.models import Succession
from portal.publishing.acts.publication import Withdraw
from tests.portal.conftest import FOUNDED, County, establish
from tests.portal.site.conftest import Issue

PAGES = (
    "/", "/organs/", "/help/", "/search/", "/search/?q=公路", "/o/shilizhen/", "/o/shilizhen/all/",
    "/o/shilizhen/all/?genre=notice", "/o/shilizhen/guifan/", "/o/shilizhen/apply/",
    "/o/shilizhen/errors/", "/o/shilizhen/map/", "/o/jiaoyu/", "/info/{}/", "/info/{}/qr.svg",
    "/robots.txt", "/sitemap.xml", "/o/shilizhen/feed.atom",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_kept_for_everybody(issue: Issue, path: str) -> None:
    """No cookie, no token, nothing that depends on who asks: or a cache would mix visitors up."""
    answer = Client().get(path.format(issue().pk))
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert b"csrfmiddlewaretoken" not in answer.content


@pytest.mark.parametrize("path", [p for p in PAGES if "." not in p])
def test_a_page_is_whole_html_without_script_or_style_of_its_own(issue: Issue, path: str) -> None:
    page = Client().get(path.format(issue().pk)).content.decode()
    assert page.count("<h1") == 1 and '<a class="skip-link" href="#main">' in page
    assert '<main id="main"' in page and "主办单位：" in page
    assert "style=" not in page and "<style" not in page
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all("src=" in one or 'type="application/ld+json"' in one for one in scripts)
    assert '<meta name="SiteName"' in page and '<meta name="SiteIDCode"' in page


def test_a_visitor_is_shown_pages_as_he_chose_and_gets_the_usual_ones_back(county: County) -> None:
    client = Client(enforce_csrf_checks=True)
    where = "/o/shilizhen/all/?genre=notice"
    assert client.post("/show/", {"mode": "elder", "next": where})["Location"] == where
    page = client.get(where).content.decode()
    assert 'data-mode="elder"' in page and "返回标准模式" in page
    client.post("/show/", {"mode": "standard", "next": where})
    assert not client.cookies["show_mode"].value  # gone, so that pages come from the cache again
    for away in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
    ):
        assert client.post("/show/", {"next": away})["Location"] == "/"
    assert client.get("/show/").status_code == 405


def test_the_platform_has_the_columns_of_the_notice(issue: Issue) -> None:
    """国办公开办函〔2019〕61号: uniform names."""
    document = issue()
    page = Client().get("/o/shilizhen/").content.decode()
    for name in (
        "政府信息公开指南",
        "政府信息公开制度",
        "法定主动公开内容",
        "政府信息公开年报",
        "依申请公开",
    ):
        assert name in page
    assert page.count(f'href="/info/{document.pk}/"') == 2  # the newest, and its branch
    assert "GovernmentOrganization" in page


def test_how_to_apply_says_where_what_and_how_long(county: County) -> None:
    page = Client().get("/o/shilizhen/apply/").content.decode()
    for words in (
        "示例镇人民政府",
        "身份证明",
        "20个工作日",
        "7个工作日",
        "第二十九条",
        "不需要说明用途",
    ):
        assert words in page
    assert "生产、生活、科研" not in page  # repealed in 2019


def test_every_organ_stands_in_the_directory_below_the_one_above_it(county: County) -> None:
    establish("shilicun", "示例街道办事处", "township", "branch", county.county)
    page = Client().get("/organs/").content.decode()
    places = [page.index(f'/o/{code}/">') for code in ("shili", "jiaoyu", "shilizhen")]
    assert places[0] < min(places[1:])
    assert "这里有4个机关" in page


def test_an_abolished_organ_still_shows_what_it_published(issue: Issue, county: County) -> None:
    document = issue()
    AbolishOrgan(
        by=SYSTEM,
        target=county.town,
        on=FOUNDED.replace(year=2020),
        successors=(county.county, county.bureau),
        why=Succession.Why.SPLIT,
    ).execute()
    page = Client().get("/o/shilizhen/").content.decode()
    assert "职责由下列机关承接" in page and 'href="/o/jiaoyu/"' in page
    assert document.shown is not None
    assert document.shown.title in Client().get("/o/shilizhen/all/").content.decode()


@pytest.mark.parametrize("path", ["/o/nowhere/", "/o/shilizhen/nowhere/", "/info/999999/", "/o/nowhere/feed.atom"])  # fmt: skip
def test_what_is_not_there_leads_further(county: County, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 404
    page = answer.content.decode()
    assert 'action="/search/"' in page and 'href="/organs/"' in page


def test_a_withdrawn_document_leaves_what_it_was_and_whom_to_ask(issue: Issue) -> None:
    document = issue("示例镇低保名单", body="<p>张三</p>", number="示政发〔2026〕3号")
    Withdraw(by=SYSTEM, target=document, reason="含个人信息").execute()
    for path in ("", "qr.svg", "document.pdf", "document.docx"):
        answer = Client().get(f"/info/{document.pk}/{path}")
        assert answer.status_code == 410, path
        page = answer.content.decode()
        assert "含个人信息" in page and document.index_number in page
        assert "张三" not in page and "示例镇低保名单" not in page


def test_the_frame_is_the_same_however_a_page_is_made(issue: Issue) -> None:
    """Some pages are made by compiled templates, the others by Django's."""
    issue()
    client = Client(headers={"accept-language": "en"})

    def frame(path: str) -> tuple[str, str, str]:
        page = client.get(path).content.decode()
        head, body = page.split("<body>")
        top, rest = body.split('<nav class="crumbs')
        head = re.sub(r"<title>.*?</title>|<meta name=\"Column[^>]*>", "", head)
        said = [
            line.strip() for line in head.splitlines() if "ld+json" not in line and line.strip()
        ]
        foot = rest[rest.index('<footer class="site-footer') :]
        return (
            "\n".join(said),
            " ".join(top.replace(f'value="{path}"', "").split()),
            " ".join(foot.split()),
        )

    assert frame("/o/shilizhen/") == frame("/o/shilizhen/errors/")
