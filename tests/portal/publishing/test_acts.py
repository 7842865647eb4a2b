"""A document from its draft to its withdrawal, through the people of a township office."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.acts import record
from portal.acts.act import Changed, Forbidden, Refused
from portal.acts.actor import SYSTEM, Actor
from portal.acts.models import ActRecord
from portal.organs.models import Role
from portal.publishing import queries
from portal.publishing.acts.drafting import DiscardDraft, EditDraft, SubmitDocument
from portal.publishing.acts.publication import Publish, Revise, SchedulePublication, Withdraw
from portal.publishing.acts.review import PassStep, ReturnDocument
from portal.publishing.lifecycle import State
from portal.publishing.models import Attribute, Document, ReviewChain
from tests.portal.conftest import County

People = dict[str, Actor]
Make = Callable[..., Document]


def test_the_whole_way_leaves_one_record_an_act(publish: Make, office: People) -> None:
    count = ActRecord.objects.count()
    document = publish()
    assert (document.state, document.is_public) == (State.PUBLISHED, True)
    assert ActRecord.objects.count() == count + 6
    assert list(queries.public()) == [document]
    assert [e.kind for e in document.events.all()] == [
        "drafted", "submitted", "passed", "passed", "passed", "published",
    ]  # fmt: skip
    assert record.verify().broken is None


def test_index_numbers_follow_one_another_and_are_never_given_twice(
    publish: Make, office: People
) -> None:
    year = timezone.localdate().year
    first = publish()
    assert first.index_number == f"shilizhen/{year}-00001"
    Withdraw(by=office["signer"], target=first, reason="内容有误").execute()
    assert publish().index_number == f"shilizhen/{year}-00002"


def test_a_step_belongs_to_its_post(start: Make, office: People) -> None:
    document = SubmitDocument(by=office["handler"], target=start()).execute()
    with pytest.raises(Forbidden, match="审核"):
        PassStep(by=office["signer"], target=document).execute()


def test_nobody_takes_two_steps_of_one_document(
    start: Make, office: People, county: County
) -> None:
    both = county.actor("liangjian", Role.REVIEWER, Role.SECRECY)
    document = SubmitDocument(by=office["handler"], target=start()).execute()
    document = PassStep(by=both, target=document).execute()
    with pytest.raises(Forbidden, match="两个环节"):
        PassStep(by=both, target=document).execute()


def test_a_returned_document_says_what_to_correct(start: Make, office: People) -> None:
    document = SubmitDocument(by=office["handler"], target=start()).execute()
    with pytest.raises(Refused, match="要修改什么"):
        ReturnDocument(by=office["reviewer"], target=document, opinion=" ").execute()
    document = ReturnDocument(
        by=office["reviewer"], target=document, opinion="第二条的依据应写全称"
    ).execute()
    assert document.state == State.DRAFT
    document = EditDraft(
        by=office["handler"], target=document, content={"body": "<p>改过了。</p>"}
    ).execute()
    assert [v.body for v in document.versions.all()] == [
        "<p>第一条　为加强养护。</p>",
        "<p>改过了。</p>",
    ]


def test_an_unsigned_document_is_not_published(start: Make, office: People) -> None:
    with pytest.raises(Refused, match="还在起草"):
        Publish(by=office["handler"], target=start()).execute()
    assert not queries.public().exists()


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"attribute": Attribute.CLOSED}, "依据和理由"),
        ({"attribute": Attribute.ON_REQUEST}, "理由"),
    ],
)
def test_what_is_withheld_says_why(start: Make, facts: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        start(**facts)
    assert not Document.objects.exists()


def test_what_is_withheld_is_never_published(start: Make, office: People) -> None:
    document = start(attribute=Attribute.CLOSED, ground="16-1", ground_reason="内部工作流程")
    document = SubmitDocument(by=office["handler"], target=document).execute()
    for step in ("reviewer", "secrecy", "signer"):
        document = PassStep(by=office[step], target=document).execute()
    with pytest.raises(Refused, match="不是“主动公开”"):
        Publish(by=office["handler"], target=document).execute()


def test_a_correction_shows_only_when_it_is_signed(publish: Make, office: People) -> None:
    document = publish()
    document = Revise(by=office["handler"], target=document, reason="错别字").execute()
    document = EditDraft(
        by=office["handler"], target=document, content={"title": "改正后的标题"}
    ).execute()
    assert document.is_public
    assert document.shown and document.shown.title == "示例镇农村公路养护管理办法"
    document = SubmitDocument(by=office["handler"], target=document).execute()
    for step in ("reviewer", "secrecy", "signer"):
        document = PassStep(by=office[step], target=document).execute()
    first = document.published_at
    document = Publish(by=office["handler"], target=document).execute()
    assert document.shown.title == "改正后的标题"
    assert document.published_at == first


def test_a_withdrawn_document_is_gone_at_once_and_says_why(publish: Make, office: People) -> None:
    document = publish()
    with pytest.raises(Refused, match="撤回的原因"):
        Withdraw(by=office["signer"], target=document).execute()
    with pytest.raises(Forbidden):
        Withdraw(by=office["handler"], target=document, reason="不想要了").execute()
    document = Withdraw(by=office["signer"], target=document, reason="含个人信息").execute()
    assert not queries.public().exists()
    assert (document.shown, document.withdrawal_ground) == (None, "含个人信息")
    with pytest.raises(Refused, match="已经撤回"):
        Withdraw(by=office["signer"], target=document, reason="再撤").execute()


def test_the_county_withdraws_what_a_township_published(publish: Make, county: County) -> None:
    over = county.actor("zhuguan", Role.SUPERVISOR, organ=county.county)
    assert not Withdraw(by=over, target=publish(), reason="泄露隐私").execute().is_public


def test_a_timed_document_is_due_at_its_hour(start: Make, office: People) -> None:
    document = SubmitDocument(by=office["handler"], target=start()).execute()
    for step in ("reviewer", "secrecy", "signer"):
        document = PassStep(by=office[step], target=document).execute()
    at = timezone.now() + timedelta(hours=2)
    with pytest.raises(Refused, match="现在之后"):
        SchedulePublication(
            by=office["handler"], target=document, at=timezone.now() - timedelta(seconds=1)
        ).execute()
    document = SchedulePublication(by=office["handler"], target=document, at=at).execute()
    assert not queries.due(timezone.now()).exists()
    assert list(queries.due(at)) == [document]
    assert Publish(by=SYSTEM, target=document).execute().is_public


def test_an_office_of_two_may_let_the_drafter_take_one_step(
    county: County, start: Make, office: People
) -> None:
    ReviewChain.objects.create(organ=county.town, steps=["secrecy", "signer"], alone=True)
    one = county.actor("yiren", Role.HANDLER, Role.SECRECY, Role.SIGNER)
    document = SubmitDocument(by=one, target=start(by=one)).execute()
    document = PassStep(by=one, target=document).execute()
    with pytest.raises(Forbidden, match="两个环节"):
        PassStep(by=one, target=document).execute()
    assert PassStep(by=office["signer"], target=document).execute().state == State.SIGNED


def test_another_organs_people_see_nothing_unpublished(start: Make, county: County) -> None:
    document = start()
    stranger = county.actor("bieren", Role.HANDLER, organ=county.bureau)
    assert not queries.visible(stranger).exists()
    with pytest.raises(Forbidden, match="示例镇"):
        EditDraft(by=stranger, target=document, content={"title": "改"}).execute()
    over = county.actor("zhuguan", Role.SUPERVISOR, organ=county.county)
    assert list(queries.visible(over)) == [document]


def test_two_people_who_edit_at_once_lose_nothing(start: Make, office: People) -> None:
    document = start()
    seen = document.version
    EditDraft(by=office["handler"], target=document, content={"title": "甲"}, seen=seen).execute()
    with pytest.raises(Changed):
        EditDraft(
            by=office["handler"], target=document, content={"title": "乙"}, seen=seen
        ).execute()
    assert document.versions.count() == 2


def test_a_draft_without_words_is_not_handed_in(start: Make, office: People) -> None:
    with pytest.raises(Refused, match="正文"):
        SubmitDocument(by=office["handler"], target=start(content={"title": "只有标题"})).execute()


def test_a_discarded_draft_stays_in_the_record(start: Make, office: People) -> None:
    document = DiscardDraft(by=office["handler"], target=start()).execute()
    assert document.state == State.DISCARDED
    assert Document.objects.filter(pk=document.pk).exists()


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        '<p onclick="x()">好</p>',
        '<a href="javascript:x()">点</a>',
        '<iframe src="//evil"></iframe>',
        '<p style="position:fixed">好</p>',
        "<svg onload=x()>",
    ],
)
def test_nothing_in_a_body_acts(start: Make, body: str) -> None:
    said = start(content={"title": "题", "body": f"<p>好</p>{body}"}).working.body
    for sign in ("script", "onclick", "javascript", "iframe", "style", "svg", "onload"):
        assert sign not in said
    assert "好" in said


def test_unknown_content_is_refused(start: Make) -> None:
    with pytest.raises(Refused, match="secret"):
        start(content={"title": "题", "secret": "x"})
