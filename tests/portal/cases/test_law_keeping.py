"""Entries struck, entered late, requests split and joined: the file stays true and the days with it."""

from typing import Any

import pytest
from tests.portal.cases.conftest import APPLICANT, ASKED
from tests.portal.cases.story import Story, day, holds

from portal.acts.act import Forbidden
from portal.cases.acts.correcting import ChangeRegistration
from portal.cases.acts.fees import NotifyFee, RecordPayment
from portal.cases.acts.keeping import (
    ArchiveCase,
    AssignCase,
    CloseCase,
    JoinCases,
    LinkCases,
    Note,
    ReopenCase,
    SplitCase,
    StrikeEntry,
)
from portal.cases.acts.period import ExtendDeadline
from portal.cases.acts.receipt import AskCorrection, ReceiveCorrection, WithdrawRequest
from portal.cases.acts.registration import check_mark, twice
from portal.cases.acts.reply import DraftReply, Part, ReturnReply, ServeReply, SubmitReply
from portal.cases.models import Case, CaseLink
from portal.cases.queries import same_content

pytestmark = pytest.mark.django_db


# 补登（晚登的按发生的日子计算） -----------------------------------------------------------------------


def test_what_is_entered_late_takes_its_place_by_its_day(office) -> None:
    """4月10日才补登3月8日的告知补正：仍在7个工作日之内，按那一天计算。"""
    one = Story(office).comes()
    one.act(Note, "3-29", text="正在查找")
    one.act(AskCorrection, "3-08", what="请写明年度", until=day("3-22"))
    one.act(ReceiveCorrection, "3-15", text="2024年")
    assert one.case.due_on == day("4-15")


def test_late_entries_that_contradict_each_other_are_refused(office) -> None:
    one = Story(office).comes()
    one.act(ExtendDeadline, "3-20", office.head, days=10, why="需要整理")
    # 补登更早的收费通知：通知发出后期限停止，3月20日就没有期限可延。
    said = one.refused(NotifyFee, "3-15", office.head, number=80, how="窗口")
    assert "2024-03-20" in said
    # 补登更早的补正：延期就落在等待补正的时候。
    assert one.refused(AskCorrection, "3-08", what="请写明年度", until=day("3-22"))


# 作废 -----------------------------------------------------------------------------------------------


def test_a_struck_extension_no_longer_counts_and_may_be_made_again(office) -> None:
    one = Story(office).comes()
    one.act(ExtendDeadline, "3-20", office.head, days=20, why="误登")
    letter = one.letter("extension")
    one.strikes(one.last("extended"), "3-20")
    assert one.case.due_on == day("4-01")
    letter.refresh_from_db()
    assert letter.state == "discarded"
    one.act(ExtendDeadline, "3-21", office.head, days=5, why="需要整理")
    assert one.case.due_on == day("4-09")  # 4月2、3、7、8、9日


@holds("restart.fee_paid")
def test_a_struck_payment_is_awaited_again(office) -> None:
    one = Story(office).comes()
    one.act(NotifyFee, "3-14", office.head, number=80, how="窗口")
    one.act(RecordPayment, "3-20", receipt="票0001")
    one.strikes(one.last("fee_paid"), "3-21")
    assert (one.status, one.case.due_on, one.case.waiting) == ("waiting_fee", None, "fee")


@holds("restart.corrected")
def test_a_struck_correction_is_awaited_again(office) -> None:
    one = Story(office).comes()
    mark = one.case.fingerprint
    one.act(AskCorrection, "3-08", what="请写明年度", until=day("3-22"))
    one.act(ReceiveCorrection, "3-15", text="别的申请的补正")
    one.strikes(one.last("corrected"), "3-15")
    assert (one.status, one.case.fingerprint) == ("waiting_applicant", mark)


def test_a_service_entered_by_mistake_is_struck_and_served_rightly(office) -> None:
    """登错了送达：作废后答复仍是已签发、待送达，重新登记送达，文号不变。"""
    one = Story(office).comes()
    number = one.replies("3-20").number
    one.strikes(one.last("replied"), "3-21")
    letter = one.letter("reply")
    assert (one.case.stage, one.case.outcome, one.case.ended_on) == ("signed", "", None)
    assert (letter.state, letter.served_on, letter.service) == ("signed", None, "")
    one.act(ServeReply, "3-25", service="post", tracking="1234567890123")
    letter = one.letter("reply")
    assert (letter.number, letter.state, letter.served_on) == (number, "served", day("3-25"))
    assert (one.case.outcome, one.case.ended_on) == ("provided", day("3-25"))


