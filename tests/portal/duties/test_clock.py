"""The 20 working days of article 26, told with their reasons; what came too late is counted."""

from collections.abc import Callable
from datetime import date

import pytest

from portal.acts.actor import Actor
from portal.duties import clock
from portal.duties.clock import Pace, publication_clock
from portal.organs.models import Role
from portal.publishing.acts.publication import Revise
from portal.publishing.models import Attribute, Document
from portal.ui.desk import Urgency
from tests.portal.conftest import County
from tests.portal.duties.conftest import at

FORMED = date(2026, 3, 2)  # a Monday; 20 working days later, without a holiday between: 30 March
DUE = date(2026, 3, 30)


@pytest.mark.parametrize(
    ("on", "pace", "words"),
    [
        (date(2026, 3, 3), Pace.RUNNING, "还剩19个工作日"),
        (date(2026, 3, 23), Pace.SOON, "还剩5个工作日"),
        (date(2026, 3, 30), Pace.SOON, "应在今天"),
        (date(2026, 4, 1), Pace.OVERDUE, "已超过2个工作日"),
    ],
)
def test_a_draft_tells_how_long_there_is(
    draft: Callable[..., Document], on: date, pace: Pace, words: str
) -> None:
    document = draft("plans", formed=FORMED)
    with at(on):
        told = publication_clock(document)
        assert told is not None
        assert (told.pace, told.due_on, told.open) == (pace, DUE, True)
        assert words in told.in_words
    assert any("第二十六条" in reason for reason in told.reasons)


def test_what_was_published_is_in_time_or_late_for_ever(
    county: County, publish: Callable[..., Document]
) -> None:
    publish("plans", formed=FORMED, on=DUE, title="按期的")
    publish("plans", formed=FORMED, on=date(2026, 3, 31), title="晚一天的")
    with at(date(2026, 6, 1)):
        late = clock.late_in(county.town, 2026)
        assert [(str(one), told.distance) for one, told in late] == [("晚一天的", 1)]
        assert "比期限2026年3月30日（周一）晚1个工作日" in late[0][1].in_words
        assert len(clock.published_in(county.town, 2026)) == 2
        assert clock.late_in(county.town, 2025) == []


def test_a_correction_starts_the_clock_anew_from_the_day_it_began(
    publish: Callable[..., Document], office: dict[str, Actor]
) -> None:
    document = publish("plans", formed=FORMED, on=date(2026, 3, 5))
    with at(date(2026, 6, 1)):
        document = Revise(by=office["handler"], target=document, reason="数字有误").execute()
        told = publication_clock(document)
    assert told is not None and told.changed
    assert (told.started_on, told.due_on) == (date(2026, 6, 1), date(2026, 6, 30))  # 端午节


def test_an_unknown_calendar_is_said_and_never_guessed(draft: Callable[..., Document]) -> None:
    told = publication_clock(draft("plans", formed=date(2098, 12, 20)))
    assert told is not None
    assert (told.pace, told.due_on, told.distance) == (Pace.UNKNOWN, None, None)
    assert "不能确定" in told.in_words and "2098年的节假日" in told.in_words


def test_without_a_date_of_formation_nothing_can_be_said(draft: Callable[..., Document]) -> None:
    told = publication_clock(draft("plans"))
    assert told is not None and told.pace is Pace.UNKNOWN
    assert "成文日期" in told.in_words


def test_no_clock_runs_for_what_is_not_disclosed_proactively(
    draft: Callable[..., Document],
) -> None:
    assert publication_clock(draft("plans", formed=FORMED, attribute=Attribute.ON_REQUEST)) is None


def test_the_desk_lists_what_is_due_soon_and_what_is_overdue(
    county: County, draft: Callable[..., Document]
) -> None:
    draft("plans", formed=FORMED, title="快到期的")
    draft("plans", formed=date(2026, 2, 2), title="已过期的", on=date(2026, 2, 3))
    draft("plans", formed=date(2026, 3, 20), title="还早的", on=date(2026, 3, 20))
    client = county.client("jingban", Role.HANDLER)
    with at(date(2026, 3, 25)):
        page = client.get("/desk/").content.decode()
        listed = client.get("/desk/duties/clock/").content.decode()
    assert f"urgency-{Urgency.OVERDUE}" in page and f"urgency-{Urgency.SOON}" in page
    assert "按期公开：快到期的" in page and "按期公开：已过期的" in page
    assert "按期公开：还早的" not in page
    assert listed.index("已过期的") < listed.index("快到期的") < listed.index("还早的")


def test_a_year_that_is_no_year_shows_this_one(county: County, columns: object) -> None:
    client = county.client("jingban", Role.HANDLER)
    for year in ("9999", "abc", "２０２５", "-1", "99999999999999999999"):
        assert client.get("/desk/duties/clock/", {"year": year}).status_code == 200
