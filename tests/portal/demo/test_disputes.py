"""The example's reviews and suits: told through acts to their day, counted as by hand in table four."""

from datetime import date

import pytest

from gongkai.cases.disputes import Result, Stage, Track
from portal.acts import clock
from portal.cases.models import Case, Matter
from portal.demo import disputes, requests, world
from portal.disputes import clocks
from portal.disputes.models import Dispute
from portal.disputes.queries import counts

TODAY = date(2026, 11, 21)
UPHELD, CORRECTED, OTHER, PENDING = Result

BY_HAND = {
    ("shengtai", 2024): {(Track.REVIEW, UPHELD): 1},
    ("fagai", 2025): {(Track.DIRECT, CORRECTED): 1},
    ("fagai", 2026): {(Track.REVIEW, OTHER): 1},
    ("lihe", 2025): {
        (Track.REVIEW, UPHELD): 1,
        (Track.REVIEW, CORRECTED): 1,
        (Track.DIRECT, PENDING): 1,
        (Track.AFTER_REVIEW, PENDING): 1,
    },
    ("lihe", 2026): {
        (Track.REVIEW, PENDING): 1,
        (Track.DIRECT, UPHELD): 1,
        (Track.DIRECT, PENDING): 1,
        (Track.AFTER_REVIEW, UPHELD): 1,
    },
}
"""The cells of table four that are not zero, read off `disputes.toml` with a calendar."""


@pytest.mark.django_db
def test_every_dispute_is_told_to_its_day() -> None:
    county = world.World(TODAY, print)
    world.found(county, only={"lijiang", "lihe", "shengtai", "fagai"})
    requests.tell(county)
    assert disputes.tell(county) == len(disputes.stories()["dispute"])
    assert disputes.tell_matters(county) == len(disputes.stories()["matter"])
    with clock.as_of(world.at(TODAY)):
        for code in ("shengtai", "fagai", "lihe"):
            for year in (2024, 2025, 2026):
                counted = counts(county.organs[code], year)
                found = {(t, r): counted.number(t, r) for t in Track for r in Result}
                expected = BY_HAND.get((code, year), {})
                assert {cell: n for cell, n in found.items() if n} == expected, (code, year)
        suit = Dispute.objects.get(stage=Stage.FIRST_INSTANCE, closed_on=None)
        waits = clocks.next_of(suit)
        assert waits is not None
        assert waits.ours
        assert waits.slug == "answer"
        assert waits.due_on is not None
        assert waits.due_on > TODAY
    assert Dispute.objects.filter(closed_on=None).count() == 2
    anew = Case.objects.filter(events__kind="reopened")
    assert set(anew.values_list("outcome", "stage")) == {
        ("partly_provided", "archived"),
        ("provided", "archived"),
    }
    kinds = {(one.kind, one.result) for one in Matter.objects.all()}
    assert kinds == {
        ("report", "ordered"),
        ("correction", "corrected"),
        ("suggestion", "published"),
        ("suggestion", ""),
    }
