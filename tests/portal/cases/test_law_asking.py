"""Asking third parties, other organs and co-makers: what their time excludes, what silence means."""

import pytest
from tests.portal.cases.story import Story, day, holds

from portal.acts.act import Forbidden, Refused
from portal.cases.acts.asking import Ask, OverrideObjection
from portal.cases.acts.keeping import StrikeEntry
from portal.cases.acts.reply import Part
from portal.cases.models import Inquiry

pytestmark = pytest.mark.django_db


@holds("limit.third_party", "exclusion.third_party")
def test_the_time_of_a_third_party_is_not_counted(office) -> None:
    """3月18日发出，19日收到，26日答复：19日至26日6个工作日不计，4月1日届满顺延到4月10日。

    扣除19、20、21、22、25、26日共6个；4月1日之后第6个工作日：2、3日2，7日3，8、9、10日6。
    """
    one = Story(office).comes()
    inquiry = one.asks("3-18", received_on=day("3-19"))
    assert inquiry.until == day("4-10")  # 15 working days: 20-22日3，25-29日8，4月1-3日11，7-10日15
    assert one.case.waiting == "third_party"
    one.answers(inquiry, "3-26", "objects", "合同单价是商业秘密")
    assert (one.case.due_on, one.case.waiting) == (day("4-10"), "")
    assert "第三十二条" in one.told() and "第三十三条" in one.told()


@holds("limit.third_party")
def test_the_letters_say_whom_why_how_long_and_what_silence_means(office) -> None:
    one = Story(office).comes()
    one.asks("3-18")
    told = one.reads("third_party_consultation")
    for what in ("15个工作日", "第三十二条", "合同单价是否同意公开"):
        assert what in told
    for secret in ("李明", "13800138000"):  # who applied is not told
        assert secret not in str(one.letter("third_party_consultation").text)
    notice = one.letter("consultation_notice")  # the applicant hears that the time is not counted
    assert notice.to_applicant and notice.addressee == "李明"
    assert "不计算" in str(notice.text)


@holds("limit.third_party", "silence.third_party", "exclusion.third_party")
def test_a_silent_third_party_leaves_the_decision_to_the_organ(office) -> None:
    """3月18日发出，没有回执：15个工作日到4月9日；不计入的正是这15个工作日，到期顺延到4月23日。

    4月1日之后15个工作日：2、3日2，7-12日8，15-19日13，22、23日15。
    """
    one = Story(office).comes()
    inquiry = one.asks("3-18")
    assert inquiry.until == day("4-09")
    with pytest.raises(Refused, match="还没有届满"):
        one.answers(inquiry, "4-09", "silent")
    one.answers(inquiry, "4-10", "silent")
    assert (one.case.due_on, one.case.waiting) == (day("4-23"), "")
    told = one.told("4-10")
    assert "第三十二条" in told and "视为同意" not in told
    with pytest.raises(Refused, match="已经登记"):
        one.answers(inquiry, "4-11", "agrees")


@holds("limit.co_maker", "silence.co_maker", "exclusion.co_maker")
def test_a_silent_co_maker_has_agreed(office) -> None:
    one = Story(office).comes()
    inquiry = one.asks("3-18", "co_maker", "示例县水利局")
    one.answers(inquiry, "4-10", "silent")
    told = one.told("4-10")
    assert "视为同意公开" in told and "第三十四条" in told
    assert one.case.due_on == day("4-23")
    letter = one.reads("co_maker_consultation")
    assert "视为同意公开" in letter and "15个工作日" in letter


@holds("limit.organ", "exclusion.organ")
def test_the_time_of_another_organ_is_not_counted(office) -> None:
    """3月18日发出，21日答复：19、20、21日3个不计，顺延到4月7日（4月2、3、7日）。"""
    one = Story(office).comes()
    inquiry = one.asks("3-18", "organ", "示例县财政局")
    one.answers(inquiry, "3-21")
    assert one.case.due_on == day("4-07")
    assert "第三十三条第三款" in one.told()


@holds("exclusion.third_party", "exclusion.organ")
def test_days_inside_two_consultations_count_once(office) -> None:
    """第三方19日至26日6个，其他机关20日至28日7个（21-28日）；合并19日至28日8个，顺延到4月12日。

    4月2、3日2，7日3，8日至12日8。
    """
    one = Story(office).comes()
    first = one.asks("3-18")
    second = one.asks("3-20", "organ", "示例县财政局")
    one.answers(first, "3-26")
    one.answers(second, "3-28")
    assert one.case.due_on == day("4-12")


@holds("limit.third_party")
def test_an_answer_after_the_fifteen_days_excludes_no_more_than_them(office) -> None:
    one = Story(office).comes()
    inquiry = one.asks("3-18")
    one.answers(inquiry, "4-18", "agrees")
    assert one.case.due_on == day("4-23")


