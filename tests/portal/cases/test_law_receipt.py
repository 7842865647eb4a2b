"""The date of receipt by channel (art. 31), and the seven and twenty working days that run from it."""

import pytest
from tests.portal.cases.story import Story, day, holds

from gongkai.cases.events import Channel
from gongkai.law.receipt import receipts
from portal.cases.acts.keeping import StrikeEntry
from portal.cases.acts.receipt import ConfirmReceipt
from portal.cases.queries import stands_of

pytestmark = pytest.mark.django_db
BY_CONFIRMATION = (Channel.LETTER, Channel.ONLINE, Channel.FAX, Channel.EMAIL)


@holds("receipt.in_person", "receipt.post", "limit.reply")
@pytest.mark.parametrize("channel", [Channel.IN_PERSON, Channel.POST])
def test_handed_in_or_signed_for_it_is_received_that_day(office, channel: Channel) -> None:
    """周一3月4日收到，次日起算：3月5日至29日有19个工作日，第20个是4月1日。"""
    one = Story(office).comes(channel, "3-04")
    assert (one.case.received_on, one.case.due_on, one.status) == (day("3-04"), day("4-01"), "open")
    assert receipts()[channel].article in one.told()
    assert "已经确定" in one.refused(ConfirmReceipt, "3-05")  # there is nothing left to confirm


@holds("receipt.letter", "receipt.online", "receipt.fax", "receipt.email", "limit.reply")
@pytest.mark.parametrize("channel", BY_CONFIRMATION)
def test_a_letter_fax_mail_or_form_is_received_when_confirmed(office, channel: Channel) -> None:
    """3月4日到达，6日才与申请人确认：自7日起算，第20个工作日是4月3日（4日至6日清明）。"""
    one = Story(office).comes(channel, "3-04")
    assert (one.case.received_on, one.case.due_on) == (None, None)
    assert (one.status, one.case.waiting) == ("waiting_confirmation", "confirmation")
    one.act(ConfirmReceipt, "3-06")
    assert (one.case.received_on, one.case.due_on) == (day("3-06"), day("4-03"))
    assert receipts()[channel].article in one.told()


@holds("receipt.letter")
def test_a_letter_confirmed_late_is_said_to_be_late(office) -> None:
    """平常信函应当在收到当日联系确认：晚了，期限仍自确认之日起算，但经过里说明。"""
    one = Story(office).comes(Channel.LETTER, "3-04", confirmed="3-11")
    assert one.case.received_on == day("3-11")
    assert "当日" in one.told()


@holds("receipt.online")
def test_confirmed_on_a_day_off_it_counts_from_the_next_working_day(office) -> None:
    """清明假期中4月5日确认：第1个工作日是4月7日（周日补班），第20个是5月6日。

    4月7日至12日6个，15日至19日11个，22日至26日16个，28日（周日补班）17个，29、30日19个；
    5月1日至5日放假，5月6日第20个。
    """
    one = Story(office).comes(Channel.ONLINE, "4-04", confirmed="4-05")
    assert one.case.due_on == day("5-06")


def test_the_days_of_receipt_in_a_wrong_order_are_refused(office) -> None:
    one = Story(office).comes(Channel.FAX, "3-06")
    said = one.refused(ConfirmReceipt, "3-05")
    assert "2024-03-06" in said
    one.act(ConfirmReceipt, "3-06")
    assert "已经确定" in one.refused(ConfirmReceipt, "3-07")


def test_a_confirmation_entered_by_mistake_is_struck_and_entered_again(office) -> None:
    """误登3月6日，实为8日：作废后重新登记，自11日起算第20个工作日是4月8日。"""
    one = Story(office).comes(Channel.EMAIL, "3-04", confirmed="3-06")
    one.strikes(one.last("confirmed"), "3-08")
    assert (one.case.received_on, one.case.waiting) == (None, "confirmation")
    one.act(ConfirmReceipt, "3-08")
    assert (one.case.received_on, one.case.due_on) == (day("3-08"), day("4-08"))
    assert one.case.events.filter(kind="confirmed").count() == 2  # the first stays in the file


def test_the_arrival_itself_cannot_be_struck(office) -> None:
    one = Story(office).comes()
    said = one.refused(
        StrikeEntry, "3-05", office.head, event=one.last("arrived").pk, why="登记有误"
    )
    assert "不能作废" in said


def test_before_the_regulation_of_2019_other_limits_held(office) -> None:
    """2019年5月15日施行前收到的申请，不按现行条例计算。"""
    with pytest.raises(Exception, match="2019"):
        Story(office).comes(on="2019-05-14")
    assert Story(office).comes(on="2019-05-15").case.received_on == day("2019-05-15")


def test_oral_requests_are_taken_down_at_the_counter(office) -> None:
    """书写确有困难的，口头提出，由工作机构代为填写（第二十九条）。"""
    one = Story(office).comes(oral=True)
    assert one.case.oral and one.case.received_on == day("3-04")
    with pytest.raises(Exception, match="第二十九条"):
        Story(office).comes(Channel.FAX, oral=True)


def test_what_the_clock_says_rests_on_the_events_alone(office) -> None:
    one = Story(office).comes()
    assert stands_of(one.case).law.standing.received_on == one.case.received_on
