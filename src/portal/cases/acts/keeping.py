"""Keeping the file: who handles it, what belongs together, closing, archiving, reopening, errors."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.events import Kind
from portal.accounts.models import User
from portal.acts.act import Refused
from portal.cases import papers, policies, queries
from portal.cases.acts.base import CaseAct, append
from portal.cases.acts.registration import (
    check_mark,
    code_mark,
    fingerprint,
    new_code,
    next_number,
)
from portal.cases.acts.striking import NEVER, strike
from portal.cases.lifecycle import Office, Stage
from portal.cases.models import Applicant, Case, CaseEvent, CaseFile, CaseLink


@dataclass(kw_only=True)
class AssignCase(CaseAct):
    """Give a request to somebody of the organ to handle."""

    name = "cases.assign"
    title = gettext_lazy("交办")
    policy = staticmethod(policies.may_handle)
    kind = Office.ASSIGNED

    to: int | None = None

    def lacking(self) -> str | None:
        """Only to who holds a post of handling at the organ."""
        here = self.to in queries.handling(self.case.organ_id)
        return None if here else _("请选择本机关的经办人员。")

    def do(self) -> Case:
        """Append it."""
        self.case.handler_id = self.to
        self.case.save(update_fields=["handler_id"])
        self.append(whom=User.objects.get(pk=self.to or 0).name[:120])
        return self.case


@dataclass(kw_only=True)
class TakeCase(CaseAct):
    """Take a request on that nobody handles, or nobody who still has a post for it."""

    name = "cases.take"
    title = gettext_lazy("我来办理")
    policy = staticmethod(policies.may_handle)
    kind = Office.ASSIGNED

    def possible(self) -> str | None:
        """Nobody else took it: of two who press at once the second is told who has it."""
        handler = self.case.handler_id
        if handler is not None and handler in queries.handling(self.case.organ_id):
            who = User.objects.get(pk=handler).name
            return _("这件申请已经由%(who)s承办；要换人的，请用“交办”。") % {"who": who}
        return super().possible()

    def do(self) -> Case:
        """Append it."""
        self.case.handler_id = self.by.user_id
        self.case.save(update_fields=["handler_id"])
        self.append(facts={"taken": True})
        return self.case


@dataclass(kw_only=True)
class Note(CaseAct):
    """Write a note into the file, with papers if need be."""

    name = "cases.note"
    title = gettext_lazy("备注、添加材料")
    policy = staticmethod(policies.may_handle)
    kind = Office.NOTED

    text: str = ""
    files: Sequence[papers.Paper] = ()
    what: str = CaseFile.What.OTHER

    def lacking(self) -> str | None:
        """Something is noted or added."""
        if not self.text.strip() and not self.files:
            return _("请写明备注，或者选择文件。")
        if self.what not in CaseFile.What.values:
            return _("请选择材料是什么。")
        if self.files and self.case.stage == Stage.ARCHIVED:
            return _("案卷已经归档，不能再添加材料。")
        return None

    def do(self) -> Case:
        """Append it."""
        names = [paper.name for paper in self.files]
        self.append(opinion=self.text, facts={"files": names} if names else {})
        for paper in self.files:
            papers.add(self.case, self.what, paper, by=self.by)
        return self.case


@dataclass(kw_only=True)
class StrikeEntry(CaseAct):
    """Strike an event entered by mistake; it stays in the file and counts no longer."""

    name = "cases.strike"
    title = gettext_lazy("作废一条记录")
    policy = staticmethod(policies.may_head)
    kind = Office.STRUCK

    event: int = 0
    why: str = ""

    def lacking(self) -> str | None:
        """With a reason; the arrival itself cannot be struck."""
        found = self.case.events.filter(pk=self.event, struck=None).first()
        if found is None or found.what in NEVER:
            return _("请选择要作废的记录；登记、更正、拆分、并案、交办不能作废，可以另行更正。")
        return None if self.why.strip() else _("请写明为什么作废。")

    def do(self) -> Case:
        """Strike it where what is left still holds."""
        found = CaseEvent.objects.get(pk=self.event)
        strike(self.case, found, self.by, why=self.why, on=self.day)
        return self.case


@dataclass(kw_only=True)
class LinkCases(CaseAct):
    """Say that two requests of the organ belong together."""

    name = "cases.link"
    title = gettext_lazy("关联其他申请")
    policy = staticmethod(policies.may_handle)
    kind = Office.LINKED

    other: Case | None = None
    how: str = CaseLink.How.RELATED

    def lacking(self) -> str | None:
        """Another one of the same organ, once."""
        other = self.other
        if other is None or other.pk == self.case.pk or other.organ_id != self.case.organ_id:
            return _("请选择本机关的另一件申请。")
        if self.how not in CaseLink.How.values:
            return _("请选择两件申请怎样关联。")
        if CaseLink.objects.filter(case=self.case, other=other, ended_at=None).exists():
            return _("两件申请已经关联。")
        return None

    def do(self) -> Case:
        """Append it."""
        assert self.other is not None
        CaseLink.objects.create(case=self.case, other=self.other, how=self.how)
        self.append(whom=self.other.number, facts={"how": self.how})
        return self.case


@dataclass(kw_only=True)
class SplitCase(CaseAct):
    """Split a letter that asks for several things into requests of their own (一事一申请).

    subjects  what each of them asks for: the first stays with this request
    codes     of each that was made its query code, by its number: told once, as at registration
    """

    name = "cases.split"
    title = gettext_lazy("拆分为几件申请")
    policy = staticmethod(policies.may_handle)
    kind = Office.SPLIT

    subjects: Sequence[str] = ()
    codes: dict[str, str] = field(default_factory=dict, init=False)

    def possible(self) -> str | None:
        """Before anything was done with it."""
        law = queries.stands_of(self.case).law.standing
        if law.correction_asked_on or law.consultations or law.fee_notified_on:
            return _("已经开始办理的申请不再拆分。")
        return super().possible()

    def lacking(self) -> str | None:
        """Into two or more, each with its own subject."""
        found = [one.strip() for one in self.subjects if one.strip()]
        if not 2 <= len(found) <= 30:
            return _("请写明拆分后的每一件：至少2件，至多30件，一行一件。")
        return None

    def do(self) -> Case:
        """Make the others with the same applicant, channel and days."""
        case = self.case
        first, *others = [one.strip()[:300] for one in self.subjects if one.strip()]
        made, same = [], case.applicant
        for subject in others:
            code = new_code()
            person = Applicant(kind=same.kind, name=same.name)
            person.seal(same.unseal())
            person.save()
            part = Case(
                organ=case.organ,
                applicant=person,
                kind=case.kind,
                number=next_number(case.organ, case.arrived_on),
                channel=case.channel,
                oral=case.oral,
                subject=subject,
                content=case.content,
                form=case.form,
                way=case.way,
                topic=case.topic,
                handler_id=case.handler_id,
                letter=case,
                arrived_on=case.arrived_on,
                state="new",
                stage=Stage.HANDLING,
                fingerprint=fingerprint(subject, case.content),
                code=code_mark(code),
                check_mark=case.check_mark or check_mark(same.unseal()),
            )
            part.save()
            self.codes[part.number] = code
            append(part, Kind.ARRIVED, self.by, on=case.arrived_on)
            confirmed = case.events.filter(kind=Kind.CONFIRMED, struck=None).first()
            if confirmed is not None:
                append(part, Kind.CONFIRMED, self.by, on=confirmed.on)
            made.append(part.number)
        case.subject = first
        case.fingerprint = fingerprint(first, case.content)
        case.save(update_fields=["subject", "fingerprint"])
        self.append(facts={"into": [case.number, *made]})
        return case


@dataclass(kw_only=True)
class JoinCases(CaseAct):
    """Join a request with another of the same applicant: both are answered in one letter, each is counted."""

    name = "cases.join"
    title = gettext_lazy("并案办理")
    policy = staticmethod(policies.may_handle)
    kind = Office.JOINED

    other: Case | None = None

    def lacking(self) -> str | None:
        """Another open one of the same applicant."""
        other = self.other
        if other is None or other.pk == self.case.pk or other.organ_id != self.case.organ_id:
            return _("请选择本机关的另一件申请。")
        if not other.applicant.same or other.applicant.same != self.case.applicant.same:
            return _("只有同一申请人的申请可以并案办理。")
        return _("那件申请已经办结。") if other.ended_on else None

    def do(self) -> Case:
        """Append it to both."""
        assert self.other is not None
        try:  # never wait for it while this one is held: somebody may join them from there
            other = Case.objects.select_for_update(nowait=True).get(pk=self.other.pk)
        except OperationalError as error:
            raise Refused(_("那件申请此刻正有人办理，请稍后再试。")) from error
        if not CaseLink.objects.filter(case=self.case, other=other, ended_at=None).exists():
            CaseLink.objects.create(case=self.case, other=other, how=CaseLink.How.RELATED)
        append(other, Office.JOINED, self.by, on=self.day, whom=self.case.number)
        other.version += 1
        other.save(update_fields=["version"])
        self.append(whom=other.number)
        return self.case


@dataclass(kw_only=True)
class CloseCase(CaseAct):
    """Close a request that was answered or withdrawn."""

    name = "cases.close"
    title = gettext_lazy("结案")
    policy = staticmethod(policies.may_handle)
    kind = Office.CLOSED

    def do(self) -> Case:
        """Append it."""
        self.append()
        return self.case


@dataclass(kw_only=True)
class ArchiveCase(CaseAct):
    """Archive the whole file (art. 45)."""

    name = "cases.archive"
    title = gettext_lazy("归档")
    policy = staticmethod(policies.may_handle)
    kind = Office.ARCHIVED

    def do(self) -> Case:
        """Append it."""
        self.append()
        return self.case


@dataclass(kw_only=True)
class ReopenCase(CaseAct):
    """Reopen an answered request: a review decision or a judgment orders a new answer.

    until  the last day it sets, None where it sets none
    """

    name = "cases.reopen"
    title = gettext_lazy("重新答复")
    policy = staticmethod(policies.may_head)
    kind = Kind.REOPENED

    basis: str = ""
    until: date | None = None

    def lacking(self) -> str | None:
        """With the number of the decision."""
        if not self.basis.strip():
            return _("请写明责令重新答复的复议决定或者判决的文号。")
        if self.until is not None and self.until < self.day:
            return _("重新答复的期限不能早于收到决定的日期。")
        return None

    def do(self) -> Case:
        """Append it; the request is open again."""
        if self.case.applicant.erased_at is not None:
            raise Refused(_("案卷保管期满，申请人的信息已经清除。"))
        self.append(until=self.until, opinion=self.basis)
        self.case.outcome = self.case.ground = ""
        self.case.save(update_fields=["outcome", "ground"])
        return self.case
