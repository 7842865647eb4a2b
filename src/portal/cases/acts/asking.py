"""Asking others: third parties, co-makers, other organs, units that keep the records; and their answers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.events import ANSWERED, ASKED, Kind
from gongkai.cases.standing import Consultation
from gongkai.errors import CalendarUnknown
from portal.acts.act import Refused
from portal.cases import policies
from portal.cases.acts.base import CaseAct, append
from portal.cases.acts.words import Worded
from portal.cases.lifecycle import Office
from portal.cases.models import Case, Inquiry
from portal.organs.models import Organ
from portal.ui.language import spoken

_RECORDS = frozenset({Inquiry.Answer.GIVEN, Inquiry.Answer.NONE})
NOT_ANSWERED = {
    Inquiry.Kind.THIRD_PARTY: _RECORDS,
    Inquiry.Kind.CO_MAKER: _RECORDS,
    Inquiry.Kind.RECORDS: frozenset(Inquiry.Answer) - _RECORDS - {Inquiry.Answer.SILENT},
}
"""What nobody answers who was asked for an opinion, or for his records."""
OF_LAW = {limit: kind for kind, limit in ASKED.items()}
ANSWER_OF_LAW = {limit: kind for kind, limit in ANSWERED.items()}


def asked_as(kind: str) -> Kind | Office:
    """Return the event of asking somebody of a kind."""
    return OF_LAW.get(kind, Office.RECORDS_ASKED)


def answered_as(kind: str) -> Kind | Office:
    """Return the event of an answer by somebody of a kind."""
    return ANSWER_OF_LAW.get(kind, Office.RECORDS_GIVEN)


@dataclass(kw_only=True)
class Ask(CaseAct):
    """Ask a third party (art. 32), a co-maker (art. 34), another organ, or a unit for its records.

    whom         its name; organ: where it works on this installation
    received_on  the day the letter reached it, where known; until: of records, the day set
    """

    name = "cases.ask"
    title = gettext_lazy("征求意见、调取材料")
    policy = staticmethod(policies.may_handle)
    kind = Office.RECORDS_ASKED

    asked: str = Inquiry.Kind.THIRD_PARTY
    whom: str = ""
    organ: Organ | None = None
    question: str = ""
    received_on: date | None = None
    until: date | None = None

    def lacking(self) -> str | None:
        """Whom and what; the same is not asked twice at a time."""
        if self.asked not in Inquiry.Kind.values:
            return _("请选择征求谁的意见。")
        if not self.whom.strip():
            return _("请填写对方的名称。")
        if not self.question.strip():
            return _("请写明征求意见的内容。")
        waiting = self.case.inquiries.filter(
            kind=self.asked, whom=self.whom.strip(), answered_on=None
        )
        if waiting.exists():
            return _("已向%(whom)s征求意见，还没有答复。") % {"whom": self.whom}
        return None

    def do(self) -> Case:
        """Append the asking and keep the inquiry."""
        whom, records = self.whom.strip()[:120], self.asked == Inquiry.Kind.RECORDS
        inquiry = Inquiry(
            case=self.case,
            kind=self.asked,
            whom=whom,
            organ=self.organ,
            question=self.question.strip(),
            asked_on=self.day,
            received_on=self.received_on,
            until=self.until if records else None,
        )
        if not records:
            law = Consultation(self.asked, self.day, self.received_on)
            try:
                inquiry.until = law.expires_on
            except CalendarUnknown:
                inquiry.until = None
        inquiry.full_clean(exclude=["sealed_contact"])
        inquiry.save()
        details: dict[str, Any] = {} if records else {"received_on": self.received_on}
        append(
            self.case,
            asked_as(self.asked),
            self.by,
            on=self.day,
            whom=whom,
            opinion=self.question.strip(),
            facts={"inquiry": inquiry.pk},
            letter=self.letter,
            **details,
        )
        return self.case


@dataclass(kw_only=True)
class Answer(Worded[Inquiry]):
    """Enter the answer to an inquiry, or that its time is over without one.

    Silence of a third party leaves the decision to the organ (art. 32); that of a co-maker counts
    as consent (art. 34).
    """

    name = "cases.answer"
    title = gettext_lazy("登记答复意见")
    policy = staticmethod(policies.may_answer_inquiry)
    model = Inquiry
    changes_site = False

    on: date
    answer: str = ""
    why: str = ""

    @property
    def inquiry(self) -> Inquiry:
        """The inquiry answered."""
        assert self.target is not None
        return self.target

    def possible(self) -> str | None:
        """Once."""
        if self.inquiry.answered_on is not None:
            return _("已经登记过答复。")
        return None

    def lacking(self) -> str | None:
        """An objection has its reasons (art. 32); silence is entered when the time is over."""
        answers = Inquiry.Answer
        never = NOT_ANSWERED.get(Inquiry.Kind(self.inquiry.kind), frozenset())
        if self.answer not in answers.values or self.answer in never:
            return _("请选择对方的意见。")
        if self.answer in (answers.OBJECTS, answers.PARTLY) and not self.why.strip():
            return _("请写明对方不同意公开的理由（第三十二条）。")
        if self.answer == answers.SILENT:
            return self._not_yet_silent()
        return None

    def _not_yet_silent(self) -> str | None:
        until = self.inquiry.until
        if until is None and self.inquiry.kind != Inquiry.Kind.RECORDS:
            one = self.inquiry
            try:
                until = Consultation(one.kind, one.asked_on, one.received_on).expires_on
            except CalendarUnknown as unknown:
                return unknown.sentence(spoken())
        if until is not None and self.on <= until:
            return _("对方的答复期限到%(until)s，还没有届满。") % {"until": until}
        return None

    def do(self) -> Inquiry:
        """Append the answer to the request; silence is no event of the law's clock."""
        one = self.inquiry
        case = Case.objects.select_for_update().get(pk=one.case_id)
        if self.on < one.asked_on:
            raise Refused(_("答复日期不能早于发出日期。"))
        one.answer, one.reasons = self.answer, self.why.strip()
        one.answered_on = self.on
        one.save()
        facts = {"inquiry": one.pk, "answer": self.answer}
        kind = answered_as(one.kind)
        if self.answer == Inquiry.Answer.SILENT:
            kind = Office.NOTED
        append(case, kind, self.by, on=self.on, whom=one.whom, opinion=one.reasons, facts=facts)
        case.version += 1
        case.save(update_fields=["version"])
        return one

    def facts(self, of: Inquiry) -> dict[str, Any]:
        """Return what the record keeps: not who was asked, nor what was said."""
        return {
            "case": of.case_id,
            "kind": of.kind,
            "answer": of.answer,
            "answered_on": of.answered_on.isoformat() if of.answered_on else None,
        }


