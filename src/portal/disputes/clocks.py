"""The clocks of a dispute: what has to be done by when, for whom, and why; nothing of it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.calendar import workdays
from gongkai.cases.disputes import Step
from gongkai.deadlines import due
from gongkai.errors import CalendarUnknown
from gongkai.law.limits import limit
from portal.cases import provisional
from portal.disputes.lifecycle import OPENS, Happened, Office, ended_late, ordered, steps
from portal.disputes.models import Dispute
from portal.disputes.queries import events_of
from portal.ui.language import spoken

_ANSWER = {
    Step.REVIEW_APPLIED: "review_answer",
    Step.SUED: "defence",
    Step.APPEALED: "defence",
}
_DECISION = {
    Step.REVIEW_APPLIED: "review_decision",
    Step.SUED: "judgment",
    Step.APPEALED: "appeal_judgment",
}
_NEXT = {Step.REVIEW_DECIDED: "suit_after_review", Step.JUDGED: "appeal"}


@dataclass(frozen=True, slots=True)
class Clock:
    """One period: what it is for, its last day with the reasons, the day it was kept.

    ours   the organ has to do something; otherwise it waits for somebody else
    slug   the act by which it is done, "" for none
    due_on None where no period is set; by Monday to Friday alone, and said so in the reasons, where
           the holidays of its year are not published
    """

    title: str
    due_on: date | None
    reasons: tuple[str, ...]
    ours: bool
    slug: str = ""
    done_on: date | None = None
    provisional: bool = False

    @property
    def runs(self) -> bool:
        """Whether it is still to be kept."""
        return self.done_on is None

    def days_left(self, today: date) -> int | None:
        """Return how many days are left; negative when it has passed."""
        return (self.due_on - today).days if self.due_on else None


def of_dispute(dispute: Dispute) -> list[Clock]:
    """Return the clocks of a dispute that run or were kept, in the order in which they began."""
    happened = events_of(dispute)
    told = steps(happened)
    late = ended_late(told)
    told = [one for one in told if one is not late]
    found: list[Clock] = []
    for number, step in enumerate(told):
        after = told[number + 1] if number + 1 < len(told) else None
        if step.kind in OPENS:
            found += _before_a_body(step, after, _between(happened, step, after))
        else:
            found += _after_a_decision(dispute, step, after, happened)
    if late is not None:
        found += [_redo(dispute, late, happened)] if late.facts.get("redo") else []
    elif [one.kind for one in told[:2]] == [Step.REVIEW_APPLIED, Step.SUED]:
        found.append(_overtaken())
    return found


def _overtaken() -> Clock:
    why = _(
        "起诉时复议还没有决定。复议机关后来作出决定、终止审理或者另行处理的，登记怎样结束；"
        "登记之前，年度报告一直把这件复议计为“尚未审结”。"
    )
    return Clock(_("登记复议怎样结束"), None, (why,), ours=False, slug="end-review")


def running(dispute: Dispute) -> list[Clock]:
    """Return the clocks still to be kept, the organ's own first, then by day; none once it is closed."""
    if dispute.closed_on is not None:
        return []
    return sorted(
        (one for one in of_dispute(dispute) if one.runs),
        key=lambda one: (not one.ours, one.due_on or date.max),
    )


def next_of(dispute: Dispute) -> Clock | None:
    """Return the clock a list shows: the next thing the organ has to do, else what it waits for."""
    return next(iter(running(dispute)), None)


def _between(
    happened: Sequence[Happened], step: Happened, after: Happened | None
) -> list[Happened]:
    """Return what happened before a body from a step on, up to the next one."""
    return [
        one
        for one in ordered(happened)
        if isinstance(one.kind, Office)
        and (one.on, one.pk) > (step.on, step.pk)
        and (after is None or (one.on, one.pk) < (after.on, after.pk))
    ]


def _before_a_body(
    step: Happened, after: Happened | None, inside: Sequence[Happened]
) -> list[Clock]:
    found: list[Clock] = []
    assert isinstance(step.kind, Step)
    notified = next((one for one in inside if one.kind is Office.NOTIFIED), None)
    answered = next((one for one in inside if one.kind is Office.ANSWERED), None)
    if notified is not None:
        title = (
            _("提出书面答复，提交证据和依据")
            if step.kind is Step.REVIEW_APPLIED
            else _("提出答辩状，提交证据和依据")
        )
        done = answered.on if answered else (after.on if after else None)
        if answered is None and after is not None:
            title = _("%(what)s（没有登记提交，程序已经结束）") % {"what": title}
        found.append(_by_limit(title, _ANSWER[step.kind], notified.on, "answer", done_on=done))
    elif after is None:
        why = _("期限自收到副本之日起计算，还没有登记收到的日期。")
        found.append(Clock(_("登记收到副本的日期"), None, (why,), ours=True, slug="notify"))
    for one in inside:
        if one.kind is Office.HEARING and one.until is not None and after is None:
            told = _("%(on)s登记的听证、开庭日期。") % {"on": one.on}
            found.append(Clock(_("听证、开庭"), one.until, (told,), ours=True))
    if after is None:
        raw = step.facts.get("accepted_on")
        start = date.fromisoformat(raw) if raw else step.on
        found.append(
            _by_limit(_("预计作出决定（裁判）"), _DECISION[step.kind], start, "decide", ours=False)
        )
    return found


def _after_a_decision(
    dispute: Dispute, step: Happened, after: Happened | None, happened: Sequence[Happened]
) -> list[Clock]:
    found: list[Clock] = []
    assert isinstance(step.kind, Step)
    if step.facts.get("redo"):
        found.append(_redo(dispute, step, happened))
    following = _NEXT.get(step.kind)
    if following is not None and after is None and step.received_on is not None:
        title = (
            _("对方可以提起行政诉讼") if following == "suit_after_review" else _("当事人可以上诉")
        )
        slug = "sue" if following == "suit_after_review" else "appeal"
        found.append(_by_limit(title, following, step.received_on, slug, ours=False))
    return found


def _redo(dispute: Dispute, step: Happened, happened: Sequence[Happened]) -> Clock:
    """Return the period of an order to act anew: kept by a new answer, or as it was entered."""
    start = step.received_on or step.on
    done = next(
        (o.on for o in ordered(happened) if o.kind is Office.CARRIED_OUT and o.on >= start), None
    )
    case = dispute.case
    if done is None and case is not None and case.ended_on and case.ended_on >= start:
        done = case.ended_on
    told = step.facts.get("period") or (
        _("决定（裁判）没有写明期限。") if step.until is None else _("决定（裁判）写明的最后一日。")
    )
    title = _("重新作出答复") if case is not None else _("履行决定（裁判）")
    return Clock(title, step.until, (told,), ours=True, slug="carry-out", done_on=done)


def _by_limit(
    title: str, key: str, start: date, slug: str, *, ours: bool = True, done_on: date | None = None
) -> Clock:
    rule, lang = limit(key), spoken()
    try:
        deadline = due(rule, start)
        unknown: tuple[str, ...] = ()
    except CalendarUnknown as error:
        with workdays.assumed():
            deadline = due(rule, start)
        unknown = (error.sentence(lang) + str(provisional.MARK),)
    told = tuple(one.sentence(lang) for one in deadline.reasons)
    return Clock(title, deadline.due_on, unknown + told, ours, slug, done_on, bool(unknown))
