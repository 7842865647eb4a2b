"""The events of a request in their order -> what they amount to; refuses what the law forbids.

``build(channel, events)`` folds the events one by one. Events of one day follow in the order given.
What depends on states alone is refused by the table in ``transitions.py``; what depends on a date
or a count is refused here, each rule in one function, with its article in the sentence.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from gongkai.calendar import workdays
from gongkai.cases import clock
from gongkai.cases.clock import ClockReading
from gongkai.cases.events import ANSWERED, ASKED, Channel, Event, Kind
from gongkai.cases.standing import Consultation, Extension, Standing
from gongkai.cases.transitions import ENDED, State, follow
from gongkai.errors import CalendarUnknown, NotAllowed
from gongkai.law import entries
from gongkai.law.limits import limit


@dataclass(frozen=True, slots=True)
class History:
    """The lawful events of one request, and what they amount to."""

    channel: Channel
    events: tuple[Event, ...]
    standing: Standing

    def reading(self, *, today: date | None = None) -> ClockReading:
        """Return what the clock shows after the last event, or on `today`."""
        return clock.read(self.standing, today=today)

    def then(self, event: Event) -> "History":
        """Return the history with one more event; raises NotAllowed, CalendarUnknown."""
        after = _apply(self.standing, event)
        return History(self.channel, (*self.events, event), after)


def build(channel: Channel, events: Iterable[Event]) -> History:
    """Return the history of a request.

    Raises NotAllowed for an event out of order or one that the law does not allow, CalendarUnknown
    where such a rule needs a year without a holiday notice.
    """
    history = History(channel, (), Standing(channel))
    for event in events:
        history = history.then(event)
    return history


def open_on(history: History, day: date) -> bool:
    """Whether the request had been received and not yet ended at the close of `day`.

    Whatever is open on 31 December is carried over into the next year's report. A request that
    arrived but was confirmed only in January is a new one of that year: its date of receipt
    decides (practice; the report form does not say).
    """
    received, ended = history.standing.received_on, history.standing.ended_on
    return received is not None and received <= day and (ended is None or ended > day)


def _apply(standing: Standing, event: Event) -> Standing:
    """Return the standing after `event`, or raise NotAllowed."""
    if standing.last_on is not None and event.on < standing.last_on:
        raise NotAllowed("cases.out_of_order", event=event.kind, on=event.on, last=standing.last_on)
    state = follow(standing.state, event, standing.channel)
    standing = _STEPS.get(event.kind, _as_it_is)(standing, event)
    if event.kind.value in limit("reply").restarts_on:
        standing = _restart(standing, event)
    ended_on = event.on if state in ENDED else None
    return replace(standing, state=state, last_on=event.on, ended_on=ended_on)


def _as_it_is(standing: Standing, event: Event) -> Standing:
    return standing


def _arrived(standing: Standing, event: Event) -> Standing:
    """当面提交 and signed-for post are received on arrival (art. 31)."""
    standing = replace(standing, arrived_on=event.on)
    by_arrival = standing.channel.receipt.received_on == "arrived"
    return _received(standing, event.on) if by_arrival else standing


def _confirmed(standing: Standing, event: Event) -> Standing:
    """The day of confirmation is the date of receipt of letters, internet and fax (art. 31)."""
    if standing.confirmed_on is not None:
        raise NotAllowed("cases.confirmed_twice", event=event.kind, on=event.on)
    waiting = standing.state is State.WAITING_CONFIRMATION
    standing = replace(standing, confirmed_on=event.on)
    return _received(standing, event.on) if waiting else standing


def _received(standing: Standing, on: date) -> Standing:
    """The reply period opens; before the Regulation of 2019 other limits applied."""
    regulation = entries.sources()[limit("reply").source]
    if not regulation.applies(on):
        raise NotAllowed("cases.before_regulation", on=on, in_force=regulation.in_force)
    return replace(standing, received_on=on, runs_from=on)


def _correction_asked(standing: Standing, event: Event) -> Standing:
    """Once, and within seven working days of receipt (art. 30)."""
    if standing.correction_asked_on is not None:
        raise NotAllowed("cases.correction_twice", event=event.kind, on=event.on)
    rule, received = limit("correction_notice"), standing.received_on
    assert received is not None  # the table: only a received request is open
    if workdays.count(received, event.on) > rule.length:
        last = workdays.add(received, rule.length)
        raise NotAllowed(
            "cases.correction_late",
            on=event.on,
            received=received,
            days=rule.length,
            last=last,
            article=rule.article,
        )
    return replace(
        standing,
        correction_asked_on=event.on,
        correction_until=event.until,
        runs_from=None,
    )


def _corrected(standing: Standing, event: Event) -> Standing:
    """The corrected application came in; the period runs whole from this day (art. 30)."""
    return replace(standing, corrected_on=event.on)


def _restart(standing: Standing, event: Event) -> Standing:
    """A restart opens the whole period anew; what was added to the old one is gone."""
    return replace(
        standing,
        runs_from=event.on,
        restarted_by=event.kind.value,
        extension=None,
        delayed_on=None,
        delayed_until=None,
        ordered_until=None,
    )


def _asked(standing: Standing, event: Event) -> Standing:
    """A letter asking for an opinion went out (arts. 32, 33, 34)."""
    one = Consultation(ASKED[event.kind], event.on, event.received_on, whom=event.whom)
    return replace(standing, consultations=(*standing.consultations, one))


def _answered(standing: Standing, event: Event) -> Standing:
    """An answer belongs to the earliest letter of its kind, to whom it names, that has none."""
    rule = limit(ANSWERED[event.kind])
    for index, one in enumerate(standing.consultations):
        if one.limit != rule.id or one.answered_on is not None:
            continue
        if event.whom and one.whom != event.whom:
            continue
        if one.letter_on is not None and event.on < one.letter_on:
            raise NotAllowed(
                "cases.answered_before_letter",
                event=event.kind,
                on=event.on,
                letter=one.letter_on,
                article=rule.article,
            )
        answered = replace(one, answered_on=event.on)
        rest = standing.consultations
        return replace(standing, consultations=(*rest[:index], answered, *rest[index + 1 :]))
    raise NotAllowed("cases.answered_unasked", event=event.kind, on=event.on, article=rule.article)


def _extended(standing: Standing, event: Event) -> Standing:
    """Once, by at most twenty working days, before the period ends (art. 33)."""
    rule, days = limit("extension"), event.days
    assert days is not None  # Event requires it
    if standing.extended_on is not None:
        raise NotAllowed(
            "cases.extended_twice", on=event.on, first=standing.extended_on, article=rule.article
        )
    if standing.delayed_until is not None:
        raise NotAllowed("cases.extended_delayed", on=event.on)
    if not 1 <= days <= rule.length:
        raise NotAllowed(
            "cases.extension_length", on=event.on, days=days, most=rule.length, article=rule.article
        )
    _in_time(standing, event, "cases.extended_late", rule.article)
    return replace(standing, extended_on=event.on, extension=Extension(event.on, days))


def _delayed(standing: Standing, event: Event) -> Standing:
    """A later last day, told before the period ends (art. 35)."""
    article = limit("delayed").article
    _in_time(standing, event, "cases.delayed_late", article)
    last = _last(standing)
    assert event.until is not None  # Event requires it
    if event.until <= last:
        raise NotAllowed(
            "cases.delay_not_later", on=event.on, until=event.until, last=last, article=article
        )
    return replace(standing, delayed_on=event.on, delayed_until=event.until)


def _fee_notified(standing: Standing, event: Event) -> Standing:
    """Once, within the period, since the fee rules are in force (109号, art. 6: practice)."""
    rule = limit("fee_payment")
    instrument = entries.sources()[rule.source]
    if standing.fee_notified_on is not None:
        raise NotAllowed("cases.fee_twice", event=event.kind, on=event.on)
    if not instrument.applies(event.on):
        raise NotAllowed("cases.before_fee", on=event.on, in_force=instrument.in_force)
    _in_time(standing, event, "cases.fee_late", rule.article)
    return replace(
        standing,
        fee_notified_on=event.on,
        fee_received_on=event.received_on,
        runs_from=None,
    )


def _fee_paid(standing: Standing, event: Event) -> Standing:
    """Within thirty days of the notice; then the period runs whole (109号, art. 6: practice)."""
    last = clock.fee_due(standing)
    if last is not None and event.on > last:
        raise NotAllowed(
            "cases.paid_late", on=event.on, last=last, article=limit("fee_payment").article
        )
    return replace(standing, fee_paid_on=event.on)


def _reopened(standing: Standing, event: Event) -> Standing:
    """A review decision or a judgment orders a new answer, within the period it sets or else anew."""
    return replace(
        _restart(standing, event),
        received_on=standing.received_on or event.on,
        reopened_on=event.on,
        ordered_until=event.until,
        extended_on=None,
    )


def _in_time(standing: Standing, event: Event, code: str, article: str) -> None:
    """Raise NotAllowed where the running period has passed.

    One that runs into a year without a holiday notice has not passed before that year.
    """
    try:
        last = _last(standing)
    except CalendarUnknown as unknown:
        if event.on.year < int(str(unknown.facts["year"])):
            return
        raise
    if event.on > last:
        raise NotAllowed(code, on=event.on, last=last, article=article)


def _last(standing: Standing) -> date:
    """Return the last day of the running period."""
    deadline = clock.reply_deadline(standing)
    assert deadline is not None  # the table: asked only while the period runs
    return deadline.due_on


_STEPS: dict[Kind, Callable[[Standing, Event], Standing]] = {
    Kind.ARRIVED: _arrived,
    Kind.CONFIRMED: _confirmed,
    Kind.CORRECTION_ASKED: _correction_asked,
    Kind.CORRECTED: _corrected,
    **dict.fromkeys(ASKED, _asked),
    **dict.fromkeys(ANSWERED, _answered),
    Kind.EXTENDED: _extended,
    Kind.DELAYED: _delayed,
    Kind.FEE_NOTIFIED: _fee_notified,
    Kind.FEE_PAID: _fee_paid,
    Kind.REOPENED: _reopened,
}
