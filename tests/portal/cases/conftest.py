"""An office with its people, and requests that come in to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from gongkai.cases.events import Channel
from portal.acts import clock
from portal.acts.actor import Actor
from portal.cases.acts.registration import RegisterCase
from portal.cases.models import Case
from portal.organs.models import Role

APPLICANT = {
    "kind": "natural",
    "name": "李明",
    "id_kind": "居民身份证",
    "id_number": "11010519491231002X",
    "phone": "13800138000",
    "address": "示例县示例镇一村12号",
}
ASKED = {"subject": "2024年农村公路养护资金使用情况", "content": "示例镇2024年度的拨付文件和明细"}


@dataclass
class Office:
    """The township's office: who works there, and what comes in."""

    county: Any

    @property
    def handler(self) -> Actor:
        """张经办."""
        return self.county.actor("jb", Role.HANDLER)

    @property
    def head(self) -> Actor:
        """The head of the disclosure office."""
        return self.county.actor("fzr", Role.HEAD)

    @property
    def reviewer(self) -> Actor:
        """审核."""
        return self.county.actor("sh", Role.REVIEWER)

    @property
    def secrecy(self) -> Actor:
        """保密审查."""
        return self.county.actor("bm", Role.SECRECY)

    @property
    def signer(self) -> Actor:
        """签发."""
        return self.county.actor("qf", Role.SIGNER)

    def case(self, channel: Channel = Channel.IN_PERSON, **facts: Any) -> Case:
        """Return a request that came in on 4 March 2024, or as told."""
        told = {
            "arrived_on": date(2024, 3, 4),
            "applicant": APPLICANT,
            "asked": ASKED,
            "organ": self.county.town,
        }
        return RegisterCase(by=self.handler, channel=channel, **(told | facts)).execute()


@pytest.fixture
def office(county: Any) -> Office:
    """Return the office of 示例镇."""
    return Office(county)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Return a way to say what day it is."""

    def set_day(day: date) -> None:
        monkeypatch.setattr(clock, "today", lambda: day)

    return set_day
