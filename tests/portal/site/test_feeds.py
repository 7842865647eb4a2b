"""Feeds and sitemaps: what is new, for programs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from lxml import etree

from portal.acts.actor import SYSTEM
from portal.publishing.acts.publication import Withdraw
from portal.site import sitemaps
from tests.portal.site.conftest import Issue

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DAY = datetime(2026, 1, 5, tzinfo=UTC)


def xml(path: str) -> etree._Element:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    data = b"".join(answer) if answer.streaming else answer.content
    return etree.fromstring(data)


@pytest.mark.parametrize("path", ["/o/shilizhen/feed.atom", "/o/shilizhen/guifan/feed.atom"])
def test_atom_gives_the_newest_first(issue: Issue, path: str) -> None:
    issue("旧 & 办法", at=DAY)
    new = issue("<b>新</b>办法", at=DAY + timedelta(days=1))
    feed = xml(path)
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in entries] == ["<b>新</b>办法", "旧 & 办法"]
    link = entries[0].find(f"{ATOM}link")
    assert link is not None and link.get("href") == f"http://testserver/info/{new.pk}/"
    assert (feed.findtext(f"{ATOM}title") or "").startswith("示例镇人民政府")
    assert (entries[0].findtext(f"{ATOM}updated") or "").startswith("2026-01-06")


def test_rss_gives_the_same(issue: Issue) -> None:
    issue("示例镇办法", at=DAY)
    channel = xml("/o/shilizhen/guifan/feed.rss").find("channel")
    assert channel is not None
    assert channel.findtext("item/title") == "示例镇办法"
    assert channel.findtext("language") == "zh-CN"


def test_what_is_withdrawn_leaves_feed_and_sitemap_at_once(issue: Issue) -> None:
    document = issue()
    assert f"/info/{document.pk}/" in "".join(xml("/sitemap-0.xml").itertext())
    Withdraw(by=SYSTEM, target=document, reason="错发").execute()
    assert not xml("/o/shilizhen/feed.atom").findall(f"{ATOM}entry")
    assert f"/info/{document.pk}/" not in "".join(xml("/sitemap-0.xml").itertext())


def test_the_sitemaps_name_every_page_with_its_last_change(
    issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "MOST", 2)
    made = [issue(f"第{n}号", at=DAY) for n in range(3)]
    found = [one.text for one in xml("/sitemap.xml").iter(f"{MAP}loc")]
    assert found[0] == "http://testserver/sitemap-places.xml"
    documents = {}
    for address in found[1:]:
        assert address is not None
        for url in xml(address.removeprefix("http://testserver")):
            documents[url.findtext(f"{MAP}loc")] = url.findtext(f"{MAP}lastmod")
    assert set(documents) == {f"http://testserver/info/{one.pk}/" for one in made}
    assert all(day and day.startswith("2026-01-05T") for day in documents.values())
    places = [one.text for one in xml("/sitemap-places.xml").iter(f"{MAP}loc")]
    assert "http://testserver/o/shilizhen/" in places


def test_the_columns_that_hold_something_are_in_the_sitemap(issue: Issue) -> None:
    issue()
    places = [one.text for one in xml("/sitemap-places.xml").iter(f"{MAP}loc")]
    assert "http://testserver/o/shilizhen/guifan/" in places
    assert "http://testserver/o/jiaoyu/guifan/" not in places


def test_robots_are_told_what_to_leave_out(db: None) -> None:
    said = Client().get("/robots.txt").content.decode()
    assert "Disallow: /desk/" in said and "Disallow: /search/" in said
    assert "Sitemap: http://testserver/sitemap.xml" in said


@pytest.mark.parametrize("path", ["/sitemap-99999.xml", "/sitemap-x.xml"])
def test_a_sitemap_that_cannot_be_is_not_there(db: None, path: str) -> None:
    assert Client().get(path).status_code == 404
