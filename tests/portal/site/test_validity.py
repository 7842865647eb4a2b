"""A rule that is amended, repealed, lapsed or continued: every public page says it at once, alike."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from portal.acts import clock
from portal.acts.actor import SYSTEM
from portal.publishing.acts.links import EndLink, LinkDocuments
from portal.publishing.acts.publication import Withdraw
from portal.publishing.models import Document, DocumentLink, Genre, LinkKind
from portal.publishing.search import index
from portal.registers.acts.normative import (
    AmendNormative,
    ContinueNormative,
    CorrectNormative,
    EnterNormative,
    LapseNormative,
    RepealNormative,
    StrikeNormative,
)
from portal.registers.models import NormativeEntry
from portal.site import projection
from portal.site.models import FacetCount
from tests.portal.conftest import County
from tests.portal.site.conftest import Issue

TITLE = "示例镇旧办法"
Said = Callable[[], tuple[str, set[str]]]


def text(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def listed(path: str) -> str:
    """Return the words that a list or a result page says of the old rule, "" where it is not there."""
    for row in re.findall(r"<li>.*?</li>", text(path), re.DOTALL):
        if TITLE in re.sub(r"</?mark>", "", row):
            words = re.findall(r"<span>([^<]*(?:有效|废止|失效|施行)[^<]*)</span>", row)
            return words[0] if words else "-"
    return ""


@pytest.fixture
def old(issue: Issue) -> Document:
    """Return the rule that things happen to."""
    return issue(TITLE)


@pytest.fixture
def entry(old: Document, county: County) -> NormativeEntry:
    """Return it in the register."""
    return EnterNormative(
        by=SYSTEM,
        organ=county.town,
        fields={
            "kind": "normative",
            "title": TITLE,
            "document": old,
            "issued_on": date(2025, 1, 1),
        },
    ).execute()


@pytest.fixture
def said(old: Document) -> Said:
    """Return what list, search and page say, which must agree, and under which facets it is found."""
    index.follow()

    def ask() -> tuple[str, set[str]]:
        words = listed("/o/shilizhen/guifan/")
        assert words == listed("/search/?q=旧办法")
        page = text(f"/info/{old.pk}/")
        assert f"<td>{words}" in page or f'<td colspan="3">{words}' in page, words
        values = ("current", "amended", "pending", "ended")
        own = "/o/shilizhen/guifan/?validity={}"
        below = "/o/shili/all/?within=1&validity={}"
        found = {v for v in values if listed(own.format(v))}
        assert found == {v for v in values if listed(below.format(v))}
        counted = text("/o/shilizhen/guifan/?genre=normative")
        assert ("validity=amended" in counted) == ("amended" in found)
        return words, found

    return ask


IN_FORCE = ("有效", {"current"})
AMENDED = ("有效（已修改）", {"current", "amended"})
REPEALED = ("废止", {"ended"})
LAPSED = ("失效", {"ended"})


def test_by_a_link_of_a_later_document(old: Document, issue: Issue, said: Said) -> None:
    assert said() == IN_FORCE
    change = issue("关于修改旧规定的决定", genre=Genre.POLICY)
    LinkDocuments(by=SYSTEM, target=change, other=old, kind=LinkKind.AMENDS).execute()
    assert said() == AMENDED
    end = issue("关于废止旧规定的决定", genre=Genre.POLICY)
    LinkDocuments(by=SYSTEM, target=end, other=old, kind=LinkKind.REPEALS).execute()
    assert said() == REPEALED
    link = DocumentLink.objects.get(source=end)
    EndLink(by=SYSTEM, target=end, link=link.pk).execute()
    assert said() == AMENDED
    Withdraw(by=SYSTEM, target=change, reason="误发").execute()
    assert said() == IN_FORCE


def test_a_change_counts_from_the_day_it_takes_effect(
    old: Document, issue: Issue, said: Said
) -> None:
    ahead = clock.today() + timedelta(days=30)
    later = issue("关于修改旧规定的决定", genre=Genre.POLICY, effective_on=ahead)
    LinkDocuments(by=SYSTEM, target=later, other=old, kind=LinkKind.AMENDS).execute()
    assert said() == IN_FORCE
    with clock.as_of(clock.now() + timedelta(days=31)):
        assert said() == AMENDED


@pytest.mark.parametrize(
    ("act", "then"),
    [(AmendNormative, AMENDED), (RepealNormative, REPEALED), (LapseNormative, LAPSED)],
)
def test_by_the_register(entry: NormativeEntry, said: Said, act: Any, then: Any) -> None:
    assert said() == IN_FORCE
    entry = act(by=SYSTEM, target=entry, on=clock.today(), basis="示政发〔2026〕9号").execute()
    assert said() == then
    StrikeNormative(by=SYSTEM, target=entry, reason="登错了").execute()
    assert said() == IN_FORCE


def test_what_was_continued_is_in_force_beyond_its_own_last_day(
    issue: Issue, county: County
) -> None:
    today = clock.today()
    document = issue(TITLE, expires_on=today + timedelta(days=1))
    entry = EnterNormative(
        by=SYSTEM,
        organ=county.town,
        fields={
            "kind": "normative", "title": TITLE, "document": document, "issued_on": today,
            "expires_on": today + timedelta(days=1),
        },
    ).execute()  # fmt: skip
    with clock.as_of(clock.now() + timedelta(days=3)):
        assert listed("/o/shilizhen/guifan/") == "失效"
    ContinueNormative(by=SYSTEM, target=entry, on=today, basis="评估").execute()
    with clock.as_of(clock.now() + timedelta(days=3)):
        assert listed("/o/shilizhen/guifan/") == "有效"


def test_an_entry_that_names_another_document_speaks_of_that_one(
    entry: NormativeEntry, issue: Issue, said: Said
) -> None:
    entry = RepealNormative(by=SYSTEM, target=entry, on=clock.today(), basis="清理").execute()
    assert said() == REPEALED
    other = issue("示例镇另一办法")
    CorrectNormative(
        by=SYSTEM, target=entry, fields={"document": other}, reason="对应错了"
    ).execute()
    assert said() == IN_FORCE
    assert "废止（自" in text(f"/info/{other.pk}/")


def test_lists_made_anew_say_the_same(
    old: Document, entry: NormativeEntry, issue: Issue, said: Said
) -> None:
    change = issue("关于修改旧规定的决定", genre=Genre.POLICY)
    LinkDocuments(by=SYSTEM, target=change, other=old, kind=LinkKind.AMENDS).execute()
    RepealNormative(by=SYSTEM, target=entry, on=clock.today(), basis="清理").execute()

    def counts() -> list[Any]:
        return sorted(
            FacetCount.objects.exclude(n=0).values_list(
                "organ", "below", "place", "facet", "value", "n"
            )
        )

    before = counts()
    projection.rebuild()
    assert counts() == before and said() == REPEALED
