"""What may follow what in the life of a filing, as a pure function of its events.

    started → submitted → accepted → published → corrected → submitted …
                  ↘ returned → submitted …

The stage is computed from the events; the columns of `Filing` are a projection for lists.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Event(StrEnum):
    """What happened to a filing; past tense."""

    STARTED = "started"  # 开始填报
    SUBMITTED = "submitted"  # 报送
    RETURNED = "returned"  # 退回修改
    ACCEPTED = "accepted"  # 审核通过
    PUBLISHED = "published"  # 公布
    CORRECTED = "corrected"  # 公布后更正
    PERMITTED = "permitted"  # 主管部门书面同意保留一处检查结果
    REMINDED = "reminded"  # 催报


class Stage(StrEnum):
    """Where a filing stands."""

    DRAFTING = "drafting"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    PUBLISHED = "published"


WRITING = frozenset({Stage.DRAFTING, Stage.RETURNED})
"""The stages in which the unit writes; in every other the text stands still."""

FROM: Mapping[Event, frozenset[Stage | None]] = MappingProxyType(
    {
        Event.STARTED: frozenset({None}),
        Event.SUBMITTED: WRITING,
        Event.RETURNED: frozenset({Stage.SUBMITTED, Stage.ACCEPTED}),
        Event.ACCEPTED: frozenset({Stage.SUBMITTED}),
        Event.PUBLISHED: frozenset({Stage.ACCEPTED}),
        Event.CORRECTED: frozenset({Stage.PUBLISHED}),
        Event.PERMITTED: WRITING,
        Event.REMINDED: frozenset(Stage) - {Stage.PUBLISHED},
    }
)
"""In which stage each event may happen; None: before there is a filing."""

_TO: Mapping[Event, Stage] = MappingProxyType(
    {
        Event.STARTED: Stage.DRAFTING,
        Event.SUBMITTED: Stage.SUBMITTED,
        Event.RETURNED: Stage.RETURNED,
        Event.ACCEPTED: Stage.ACCEPTED,
        Event.PUBLISHED: Stage.PUBLISHED,
        Event.CORRECTED: Stage.DRAFTING,
    }
)
"""The stage an event leads to; one that is not here leaves the stage as it was."""


def may_happen(stage: Stage | None, event: Event) -> bool:
    """Whether an event may come next."""
    return stage in FROM[event]


def follow(stage: Stage | None, event: Event) -> Stage:
    """Return the stage after one event; raises ValueError where it may not follow."""
    if not may_happen(stage, event):
        raise ValueError(f"{event} may not follow {stage}")
    after = _TO.get(event, stage)
    assert after is not None
    return after


def stands(events: Iterable[Event]) -> Stage | None:
    """Return the stage that events in their order lead to."""
    stage: Stage | None = None
    for event in events:
        stage = follow(stage, event)
    return stage