@dataclass(kw_only=True)
class OverrideObjection(CaseAct):
    """Decide to disclose against a third party's objection, for the public interest (art. 32).

    whom  who objected; what: the content to be disclosed and the reasons, told in writing
    """

    name = "cases.override_objection"
    title = gettext_lazy("决定公开并书面告知第三方")
    policy = staticmethod(policies.may_head)
    kind = Office.OVERRIDDEN

    whom: str = ""
    what: str = ""

    def lacking(self) -> str | None:
        """Only against an objection, with content and reasons."""
        objected = self.case.inquiries.filter(
            kind=Inquiry.Kind.THIRD_PARTY, answer__in=["objects", "partly", "silent"]
        )
        if not objected.filter(whom=self.whom).exists():
            return _("没有这个第三方不同意公开的意见。")
        if not self.what.strip():
            return _("请写明决定公开的内容和理由，书面告知第三方（第三十二条）。")
        return None

    def do(self) -> Case:
        """Append the decision."""
        self.append(whom=self.whom, opinion=self.what)
        return self.case


@dataclass(kw_only=True)
class AskReasons(CaseAct):
    """Ask an applicant of manifestly excessive requests for his reasons (art. 35)."""

    name = "cases.ask_reasons"
    title = gettext_lazy("要求说明理由")
    policy = staticmethod(policies.may_handle)
    kind = Office.REASONS_ASKED

    what: str = ""
    until: date | None = None

    def lacking(self) -> str | None:
        """The count that is manifestly too high is named, and a day set."""
        if not self.what.strip():
            return _("请写明申请的数量、频次，以及要求说明什么（第三十五条）。")
        if self.until is None or self.until <= self.day:
            return _("请给申请人一个说明理由的期限。")
        return None

    def do(self) -> Case:
        """Append it; the period runs on (the Regulation names no exclusion)."""
        self.append(until=self.until, opinion=self.what)
        return self.case


@dataclass(kw_only=True)
class ReceiveReasons(CaseAct):
    """Enter the reasons an applicant gave for many requests."""

    name = "cases.receive_reasons"
    title = gettext_lazy("收到理由说明")
    policy = staticmethod(policies.may_handle)
    kind = Office.REASONS_GIVEN

    text: str = ""

    def lacking(self) -> str | None:
        """They say something."""
        return None if self.text.strip() else _("请写明申请人说明的理由。")

    def do(self) -> Case:
        """Append them."""
        asked = self.case.events.filter(kind=Office.REASONS_ASKED, struck=None).last()
        if asked is None:
            raise Refused(_("没有要求申请人说明理由。"))
        if self.day < asked.on:
            raise Refused(
                _("收到理由的日期不能早于要求说明理由的日期（%(on)s）。") % {"on": asked.on}
            )
        self.append(opinion=self.text)
        return self.case
