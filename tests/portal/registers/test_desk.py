"""What the registers put into the list of work, and how urgent it is."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from portal.acts import clock
from portal.acts.actor import Actor
from portal.organs.models import Role
from portal.registers.acts.normative import FileNormative
from portal.registers.models import NormativeEntry
from portal.ui.desk import Todo, Urgency
from tests.portal.conftest import County

Normative = Callable[..., NormativeEntry]


def work(county: County, on: date) -> dict[str, Todo]:
    """Return the handler's list of work on a day by what is done next."""
    with clock.as_of(datetime(on.year, on.month, on.day, 4, tzinfo=UTC)):
        found: list[Todo] = county.client("jingban", Role.HANDLER).get("/desk/").context["work"]
    return {todo.next_step: todo for todo in found}


@pytest.mark.parametrize(
    ("on", "urgency"),
    [
        (date(2026, 3, 5), Urgency.LATER),
        (date(2026, 3, 12), Urgency.SOON),
        (date(2026, 3, 16), Urgency.TODAY),
        (date(2026, 3, 17), Urgency.OVERDUE),
    ],
)
def test_what_must_be_filed_gets_urgent_and_is_overdue_after_its_day(
    county: County, handler: Actor, normative: Normative, on: date, urgency: Urgency
) -> None:
    """印发后15日内报备案：3月1日印发的，3月16日是最后一天。"""
    with clock.as_of(datetime(2026, 3, 2, tzinfo=UTC)):
        entry = normative("示例办法", date(2026, 3, 1))
    todo = work(county, on)["报送备案"]
    assert (todo.due_on, todo.urgency) == (date(2026, 3, 16), urgency)
    with clock.as_of(datetime(2026, 4, 2, tzinfo=UTC)):
        FileNormative(by=handler, target=entry, to="县人民政府", on=on).execute()
    assert "报送备案" not in work(county, on)


@pytest.mark.parametrize(
    ("on", "urgency"),
    [
        (date(2026, 7, 1), Urgency.LATER),
        (date(2026, 12, 1), Urgency.SOON),
        (date(2026, 12, 31), Urgency.TODAY),
    ],
)
def test_a_review_is_due_on_the_last_day_in_force(
    county: County, normative: Normative, on: date, urgency: Urgency
) -> None:
    with clock.as_of(datetime(2026, 3, 2, tzinfo=UTC)):
        normative("示例办法", date(2026, 3, 1), expires_on=date(2026, 12, 31), must_file=False)
    todo = work(county, on)["评估"]
    assert (todo.due_on, todo.urgency) == (date(2026, 12, 31), urgency)
