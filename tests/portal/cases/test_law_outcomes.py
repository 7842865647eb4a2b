"""Each outcome of a request with its ground and what its reply must state; how several count as one."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tests.portal.cases.story import Story, day, holds

from gongkai.law.grounds import grounds, review_first_rule
from gongkai.law.outcomes import outcomes
from portal.cases.acts.asking import AskReasons, ReceiveReasons
from portal.cases.acts.fees import NotifyFee
from portal.cases.acts.receipt import AskCorrection, ReceiveCorrection, TakeBack, WithdrawRequest
from portal.cases.acts.reply import DraftReply, Part, PassReply, SubmitReply

pytestmark = pytest.mark.django_db

WHY = "所申请信息涉及的具体事项"
REPLIES: Mapping[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    # outcome: what the office says of it; what the letter must read (statute.md 1.4)
    "already_public": ({"access": "平台“规范性文件”栏"}, ("已经主动公开", "平台“规范性文件”栏")),  # O1
    "provided": ({"content": "拨付文件全文"}, ("予以公开", "拨付文件全文")),  # O2
    "refused": ({"reasons": WHY}, ("决定不予公开", WHY)),  # O3
    "nonexistent": ({"search": "检索了全部卷宗"}, ("检索了全部卷宗", "不存在")),  # O4
    "not_responsible": (
        {"reasons": WHY, "responsible_organ": "示例县教育局", "responsible_contact": "0990-1"},
        ("不属于本机关负责公开", WHY, "示例县教育局", "0990-1"),
    ),  # O5
    "repeated": (
        {"earlier_on": "2024-01-10", "earlier_number": "公开复〔2024〕1号"},
        ("作出答复", "公开复〔2024〕1号", "不予重复处理"),
    ),  # O6
    "special_regime": (
        {"legal_basis": "《不动产登记暂行条例》", "access": "不动产登记中心"},
        ("《不动产登记暂行条例》", "规定办理"),
    ),  # O7
    "partly_provided": (
        {"content": "补偿标准", "withheld": "各户账户", "reasons": WHY},
        ("补偿标准", "不予公开：各户账户", WHY),
    ),  # O8
    "must_create": ({"reasons": WHY}, ("没有您所申请公开的现成信息", "加工、分析")),  # O9
    "petition": ({"reasons": WHY, "advice": "信访局"}, ("不作为政府信息公开申请处理", "信访局")),  # O10
    "published_work": ({"finding": "《示例县志》", "access": "县图书馆"}, ("公开出版物", "县图书馆")),  # O11
    "excessive": ({"reasons": "没有说明相称的理由"}, ("46件", "不予处理")),  # O12
    "reconfirmation": ({"reasons": "已于1月10日提供"}, ("确认或者重新出具", "不予处理")),  # O13
    "still_unclear": ({"reasons": "仍没有写明年度"}, ("补正后", "仍不明确")),  # O14
    "correction_lapsed": ({}, ("2024年3月22日", "视为放弃申请", "不再处理")),  # O15
    "fee_lapsed": ({}, ("2024年4月15日", "不再处理")),  # O16
    "not_a_request": ({"reasons": "是办事咨询"}, ("不作为政府信息公开申请处理",)),  # O17
    "archived": ({"archive": "示例县档案馆", "access": "利用科"}, ("示例县档案馆", "利用科")),  # O17
    "other": (
        {"finding": "须另行处理", "legal_basis": "有关规定", "content": "已转告"},
        ("须另行处理", "已转告"),
    ),  # O17
}  # fmt: skip


def before(one: Story, outcome: str) -> None:
    """What the law wants to have happened before such a reply."""
    office = one.office
    if outcome in ("still_unclear", "correction_lapsed"):
        one.act(AskCorrection, "3-08", what="请写明年度", until=day("3-22"))
    if outcome == "still_unclear":
        one.act(ReceiveCorrection, "3-15", text="就是那些")
    if outcome == "fee_lapsed":
        one.act(
            NotifyFee, "3-14", office.head, number=80, how="到窗口缴纳", received_on=day("3-15")
        )
    if outcome == "excessive":
        one.act(AskReasons, "3-06", what="自2024年以来提出46件", until=day("3-15"))
        one.act(ReceiveReasons, "3-12", text="想都看看")


@holds(*(f"outcome.{one}" for one in REPLIES), *(f"ground.{one}" for one in ("16-1", "15")))
@pytest.mark.parametrize("outcome", REPLIES)
def test_each_outcome_is_decided_signed_and_served_with_what_it_must_state(
    office, on: Callable[..., None], outcome: str
) -> None:
    facts, states = REPLIES[outcome]
    withheld = {"refused": ("16-1",), "partly_provided": ("15",)}.get(outcome, ())
    one = Story(office).comes()
    before(one, outcome)
    on(day("4-16"))
    letter = one.replies("4-16", Part(outcome, withheld, facts=facts))
    assert (one.case.outcome, one.case.ended_on, one.status) == (outcome, day("4-16"), "replied")
    told = "\n".join(letter.text["paragraphs"])
    for what in (*states, "2024年3月4日", "2024年农村公路养护资金使用情况"):
        assert what in told, (outcome, told)
    article = outcomes()[outcome].article
    if article and outcome not in ("fee_lapsed", "still_unclear", "excessive"):
        assert article in told
    assert letter.number == "公开复〔2024〕1号" and letter.text["title"]
    assert (letter.addressee, letter.text["organ"]) == ("李明", "示例镇人民政府")
    assert letter.text["date"] == "2024-04-16" and letter.text["seal"]
    assert "行政复议" in letter.text["remedies"]


@pytest.mark.parametrize(
    "outcome",
    sorted(set(REPLIES) - {"provided", "correction_lapsed", "fee_lapsed"}),
)
def test_a_reply_that_lacks_what_it_must_state_is_not_sent_to_review(
    office, on: Callable[..., None], outcome: str
) -> None:
    withheld = {"refused": ("16-1",), "partly_provided": ("15",)}.get(outcome, ())
    one = Story(office).comes()
    before(one, outcome)
    on(day("4-16"))
    one.act(DraftReply, "4-16", parts=[Part(outcome, withheld)])
    assert "还缺" in one.refused(SubmitReply, "4-16")


GROUNDS = ("14-a", "14-b", "14-c", "15", "16-1", "16-2-process", "16-2-file")


@holds(*(f"ground.{one}" for one in GROUNDS), "outcome.refused")
@pytest.mark.parametrize("ground", GROUNDS)
def test_each_ground_names_its_article_passes_secrecy_review_and_goes_to_review_first(
    office, ground: str
) -> None:
    one = Story(office).comes()
    letter = one.replies("3-29", Part("refused", (ground,), "", {"reasons": WHY}))
    told = "\n".join(letter.text["paragraphs"])
    assert grounds()[ground].article in told and "第三十六条第（三）项" in told
    assert one.case.steps == ["reviewer", "secrecy", "signer"]
    assert ground in review_first_rule().grounds and "先向" in letter.text["remedies"]
    assert one.last("replied").facts["grounds"] == [ground]


def test_a_refusal_without_a_ground_and_a_ground_without_refusal_are_refused(office) -> None:
    one = Story(office).comes()
    said = one.refused(DraftReply, "3-20", parts=[Part("refused")])
    assert "第十四条至第十六条" in said
    assert "不以" in one.refused(DraftReply, "3-20", parts=[Part("nonexistent", ("14-a",))])
    assert "不在" in one.refused(DraftReply, "3-20", parts=[Part("refused", ("17",))])
    for outcome in ("", "delayed_reply", "withdrawn", "nonsense"):
        assert "办理结果" in one.refused(DraftReply, "3-20", parts=[Part(outcome)])
    assert "办理结果" in one.refused(DraftReply, "3-20", parts=[])


def test_an_outcome_that_rests_on_what_did_not_happen_is_refused(office, on) -> None:
    on(day("4-16"))
    one = Story(office).comes()
    for outcome, article in (
        ("correction_lapsed", "第三十条"),
        ("fee_lapsed", "缴费"),
        ("still_unclear", "第三十条"),
        ("excessive", "第三十五条"),
    ):
        assert article in one.refused(DraftReply, "4-16", parts=[Part(outcome)])


def test_excessive_only_when_the_reasons_were_heard_or_their_time_is_over(office, on) -> None:
    one = Story(office).comes()
    on(day("3-15"))
    one.act(AskReasons, "3-06", what="自2024年以来提出46件", until=day("3-15"))
    part = Part("excessive", facts={"reasons": "没有说明"})
    assert "还没有届满" in one.refused(DraftReply, "3-15", parts=[part])
    on(day("3-18"))
    one.replies("3-18", part)
    assert one.case.outcome == "excessive"


@pytest.mark.parametrize(
    ("parts", "counted"),
    [
        # 同一件有几种结果的：有一部分公开的只计部分公开（表三“区分处理的，只计这一情形”）
        ([("provided", ()), ("refused", ("15",))], "partly_provided"),
        ([("nonexistent", ()), ("provided", ())], "partly_provided"),
        ([("already_public", ()), ("must_create", ())], "partly_provided"),
        ([("nonexistent", ()), ("not_responsible", ())], "nonexistent"),
        ([("provided", ()), ("provided", ())], "provided"),
    ],
)
def test_several_outcomes_count_as_one(office, parts: list[Any], counted: str) -> None:
    one = Story(office).comes()
    told = [Part(o, g, f"第{n}部分", REPLIES[o][0]) for n, (o, g) in enumerate(parts, 1)]
    letter = one.replies("3-29", *told)
    assert one.case.outcome == counted
    text = "\n".join(letter.text["paragraphs"])
    assert "一、关于第1部分" in text and "二、关于第2部分" in text
    assert len(letter.parts) == 2


@holds("outcome.withdrawn")
@pytest.mark.parametrize("act", [WithdrawRequest, TakeBack])
def test_withdrawn_it_ends_and_cannot_be_reopened(office, act: Any) -> None:
    one = Story(office).comes()
    one.act(act, "3-06", why="已经找到")
    assert (one.case.outcome, one.case.ended_on, one.status) == (
        "withdrawn",
        day("3-06"),
        "withdrawn",
    )
    assert "终止办理" in one.reads("withdrawn")
    assert "办结" in one.refused(act, "3-07")


def test_nobody_signs_what_he_wrote_or_twice(office) -> None:
    one = Story(office).comes()
    one.act(DraftReply, "3-20", parts=[Part("provided")])
    one.act(SubmitReply, "3-20")
    one.refused(PassReply, "3-20", office.signer)  # not yet the signer's turn
    one.refused(PassReply, "3-20", office.handler)
    one.act(PassReply, "3-20", office.reviewer)
    one.refused(PassReply, "3-20", office.reviewer)
    one.act(PassReply, "3-20", office.signer)
    assert one.case.stage == "signed"
