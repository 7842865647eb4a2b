"""The office's own figures agree with what happened, and leave as a spreadsheet."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from tests.portal.cases.test_whole_case import answered

from gongkai.cases.events import Channel
from portal.cases.acts.receipt import ConfirmReceipt
from portal.cases.acts.reply import Part
from portal.cases.figures import figures
from portal.organs.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(office, on) -> None:
    """Three requests of 2024: one answered in time, one late, one still open; one of a letter unconfirmed."""
    on(date(2024, 6, 30))
    first = office.case()
    answered(office, first, Part("provided"), day=date(2024, 3, 29))
    second = office.case()
    answered(office, second, Part("provided"), day=date(2024, 4, 3))
    letter = office.case(Channel.LETTER)
    ConfirmReceipt(by=office.handler, target=letter, on=date(2024, 3, 6)).execute()
    office.case(Channel.LETTER)


def test_what_came_what_ended_and_how_long_it_took(office, told) -> None:
    found = figures(office.county.town, 2024)
    assert (found.received, found.ended, found.carried) == (3, 2, 1)
    assert (found.in_time, found.late, found.share_in_time) == (1, 1, "50.0%")
    assert (found.open, found.overdue) == (2, 1)
    assert found.days == (19, 22)  # working days after 4 March; of two in the middle the lower
    by = {table.title: dict(table.rows) for table in found.tables}
    assert by["提出方式"] == {"当面提交": 2, "平常信函等无需签收的邮寄": 1}
    assert sum(by["办理结果"].values()) == found.ended


def test_a_year_without_requests_is_a_year_of_zeros(office) -> None:
    found = figures(office.county.town, 2023)
    assert (found.received, found.ended, found.carried, found.days) == (0, 0, 0, None)


def test_the_figures_leave_as_csv_and_as_a_workbook(office, told) -> None:
    client = office.county.client("jb", Role.HANDLER)
    text = client.get("/desk/cases/figures/?year=2024&format=csv").content.decode("utf-8-sig")
    assert "总数,本年新收,3" in text
    book = load_workbook(
        io.BytesIO(client.get("/desk/cases/figures/?year=2024&format=xlsx").content)
    )
    rows = list(book.active.iter_rows(values_only=True))
    assert ("总数", "本年新收", 3) in rows
    assert "李明" not in str(rows)


def test_nobody_from_elsewhere_sees_them(office, told) -> None:
    other = office.county.client("js", Role.HANDLER, organ=office.county.bureau)
    page = other.get("/desk/cases/figures/?year=2024").content.decode()
    assert "示例县教育局" in page and "没有申请" in page
