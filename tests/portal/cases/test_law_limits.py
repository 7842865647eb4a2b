"""Each limit of a request, from the notice of correction to the last day for suing, through acts."""

from datetime import date

import pytest
from tests.portal.cases.story import Story, day, holds

from gongkai.cases.events import Channel
from gongkai.law.limits import limit
from portal.acts.act import Forbidden
from portal.cases.acts.asking import AskReasons, ReceiveReasons
from portal.cases.acts.fees import NotifyFee, RecordPayment
from portal.cases.acts.keeping import ReopenCase
from portal.cases.acts.period import DelayReply, ExtendDeadline, ProposeExtension
from portal.cases.acts.receipt import AskCorrection, ReceiveCorrection, SendCorrection
from portal.cases.acts.reply import (
    DraftReply,
    Part,
    PassReply,
    ReturnReply,
    ServeReply,
    SubmitReply,
)
from portal.cases.models import LetterState

pytestmark = pytest.mark.django_db


# 补正（第三十条） -----------------------------------------------------------------------------------


@holds("limit.correction_notice")
def test_correction_is_asked_on_the_seventh_working_day_and_not_on_the_eighth(office) -> None:
    """3月4日周一收到：5日至8日4个，11、12、13日第7个；14日已是第8个工作日。"""
    late = Story(office).comes()
    said = late.refused(AskCorrection, "3-14", what="请写明年度", until=day("3-29"))
    assert "第三十条" in said and "2024-03-13" in said
    one = Story(office).comes()
    one.act(AskCorrection, "3-13", what="请写明年度\n请写明项目", until=day("3-29"))
    assert (one.status, one.case.due_on) == ("waiting_applicant", None)
    told = one.reads("correction_notice")
    for what in ("请写明年度", "请写明项目", "2024年3月29日", "第三十条", "视为放弃"):
        assert what in told
    assert one.letter("correction_notice").state == LetterState.SIGNED  # nothing is lacking


@holds("limit.correction", "restart.corrected")
def test_the_whole_period_runs_anew_from_the_correction(office) -> None:
    """3月8日告知，15日（周五）收到补正：自18日起算20个工作日，到4月15日（4日至6日清明，7日补班）。

    3月18日至29日10个，4月1日至3日13个，7日14个，8日至12日19个，15日20个。
    """
    one = Story(office).comes()
    one.act(AskCorrection, "3-08", what="请写明年度", until=day("3-22"))
    assert (one.case.waiting, one.case.waiting_until) == ("applicant", day("3-22"))
    one.act(ReceiveCorrection, "3-15", text="2024年村道养护")
    assert (one.case.received_on, one.case.due_on) == (day("3-04"), day("4-15"))
    assert "第三十条" in one.told()


def test_correction_is_asked_once(office) -> None:
    one = Story(office).comes()
    one.act(AskCorrection, "3-05", what="请写明年度", until=day("3-12"))
    assert "第三十条" in one.refused(AskCorrection, "3-06", what="再写", until=day("3-13"))
    one.act(SendCorrection, "3-07", text="2024年")  # by the applicant himself
    assert "一次" in one.refused(AskCorrection, "3-08", what="又写", until=day("3-18"))


@holds("limit.correction")
def test_a_period_that_is_none_is_refused(office) -> None:
    one = Story(office).comes()
    for until in (None, day("3-05"), day("3-04")):
        assert "合理" in one.refused(AskCorrection, "3-05", what="请写明年度", until=until)


@holds("limit.correction", "outcome.correction_lapsed")
def test_who_does_not_correct_has_given_up_but_not_a_day_too_early(office, on) -> None:
    one = Story(office).comes()
    one.act(AskCorrection, "3-08", what="请写明年度", until=day("3-22"))
    lapsed = Part("correction_lapsed")
    on(day("3-22"))
    assert "还没有届满" in one.refused(DraftReply, "3-22", parts=[lapsed])
    assert one.status_on("3-23") == "correction_lapsed"
    on(day("3-25"))
    one.replies("3-25", lapsed)
    assert (one.case.outcome, one.case.ended_on) == ("correction_lapsed", day("3-25"))
    assert "视为放弃申请" in str(one.letter("reply").text)


