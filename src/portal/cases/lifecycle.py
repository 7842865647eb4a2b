"""Where a request stands: the law's history and the office's own steps, both from its events.

What the law counts (receipt, correction, consultation, extension, fee, reply, withdrawal) is
`gongkai.cases`; this module adds what an office does in between:

    handling → drafted → submitted → passed (one step after another, the last signs) → replied
                            ↘ returned → drafted …                              → closed → archived
    replied, closed, archived → reopened (a review decision or judgment) → handling …

An event entered by mistake is struck, not deleted: it stays in the file and counts no longer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from gongkai.cases import history, transitions
from gongkai.cases.events import Channel, Event, Kind
from gongkai.cases.history import History


class Office(StrEnum):
    """What the office does besides what the law counts; past tense."""

    ASSIGNED = "assigned"  # 交由某人承办
    REASONS_ASKED = "reasons_asked"  # 要求说明理由（第三十五条）
    REASONS_GIVEN = "reasons_given"
    RECORDS_ASKED = "records_asked"  # 向内部单位调取材料
    RECORDS_GIVEN = "records_given"
    OVERRIDDEN = "overridden"  # 不公开会对公共利益造成重大影响，书面告知第三方（第三十二条）
    EXTENSION_ASKED = "extension_asked"  # 提请延长
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    PASSED = "passed"
    RETURNED = "returned"
    CLOSED = "closed"
    ARCHIVED = "archived"
    LINKED = "linked"  # 与其他申请关联
    SPLIT = "split"  # 一事一申请，拆分
    JOINED = "joined"  # 并案
    STRUCK = "struck"  # 登记有误，作废一条记录
    CHANGED = "changed"  # 更正登记内容
    LETTER_ARRIVED = "letter_arrived"  # 征求意见书、收费通知送到对方
    NOTED = "noted"
    RECOMPUTED = "recomputed"  # 节假日安排、期限规定变化，重新计算
    ERASED = "erased"  # 保管期满，清除个人信息


class Stage(StrEnum):
    """Where the office's own work on a request stands."""

    HANDLING = "handling"
    DRAFT = "draft"
    REVIEW = "review"
    SIGNED = "signed"
    ENDED = "ended"  # replied or withdrawn
    CLOSED = "closed"
    ARCHIVED = "archived"


_OPEN = frozenset({Stage.HANDLING, Stage.DRAFT, Stage.REVIEW, Stage.SIGNED})

FROM: Mapping[Office | Kind, frozenset[Stage]] = MappingProxyType(
    {
        **dict.fromkeys(Kind, _OPEN),
        Kind.ARRIVED: frozenset(Stage) - {Stage.ARCHIVED},  # corrected after the reply too
        Kind.REPLIED: frozenset({Stage.SIGNED}),
        Kind.REOPENED: frozenset({Stage.ENDED, Stage.CLOSED, Stage.ARCHIVED}),
        **dict.fromkeys(Office, _OPEN),
        Office.DRAFTED: frozenset({Stage.HANDLING, Stage.DRAFT}),
        Office.SUBMITTED: frozenset({Stage.DRAFT}),
        Office.PASSED: frozenset({Stage.REVIEW}),
        Office.RETURNED: frozenset({Stage.REVIEW, Stage.SIGNED}),
        Office.CLOSED: frozenset({Stage.ENDED}),
        Office.ARCHIVED: frozenset({Stage.CLOSED}),
        Office.LINKED: frozenset(Stage) - {Stage.ARCHIVED},
        Office.STRUCK: frozenset(Stage) - {Stage.ARCHIVED},
        Office.CHANGED: frozenset(Stage) - {Stage.ARCHIVED},
        Office.NOTED: frozenset(Stage),
        Office.RECOMPUTED: frozenset(Stage),
        Office.ERASED: frozenset({Stage.ARCHIVED}),
    }
)
"""In which stage each event may happen; the law's own table is asked besides."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One event as it was entered: its number, what, when, by whom, and the law's details."""

    pk: int
    kind: Office | Kind
    on: date
    by: int | None = None
    received_on: date | None = None
    days: int | None = None
    until: date | None = None
    whom: str = ""
    steps: int = 0
    struck: bool = False

    def of_law(self) -> Event | None:
        """Return the event as the law's clock knows it, None for one of the office's own."""
        if not isinstance(self.kind, Kind):
            return None
        return Event(
            self.kind,
            self.on,
            received_on=self.received_on,
            days=self.days,
            until=self.until,
            whom=self.whom,
        )


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a request stands.

    step     the index of the review step that waits, in review
    steps    how many steps this round of review has
    passed   who passed the steps of this round
    drafter  who drafted the reply: passes no step of it
    """

    law: History
    stage: Stage = Stage.HANDLING
    step: int = 0
    steps: int = 0
    passed: tuple[int | None, ...] = ()
    drafter: int | None = None


def stands(channel: Channel, happened: Iterable[Happened]) -> Stands:
    """Return where a request stands after its events.

    The law's events count in the order of their days, so that what is entered late still takes its
    place; of one day the arrival is first, also where its day was corrected later. Raises NotAllowed, CalendarUnknown for what the law forbids, ValueError for a step of the
    office out of order.
    """
    counted = [one for one in happened if not one.struck]
    law = sorted((o for o in counted if isinstance(o.kind, Kind)), key=_place)
    events = [event for one in law if (event := one.of_law()) is not None]
    now = Stands(history.build(channel, events))
    for one in sorted(counted, key=lambda o: o.pk):
        now = _follow(now, one)
    return now


def _place(one: Happened) -> tuple[date, bool, int]:
    return one.on, one.kind is not Kind.ARRIVED, one.pk


def may_happen(now: Stands, kind: Office | Kind) -> bool:
    """Whether an event may come next; the law may still refuse its day or its details."""
    if now.stage not in FROM[kind]:
        return False
    return isinstance(kind, Office) or kind in transitions.allowed(now.law.standing.state)


def _follow(now: Stands, one: Happened) -> Stands:
    if now.stage not in FROM[one.kind]:
        raise ValueError(f"{one.kind} may not follow {now.stage}")
    match one.kind:
        case Kind.REPLIED | Kind.WITHDRAWN:
            return replace(now, stage=Stage.ENDED)
        case Kind.REOPENED:
            return Stands(now.law)
        case Office.DRAFTED:
            return replace(now, stage=Stage.DRAFT, drafter=one.by)
        case Office.SUBMITTED:
            return replace(now, stage=Stage.REVIEW, step=0, steps=one.steps, passed=())
        case Office.PASSED:
            step = now.step + 1
            stage = Stage.SIGNED if step >= now.steps else Stage.REVIEW
            return replace(now, stage=stage, step=step, passed=(*now.passed, one.by))
        case Office.RETURNED:
            return replace(now, stage=Stage.DRAFT, step=0, passed=())
        case Office.CLOSED:
            return replace(now, stage=Stage.CLOSED)
        case Office.ARCHIVED:
            return replace(now, stage=Stage.ARCHIVED)
        case _:
            return now
