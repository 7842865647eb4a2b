"""The clock of a request: what limit runs, to which day, and the story why. Pure, without a today.

The rules of the reply period (article 33, second and third paragraph):

* twenty working days from the date of receipt (article 31), or whole and anew from the correction
  (article 30) or from the payment of the fee (practice);
* the time of consultations is not counted; days inside two of them count once (practice);
* one extension adds up to twenty working days; a delayed reply (article 35) replaces the last day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from gongkai.calendar import workdays
from gongkai.cases.standing import Consultation, Standing
from gongkai.cases.transitions import State
from gongkai.deadlines import Deadline, Reason, Span, due, reason
from gongkai.errors import InputError
from gongkai.law.limits import limit

OVERDUE = "overdue"
CORRECTION_LAPSED = "correction_lapsed"
FEE_LAPSED = "fee_lapsed"
STATUSES = (*(state.value for state in State), OVERDUE, CORRECTION_LAPSED, FEE_LAPSED)


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What the clock shows.

    `received_on`: the date of receipt, None before it is fixed. `due_on`: the last day for the
    reply, None while no period runs; after a reply or withdrawal, as it stood then. `status`: one
    of `STATUSES`; the last three only where a day was given to read them on. `reasons`: the story.
    """

    received_on: date | None
    due_on: date | None
    status: str
    reasons: tuple[Reason, ...]


def reply_deadline(standing: Standing) -> Deadline | None:
    """Return the last day for the reply and the working-day count, None while no period runs.

    Raises CalendarUnknown where the period runs into a year without a holiday notice.
    """
    if standing.runs_from is None:
        return None
    rule = limit("reply")
    extra = standing.extension.days if standing.extension else 0
    found = due(rule, standing.runs_from, extra=extra)
    spans: list[Span] = []
    for each in standing.consultations:  # one asked after the last day excludes nothing
        if each.limit in rule.excluded_by and each.asked_on <= found.due_on:
            spans.append(each.span)
            found = due(rule, standing.runs_from, extra=extra, excluded=spans)
    ordered, until = standing.ordered_until, standing.delayed_until
    if ordered is not None:
        told = reason("cases.reopened_until", on=standing.reopened_on, until=ordered)
        return Deadline(ordered, (told,), found.excluded)
    if until is None:
        return found
    article = limit("delayed").article
    told = reason("cases.delayed", on=standing.delayed_on, until=until, article=article)
    return Deadline(until, (*found.reasons, told), found.excluded)


def read(standing: Standing, *, today: date | None = None) -> ClockReading:
    """Return the reading after the last event, or on `today` where it is given.

    Raises InputError where `today` lies before the last event, CalendarUnknown as above.
    """
    if today is not None and standing.last_on is not None and today < standing.last_on:
        raise InputError("cases.today_too_early", today=today, last=standing.last_on)
    deadline = reply_deadline(standing)
    due_on = deadline.due_on if deadline else None
    status, told = _status(standing, due_on, today)
    reasons = (
        *_receipt(standing),
        *_correction(standing),
        *_fee(standing),
        *_consultations(standing, deadline, today),
        *_extension(standing),
        *_reopened(standing),
        *(deadline.reasons if deadline else ()),
        *_end(standing, due_on),
        *told,
    )
    return ClockReading(standing.received_on, due_on, status, reasons)


def fee_due(standing: Standing) -> date | None:
    """Return the last day for paying the fee, counted from the notice's arrival where known."""
    start = standing.fee_received_on or standing.fee_notified_on
    return None if start is None else due(limit("fee_payment"), start).due_on


def _status(
    standing: Standing, due_on: date | None, today: date | None
) -> tuple[str, tuple[Reason, ...]]:
    """Return the status, and the reason for one that depends on `today`."""
    state = standing.state
    if today is None:
        return state.value, ()
    if state is State.OPEN and due_on is not None and today > due_on:
        late = workdays.count(due_on, today)
        return OVERDUE, (reason("cases.overdue", due_on=due_on, late=late, today=today),)
    until = standing.correction_until
    if state is State.WAITING_APPLICANT and until is not None and today > until:
        article = limit("correction").article
        return CORRECTION_LAPSED, (reason("cases.correction_lapsed", until=until, article=article),)
    last = fee_due(standing) if state is State.WAITING_FEE else None
    if last is not None and today > last:
        basis = limit("fee_payment").basis
        return FEE_LAPSED, (reason("cases.fee_lapsed", basis, last=last),)
    return state.value, ()


def _receipt(standing: Standing) -> Iterator[Reason]:
    """Yield how the date of receipt came about (article 31)."""
    rule = standing.channel.receipt
    arrived, confirmed = standing.arrived_on, standing.confirmed_on
    facts: dict[str, object] = {
        "channel": standing.channel.replace("_", " "),
        "name": rule.name,
        "article": rule.article,
    }
    if arrived is None:
        return
    if standing.received_on is None:
        yield reason("cases.unconfirmed", on=arrived, **facts)
        return
    yield reason("cases.received", on=standing.received_on, day=rule.day, **facts)
    if rule.received_on == "arrived" and confirmed is not None:
        yield reason("cases.confirmation_idle", on=confirmed, **facts)
    if rule.channel == "letter" and confirmed is not None and confirmed > arrived:
        yield reason("cases.confirmed_late", arrived=arrived, on=confirmed, **facts)