def test_a_correction_that_comes_in_while_the_lapse_is_being_signed_stops_it(office, on) -> None:
    """答复已经签发，送达之前补正到了：不能再以逾期不补正送达。"""
    one = Story(office).comes()
    one.act(AskCorrection, "3-08", what="请写明年度", until=day("3-22"))
    on(day("3-25"))
    one.signs("3-25", Part("correction_lapsed"))
    one.act(ReceiveCorrection, "3-25", text="2024年，因住院迟交")
    assert "不再成立" in one.refused(ServeReply, "3-25", service="direct")
    one.act(ReturnReply, "3-25", opinion="补正已到")
    assert one.case.due_on == day(
        "4-23"
    )  # 3月26日至29日4，4月1-3日7，7-12日13，15-19日18，22、23日
    on(day("3-26"))
    one.replies("3-26")
    assert one.case.outcome == "provided"


# 延期（第三十三条） ---------------------------------------------------------------------------------


@holds("limit.extension")
def test_one_extension_of_at_most_twenty_working_days_by_the_head(office) -> None:
    """4月1日到期；延长20个工作日：4月2、3日2，7日至12日8，15-19日13，22-26日18，28日19，29日20。"""
    one = Story(office).comes()
    why = {"why": "需要整理材料"}
    for days in (0, 21, -5, 10**6):
        assert "20个工作日" in one.refused(ExtendDeadline, "3-29", office.head, days=days, **why)
    with pytest.raises(Forbidden, match="第三十三条"):
        one.act(ExtendDeadline, "3-29", **why)
    one.act(ProposeExtension, "3-28", days=20, **why)
    assert one.case.due_on == day("4-01")  # a proposal extends nothing
    one.act(ExtendDeadline, "4-01", office.head, days=20, **why)  # on the very last day
    assert one.case.due_on == day("4-29")
    told = one.reads("extension")
    for what in ("2024年4月1日", "2024年4月29日", "20个工作日", "需要整理材料", "第三十三条"):
        assert what in told
    assert "一次" in one.refused(ExtendDeadline, "4-02", office.head, days=1, **why)
    assert "一次" in one.refused(ProposeExtension, "4-02", days=1, **why)


@holds("limit.extension")
def test_an_extension_after_the_last_day_is_none(office) -> None:
    one = Story(office).comes()
    said = one.refused(ExtendDeadline, "4-02", office.head, days=10, why="需要整理材料")
    assert "2024-04-01" in said and "第三十三条" in said


@holds("restart.corrected", "restart.fee_paid")
def test_a_restart_drops_the_extension_and_there_is_no_second_one(office) -> None:
    """延期后又收费：缴费完成次日起重新计算20个工作日，原延期不再计算，也不能再延。

    4月10日缴费：11、12日2，15-19日7，22-26日12，28日13，29、30日15，5月6日至10日20。
    """
    one = Story(office).comes()
    one.act(ExtendDeadline, "3-20", office.head, days=20, why="需要整理")
    one.act(NotifyFee, "4-01", office.head, number=80, how="到窗口缴纳")
    one.act(RecordPayment, "4-10", receipt="票0001")
    assert one.case.due_on == day("5-10")
    assert "一次" in one.refused(ExtendDeadline, "4-11", office.head, days=5, why="仍要整理")


# 答复期限 -------------------------------------------------------------------------------------------


@holds("limit.reply")
def test_a_reply_on_the_last_day_is_in_time_and_a_day_later_is_not(office) -> None:
    """4月1日届满。"""
    in_time, late = Story(office).comes(), Story(office).comes()
    in_time.replies("4-01")
    late.replies("4-02")
    assert "4月1日" in in_time.told() or "2024-04-01" in in_time.told()
    assert in_time.case.ended_on <= in_time.case.due_on
    assert late.case.ended_on > late.case.due_on
    assert in_time.told() != late.told() and "超过" in late.told()