def test_after_a_struck_service_it_can_also_be_returned(office) -> None:
    one = Story(office).comes()
    one.replies("3-20")
    one.strikes(one.last("replied"), "3-21")
    one.act(ReturnReply, "3-21", opinion="重写")
    one.act(DraftReply, "3-22", parts=[Part("nonexistent", facts={"search": "查了全部卷宗"})])
    one.act(SubmitReply, "3-22")
    assert one.case.stage == "review"


def test_a_signature_entered_by_mistake_is_struck_and_the_letter_is_no_longer_signed(
    office,
) -> None:
    one = Story(office).comes()
    one.signs("3-20")
    one.strikes(one.last("passed"), "3-20")
    assert one.case.stage == "review"
    assert (one.letter("reply").state, one.letter("reply").signed_on) == ("draft", None)


def test_a_withdrawal_entered_by_mistake_is_struck_and_the_period_runs_as_before(office) -> None:
    one = Story(office).comes()
    one.act(WithdrawRequest, "3-06")
    one.strikes(one.last("withdrawn"), "3-07")
    assert (one.case.outcome, one.status, one.case.due_on) == ("", "open", day("4-01"))


def test_a_reopening_struck_leaves_the_answer_as_it_was(office) -> None:
    one = Story(office).comes()
    one.replies("3-20")
    one.act(ReopenCase, "5-06", office.head, basis="误登")
    one.strikes(one.last("reopened"), "5-06")
    assert (one.case.outcome, one.case.ended_on) == ("provided", day("3-20"))


def test_what_striking_cannot_undo_is_not_struck(office) -> None:
    one = Story(office).comes()
    one.act(AssignCase, "3-05", to=office.head.user_id)
    one.act(ChangeRegistration, "3-05", asked={"subject": "养护资金"}, why="写错")
    one.act(SplitCase, "3-05", subjects=["拨付文件", "使用明细"])
    for kind in ("arrived", "assigned", "changed", "split"):
        event = one.last(kind)
        said = one.refused(StrikeEntry, "3-06", office.head, event=event.pk, why="误登")
        assert "不能作废" in said
    one.act(Note, "3-06", text="误写")
    note = one.last("noted")
    for why, event in (("", note.pk), ("误登", 0), ("误登", -1)):
        assert one.refused(StrikeEntry, "3-06", office.head, event=event, why=why)
    with pytest.raises(Forbidden, match="负责人"):
        one.act(StrikeEntry, "3-06", event=note.pk, why="误登")
    one.strikes(note, "3-06")
    assert one.refused(StrikeEntry, "3-06", office.head, event=note.pk, why="再作废")  # once
    assert one.refused(StrikeEntry, "2099-01-05", office.head, event=note.pk, why="误登")


def test_an_entry_of_another_request_is_not_struck(office) -> None:
    one, other = Story(office).comes(), Story(office).comes()
    other.act(Note, "3-06", text="另一件")
    event = other.last("noted").pk
    assert one.refused(StrikeEntry, "3-06", office.head, event=event, why="误登")


def test_a_struck_link_has_ended(office) -> None:
    one, other = Story(office).comes(), Story(office).comes()
    one.act(LinkCases, "3-05", other=other.case)
    assert "已经关联" in one.refused(LinkCases, "3-05", other=other.case)
    one.strikes(one.last("linked"), "3-05")
    assert not CaseLink.objects.filter(ended_at=None).exists()
    one.act(LinkCases, "3-06", other=other.case)


# 更正、拆分、并案、重复 -------------------------------------------------------------------------------


