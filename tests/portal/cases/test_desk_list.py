"""The list by urgency: its groups, filters, pages, and how much it asks of the database."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.portal.cases.conftest import APPLICANT

from gongkai.cases.events import Channel
from portal.acts import clock
from portal.cases import desk_listing as listing
from portal.cases.acts.asking import Ask
from portal.cases.acts.keeping import AssignCase
from portal.cases.models import Case
from portal.organs.models import Role

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 1)  # a Monday, before 清明


def made(office, count: int, **facts: object) -> list[Case]:
    people = [
        {**APPLICANT, "name": f"王{n}", "id_number": f"11010519491231{n:04d}"} for n in range(count)
    ]
    return [office.case(applicant=person, **facts) for person in people]


def grouped(office, group: str) -> list[str]:
    page = listing.page(office.county.town, listing.Asked(group=group), TODAY)
    assert listing.count(office.county.town, listing.Asked(group=group), TODAY) == len(page.rows)
    return [c.number for c in page.rows]


def test_each_open_request_stands_in_one_group_by_its_day(office) -> None:
    days = {"late": (2, 28), "today": (3, 4), "soon": (3, 8), "later": (3, 22)}
    by = {name: office.case(arrived_on=date(2024, *day)) for name, day in days.items()}
    by["waiting"] = office.case(Channel.LETTER)
    by["asked"] = office.case(arrived_on=date(2024, 3, 25))
    Ask(
        by=office.handler, target=by["asked"], on=date(2024, 3, 26), whom="甲", question="…"
    ).execute()
    assert grouped(office, "overdue") == [by["late"].number]
    assert grouped(office, "today") == [by["today"].number]
    assert grouped(office, "soon") == [by["soon"].number]
    assert grouped(office, "later") == [by["later"].number]
    assert grouped(office, "waiting") == [by["waiting"].number, by["asked"].number]
    everything = [n for code, _title in listing.GROUPS for n in grouped(office, code)]
    assert sorted(everything) == sorted(case.number for case in by.values())


def test_pages_follow_a_key_and_miss_nothing(office, county) -> None:
    days = [date(2024, 3, 4) + timedelta(days=n // 3) for n in range(9)]
    numbers = {office.case(arrived_on=day).number for day in days}
    seen: list[str] = []
    what = listing.Asked(group="overdue")
    while True:
        page = listing.page(county.town, what, clock.today(), size=2)
        seen += [case.number for case in page.rows]
        if not page.following:
            break
        what = listing.Asked(group="overdue", after=page.following)
    assert len(seen) == len(set(seen)) == 9 and set(seen) == numbers


def test_filters_find_by_number_word_channel_and_handler(office, county) -> None:
    mine, other = office.case(), office.case(Channel.FAX, asked={"subject": "土地征收补偿方案"})
    AssignCase(by=office.handler, target=other, to=county.person("jb2", Role.HANDLER).pk).execute()
    clerk = county.client("jb", Role.HANDLER)

    def found(query: str) -> set[str]:
        page = clerk.get(f"{reverse('cases')}?{query}").content.decode()
        return {case.number for case in (mine, other) if case.number in page}

    assert found("q=土地") == {other.number}
    assert found("channel=fax") == {other.number}
    assert found(f"handler={county.people['jb2'].pk}") == {other.number}
    assert found("number=1&year=2024") == {mine.number}
    assert found(f"number={other.number}") == {other.number}
    assert found("year=2023") == set()


@pytest.mark.parametrize(
    "query",
    [
        "after=9999-99-99.1", "after=x", "group=../x", "year=-1", "year=99999999999", "handler=%00",
        "number=%00%00", "q=" + "长" * 5000, "done=1&after=2024-13-45.9", "outcome=nothing", "channel=<b>",
    ],
)  # fmt: skip
def test_what_makes_no_sense_asks_nothing(office, county, query: str) -> None:
    case = office.case()
    clerk = county.client("jb", Role.HANDLER)
    answer = clerk.get(f"{reverse('cases')}?{query}")
    assert answer.status_code == 200 and case.pk


def queries_of(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_a_longer_list_asks_no_more_of_the_database(office, county) -> None:
    made(office, 3)
    clerk = county.client("jb", Role.HANDLER)
    few = {url: queries_of(clerk, url) for url in (reverse("cases"), reverse("desk"))}
    made(office, 12)
    for url, count in few.items():
        assert queries_of(clerk, url) <= count
    assert few[reverse("cases")] < 30


def test_the_workload_counts_per_person(office, county) -> None:
    made(office, 3)
    clerk = county.client("jb", Role.HANDLER)
    page = clerk.get(reverse("case_workload")).content.decode()
    assert "jb某" in page and "3件" in page


def test_a_number_no_request_can_have_is_no_request(office, county) -> None:
    clerk = county.client("jb", Role.HANDLER)
    for pk in (10**6, 2**63, 10**40):
        assert clerk.get(f"/desk/cases/{pk}/").status_code == 404
