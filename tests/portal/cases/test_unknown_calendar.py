"""Late in a year the next year's holidays are not published yet: requests are answered all the same."""

from datetime import date
from pathlib import Path

import pytest

from gongkai.calendar import workdays
from portal.acts.act import Refused
from portal.cases.acts.fees import NotifyFee
from portal.cases.acts.period import ExtendDeadline
from portal.cases.acts.reply import DraftReply, Part, PassReply, ServeReply, SubmitReply
from portal.cases.models import Case
from portal.cases.public import story
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
    assert f"还没有公布{year + 1}年的节假日安排" in page and "还不能推算" in page
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
