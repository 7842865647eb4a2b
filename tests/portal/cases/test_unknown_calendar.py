"""Late in a year the next year's holidays are not published yet: requests are answered all the same."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.calendar import workdays
from portal.acts.act import Refused
from portal.cases import daily
from portal.cases.acts.asking import AskReasons, ReceiveReasons
from portal.cases.acts.fees import NotifyFee
from portal.cases.acts.letters import ServeLetter
from portal.cases.acts.period import DelayReply, ExtendDeadline
from portal.cases.acts.reply import DraftReply, Part, PassReply, ServeReply, SubmitReply
from portal.cases.models import Case
from portal.cases.public import forecast, remedies, story
from portal.organs.models import Role

LAST = max(int(one.stem) for one in (Path(workdays.__file__).parent / "years").glob("*.toml"))
pytestmark = pytest.mark.django_db


def again(case: Case) -> Case:
    return Case.objects.select_related("organ", "applicant").get(pk=case.pk)


def test_an_extended_request_is_answered_before_the_next_holidays_are_known(office, on) -> None:
    year = LAST
    on(date(year, 12, 21))
    case = office.case(arrived_on=date(year, 12, 1))
    assert case.due_on is not None and case.due_on.year == year
    ExtendDeadline(by=office.head, target=case, days=15, why="核对名册").execute()
    assert again(case).due_on is None  # nothing is guessed
    desk = office.county.client("jb", Role.HANDLER)
    page = desk.get(f"/desk/cases/{case.pk}/").content.decode()
    assert f"{year + 1}年的节假日安排还没有公布" in page and "还不能推算" in page
    assert "节假日" in story.now(again(case)).next
    lapsed = DraftReply(by=office.handler, target=again(case), parts=[Part("correction_lapsed")])
    with pytest.raises(Refused, match="节假日安排"):
        lapsed.execute()
    DraftReply(by=office.handler, target=again(case), parts=[Part("provided")]).execute()
    SubmitReply(by=office.handler, target=again(case)).execute()
    for who in (office.reviewer, office.signer):
        PassReply(by=who, target=again(case)).execute()
    ServeReply(by=office.handler, target=again(case), service="direct").execute()
    assert again(case).outcome == "provided"


def test_a_fee_is_asked_for_before_the_next_holidays_are_known(office, on) -> None:
    on(date(LAST, 12, 21))
    case = office.case(arrived_on=date(LAST, 12, 1))
    NotifyFee(by=office.head, target=case, tariff="pages", number=80, how="到窗口").execute()
    told = story.now(again(case))
    assert again(case).waiting == "fee" and told.todo == "pay"
    assert "节假日" in told.next
    desk = office.county.client("jb", Role.HANDLER)
    assert desk.get(f"/desk/cases/{case.pk}/").status_code == 200
    assert desk.get("/desk/cases/").status_code == 200


def test_the_notice_of_an_extension_names_the_rule_where_the_day_is_not_known_yet(
    office, on
) -> None:
    on(date(LAST, 12, 21))
    case = office.case(arrived_on=date(LAST, 12, 1))
    ExtendDeadline(by=office.head, target=case, days=15, why="核对名册").execute()
    letter = again(case).letters.get(kind="extension")
    text = "".join(letter.text["paragraphs"])
    assert letter.state == "signed" and "【待填" not in text
    assert "自原答复期限届满的次日起计算" in text and "节假日安排" in text


def _published(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The State Council publishes the next year's holidays: the operator adds its file."""
    (folder / f"{LAST + 1}.toml").write_text(
        f'[[holiday]]\nname = "元旦"\noff = [{LAST + 1}-01-01]\n', encoding="utf-8"
    )
    monkeypatch.setenv("GONGKAI_CALENDAR", str(folder))


