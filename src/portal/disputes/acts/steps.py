"""The steps of a dispute: copy and answer, hearing, decision, suit after review, appeal."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.calendar import workdays
from gongkai.cases.disputes import Result, Stage, Step
from gongkai.cases.events import Kind
from gongkai.errors import CalendarUnknown
from portal.acts.act import Refused
from portal.cases.acts.keeping import ReopenCase
from portal.cases.models import Case
from portal.disputes import policies, ways
from portal.disputes.acts.base import DisputeAct
from portal.disputes.clocks import of_dispute
from portal.disputes.lifecycle import DECIDES, OPENS, Happened, Office, steps
from portal.disputes.models import Dispute
from portal.disputes.queries import events_of, stands_of
from portal.ui.language import spoken


@dataclass(kw_only=True)
class ReceiveCopy(DisputeAct):
    """Enter the day on which the copy came in: the period of the answer runs from it."""

    name = "disputes.receive_copy"
    title = gettext_lazy("登记收到副本")
    kinds = (Office.NOTIFIED,)

    number: str = ""

    def possible(self) -> str | None:
        """Once before each body."""
        not_now = super().possible()
        if not_now:
            return not_now
        return None if _answers(self.dispute, "notify") else _("这一程序的副本已经登记。")

    def lacking(self) -> str | None:
        """Not before it was applied for."""
        last = _brought(self.dispute, stands_of(self.dispute).stage)
        if self.day < last.on:
            return _("收到副本的日期不能早于申请、起诉或者上诉的日期。")
        return None

    def do(self) -> Dispute:
        """Append it."""
        self.append(number=self.number.strip())
        return self.dispute


def _brought(dispute: Dispute, stage: Stage) -> Happened:
    """Return the step that brought a dispute before the body of a stage."""
    return [one for one in steps(events_of(dispute)) if OPENS.get(Step(one.kind)) is stage][-1]


def _answers(dispute: Dispute, slug: str) -> bool:
    """Whether a clock waits for an act."""
    return any(one.slug == slug and one.runs for one in of_dispute(dispute))


@dataclass(kw_only=True)
class SubmitAnswer(DisputeAct):
    """Enter that the written answer or the defence went out with the evidence."""

    name = "disputes.submit_answer"
    title = gettext_lazy("登记提交答复（答辩）")
    kinds = (Office.ANSWERED,)

    text: str = ""

    def possible(self) -> str | None:
        """Once the copy is there, once before each body."""
        not_now = super().possible()
        if not_now:
            return not_now
        if _answers(self.dispute, "notify"):
            return _("还没有登记收到副本的日期。")
        return None if _answers(self.dispute, "answer") else _("已经提交。")

    def lacking(self) -> str | None:
        """Not before the copy came in."""
        copies = [one.on for one in events_of(self.dispute) if one.kind is Office.NOTIFIED]
        if copies and self.day < max(copies):
            return _("提交的日期不能早于收到副本的日期。")
        return None

    def do(self) -> Dispute:
        """Append it."""
        self.append(opinion=self.text.strip())
        return self.dispute


@dataclass(kw_only=True)
class SetHearing(DisputeAct):
    """Enter when and where a hearing is held."""

    name = "disputes.set_hearing"
    title = gettext_lazy("登记听证、开庭")
    kinds = (Office.HEARING,)

    until: date | None = None
    place: str = ""

    def lacking(self) -> str | None:
        """With its day, not before the notice."""
        if self.until is None:
            return _("请填写听证或者开庭的日期。")
        return _("听证、开庭的日期不能早于通知的日期。") if self.until < self.day else None

    def do(self) -> Dispute:
        """Append it."""
        self.append(until=self.until, opinion=self.place.strip())
        return self.dispute


@dataclass(kw_only=True)
class Decide(DisputeAct):
    """Enter the decision or the judgment of the body before which the dispute is.

    way          of `ways.WAYS` of the stage; result: where it counts otherwise, with `why`
    received_on  the day the organ was served
    redo         it orders a new answer, or another act; `redo_until` or `redo_workdays` its period
    """

    name = "disputes.decide"
    title = gettext_lazy("登记决定、裁判")
    kinds = (Step.REVIEW_DECIDED, Step.JUDGED, Step.APPEAL_JUDGED)

    received_on: date | None = None
    body: str = ""
    number: str = ""
    way: str = ""
    result: Result | None = None
    why: str = ""
    redo: bool = False
    redo_until: date | None = None
    redo_workdays: int | None = None
    text: str = ""

    @property
    def ends(self) -> Stage:
        """The stage it ends."""
        return stands_of(self.dispute).stage

    def lacking(self) -> str | None:
        """A way of this stage, the paper and its service; an order to act anew by the head."""
        if self.way not in ways.WAYS[self.ends]:
            return _("请选择决定、裁判的结果。")
        without = self._without_paper()
        if without:
            return without
        if self.result is Result.PENDING:
            return _("作出决定、裁判后不再是“尚未审结”。")
        if self.result not in (None, self.counted) and not self.why.strip():
            return _("与通行的计数不同的，请写明理由。")
        if self.redo_workdays is not None and not 1 <= self.redo_workdays <= 365:
            return _("期限应为1至365个工作日。")
        received = self.received_on or self.day
        if self.redo and self.redo_until is not None and self.redo_until < received:
            return _("重新答复的期限不能早于收到决定的日期。")
        if self.redo and policies.may_head(self.by, self.dispute) is not None:
            return _("责令重新答复的决定、裁判由工作机构负责人登记：申请随即重新办理。")
        return None

    def _without_paper(self) -> str | None:
        """It comes with a number, on a day from which the periods run."""
        if not self.number.strip():
            return _("请写明决定书、裁判文书的文号。")
        if self.received_on is None:
            return _("请填写本机关收到的日期：后面的期限自收到之日起计算。")
        return None

    @property
    def counted(self) -> Result:
        """What the way counts as by practice; of an affirmed judgment, what that one counted as."""
        way = ways.WAYS[self.ends][self.way]
        if way.result is not None:
            return way.result
        judged = [one for one in steps(events_of(self.dispute)) if one.kind is Step.JUDGED]
        return judged[-1].result or Result.OTHER if judged else Result.OTHER

    def do(self) -> Dispute:
        """Append it; an order to answer anew reopens the request with its period."""
        dispute = self.dispute
        kind = DECIDES[self.ends]
        if not self.body.strip():
            self.body = dispute.events.get(pk=_brought(dispute, self.ends).pk).body
        until, facts = self._order()
        if self.result not in (None, self.counted):
            facts["counted_otherwise"] = self.why.strip()
        result = self.result or self.counted
        event = self.append(
            kind,
            received_on=self.received_on,
            until=until,
            body=self.body.strip(),
            number=self.number.strip(),
            way=self.way,
            result=result,
            opinion=self.text.strip(),
            facts=facts,
        )
        if self.redo and dispute.case is not None:
            reopened = self._reopen(dispute.case, until)
            if reopened is not None:
                event.facts = {**facts, "reopened": reopened}
                event.save(update_fields=["facts"])
        return dispute

    def _order(self) -> tuple[date | None, dict[str, Any]]:
        """Return the last day of what is ordered, with how it came about."""
        if not self.redo:
            return None, {}
        facts: dict[str, Any] = {"redo": True}
        until = self.redo_until
        if until is None and self.redo_workdays is not None:
            assert self.received_on is not None
            try:
                until = workdays.add(self.received_on, self.redo_workdays)
            except CalendarUnknown as error:
                raise Refused(error.sentence(spoken())) from error
            facts["period"] = _("自收到决定（裁判）之日（%(on)s）起%(n)s个工作日。") % {
                "on": self.received_on,
                "n": self.redo_workdays,
            }
        return until, facts

    def _reopen(self, case: Case, until: date | None) -> int | None:
        """Reopen the request and return its event; one never answered is still open."""
        if case.ended_on is None:
            return None
        basis = _("%(body)s %(number)s") % {"body": self.body, "number": self.number.strip()}
        ReopenCase(by=self.by, target=case, on=self.received_on, basis=basis, until=until).execute()
        return case.events.filter(kind=Kind.REOPENED).latest("pk").pk


@dataclass(kw_only=True)
class EndReview(Decide):
    """Enter how a review ended that a suit overtook: it decided late, or went no further.

    No rule says by itself how it counts: what became of it is entered. It may have ended without a
    paper; then it is told in words.
    """

    name = "disputes.end_review"
    title = gettext_lazy("登记复议怎样结束")

    def possible(self) -> str | None:
        """While a review that was overtaken has no end."""
        if stands_of(self.dispute).law.overtaken:
            return None
        return _("没有起诉时还未决定的复议。")

    @property
    def ends(self) -> Stage:
        """The review, wherever the suit stands."""
        return Stage.IN_REVIEW

    def _without_paper(self) -> str | None:
        if self.number.strip() and self.received_on is not None:
            return None
        if self.redo:
            return super()._without_paper()
        if self.number.strip() or self.received_on is not None:
            return _("有文书的，文号和收到的日期都要填写。")
        return None if self.text.strip() else _("没有收到文书的，请写明复议怎样结束的。")


@dataclass(kw_only=True)
class Sue(DisputeAct):
    """Enter that a suit follows the review, or the lapse of its period."""

    name = "disputes.sue"
    title = gettext_lazy("登记起诉（复议后）")
    kinds = (Step.SUED,)

    body: str = ""
    number: str = ""
    claims: str = ""
    accepted_on: date | None = None
    received_on: date | None = None

    def lacking(self) -> str | None:
        """With the court; days in order."""
        if not self.body.strip():
            return _("请写明法院。")
        for one in (self.accepted_on, self.received_on):
            if one is not None and not self.day <= one <= self.day + timedelta(days=3660):
                return _("立案、收到副本的日期不能早于起诉的日期。")
        return None

    def do(self) -> Dispute:
        """Append it, and the copy where it is already there."""
        return _before_court(self)


@dataclass(kw_only=True)
class Appeal(Sue):
    """Enter that one of the parties appealed."""

    name = "disputes.appeal"
    title = gettext_lazy("登记上诉")
    kinds = (Step.APPEALED,)

    ours: bool = False

    def do(self) -> Dispute:
        """Append it, and the copy where it is already there."""
        return _before_court(self, by_organ=self.ours)


def _before_court(act: Sue, **facts: Any) -> Dispute:
    if act.accepted_on is not None:
        facts["accepted_on"] = act.accepted_on.isoformat()
    act.append(
        body=act.body.strip(), number=act.number.strip(), claims=act.claims.strip(), facts=facts
    )
    if act.received_on is not None:
        files, act.files, act.on = act.files, (), act.received_on
        act.append(Office.NOTIFIED)
        act.files = files
    return act.dispute
