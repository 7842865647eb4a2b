"""The law's table and the office's together: no state without a way out, no act outside the table."""

from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.effort import most

import portal.cases.acts  # noqa: F401
from gongkai.cases import clock as law_clock
from gongkai.cases.events import Channel, Kind
from gongkai.errors import GongkaiError
from portal.acts.act import ACTS
from portal.cases.acts.base import CaseAct
from portal.cases.lifecycle import FROM, Happened, Office, Stage, Stands, may_happen, stands

MAY_MOVE = frozenset(
    {
        *(Kind.ARRIVED, Kind.CONFIRMED, Kind.CORRECTION_ASKED, Kind.CORRECTED, Kind.EXTENDED),
        *(Kind.THIRD_PARTY_ASKED, Kind.THIRD_PARTY_ANSWERED, Kind.ORGAN_ASKED, Kind.ORGAN_ANSWERED),
        *(Kind.CO_MAKER_ASKED, Kind.CO_MAKER_ANSWERED, Kind.FEE_NOTIFIED, Kind.FEE_PAID),
        *(Kind.DELAYED, Kind.REOPENED),
    }
)
"""The only events by which a due date may change: all of the law, none of the office."""


EVERY: list[Kind | Office] = [*Kind, *Office]


LEADS: dict[Stage, Kind | Office] = {
    Stage.HANDLING: Office.DRAFTED,
    Stage.DRAFT: Office.SUBMITTED,
    Stage.REVIEW: Office.PASSED,
    Stage.SIGNED: Kind.REPLIED,
    Stage.ENDED: Office.CLOSED,
    Stage.CLOSED: Office.ARCHIVED,
    Stage.ARCHIVED: Kind.REOPENED,
}
"""From each stage the event that leads on: to the archive, and from it back."""


class AnyRequest(RuleBasedStateMachine):
    """Whatever an office may enter, in any order, on any day."""

    def __init__(self) -> None:
        super().__init__()
        self.happened: list[Happened] = []
        self.now: Stands | None = None
        self.day = date(2024, 3, 4)
        self.channel = Channel.IN_PERSON

    @initialize(channel=st.sampled_from(Channel))
    def comes_in(self, channel: Channel) -> None:
        """A request always begins with its arrival."""
        self.channel = channel
        self.happened = [Happened(1, Kind.ARRIVED, self.day)]
        self.now = stands(channel, self.happened)

    @rule(
        choice=st.sampled_from(["on", "allowed", "on", "any"]),
        number=st.integers(0, 500),
        later=st.integers(-3, 12),
        days=st.integers(1, 25),
        whom=st.sampled_from(["", "甲", "乙"]),
        by=st.integers(1, 3),
    )
    def enters(self, choice: str, number: int, later: int, days: int, whom: str, by: int) -> None:
        """Enter anything; what is refused changes nothing, what is taken was allowed."""
        assert self.now is not None
        offered = (
            [one for one in EVERY if may_happen(self.now, one)] if choice == "allowed" else EVERY
        )
        kind = LEADS[self.now.stage] if choice == "on" else offered[number % len(offered)]
        day = max(self.day + timedelta(days=later), date(2024, 3, 4))
        detail = {
            Kind.EXTENDED: {"days": days},
            Kind.DELAYED: {"until": day + timedelta(days=60)},
            Kind.REOPENED: {"until": day + timedelta(days=20)},
            Kind.CORRECTION_ASKED: {"until": day + timedelta(days=14)},
        }.get(kind, {"whom": whom} if "asked" in kind or "answered" in kind else {})
        if kind in (Kind.CORRECTION_ASKED, Office.REASONS_ASKED, Office.EXTENSION_ASKED):
            detail = {k: v for k, v in detail.items() if k != "whom"}
        pk = max(each.pk for each in self.happened) + 1  # what was struck keeps its number
        one = Happened(pk, kind, day, by, steps=2, **detail)
        before = self.now
        try:
            after = stands(self.channel, [*self.happened, one])
        except (GongkaiError, ValueError):
            return
        last = before.law.standing.last_on
        if last is None or day >= last:  # one entered late is judged at its own place
            assert may_happen(before, kind)
        if kind not in MAY_MOVE:
            assert due(after) == due(before)
        self.happened.append(one)
        self.now, self.day = after, max(self.day, day)

    @rule(chosen=st.integers(0, 30))
    def strikes(self, chosen: int) -> None:
        """An entry struck is as if it had never been."""
        index = chosen % len(self.happened)
        if index == 0:
            return
        one = self.happened[index]
        rest = [o for o in self.happened if o is not one]
        marked = [
            Happened(
                o.pk, o.kind, o.on, o.by, o.received_on, o.days, o.until, o.whom, o.steps, o is one
            )
            for o in self.happened
        ]
        try:
            without = stands(self.channel, rest)
        except (GongkaiError, ValueError):
            with pytest.raises((GongkaiError, ValueError)):
                stands(self.channel, marked)
            return
        assert stands(self.channel, marked) == without
        self.happened, self.now = rest, without

    @invariant()
    def holds(self) -> None:
        """What is always true of a request."""
        if self.now is None:
            return
        law, stage = self.now.law.standing, self.now.stage
        ended = stage in (Stage.ENDED, Stage.CLOSED, Stage.ARCHIVED)
        assert (law.ended_on is not None) == ended
        assert (law.received_on is None) or law.received_on >= date(2024, 3, 4)
        assert not ended or due(self.now) is None or law.received_on is not None
        assert len(set(self.now.passed)) <= len(self.now.passed) <= self.now.steps
        reading = self.now.law.reading()
        assert all(reason.text for reason in reading.reasons)


def due(now: Stands) -> date | None:
    deadline = law_clock.reply_deadline(now.law.standing)
    return deadline.due_on if deadline else None


AnyRequest.TestCase.settings = settings(
    max_examples=most(120), stateful_step_count=30, deadline=None
)
test_any_request = AnyRequest.TestCase


def test_every_event_has_its_stages_and_every_act_its_event() -> None:
    assert set(FROM) == {*Kind, *Office}
    kinds = {act.kind for act in ACTS.values() if issubclass(act, CaseAct) and "kind" in vars(act)}
    assert kinds <= set(FROM)


@pytest.mark.parametrize("stage", Stage)
def test_no_stage_is_without_a_way_out(stage: Stage) -> None:
    """From every stage the archive can be reached, and from the archive a court can reopen."""
    assert stage in FROM[LEADS[stage]]
