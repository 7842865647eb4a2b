"""Keeping a dispute's file: what was carried out, costs, lessons, notes, errors, closing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.disputes import Step
from gongkai.errors import GongkaiError
from portal.acts import clock
from portal.acts.act import Act, Refused
from portal.cases.models import CaseEvent
from portal.cases.papers import Paper
from portal.disputes import clocks, papers, policies, projection
from portal.disputes.acts.base import DisputeAct
from portal.disputes.lifecycle import Office
from portal.disputes.models import Dispute, DisputeEvent, DisputeFile
from portal.disputes.queries import stands_of
from portal.organs.models import Post, Role
from portal.ui.language import spoken


@dataclass(kw_only=True)
class CarryOut(DisputeAct):
    """Enter that what was ordered is done."""

    name = "disputes.carry_out"
    title = gettext_lazy("登记履行情况")
    kinds = (Office.CARRIED_OUT,)

    text: str = ""

    def possible(self) -> str | None:
        """Where something was ordered and is not done."""
        not_now = super().possible()
        if not_now:
            return not_now
        waits = any(one.slug == "carry-out" and one.runs for one in clocks.of_dispute(self.dispute))
        return None if waits else _("没有待履行的决定、裁判。")

    def lacking(self) -> str | None:
        """It says what was done."""
        return None if self.text.strip() else _("请写明怎样履行的。")

    def do(self) -> Dispute:
        """Append it."""
        self.append(opinion=self.text.strip())
        return self.dispute


@dataclass(kw_only=True)
class RecordCost(DisputeAct):
    """Enter what the dispute cost."""

    name = "disputes.record_cost"
    title = gettext_lazy("登记费用")
    kinds = (Office.COST,)

    amount: Decimal | None = None
    what: str = ""

    def lacking(self) -> str | None:
        """For what, and how much."""
        if not self.what.strip():
            return _("请写明是什么费用。")
        if self.amount is None or not 0 < self.amount < 10**10:
            return _("请填写金额（元）。")
        return None

    def do(self) -> Dispute:
        """Append it."""
        assert self.amount is not None
        amount = self.amount.quantize(Decimal("0.01"))
        self.append(opinion=self.what.strip(), facts={"amount": str(amount)})
        return self.dispute


@dataclass(kw_only=True)
class AddNote(DisputeAct):
    """Write a note into the file, with papers if need be."""

    name = "disputes.note"
    title = gettext_lazy("备注、添加材料")
    kinds = (Office.NOTED,)

    text: str = ""

    def lacking(self) -> str | None:
        """Something is noted or added."""
        return None if self.text.strip() or self.files else _("请写明备注，或者选择文件。")

    def do(self) -> Dispute:
        """Append it."""
        self.append(opinion=self.text.strip())
        return self.dispute


@dataclass(kw_only=True)
class LearnLesson(DisputeAct):
    """Write down what the office learns from the dispute."""

    name = "disputes.lesson"
    title = gettext_lazy("登记经验教训")
    kinds = (Office.LESSON,)

    text: str = ""

    def lacking(self) -> str | None:
        """It says what."""
        return None if self.text.strip() else _("请写明经验教训。")

    def do(self) -> Dispute:
        """Append it."""
        self.append(opinion=self.text.strip())
        return self.dispute


@dataclass(kw_only=True)
class AssignDispute(DisputeAct):
    """Give a dispute to somebody of the organ to handle."""

    name = "disputes.assign"
    title = gettext_lazy("交办")
    kinds = (Office.ASSIGNED,)

    to: int | None = None

    def lacking(self) -> str | None:
        """Only to who holds a post of handling at the organ."""
        held = Post.objects.held(clock.today()).filter(
            organ=self.dispute.organ_id, user=self.to or 0, role__in=[Role.HANDLER, Role.HEAD]
        )
        return None if held.exists() else _("请选择本机关的经办人员。")

    def do(self) -> Dispute:
        """Append it."""
        post = Post.objects.filter(user=self.to or 0).select_related("user").first()
        assert post is not None
        self.dispute.handler_id = self.to
        self.dispute.save(update_fields=["handler_id"])
        self.append(opinion=post.user.name)
        return self.dispute


@dataclass(kw_only=True)
class KeepBundle(DisputeAct):
    """Keep a bundle of evidence that was put together, with what is in it."""

    name = "disputes.bundle"
    title = gettext_lazy("整理证据材料")
    kinds = (Office.BUNDLED,)

    paper: Paper | None = None
    count: int = 0

    def do(self) -> Dispute:
        """Append it."""
        assert self.paper is not None
        event = self.append(facts={"documents": self.count})
        papers.add(self.dispute, event, self.paper, by=self.by, made_here=True)
        return self.dispute


@dataclass(kw_only=True)
class StrikeDisputeEntry(DisputeAct):
    """Strike an event entered by mistake; it stays in the file and counts no longer."""

    name = "disputes.strike"
    title = gettext_lazy("作废一条记录")
    policy = staticmethod(policies.may_head)
    kinds = (Office.STRUCK,)

    event: int = 0
    why: str = ""

    def lacking(self) -> str | None:
        """With a reason; the first step cannot be struck, nor what reopened a request."""
        found = self.dispute.events.filter(pk=self.event, struck=None).first()
        if found is None or found.kind == Office.STRUCK or found == self._first():
            return _("请选择要作废的记录；最初的申请、起诉不能作废。")
        reopened = found.facts.get("reopened")
        if reopened and CaseEvent.objects.filter(pk=reopened, struck=None).exists():
            return _("这个决定已使申请重新办理：请先在申请的案卷里作废“重新答复”的记录。")
        return None if self.why.strip() else _("请写明为什么作废。")

    def _first(self) -> DisputeEvent | None:
        return self.dispute.events.filter(kind__in=[s.value for s in Step]).order_by("pk").first()

    def do(self) -> Dispute:
        """Strike it where what is left still holds."""
        dispute, found = self.dispute, DisputeEvent.objects.get(pk=self.event)
        event = DisputeEvent.objects.create(
            dispute=dispute,
            kind=Office.STRUCK,
            on=self.day,
            opinion=self.why.strip(),
            facts={"struck": found.pk, "kind": found.kind},
            user_id=self.by.user_id,
            who=self.by.name[:80],
        )
        found.struck = event
        found.save(update_fields=["struck"])
        try:
            projection.refresh(dispute, stands_of(dispute))
        except GongkaiError as error:
            words = _("作废这条记录后，其余的经过不再成立：%(why)s")
            raise Refused(words % {"why": error.sentence(spoken())}) from error
        return dispute


@dataclass(kw_only=True)
class CloseDispute(DisputeAct):
    """Close a dispute that was decided and carried out."""

    name = "disputes.close"
    title = gettext_lazy("结案")
    kinds = (Office.CLOSED,)

    why: str = ""

    def possible(self) -> str | None:
        """Nothing ordered is still to be done."""
        not_now = super().possible()
        if not_now:
            return not_now
        if any(one.slug == "carry-out" and one.runs for one in clocks.of_dispute(self.dispute)):
            return _("决定、裁判要求办理的事还没有办完。")
        if stands_of(self.dispute).law.overtaken:
            return _("起诉时还未决定的复议没有登记怎样结束：先登记，再结案。")
        return None

    def lacking(self) -> str | None:
        """While somebody may still sue or appeal, with a reason."""
        last = open_until(self.dispute)
        if last is not None and self.day <= last and not self.why.strip():
            said = _("%(last)s前当事人还可以起诉或者上诉。现在就结案的，请写明理由。")
            return said % {"last": last}
        return None

    def do(self) -> Dispute:
        """Append it."""
        self.append(opinion=self.why.strip())
        return self.dispute


def open_until(dispute: Dispute) -> date | None:
    """Return the last day on which somebody may sue or appeal, None where nobody may."""
    days = [c.due_on for c in clocks.running(dispute) if c.slug in ("sue", "appeal") and c.due_on]
    return max(days) if days else None


@dataclass(kw_only=True)
class TakeDisputePaper(Act[DisputeFile]):
    """Download a paper of a dispute: each look leaves a record, and changes nothing."""

    name = "disputes.take_paper"
    title = gettext_lazy("下载复议诉讼材料")
    policy = staticmethod(policies.may_take)
    model = DisputeFile
    changes_site: ClassVar[bool] = False

    def do(self) -> DisputeFile:
        """Change nothing."""
        assert self.target is not None
        return self.target

    def facts(self, of: DisputeFile) -> Mapping[str, Any]:
        """Return which paper of which dispute."""
        return {"dispute": of.dispute_id, "number": str(of.dispute), "paper": of.pk}