@holds("limit.reply")
def test_the_last_day_on_a_holiday_does_not_count_as_one(office) -> None:
    """9月3日收到，10月8日届满。

    9月4日至6日3，9日至13日8，14日（周六补班）9，18日至20日12（15日至17日中秋），23日至27日17，
    29日（周日补班）18，30日19；10月1日至7日放假，8日20。
    """
    assert Story(office).comes(on="9-03").case.due_on == day("10-08")


@holds("limit.reply")
def test_into_a_year_without_a_calendar_no_day_is_made_up(office, on) -> None:
    """尚未公布放假安排的年份：期限暂不能确定，不编造。"""
    on(date(2031, 12, 20))
    one = Story(office).comes(on="2031-12-19")
    assert one.case.received_on == date(2031, 12, 19)
    assert one.case.due_on is None


# 延迟答复（第三十五条，O18） --------------------------------------------------------------------------


@holds("limit.delayed", "outcome.delayed_reply")
def test_a_delay_rests_on_reasons_and_sets_a_day(office) -> None:
    one = Story(office).comes()
    delay = {"until": day("5-31"), "why": "涉及三年的材料"}
    said = one.refused(DelayReply, "3-20", office.head, **delay)
    assert "第三十五条" in said
    one.act(AskReasons, "3-06", what="自2024年1月以来提出46件", until=day("3-15"))
    assert one.case.due_on == day("4-01")  # asking stops nothing
    one.act(ReceiveReasons, "3-12", text="编写村志")
    with pytest.raises(Forbidden):
        one.act(DelayReply, "3-20", **delay)
    early = one.refused(DelayReply, "3-20", office.head, until=day("4-01"), why="涉及三年的材料")
    assert "第三十五条" in early  # a delay is later than the period
    one.act(DelayReply, "3-20", office.head, **delay)
    assert (one.case.due_on, one.status) == (day("5-31"), "open")  # O18 ends nothing
    told = one.reads("delayed_reply")
    for what in ("2024年5月31日", "第三十五条", "涉及三年的材料"):
        assert what in told
    assert "第三十五条" in one.told()


@holds("limit.delayed")
def test_reasons_are_asked_in_words_and_given_after_they_were_asked(office) -> None:
    one = Story(office).comes()
    assert "没有要求" in one.refused(ReceiveReasons, "3-05", text="编写村志")
    one.act(AskReasons, "3-08", what="46件", until=day("3-15"))
    assert "第三十五条" in one.reads("reasons_request")
    assert "不能早于" in one.refused(ReceiveReasons, "3-07", text="编写村志")


# 收费（109号） --------------------------------------------------------------------------------------


@holds("limit.fee_payment", "restart.fee_paid")
def test_the_fee_is_paid_in_thirty_days_and_the_period_runs_anew(office) -> None:
    """80页：31至80页50页，每页10元，共500元。3月15日收到通知，次日起30日到4月14日（周日），顺延到15日。"""
    one = Story(office).comes()
    one.act(NotifyFee, "3-14", office.head, number=80, how="到窗口缴纳", received_on=day("3-15"))
    assert one.last("fee_notified").facts["amount"] == 500
    assert (one.status, one.case.due_on) == ("waiting_fee", None)
    assert (one.case.waiting, one.case.waiting_until) == ("fee", day("4-15"))
    told = one.reads("fee_notice")
    for what in ("500元", "到窗口缴纳", "30日", "处理费管理办法"):
        assert what in told
    assert "2024-04-15" in one.refused(RecordPayment, "4-16", receipt="票0001")
    one.act(RecordPayment, "4-15", receipt="票0001")
    # 4月16日至19日4，22-26日9，28日10，29、30日12，5月6日至10日17，11日（周六补班）18，13、14日20
    assert one.case.due_on == day("5-14")


