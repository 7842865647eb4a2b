"""Requests as the annual report counts them: from their columns, of those reopened from their events."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.cases.events import Kind
from gongkai.counting.requests import Request, Span
from gongkai.law.outcomes import outcomes
from portal.cases.acts.reply import counted_as
from portal.cases.models import Case, CaseEvent
from portal.organs.models import Organ

_KINDS = (Kind.REPLIED, Kind.WITHDRAWN, Kind.REOPENED)
_COLUMNS = ("pk", "kind", "received_on", "ended_on", "outcome", "ground", "reopened_on")


def of_year(organ: Organ, year: int, close: date) -> list[Request]:
    """Return the requests that may have a place in a year's report, or ask why they have none.

    All that came in by the close of a day and had not ended before the year began.
    """
    touched = Q(ended_on=None) | Q(ended_on__gte=date(year, 1, 1))
    return _read(Case.objects.filter(touched, organ=organ, arrived_on__lte=close))


def some(organ: Organ, pks: Iterable[int]) -> list[Request]:
    """Return single requests of an organ as counting knows them."""
    return _read(Case.objects.filter(organ=organ, pk__in=list(pks)))


def _read(cases: QuerySet[Case]) -> list[Request]:
    rows = list(cases.order_by("pk").values_list(*_COLUMNS))
    again = [row[0] for row in rows if row[-1] is not None]
    events = _events(again)
    return [
        Request(
            f"cases.case:{pk}",
            kind,
            _spans(received, events[pk])
            if reopened is not None
            else (Span(received, ended, outcome, ground),),
        )
        for pk, kind, received, ended, outcome, ground, reopened in rows
    ]


def _events(cases: Sequence[int]) -> dict[int, list[CaseEvent]]:
    found: dict[int, list[CaseEvent]] = {pk: [] for pk in cases}
    for start in range(0, len(cases), 500):  # a database takes only so many numbers at a time
        some = CaseEvent.objects.filter(case__in=cases[start : start + 500], kind__in=_KINDS)
        for one in (
            some.filter(struck=None).order_by("on", "pk").only("case_id", "kind", "on", "facts")
        ):
            found[one.case_id].append(one)
    return found


def _spans(received: date | None, events: Iterable[CaseEvent]) -> tuple[Span, ...]:
    """Return the spans of a request that was reopened.

    One that ended before its receipt was confirmed has the day of its reopening as date of receipt.
    """
    told = list(events)
    first = next(one.on for one in told if one.kind == Kind.REOPENED)
    begun = received if received is not None and received < first else None
    spans: list[Span] = []
    ended = False
    for one in told:
        if one.kind == Kind.REOPENED:
            begun, ended = one.on, False
        else:
            spans.append(Span(begun, one.on, *_decided(one)))
            ended = True
    return tuple(spans) if ended else (*spans, Span(begun))


def _decided(event: CaseEvent) -> tuple[str, str]:
    """Return outcome and ground of an end, as a reply's own event keeps them beyond its letter."""
    if event.kind == Kind.WITHDRAWN:
        return Kind.WITHDRAWN.value, ""
    outcome = counted_as([{"outcome": one} for one in event.facts["outcomes"]])
    rests = outcome in outcomes() and outcomes()[outcome].grounds != "none"
    return outcome, str(next(iter(event.facts["grounds"]), "")) if rests else ""