def _correction(standing: Standing) -> Iterator[Reason]:
    """Yield what a correction did to the period (article 30)."""
    asked, corrected, until = (
        standing.correction_asked_on,
        standing.corrected_on,
        standing.correction_until,
    )
    if asked is None:
        return
    article = limit("correction_notice").article
    if corrected is None:
        yield reason("cases.correction_asked", on=asked, article=article)
        return
    yield reason("cases.corrected", asked=asked, on=corrected, article=article)
    if until is not None and corrected > until:
        yield reason("cases.corrected_late", until=until, on=corrected, article=article)


def _fee(standing: Standing) -> Iterator[Reason]:
    """Yield what a fee notice and its payment did to the period (practice)."""
    notified, paid = standing.fee_notified_on, standing.fee_paid_on
    last = fee_due(standing) if paid is None else None
    rule = limit("fee_payment")
    if notified is None:
        return
    if paid is None:
        code = "cases.fee_notified" if standing.fee_received_on else "cases.fee_notified_only"
        start = standing.fee_received_on or notified
        yield reason(code, rule.basis, on=notified, start=start, days=rule.length, last=last)
        return
    yield reason("cases.fee_paid", "practice", notified=notified, on=paid)


def _consultations(
    standing: Standing, deadline: Deadline | None, today: date | None
) -> Iterator[Reason]:
    """Yield what each consultation excluded, and what silence means (articles 32 to 34)."""
    now = today or standing.last_on
    opened = standing.runs_from
    counted = []
    for each in standing.consultations:
        if deadline is None or opened is None:
            yield reason("cases.consulted_waiting", **_asking(each))
        elif each.asked_on > deadline.due_on:
            yield reason("cases.consulted_too_late", **_asking(each))
        elif each.span.until <= opened and each.asked_on < opened:
            yield reason("cases.consulted_before", opened=opened, **_asking(each))
        else:
            counted.append(each)
            yield from _excluded(each, opened)
        if now is not None and each.limit != "organ" and each.silent_by(now):
            yield reason(f"cases.{each.limit}_silent", article=limit(each.limit).article)
    if any(each.span.until > each.span.after for each in counted):
        yield reason("cases.consultation_counted", "practice")
    if any(_overlap(one, two) for one, two in combinations(counted, 2)):
        yield reason("cases.consultations_overlap", "practice")


def _excluded(each: Consultation, opened: date) -> Iterator[Reason]:
    """Yield what one consultation excludes from the period opened on `opened`."""
    rule, span = limit(each.limit), each.span
    # that the time is not counted stands with the other organs; each letter has an article too
    articles = dict.fromkeys((limit("organ").article, rule.article))
    facts = {
        **_asking(each),
        "first": max(span.after, opened) + timedelta(days=1),
        "until": span.until,
        "answered": each.answered_on,
        "days": workdays.count(max(span.after, opened), span.until),
        "length": rule.length,
        "articles": "、".join(articles),
        "articles_en": ", ".join(articles),
    }
    if span.until <= span.after:
        yield reason("cases.consultation_at_once", **facts)
    elif each.answered_on is None:
        yield reason("cases.consultation_open", **facts)
    elif span.until < each.answered_on:
        yield reason("cases.consultation_answered_late", **facts)
    else:
        yield reason("cases.consultation_answered", **facts)
    if rule.basis == "practice" and span.until != each.answered_on:
        yield reason("cases.consultation_days", "practice", **facts)
    if each.letter_on is None and span.until != each.answered_on:
        yield reason("cases.letter_day_unknown", "practice", **facts)


def _asking(each: Consultation) -> dict[str, object]:
    """Return who was asked and when, for the sentences of one consultation."""
    who, who_en = {
        "third_party": ("第三方", "third party"),
        "organ": ("其他机关", "other organ"),
        "co_maker": ("共同制作机关", "co-maker"),
    }[each.limit]
    return {"who": who, "who_en": who_en, "on": each.asked_on}


def _overlap(one: Consultation, two: Consultation) -> bool:
    """Whether a working day lies inside both consultations."""
    after, until = max(one.asked_on, two.asked_on), min(one.span.until, two.span.until)
    return after < until and workdays.count(after, until) > 0


def _extension(standing: Standing) -> Iterator[Reason]:
    """Yield the one extension (article 33), also one that a restart made idle."""
    article = limit("extension").article
    extension = standing.extension
    if extension is not None:
        yield reason("cases.extended", on=extension.on, days=extension.days, article=article)
    elif standing.extended_on is not None:
        yield reason("cases.extension_dropped", "practice", on=standing.extended_on)


def _reopened(standing: Standing) -> Iterator[Reason]:
    """Yield that a new answer was ordered, where no day was set for it."""
    if standing.reopened_on is not None and standing.ordered_until is None:
        yield reason("cases.reopened", "practice", on=standing.reopened_on)


def _end(standing: Standing, due_on: date | None) -> Iterator[Reason]:
    """Yield how the request ended, and whether in time."""
    on = standing.ended_on
    if on is None:
        return
    if standing.state is State.WITHDRAWN:
        yield reason("cases.withdrawn", "practice", on=on)
    elif due_on is None:
        yield reason("cases.replied", on=on)
    elif on <= due_on:
        yield reason("cases.replied_in_time", on=on, due_on=due_on)
    else:
        late = workdays.count(due_on, on)
        yield reason("cases.replied_late", on=on, due_on=due_on, late=late)
