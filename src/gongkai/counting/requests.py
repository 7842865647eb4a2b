"""Table three: a request counts once as received and once with a result.

It counts with its result in the first year at whose close it stands ended, and as carried over at the
close of every year before. One that a review decision or a judgment reopens after that does not count
anew, or counts as a new one from the day of reopening (practice: the form does not say).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gongkai.counting.place import Place, Reason, because, day_passed
from gongkai.forms.counts import applicant_column, result_row, state_row
from gongkai.forms.form import Address, Form
from gongkai.law.grounds import grounds
from gongkai.law.outcomes import outcomes


class Reopened(StrEnum):
    """How a request counts that was reopened after it had counted with a result."""

    NOT_AGAIN = "not_again"
    AS_RECEIVED = "as_received"


@dataclass(frozen=True, slots=True)
class Practice:
    """What no instrument states about counting, as an organ has it.

    rows  outcome -> row id, for what the edition counts by practice alone
    """

    reopened: Reopened = Reopened.NOT_AGAIN
    rows: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Span:
    """From receipt (or reopening) to the end, with what it ended in; `received_on` None: not confirmed."""

    received_on: date | None
    ended_on: date | None = None
    outcome: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One request: who asks (a column of the form), and its spans, one more for each reopening."""

    id: str
    applicant: str
    spans: tuple[Span, ...]


def as_at(spans: Iterable[Span], close: date) -> Iterator[Span]:
    """Yield the spans as they stood at the close of a day: what happened later has not happened.

    What ended in an outcome that leaves the request open has not ended; it keeps that outcome.
    """
    for span in spans:
        if span.received_on is not None and span.received_on > close:
            return
        if span.ended_on is None:
            yield span
        elif span.ended_on > close:
            yield Span(span.received_on)
        elif (known := outcomes().get(span.outcome)) is not None and not known.ends:
            yield Span(span.received_on, None, span.outcome)
        else:
            yield span


def rounds(spans: Iterable[Span]) -> list[Span]:
    """Return what counts for itself: a span reopened before the year closed goes on in the next.

    Where a span begins in a later year than the one before ended, that one had counted by then.
    """
    found: list[Span] = []
    for span in spans:
        if span.received_on is None:
            continue
        last = found[-1] if found else None
        if last is None or (last.ended_on and last.ended_on.year < span.received_on.year):
            found.append(span)
        else:
            found[-1] = Span(last.received_on, span.ended_on, span.outcome, span.ground)
    return found


class Rows:
    """Where requests count in one year's report, by its edition and an organ's practice."""

    def __init__(self, form: Form, year: int, close: date, practice: Practice) -> None:
        self._form, self._year, self._close, self._practice = form, year, close, practice
        self._received = state_row(form, "received", "this_year")
        self._carried_in = state_row(form, "state", "open_at_year_start")
        self._carried_out = state_row(form, "state", "open_at_year_end")
        self._table = next(
            table.id
            for table in form.tables
            if any("applicant" in column.counts for column in table.columns)
        )
        self._results: dict[tuple[str, str], tuple[str | None, Reason | None]] = {}
        self._columns: dict[str, str] = {}

    def place(self, request: Request) -> Place:
        """Return where a request counts; raises DataError for an unknown kind of applicant."""
        counted = rounds(as_at(request.spans, self._close))
        if not counted:
            return Place((), self._not_received(request.spans[0]))
        if len(counted) == 1 or self._practice.reopened is Reopened.AS_RECEIVED:
            return self._placed(counted[-1], request.applicant)
        before, again = counted[0], counted[1]
        year = before.ended_on.year if before.ended_on else self._year
        said = because(
            "counting.reopened_counted",
            ended=before.ended_on,
            counted=year,
            again=again.received_on,
        )
        return Place((), said)

    def _not_received(self, first: Span) -> Reason:
        if first.received_on is not None:
            return day_passed(first.received_on, self._year, self._close)
        if first.ended_on is not None and first.ended_on <= self._close:
            return because("counting.ended_unconfirmed", on=first.ended_on)
        return because("counting.not_confirmed", close=self._close)

    def _placed(self, span: Span, applicant: str) -> Place:
        received, ended = span.received_on, span.ended_on
        assert received is not None  # `rounds` leaves out what was not received
        if ended is not None and ended.year < self._year:
            return Place((), because("counting.ended_earlier", on=ended, counted=ended.year))
        column = self._column(applicant)
        came = self._received if received.year == self._year else self._carried_in
        row, reason = self._carried_on(span) if ended is None else self._result(span)
        rows = (came,) if row is None else (came, row)
        return Place(tuple(Address(self._table, row, column) for row in rows), reason)

    def _column(self, applicant: str) -> str:
        if applicant not in self._columns:
            self._columns[applicant] = applicant_column(self._form, applicant)
        return self._columns[applicant]

    def _carried_on(self, span: Span) -> tuple[str | None, Reason | None]:
        if not span.outcome:
            return self._carried_out, None
        known = outcomes()[span.outcome]
        return self._carried_out, because("counting.ends_nothing", name=known.zh, name_en=known.en)

    def _result(self, span: Span) -> tuple[str | None, Reason | None]:
        key = span.outcome, span.ground
        if key not in self._results:
            self._results[key] = self._row_of(*key)
        return self._results[key]

    def _row_of(self, outcome: str, ground: str) -> tuple[str | None, Reason | None]:
        known = outcomes().get(outcome)
        if known is None:
            return None, because("counting.no_outcome")
        if known.grounds == "required" and ground not in grounds():
            return None, because("counting.no_ground", name=known.zh, name_en=known.en)
        address = result_row(self._form, outcome, ground, overrides=self._practice.rows)
        return (address.row if address is not None else None), None
