"""Lists and search: narrowed by what is chosen, which is shown and can be taken away again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from portal.publishing.models import Column, Genre
from portal.publishing.search import index
from portal.site.entries import SIZE
from tests.portal.conftest import County
from tests.portal.site.conftest import Issue

YEAR = datetime(2026, 1, 5, tzinfo=UTC)


def page(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.fixture
def three(issue: Issue) -> None:
    """Two rules, one of them expired, and a notice."""
    issue("示例镇公路办法", topic="交通", number="示政规〔2026〕1号", at=YEAR)
    issue(
        "示例镇旧办法", topic="交通", expires_on=date(2025, 12, 31), at=YEAR - timedelta(days=400)
    )
    issue("示例镇停水公告", topic="水利", genre=Genre.NOTICE, at=YEAR)


def test_a_list_says_of_each_what_it_is_and_whether_it_is_in_force(three: None) -> None:
    said = page("/o/shilizhen/guifan/")
    assert "共3条" in said and "示政规〔2026〕1号" in said and "2026-01-05" in said
    assert said.index("示例镇公路办法") < said.index("示例镇旧办法")
    assert "<span>有效</span>" in said and "<span>失效</span>" in said


def test_a_facet_narrows_and_what_is_chosen_can_be_taken_away(three: None) -> None:
    everything = page("/o/shilizhen/guifan/")
    assert 'href="?genre=notice"' in everything and 'href="?topic=' in everything
    said = page("/o/shilizhen/guifan/?genre=normative&validity=current")
    assert "示例镇公路办法" in said and "示例镇旧办法" not in said and "停水" not in said
    assert "类别：行政规范性文件" in said and "有效性：有效" in said
    assert 'href="?validity=current"' in said and 'href="?genre=normative"' in said


def test_an_empty_result_says_what_was_chosen_and_what_to_try(three: None) -> None:
    said = page("/o/shilizhen/guifan/?topic=%E6%9E%97%E4%B8%9A&year=1999")
    assert "按所选的条件没有找到" in said and "主题分类：林业" in said and "年份：1999" in said
    assert "还没有公开信息" in page("/o/jiaoyu/guifan/")


def test_the_order_can_be_turned_round(three: None) -> None:
    said = page("/o/shilizhen/guifan/?sort=old")
    assert said.index("示例镇旧办法") < said.index("示例镇公路办法")
    assert "从新到旧排列" in said


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=999999999", "page=x", "page=1o9.9", "genre=<script>", "year=20x6",
     "topic=%00", "topic=" + "长" * 100, "validity=1", "part=x", "within=2", "sort=x", "page=٣",
     "page=" + "9" * 400],
)  # fmt: skip
def test_an_address_that_cannot_be_is_read_as_the_list(three: None, query: str) -> None:
    for path in ("/o/shilizhen/guifan/", "/o/shilizhen/all/", "/search/"):
        said = page(f"{path}?q=示例&{query}")
        assert "<script>" not in said
    page(f"/o/shilizhen/guifan/?{query}&sort=old")


def test_pages_have_numbers_and_neighbours(issue: Issue, rules: Column) -> None:
    for n in range(SIZE + 1):
        issue(f"示例镇第{n}号办法", at=YEAR + timedelta(days=n))
    first, second = page("/o/shilizhen/guifan/"), page("/o/shilizhen/guifan/?page=2")
    assert first.count('<li><a href="/info/') == SIZE
    assert 'rel="next" href="?page=2"' in first and 'rel="prev"' not in first
    assert second.count('<li><a href="/info/') == 1 and 'rel="prev"' in second
    assert "第0号" in page("/o/shilizhen/guifan/?sort=old&page=1")


def test_the_lists_of_an_organ_can_take_in_those_below_it(three: None, county: County) -> None:
    assert "还没有公开信息" in page("/o/shili/all/")
    said = page("/o/shili/all/?within=1")
    assert "示例镇公路办法" in said and "含下级机关" in said and "只看本机关" in said


# Search -------------------------------------------------------------------------------------------


def test_search_narrows_by_kind_year_and_organ(three: None) -> None:
    index.follow()
    said = page("/search/?q=示例镇")
    assert "共找到3条" in said and "<mark>示例镇</mark>" in said
    assert "genre=notice" in said and "year=2026" in said
    narrowed = page("/search/?q=示例镇&genre=notice&organ=shilizhen")
    assert "共找到1条" in narrowed and "停水公告" in narrowed
    assert "类别：公告公示" in narrowed and "机关：示例镇人民政府" in narrowed
    assert "搜索全部机关" in narrowed


def test_a_number_is_found_exactly_and_the_page_says_so(three: None) -> None:
    index.follow()
    said = page("/search/?q=示政规[2026]1号")
    assert "共找到1条" in said and "一字不差" in said


def test_nothing_found_says_what_to_try(three: None) -> None:
    index.follow()
    said = page("/search/?q=不存在的词&genre=notice&organ=shilizhen")
    for words in (
        "没有找到“不存在的词”",
        "更短的词",
        "去掉上面的一个条件",
        "搜索全部机关",
        "申请公开",
    ):
        assert words in said


def test_a_query_too_long_is_cut_and_said_so(three: None) -> None:
    assert "只用了前200个字" in page("/search/?q=" + "示例" * 300)


def test_what_an_address_says_is_a_value_never_a_part_of_a_query(issue: Issue) -> None:
    issue()
    client = Client()
    for topic in ("' OR 1=1 --", "%s", "%(organ)s", '" OR ""="'):
        for within in ({}, {"within": "1"}):
            page = client.get("/o/shilizhen/all/", {"topic": topic, **within}).content.decode()
            assert "共0条" in page and "农村公路养护" not in page
