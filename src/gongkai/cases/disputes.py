"""A dispute about a request: 行政复议 and 行政诉讼, one transition table, what table four counts.

A suit stands either by itself (未经复议直接起诉) or after a review (复议后起诉). Whether
a review must come first is told by the legal grounds of the decision (`law.grounds`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from gongkai.errors import InputError, NotAllowed
from gongkai.law.grounds import grounds, review_first


class Step(StrEnum):
    """What can happen in a dispute."""

    REVIEW_APPLIED = "review_applied"  # 申请行政复议
    REVIEW_DECIDED = "review_decided"  # 复议决定
    SUED = "sued"  # 提起行政诉讼
    JUDGED = "judged"  # 一审裁判
    APPEALED = "appealed"  # 上诉
    APPEAL_JUDGED = "appeal_judged"  # 二审裁判

    @property
    def label(self) -> str:
        """The Chinese name of the step."""
        return _LABELS[self]


class Result(StrEnum):
    """The four results of table four."""

    UPHELD = "upheld"  # 结果维持
    CORRECTED = "corrected"  # 结果纠正
    OTHER = "other"  # 其他结果
    PENDING = "pending"  # 尚未审结


class Track(StrEnum):
    """The three blocks of table four; the value is the column id in the form."""

    REVIEW = "review"  # 行政复议
    DIRECT = "direct"  # 未经复议直接起诉
    AFTER_REVIEW = "after_review"  # 复议后起诉


class Stage(StrEnum):
    """Where a dispute stands."""

    NEW = "new"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    FIRST_INSTANCE = "first_instance"
    JUDGED = "judged"
    SECOND_INSTANCE = "second_instance"
    CLOSED = "closed"


TABLE: Mapping[Stage, Mapping[Step, Stage]] = MappingProxyType(
    {
        Stage.NEW: {
            Step.REVIEW_APPLIED: Stage.IN_REVIEW,
            Step.SUED: Stage.FIRST_INSTANCE,
        },
        Stage.IN_REVIEW: {
            Step.REVIEW_DECIDED: Stage.REVIEWED,
            Step.SUED: Stage.FIRST_INSTANCE,  # the review period ended without a decision
        },
        Stage.REVIEWED: {Step.SUED: Stage.FIRST_INSTANCE},
        Stage.FIRST_INSTANCE: {Step.JUDGED: Stage.JUDGED},
        Stage.JUDGED: {Step.APPEALED: Stage.SECOND_INSTANCE},
        Stage.SECOND_INSTANCE: {Step.APPEAL_JUDGED: Stage.CLOSED},
        Stage.CLOSED: {},
    }
)

DECISIONS = frozenset({Step.REVIEW_DECIDED, Step.JUDGED, Step.APPEAL_JUDGED})

_LABELS = {
    Step.REVIEW_APPLIED: "申请行政复议",
    Step.REVIEW_DECIDED: "行政复议决定",
    Step.SUED: "提起行政诉讼",
    Step.JUDGED: "一审裁判",
    Step.APPEALED: "上诉",
    Step.APPEAL_JUDGED: "二审裁判",
}


@dataclass(frozen=True, slots=True)
class DisputeEvent:
    """One step of a dispute; a decision carries its result, nothing else does.

    Raises InputError where it does not, or where the result is 尚未审结, which is no decision.
    """

    step: Step
    on: date
    result: Result | None = None

    def __post_init__(self) -> None:
        decided = self.result is not None and self.result is not Result.PENDING
        if decided != (self.step in DECISIONS) or self.result is Result.PENDING:
            raise InputError("cases.dispute_result", step=self.step, on=self.on)


@dataclass(frozen=True, slots=True)
class Dispute:
    """The lawful steps of one dispute and where it stands."""

    events: tuple[DisputeEvent, ...]
    stage: Stage

    @property
    def overtaken(self) -> bool:
        """Whether a suit came before the review it follows had ended: that one may still end."""
        steps = [event.step for event in self.events]
        reviewed = Step.REVIEW_APPLIED in steps and Step.REVIEW_DECIDED not in steps
        return reviewed and Step.SUED in steps


def build(events: Iterable[DisputeEvent], *, refused_on: Iterable[str] = ()) -> Dispute:
    """Return the dispute; `refused_on` are the ids of the grounds (`law.grounds`) of a refusal.

    A review that a suit overtook may end while the suit goes on, or after it; where the suit stands
    does not change by that.

    Raises NotAllowed for a step out of order, one the table does not know, or a direct suit where
    the law asks for review first, DataError for an unknown ground.
    """
    used = tuple(refused_on)
    now = Dispute((), Stage.NEW)
    for event in events:
        done, stage = now.events, now.stage
        if done and event.on < done[-1].on:
            raise NotAllowed("cases.dispute_order", step=event.step, on=event.on, last=done[-1].on)
        target = TABLE[stage].get(event.step)
        if now.overtaken and event.step is Step.REVIEW_DECIDED:
            target = stage
        if target is None:
            raise NotAllowed("cases.dispute_step", step=event.step, on=event.on, stage=stage)
        direct = stage is Stage.NEW and event.step is Step.SUED
        if direct and review_first(used, on=event.on):
            articles = "、".join(dict.fromkeys(grounds()[ground].article for ground in used))
            raise NotAllowed("cases.review_first", on=event.on, articles=articles)
        now = Dispute((*done, event), target)
    return now


def standing_on(dispute: Dispute, day: date) -> dict[Track, Result]:
    """Return the cells of table four the dispute counts in at the close of `day`.

    A judgment under appeal is not yet final and counts as 尚未审结; after the second instance its
    result counts (practice: the form does not say which instance).
    """
    found: dict[Track, Result] = {}
    track = Track.DIRECT
    for event in dispute.events:
        if event.on > day:
            break
        if event.step is Step.REVIEW_APPLIED:
            found[Track.REVIEW] = Result.PENDING
            track = Track.AFTER_REVIEW
        elif event.step is Step.REVIEW_DECIDED and event.result is not None:
            found[Track.REVIEW] = event.result
        else:
            found[track] = event.result or Result.PENDING
    return found
