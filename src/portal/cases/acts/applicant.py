"""What the applicant does on the tracking page besides correcting and withdrawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.transitions import State
from portal.cases import papers, policies
from portal.cases.acts.base import CaseAct
from portal.cases.lifecycle import Office
from portal.cases.models import Case, CaseFile
from portal.cases.queries import stands_of

SAID = "said"
"""The fact of a note that the applicant wrote, and what it says: ``affirmed`` or ``paid``."""


def affirmed(case: Case) -> bool:
    """Whether the applicant has confirmed the request from his side."""
    notes = case.events.filter(kind=Office.NOTED, struck=None).values_list("facts", flat=True)
    return any(facts.get(SAID) == "affirmed" for facts in notes)


@dataclass(kw_only=True)
class AffirmRequest(CaseAct):
    """Confirm as the applicant that the request is his: his half of the confirmation of article 31.

    The date of receipt stays open until the office confirms too (`ConfirmReceipt`).
    """

    name = "cases.affirm"
    title = gettext_lazy("确认是我提交的申请")
    policy = staticmethod(policies.anybody)
    kind = Office.NOTED

    def possible(self) -> str | None:
        """While the office's half is missing, and once."""
        if stands_of(self.case).law.standing.state is not State.WAITING_CONFIRMATION:
            return _("收到申请之日已经确定。")
        if affirmed(self.case):
            return _("您已经确认过，正在等待机关确认。")
        return super().possible()

    def do(self) -> Case:
        """Note it for the office."""
        words = str(_("申请人在查询页面确认：申请由本人提出，内容无误。"))
        self.append(opinion=words, facts={SAID: "affirmed"})
        return self.case


@dataclass(kw_only=True)
class ProvePayment(CaseAct):
    """Send the proof that the fee was paid; the office enters the payment itself (`RecordPayment`)."""

    name = "cases.prove_payment"
    title = gettext_lazy("提交缴费凭证")
    policy = staticmethod(policies.anybody)
    kind = Office.NOTED

    text: str = ""
    files: Sequence[papers.Paper] = ()

    def possible(self) -> str | None:
        """While the fee is waited for."""
        if stands_of(self.case).law.standing.state is not State.WAITING_FEE:
            return _("现在没有等待缴纳的费用。")
        return super().possible()

    def lacking(self) -> str | None:
        """A proof is a file or a number."""
        if not self.text.strip() and not self.files:
            return _("请附上缴费凭证，或者写明票据号码。")
        return None

    def do(self) -> Case:
        """Keep the files with a note for the office."""
        words = str(_("申请人提交缴费凭证：%(text)s")) % {"text": self.text.strip() or "—"}
        self.append(opinion=words, facts={SAID: "paid"})
        for paper in self.files:
            papers.add(self.case, CaseFile.What.FEE, paper, by=self.by)
        return self.case
