"""The arrival: corrected with its trace, and entered later where a letter arrived at its addressee."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.portal.cases.conftest import APPLICANT, ASKED
from tests.portal.cases.story import Story, day

from gongkai.cases.events import Channel
from portal.acts.act import Refused
from portal.cases import papers
from portal.cases.acts.arrival import EnterArrival
from portal.cases.acts.correcting import ChangeRegistration
from portal.cases.acts.fees import NotifyFee, RecordPayment
from portal.cases.acts.keeping import AssignCase, Note, SplitCase
from portal.cases.acts.receipt import AskCorrection, ConfirmReceipt
from portal.cases.acts.registration import Apply, RegisterCase, code_mark
from portal.cases.models import Case
from portal.cases.public import story
from portal.organs.models import Role

pytestmark = pytest.mark.django_db


# 到达日期、提出方式登记错了 ------------------------------------------------------------------------


def test_a_wrong_day_of_arrival_is_corrected_and_all_days_follow(office) -> None:
    """登记成3月4日，邮戳是3月6日：期限从3月6日重新起算，两个日子都留在经过里。"""
    one = Story(office).comes()
    assert one.case.due_on == day("4-01")
    one.act(ChangeRegistration, "3-07", arrived_on=day("3-06"), why="邮戳是3月6日")
    assert (one.case.arrived_on, one.case.received_on) == (day("3-06"), day("3-06"))
    assert one.case.due_on == day("4-03")
    arrived = one.case.events.filter(kind="arrived").order_by("pk")
    assert [(e.on, e.struck_id is None) for e in arrived] == [
        (day("3-04"), False),
        (day("3-06"), True),
    ]
    told = {step.title: step for step in story.steps(one.case)}["更正了登记"]
    for words in ("2024年3月4日", "2024年3月6日", "4月1日", "4月3日"):
        assert words in told.means
    assert told.words == "邮戳是3月6日"


def test_after_the_reply_too(office) -> None:
    one = Story(office).comes()
    one.replies("3-20")
    one.act(ChangeRegistration, "3-21", arrived_on=day("3-01"), why="收发室登记簿为3月1日")
    assert (one.case.received_on, one.case.stage) == (day("3-01"), "ended")


def test_a_corrected_arrival_that_the_other_days_forbid_is_refused(office) -> None:
    one = Story(office).comes()
    one.act(AskCorrection, "3-12", what="请写明年度", until=day("3-29"))
    said = one.refused(ChangeRegistration, "3-13", arrived_on=day("3-13"), why="误")
    assert "告知补正" in said and "2024-03-12" in said
    said = one.refused(ChangeRegistration, "3-13", arrived_on=day("2-28"), why="误")
    assert "第三十条" in said  # 补正告知就晚于7个工作日了
    assert one.refused(ChangeRegistration, "3-13", arrived_on=date(2099, 1, 5), why="误")


def test_the_right_channel_brings_its_own_rule_of_receipt(office) -> None:
    one = Story(office).comes()
    one.act(ChangeRegistration, "3-05", channel=Channel.LETTER, why="是平常信函")
    assert (one.status, one.case.due_on) == ("waiting_confirmation", None)
    one.act(ConfirmReceipt, "3-06")
    assert one.case.due_on == day("4-03")
    one.act(ChangeRegistration, "3-07", channel=Channel.POST, why="是签收的挂号信")
    assert one.case.due_on == day("4-01")


def test_a_channel_of_confirmation_with_later_entries_needs_its_confirmation(office) -> None:
    one = Story(office).comes()
    one.act(AskCorrection, "3-12", what="请写明年度", until=day("3-29"))
    assert one.refused(ChangeRegistration, "3-13", channel=Channel.EMAIL, why="是邮件")
    told: dict[str, Any] = {"channel": Channel.EMAIL, "why": "是邮件"}
    assert one.refused(ChangeRegistration, "3-13", confirmed_on=day("3-01"), **told)
    one.act(ChangeRegistration, "3-13", confirmed_on=day("3-05"), **told)
    assert one.case.received_on == day("3-05")
    said = one.refused(ChangeRegistration, "3-13", confirmed_on=day("3-06"), why="又错了")
    assert "作废" in said


def test_a_request_of_another_year_is_numbered_in_the_series_of_that_year(office) -> None:
    one = Story(office).comes(on="2024-01-02")
    assert one.case.number == "公开申请〔2024〕1号"
    one.act(ChangeRegistration, "1-03", arrived_on=day("2023-12-29"), why="年前就到了")
    assert one.case.number == "公开申请〔2023〕1号"
    assert one.last("changed").facts["arrival"]["number"] == "公开申请〔2024〕1号"
    assert Story(office).comes().case.number == "公开申请〔2024〕2号"  # no number is given twice


def test_what_came_through_the_internet_has_the_day_of_the_system(office) -> None:
    made = Apply(by=office.handler, organ=office.county.town, applicant=APPLICANT, asked=ASKED)
    one = Story(office, made.execute().pk)
    today = one.case.arrived_on
    for facts in ({"arrived_on": day("3-04")}, {"channel": Channel.POST}):
        with pytest.raises(Refused, match="系统时间"):
            ChangeRegistration(by=office.handler, target=one.case, why="误", **facts).execute()
    assert one.case.arrived_on == today


# 文书送到对方的日期 --------------------------------------------------------------------------------


def test_the_arrival_of_a_consultation_letter_entered_later_moves_its_days(office) -> None:
    """3月5日发出，3月11日才签收：第三方的15个工作日从3月11日起算。"""
    one = Story(office).comes()
    inquiry = one.asks("3-05")
    assert inquiry.until == day("3-26")
    before = one.case.due_on
    event = one.last("third_party_asked").pk
    one.act(EnterArrival, "3-12", event=event, received_on=day("3-11"))
    inquiry.refresh_from_db()
    assert (inquiry.received_on, inquiry.until) == (day("3-11"), day("4-01"))
    assert one.case.waiting_until == day("4-01") and one.case.due_on > before
    assert "还没有登记" in one.refused(EnterArrival, "3-12", event=event, received_on=day("3-12"))
    one.strikes(one.last("letter_arrived"), "3-13")
    inquiry.refresh_from_db()
    assert (inquiry.received_on, inquiry.until, one.case.due_on) == (None, day("3-26"), before)


def test_the_day_stands_where_the_letter_is(office) -> None:
    one = Story(office).comes()
    one.asks("3-05")
    desk = office.county.client("jb", Role.HANDLER)
    letter = f"/desk/cases/letters/{one.letter('third_party_consultation').pk}/"
    enter = f"/desk/cases/{one.pk}/arrived/"
    assert enter in desk.get(letter).content.decode()
    page = desk.get(enter).content.decode()
    assert "甲养护公司" in page and "checked" in page  # one letter: it is chosen already
    said = desk.post(
        enter, {"event": one.last("third_party_asked").pk, "received_on": "2024-03-11"}
    )
    assert said.status_code == 302
    page = desk.get(letter).content.decode()
    assert "2024年3月11日" in page and enter not in page
    page = desk.get(f"/desk/cases/{one.pk}/").content.decode()
    assert "2024年3月11日（周一）送到" in page


def test_a_fee_notice_is_paid_in_time_counted_from_its_arrival(office) -> None:
    one = Story(office).comes()
    one.act(NotifyFee, "3-05", office.head, number=80, how="窗口")
    assert one.case.waiting_until == day("4-07")  # 4月4日至6日放假
    assert one.refused(RecordPayment, "4-09", receipt="票0001")
    one.act(EnterArrival, "3-12", event=one.last("fee_notified").pk, received_on=day("3-11"))
    assert one.case.waiting_until == day("4-10")
    one.act(RecordPayment, "4-09", receipt="票0001")
    assert one.status == "open"


def test_a_letter_did_not_arrive_before_it_was_sent_nor_after_its_answer(office) -> None:
    one = Story(office).comes()
    inquiry = one.asks("3-05")
    event = one.last("third_party_asked").pk
    for wrong in (day("3-04"), date(2099, 1, 5), None):
        assert "不能早于" in one.refused(EnterArrival, "3-12", event=event, received_on=wrong)
    for none in (0, one.last("arrived").pk):
        assert "请选择" in one.refused(EnterArrival, "3-12", event=none, received_on=day("3-06"))
    one.answers(inquiry, "3-08")
    assert "第三十二条" in one.refused(EnterArrival, "3-12", event=event, received_on=day("3-11"))


# 拆分、承办、不留下东西 ----------------------------------------------------------------------------


def test_each_request_that_was_split_off_can_be_followed_by_itself(office) -> None:
    one = Story(office).comes()
    act = SplitCase(
        by=office.handler, target=one.case, on=day("3-05"), subjects=["拨付文件", "明细", "合同"]
    )
    act.execute()
    parts = Case.objects.filter(letter=one.pk).order_by("pk")
    assert list(act.codes) == [part.number for part in parts] and len(set(act.codes.values())) == 2
    for part in parts:
        assert part.code == code_mark(act.codes[part.number])
        assert part.check_mark == one.case.check_mark != ""


def test_their_codes_are_told_once_on_the_page(office) -> None:
    one = Story(office).comes()
    desk = office.county.client("jb", Role.HANDLER)
    split = {"subjects": "拨付文件\n明细\n合同", "on": "2024-03-05"}
    assert desk.post(f"/desk/cases/{one.pk}/split/", split).status_code == 302
    page = desk.get(f"/desk/cases/{one.pk}/").content.decode()
    for part in Case.objects.filter(letter=one.pk):
        assert f"（{part.number}）" in page
    assert page.count("code-shown") == 2
    assert "code-shown" not in desk.get(f"/desk/cases/{one.pk}/").content.decode()


def test_the_page_of_a_correction_carries_the_arrival(office) -> None:
    one = Story(office).comes()
    desk = office.county.client("jb", Role.HANDLER)
    url = f"/desk/cases/{one.pk}/change/"
    assert 'value="2024-03-04"' in desk.get(url).content.decode()
    told = {**ASKED, "channel": "post", "arrived_on": "2024-03-06", "why": "邮戳是3月6日"}
    assert desk.post(url, told).status_code == 302
    assert (one.case.channel, one.case.due_on) == ("post", day("4-03"))
    page = desk.get(f"/desk/cases/{one.pk}/").content.decode()
    assert "到达日期原登记为2024年3月4日" in page


def test_whoever_first_handles_an_online_request_is_its_handler(office) -> None:
    made = Apply(by=office.handler, organ=office.county.town, applicant=APPLICANT, asked=ASKED)
    pk = made.execute().pk
    one = Story(office, pk)
    Note(by=office.handler, target=one.case, text="已阅").execute()
    assert one.case.handler_id is None
    ConfirmReceipt(by=office.head, target=one.case).execute()
    assert one.case.handler_id == office.head.user_id
    AssignCase(by=office.head, target=one.case, to=office.handler.user_id).execute()
    ChangeRegistration(by=office.head, target=one.case, asked=ASKED, why="误").execute()
    assert one.case.handler_id == office.handler.user_id


def test_a_refused_registration_leaves_no_paper_on_the_disk(office) -> None:
    def kept() -> list[Path]:
        return [p for p in (Path(settings.MEDIA_ROOT) / "cases").rglob("*") if p.is_file()]

    before = kept()
    paper = papers.received("申请书.pdf", b"%PDF-1.4 only here")
    told = {"organ": office.county.town, "applicant": APPLICANT, "asked": ASKED}
    act = RegisterCase(
        by=office.handler,
        channel=Channel.LETTER,
        arrived_on=day("3-04"),
        confirmed_on=date(2099, 1, 5),
        files=[paper],
        **told,
    )
    with pytest.raises(Refused):
        act.execute()
    assert kept() == before


def test_a_paper_written_before_something_went_wrong_is_removed(office, monkeypatch) -> None:
    one = Story(office).comes()
    two = [papers.received(f"{n}.pdf", b"%PDF-1.4 " + n.encode()) for n in ("a", "b")]
    real, folder = papers.add, Path(settings.MEDIA_ROOT) / "cases"
    before = set(folder.rglob("*")) if folder.exists() else set()

    def fails(case: Case, what: str, paper: papers.Paper, **more: Any) -> Any:
        if paper.name == "b.pdf":
            raise Refused("磁盘已满。")
        return real(case, what, paper, **more)

    monkeypatch.setattr(papers, "add", fails)
    with pytest.raises(Refused):
        one.act(Note, "3-05", text="材料", files=two)
    assert {p for p in folder.rglob("*") if p.is_file()} <= before
