"""Reviews and suits: what may follow what, review first, and the cells of table four."""

from datetime import date

import pytest

from gongkai.cases.disputes import (
    TABLE,
    DisputeEvent,
    Result,
    Stage,
    Step,
    Track,
    build,
    standing_on,
)
from gongkai.errors import DataError, InputError, NotAllowed
from gongkai.forms.form import load
from gongkai.law.grounds import grounds

APPLIED = DisputeEvent(Step.REVIEW_APPLIED, date(2024, 3, 1))
CORRECTED = DisputeEvent(Step.REVIEW_DECIDED, date(2024, 4, 20), Result.CORRECTED)
SUED = DisputeEvent(Step.SUED, date(2024, 5, 6))
JUDGED = DisputeEvent(Step.JUDGED, date(2024, 10, 15), Result.UPHELD)
APPEALED = DisputeEvent(Step.APPEALED, date(2024, 10, 28))
APPEAL_JUDGED = DisputeEvent(Step.APPEAL_JUDGED, date(2025, 2, 20), Result.OTHER)
NEW_YEARS_EVE = date(2024, 12, 31)


def test_a_review_pending_on_the_last_day_counts_as_pending() -> None:
    assert standing_on(build([APPLIED]), NEW_YEARS_EVE) == {Track.REVIEW: Result.PENDING}


def test_a_review_decided_counts_by_its_result() -> None:
    assert standing_on(build([APPLIED, CORRECTED]), NEW_YEARS_EVE) == {
        Track.REVIEW: Result.CORRECTED
    }


def test_a_suit_after_review_counts_in_both_blocks() -> None:
    assert standing_on(build([APPLIED, CORRECTED, SUED, JUDGED]), NEW_YEARS_EVE) == {
        Track.REVIEW: Result.CORRECTED,
        Track.AFTER_REVIEW: Result.UPHELD,
    }


def test_a_direct_suit_has_its_own_block() -> None:
    assert standing_on(build([SUED]), NEW_YEARS_EVE) == {Track.DIRECT: Result.PENDING}


def test_a_judgment_under_appeal_is_pending_until_the_second_instance() -> None:
    suit = build([SUED, JUDGED, APPEALED, APPEAL_JUDGED])
    assert standing_on(suit, date(2024, 10, 20)) == {Track.DIRECT: Result.UPHELD}
    assert standing_on(suit, NEW_YEARS_EVE) == {Track.DIRECT: Result.PENDING}
    assert standing_on(suit, date(2025, 12, 31)) == {Track.DIRECT: Result.OTHER}
    assert standing_on(suit, APPEAL_JUDGED.on) == {Track.DIRECT: Result.OTHER}
    assert suit.stage is Stage.CLOSED


def test_before_anything_happened_nothing_counts() -> None:
    assert standing_on(build([APPLIED]), date(2023, 12, 31)) == {}


@pytest.mark.parametrize("ground", ["14-b", "15", "16-2-file"])
def test_a_refusal_goes_to_review_first_since_2024(ground: str) -> None:
    article = grounds()[ground].article
    with pytest.raises(NotAllowed, match=f"依据条例{article}.*第二十三条"):
        build([SUED], refused_on=[ground])
    assert build([APPLIED, CORRECTED, SUED], refused_on=[ground]).stage is Stage.FIRST_INSTANCE
    last_year = DisputeEvent(Step.SUED, date(2023, 12, 31))
    assert build([last_year], refused_on=[ground]).stage is Stage.FIRST_INSTANCE


def test_a_decision_that_is_no_refusal_may_be_sued_directly() -> None:
    assert build([SUED]).stage is Stage.FIRST_INSTANCE


def test_an_unknown_ground_is_refused() -> None:
    with pytest.raises(DataError):
        build([SUED], refused_on=["36-7"])


@pytest.mark.parametrize(
    "events",
    [
        [CORRECTED],
        [APPLIED, JUDGED],
        [SUED, APPEALED],
        [SUED, APPLIED],
        [APPLIED, CORRECTED, CORRECTED],
        [SUED, JUDGED, APPEALED, APPEAL_JUDGED, APPEALED],
    ],
)
def test_a_step_out_of_place_is_refused(events: list[DisputeEvent]) -> None:
    with pytest.raises(NotAllowed) as caught:
        build(events)
    assert "{" not in caught.value.sentence("zh") + caught.value.sentence("en")


def test_a_step_out_of_time_is_refused() -> None:
    with pytest.raises(NotAllowed, match="时间先后"):
        build([SUED, DisputeEvent(Step.JUDGED, date(2024, 1, 1), Result.UPHELD)])


@pytest.mark.parametrize(
    ("step", "result"),
    [
        (Step.REVIEW_DECIDED, None),
        (Step.JUDGED, Result.PENDING),
        (Step.SUED, Result.UPHELD),
        (Step.APPEALED, Result.PENDING),
    ],
)
def test_a_decision_has_a_result_and_nothing_else_has(step: Step, result: Result | None) -> None:
    with pytest.raises(InputError):
        DisputeEvent(step, date(2024, 3, 1), result)


def test_the_table_is_whole() -> None:
    assert set(TABLE) == set(Stage)
    assert {step for row in TABLE.values() for step in row} == set(Step)
    assert {stage for row in TABLE.values() for stage in row.values()} == set(Stage) - {Stage.NEW}


def test_every_block_and_result_is_a_column_of_the_form() -> None:
    columns = {address.column for address in load("2021").addresses if address.table == "disputes"}
    assert columns >= {f"{track}.{result}" for track in Track for result in Result}


def test_a_review_that_a_suit_overtook_may_end_later_once_and_the_suit_stands_as_it_stood() -> None:
    begun = [
        DisputeEvent(Step.REVIEW_APPLIED, date(2024, 5, 20)),
        DisputeEvent(Step.SUED, date(2024, 9, 10)),
    ]
    end = DisputeEvent(Step.REVIEW_DECIDED, date(2025, 2, 20), Result.OTHER)
    assert build(begun).overtaken
    ended = build([*begun, end])
    assert (ended.stage, ended.overtaken) == (Stage.FIRST_INSTANCE, False)
    assert standing_on(ended, date(2025, 12, 31)) == {
        Track.REVIEW: Result.OTHER,
        Track.AFTER_REVIEW: Result.PENDING,
    }
    with pytest.raises(NotAllowed):
        build([*begun, end, end])
    with pytest.raises(NotAllowed):
        build([DisputeEvent(Step.SUED, date(2024, 9, 10)), end])
