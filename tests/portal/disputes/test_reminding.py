"""Days of disputes are reminded of by mail, once; a supervising office sees table four of its tree."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail

from gongkai.cases.disputes import Result, Step, Track
from portal.accounts.models import User
from portal.acts.act import Forbidden, Refused
from portal.acts.actor import SYSTEM
from portal.disputes import daily, queries, reminders
from portal.disputes.acts.opening import OpenDispute
from portal.disputes.acts.reminding import RemindDispute
from portal.disputes.acts.steps import ReceiveCopy, SetHearing, SubmitAnswer
from portal.disputes.models import Dispute, DisputeReminder
from portal.organs.models import Role
from tests.portal.disputes.conftest import COURT, Office, again
from tests.portal.disputes.test_counting import decide

pytestmark = pytest.mark.django_db
Say = Callable[[date], None]


@pytest.fixture
def sends(django_capture_on_commit_callbacks: Any) -> Callable[[], list[str]]:
    """Return a way to let the clock remind: the subjects of the mails it sent."""

    def remind() -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            daily.remind_disputes()
        return [one.subject for one in mail.outbox]

    return remind


def in_court(office: Office) -> Dispute:
    """Sued on 8 April 2024; the copy came on 10 April."""
    one = office.dispute(None, step=Step.SUED, body=COURT, on=date(2024, 4, 8))
    ReceiveCopy(by=office.handler, target=one, on=date(2024, 4, 10)).execute()
    User.objects.update(email="jb@example.cn")
    return again(one)


def test_the_defence_is_reminded_of_before_its_last_day_and_then_upwards(
    office: Office, on: Say, sends: Callable[[], list[str]]
) -> None:
    """4月10日收到起诉状副本，答辩期15日至4月25日：4月20日起提醒，逾期后逐级提醒，每级一次。"""
    one = in_court(office)
    on(date(2024, 4, 19))
    assert sends() == []
    on(date(2024, 4, 20))
    (subject,) = sends()
    assert one.number in subject and "答辩" in subject
    body = mail.outbox[0].body
    assert "2024年4月25日" in body and "示例养护有限公司" not in subject + body
    assert sends() == []  # once
    on(date(2024, 4, 26))
    (late,) = sends()
    assert "已过期限" in late
    on(date(2024, 4, 30))
    sends()
    steps = DisputeReminder.objects.exclude(why__startswith="提出").values_list("step", flat=True)
    assert sorted(steps) == [0, 1, 2]


def test_what_is_done_or_closed_is_not_reminded_of(
    office: Office, on: Say, sends: Callable[[], list[str]]
) -> None:
    one = in_court(office)
    SubmitAnswer(by=office.handler, target=one, on=date(2024, 4, 18)).execute()
    on(date(2024, 4, 22))
    assert sends() == []


def test_a_hearing_is_reminded_of_before_and_never_as_late(
    office: Office, on: Say, sends: Callable[[], list[str]]
) -> None:
    one = in_court(office)
    SubmitAnswer(by=office.handler, target=one, on=date(2024, 4, 18)).execute()
    on(date(2024, 5, 6))
    hearing = {"until": date(2024, 5, 20)}
    SetHearing(by=office.handler, target=again(one), on=date(2024, 5, 6), **hearing).execute()
    assert sends() == []
    on(date(2024, 5, 15))
    (subject,) = sends()
    assert "开庭" in subject
    on(date(2024, 5, 27))
    assert sends() == []


def test_nobody_reminds_by_hand_and_nothing_twice(office: Office) -> None:
    one = in_court(office)
    told: dict[str, Any] = {"target": one, "why": "开庭", "due_on": date(2024, 5, 20)}
    with pytest.raises(Forbidden):
        RemindDispute(by=office.head, **told).execute()
    RemindDispute(by=SYSTEM, **told).execute()
    with pytest.raises(Refused, match="已经提醒过"):
        RemindDispute(by=SYSTEM, **told).execute()
    assert list(reminders.of(one, date(2024, 4, 1))) == []


def test_table_four_of_the_whole_tree_is_the_sum_of_its_organs(office: Office, on: Say) -> None:
    """镇2件、县教育局1件：县里看到合计，也看到各机关的，点开只有编号和日期。"""
    county = office.county
    decide(office, office.dispute(None, on=date(2023, 11, 20)), "revoked", date(2024, 2, 5))
    decide(office, office.dispute(None, on=date(2024, 3, 4)), "maintained", date(2024, 6, 3))
    OpenDispute(
        by=county.actor("js", Role.HANDLER, organ=county.bureau),
        organ=county.bureau,
        step=Step.SUED,
        on=date(2024, 5, 6),
        body=COURT,
        subject="不服教育局答复",
        party={"kind": "natural", "name": "王芳"},
    ).execute()
    above = county.actor("zg", Role.SUPERVISOR, organ=county.county)
    found = queries.counts_below(above, 2024)
    for organ, counted in found.items():
        assert counted == queries.counts(organ, 2024)
    assert {organ: sum(c.number(t) for t in Track) for organ, c in found.items()} == {
        county.town: 2,
        county.bureau: 1,
    }
    whole = queries.together(found.values(), 2024)
    assert whole.number(Track.REVIEW, Result.CORRECTED) == 1
    assert whole.number(Track.REVIEW, Result.UPHELD) == 1
    assert whole.number(Track.DIRECT, Result.PENDING) == 1
    desk = county.client("zg", Role.SUPERVISOR, organ=county.county)
    url = "/desk/disputes/year/below/?year=2024"
    page = desk.get(url).content.decode()
    assert county.town.short_name in page and f"organ={county.bureau.code}" in page
    page = desk.get(f"{url}&organ={county.bureau.code}").content.decode()
    number = Dispute.objects.get(organ=county.bureau).number
    assert number in page and "不服教育局答复" not in page and "王芳" not in page
    assert desk.get(f"{url}&organ=nonsense").status_code == 200
    handler = county.client("jb", Role.HANDLER)
    assert handler.get(url).status_code == 403
    assert "year/below" not in handler.get("/desk/disputes/year/").content.decode()