def test_records_from_within_stop_nothing(office) -> None:
    one = Story(office).comes()
    inquiry = one.asks("3-06", "records", "财政所", until=day("3-12"))
    assert (one.case.due_on, one.case.waiting) == (day("4-01"), "records")
    with pytest.raises(Refused, match="选择"):
        one.answers(inquiry, "3-11", "agrees")
    one.answers(inquiry, "3-11", "given")
    assert (one.case.due_on, one.case.waiting) == (day("4-01"), "")


def test_an_objection_needs_its_reasons_and_an_answer_follows_its_letter(office) -> None:
    one = Story(office).comes()
    inquiry = one.asks("3-18", received_on=day("3-20"))
    for on, answer, why in (
        ("3-26", "objects", ""),
        ("3-26", "partly", " "),
        ("3-26", "given", ""),
        ("3-26", "nonsense", ""),
        ("3-17", "agrees", ""),
        ("3-19", "agrees", ""),  # before the letter reached it
    ):
        with pytest.raises(Refused):
            one.answers(inquiry, on, answer, why)
    assert one.case.events.count() == 2
    assert Inquiry.objects.get().answered_on is None


def test_the_same_is_not_asked_twice_at_a_time_and_not_of_the_future(office) -> None:
    one = Story(office).comes()
    one.asks("3-18")
    ask = {"asked": "third_party", "question": "是否同意公开"}
    assert "还没有答复" in one.refused(Ask, "3-19", whom="甲养护公司", **ask)
    assert "今天" in one.refused(Ask, "3-19", whom="乙公司", received_on=day("2099-01-05"), **ask)
    assert one.refused(Ask, "3-19", whom="乙公司", received_on=day("3-18"), **ask)
    assert one.refused(Ask, "3-01", whom="乙公司", **ask)  # before it came in


@holds("override")
def test_against_an_objection_it_is_disclosed_for_the_public_and_the_third_party_is_told(
    office,
) -> None:
    one = Story(office).comes()
    what = "决定公开合同单价：工程质量关系公共安全，不公开会对公共利益造成重大影响"
    assert "没有这个第三方" in one.refused(
        OverrideObjection, "3-20", office.head, whom="甲养护公司", what=what
    )
    one.answers(one.asks("3-18"), "3-26", "objects", "商业秘密")
    with pytest.raises(Forbidden, match="负责人"):
        one.act(OverrideObjection, "3-28", whom="甲养护公司", what=what)
    assert "第三十二条" in one.refused(OverrideObjection, "3-28", office.head, whom="甲养护公司")
    due = one.case.due_on
    one.act(OverrideObjection, "3-28", office.head, whom="甲养护公司", what=what)
    letter = one.letter("override_notice")
    told = str(letter.text)
    for said in ("第三十二条", "公共利益", "行政复议", "甲养护公司"):
        assert said in told
    assert not letter.to_applicant and "李明" not in told
    one.replies("3-29", Part("provided"))
    assert (one.case.outcome, one.case.due_on) == ("provided", due)


def test_an_answer_struck_is_awaited_again(office) -> None:
    """误登答复：作废后期限不再扣除到那一天，可以重新登记。"""
    one = Story(office).comes()
    inquiry = one.asks("3-18")
    one.answers(inquiry, "3-20", "objects", "商业秘密")
    one.strikes(one.last("third_party_answered"), "3-21")
    found = Inquiry.objects.get()
    assert (found.answered_on, found.answer, found.reasons) == (None, "", "")
    assert one.case.waiting == "third_party"
    one.answers(inquiry, "3-26", "agrees")
    assert one.case.due_on == day("4-10")


def test_a_question_struck_waits_for_nobody_and_its_letters_are_void(office) -> None:
    one = Story(office).comes()
    one.asks("3-18")
    asked = one.last("third_party_asked")
    one.strikes(asked, "3-19")
    assert (one.case.due_on, one.case.waiting) == (day("4-01"), "")
    assert not Inquiry.objects.filter(answered_on=None).exists()
    assert set(one.case.letters.values_list("state", flat=True)) == {"discarded"}


def test_a_question_is_not_struck_from_under_its_answer(office) -> None:
    one = Story(office).comes()
    one.answers(one.asks("3-18"), "3-20")
    event = one.last("third_party_asked")
    said = one.refused(StrikeEntry, "3-21", office.head, event=event.pk, why="登记有误")
    assert "不再成立" in said and "第三十二条" in said


def test_silence_entered_by_mistake_is_struck_and_the_answer_entered(office) -> None:
    one = Story(office).comes()
    inquiry = one.asks("3-18")
    one.answers(inquiry, "4-10", "silent")
    one.strikes(one.last("noted"), "4-11")
    one.answers(inquiry, "4-08", "agrees")  # it had come in time
    # 3月19日至4月8日14个工作日不计：4月2、3日2，7-12日8，15-19日13，22日14
    assert one.case.due_on == day("4-22")
