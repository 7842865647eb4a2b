"""The text of a post: never over the limit, always with its title's beginning and the link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.channels.posts import text_for
from portal.publishing.models import DocumentVersion

URL = "https://www.shili.gov.cn/info/12/"


def version(title: str, body: str, summary: str = "") -> DocumentVersion:
    return DocumentVersion(title=title, body=body, summary=summary)


def test_a_short_document_stands_whole() -> None:
    shown = version("养护办法", "<p>第一条　养护。</p><p>第二条　施行。</p>", "关于养护")
    assert text_for(shown, URL, 500) == (
        f"养护办法\n\n关于养护\n\n第一条　养护。\n\n第二条　施行。\n\n全文：{URL}"
    )


def test_a_long_one_is_cut_and_says_so() -> None:
    shown = version("养护办法", "".join(f"<p>第{n}条{'养护' * 30}</p>" for n in range(20)))
    text = text_for(shown, URL, 300)
    assert len(text) <= 300
    assert text.endswith(f"……\n\n全文：{URL}")
    assert text.startswith("养护办法\n\n第0条")


@given(
    title=st.text("题目", min_size=1, max_size=300),
    body=st.lists(st.text("正文", max_size=200), max_size=8),
    summary=st.text("概述", max_size=100),
    limit=st.integers(50, 600),
)
def test_the_limit_always_holds(title: str, body: list[str], summary: str, limit: int) -> None:
    shown = version(title, "".join(f"<p>{p}</p>" for p in body), summary)
    text = text_for(shown, URL, limit)
    assert len(text) <= limit
    assert text.endswith(URL)


@pytest.mark.parametrize("limit", [50, 60])
def test_a_title_longer_than_the_room_is_cut(limit: int) -> None:
    assert len(text_for(version("长" * 300, "<p>文</p>"), URL, limit)) <= limit
