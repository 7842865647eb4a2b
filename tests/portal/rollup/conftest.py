"""A county whose township and education bureau send their reports on 2025 up in January 2026."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from portal.acts import clock
from portal.acts.actor import SYSTEM
from portal.annual.acts import AcceptFiling, Adjust, SaveTexts, StartFiling, SubmitFiling
from portal.annual.models import Filing, Scope
from portal.organs.models import Organ
from portal.publishing.models import Column
from tests.portal.annual.conftest import TEXTS, YEAR, answered, moment
from tests.portal.conftest import County


@pytest.fixture
def january(county: County) -> Iterator[County]:
    """Return the county on 12 January 2026, with the column where reports are published."""
    Column.objects.create(code="nianbao", title="政府信息公开年报", part="reports")
    with clock.as_of(moment(1, 12)):
        yield county


def begun(organ: Organ, *, scope: str = Scope.OWN, **figures: int) -> Filing:
    """Return an organ's written filing; figures are ``table__row__column``, as corrections."""
    filing = StartFiling(by=SYSTEM, organ=organ, year=YEAR, scope=scope).execute()
    filing = SaveTexts(by=SYSTEM, target=filing, texts=TEXTS).execute()
    for name, value in figures.items():
        address = name.replace("__", "/")
        Adjust(
            by=SYSTEM, target=filing, address=address, delta=Decimal(value), reason="系统启用前"
        ).execute()
    return filing


def sent(organ: Organ, *, scope: str = Scope.OWN, **figures: int) -> Filing:
    """Return an organ's filing as it went up."""
    filing = answered(begun(organ, scope=scope, **figures))
    return SubmitFiling(by=SYSTEM, target=filing).execute()


def accepted(organ: Organ, *, scope: str = Scope.OWN, **figures: int) -> Filing:
    """Return an organ's filing as it was accepted."""
    return AcceptFiling(by=SYSTEM, target=sent(organ, scope=scope, **figures)).execute()
