"""Limit + start + excluded time -> the last day: the properties behind the legal cases."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.calendar import workdays
from gongkai.deadlines import Span, due
from gongkai.errors import DataError, InputError
from gongkai.law.limits import limit

STARTS = st.dates(date(2019, 5, 15), date(2025, 6, 30))
SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 30)).map(lambda pair: (pair[0], sum(pair))),
    max_size=4,
)


@given(STARTS)
def test_without_exclusions_it_is_the_twentieth_working_day(start: date) -> None:
    assert due(limit("reply"), start).due_on == workdays.add(start, 20)


@given(STARTS, SPANS, st.integers(0, 20))
def test_exactly_the_days_outside_every_span_are_counted(
    start: date, offsets: list[tuple[int, int]], extra: int
) -> None:
    """The definition itself, counted day by day and not as the code does it."""
    day = timedelta(days=1)
    spans = [Span(start + first * day, start + last * day) for first, last in offsets]
    plain = due(limit("reply"), start, extra=extra).due_on
    found = due(limit("reply"), start, extra=extra, excluded=spans)
    inside = set(workdays.between(start, found.due_on))
    excluded = {one for one in inside if any(one in span for span in spans)}
    assert len(inside - excluded) == 20 + extra
    assert found.excluded == len(excluded)
    assert found.due_on >= plain
    assert workdays.is_workday(found.due_on)


@given(STARTS, st.integers(0, 30), st.integers(0, 30))
def test_the_same_span_twice_counts_once(start: date, first: int, length: int) -> None:
    span = Span(start + timedelta(days=first), start + timedelta(days=first + length))
    once = due(limit("reply"), start, excluded=[span])
    assert due(limit("reply"), start, excluded=[span, span]).due_on == once.due_on


def test_a_span_opened_on_the_last_day_is_left_out_whole() -> None:
    # received 2024-07-01, twentieth working day 07-29; 30 and 31 July are excluded
    span = Span(date(2024, 7, 29), date(2024, 7, 31))
    assert due(limit("reply"), date(2024, 7, 1), excluded=[span]).due_on == date(2024, 7, 31)


def test_a_span_opened_after_the_last_day_changes_nothing() -> None:
    span = Span(date(2024, 7, 30), date(2024, 8, 9))
    assert due(limit("reply"), date(2024, 7, 1), excluded=[span]).due_on == date(2024, 7, 29)


@given(st.dates(date(2019, 1, 1), date(2025, 12, 31)))
def test_a_period_of_days_never_ends_on_a_day_off_and_never_early(start: date) -> None:
    for key, plain in (("review", 60), ("fee_payment", 30), ("suit_after_review", 15)):
        last = start + timedelta(days=plain)
        assert due(limit(key), start).due_on == workdays.next_workday(last)


@given(st.dates(date(2019, 1, 1), date(2026, 3, 31)))
def test_six_months_later_is_the_same_day_or_the_end_of_the_month(start: date) -> None:
    found = due(limit("suit"), start)
    last = found.reasons[1].facts["last"]
    assert isinstance(last, date)
    months = (last.year - start.year) * 12 + last.month - start.month
    assert months == 6
    assert last.day == start.day or (last.day < start.day and (last + timedelta(1)).day == 1)
    assert found.due_on == workdays.next_workday(last)


@given(st.dates(date(2019, 1, 1), date(2030, 12, 31)))
def test_a_yearly_date_needs_no_calendar_and_does_not_move(start: date) -> None:
    found = due(limit("annual_report_department"), start).due_on
    assert (found.month, found.day) == (1, 31)
    assert start < found <= start + timedelta(days=366)


def test_the_reasons_say_what_is_law_and_what_is_practice() -> None:
    reasons = due(limit("review"), date(2024, 2, 5)).reasons
    told = {reason.code: reason.basis for reason in reasons}
    assert told["core.length_day"] == "practice"  # its article was never held against the text
    assert told["core.opening_day"] == "practice"
    assert told["core.moved"] == "practice"
    reply = {reason.code: reason.basis for reason in due(limit("reply"), date(2024, 9, 9)).reasons}
    assert reply["core.length_workday"] == reply["core.made_up"] == "law"
    assert reply["core.opening_day"] == "practice"


def test_every_reason_is_said_in_both_languages() -> None:
    spans = [Span(date(2024, 9, 24), date(2024, 9, 26))]
    for found in (
        due(limit("reply"), date(2024, 9, 9), excluded=spans),
        due(limit("suit"), date(2024, 4, 5)),
        due(limit("annual_report_government"), date(2023, 12, 31)),
    ):
        for reason in found.reasons:
            assert reason.text == reason.sentence("zh")
            assert "{" not in reason.text + reason.sentence("en")


def test_nothing_is_excluded_from_a_period_of_calendar_days() -> None:
    with pytest.raises(InputError):
        due(limit("review"), date(2024, 2, 5), extra=5)


def test_a_limit_the_organ_sets_has_no_sum() -> None:
    with pytest.raises(DataError):
        due(limit("delayed"), date(2024, 2, 5))


def test_the_end_of_the_calendar_is_a_sentence() -> None:
    with pytest.raises(InputError):
        due(limit("suit"), date(9999, 12, 1))
