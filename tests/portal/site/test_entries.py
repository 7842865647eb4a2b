"""The lists: in step with every act, right on every day, the same when built anew."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from portal.accounts.models import User
from portal.acts import clock
from portal.acts.actor import SYSTEM, Actor
from portal.organs.acts.accounts import OpenAccount
from portal.organs.acts.lifecycle import ChangeOrgan
from portal.organs.acts.posts import GivePost
from portal.organs.models import Organ, Role
from portal.publishing import face
from portal.publishing.acts.drafting import EditDraft, StartDocument, SubmitDocument
from portal.publishing.acts.publication import Publish, Revise, Withdraw
from portal.publishing.acts.review import PassStep
from portal.publishing.models import (
    Attribute,
    Column,
    Document,
    DocumentLink,
    Genre,
    LinkKind,
    Part,
)
from portal.site import counts, entries, projection
from portal.site.models import Entry, FacetCount, Placement
from tests.portal.conftest import PASSWORD, County, establish

DAY = date(2026, 6, 1)


@pytest.fixture
def columns(db: None) -> dict[str, Column]:
    """Return two columns."""
    return {
        code: Column.objects.create(code=code, title=title, part=Part.CONTENT)
        for code, title in (("guifan", "行政规范性文件"), ("caizheng", "财政预算"))
    }


def handler(organ: Organ) -> Actor:
    """Return who drafts for an organ, given the post when first asked."""
    name = f"jb{organ.code}"
    user = User.objects.filter(username=name).first()
    if user is None:
        user = OpenAccount(by=SYSTEM, username=name, person="经办", password=PASSWORD).execute()
        GivePost(
            by=SYSTEM, user=user, organ=organ, role=Role.HANDLER, on=date(2024, 1, 1)
        ).execute()
    return Actor(user.pk, user.name, "", organ.pk)


def publish(organ: Organ, column: Column, title: str, **content: Any) -> Document:
    """Publish a document of an organ: one drafts, every step is taken by the system."""
    document = StartDocument(
        by=handler(organ),
        organ=organ,
        column=column,
        genre=content.pop("genre", Genre.NORMATIVE),
        attribute=Attribute.OPEN,
        content={"title": title, "body": "<p>正文。</p>", **content},
    ).execute()
    document = SubmitDocument(by=SYSTEM, target=document).execute()
    for _step in document.steps:
        document = PassStep(by=SYSTEM, target=document, opinion="同意").execute()
    return Publish(by=SYSTEM, target=document).execute()


@pytest.fixture
def five(county: County, columns: dict[str, Column]) -> list[Document]:
    """Return five documents: two of the township, two of the bureau, one of the county."""
    rules, money = columns["guifan"], columns["caizheng"]
    return [
        publish(county.town, rules, "甲", topic="交通", formed_on=date(2024, 3, 1)),
        publish(county.town, money, "乙", genre=Genre.FINANCE, formed_on=date(2025, 3, 1)),
        publish(county.bureau, rules, "丙", topic="教育", expires_on=date(2026, 5, 31)),
        publish(county.bureau, rules, "丁", topic="教育", effective_on=date(2026, 7, 1)),
        publish(county.county, rules, "戊", topic="交通", genre=Genre.POLICY),
    ]


def titles(organ: Organ, **chosen: Any) -> str:
    return "".join(e.title for e in entries.entries(organ, **chosen))


def counted(organ: Organ, facet: str, **chosen: Any) -> dict[str, int | None]:
    found = {f.name: f for f in counts.facets(organ, **chosen)}
    return {str(v.label): v.count for v in found[facet].values} if facet in found else {}


def state() -> tuple[Any, ...]:
    """Return everything the projection holds, comparable."""
    counts = FacetCount.objects.exclude(n=0).values_list(
        "organ", "below", "place", "facet", "value", "n"
    )
    return (
        sorted(Entry.objects.values_list()),
        sorted(Placement.objects.values_list("entry", "scope", "column", "genre", "year")),
        sorted(counts),
    )


def test_an_organ_lists_its_own_newest_first_and_with_all_below(
    county: County, five: list[Document]
) -> None:
    assert titles(county.town) == "乙甲"
    assert titles(county.county) == "戊"
    assert titles(county.county, within=True) == "戊丁丙乙甲"


def test_a_list_is_narrowed_by_every_facet(
    county: County, columns: dict[str, Column], five: list[Document]
) -> None:
    top = county.county
    assert titles(top, within=True, column=columns["caizheng"]) == "乙"
    assert titles(top, within=True, topic="交通") == "戊甲"
    assert titles(top, within=True, genre="finance") == "乙"
    assert titles(top, within=True, year=2024, part="content") == "甲"
    assert titles(top, within=True, topic="教育", validity="ended", on=DAY) == "丙"


def test_what_is_in_force_depends_on_the_day(county: County, five: list[Document]) -> None:
    def on(day: date) -> dict[str, int | None]:
        return counted(county.bureau, "validity", on=day)

    assert on(date(2026, 5, 31)) == {"有效": 1, "尚未施行": 1}
    assert on(date(2026, 6, 1)) == {"尚未施行": 1, "失效或废止": 1}
    assert on(date(2026, 7, 1)) == {"有效": 1, "失效或废止": 1}
    assert titles(county.bureau, validity="pending", on=date(2026, 6, 30)) == "丁"
    assert titles(county.bureau, validity="current", on=date(2026, 7, 1)) == "丁"


def test_each_facet_counts_what_the_other_choices_leave(
    county: County, five: list[Document]
) -> None:
    top = county.county
    assert counted(top, "topic", within=True) == {"交通": 2, "教育": 2}
    assert counted(top, "topic", within=True, topic="交通") == {"交通": 2, "教育": 2}
    assert counted(top, "genre", within=True, topic="交通") == {"行政规范性文件": 1, "其他文件": 1}
    assert counts.count(top, within=True, topic="交通", genre="policy") == 1
    assert counts.column_counts(county.town) == counts.column_counts(county.town, within=True)


def test_counts_are_not_shown_where_they_would_be_slow(
    county: County, five: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "LIVE", 1)
    assert counted(county.county, "genre", within=True, topic="交通") == {
        "行政规范性文件": None,
        "财政信息": None,
        "其他文件": None,
    }
    assert counts.count(county.county, within=True, topic="交通", genre="normative") is None


def test_what_is_withdrawn_is_listed_and_counted_no_more(
    county: County, five: list[Document]
) -> None:
    Withdraw(by=SYSTEM, target=five[0], reason="有误").execute()
    assert titles(county.county, within=True) == "戊丁丙乙"
    assert counted(county.county, "topic", within=True) == {"教育": 2, "交通": 1}
    assert counts.count(county.town) == 1


def test_an_act_that_fails_leaves_the_lists_as_they_were(
    county: County, five: list[Document]
) -> None:
    before = state()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Withdraw(by=SYSTEM, target=five[0], reason="有误").execute()
        raise ZeroDivisionError
    assert state() == before


def test_a_correction_moves_between_values(county: County, five: list[Document]) -> None:
    document = Revise(by=SYSTEM, target=five[0], reason="更正").execute()
    document = EditDraft(
        by=handler(county.town), target=document, content={"topic": "农业"}
    ).execute()
    assert counted(county.town, "topic") == {"交通": 1}  # what is public is still the old one
    document = SubmitDocument(by=SYSTEM, target=document).execute()
    for _step in document.steps:
        document = PassStep(by=SYSTEM, target=document, opinion="同意").execute()
    Publish(by=SYSTEM, target=document).execute()
    assert counted(county.town, "topic") == {"农业": 1}


def test_a_repealed_document_is_repealed_while_the_repealing_one_is_public(
    county: County, five: list[Document]
) -> None:
    old, new = five[0], five[3]
    DocumentLink.objects.create(source=new, target=old, kind=LinkKind.REPEALS)
    with transaction.atomic():
        face.changed(new)
    assert Entry.objects.get(pk=old.pk).repealed_on == date(2026, 7, 1)
    assert counted(county.town, "validity", on=date(2026, 6, 30)) == {"有效": 2}
    assert counted(county.town, "validity", on=date(2026, 7, 1)) == {"有效": 1, "失效或废止": 1}
    Withdraw(by=SYSTEM, target=new, reason="有误").execute()
    assert Entry.objects.get(pk=old.pk).repealed_on is None


def test_lists_built_anew_are_the_same(county: County, five: list[Document]) -> None:
    Withdraw(by=SYSTEM, target=five[1], reason="有误").execute()
    before = state()
    FacetCount.objects.update(n=7)
    Entry.objects.filter(pk=five[0].pk).delete()
    assert state() != before
    told: list[tuple[int, int]] = []
    assert projection.rebuild(lambda done, of: told.append((done, of))) == 4
    assert state() == before
    assert told == [(n + 1, len(told)) for n in range(2 * Organ.objects.count())]


def test_an_organ_that_moves_takes_its_documents_along(
    county: County, five: list[Document]
) -> None:
    city = establish("shilishi", "示例市人民政府", "city", "government")
    publish(city, five[0].column, "己")
    ChangeOrgan(
        by=SYSTEM, target=county.county, on=clock.today(), fields={"parent_id": city.pk}
    ).execute()
    assert titles(city, within=True) == "己戊丁丙乙甲"
    assert counted(city, "topic", within=True) == {"交通": 2, "教育": 2}
    ChangeOrgan(
        by=SYSTEM,
        target=county.bureau,
        on=clock.today(),
        fields={"parent_id": city.pk},
    ).execute()
    assert titles(county.county, within=True) == "戊乙甲"
    assert counted(county.county, "topic", within=True) == {"交通": 2}
    before = state()
    projection.rebuild()
    assert state() == before


def pages(organ: Organ, **chosen: Any) -> list[entries.Page]:
    """Turn over a whole list by its own links, forwards; check that backwards gives the same."""
    found = [entries.page(organ, **chosen)]
    while found[-1].older:
        found.append(entries.page(organ, found[-1].older, **chosen))
    back = found[-1]
    for earlier in reversed(found[:-1]):
        back = entries.page(organ, back.newer, **chosen)
        assert [e.pk for e in back.rows] == [e.pk for e in earlier.rows]
        assert back.number == earlier.number
    assert not back.newer
    return found


@pytest.mark.parametrize("within", [False, True])
@pytest.mark.parametrize("numbered", [50, 2])
def test_every_entry_stands_on_one_page(
    county: County,
    columns: dict[str, Column],
    monkeypatch: pytest.MonkeyPatch,
    within: bool,
    numbered: int,
) -> None:
    monkeypatch.setattr(entries, "SIZE", 3)
    monkeypatch.setattr(entries, "NUMBERED", numbered)
    moment = clock.now() - timedelta(days=1)
    with clock.as_of(moment):  # all of one moment: only their numbers set them apart
        made = [publish(county.town, columns["guifan"], f"第{i}件") for i in range(10)]
    organ = county.county if within else county.town
    turned = pages(organ, within=within)
    assert [len(p.rows) for p in turned] == [3, 3, 3, 1]
    assert [p.number for p in turned] == [1, 2, 3, 4]
    assert {p.total for p in turned} == {10} and turned[0].pages == 4
    assert Counter(e.pk for p in turned for e in p.rows) == Counter(d.pk for d in made)


@pytest.mark.parametrize(
    "at", ["", "0", "-1", "x", "9" * 30, "2o1.2", "2n99999999999999999.1", "２", "3o-1.1", "\x00"]
)
def test_any_page_has_an_answer(county: County, five: list[Document], at: str) -> None:
    assert entries.page(county.county, at, within=True).number >= 1