@holds("limit.fee_payment", "outcome.fee_lapsed")
def test_who_does_not_pay_is_told_that_it_is_no_longer_handled(office, on) -> None:
    one = Story(office).comes()
    one.act(NotifyFee, "3-14", office.head, number=31, how="到窗口缴纳", received_on=day("3-14"))
    assert one.last("fee_notified").facts["amount"] == 10
    on(day("4-13"))
    assert "缴费期限" in one.refused(DraftReply, "4-13", parts=[Part("fee_lapsed")])
    on(day("4-16"))  # 4月13日是周六，顺延到15日
    one.replies("4-16", Part("fee_lapsed"))
    assert one.case.outcome == "fee_lapsed"
    text = str(one.letter("reply").text)
    assert "第四十二条" in text and "不再处理" in text


def test_a_fee_that_is_nothing_or_twice_is_not_asked(office) -> None:
    one = Story(office).comes()
    assert "不收费" in one.refused(NotifyFee, "3-14", office.head, number=30, how="窗口")
    assert "第1件" in one.refused(
        NotifyFee, "3-14", office.head, tariff="items", number=11, how="窗口"
    )
    assert one.refused(NotifyFee, "3-14", office.head, number=-1, how="窗口")
    assert "第三条" in one.refused(NotifyFee, "3-14", office.head, tariff="both", number=99)
    late = one.refused(NotifyFee, "4-02", office.head, number=99, how="窗口")
    assert "2024-04-01" in late  # only within the period
    one.act(NotifyFee, "3-14", office.head, number=99, how="窗口")
    one.act(RecordPayment, "3-15", receipt="票0001")
    assert one.refused(NotifyFee, "3-18", office.head, number=99, how="窗口")


def test_the_eleventh_of_a_month_costs_a_hundred_yuan(office) -> None:
    """同一申请人一个自然月的第11件：100元；4月的第1件重新数。"""
    march = [Story(office).comes(on="3-04") for _ in range(11)]
    one = march[-1]
    one.act(NotifyFee, "3-05", office.head, tariff="items", number=11, how="窗口")
    assert one.last("fee_notified").facts["amount"] == 100
    april = Story(office).comes(on="4-01")
    assert "不收费" in april.refused(
        NotifyFee, "4-02", office.head, tariff="items", number=1, how="窗口"
    )


# 救济期限 -------------------------------------------------------------------------------------------


@holds("limit.review", "limit.suit", "limit.suit_after_review")
def test_the_letter_names_the_remedies_with_their_periods(office) -> None:
    """可以直接起诉的：60日申请复议，或者6个月起诉。"""
    one = Story(office).comes()
    one.replies("3-20")
    told = one.letter("reply").text["remedies"]
    assert "60日" in told and "6个月" in told and "先" not in told
    assert (limit("review").length, limit("suit").length) == (60, 6)


@holds("limit.review", "limit.suit_after_review")
def test_what_is_withheld_by_arts_14_to_16_goes_to_review_first(office) -> None:
    """复议前置：先申请复议；对复议决定不服的15日内起诉；不写可以直接起诉。"""
    one = Story(office).comes()
    one.replies("3-20", Part("refused", ("16-1",), "", {"reasons": "内部人事事项"}))
    told = one.letter("reply").text["remedies"]
    assert "先向示例县人民政府申请行政复议" in told
    assert "60日" in told and "15日" in told and "6个月" not in told
    assert "第二十三条第一款第（四）项" in told


# 重新答复 -------------------------------------------------------------------------------------------


