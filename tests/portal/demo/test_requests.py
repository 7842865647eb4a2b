"""The example's requests: every outcome and every way in, told through acts, some of them late."""

from datetime import date

import pytest

from gongkai.cases.events import Channel
from gongkai.law.outcomes import outcomes
from portal.cases.lifecycle import Stage
from portal.cases.models import Case
from portal.demo import requests, world

TODAY = date(2026, 11, 21)


def told_outcomes() -> set[str]:
    """Return the outcomes that the file tells of."""
    found = {"withdrawn"}
    for story in requests.stories():
        for step in story["steps"]:
            found |= {part["outcome"] for part in step.get("parts", ())}
    return found


def test_the_file_tells_of_every_outcome_ground_and_channel() -> None:
    assert told_outcomes() == {one.id for one in outcomes().values() if one.ends}
    assert {story["channel"] for story in requests.stories()} == {c.value for c in Channel}
    assert any(story.get("oral") for story in requests.stories())


@pytest.mark.django_db
def test_every_request_is_told_to_its_day() -> None:
    county = world.World(TODAY, print)
    world.found(county, only={"lijiang", "lihe", "shengtai", "fagai"})
    count = requests.tell(county)
    assert count == len(requests.stories())
    ended = Case.objects.exclude(ended_on=None)
    assert set(ended.values_list("outcome", flat=True)) == told_outcomes()
    assert Case.objects.filter(ended_on=None, due_on__lt=TODAY).exists()  # one is overdue
    assert {"confirmation", "applicant"} <= set(
        Case.objects.filter(ended_on=None).values_list("waiting", flat=True)
    )
    assert Case.objects.filter(stage=Stage.REVIEW).exists()
    late = [c for c in ended.exclude(due_on=None) if c.ended_on > c.due_on]
    assert late, "one was answered late"
