"""Table four of a year against a count made by hand, with the disputes behind each figure."""

from datetime import date
from typing import Any

import pytest

from gongkai.cases.disputes import Result, Step, Track
from portal.disputes import queries
from portal.disputes.acts.keeping import StrikeDisputeEntry
from portal.disputes.acts.steps import Appeal, Decide, Sue
from portal.disputes.models import Dispute
from tests.portal.disputes.conftest import COURT, Office, again

pytestmark = pytest.mark.django_db

DIRECT = {"step": Step.SUED, "body": COURT}


def decide(office: Office, dispute: Dispute, way: str, on: date, **facts: Any) -> None:
    told = {"received_on": on, "number": f"文号{dispute.pk}-{on}"}
    Decide(by=office.head, target=again(dispute), on=on, way=way, **(told | facts)).execute()


def cells(office: Office, year: int) -> dict[tuple[str, str], int]:
    """Return the cells that are not 0."""
    counted = queries.counts(office.county.town, year)
    return {
        (track.value, result.value): counted.number(track, result)
        for track in Track
        for result in Result
        if counted.number(track, result)
    }


def test_three_years_counted_by_hand(office: Office) -> None:
    """The table at the end of each year, as a clerk fills it in with a pencil.

    1  review applied May 2023, upheld August 2023
    2  review applied November 2023, corrected February 2024
    3  review applied March 2024, upheld June; sued July 2024, dismissed March 2025
    4  direct suit April 2024, unlawful September; appealed October 2024, affirmed January 2025
    5  direct suit June 2024, withdrawn August 2024
    6  review applied December 2024, nothing yet
    7  review applied January 2024, no decision in time, sued May 2024: nothing yet
    8  review entered by mistake as corrected in 2024; struck, upheld in 2024
    """
    one = office.dispute(None, on=date(2023, 5, 8))
    decide(office, one, "maintained", date(2023, 8, 7))
    two = office.dispute(None, on=date(2023, 11, 20))
    decide(office, two, "revoked", date(2024, 2, 5))
    three = office.dispute(None, on=date(2024, 3, 4))
    decide(office, three, "claims_dismissed", date(2024, 6, 3))
    Sue(by=office.handler, target=again(three), on=date(2024, 7, 1), body=COURT).execute()
    decide(office, three, "claims_dismissed", date(2025, 3, 10))
    four = office.dispute(None, on=date(2024, 4, 8), **DIRECT)
    decide(office, four, "unlawful", date(2024, 9, 2))
    Appeal(by=office.handler, target=again(four), on=date(2024, 10, 8), body=COURT).execute()
    decide(office, four, "affirmed", date(2025, 1, 20))
    five = office.dispute(None, on=date(2024, 6, 3), **DIRECT)
    decide(office, five, "withdrawn", date(2024, 8, 5))
    office.dispute(None, on=date(2024, 12, 2))
    seven = office.dispute(None, on=date(2024, 1, 8))
    Sue(by=office.handler, target=seven, on=date(2024, 5, 6), body=COURT).execute()
    eight = office.dispute(None, on=date(2024, 2, 1))
    decide(office, eight, "revoked", date(2024, 4, 1))
    wrong = eight.events.get(kind=Step.REVIEW_DECIDED)
    StrikeDisputeEntry(
        by=office.head, target=again(eight), event=wrong.pk, why="结果登错"
    ).execute()
    decide(office, eight, "maintained", date(2024, 4, 1))

    assert cells(office, 2022) == {}
    assert cells(office, 2023) == {("review", "upheld"): 1, ("review", "pending"): 1}
    assert cells(office, 2024) == {
        ("review", "upheld"): 2,  # 3, 8
        ("review", "corrected"): 1,  # 2
        ("review", "pending"): 2,  # 6, 7
        ("direct", "other"): 1,  # 5
        ("direct", "pending"): 1,  # 4, under appeal
        ("after_review", "pending"): 2,  # 3, 7
    }
    assert cells(office, 2025) == {
        ("review", "pending"): 2,  # 6, 7
        ("direct", "corrected"): 1,  # 4
        ("after_review", "upheld"): 1,  # 3
        ("after_review", "pending"): 1,  # 7
    }
    counted = queries.counts(office.county.town, 2024)
    assert counted.cells[Track.REVIEW][Result.UPHELD] == (three.pk, eight.pk)
    assert counted.number(Track.REVIEW) == 5
    assert sum(counted.number(track) for track in Track) == 9


def test_another_organ_is_not_counted_and_a_result_may_be_entered_otherwise_with_a_reason(
    office: Office,
) -> None:
    one = office.dispute(None, on=date(2024, 5, 8))
    with pytest.raises(Exception, match="写明理由"):
        decide(office, one, "settled", date(2024, 8, 7), result=Result.CORRECTED)
    decide(
        office,
        one,
        "settled",
        date(2024, 8, 7),
        result=Result.CORRECTED,
        why="调解书确认原答复错误",
    )
    assert cells(office, 2024) == {("review", "corrected"): 1}
    assert sum(queries.counts(office.county.bureau, 2024).number(t) for t in Track) == 0
