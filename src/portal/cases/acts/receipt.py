"""Receipt and correction: confirming with the applicant (art. 31), asking once for what is unclear (art. 30)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.events import Kind
from gongkai.cases.transitions import State
from portal.cases import papers, policies
from portal.cases.acts.base import CaseAct
from portal.cases.acts.registration import fingerprint
from portal.cases.models import Case, CaseFile
from portal.cases.queries import stands_of


@dataclass(kw_only=True)
class ConfirmReceipt(CaseAct):
    """Say on which day receipt was confirmed with the applicant: the period runs from it."""

    name = "cases.confirm_receipt"
    title = gettext_lazy("确认收到")
    policy = staticmethod(policies.may_handle)
    kind = Kind.CONFIRMED

    def possible(self) -> str | None:
        """Once, and only of what is received by confirmation."""
        if stands_of(self.case).law.standing.state is not State.WAITING_CONFIRMATION:
            return _("收到申请之日已经确定。")
        return super().possible()

    def do(self) -> Case:
        """Append the day."""
        self.append()
        return self.case


@dataclass(kw_only=True)
class AskCorrection(CaseAct):
    """Tell the applicant, once and within seven working days, all that is unclear (art. 30).

    what   everything to be corrected; until: the last day of a reasonable period
    """

    name = "cases.ask_correction"
    title = gettext_lazy("告知补正")
    policy = staticmethod(policies.may_handle)
    kind = Kind.CORRECTION_ASKED
    once = "correction_asked_on"

    what: str = ""
    until: date | None = None

    def lacking(self) -> str | None:
        """Guidance and a reasonable period belong to the notice (art. 30)."""
        if not self.what.strip():
            return _("请一次写明需要补正的全部事项和理由（第三十条）。")
        if self.until is None or self.until <= self.day:
            return _("请给申请人一个合理的补正期限（第三十条）。")
        return None

    def do(self) -> Case:
        """Append the notice; no period runs until the correction comes in."""
        self.append(until=self.until, opinion=self.what)
        return self.case


@dataclass(kw_only=True)
class ReceiveCorrection(CaseAct):
    """Take in the applicant's correction: the whole period runs from this day (art. 30)."""

    name = "cases.receive_correction"
    title = gettext_lazy("收到补正")
    policy = staticmethod(policies.may_handle)
    kind = Kind.CORRECTED

    text: str = ""
    files: Sequence[papers.Paper] = ()

    def lacking(self) -> str | None:
        """A correction says something."""
        if not self.text.strip() and not self.files:
            return _("请写明补正的内容，或者附上补正材料。")
        return None

    def do(self) -> Case:
        """Append it with its papers."""
        case = self.case
        case.fingerprint = fingerprint(case.subject, case.content, self.text)
        case.save(update_fields=["fingerprint"])
        self.append(opinion=self.text)
        for paper in self.files:
            papers.add(case, CaseFile.What.CORRECTION, paper, by=self.by)
        return case


@dataclass(kw_only=True)
class SendCorrection(ReceiveCorrection):
    """Answer a correction notice on the tracking page, as the applicant."""

    name = "cases.send_correction"
    title = gettext_lazy("提交补正")
    policy = staticmethod(policies.anybody)


@dataclass(kw_only=True)
class WithdrawRequest(CaseAct):
    """Enter that the applicant withdrew his request."""

    name = "cases.withdraw"
    title = gettext_lazy("登记撤回申请")
    policy = staticmethod(policies.may_handle)
    kind = Kind.WITHDRAWN

    why: str = ""

    def do(self) -> Case:
        """Append it; nothing runs any longer."""
        self.append(opinion=self.why)
        case = self.case
        case.outcome = "withdrawn"
        case.save(update_fields=["outcome"])
        return case


@dataclass(kw_only=True)
class TakeBack(WithdrawRequest):
    """Withdraw one's own request on the tracking page."""

    name = "cases.take_back"
    title = gettext_lazy("撤回申请")
    policy = staticmethod(policies.anybody)
