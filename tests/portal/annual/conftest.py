"""A township that writes its report on 2025 in January 2026, and the county that judges it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from portal.acts import clock
from portal.acts.actor import SYSTEM, Actor
from portal.annual import findings
from portal.annual.acts import AnswerFinding, SaveTexts, StartFiling
from portal.annual.models import Filing
from portal.organs.models import Role
from portal.publishing.models import Column
from tests.portal.conftest import County

YEAR = 2025
TEXTS = {
    "1": [
        "（一）主动公开。2025年公开机构职能、财政预算等信息，及时更新栏目。",
        "（二）依申请公开。新收政府信息公开申请{{ 新收申请件数 }}件。",
        "（三）政府信息管理。严格公开前审查，定期清理公开目录。",
        "（四）政府信息公开平台建设。维护政府网站政府信息公开栏目。",
        "（五）监督保障。工作考核、社会评议和责任追究按规定进行。",
    ],
    "5": [
        "（一）存在的主要问题。信息更新不够及时，解读形式单一，业务培训不足。",
        "（二）改进措施。2026年将按月检查更新情况，丰富解读形式，组织两次业务培训，提高工作人员办理能力，进一步完善制度。",
    ],
    "6": ["2025年没有收取政府信息公开信息处理费。", "没有其他需要报告的事项。"],
}


def answered(filing: Filing, by: Actor = SYSTEM) -> Filing:
    """Return a filing of which everything that the checks ask was explained in one go."""
    keys = [one.key for one in findings.of(filing) if one.asks]
    if keys:
        AnswerFinding(by=by, target=filing, keys=keys, words="经核对，情况属实。").execute()
    return filing


def moment(month: int, day: int, year: int = 2026) -> datetime:
    """Return nine in the morning of a day."""
    return datetime(year, month, day, 9, tzinfo=timezone.get_current_timezone())


@dataclass
class World:
    """The people of the story."""

    county: County
    column: Column

    @property
    def clerk(self) -> Actor:
        """Who writes."""
        return self.county.actor("jb", Role.HANDLER)

    @property
    def head(self) -> Actor:
        """Who sends it up."""
        return self.county.actor("fzr", Role.HEAD)

    @property
    def office(self) -> Actor:
        """Who judges it."""
        return self.county.actor("zg", Role.SUPERVISOR, organ=self.county.county)

    def browser(self, who: str) -> Client:
        """Return the browser of one of them."""
        roles = {"jb": Role.HANDLER, "fzr": Role.HEAD, "zg": Role.SUPERVISOR}
        organ = self.county.county if who == "zg" else self.county.town
        return self.county.client(who, roles[who], organ=organ)

    def started(self) -> Filing:
        """Return the township's filing, just begun."""
        return StartFiling(by=self.clerk, organ=self.county.town, year=YEAR).execute()

    def written(self) -> Filing:
        """Return the filing with its texts."""
        return SaveTexts(by=self.clerk, target=self.started(), texts=TEXTS).execute()


@pytest.fixture
def column(db: None) -> Column:
    return Column.objects.create(code="nianbao", title="政府信息公开年报", part="reports")


@pytest.fixture
def world(county: County, column: Column) -> Iterator[World]:
    with clock.as_of(moment(1, 12)):
        yield World(county, column)
