"""What may follow what in the life of a document, as a pure function of its events.

    drafted → submitted → passed (one step after another, the last signs) → published → withdrawn
                 ↘ returned → … again                       ↘ scheduled ↗     ↘ revised → submitted …
    imported (it was public before this system) → withdrawn, revised …

The standing is computed from the events; the columns of `Document` are a projection for lists.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Event(StrEnum):
    """What happened to a document."""

    DRAFTED = "drafted"
    IMPORTED = "imported"
    EDITED = "edited"
    SUBMITTED = "submitted"
    PASSED = "passed"
    RETURNED = "returned"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    REVISED = "revised"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


class State(StrEnum):
    """Where the version that is being worked on stands."""

    DRAFT = "draft"
    REVIEW = "review"
    SIGNED = "signed"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class Happened:
    """One event: which, and by whom (None: the system)."""

    event: Event
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a document stands.

    step     the index of the review step that waits, in review
    passed   who passed the steps of this round, in order
    drafter  who made or last edited what is under review: passes no step of it
    public   a version stands on the public site
    """

    state: State
    step: int = 0
    passed: tuple[int | None, ...] = ()
    drafter: int | None = None
    public: bool = False


_FROM: dict[Event, frozenset[State]] = {
    Event.EDITED: frozenset({State.DRAFT}),
    Event.SUBMITTED: frozenset({State.DRAFT}),
    Event.PASSED: frozenset({State.REVIEW}),
    Event.RETURNED: frozenset({State.REVIEW, State.SIGNED, State.SCHEDULED}),
    Event.SCHEDULED: frozenset({State.SIGNED}),
    Event.PUBLISHED: frozenset({State.SIGNED, State.SCHEDULED}),
    Event.REVISED: frozenset({State.PUBLISHED, State.WITHDRAWN}),
    Event.DISCARDED: frozenset({State.DRAFT}),
}


def allowed(standing: Standing, event: Event) -> bool:
    """Whether an event may follow now. A version on the public site may be withdrawn at any time."""
    if event is Event.WITHDRAWN:
        return standing.public
    if event is Event.DISCARDED and standing.public:
        return False
    return standing.state in _FROM.get(event, frozenset())


def follow(standing: Standing | None, happened: Happened, *, steps: int) -> Standing:
    """Return the standing after one more event; raises ValueError for one that may not follow.

    steps  how many steps the review of this document has
    """
    event = happened.event
    if standing is None:
        if event is Event.IMPORTED:
            return Standing(State.PUBLISHED, drafter=happened.by, public=True)
        if event is not Event.DRAFTED:
            raise ValueError(f"a document begins with a draft, not {event}")
        return Standing(State.DRAFT, drafter=happened.by)
    if not allowed(standing, event):
        raise ValueError(f"{event} may not follow {standing.state}")
    match event:
        case Event.EDITED:
            return replace(standing, drafter=happened.by)
        case Event.SUBMITTED:
            return replace(standing, state=State.REVIEW, step=0, passed=())
        case Event.PASSED:
            step = standing.step + 1
            state = State.SIGNED if step == steps else State.REVIEW
            return replace(standing, state=state, step=step, passed=(*standing.passed, happened.by))
        case Event.RETURNED:
            return replace(standing, state=State.DRAFT, step=0, passed=())
        case Event.SCHEDULED:
            return replace(standing, state=State.SCHEDULED)
        case Event.PUBLISHED:
            return replace(standing, state=State.PUBLISHED, public=True)
        case Event.REVISED:
            return replace(standing, state=State.DRAFT, step=0, passed=(), drafter=happened.by)
        case Event.WITHDRAWN:
            return replace(standing, state=State.WITHDRAWN, public=False)
        case _:
            return replace(standing, state=State.DISCARDED)


def standing_of(events: Iterable[Happened], *, steps: int) -> Standing | None:
    """Return where a document stands after its events, None before the first."""
    standing: Standing | None = None
    for happened in events:
        standing = follow(standing, happened, steps=steps)
    return standing


def may_pass(standing: Standing, user: int | None, *, alone: bool = False) -> bool:
    """Whether a person may take the waiting step: nobody who drafted, nobody who passed one before.

    alone  the organ has said that its drafter may also take a step (never two steps)
    """
    return user not in standing.passed and (alone or user != standing.drafter)


def waiting(standing: Standing, steps: Sequence[str]) -> str | None:
    """Return the step that waits, or None where none does."""
    return steps[standing.step] if standing.state is State.REVIEW else None
