"""The year as it stands: each figure opens to its records, and each record says where it counts."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from gongkai.cases.events import Channel, Kind
from portal.acts import clock
from portal.annual.deriving import derive, places
from portal.cases.lifecycle import Office
from portal.organs.models import Role
from portal.registers.models import Entry
from tests.portal.annual.worlds import Asked, Told, World, write
from tests.portal.conftest import County


def _answered(on: date, outcome: str, *grounds: str) -> list[Told]:
    parts = [{"outcome": outcome, "grounds": list(grounds)}]
    return [
        Told(Office.DRAFTED, on),
        Told(Office.SUBMITTED, on),
        Told(Office.PASSED, on),
        Told(Kind.REPLIED, on, parts),
    ]


GIVEN = Asked(
    Channel.IN_PERSON,
    "natural",
    [Told(Kind.ARRIVED, date(2024, 3, 1)), *_answered(date(2024, 3, 20), "provided")],
)
OVER_NEW_YEAR = Asked(
    Channel.POST,
    "enterprise",
    [
        Told(Kind.ARRIVED, date(2024, 12, 20)),
        *_answered(date(2025, 1, 10), "refused", "15", "14-c"),
    ],
)
UNCONFIRMED = Asked(Channel.EMAIL, "natural", [Told(Kind.ARRIVED, date(2024, 12, 30))])
REOPENED = Asked(
    Channel.IN_PERSON,
    "research",
    [
        Told(Kind.ARRIVED, date(2023, 5, 8)),
        *_answered(date(2023, 6, 1), "refused", "14-a"),
        Told(Kind.REOPENED, date(2024, 2, 1)),
        *_answered(date(2024, 2, 20), "provided"),
    ],
)
SUIT = [
    Told("review_applied", date(2024, 4, 1)),
    Told("review_decided", date(2024, 6, 1), result="upheld"),
    Told("sued", date(2024, 7, 1)),
]


@pytest.fixture
def told(county: County) -> Iterator[County]:
    """The township in 2025 with four requests and a dispute behind it."""
    requests = [GIVEN, OVER_NEW_YEAR, UNCONFIRMED, REOPENED]
    entries = [("licence", date(2024, 5, 6), 0, False), ("licence", date(2024, 5, 7), 0, True)]
    write(World(2024, requests, [SUIT], [], entries, [], []), county.town)
    with clock.as_of(datetime(2025, 3, 1, 9, tzinfo=UTC)):
        yield county


def _text(client: Client, address: str, status: int = 200) -> str:
    page = client.get(address)
    assert page.status_code == status, (address, page.status_code)
    return page.content.decode().partition('<main id="main"')[2]


def test_the_year_shows_its_figures_and_each_opens_to_its_records(told: County) -> None:
    clerk = told.client("jb", Role.HANDLER)
    page = _text(clerk, "/desk/reports/live/2024/")
    whole = clerk.get("/desk/reports/live/2024/").content.decode()
    assert '<a href="/desk/reports/" aria-current="page">' in whole, "the menu says where one is"
    links = re.findall(r'<a href="(/desk/reports/live/2024/figure/[^"]+)">(\d+)</a>', page)
    assert ("/desk/reports/live/2024/figure/requests/received/total/", "2") in links
    assert ("/desk/reports/live/2024/figure/licences/licence/decisions/", "1") in links
    assert ("/desk/reports/live/2024/figure/disputes/all/after_review.pending/", "1") in links
    for address, number in links:
        found = _text(clerk, address)
        assert found.count('<li><a href="/desk/') == int(number), address
    assert (
        "/desk/reports/live/2024/figure/requests/granted/research/" not in page
    )  # 0: nothing behind it


def test_a_record_of_a_year_that_counts_nowhere_says_why(told: County) -> None:
    page = _text(told.client("jb", Role.HANDLER), "/desk/reports/live/2024/nowhere/")
    assert "到2024-12-31还没有与申请人确认收到，没有收到申请之日（第三十一条）。" in page
    said = "已于2023-06-01办结，计入2023年度；2024-02-01责令重新答复，不再另计（惯例）。"
    assert said in page
    assert page.count("<li><a") == 2


def test_a_reopened_request_counts_as_received_where_the_county_says_so(told: County) -> None:
    """没有文件规定：默认不再计入；本级或上级可以设定按当年新收计入。"""
    received = ("requests", "received", "research")
    assert list(derive(told.town, 2024).behind(received)) == []
    head = told.client("zhuren", Role.HEAD, organ=told.county)
    page = _text(head, "/desk/registers/rules/")
    assert "往年已计入办理结果、又被责令重新处理的申请" in page
    assert head.post("/desk/registers/rules/", {"reopened_counts": "twice"}).status_code != 302
    done = head.post("/desk/registers/rules/", {"reopened_counts": "as_received"})
    assert done.status_code == 302
    assert list(derive(told.town, 2024).behind(received)) == ["cases.case:4"]
    assert [year for year, _ in places(told.town, "cases.case:4")] == [2023, 2024]


def test_a_record_says_in_which_years_and_cells_it_counts(told: County) -> None:
    clerk = told.client("jb", Role.HANDLER)
    page = _text(clerk, "/desk/reports/record/cases.case:2/")
    assert page.index("2024年度") < page.index("2025年度")
    assert "本年新收政府信息公开申请数量 · 法人或其他组织/商业企业" in page
    assert "4.保护第三方合法权益 · 法人或其他组织/商业企业" in page
    again = _text(clerk, "/desk/reports/record/cases.case:4/")
    assert re.findall(r"<b>(\d{4})年度</b>", again) == ["2023", "2024"]
    assert "责令重新答复，不再另计" in again
    never = _text(clerk, "/desk/reports/record/cases.case:3/")
    assert re.findall(r"<b>(\d{4})年度</b>", never) == ["2025"]
    kept, struck = (
        f"/desk/reports/record/registers.entry:{one.pk}/"
        for one in Entry.objects.order_by("number")
    )
    assert "行政许可 · 本年处理决定数量" in _text(clerk, kept)
    assert "没有计入任何一年" in _text(clerk, struck)
    assert [year for year, _ in places(told.town, "disputes.dispute:1")] == [2024, 2025]


def test_the_page_of_a_request_leads_to_where_it_counts(told: County) -> None:
    clerk = told.client("jb", Role.HANDLER)
    for pk, says in ((1, "自然人"), (3, "没有收到申请之日")):
        page = _text(clerk, f"/desk/cases/{pk}/")
        address = re.search(r'<a href="([^"]+)">计入年度报告</a>', page)
        assert address and says in _text(clerk, address[1])


def test_a_supervisor_sees_numbers_and_dates_alone(told: County) -> None:
    above = told.client("zg", Role.SUPERVISOR, organ=told.county)
    page = _text(above, "/desk/reports/live/2024/?organ=shilizhen")
    address = "/desk/reports/live/2024/figure/requests/received/total/?organ=shilizhen"
    assert address in page
    behind = _text(above, address)
    assert "<b>1号</b>" in behind and "文件" not in behind and "/desk/cases/1/" not in behind
    assert "/desk/cases/1/" in _text(told.client("jb", Role.HANDLER), address)


@pytest.mark.parametrize(
    "address",
    [
        "/desk/reports/live/2018/", "/desk/reports/live/2026/", "/desk/reports/live/2024/?organ=nobody",
        "/desk/reports/live/2024/?organ=shili", "/desk/reports/live/2024/figure/requests/received/nobody/",
        "/desk/reports/live/2024/figure/requests/results/total/", "/desk/reports/live/99999/nowhere/",
        "/desk/reports/record/cases.case:99/", "/desk/reports/record/cases.case:x/",
        "/desk/reports/record/acts.actrecord:1/", "/desk/reports/record/cases.case:%s/" % ("9" * 30),
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(told: County, address: str) -> None:
    _text(told.client("jb", Role.HANDLER), address, 404)


def test_others_and_administrators_see_nothing(told: County) -> None:
    stranger = told.client("wai", Role.HANDLER, organ=told.bureau)
    _text(stranger, "/desk/reports/live/2024/?organ=shilizhen", 404)
    _text(stranger, "/desk/reports/record/cases.case:1/", 404)
    _text(told.client("xt", Role.SYSTEM), "/desk/reports/live/2024/", 403)
    assert Client().get("/desk/reports/live/2024/").status_code == 302


def test_what_ends_later_changes_nothing_in_the_year_before(told: County) -> None:
    with clock.as_of(datetime(2024, 12, 31, 8, tzinfo=UTC)):
        then = derive(told.town, 2024).report
    assert derive(told.town, 2024).report.figures == then.figures
    assert derive(told.town, 2024, as_at=date(2024, 3, 10)).report.figures != then.figures
