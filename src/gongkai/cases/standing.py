"""What the events of a request amount to so far: plain facts, from which the clock is read."""

from dataclasses import dataclass
from datetime import date

from gongkai.calendar import workdays
from gongkai.cases.events import Channel
from gongkai.cases.transitions import State
from gongkai.deadlines import Span
from gongkai.law.limits import limit


@dataclass(frozen=True, slots=True)
class Consultation:
    """One letter asking for an opinion; `limit` is third_party, organ or co_maker."""

    limit: str
    asked_on: date
    letter_on: date | None = None  # the day the letter arrived, where known
    answered_on: date | None = None
    whom: str = ""

    @property
    def expires_on(self) -> date:
        """The last of the fifteen working days, from the letter's arrival or else the asking."""
        return workdays.add(self.letter_on or self.asked_on, limit(self.limit).length)

    @property
    def span(self) -> Span:
        """The time not counted: to the answer, at most to the end of the fifteen working days."""
        if self.answered_on is None:
            return Span(self.asked_on, self.expires_on)
        start, most = self.letter_on or self.asked_on, limit(self.limit).length
        if workdays.count(start, self.answered_on) <= most:  # needs no year after the answer
            return Span(self.asked_on, self.answered_on)
        return Span(self.asked_on, self.expires_on)

    def silent_by(self, day: date) -> bool:
        """Whether the fifteen working days have passed by `day` without an answer."""
        answered = self.answered_on
        start, most = self.letter_on or self.asked_on, limit(self.limit).length
        if answered is not None and workdays.count(start, answered) <= most:
            return False
        return day > start and workdays.count(start, day) > most


@dataclass(frozen=True, slots=True)
class Extension:
    """So many more working days, decided on one day."""

    on: date
    days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts of a request after its last event.

    `runs_from` is the day that opened the reply period now running (None while none runs),
    `restarted_by` the event that began it anew. `extension` and `delayed_until` belong to the
    running period: a restart clears them, but `extended_on` stays, because a request is extended
    once. `ordered_until` is the last day that a review decision or judgment set for a new answer. An end changes nothing but `state` and `ended_on`: the period stays as it stood.
    """

    channel: Channel
    state: State = State.NEW
    arrived_on: date | None = None
    confirmed_on: date | None = None
    received_on: date | None = None
    runs_from: date | None = None
    restarted_by: str = ""
    correction_asked_on: date | None = None
    correction_until: date | None = None
    corrected_on: date | None = None
    fee_notified_on: date | None = None
    fee_received_on: date | None = None
    fee_paid_on: date | None = None
    consultations: tuple[Consultation, ...] = ()
    extension: Extension | None = None
    extended_on: date | None = None
    delayed_on: date | None = None
    delayed_until: date | None = None
    reopened_on: date | None = None
    ordered_until: date | None = None
    ended_on: date | None = None
    last_on: date | None = None
