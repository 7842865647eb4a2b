"""The one table of a request: which event may follow in which state, and what state it leads to.

Rules that need a date (the seventh working day, the first limit) or a count (one correction notice,
one extension) stand in ``history.py``; everything derived from states stands only here.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from gongkai.cases.events import ANSWERED, ASKED, Channel, Event, Kind
from gongkai.errors import NotAllowed


class State(StrEnum):
    """Where a request stands; the value is the `status` the clock prints."""

    NEW = "new"  # nothing has happened
    WAITING_CONFIRMATION = "waiting_confirmation"  # arrived, date of receipt not yet fixed
    OPEN = "open"  # the reply period runs
    WAITING_APPLICANT = "waiting_applicant"  # correction asked; it will run anew
    WAITING_FEE = "waiting_fee"  # fee notified; it will run anew
    REPLIED = "replied"
    WITHDRAWN = "withdrawn"


ENDED = frozenset({State.REPLIED, State.WITHDRAWN})

_CONSULTATION = (*ASKED, *ANSWERED)
_END = {Kind.REPLIED: State.REPLIED, Kind.WITHDRAWN: State.WITHDRAWN}

TABLE: Mapping[State, Mapping[Kind, State]] = MappingProxyType(
    {
        State.NEW: {Kind.ARRIVED: State.WAITING_CONFIRMATION},  # or OPEN: see `follow`
        State.WAITING_CONFIRMATION: {Kind.CONFIRMED: State.OPEN, **_END},
        State.OPEN: {
            Kind.CONFIRMED: State.OPEN,
            Kind.CORRECTION_ASKED: State.WAITING_APPLICANT,
            **dict.fromkeys(_CONSULTATION, State.OPEN),
            Kind.EXTENDED: State.OPEN,
            Kind.FEE_NOTIFIED: State.WAITING_FEE,
            Kind.DELAYED: State.OPEN,
            **_END,
        },
        State.WAITING_APPLICANT: {
            Kind.CORRECTED: State.OPEN,
            **dict.fromkeys(_CONSULTATION, State.WAITING_APPLICANT),
            **_END,
        },
        State.WAITING_FEE: {
            Kind.FEE_PAID: State.OPEN,
            **dict.fromkeys(_CONSULTATION, State.WAITING_FEE),
            **_END,
        },
        State.REPLIED: {Kind.REOPENED: State.OPEN},
        State.WITHDRAWN: {},
    }
)

# Why an event that never fits a state of its own is refused: the rule, with its article.
_NEEDS = {
    Kind.ARRIVED: "cases.arrived_twice",
    Kind.CONFIRMED: "cases.confirmed_twice",
    Kind.CORRECTION_ASKED: "cases.correction_twice",
    Kind.CORRECTED: "cases.corrected_unasked",
    Kind.FEE_PAID: "cases.paid_unasked",
    Kind.FEE_NOTIFIED: "cases.fee_twice",
    Kind.REOPENED: "cases.reopened_open",
}


def allowed(state: State) -> tuple[Kind, ...]:
    """Return the kinds of events that may follow in `state`, in the order of `Kind`."""
    return tuple(kind for kind in Kind if kind in TABLE[state])


def follow(state: State, event: Event, channel: Channel) -> State:
    """Return the state after `event`; raises NotAllowed naming the rule that forbids it."""
    target = TABLE[state].get(event.kind)
    if target is None:
        raise NotAllowed(_refusal(state, event.kind), event=event.kind, on=event.on)
    if event.kind is Kind.ARRIVED and channel.receipt.received_on == "arrived":
        return State.OPEN
    return target


def _refusal(state: State, kind: Kind) -> str:
    """Return the code of the sentence that says why `kind` may not happen in `state`."""
    if state is State.NEW or state in ENDED:
        return f"cases.not_when_{state.value}"
    if kind is Kind.ARRIVED or state is State.OPEN:
        return _NEEDS[kind]
    if kind is Kind.CORRECTION_ASKED and state is State.WAITING_APPLICANT:
        return _NEEDS[kind]
    return f"cases.not_when_{state.value}"
