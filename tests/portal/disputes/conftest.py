"""An office with answered requests, and people who dispute what it decided."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils import timezone

from gongkai.cases.disputes import Step
from gongkai.cases.events import Channel
from portal.acts import clock
from portal.acts.actor import Actor
from portal.cases.acts.registration import RegisterCase
from portal.cases.acts.reply import DraftReply, Part, PassReply, ServeReply, SubmitReply
from portal.cases.models import Case
from portal.disputes.acts.opening import OpenDispute
from portal.disputes.models import Dispute
from portal.organs.models import Role
from tests.portal.conftest import County

APPLICANT = {
    "kind": "natural",
    "name": "李明",
    "id_kind": "居民身份证",
    "id_number": "11010519491231002X",
    "phone": "13800138000",
    "address": "示例县示例镇一村12号",
}
ASKED = {"subject": "2024年农村公路养护资金使用情况", "content": "示例镇2024年度的拨付文件和明细"}
REASONS = "合同单价涉及养护公司的商业秘密，公开会损害其合法权益，该公司不同意公开"
EARLIER = {"earlier_on": "2024-01-05", "earlier_number": "公开复〔2024〕1号"}
BODY, COURT = "示例县人民政府", "示例县人民法院"


def at(day: date) -> datetime:
    """Return ten in the morning of a day."""
    return timezone.make_aware(datetime.combine(day, time(10)))


@dataclass
class Office:
    """The township's office: who works there, what it answered, who disputes it."""

    county: County

    @property
    def handler(self) -> Actor:
        """经办."""
        return self.county.actor("jb", Role.HANDLER)

    @property
    def head(self) -> Actor:
        """The head of the disclosure office."""
        return self.county.actor("fzr", Role.HEAD)

    def case(self, *parts: Part, arrived_on: date, replied_on: date | None, **facts: Any) -> Case:
        """Return a request, answered where a day is told."""
        told = {"applicant": APPLICANT, "asked": ASKED, "organ": self.county.town}
        case = RegisterCase(
            by=self.handler, channel=Channel.IN_PERSON, arrived_on=arrived_on, **(told | facts)
        ).execute()
        if replied_on is None:
            return case
        return self.answer(case, *parts, on=replied_on)

    def answer(self, case: Case, *parts: Part, on: date) -> Case:
        """Draft, review, sign and serve a reply on a day."""
        DraftReply(by=self.handler, target=case, parts=parts, on=on).execute()
        SubmitReply(by=self.handler, target=case, on=on).execute()
        who = {
            "reviewer": self.county.actor("sh", Role.REVIEWER),
            "secrecy": self.county.actor("bm", Role.SECRECY),
            "signer": self.county.actor("qf", Role.SIGNER),
        }
        for step in Case.objects.get(pk=case.pk).steps:
            PassReply(by=who[step], target=Case.objects.get(pk=case.pk), on=on).execute()
        return ServeReply(by=self.handler, target=case, on=on, service="direct").execute()

    def refused(self, **facts: Any) -> Case:
        """Return a request refused under article 15 on 1 April 2024."""
        days = {"arrived_on": date(2024, 3, 4), "replied_on": date(2024, 4, 1)}
        return self.case(
            Part("refused", ("15",), what="合同单价", facts={"reasons": REASONS}), **(days | facts)
        )

    def not_processed(self, **facts: Any) -> Case:
        """Return a request not processed as repeated on 1 April 2024."""
        days = {"arrived_on": date(2024, 3, 4), "replied_on": date(2024, 4, 1)}
        return self.case(Part("repeated", facts=EARLIER), **(days | facts))

    def dispute(self, case: Case | None = None, **facts: Any) -> Dispute:
        """Return a review applied for on 20 May 2024, or as told."""
        told: dict[str, Any] = {
            "step": Step.REVIEW_APPLIED,
            "on": date(2024, 5, 20),
            "body": BODY,
            "subject": "不服不予公开决定",
            "case": case,
        }
        if case is None:
            told["party"] = {"kind": "enterprise", "name": "示例养护有限公司"}
        return OpenDispute(by=self.handler, organ=self.county.town, **(told | facts)).execute()


@pytest.fixture
def office(county: County) -> Office:
    """Return the office of 示例镇."""
    return Office(county)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Return a way to say what day it is."""

    def set_day(day: date) -> None:
        monkeypatch.setattr(clock, "today", lambda: day)

    return set_day


def again(dispute: Dispute) -> Dispute:
    """Return the dispute as the database has it now."""
    return Dispute.objects.select_related("organ", "case__applicant", "party").get(pk=dispute.pk)
