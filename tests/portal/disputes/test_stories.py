"""Disputes from the first paper to the end, as an office lives through them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from gongkai.cases.disputes import Result, Stage, Step, Track
from portal.acts.act import Forbidden, Refused
from portal.acts.models import ActRecord
from portal.cases.acts.reply import Part
from portal.cases.models import Case
from portal.disputes import clocks
from portal.disputes.acts.keeping import (
    CarryOut,
    CloseDispute,
    LearnLesson,
    RecordCost,
    StrikeDisputeEntry,
)
from portal.disputes.acts.opening import LinkDispute
from portal.disputes.acts.steps import (
    Appeal,
    Decide,
    EndReview,
    ReceiveCopy,
    SetHearing,
    SubmitAnswer,
    Sue,
)
from portal.disputes.models import Dispute
from portal.disputes.queries import counts
from tests.portal.disputes.conftest import BODY, COURT, Office, again

pytestmark = pytest.mark.django_db


def test_a_review_that_upholds_then_a_suit_then_an_appeal(office: Office) -> None:
    dispute = office.dispute(office.refused(), received_on=date(2024, 5, 27))
    assert (dispute.number, dispute.track) == ("复议诉讼〔2024〕1号", Track.REVIEW)
    answer = next(one for one in clocks.running(dispute) if one.ours)
    assert answer.due_on == date(2024, 6, 6)  # 10 days after 27 May
    assert any("第四十八条" in why for why in answer.reasons)
    SubmitAnswer(by=office.handler, target=dispute, on=date(2024, 6, 5)).execute()
    assert [one.ours for one in clocks.running(dispute)] == [False]  # waits for the decision
    decided = Decide(
        by=office.handler,
        target=again(dispute),
        on=date(2024, 7, 15),
        received_on=date(2024, 7, 17),
        number="示府复决〔2024〕3号",
        way="maintained",
    ).execute()
    assert (decided.stage, decided.result) == (Stage.REVIEWED, Result.UPHELD)
    assert clocks.next_of(again(dispute)).due_on == date(2024, 8, 1)  # 15 days to sue
    Sue(
        by=office.handler,
        target=again(dispute),
        on=date(2024, 7, 30),
        body=COURT,
        number="（2024）示行初12号",
        received_on=date(2024, 8, 5),
    ).execute()
    now = again(dispute)
    assert (now.track, now.result) == (Track.AFTER_REVIEW, Result.PENDING)
    defence = clocks.next_of(now)
    assert defence.due_on == date(2024, 8, 20)
    SubmitAnswer(by=office.handler, target=now, on=date(2024, 8, 16)).execute()
    SetHearing(
        by=office.handler, target=again(now), on=date(2024, 9, 2), until=date(2024, 9, 20)
    ).execute()
    assert "听证、开庭" in [one.title for one in clocks.running(again(now))]
    Decide(
        by=office.handler,
        target=again(now),
        on=date(2024, 11, 1),
        received_on=date(2024, 11, 6),
        number="（2024）示行初12号",
        way="claims_dismissed",
    ).execute()
    Appeal(
        by=office.handler, target=again(now), on=date(2024, 11, 18), body="示例市中级人民法院"
    ).execute()
    assert again(now).result == Result.PENDING
    Decide(
        by=office.handler,
        target=again(now),
        on=date(2025, 2, 10),
        received_on=date(2025, 2, 14),
        number="（2024）示行终5号",
        way="affirmed",
    ).execute()
    final = again(now)
    assert (final.stage, final.result) == (Stage.CLOSED, Result.UPHELD)
    assert clocks.running(final) == []
    RecordCost(by=office.handler, target=final, what="律师代理费", amount=Decimal(8000)).execute()
    LearnLesson(by=office.handler, target=again(final), text="征求第三方意见应留书面证据").execute()
    closed = CloseDispute(by=office.handler, target=again(final), on=date(2025, 3, 1)).execute()
    assert closed.closed_on == date(2025, 3, 1)


def test_a_review_that_corrects_reopens_the_request_with_its_period(office: Office) -> None:
    case = office.refused()
    dispute = office.dispute(case)
    order = {
        "on": date(2024, 7, 15),
        "received_on": date(2024, 7, 17),
        "number": "示府复决〔2024〕3号",
        "way": "revoked",
        "redo": True,
        "redo_workdays": 20,
    }
    with pytest.raises(Refused, match="工作机构负责人"):
        Decide(by=office.handler, target=dispute, **order).execute()
    assert Case.objects.get(pk=case.pk).ended_on == date(2024, 4, 1)  # nothing happened
    Decide(by=office.head, target=again(dispute), **order).execute()
    opened = Case.objects.get(pk=case.pk)
    assert (opened.ended_on, opened.due_on) == (None, date(2024, 8, 14))
    basis = opened.events.get(kind="reopened").opinion
    assert "示例县人民政府" in basis and "示府复决〔2024〕3号" in basis
    redo = clocks.next_of(again(dispute))
    assert (redo.title, redo.due_on) == ("重新作出答复", date(2024, 8, 14))
    assert any("20个工作日" in why for why in redo.reasons)
    with pytest.raises(Refused, match="还没有办完"):
        CloseDispute(by=office.handler, target=again(dispute)).execute()
    given = Part("provided", what="合同单价", facts={"content": "合同单价为每公里12万元"})
    office.answer(opened, given, on=date(2024, 8, 9))
    done = next(one for one in clocks.of_dispute(again(dispute)) if one.slug == "carry-out")
    assert done.done_on == date(2024, 8, 9)
    assert Case.objects.get(pk=case.pk).outcome == "provided"


def test_a_direct_suit_against_a_refusal_is_refused_and_can_be_entered_as_accepted(
    office: Office,
) -> None:
    case = office.refused()
    suit = {"step": Step.SUED, "body": COURT, "received_on": date(2024, 5, 27)}
    with pytest.raises(Refused, match="第二十三条"):
        office.dispute(case, **suit)
    assert Dispute.objects.count() == 0
    taken = office.dispute(case, **suit, accepted_anyway="法院已立案，案号（2024）示行初9号")
    assert taken.track == Track.DIRECT
    assert "已立案" in taken.events.first().facts["accepted_anyway"]


def test_a_direct_suit_against_not_processing_is_allowed_and_has_two_instances(
    office: Office,
) -> None:
    dispute = office.dispute(
        office.not_processed(), step=Step.SUED, body=COURT, number="（2024）示行初1号"
    )
    assert dispute.track == Track.DIRECT
    with pytest.raises(Refused, match="还没有裁判"):
        Appeal(by=office.handler, target=dispute, body=COURT).execute()
    Decide(
        by=office.handler,
        target=again(dispute),
        on=date(2024, 9, 2),
        received_on=date(2024, 9, 5),
        number="（2024）示行初1号",
        way="unlawful",
    ).execute()
    Appeal(by=office.handler, target=again(dispute), on=date(2024, 9, 10), body=COURT).execute()
    Decide(
        by=office.handler,
        target=again(dispute),
        on=date(2024, 12, 2),
        received_on=date(2024, 12, 5),
        number="（2024）示行终1号",
        way="reversed_for_organ",
    ).execute()
    assert again(dispute).result == Result.UPHELD


def test_silence_goes_to_review_before_a_suit_too(office: Office) -> None:
    case = office.case(arrived_on=date(2024, 3, 4), replied_on=None)
    with pytest.raises(Refused, match="没有按期答复"):
        office.dispute(case, step=Step.SUED, body=COURT)
    review = office.dispute(case)
    Decide(
        by=office.head,
        target=review,
        on=date(2024, 7, 15),
        received_on=date(2024, 7, 17),
        number="示府复决〔2024〕4号",
        way="ordered",
        redo=True,
        redo_until=date(2024, 7, 31),
    ).execute()
    assert not case.events.filter(kind="reopened").exists()  # it was never answered: still open
    assert clocks.next_of(again(review)).due_on == date(2024, 7, 31)


def test_an_entry_by_mistake_is_struck_and_what_follows_must_still_hold(office: Office) -> None:
    dispute = office.dispute(office.refused())
    facts = {"on": date(2024, 7, 15), "received_on": date(2024, 7, 17), "number": "错号"}
    Decide(by=office.handler, target=dispute, way="revoked", **facts).execute()
    Sue(by=office.handler, target=again(dispute), on=date(2024, 7, 20), body=COURT).execute()
    decision = dispute.events.get(kind=Step.REVIEW_DECIDED)
    with pytest.raises(Forbidden):
        StrikeDisputeEntry(
            by=office.handler, target=again(dispute), event=decision.pk, why="登错"
        ).execute()
    suit = dispute.events.get(kind=Step.SUED)
    for event in (suit, decision):
        StrikeDisputeEntry(
            by=office.head, target=again(dispute), event=event.pk, why="登错"
        ).execute()
    now = again(dispute)
    assert (now.stage, now.result) == (Stage.IN_REVIEW, Result.PENDING)
    assert now.events.count() == 5  # nothing is deleted


def test_a_dispute_without_a_request_is_linked_later(office: Office) -> None:
    dispute = office.dispute(None, subject="不服公开的信息")
    assert dispute.who.name == "示例养护有限公司"
    case = office.refused()
    linked = LinkDispute(by=office.handler, target=dispute, case=case).execute()
    assert (linked.case_id, linked.grounds) == (case.pk, ["15"])


def test_the_record_keeps_no_names_and_no_subject(office: Office) -> None:
    office.dispute(office.refused(), claims="请求撤销对李明的答复")
    office.dispute(None, subject="某公司商业秘密")
    kept = str(list(ActRecord.objects.values_list("about", "before", "after", "reason")))
    for secret in ("李明", "示例养护有限公司", "商业秘密", "不服不予公开决定"):
        assert secret not in kept


def test_two_people_decide_at_once_and_one_is_told(office: Office) -> None:
    dispute = office.dispute(office.refused())
    seen = dispute.version
    facts = {
        "on": date(2024, 7, 15),
        "received_on": date(2024, 7, 17),
        "number": "示府复决〔2024〕3号",
        "way": "maintained",
        "seen": seen,
    }
    Decide(by=office.handler, target=again(dispute), **facts).execute()
    with pytest.raises(Refused, match="别人已作了修改"):
        Decide(by=office.head, target=again(dispute), **facts).execute()
    assert dispute.events.filter(kind=Step.REVIEW_DECIDED).count() == 1


def test_what_is_ordered_without_a_request_is_carried_out_by_hand(office: Office) -> None:
    dispute = office.dispute(None, received_on=date(2024, 5, 22))
    with pytest.raises(Refused, match="已经登记"):
        ReceiveCopy(by=office.handler, target=dispute, on=date(2024, 5, 23)).execute()
    Decide(
        by=office.head,
        target=again(dispute),
        on=date(2024, 7, 15),
        received_on=date(2024, 7, 17),
        number="示府复决〔2024〕3号",
        way="ordered",
        redo=True,
    ).execute()
    CarryOut(
        by=office.handler, target=again(dispute), on=date(2024, 7, 25), text="已撤下并重新公开"
    ).execute()
    with pytest.raises(Refused, match="没有待履行"):
        CarryOut(by=office.handler, target=again(dispute), text="再办").execute()
    closing = CloseDispute(by=office.handler, target=again(dispute), on=date(2024, 7, 26))
    with pytest.raises(Refused, match="还可以起诉"):
        closing.execute()
    CloseDispute(
        by=office.handler, target=again(dispute), on=date(2024, 7, 26), why="申请人书面表示不再起诉"
    ).execute()
    assert again(dispute).closed_on == date(2024, 7, 26)
    assert clocks.running(again(dispute)) == []
    Sue(by=office.handler, target=again(dispute), on=date(2024, 7, 29), body=COURT).execute()
    assert again(dispute).closed_on is None  # it goes on


def test_a_review_overtaken_by_a_suit_waits_for_its_end_and_is_not_pending_for_ever(
    office: Office, on: Callable[[date], None]
) -> None:
    dispute = office.dispute(office.refused(), received_on=date(2024, 5, 27))
    SubmitAnswer(by=office.handler, target=dispute, on=date(2024, 6, 5)).execute()
    assert EndReview(by=office.handler, target=again(dispute)).refusal() is not None
    Sue(
        by=office.handler,
        target=again(dispute),
        on=date(2024, 9, 10),
        body=COURT,
        received_on=date(2024, 9, 18),
    ).execute()
    stuck = next(one for one in clocks.running(again(dispute)) if one.slug == "end-review")
    assert "一直把这件复议计为“尚未审结”" in stuck.reasons[0]
    SubmitAnswer(by=office.handler, target=again(dispute), on=date(2024, 9, 26)).execute()
    Decide(
        by=office.handler,
        target=again(dispute),
        on=date(2024, 11, 1),
        received_on=date(2024, 11, 6),
        number="（2024）示行初12号",
        way="claims_dismissed",
    ).execute()
    on(date(2024, 12, 31))
    counted = counts(office.county.town, 2024)
    assert counted.number(Track.REVIEW, Result.PENDING) == 1
    assert counted.number(Track.AFTER_REVIEW, Result.UPHELD) == 1
    on(date(2025, 3, 3))
    with pytest.raises(Refused, match="没有登记怎样结束"):
        CloseDispute(by=office.handler, target=again(dispute), why="已无争议").execute()
    ended = {"by": office.handler, "on": date(2025, 2, 20), "way": "withdrawn"}
    with pytest.raises(Refused, match="没有收到文书的，请写明"):
        EndReview(target=again(dispute), **ended).execute()
    with pytest.raises(Refused, match="文号和收到的日期都要填写"):
        EndReview(target=again(dispute), **ended, number="示府复终〔2025〕1号").execute()
    told = "县司法局电话告知：申请人已撤回复议申请。"
    EndReview(target=again(dispute), **ended, text=told).execute()
    now = again(dispute)
    assert (now.stage, now.result) == (Stage.JUDGED, Result.UPHELD)  # the suit stands as it stood
    assert now.events.get(kind=Step.REVIEW_DECIDED).body == BODY
    assert [one.slug for one in clocks.running(now)] == ["appeal"]
    counted = counts(office.county.town, 2025)
    assert counted.number(Track.REVIEW, Result.OTHER) == 1
    assert counted.number(Track.REVIEW, Result.PENDING) == 0
    CloseDispute(by=office.handler, target=now).execute()
    assert again(dispute).closed_on == date(2025, 3, 3)


def test_a_review_that_ends_after_the_suit_began_may_still_order_a_new_answer(
    office: Office,
) -> None:
    case = office.refused()
    dispute = office.dispute(case, received_on=date(2024, 5, 27))
    Sue(by=office.handler, target=dispute, on=date(2024, 9, 10), body=COURT).execute()
    EndReview(
        by=office.head,
        target=again(dispute),
        on=date(2024, 10, 8),
        received_on=date(2024, 10, 10),
        number="示府复决〔2024〕9号",
        way="revoked",
        redo=True,
        redo_workdays=20,
    ).execute()
    assert again(dispute).stage == Stage.FIRST_INSTANCE
    assert Case.objects.get(pk=case.pk).ended_on is None
    waiting = {one.slug: one for one in clocks.running(again(dispute))}
    assert waiting["carry-out"].title == "重新作出答复"
    assert waiting["decide"].title == "预计作出决定（裁判）"  # the suit goes on
    assert "notify" in waiting
    assert "sue" not in waiting


def test_an_affirmed_judgment_counts_as_the_judgment_not_as_a_review_that_ended_meanwhile(
    office: Office,
) -> None:
    dispute = office.dispute(office.refused())
    Sue(by=office.handler, target=dispute, on=date(2024, 9, 10), body=COURT).execute()
    paper = {"received_on": date(2025, 2, 14), "number": "（2024）示行初12号"}
    judged = {"on": date(2024, 11, 1), "way": "claims_dismissed"}
    Decide(by=office.handler, target=again(dispute), **judged, **paper).execute()
    Appeal(
        by=office.handler, target=again(dispute), on=date(2024, 11, 18), body="示例市中级人民法院"
    ).execute()
    EndReview(
        by=office.handler,
        target=again(dispute),
        on=date(2024, 12, 2),
        way="revoked",
        text="复议机关撤销",
    ).execute()
    affirmed = {"on": date(2025, 2, 10), "way": "affirmed"}
    Decide(by=office.handler, target=again(dispute), **affirmed, **paper).execute()
    assert again(dispute).result == Result.UPHELD
