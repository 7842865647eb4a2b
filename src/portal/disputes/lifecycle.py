"""Where a dispute stands: the law's steps from `gongkai.cases.disputes`, the office's own besides.

A step entered by mistake is struck, not deleted: it stays in the file and counts no longer. A closed
dispute goes on where a suit or an appeal follows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from gongkai.cases import disputes as law
from gongkai.cases.disputes import Result, Stage, Step, Track


class Office(StrEnum):
    """What happens in a dispute besides the steps that table four counts; past tense."""

    NOTIFIED = "notified"  # 收到申请书副本、起诉状副本、上诉状副本
    ANSWERED = "answered"  # 提交书面答复、答辩状和证据
    HEARING = "hearing"  # 听证、开庭
    CARRIED_OUT = "carried_out"  # 履行了决定、裁判
    COST = "cost"  # 费用
    LESSON = "lesson"  # 经验教训
    NOTED = "noted"
    LINKED = "linked"  # 关联申请、公开信息
    ASSIGNED = "assigned"  # 交由某人承办
    BUNDLED = "bundled"  # 整理证据材料
    STRUCK = "struck"
    CLOSED = "closed"
    ERASED = "erased"  # 保管期满，清除个人信息


RUNNING = frozenset({Stage.IN_REVIEW, Stage.FIRST_INSTANCE, Stage.SECOND_INSTANCE})
"""The stages in which a body has not yet decided."""
DECIDED = frozenset({Stage.REVIEWED, Stage.JUDGED, Stage.CLOSED})

OPENS: Mapping[Step, Stage] = MappingProxyType(
    {
        Step.REVIEW_APPLIED: Stage.IN_REVIEW,
        Step.SUED: Stage.FIRST_INSTANCE,
        Step.APPEALED: Stage.SECOND_INSTANCE,
    }
)
"""The steps that bring a dispute before a body."""
DECIDES: Mapping[Stage, Step] = MappingProxyType(
    {
        Stage.IN_REVIEW: Step.REVIEW_DECIDED,
        Stage.FIRST_INSTANCE: Step.JUDGED,
        Stage.SECOND_INSTANCE: Step.APPEAL_JUDGED,
    }
)
"""By which step each of them ends."""

FROM: Mapping[Office, frozenset[Stage]] = MappingProxyType(
    {
        **dict.fromkeys(Office, frozenset(Stage) - {Stage.NEW}),
        **dict.fromkeys((Office.NOTIFIED, Office.ANSWERED, Office.HEARING), RUNNING),
        Office.CLOSED: DECIDED,
    }
)
"""In which stage each event of the office may happen; the law's own table is asked besides."""
AFTER_CLOSING = frozenset(
    {Office.COST, Office.LESSON, Office.NOTED, Office.STRUCK, Office.BUNDLED, Office.ERASED}
)


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as it was entered."""

    pk: int
    kind: Step | Office
    on: date
    received_on: date | None = None
    until: date | None = None
    result: Result | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a dispute stands: the law's part, and whether the office has closed it."""

    law: law.Dispute
    closed: bool

    @property
    def stage(self) -> Stage:
        """Where the law's part stands."""
        return self.law.stage

    @property
    def track(self) -> Track:
        """The block of table four the newest step belongs to."""
        steps = [event.step for event in self.law.events]
        if Step.SUED not in steps:
            return Track.REVIEW
        return Track.AFTER_REVIEW if Step.REVIEW_APPLIED in steps else Track.DIRECT


def ordered(happened: Iterable[Happened]) -> list[Happened]:
    """Return the events that count in the order of their days, those of one day as entered."""
    return sorted((one for one in happened if not one.struck), key=lambda o: (o.on, o.pk))


def steps(happened: Iterable[Happened]) -> list[Happened]:
    """Return the law's steps among the events that count, in order."""
    return [one for one in ordered(happened) if isinstance(one.kind, Step)]


def ended_late(told: Sequence[Happened]) -> Happened | None:
    """Return the end of the review among the steps where a suit had come before it."""
    kinds = [one.kind for one in told]
    if Step.SUED not in kinds or Step.REVIEW_DECIDED not in kinds:
        return None
    end = kinds.index(Step.REVIEW_DECIDED)
    return told[end] if end > kinds.index(Step.SUED) else None


def stands(happened: Sequence[Happened], refused_on: Iterable[str] = ()) -> Stands:
    """Return where a dispute stands after its events.

    `refused_on` are the grounds of the decision in dispute: where they ask for review first, a direct
    suit is refused, unless it is entered that the court accepted it nevertheless. Raises NotAllowed
    for what the law's table does not know.
    """
    told = steps(happened)
    events = [law.DisputeEvent(Step(one.kind), one.on, one.result) for one in told]
    first = next(iter(told), None)
    accepted = first is not None and bool(first.facts.get("accepted_anyway"))
    dispute = law.build(events, refused_on=() if accepted else refused_on)
    closed = False
    for one in sorted((o for o in happened if not o.struck), key=lambda o: o.pk):
        if one.kind is Office.CLOSED:
            closed = True
        elif isinstance(one.kind, Step):
            closed = False
    return Stands(dispute, closed)


def may_happen(now: Stands, kind: Step | Office) -> bool:
    """Whether an event may come next; the law may still refuse its day or its result."""
    if isinstance(kind, Step):
        return kind in law.TABLE[now.stage]
    if now.closed and kind not in AFTER_CLOSING:
        return False
    return now.stage in FROM[kind]
