"""What may follow what: every pair of stage and event, and the stories that are allowed."""

import pytest

from portal.annual.lifecycle import FROM, Event, Stage, follow, may_happen, stands

S, E = Stage, Event

_ALLOWED = {
    None: {E.STARTED},
    S.DRAFTING: {E.SUBMITTED, E.PERMITTED, E.REMINDED},
    S.RETURNED: {E.SUBMITTED, E.PERMITTED, E.REMINDED},
    S.SUBMITTED: {E.RETURNED, E.ACCEPTED, E.REMINDED},
    S.ACCEPTED: {E.RETURNED, E.PUBLISHED, E.REMINDED},
    S.PUBLISHED: {E.CORRECTED},
}


@pytest.mark.parametrize("stage", [None, *Stage])
def test_in_each_stage_only_what_the_table_allows(stage: Stage | None) -> None:
    assert {event for event in Event if may_happen(stage, event)} == _ALLOWED[stage]
    for event in set(Event) - _ALLOWED[stage]:
        with pytest.raises(ValueError, match="may not follow"):
            follow(stage, event)


def test_every_event_has_its_row() -> None:
    assert set(FROM) == set(Event)


@pytest.mark.parametrize(
    ("story", "stage"),
    [
        ([], None),
        ([E.STARTED], S.DRAFTING),
        ([E.STARTED, E.REMINDED, E.SUBMITTED], S.SUBMITTED),
        ([E.STARTED, E.SUBMITTED, E.RETURNED, E.PERMITTED, E.SUBMITTED, E.ACCEPTED], S.ACCEPTED),
        ([E.STARTED, E.SUBMITTED, E.ACCEPTED, E.PUBLISHED], S.PUBLISHED),
        ([E.STARTED, E.SUBMITTED, E.ACCEPTED, E.PUBLISHED, E.CORRECTED], S.DRAFTING),
        ([E.STARTED, E.SUBMITTED, E.ACCEPTED, E.RETURNED, E.REMINDED], S.RETURNED),
    ],
)
def test_a_story_leads_to_its_stage(story: list[Event], stage: Stage | None) -> None:
    assert stands(story) == stage
