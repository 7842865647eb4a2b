"""What every act on a request shares: its day, the event it appends, the standing it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.events import Channel, Kind
from gongkai.cases.transitions import State
from gongkai.errors import GongkaiError
from portal.acts import clock
from portal.acts.act import Act, Refused
from portal.acts.actor import Actor
from portal.cases import letters, projection
from portal.cases.lifecycle import Office, Stage, may_happen, stands
from portal.cases.models import Case, CaseEvent
from portal.cases.queries import happened, stands_of
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


PRIVATE = Case.unrecorded


@dataclass(kw_only=True)
class CaseAct(Act[Case]):
    """An act on an existing request; `kind` is the event it appends.

    on      the day it happened: today where nobody says another
    letter  facts of the letters it sends that neither the request nor the event tells
    """

    kind: ClassVar[Kind | Office]
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
            return None
        state = now.law.standing.state
        if isinstance(self.kind, Kind) and now.stage in (Stage.HANDLING, Stage.DRAFT):
            return str(_IN_STATE[state])
        return str(_NOT_NOW[now.stage])

    def append(self, **details: Any) -> CaseEvent:
        """Append the event and bring the request's columns up to date; raises Refused."""
        return append(
            self.case, self.kind, self.by, on=self.day, letter=self.letter, **details
        )


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
    if on > clock.today():
        raise Refused(_("日期不能晚于今天。"))
    event = CaseEvent(case=case, kind=kind, on=on, user_id=by.user_id, who=by.name[:80], **details)
    event.save()
    try:
        now = stands_of(case)
    except GongkaiError as error:
        raise Refused(error.sentence(spoken())) from error
    except ValueError as error:
        raise Refused(str(_NOT_NOW[Stage(case.stage)])) from error
    due_before = case.due_on
    projection.refresh(case, now)
    letters.follow(case, event, now, by, due_before=due_before, given=letter or {})
    return event


def strike(case: Case, struck: CaseEvent, by: Actor, *, why: str, on: date) -> CaseEvent:
    """Strike an event entered by mistake, where what is left still holds; raises Refused."""
    event = CaseEvent.objects.create(
        case=case,
        kind=Office.STRUCK,
        on=on,
        opinion=why,
        facts={"struck": struck.pk, "kind": struck.kind},
        user_id=by.user_id,
        who=by.name[:80],
    )
    struck.struck = event
    struck.save(update_fields=["struck"])
    try:
        now = stands(Channel(case.channel), happened(case.events.order_by("pk")))
    except GongkaiError as error:
        words = _("作废这条记录后，其余的经过不再成立：%(why)s")
        raise Refused(words % {"why": error.sentence(spoken())}) from error
    except ValueError as error:
        raise Refused(_("作废这条记录后，其余的经过不再成立。请先作废其后的记录。")) from error
    projection.refresh(case, now)
    return event
