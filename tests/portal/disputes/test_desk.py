"""What the desk asks of people, what stands beside a request, what is handed over."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from portal.cases.models import Matter
from portal.disputes import desk, queries
from portal.disputes.acts.keeping import AssignDispute, RecordCost
from portal.disputes.acts.steps import Decide, SubmitAnswer
from portal.organs.models import Post, Role
from portal.organs.open_work import open_work
from portal.ui.desk import Urgency
from tests.portal.disputes.conftest import Office, again

pytestmark = pytest.mark.django_db


def work(office: Office, who: str = "jb", *roles: Role) -> list:
    actor = office.county.actor(who, *roles)
    held = frozenset(roles or (Role.HANDLER,))
    return desk._work(SimpleNamespace(organ=office.county.town, roles=held, actor=actor))


def test_the_answer_is_asked_for_with_its_day_and_urgency(
    office: Office, on: Callable[[date], None]
) -> None:
    dispute = office.dispute(office.refused(), received_on=date(2024, 5, 27))
    for today, urgency in (
        (date(2024, 5, 28), Urgency.LATER),
        (date(2024, 6, 3), Urgency.SOON),
        (date(2024, 6, 6), Urgency.TODAY),
        (date(2024, 6, 7), Urgency.OVERDUE),
    ):
        on(today)
        todo = next(one for one in work(office) if "/answer/" in one.url)
        assert (todo.urgency, todo.due_on) == (urgency, date(2024, 6, 6))
    assert "李明" not in todo.title
    SubmitAnswer(by=office.handler, target=dispute, on=date(2024, 6, 6)).execute()
    assert work(office) == []
    on(date(2024, 8, 1))  # 60 days have passed: somebody should ask
    assert [one.urgency for one in work(office)] == [Urgency.WAITING]


def test_the_redo_period_and_the_closing_are_asked_for(
    office: Office, on: Callable[[date], None]
) -> None:
    dispute = office.dispute(office.refused())
    assert any("/notify/" in one.url for one in work(office))
    Decide(
        by=office.head,
        target=dispute,
        on=date(2024, 7, 15),
        received_on=date(2024, 7, 17),
        number="1号",
        way="revoked",
        redo=True,
        redo_until=date(2024, 8, 9),
    ).execute()
    on(date(2024, 8, 8))
    assert [one.due_on for one in work(office)] == [date(2024, 8, 9)]
    other = office.dispute(None)
    Decide(
        by=office.head,
        target=other,
        on=date(2024, 7, 15),
        received_on=date(2024, 7, 17),
        number="2号",
        way="maintained",
    ).execute()
    assert any("/close/" in one.url for one in work(office))  # 15 days have passed
    other_clerk = office.county.actor("jb2", Role.HANDLER)
    AssignDispute(by=office.head, target=again(other), to=other_clerk.user_id).execute()
    assert not any("/close/" in one.url for one in work(office))
    assert any("/close/" in one.url for one in work(office, "fzr", Role.HEAD))


def test_beside_a_request_stand_its_disputes_for_those_who_work_there(office: Office) -> None:
    case = office.refused()
    handler = SimpleNamespace(actor=office.handler)
    assert f"/desk/disputes/new/?case={case.pk}" in desk._beside_case(case, handler)
    dispute = office.dispute(case)
    assert dispute.number in desk._beside_case(case, handler)
    above = office.county.actor("zg", Role.SUPERVISOR, organ=office.county.county)
    assert desk._beside_case(case, SimpleNamespace(actor=above)) == ""


def test_an_open_dispute_is_handed_over_with_the_post(office: Office) -> None:
    dispute = office.dispute(None)
    post = Post.objects.get(user=office.county.people["jb"], role=Role.HANDLER)
    assert [one.title for one in open_work(post) if "disputes" in one.url] == [dispute.number]
    office.county.actor("jb2", Role.HANDLER)
    second = Post.objects.get(user=office.county.people["jb2"], role=Role.HANDLER)
    assert not [one for one in open_work(second) if "disputes" in one.url]


def test_reports_stand_in_the_same_place_and_are_counted(office: Office) -> None:
    top, town = office.county.county, office.county.town
    Matter.objects.create(
        organ=top, against=town, kind=Matter.Kind.REPORT, number="投诉举报〔2024〕1号",
        subject="不按期答复", content="……", received_on=date(2024, 5, 6),
    )  # fmt: skip
    Matter.objects.create(
        organ=top, against=town, kind=Matter.Kind.REPORT, number="投诉举报〔2024〕2号",
        subject="不公开", content="……", received_on=date(2024, 5, 7),
        result=Matter.Result.ORDERED, answer="已督促", answered_on=date(2024, 6, 3),
    )  # fmt: skip
    counted = queries.report_counts(top, 2024)
    assert (counted.received, counted.answered) == (2, 1)
    assert counted.results == (("督促整改", 1),)
    browser = office.county.client("xianjb", Role.HANDLER, organ=top)
    page = browser.get("/desk/disputes/reports/").content.decode()
    assert "不按期答复" in page and "示例镇人民政府" in page and "督促整改" in page
    assert "不按期答复" not in office.county.client("jb", Role.HANDLER).get(
        "/desk/disputes/reports/"
    ).content.decode()  # fmt: skip


def test_costs_are_summed_by_year(office: Office) -> None:
    dispute = office.dispute(None)
    for amount in ("50", "8000.5"):
        RecordCost(
            by=office.handler,
            target=again(dispute),
            on=date(2024, 6, 3),
            what="费用",
            amount=Decimal(amount),
        ).execute()
    assert queries.costs(office.county.town, 2024) == Decimal("8050.5")
    assert queries.costs(office.county.town, 2025) == 0
