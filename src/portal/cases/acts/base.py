"""What every act on a request shares: its day, the event it appends, the standing it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.events import ASKED, Kind
from gongkai.cases.transitions import State
from gongkai.errors import GongkaiError
from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.cases import letters, policies, projection
from portal.cases.acts.words import Worded
from portal.cases.lifecycle import Office, Stage, may_happen
from portal.cases.models import Case, CaseEvent
from portal.cases.queries import stands_of
from portal.ui.language import spoken

_NOT_NOW = {
    Stage.HANDLING: gettext_lazy("答复还没有拟写。"),
    Stage.DRAFT: gettext_lazy("答复正在拟写。"),
    Stage.REVIEW: gettext_lazy("答复正在审核。"),
    Stage.SIGNED: gettext_lazy("答复已签发，等待送达。"),
    Stage.ENDED: gettext_lazy("申请已经办结。"),
    Stage.CLOSED: gettext_lazy("申请已经结案。"),
    Stage.ARCHIVED: gettext_lazy("案卷已经归档。"),
}
_IN_STATE = {
    State.NEW: gettext_lazy("申请还没有登记。"),
    State.WAITING_CONFIRMATION: gettext_lazy("还没有与申请人确认收到申请（第三十一条）。"),
    State.OPEN: gettext_lazy("现在不是办这件事的时候。"),
    State.WAITING_APPLICANT: gettext_lazy("正在等待申请人补正（第三十条）。"),
    State.WAITING_FEE: gettext_lazy("正在等待申请人缴费。"),
    State.REPLIED: gettext_lazy("申请已经答复。"),
    State.WITHDRAWN: gettext_lazy("申请人已经撤回申请。"),
}


_STEPS = frozenset(
    {Office.SUBMITTED, Office.PASSED, Office.RETURNED, Office.CLOSED, Office.ARCHIVED}
)
_TAKEN_ON = frozenset(
    {
        *(Kind.CONFIRMED, Kind.CORRECTION_ASKED, Kind.CORRECTED, *ASKED),
        *(Office.REASONS_ASKED, Office.RECORDS_ASKED, Office.EXTENSION_ASKED, Office.DRAFTED),
    }
)
"""Who does one of these first handles the request from then on, where nobody does (practice)."""
_BEFORE = _STEPS | {Kind.REPLIED, Kind.WITHDRAWN, Kind.REOPENED}


@dataclass(kw_only=True)
class CaseAct(Worded[Case]):
    """An act on an existing request; `kind` is the event it appends.

    once    what of the standing says that it happened, of an act that the law allows once
    on      the day it happened: today where nobody says another
    letter  facts of the letters it sends that neither the request nor the event tells
    """

    model = Case
    kind: ClassVar[Kind | Office]
    once: ClassVar[str] = ""
    changes_site: ClassVar[bool] = False

    on: date | None = None
    letter: Mapping[str, Any] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """The request acted on."""
        assert self.target is not None
        return self.target

    @property
    def day(self) -> date:
        """The day it happened."""
        return self.on or clock.today()

    def possible(self) -> str | None:
        """Ask the tables of the law and of the office."""
        now = stands_of(self.case)
        if may_happen(now, self.kind):
            done = self.once and getattr(now.law.standing, self.once) is not None
            return _("一件申请只能有一次，已经办过。") if done else None
        state = now.law.standing.state
        if isinstance(self.kind, Kind) and now.stage in (Stage.HANDLING, Stage.DRAFT):
            return str(_IN_STATE[state])
        return str(_NOT_NOW[now.stage])

    def append(self, **details: Any) -> CaseEvent:
        """Append the event and bring the request's columns up to date; raises Refused."""
        return append(self.case, self.kind, self.by, on=self.day, letter=self.letter, **details)


def append(
    case: Case,
    kind: Kind | Office,
    by: Actor,
    *,
    on: date,
    letter: Mapping[str, Any] | None = None,
    **details: Any,
) -> CaseEvent:
    """Append an event to a request, project what it amounts to, compose the letters it sends.

    letter  facts of the letters that the request and the event do not tell

    Raises Refused with the rule's own sentence where the law forbids it, or for a day to come.
    """
    wrong = wrong_day(case, kind, on, details.get("received_on"))
    if wrong is not None:
        raise Refused(wrong)
    event = CaseEvent(case=case, kind=kind, on=on, user_id=by.user_id, who=by.name[:80], **details)
    event.save()
    try:
        now = stands_of(case)
    except GongkaiError as error:
        raise Refused(error.sentence(spoken())) from error
    except ValueError as error:
        raise Refused(str(_NOT_NOW[Stage(case.stage)])) from error
    due_before = case.due_on
    if case.handler_id is None and kind in _TAKEN_ON and policies.works_on(by, case):
        case.handler_id = by.user_id
        case.save(update_fields=["handler_id"])
    projection.refresh(case, now)
    letters.follow(case, event, now, by, due_before=due_before, given=letter or {})
    return event


def wrong_day(
    case: Case, kind: Kind | Office, on: date, received_on: date | None = None
) -> str | None:
    """Return why an event cannot have happened on a day, as a sentence, or None.

    What the law says of days stands with the law; here, what is so of every day that is entered.
    """
    if max(on, received_on or on) > clock.today():
        return _("日期不能晚于今天。")
    if on < case.arrived_on:
        return _("日期不能早于申请到达的日期（%(on)s）。") % {"on": case.arrived_on}
    if kind not in _STEPS:
        return None
    before = case.events.filter(kind__in=_BEFORE, struck=None, on__gt=on).order_by("pk").last()
    if before is None:
        return None
    return _("日期不能早于“%(what)s”的日期（%(on)s）。") % {
        "what": before.in_words,
        "on": before.on,
    }
