"""The reply period: extending it once (art. 33), delaying it with a day set (art. 35)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.events import Kind
from gongkai.cases.transitions import State
from portal.cases import policies, queries
from portal.cases.acts.base import CaseAct
from portal.cases.lifecycle import Office
from portal.cases.models import Case


@dataclass(kw_only=True)
class ProposeExtension(CaseAct):
    """Ask the head of the disclosure office to consent to an extension."""

    name = "cases.propose_extension"
    title = gettext_lazy("提请延长")
    policy = staticmethod(policies.may_handle)
    kind = Office.EXTENSION_ASKED
    once = "extended_on"

    days: int = 20
    why: str = ""

    def possible(self) -> str | None:
        """Once, while the period runs."""
        if queries.stands_of(self.case).law.standing.state is not State.OPEN:
            return _("答复期限现在没有计算，不用延长。")
        due_on = self.case.due_on
        if due_on is not None and due_on < self.day:
            return _("原期限已经届满，不能再延长（第三十三条）。")
        return super().possible()

    def lacking(self) -> str | None:
        """With a reason, for at most twenty working days."""
        if not self.why.strip():
            return _("请写明延长的理由。")
        if not 1 <= self.days <= 20:
            return _("延长最多20个工作日（第三十三条）。")
        return None

    def do(self) -> Case:
        """Append the proposal; nothing is extended by it."""
        self.append(days=self.days, opinion=self.why)
        return self.case


@dataclass(kw_only=True)
class ExtendDeadline(CaseAct):
    """Extend the reply period, with the consent of the head, and tell the applicant (art. 33)."""

    name = "cases.extend"
    title = gettext_lazy("同意延长并告知申请人")
    policy = staticmethod(policies.may_extend)
    kind = Kind.EXTENDED
    once = "extended_on"

    days: int = 20
    why: str = ""

    def lacking(self) -> str | None:
        """The applicant is told why."""
        if not 1 <= self.days <= 20:
            return _("延长最多20个工作日（第三十三条）。")
        return None if self.why.strip() else _("请写明延长的理由，告知申请人（第三十三条）。")

    def do(self) -> Case:
        """Append the extension; the law refuses a second one, a longer or a late one."""
        self.append(days=self.days, opinion=self.why)
        return self.case


@dataclass(kw_only=True)
class DelayReply(CaseAct):
    """Set a reasonable later day for excessive but reasonable requests, and tell the applicant (art. 35)."""

    name = "cases.delay"
    title = gettext_lazy("告知延迟答复")
    policy = staticmethod(policies.may_head)
    kind = Kind.DELAYED

    until: date | None = None
    why: str = ""

    def lacking(self) -> str | None:
        """After the applicant gave reasons that hold; with a day."""
        given = self.case.events.filter(kind=Office.REASONS_GIVEN, struck=None)
        if not given.exists():
            return _("延迟答复以申请人说明理由、理由合理为前提（第三十五条）。")
        if self.until is None:
            return _("请确定延迟答复的合理期限（第三十五条）。")
        return None if self.why.strip() else _("请写明为什么不能按期答复。")

    def do(self) -> Case:
        """Append it."""
        self.append(until=self.until, opinion=self.why)
        return self.case
