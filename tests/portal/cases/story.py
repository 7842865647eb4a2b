"""A request told day by day through acts, and which rules of the law a test holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import pytest
from tests.portal.cases.conftest import Office

from gongkai.cases.events import Channel
from portal.acts.act import Act, Refused
from portal.acts.actor import Actor
from portal.acts.models import ActRecord
from portal.cases import queries
from portal.cases.acts.asking import Answer, Ask
from portal.cases.acts.keeping import ArchiveCase, CloseCase, StrikeEntry
from portal.cases.acts.reply import DraftReply, Part, PassReply, ServeReply, SubmitReply
from portal.cases.models import Case, CaseEvent, CaseLetter, Inquiry

F = TypeVar("F", bound=Callable[..., Any])


def holds(*rules: str) -> Callable[[F], F]:
    """Say which entries of the law's tables a test holds: ``limit.reply``, ``receipt.post``, …"""

    def mark(test: F) -> F:
        test.holds = rules  # type: ignore[attr-defined]
        return test

    return mark


def day(text: str) -> date:
    """Return a day of 2024 (``3-04``), or of the year written (``2025-01-06``)."""
    return date.fromisoformat(text if len(text) > 5 else f"2024-{text:0>5}")


@dataclass
class Story:
    """One request of the township's office."""

    office: Office
    pk: int = 0

    def comes(
        self, channel: Channel = Channel.IN_PERSON, on: str = "3-04", **facts: Any
    ) -> "Story":
        """Let it arrive; `confirmed` is the day it was confirmed with the applicant."""
        confirmed = facts.pop("confirmed", None)
        self.pk = self.office.case(
            channel, arrived_on=day(on), confirmed_on=confirmed and day(confirmed), **facts
        ).pk
        return self

    @property
    def case(self) -> Case:
        """The request as the database has it now."""
        return Case.objects.select_related("organ", "applicant").get(pk=self.pk)

    @property
    def status(self) -> str:
        """What the law's clock shows after the last event."""
        return queries.stands_of(self.case).law.reading().status

    def status_on(self, on: str) -> str:
        """What the law's clock shows on a day."""
        return queries.reading(self.case, today=day(on)).status

    def told(self, on: str | None = None) -> str:
        """The story of the clock, with its articles."""
        reading = queries.reading(self.case, today=(on and day(on)) or None)
        return "\n".join(reason.text for reason in reading.reasons)

    def act(self, kind: type[Act[Any]], on: str, by: Actor | None = None, **facts: Any) -> Any:
        """Carry out an act on a day."""
        by = by or self.office.handler
        return kind(by=by, target=self.case, on=day(on), **facts).execute()

    def refused(self, kind: type[Act[Any]], on: str, by: Actor | None = None, **facts: Any) -> str:
        """Return the sentence by which an act is refused; nothing may have changed by it."""
        before = kept(self.pk)
        with pytest.raises(Refused) as refusal:
            self.act(kind, on, by, **facts)
        assert kept(self.pk) == before
        return refusal.value.sentence

    def asks(
        self, on: str, asked: str = "third_party", whom: str = "甲养护公司", **facts: Any
    ) -> Inquiry:
        """Ask for an opinion."""
        self.act(Ask, on, asked=asked, whom=whom, question="合同单价是否同意公开", **facts)
        return Inquiry.objects.filter(case=self.pk).latest("pk")

    def answers(self, inquiry: Inquiry, on: str, answer: str = "agrees", why: str = "") -> Inquiry:
        """Enter the answer, or the silence."""
        return Answer(
            by=self.office.handler,
            target=Inquiry.objects.get(pk=inquiry.pk),
            on=day(on),
            answer=answer,
            why=why,
        ).execute()

    def signs(self, on: str, *parts: Part) -> CaseLetter:
        """Draft a reply, let everybody review it and the last one sign it."""
        office = self.office
        self.act(DraftReply, on, parts=parts or (Part("provided"),))
        self.act(SubmitReply, on)
        who = {"reviewer": office.reviewer, "secrecy": office.secrecy, "signer": office.signer}
        for step in self.case.steps:
            self.act(PassReply, on, who[step])
        return self.letter("reply")

    def replies(
        self, on: str, *parts: Part, service: str = "direct", tracking: str = ""
    ) -> CaseLetter:
        """Sign a reply and serve it on the same day."""
        self.signs(on, *parts)
        self.act(ServeReply, on, service=service, tracking=tracking)
        return self.letter("reply")

    def archives(self, on: str) -> None:
        """Close and archive it."""
        self.act(CloseCase, on)
        self.act(ArchiveCase, on)

    def strikes(self, event: CaseEvent, on: str) -> None:
        """Strike an entry, by the head."""
        self.act(StrikeEntry, on, self.office.head, event=event.pk, why="登记有误")

    def last(self, kind: str) -> CaseEvent:
        """The newest event of a kind."""
        return CaseEvent.objects.filter(case=self.pk, kind=kind).latest("pk")

    def letter(self, kind: str) -> CaseLetter:
        """The newest letter of a kind."""
        return CaseLetter.objects.filter(case=self.pk, kind=kind).latest("pk")

    def reads(self, kind: str) -> str:
        """The words of the newest letter of a kind."""
        return "\n".join(self.letter(kind).text["paragraphs"])


def kept(pk: int) -> tuple[Any, ...]:
    """Return all that a request amounts to, to see that a refusal changed nothing."""
    return (
        *Case.objects.filter(pk=pk).values(),
        *CaseEvent.objects.filter(case=pk).order_by("pk").values_list(),
        *Inquiry.objects.filter(case=pk).order_by("pk").values_list(),
        *CaseLetter.objects.filter(case=pk).order_by("pk").values_list("pk", "state", "text"),
        Case.objects.count(),
        ActRecord.objects.count(),
    )