def test_an_error_of_registration_is_corrected_with_its_trace(office) -> None:
    one = Story(office).comes()
    one.act(
        ChangeRegistration,
        "3-05",
        asked={"subject": "2023年农村公路养护资金"},
        applicant={"name": "李鸣", "phone": "13900139000"},
        why="录入有误",
    )
    person = one.case.applicant
    assert (one.case.subject, person.name) == ("2023年农村公路养护资金", "李鸣")
    assert person.unseal()["phone"] == "13900139000"
    assert person.unseal()["id_number"] == APPLICANT["id_number"]  # the rest stays
    trace = one.last("changed").facts
    assert trace["before"]["subject"] == ASKED["subject"]
    assert trace["applicant"] == ["name", "phone"] and "13900139000" not in str(trace)
    assert one.case.check_mark == check_mark({"phone": "13900139000"})  # he proves himself with it


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"asked": {"subject": "养护"}, "why": ""}, "为什么"),
        ({"asked": {"subject": " "}, "why": "误"}, "需要什么信息"),
        ({"asked": {"subject": "长" * 301}, "why": "误"}, "300"),
        ({"applicant": {"name": " "}, "why": "误"}, "第二十九条"),
        ({"applicant": {"phone": "", "address": "", "email": ""}, "why": "误"}, "第二十九条"),
        ({"applicant": {"kind": "王"}, "why": "误"}, "类别"),
        ({"applicant": {"password": "x"}, "why": "误"}, "申请表"),
    ],
)
def test_a_registration_is_not_corrected_into_nonsense(
    office, facts: dict[str, Any], says: str
) -> None:
    assert says in Story(office).comes().refused(ChangeRegistration, "3-05", **facts)


def test_one_letter_that_asks_for_several_things_becomes_several_requests(office) -> None:
    """一事一申请：拆出的各件收到日期、期限与原件相同，各自编号、各自计数。"""
    one = Story(office).comes()
    one.act(SplitCase, "3-05", subjects=["拨付文件", "使用明细", "验收报告"])
    parts = Case.objects.filter(letter=one.pk).order_by("pk")
    assert [part.number for part in parts] == ["公开申请〔2024〕2号", "公开申请〔2024〕3号"]
    assert {(p.received_on, p.due_on) for p in parts} == {(day("3-04"), day("4-01"))}
    assert one.case.subject == "拨付文件"
    one.act(AskCorrection, "3-06", what="请写明年度", until=day("3-15"))
    assert "不再拆分" in one.refused(SplitCase, "3-06", subjects=["甲", "乙"])
    other = Story(office).comes()
    for subjects in ([], ["甲"], ["甲", " "], ["件"] * 31):
        assert "至少2件" in other.refused(SplitCase, "3-05", subjects=subjects)


def test_only_requests_of_one_applicant_are_joined(office) -> None:
    one, two = Story(office).comes(), Story(office).comes()
    third = Story(office).comes(
        applicant={"kind": "natural", "name": "王芳", "phone": "13600136000"}
    )
    seen = two.case.version
    one.act(JoinCases, "3-05", other=two.case)
    assert one.last("joined").whom == two.case.number and two.last("joined")
    assert two.case.version == seen + 1  # who looks at the other one sees that it changed
    assert "同一申请人" in one.refused(JoinCases, "3-05", other=third.case)
    assert one.refused(JoinCases, "3-05", other=one.case)
    two.replies("3-20")
    assert "办结" in one.refused(JoinCases, "3-20", other=two.case)


def test_a_duplicate_is_recognised_whatever_its_spaces_and_signs(office) -> None:
    """空格、标点、全角半角不同，仍是同一申请。"""
    one = Story(office).comes()
    again = Story(office).comes(
        asked={
            "subject": "２０２４年农村公路，养护资金 使用情况。",
            "content": ASKED["content"] + "！",
        }
    )
    assert list(same_content(one.case)) == [again.case]


def test_a_double_click_finds_the_first_request(office, on) -> None:
    on(day("3-04"))
    one = Story(office).comes()
    same = {**ASKED, "subject": f" {ASKED['subject']}。"}
    assert twice(office.county.town, APPLICANT, same) == one.case
    assert twice(office.county.town, {**APPLICANT, "name": "王芳"}, same) is None
    assert twice(office.county.bureau, APPLICANT, same) is None
    on(day("3-05"))
    assert twice(office.county.town, APPLICANT, same) is None  # another day: a repeat, not a click


# 登记、审核、办理、答复、归档（第四十五条） -------------------------------------------------------------


def test_the_five_stages_follow_one_another(office) -> None:
    one = Story(office).comes()
    assert one.refused(CloseCase, "3-05") and one.refused(ArchiveCase, "3-05")
    one.replies("3-20")
    assert "不能早于" in one.refused(CloseCase, "3-19")
    assert one.refused(ArchiveCase, "3-21")
    one.act(CloseCase, "3-21")
    assert "不能早于" in one.refused(ArchiveCase, "3-20")
    one.act(ArchiveCase, "3-22")
    for act, facts in ((Note, {"text": "x", "files": ["一份文件"]}), (LinkCases, {})):
        assert "归档" in one.refused(act, "3-25", **facts)