def test_what_is_provisional_is_said_everywhere_and_made_good_when_the_holidays_come(
    office, on, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(date(LAST, 12, 21))
    case = office.case(arrived_on=date(LAST, 12, 1))
    ExtendDeadline(by=office.head, target=case, days=15, why="核对名册").execute()
    with workdays.assumed():
        about = workdays.add(case.due_on, 15)
    said = f"暂按周一至周五为工作日推算为{about.year}年{about.month}月{about.day}日"
    desk = office.county.client("jb", Role.HANDLER)
    notice = again(case).letters.get(kind="extension")
    assert f"{said}（仅供参考）" in "".join(notice.text["paragraphs"])
    page = desk.get(f"/desk/cases/{case.pk}/").content.decode()
    assert said in page and "还不能推算" in page
    assert said in story.now(again(case)).next
    assert (
        f"暂按{about.year}年{about.month}月{about.day}日"
        in desk.get("/desk/cases/").content.decode()
    )
    assert "期限待定，先办理" not in desk.get("/desk/").content.decode()
    on(about - timedelta(days=3))
    assert "期限待定，先办理" in desk.get("/desk/").content.decode()  # not lost sight of
    on(date(LAST, 12, 28))
    _published(tmp_path, monkeypatch)
    assert daily.recompute_all() == 1
    now = again(case)
    assert now.due_on == workdays.add(case.due_on, 15)
    told = now.letters.get(kind="extension_day")
    words = "".join(told.text["paragraphs"])
    due = now.due_on
    assert told.state == "signed" and "延长答复期限15个工作日" in words
    assert f"延长后的答复期限至{due.year}年{due.month}月{due.day}日" in words
    home = desk.get("/desk/").content.decode()
    assert f"{case.number}：政府信息公开申请延长后答复期限告知书还没有送达" in home
    ServeLetter(by=office.handler, target=told, service="direct").execute()
    assert "延长后答复期限告知书" not in desk.get("/desk/").content.decode()
    assert daily.recompute_all() == 0


def test_even_a_first_period_without_a_known_end_is_extended_and_the_notice_is_whole(
    office, on, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(date(LAST, 12, 28))
    case = office.case(arrived_on=date(LAST, 12, 15))
    assert case.due_on is None
    ExtendDeadline(by=office.head, target=case, days=10, why="核对名册").execute()
    letter = again(case).letters.get(kind="extension")
    text = "".join(letter.text["paragraphs"])
    assert letter.state == "signed" and "【待填" not in text
    assert "上述申请的答复期限为20个工作日，届满之日以国家公布的节假日安排推算" in text
    assert "决定延长答复期限10个工作日" in text and "仅供参考" in text
    _published(tmp_path, monkeypatch)
    assert daily.recompute_all() == 1
    assert again(case).letters.get(kind="extension_day").state == "signed"


def test_a_clerk_is_told_of_a_missing_calendar_in_his_own_words(office, on) -> None:
    on(date(LAST, 12, 28))
    case = office.case(arrived_on=date(LAST, 12, 15))
    given = {"by": office.handler, "target": case}
    AskReasons(**given, what="今年已申请30件", until=date(LAST, 12, 30)).execute()
    ReceiveReasons(**{**given, "target": again(case)}, text="为了研究").execute()
    delay = DelayReply(
        by=office.head, target=again(case), until=date(LAST + 1, 3, 1), why="数量太多"
    )
    with pytest.raises(Refused, match=f"{LAST + 1}年的节假日安排还没有公布") as refused:
        delay.execute()
    assert "toml" not in refused.value.sentence


def test_who_was_told_the_day_of_an_extension_is_not_told_again(
    office, on, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(date(LAST, 12, 21))
    case = office.case(arrived_on=date(LAST, 12, 15))
    assert case.due_on is None  # the first twenty days run into the next year already
    _published(tmp_path, monkeypatch)
    assert daily.recompute_all() == 1
    assert not again(case).letters.filter(kind="extension_day").exists()


def test_whoever_asks_by_when_is_told_a_provisional_day(client: Client, office, on) -> None:
    on(date(LAST, 12, 21))
    assert "（暂按周一至周五为工作日推算" in forecast.due(on=date(LAST, 12, 21))
    assert "暂按" not in forecast.due(on=date(LAST, 3, 2))
    asked = {"channel": "in_person", "arrived": f"{LAST}-12-21"}
    page = client.get(reverse("calculator"), asked).content.decode()
    assert f"{LAST + 1}年的节假日安排还没有公布" in page and "（暂按周一至周五" in page
    with workdays.assumed():
        due = workdays.add(date(LAST, 12, 21), 20)
    assert f"{due.year}年{due.month}月{due.day}日" in page
    asked["extended"], asked["days"] = f"{LAST}-12-30", "50"
    assert client.get(reverse("calculator"), asked).status_code == 422  # still one plain refusal


def test_the_last_day_of_a_remedy_beyond_the_calendar_is_provisional(office, on) -> None:
    on(date(LAST, 12, 21))
    one = office.case(arrived_on=date(LAST, 12, 1))
    DraftReply(by=office.handler, target=one, parts=[Part("provided")]).execute()
    SubmitReply(by=office.handler, target=again(one)).execute()
    for who in (office.reviewer, office.signer):
        PassReply(by=who, target=again(one)).execute()
    ServeReply(by=office.handler, target=again(one), service="direct").execute()
    reply = remedies.of_reply(again(one))
    assert reply is not None and reply.provisional
    assert reply.against.review.last_on >= date(LAST + 1, 2, 19)  # 60 days
