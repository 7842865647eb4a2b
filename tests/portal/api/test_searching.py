"""Programs search what people search: the same words, the same filters, the same results."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from portal.organs.models import Role
from portal.publishing.acts.publication import Withdraw
from portal.publishing.models import Genre
from portal.publishing.search import index
from portal.site import searching
from tests.portal.api.world import SECRETS, World


@pytest.fixture
def indexed(world: World, settings: Any, tmp_path: Path) -> World:
    """The world with a bulletin on roads beside it, indexed."""
    settings.DATA = tmp_path
    body = "<p>全县农村公路&lt;b&gt;养护</p>"
    content = {"title": "公路通报", "number": "", "body": body}
    world.published("公路通报", genre=Genre.NEWS, days=3, content=content)
    index.rebuild()
    return world


def found(words: str, status: int = 200, **headers: str) -> Any:
    """Return what the interface finds; `words` may go on with further parameters."""
    q, _and, more = words.partition("&")
    address = f"/api/v1/search?q={quote(q)}&{more}".rstrip("&")
    response = Client().get(address, headers=headers)
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_it_finds_what_the_page_finds_in_its_order(indexed: World) -> None:
    for words in (
        "公开的文件",
        "公路",
        "文件 公开",
        "示镇发〔2026〕4号",
        "“公开的”",
        "没有这样的词",
    ):
        for more in ("", "&sort=new", "&organ=shilizhen", "&genre=normative"):
            said = found(words + more)
            page = Client().get(f"/search/?q={quote(words)}{more}").content.decode()
            links = [page.find(f"/info/{one['id']}/") for one in said["items"]]
            assert -1 not in links and links == sorted(links), (words, more)
            assert page.count("<mark>") >= len(said["items"]) or "号" in words
            assert len(said["items"]) == min(said["count"], 20)


def test_the_words_are_marked_and_nothing_else_is_markup(indexed: World) -> None:
    (one,) = found("养护")["items"]
    assert one["excerpt"] == "全县农村公路&lt;b&gt;<mark>养护</mark>"
    assert (one["title"], one["organ"], one["genre"]) == ("公路通报", "shilizhen", "news")
    assert one["url"].endswith(f"/info/{one['id']}/")


def test_pages_follow_each_other_by_cursor(indexed: World) -> None:
    seen, cursor = [], ""
    while cursor is not None:
        page = found("公开的文件&limit=3" + (f"&cursor={cursor}" if cursor else ""))
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == page["count"] > 6
    first = found("公开的文件&limit=3")["next"]
    assert "游标" in found(f"公路&limit=3&cursor={first}", 404)["detail"]


def test_no_more_than_the_page_gives_can_be_paged_to(
    indexed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST", 4)
    first = found("公开的文件&limit=3")
    last = found(f"公开的文件&limit=3&cursor={first['next']}")
    assert last["next"] is None and last["count"] > 6


def test_what_is_withdrawn_is_gone_at_once(indexed: World) -> None:
    one = indexed.documents["公开5"]
    head = indexed.people.actor("fuzeren", Role.HEAD, organ=indexed.town)
    Withdraw(by=head, target=one, reason="含有个人信息").execute()
    said = found("公开的文件5")
    assert said["items"] == [], "the index does not know it yet, the database does"
    everything = "".join(str(found(words)) for words in ("公开", "草稿", "内容", "撤回"))
    assert [secret for secret in SECRETS if secret in everything] == []


@pytest.mark.parametrize(
    ("words", "at"),
    [("", "query.q"), ("路" * 201, "query.q"), ("路\0", "query.q"), ("路&genre=poem", "query.genre"),
     ("路&year=20", "query.year"), ("路&sort=old", "query.sort"), ("路&limit=51", "query.limit")],
)  # fmt: skip
def test_wrong_questions_get_one_sentence(indexed: World, words: str, at: str) -> None:
    said = found(words, 422)
    assert said["at"] == at and said["detail"].endswith("。")


@pytest.mark.parametrize(
    "words", [" ", "\u200b", "“”", '"', "((", "*", "a OR b", "title:x", "路" * 200]
)
def test_words_that_are_none_find_nothing_or_what_they_say(indexed: World, words: str) -> None:
    assert found(words)["count"] == 0


def test_an_index_of_another_version_is_said(
    indexed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def outdated() -> None:
        raise index.Outdated

    monkeypatch.setattr(index, "_searcher", outdated)
    assert "重建" in found("公路", 503)["detail"]


def test_searches_count_as_the_searches_of_the_site(indexed: World, settings: Any) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "search": "3/minute"}
    settings.RATE_LIMIT_LOOPBACK = True
    client = Client(REMOTE_ADDR="203.0.113.78")
    paths = ["/api/v1/search?q=a", "/search/?q=a", "/api/v1/search?q=b", "/api/v1/search?q=c"]
    assert [client.get(path).status_code for path in paths] == [200, 200, 200, 429]
    assert client.get("/api/v1/organs").status_code == 200, "other reading goes on"


def test_what_was_found_is_not_sent_again_until_something_changes(indexed: World) -> None:
    client = Client()
    tag = client.get("/api/v1/search?q=zebra")["ETag"]
    assert client.get("/api/v1/search?q=zebra", headers={"If-None-Match": tag}).status_code == 304
    indexed.published("又公开了一份 zebra", days=0)
    index.follow()
    again = client.get("/api/v1/search?q=zebra", headers={"If-None-Match": tag})
    assert again.status_code == 200 and again.json()["count"] == 1
