"""How documents are reviewed: secrecy always, the signature last, nobody two steps."""

from collections.abc import Callable

import pytest

from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.organs.models import Role
from portal.publishing import queries
from portal.publishing.acts.chains import SetReviewChain
from portal.publishing.acts.drafting import EditDraft, SubmitDocument
from portal.publishing.acts.publication import Publish
from portal.publishing.acts.review import PassStep, ReturnDocument
from portal.publishing.lifecycle import State
from portal.publishing.models import Document, Genre
from tests.portal.conftest import County

Make = Callable[..., Document]
People = dict[str, Actor]


@pytest.fixture
def head(county: County) -> Actor:
    """Return the head of the township's disclosure office."""
    return county.actor("zhuren", Role.HEAD)


def arrange(head: Actor, county: County, *steps: str, **more: object) -> None:
    SetReviewChain(by=head, organ=county.town, steps=steps, **more).execute()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        (("reviewer", "signer"), "保密审查"),
        (("secrecy", "signer", "reviewer"), "最后一步"),
        (("secrecy", "secrecy", "signer"), "只能办理一步"),
        (("handler", "secrecy", "signer"), "只能由"),
        ((), "保密审查"),
    ],
)
def test_a_chain_that_skips_what_must_be_is_refused(
    county: County, head: Actor, steps: tuple[str, ...], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        arrange(head, county, *steps)


def test_only_the_head_sets_it(county: County, office: People) -> None:
    with pytest.raises(Refused, match="工作机构负责人"):
        arrange(office["signer"], county, "secrecy", "signer")


def test_a_kind_has_its_own_steps_and_the_others_the_general_ones(
    county: County, head: Actor, start: Make
) -> None:
    arrange(head, county, "secrecy", "signer")
    arrange(head, county, "head", "reviewer", "secrecy", "signer", genre=Genre.NORMATIVE)
    assert start(genre=Genre.NEWS).steps == ["secrecy", "signer"]
    assert start().steps == ["head", "reviewer", "secrecy", "signer"]
    arrange(head, county, "reviewer", "secrecy", "signer", genre=Genre.NORMATIVE)
    assert start().steps == ["reviewer", "secrecy", "signer"]


def test_a_new_chain_counts_from_the_next_round_and_old_rounds_stay_told(
    county: County, head: Actor, start: Make, office: People
) -> None:
    document = SubmitDocument(by=office["handler"], target=start()).execute()
    for step in ("reviewer", "secrecy"):
        document = PassStep(by=office[step], target=document).execute()
    arrange(head, county, "secrecy", "signer")
    assert document.steps == ["reviewer", "secrecy", "signer"]
    document = ReturnDocument(by=office["signer"], target=document, opinion="改").execute()
    document = SubmitDocument(by=office["handler"], target=document).execute()
    assert document.steps == ["secrecy", "signer"]
    for step in ("secrecy", "signer"):
        document = PassStep(by=office[step], target=document).execute()
    assert document.state == State.SIGNED
    assert queries.standing(document).public is False
    assert Publish(by=office["handler"], target=document).execute().is_public


def test_who_signed_may_take_it_back_before_it_is_public_and_a_stranger_may_not(
    start: Make, office: People, county: County
) -> None:
    document = SubmitDocument(by=office["handler"], target=start()).execute()
    for step in ("reviewer", "secrecy", "signer"):
        document = PassStep(by=office[step], target=document).execute()
    elsewhere = county.actor("bieren", Role.SIGNER, organ=county.bureau)
    with pytest.raises(Refused, match="可以退回"):
        ReturnDocument(by=elsewhere, target=document, opinion="改").execute()
    document = ReturnDocument(by=office["signer"], target=document, opinion="再改").execute()
    assert document.state == State.DRAFT
    event = document.events.last()
    assert event and (event.role, event.opinion) == ("", "再改")


def test_the_page_says_who_can_take_the_step_and_why_another_cannot(
    start: Make, office: People, county: County
) -> None:
    county.person("liangjian", Role.REVIEWER, Role.SECRECY)
    document = SubmitDocument(by=office["handler"], target=start()).execute()
    where = f"/desk/documents/{document.pk}/"
    both = county.client("liangjian")
    assert "shenhe某、liangjian某办理" in both.get(where).content.decode()
    both.post(f"{where}pass/", {"opinion": "同意"})
    page = both.get(where).content.decode()
    assert "等baomi某办理" in page
    assert "您已办理“审核”这一步" in page
    drafter = county.client("jingban").get(where).content.decode()
    assert "审查由别人办理" in drafter


def test_an_office_without_people_for_a_step_is_told_so(
    start: Make, office: People, county: County, head: Actor
) -> None:
    one = county.actor("yiren", Role.HANDLER, Role.HEAD)
    arrange(head, county, "head", "secrecy", "signer")
    document = SubmitDocument(by=one, target=start(by=one)).execute()
    page = county.client("yiren").get(f"/desk/documents/{document.pk}/").content.decode()
    assert "等zhuren某办理" in page
    arrange(head, county, "head", "secrecy", "signer", alone=True)
    again = SubmitDocument(by=one, target=start(by=one)).execute()
    page = county.client("yiren").get(f"/desk/documents/{again.pk}/").content.decode()
    assert "本机关人少" in page


def test_the_pages_warn_when_the_people_do_not_suffice(county: County) -> None:
    head = county.client("zhuren", Role.HEAD)
    page = head.get("/desk/chains/").content.decode()
    assert "没有人担任“审核”" in page
    county.person("quan", Role.REVIEWER, Role.SECRECY, Role.SIGNER)
    assert "现有的人不够" in head.get("/desk/chains/").content.decode()
    county.person("er", Role.REVIEWER)
    county.person("san", Role.SECRECY)
    assert "⚠" not in head.get("/desk/chains/").content.decode()
    answer = head.post("/desk/chains/all/", {"first": "secrecy", "second": "signer"})
    assert answer.status_code == 302, answer.content.decode()
    assert queries.chain_for(county.town, "news") == (["secrecy", "signer"], False)
    wrong = head.post("/desk/chains/news/", {"first": "reviewer", "second": "signer"})
    assert wrong.status_code == 409
    assert head.get("/desk/chains/nothing/").status_code == 404
    assert head.get("/desk/chains/", {"genre": "news"})["Location"] == "/desk/chains/news/"


def test_an_edit_between_rounds_is_somebody_elses_review(
    start: Make, office: People, county: County
) -> None:
    second = county.actor("jingban2", Role.HANDLER, Role.REVIEWER)
    document = EditDraft(by=second, target=start(), content={"title": "改题"}).execute()
    document = SubmitDocument(by=office["handler"], target=document).execute()
    step = queries.steps_of(document)[0]
    assert (step.people, step.eligible) == (("shenhe某", "jingban2某"), ("shenhe某",))
