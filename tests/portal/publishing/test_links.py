"""A policy and its interpretation find each other, on the desk and before the public."""

from collections.abc import Callable

import pytest

from portal.acts.act import Forbidden, Refused
from portal.acts.actor import Actor
from portal.acts.models import ActRecord
from portal.organs.models import Role
from portal.publishing import queries
from portal.publishing.acts.links import (
    EndLink,
    LinkDocuments,
    StartClarification,
    StartInterpretation,
)
from portal.publishing.acts.publication import Withdraw
from portal.publishing.models import Attribute, Column, Document, Genre
from tests.portal.conftest import County

Make = Callable[..., Document]
People = dict[str, Actor]


@pytest.fixture
def policy(publish: Make) -> Document:
    """Return a published normative document."""
    return publish()


@pytest.fixture
def interpretation(publish: Make) -> Document:
    """Return a published interpretation, not linked yet."""
    return publish(
        genre=Genre.INTERPRETATION, content={"title": "养护办法解读", "body": "<p>解读。</p>"}
    )


def test_both_pages_show_the_other_one(
    policy: Document, interpretation: Document, office: People
) -> None:
    LinkDocuments(
        by=office["handler"], target=interpretation, other=policy, kind="interprets"
    ).execute()
    assert queries.interpretations(policy) == [interpretation]
    assert queries.policies_interpreted(interpretation) == [policy]
    assert [(one.words, one.other) for one in queries.links_shown(policy)] == [
        ("政策解读", interpretation)
    ]
    assert [(one.words, one.other) for one in queries.links_shown(interpretation)] == [
        ("解读的文件", policy)
    ]
    last = ActRecord.objects.last()
    assert last and last.after["links"] == [f"interprets {policy.pk}"]


def test_a_withdrawn_end_is_no_longer_shown(
    policy: Document, interpretation: Document, office: People
) -> None:
    LinkDocuments(
        by=office["handler"], target=interpretation, other=policy, kind="interprets"
    ).execute()
    Withdraw(by=office["signer"], target=interpretation, reason="有误").execute()
    assert queries.interpretations(policy) == []
    assert queries.links_shown(policy) == []
    assert len(queries.links_of(policy)) == 1


def test_a_link_ends_and_is_not_deleted(
    policy: Document, interpretation: Document, office: People
) -> None:
    LinkDocuments(
        by=office["handler"], target=interpretation, other=policy, kind="interprets"
    ).execute()
    link = interpretation.links.get()
    EndLink(by=office["handler"], target=interpretation, link=link.pk, reason="关联错了").execute()
    assert queries.links_of(policy) == []
    link.refresh_from_db()
    assert link.ended_at is not None
    with pytest.raises(Refused, match="已经解除"):
        EndLink(by=office["handler"], target=interpretation, link=link.pk, reason="x").execute()
    again = LinkDocuments(
        by=office["handler"], target=interpretation, other=policy, kind="interprets"
    )
    assert again.execute().links.count() == 2


@pytest.mark.parametrize("kind", ["interprets", "clarifies"])
def test_only_an_interpretation_interprets(
    policy: Document, publish: Make, office: People, kind: str
) -> None:
    other = publish()
    with pytest.raises(Refused, match="类的文件"):
        LinkDocuments(by=office["handler"], target=policy, other=other, kind=kind).execute()


def test_what_cannot_be_linked_is_refused_in_words(
    policy: Document, publish: Make, office: People, county: County, start: Make, column: Column
) -> None:
    by = office["handler"]
    with pytest.raises(Refused, match="自己"):
        LinkDocuments(by=by, target=policy, other=policy, kind="related").execute()
    with pytest.raises(Refused, match="文件和关系"):
        LinkDocuments(by=by, target=policy, other=publish(), kind="loves").execute()
    elsewhere = county.actor("bieren", Role.HANDLER, organ=county.bureau)
    hidden = start(by=elsewhere, organ=county.bureau)
    with pytest.raises(Refused, match="没有找到"):
        LinkDocuments(by=by, target=policy, other=hidden, kind="related").execute()
    with pytest.raises(Forbidden):
        LinkDocuments(by=elsewhere, target=policy, other=hidden, kind="related").execute()
    other = publish()
    LinkDocuments(by=by, target=policy, other=other, kind="repeals").execute()
    with pytest.raises(Refused, match="已经这样关联"):
        LinkDocuments(by=by, target=policy, other=other, kind="repeals").execute()


