"""A handler of 示例镇, and a short way to record things."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from portal.acts import clock
from portal.acts.actor import Actor
from portal.assurance.acts import MakeRecord
from portal.assurance.models import Record
from portal.organs.models import Role
from tests.portal.conftest import County

Make = Callable[..., Record]
SAID: dict[str, dict[str, Any]] = {
    "training": {"organiser": "示例县人民政府办公室", "people": 12},
    "assessed": {"by": "示例县人民政府办公室"},
    "assessing": {"units": 9},
    "evaluation": {"method": "public", "people": 300},
    "accountability": {"unit": "示例镇", "outcome": "criticise", "finding": "未按期更新"},
}
"""As little as each kind may say."""


def at(year: int, month: int, day: int) -> datetime:
    """Return nine in the morning of a day."""
    return datetime(year, month, day, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    """Tell it in November 2026."""
    with clock.as_of(at(2026, 11, 20)):
        yield


@pytest.fixture
def handler(county: County) -> Actor:
    """Return 经办 of 示例镇."""
    return county.actor("jingban", Role.HANDLER)


@pytest.fixture
def make(county: County, handler: Actor) -> Make:
    """Return how the handler records something."""

    def carry_out(kind: str, on: date, title: str = "条例解读", **fields: Any) -> Record:
        year = fields.pop("year", None)
        said = {**SAID.get(kind, {}), **fields}
        given = {"on": on, "title": title, "said": said} | ({"year": year} if year else {})
        return MakeRecord(by=handler, organ=county.town, kind=kind, fields=given).execute()

    return carry_out
