"""Opening a dispute, and what it is about: a request, a publication, or neither."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.disputes import Result, Stage, Step, Track
from gongkai.cases.events import Kind
from gongkai.law.entries import sources
from gongkai.law.grounds import grounds as known_grounds
from gongkai.law.remedies import no_reply_rule
from portal.acts import clock
from portal.acts.act import Act, Refused
from portal.cases.acts.registration import next_number
from portal.cases.models import Applicant, ApplicantKind, Case
from portal.cases.papers import Paper
from portal.disputes import papers, policies
from portal.disputes.acts.base import DisputeAct, append
from portal.disputes.lifecycle import Office
from portal.disputes.models import Dispute
from portal.organs.models import Organ
from portal.publishing.models import Document

SERIES = "复议诉讼"
BEGIN = (Step.REVIEW_APPLIED, Step.SUED)


def refused_on(case: Case, on: date) -> list[str]:
    """Return the grounds of the reply that stood on a day, [] for one that refused nothing."""
    reply = case.events.filter(kind=Kind.REPLIED, struck=None, on__lte=on).order_by("on", "pk")
    last = reply.last()
    return list(last.facts.get("grounds", [])) if last is not None else []


def unanswered(case: Case, on: date) -> bool:
    """Whether a request had not been answered on a day after the period had passed."""
    replied = case.events.filter(kind__in=[Kind.REPLIED, Kind.WITHDRAWN], struck=None, on__lte=on)
    return case.due_on is not None and case.due_on < on and not replied.exists()


def no_reply_first(on: date) -> str | None:
    """Return why an omission goes to review before a suit, None on a day when it does not."""
    rule = no_reply_rule()
    if not sources()[rule.source].applies(on):
        return None
    said = _("没有按期答复的，应当先申请行政复议（行政复议法%(article)s），不能直接起诉。")
    return said % {"article": rule.article}


@dataclass(kw_only=True)
class OpenDispute(Act[Dispute]):
    """Enter that somebody applied for review, or sued without one.

    step             REVIEW_APPLIED or SUED
    on               the day of the application or the complaint; accepted_on: it was admitted
    received_on      the day the organ received the copy: opens the period of the answer
    party            kind and name of who applied, where it is not the applicant of the request
    grounds          of the decision in dispute, where no request says them
    accepted_anyway  why it is entered though the law asks for review first: the court accepted it
    """

    name = "disputes.open"
    title = gettext_lazy("登记复议、诉讼")
    policy = staticmethod(policies.may_handle)
    model = Dispute
    changes_site = False

    organ: Organ
    step: Step = Step.REVIEW_APPLIED
    on: date | None = None
    accepted_on: date | None = None
    received_on: date | None = None
    body: str = ""
    number: str = ""
    claims: str = ""
    subject: str = ""
    case: Case | None = None
    document: Document | None = None
    party: Mapping[str, str] | None = None
    grounds: Sequence[str] = ()
    accepted_anyway: str = ""
    files: Sequence[Paper] = ()

    def possible(self) -> str | None:
        """Only who works for the organ."""
        return policies.may_work_for(self.by, self.organ)

    def lacking(self) -> str | None:
        """A beginning, a body, what it is about, who; days in order."""
        if self.step not in BEGIN:
            return _("请选择申请行政复议或者提起行政诉讼。")
        if not self.subject.strip():
            return _("请写明争议事项。")
        if not self.body.strip():
            return _("请写明复议机关或者法院。")
        if self.case is not None and self.case.organ_id != self.organ.pk:
            return _("只能关联本机关的申请。")
        if self.document is not None and self.document.organ_id != self.organ.pk:
            return _("只能关联本机关公开的信息。")
        if self.case is None and not (self.party or {}).get("name", "").strip():
            return _("请写明复议申请人或者原告。")
        if self.party and self.party.get("kind") not in ApplicantKind.values:
            return _("请选择复议申请人或者原告的类别。")
        if set(self.grounds) - set(known_grounds()):
            return _("不公开的理由不在第十四条至第十六条之内。")
        day = self.on or clock.today()
        if self.case is not None and day < self.case.arrived_on:
            return _("日期不能早于申请到达的日期。")
        for one in (self.accepted_on, self.received_on):
            if one is not None and not day <= one <= clock.today():
                return _("受理、收到副本的日期不能早于申请或者起诉的日期，也不能晚于今天。")
        return self._review_first(day)

    def _review_first(self, day: date) -> str | None:
        """An omission too goes to review first (secondary source; `remedies.toml`)."""
        if self.step is not Step.SUED or self.accepted_anyway.strip() or self.case is None:
            return None
        return no_reply_first(day) if unanswered(self.case, day) else None

    def do(self) -> Dispute:
        """Make it with its number and its first event; the copy opens the period of the answer."""
        day = self.on or clock.today()
        stated = refused_on(self.case, day) if self.case is not None else list(self.grounds)
        dispute = Dispute(
            organ=self.organ,
            number=next_number(self.organ, day, SERIES),
            case=self.case,
            document=self.document,
            subject=self.subject.strip(),
            grounds=stated,
            handler_id=self.by.user_id,
            stage=Stage.NEW,
            track=Track.REVIEW if self.step is Step.REVIEW_APPLIED else Track.DIRECT,
            result=Result.PENDING,
            opened_on=day,
        )
        if self.party and self.party.get("name", "").strip():
            dispute.party = _keep(self.party)
        try:
            dispute.full_clean(exclude=["grounds", "handler_id"])
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        dispute.save()
        facts: dict[str, Any] = {}
        if self.accepted_on is not None:
            facts["accepted_on"] = self.accepted_on.isoformat()
        if self.step is Step.SUED and self.accepted_anyway.strip():
            facts["accepted_anyway"] = self.accepted_anyway.strip()
        event = append(
            dispute,
            self.step,
            self.by,
            on=day,
            body=self.body.strip(),
            number=self.number.strip(),
            claims=self.claims.strip(),
            facts=facts,
        )
        papers.add_all(dispute, event, self.files, by=self.by)
        if self.received_on is not None:
            append(dispute, Office.NOTIFIED, self.by, on=self.received_on)
        return dispute


def _keep(party: Mapping[str, str]) -> Applicant:
    """Keep who applied or sued: the name alone, nothing else is needed here."""
    person = Applicant(kind=party["kind"], name=party["name"].strip()[:120])
    person.seal({})
    person.save()
    return person


@dataclass(kw_only=True)
class LinkDispute(DisputeAct):
    """Say which request or publication a dispute is about."""

    name = "disputes.link"
    title = gettext_lazy("关联申请或者公开信息")
    kinds = (Office.LINKED,)

    case: Case | None = None
    document: Document | None = None

    def lacking(self) -> str | None:
        """One of the organ's own, where none was linked before."""
        if self.case is None and self.document is None:
            return _("请选择本机关的一件申请或者一条公开信息。")
        for given in (self.case, self.document):
            if given is not None and given.organ_id != self.dispute.organ_id:
                return _("只能关联本机关的申请和公开信息。")
        if self.case is not None and self.dispute.case_id not in (None, self.case.pk):
            return _("已经关联了一件申请；关联错误的，请作废后重新登记。")
        return None

    def do(self) -> Dispute:
        """Link it; of a request the grounds of its reply and the papers follow."""
        dispute = self.dispute
        names = []
        if self.case is not None:
            dispute.case = self.case
            dispute.grounds = refused_on(self.case, dispute.opened_on)
            names.append(self.case.number)
        if self.document is not None:
            dispute.document = self.document
            names.append(str(self.document.pk))
        dispute.save()
        if self.case is not None:
            papers.move_to_case(dispute, by=self.by)
        self.append(facts={"to": names})
        return dispute