def test_an_interpretation_is_begun_already_linked_and_ends_the_reminder(
    policy: Document, office: People, county: County, column: Column
) -> None:
    assert list(queries.without_interpretation(county.town)) == [policy]
    clerk = county.client("jingban")
    assert "起草解读" in clerk.get("/desk/").content.decode()
    form = clerk.get(f"/desk/documents/{policy.pk}/interpret/").content.decode()
    assert "《示例镇农村公路养护管理办法》政策解读" in form
    answer = clerk.post(
        f"/desk/documents/{policy.pk}/interpret/",
        {"column": column.pk, "title": "养护办法解读", "body": "解读一段。\n第二段。"},
    )
    assert answer.status_code == 302, answer.content.decode()
    made = Document.objects.latest("pk")
    assert (made.genre, made.attribute) == (Genre.INTERPRETATION, Attribute.OPEN)
    assert made.working and made.working.body == "<p>解读一段。</p><p>第二段。</p>"
    assert [one.other for one in queries.links_of(policy)] == [made]
    assert queries.links_shown(policy) == []
    assert list(queries.without_interpretation(county.town)) == []


def test_a_clarification_names_the_document_or_what_is_said(
    policy: Document, office: People, county: County, column: Column
) -> None:
    facts = {
        "by": office["handler"], "organ": county.town, "column": column,
        "attribute": Attribute.OPEN, "content": {"title": "澄清说明", "body": "<p>不实。</p>"},
    }  # fmt: skip
    with pytest.raises(Refused, match="澄清的是什么"):
        StartClarification(**facts).execute()
    of = StartClarification(**facts, of=policy).execute()
    assert of.genre == Genre.CLARIFICATION
    assert [one.words for one in queries.links_of(policy)] == ["澄清说明"]
    rumour = StartClarification(**facts, rumour="网传本镇停水三天").execute()
    first = rumour.events.get()
    assert first.opinion == "网传本镇停水三天"
    assert "停水" not in rumour.working.body


def test_the_link_page_finds_by_number_and_links_the_other_way_round(
    policy: Document, interpretation: Document, county: County
) -> None:
    clerk = county.client("jingban")
    page = f"/desk/documents/{policy.pk}/link/"
    assert "养护办法解读" in clerk.get(page, {"q": interpretation.index_number}).content.decode()
    assert "没有找到" in clerk.get(page, {"q": "不存在的题目"}).content.decode()
    assert clerk.get(page, {"q": "<script>\x00" + "长" * 500}).status_code == 200
    answer = clerk.post(
        f"{page}?q=解读", {"other": interpretation.pk, "relation": "interprets-back"}
    )
    assert answer.status_code == 302, answer.content.decode()
    assert queries.interpretations(policy) == [interpretation]
    wrong = clerk.post(f"{page}?q=解读", {"other": 999999, "relation": "related"})
    assert wrong.status_code == 422
    link = interpretation.links.get()
    assert clerk.post(f"/desk/links/{link.pk}/end/", {"reason": "有误"}).status_code == 302
    assert queries.interpretations(policy) == []
    stranger = county.client("bieren", Role.HANDLER, organ=county.bureau)
    assert stranger.get(f"/desk/links/{link.pk}/end/").status_code == 404


def test_a_discarded_interpretation_brings_the_reminder_back(
    policy: Document, office: People, county: County, column: Column
) -> None:
    made = StartInterpretation(
        by=office["handler"], organ=county.town, of=policy, column=column,
        attribute=Attribute.OPEN, content={"title": "解读"},
    ).execute()  # fmt: skip
    assert not queries.without_interpretation(county.town).exists()
    made.state = "discarded"
    made.save()
    assert queries.without_interpretation(county.town).exists()
