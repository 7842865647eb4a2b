"""What may follow what: any sequence of events is either a history or one sentence, never a crash."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import most

from gongkai.calendar import workdays
from gongkai.cases import clock, history
from gongkai.cases.events import ASKED, DETAILS, REQUIRED, Channel, Event, Kind
from gongkai.cases.history import History
from gongkai.cases.transitions import ENDED, TABLE, State, allowed
from gongkai.errors import CalendarUnknown, GongkaiError, InputError, NotAllowed
from gongkai.law.limits import limit

ARRIVED = date(2024, 7, 1)


def _event(kind: Kind, on: date, number: int) -> Event:
    """An event with the details its kind allows, derived from `number`."""
    later = on + timedelta(days=number)
    details: dict[str, Any] = {}
    for name in DETAILS.get(kind, ()):
        if name == REQUIRED.get(kind) or number % 2:
            details[name] = number if name == "days" else later
    return Event(kind, on, **details)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Channel, list[Event]]:
    """A channel and up to twelve events, usually in order, from the first arrival on."""
    channel = draw(st.sampled_from(Channel))
    on, events = ARRIVED, [Event(Kind.ARRIVED, ARRIVED)]
    if draw(st.booleans()):
        events.append(Event(Kind.CONFIRMED, ARRIVED))
    for _ in range(draw(st.integers(0, 10))):
        on += timedelta(days=draw(st.integers(-1, 12)))
        events.append(_event(draw(st.sampled_from(Kind)), on, draw(st.integers(0, 25))))
    return channel, events


def _told(story: History, today: date | None = None) -> clock.ClockReading:
    """Read a history and hold the reading against what is always true."""
    reading = story.reading(today=today)
    standing = story.standing
    assert reading.status in clock.STATUSES
    assert reading.received_on == standing.received_on
    assert all("{" not in each.text + each.sentence("en") for each in reading.reasons)
    if reading.due_on is not None:
        assert reading.received_on is not None
        opened = standing.runs_from
        assert opened is not None
        if standing.ordered_until is None:
            assert workdays.count(opened, reading.due_on) >= 20
        assert (
            standing.ordered_until or standing.delayed_until or workdays.is_workday(reading.due_on)
        )
    return reading


@settings(max_examples=most(400))
@given(stories())
def test_every_sequence_is_a_history_or_one_sentence(story: tuple[Channel, list[Event]]) -> None:
    channel, events = story
    found = History(channel, (), history.build(channel, []).standing)
    for event in events:
        may = allowed(found.standing.state)
        try:
            found = found.then(event)
        except NotAllowed as error:
            for lang in ("zh", "en"):
                sentence = error.sentence(lang)
                assert "{" not in sentence and "\n" not in sentence
            assert "第" in error.sentence() or "时间先后" in error.sentence()
            continue  # a refused event changes nothing
        assert event.kind in may
        _told(found)
    _told(found, found.standing.last_on)


@settings(max_examples=most(200))
@given(stories())
def test_building_at_once_and_one_by_one_is_the_same(story: tuple[Channel, list[Event]]) -> None:
    channel, events = story
    try:
        at_once = history.build(channel, events)
    except GongkaiError as error:
        at_once = error.code
    try:
        one_by_one = history.build(channel, events[:1])
        for event in events[1:]:
            one_by_one = one_by_one.then(event)
    except GongkaiError as error:
        one_by_one = error.code
    assert at_once == one_by_one


def test_after_the_end_only_a_review_or_a_court_opens_a_request_again() -> None:
    assert {State.REPLIED, State.WITHDRAWN} == ENDED
    assert allowed(State.REPLIED) == (Kind.REOPENED,)
    assert allowed(State.WITHDRAWN) == ()


def test_a_judgment_sets_the_last_day_of_the_new_answer() -> None:
    story = history.build(
        Channel.IN_PERSON,
        [
            Event(Kind.ARRIVED, date(2024, 3, 4)),
            Event(Kind.REPLIED, date(2024, 3, 20)),
            Event(Kind.REOPENED, date(2024, 7, 1), until=date(2024, 7, 12)),
        ],
    )
    assert story.reading().due_on == date(2024, 7, 12)
    assert "责令" in story.reading().reasons[-1].text


def test_without_a_day_set_the_whole_period_runs_again() -> None:
    story = history.build(
        Channel.IN_PERSON,
        [
            Event(Kind.ARRIVED, date(2024, 3, 4)),
            Event(Kind.EXTENDED, date(2024, 3, 20), days=20),
            Event(Kind.REPLIED, date(2024, 4, 1)),
            Event(Kind.REOPENED, date(2024, 7, 1)),
        ],
    )
    assert story.reading().due_on == date(2024, 7, 29)  # 20 working days, none excluded


def test_an_answer_belongs_to_whom_it_names() -> None:
    asked = [
        Event(Kind.ARRIVED, date(2024, 3, 4)),
        Event(Kind.THIRD_PARTY_ASKED, date(2024, 3, 5), whom="甲公司"),
        Event(Kind.THIRD_PARTY_ASKED, date(2024, 3, 6), whom="乙公司"),
        Event(Kind.THIRD_PARTY_ANSWERED, date(2024, 3, 8), whom="乙公司"),
    ]
    first, second = history.build(Channel.IN_PERSON, asked).standing.consultations
    assert (first.answered_on, second.answered_on) == (None, date(2024, 3, 8))


def test_the_table_knows_every_state_and_every_kind_has_a_place() -> None:
    assert set(TABLE) == set(State)
    assert {kind for row in TABLE.values() for kind in row} == set(Kind)


def test_every_state_can_be_reached_and_every_waiting_can_end() -> None:
    reached = {state for row in TABLE.values() for state in row.values()}
    assert reached == set(State) - {State.NEW}
    for state in set(State) - ENDED - {State.NEW}:
        assert {Kind.REPLIED, Kind.WITHDRAWN} <= set(allowed(state))


def test_every_refusal_of_the_table_names_a_rule() -> None:
    for state in State:
        for kind in set(Kind) - set(TABLE[state]):
            standing = history.build(Channel.ONLINE, []).standing
            moved = History(Channel.ONLINE, (), _in(standing, state))
            with pytest.raises(NotAllowed) as caught:
                moved.then(_event(kind, ARRIVED, 5))
            assert "第" in caught.value.sentence()


def _in(standing: Any, state: State) -> Any:
    from dataclasses import replace

    return replace(standing, state=state)


def test_the_data_says_what_restarts_and_what_is_excluded() -> None:
    rule = limit("reply")
    assert set(rule.restarts_on) <= set(Kind)
    assert set(rule.excluded_by) == set(ASKED.values())


def test_the_date_of_a_consultation_letter_decides_not_the_asking() -> None:
    asked = Event(Kind.THIRD_PARTY_ASKED, date(2024, 7, 5), received_on=date(2024, 7, 12))
    story = history.build(Channel.IN_PERSON, [Event(Kind.ARRIVED, ARRIVED), asked])
    # 15 working days from 12 July end on 2 August; 8 July to 2 August are 20 days
    assert story.standing.consultations[0].span.until == date(2024, 8, 2)
    assert story.reading().due_on == workdays.add(ARRIVED, 40)


def test_a_late_consultation_in_december_needs_no_calendar_of_next_year() -> None:
    events = [
        Event(Kind.ARRIVED, date(2026, 11, 2)),
        Event(Kind.ORGAN_ASKED, date(2026, 12, 15)),
    ]
    story = history.build(Channel.IN_PERSON, events)
    assert story.reading().due_on == date(2026, 11, 30)


def test_an_answered_consultation_in_december_needs_no_calendar_of_next_year() -> None:
    events = [
        Event(Kind.ARRIVED, date(2026, 11, 9)),
        Event(Kind.ORGAN_ASKED, date(2026, 12, 4)),
        Event(Kind.ORGAN_ANSWERED, date(2026, 12, 8)),
    ]
    story = history.build(Channel.IN_PERSON, events)
    # 20 working days end on 7 December; 7 and 8 December are excluded
    assert story.reading().due_on == date(2026, 12, 9)


def test_the_clock_cannot_be_read_before_its_last_event() -> None:
    story = history.build(Channel.IN_PERSON, [Event(Kind.ARRIVED, ARRIVED)])
    with pytest.raises(InputError):
        story.reading(today=ARRIVED - timedelta(days=1))


@pytest.mark.parametrize(
    ("kind", "details", "code"),
    [
        (Kind.EXTENDED, {}, "cases.missing_detail"),
        (Kind.DELAYED, {}, "cases.missing_detail"),
        (Kind.ARRIVED, {"days": 3}, "cases.needless_detail"),
        (Kind.CORRECTED, {"until": ARRIVED}, "cases.needless_detail"),
        (Kind.DELAYED, {"until": date(2024, 6, 30)}, "cases.detail_before_event"),
        (Kind.ORGAN_ASKED, {"received_on": date(2024, 6, 30)}, "cases.detail_before_event"),
    ],
)
def test_an_event_carries_what_it_needs_and_nothing_else(
    kind: Kind, details: dict[str, Any], code: str
) -> None:
    with pytest.raises(InputError) as caught:
        Event(kind, ARRIVED, **details)
    assert caught.value.code == code


def test_every_kind_and_status_has_a_name_in_both_languages() -> None:
    from gongkai.errors import say

    for kind in Kind:
        assert kind.label and kind.named("en") != kind.label
    for status in clock.STATUSES:
        assert say(f"cases.status_{status}") != say(f"cases.status_{status}", "en")


def test_a_period_that_runs_into_a_year_without_a_calendar_has_not_passed_before_that_year() -> (
    None
):
    year = max(int(one.stem) for one in (Path(workdays.__file__).parent / "years").glob("*.toml"))
    arrived = Event(Kind.ARRIVED, date(year, 12, 15))
    for event in (
        Event(Kind.EXTENDED, date(year, 12, 31), days=10),
        Event(Kind.FEE_NOTIFIED, date(year, 12, 31)),
    ):
        assert history.build(Channel.IN_PERSON, [arrived, event]).events[-1] is event
        with pytest.raises(CalendarUnknown):
            history.build(Channel.IN_PERSON, [arrived, replace(event, on=date(year + 1, 1, 4))])
    later = Event(Kind.DELAYED, date(year, 12, 31), until=date(year + 1, 2, 1))
    with pytest.raises(CalendarUnknown):  # whether the day set is later cannot be known
        history.build(Channel.IN_PERSON, [arrived, later])
