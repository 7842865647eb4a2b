"""What may follow what in the life of a document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publishing.lifecycle import (
    Event,
    Happened,
    State,
    allowed,
    follow,
    may_pass,
    standing_of,
    waiting,
)

STEPS = ("reviewer", "secrecy", "signer")


def after(*events: tuple[Event, int | None]) -> object:
    return standing_of((Happened(e, by) for e, by in events), steps=len(STEPS))


def test_a_document_is_signed_by_its_last_step() -> None:
    events = [(Event.DRAFTED, 1), (Event.SUBMITTED, 1), (Event.PASSED, 2), (Event.PASSED, 3)]
    now = after(*events)
    assert (now.state, waiting(now, STEPS)) == (State.REVIEW, "signer")
    now = after(*events, (Event.PASSED, 4))
    assert (now.state, now.passed, waiting(now, STEPS)) == (State.SIGNED, (2, 3, 4), None)


def test_nobody_passes_two_steps_nor_what_he_drafted() -> None:
    now = after((Event.DRAFTED, 1), (Event.SUBMITTED, 1), (Event.PASSED, 2))
    assert not may_pass(now, 1)
    assert not may_pass(now, 2)
    assert not may_pass(now, 2, alone=True)
    assert may_pass(now, 1, alone=True)
    assert may_pass(now, 3)


def test_who_edits_becomes_the_drafter() -> None:
    now = after((Event.DRAFTED, 1), (Event.EDITED, 2), (Event.SUBMITTED, 1))
    assert may_pass(now, 1)
    assert not may_pass(now, 2)


def test_a_returned_document_is_reviewed_from_the_beginning() -> None:
    now = after(
        (Event.DRAFTED, 1), (Event.SUBMITTED, 1), (Event.PASSED, 2), (Event.RETURNED, 3),
        (Event.SUBMITTED, 1),
    )  # fmt: skip
    assert (now.step, now.passed) == (0, ())
    assert may_pass(now, 2)


def test_a_public_document_stays_public_while_it_is_corrected() -> None:
    passed = [(Event.PASSED, 2), (Event.PASSED, 3), (Event.PASSED, 4)]
    public = [(Event.DRAFTED, 1), (Event.SUBMITTED, 1), *passed, (Event.PUBLISHED, None)]
    now = after(*public, (Event.REVISED, 1))
    assert (now.state, now.public) == (State.DRAFT, True)
    assert not allowed(now, Event.DISCARDED)
    assert allowed(now, Event.WITHDRAWN)
    now = after(*public, (Event.REVISED, 1), (Event.WITHDRAWN, 5))
    assert (now.state, now.public) == (State.WITHDRAWN, False)


@given(st.lists(st.tuples(st.sampled_from(list(Event)), st.integers(1, 4)), max_size=25))
def test_nothing_becomes_public_unsigned(tries: list[tuple[Event, int]]) -> None:
    now = follow(None, Happened(Event.DRAFTED, 1), steps=len(STEPS))
    passes = 0
    for event, by in tries:
        try:
            now = follow(now, Happened(event, by), steps=len(STEPS))
        except ValueError:
            continue
        passes = passes + 1 if event is Event.PASSED else passes
        if event in (Event.SUBMITTED, Event.RETURNED, Event.REVISED):
            passes = 0
        if event is Event.PUBLISHED:
            assert passes == len(STEPS)


def test_a_document_begins_with_a_draft() -> None:
    with pytest.raises(ValueError, match="begins"):
        follow(None, Happened(Event.PUBLISHED), steps=1)
