"""What every act on a dispute shares: its day, the event it appends, the standing it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.disputes import Stage, Step
from gongkai.errors import GongkaiError
from portal.acts import clock
from portal.acts.act import Act, Refused
from portal.acts.actor import Actor
from portal.cases.papers import Paper
from portal.disputes import papers, policies, projection
from portal.disputes.lifecycle import Office, may_happen
from portal.disputes.models import Dispute, DisputeEvent
from portal.disputes.queries import stands_of
from portal.ui.language import spoken

_NOT_NOW = {
    Stage.NEW: gettext_lazy("还没有登记申请复议或者起诉。"),
    Stage.IN_REVIEW: gettext_lazy("复议正在审理，还没有决定。"),
    Stage.REVIEWED: gettext_lazy("复议已经决定，没有正在审理的案件。"),
    Stage.FIRST_INSTANCE: gettext_lazy("一审正在审理，还没有裁判。"),
    Stage.JUDGED: gettext_lazy("一审已经裁判，没有正在审理的案件。"),
    Stage.SECOND_INSTANCE: gettext_lazy("二审正在审理，还没有裁判。"),
    Stage.CLOSED: gettext_lazy("二审已经裁判，案件终结。"),
}


@dataclass(kw_only=True)
class DisputeAct(Act[Dispute]):
    """An act on an existing dispute; `kinds` are the events it may append, by the stage one of them.

    on     the day it happened: today where nobody says another
    files  papers that belong to it
    """

    policy = staticmethod(policies.may_handle)
    kinds: ClassVar[tuple[Step | Office, ...]]
    changes_site: ClassVar[bool] = False

    on: date | None = None
    files: Sequence[Paper] = ()

    @property
    def dispute(self) -> Dispute:
        """The dispute acted on."""
        assert self.target is not None
        return self.target

    @property
    def day(self) -> date:
        """The day it happened."""
        return self.on or clock.today()

    @property
    def kind(self) -> Step | Office:
        """The event that comes next of those this act appends."""
        now = stands_of(self.dispute)
        return next((one for one in self.kinds if may_happen(now, one)), self.kinds[0])

    def possible(self) -> str | None:
        """Ask the tables of the law and of the office."""
        now = stands_of(self.dispute)
        if any(may_happen(now, one) for one in self.kinds):
            return None
        if now.closed and not any(isinstance(one, Step) for one in self.kinds):
            return _("已经结案；结案有误的，先作废结案的记录。")
        return str(_NOT_NOW[now.stage])

    def append(self, kind: Step | Office | None = None, **details: Any) -> DisputeEvent:
        """Append the event with its papers and bring the columns up to date; raises Refused."""
        event = append(self.dispute, kind or self.kind, self.by, on=self.day, **details)
        papers.add_all(self.dispute, event, self.files, by=self.by)
        return event


def append(
    dispute: Dispute, kind: Step | Office, by: Actor, *, on: date, **details: Any
) -> DisputeEvent:
    """Append an event to a dispute and project what it amounts to.

    Raises Refused with the rule's own sentence where the law forbids it, or for a day to come.
    """
    if on > clock.today():
        raise Refused(_("日期不能晚于今天。"))
    received = details.get("received_on")
    if received is not None and not on <= received <= clock.today():
        raise Refused(_("收到的日期不能早于作出的日期，也不能晚于今天。"))
    event = DisputeEvent(
        dispute=dispute, kind=kind, on=on, user_id=by.user_id, who=by.name[:80], **details
    )
    event.save()
    check(dispute)
    return event


def check(dispute: Dispute) -> None:
    """Project what a dispute's events amount to; raises Refused where they do not hold together."""
    try:
        now = stands_of(dispute)
    except GongkaiError as error:
        raise Refused(error.sentence(spoken())) from error
    projection.refresh(dispute, now)