@holds("limit.reply")
@pytest.mark.parametrize(
    ("until", "due_on"),
    [
        ("7-20", "7-20"),  # the day that the decision sets
        (None, "7-29"),  # 7月2日至5日4，8-12日9，15-19日14，22-26日19，29日20
    ],
)
def test_a_reopened_request_is_due_on_the_day_set_or_in_twenty_days(
    office, until: str | None, due_on: str
) -> None:
    one = Story(office).comes()
    one.replies("3-20")
    one.archives("3-25")
    one.act(
        ReopenCase,
        "7-01",
        office.head,
        basis="示府复决〔2024〕3号",
        until=until and day(until),
    )
    assert (one.case.due_on, one.case.ended_on, one.case.outcome) == (day(due_on), None, "")
    assert one.case.received_on == day("3-04")
    one.replies("7-15", Part("nonexistent", facts={"search": "检索了综合档案室全部卷宗"}))
    assert (one.case.outcome, one.case.stage) == ("nonexistent", "ended")
    assert one.case.letters.filter(kind="reply", state="served").count() == 2


def test_reopening_needs_the_decision_and_an_end(office) -> None:
    one = Story(office).comes()
    reopen = {"basis": "示府复决〔2024〕3号"}
    assert one.refused(ReopenCase, "3-20", office.head, **reopen)  # still open
    one.replies("3-20")
    assert "文号" in one.refused(ReopenCase, "7-01", office.head)
    assert "不能早于" in one.refused(ReopenCase, "7-01", office.head, until=day("6-30"), **reopen)
    assert one.refused(ReopenCase, "3-19", office.head, **reopen)  # before the reply
    with pytest.raises(Forbidden):
        one.act(ReopenCase, "7-01", **reopen)


# 送达（235号） --------------------------------------------------------------------------------------


@pytest.mark.parametrize("service", ["direct", "entrusted"])
def test_direct_and_entrusted_the_day_of_the_signature_counts(office, service: str) -> None:
    one = Story(office).comes()
    one.signs("3-29")
    one.act(ServeReply, "4-01", service=service)
    letter = one.letter("reply")
    assert (letter.served_on, one.case.ended_on, letter.tracking) == (day("4-01"), day("4-01"), "")


def test_by_post_the_day_it_was_handed_in_counts_and_no_other_carrier(office) -> None:
    """4月1日届满，当日交邮即为按期；快递企业寄出的不是送达。"""
    one = Story(office).comes()
    one.signs("4-01")
    for tracking in ("", "   "):
        said = one.refused(ServeReply, "4-01", service="post", tracking=tracking)
        assert "邮政企业" in said and "快递" in said
    assert "送达方式" in one.refused(ServeReply, "4-01", service="courier", tracking="SF123")
    one.act(ServeReply, "4-01", service="post", tracking="1234567890123")
    assert one.case.ended_on == one.case.due_on == day("4-01")


def test_nothing_is_served_before_it_is_signed(office) -> None:
    one = Story(office).comes()
    one.signs("3-20")
    assert "签发" in one.refused(ServeReply, "3-19", service="direct")
    assert "今天" in one.refused(ServeReply, "2099-01-04", service="direct")
    unsigned = Story(office).comes()
    unsigned.act(DraftReply, "3-20", parts=[Part("provided")])
    assert unsigned.refused(ServeReply, "3-20", service="direct")


def test_a_step_is_not_taken_before_the_one_it_follows(office) -> None:
    one = Story(office).comes()
    one.signs("3-20")
    one.act(ReturnReply, "3-21", opinion="写明文号")
    assert "不能早于" in one.refused(SubmitReply, "3-20")
    one.act(SubmitReply, "3-22")
    assert "不能早于" in one.refused(PassReply, "3-21", office.reviewer)


def test_an_extension_is_proposed_while_a_period_runs_and_not_after_it(office) -> None:
    why = {"days": 5, "why": "需要整理材料"}
    waits = Story(office).comes(Channel.LETTER)
    assert "现在没有计算" in waits.refused(ProposeExtension, "3-05", **why)
    one = Story(office).comes()
    assert "原期限已经届满" in one.refused(ProposeExtension, "4-02", **why)
    one.act(ProposeExtension, "4-01", **why)
