"""Random worlds of an organ: what happened, drawn; the rows a database keeps of it.

A world is plain data, so that it can be counted by hand (`by_hand`) as well as by the product.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st

from gongkai.cases.disputes import DECISIONS, TABLE, Result, Stage
from gongkai.cases.events import Channel, Kind
from gongkai.law.grounds import grounds
from gongkai.law.outcomes import outcomes
from portal.cases import projection
from portal.cases.acts.reply import counted_as, ground_of
from portal.cases.lifecycle import Office, stands
from portal.cases.models import Applicant, ApplicantKind, Case, CaseEvent
from portal.cases.queries import happened
from portal.disputes.models import Dispute, DisputeEvent
from portal.organs.models import Organ
from portal.registers.models import Entry, MonthlyCount, NormativeEntry, PowerItem

FIRST = date(2019, 5, 15)  # the Regulation comes into force
REPLIES = [o.id for o in outcomes().values() if o.ends and o.id != "withdrawn"]


@dataclass
class Told:
    """One event as it was entered, in the order of entering."""

    kind: Any
    on: date
    parts: list[dict[str, Any]] = field(default_factory=list)
    result: str = ""
    struck: bool = False


@dataclass
class Asked:
    """One request."""

    channel: Channel
    applicant: str
    events: list[Told]


@dataclass
class World:
    """What happened to one organ around the turn from `year` to the next."""

    year: int
    requests: list[Asked]
    disputes: list[list[Told]]
    documents: list[dict[str, Any]]
    entries: list[tuple[str, date, int, bool]]
    months: list[tuple[str, int, int, int, bool]]
    powers: list[tuple[str, date, date | None, bool]]


def _days(draw: Any, most: int) -> timedelta:
    return timedelta(days=draw(st.integers(0, most)))


def _later(draw: Any, at: date, most: int) -> date:
    """A later day, often the last of a year or the first of the next: there a mistake would hide."""
    how = draw(st.integers(0, 5))
    if how > 1:
        return at + _days(draw, most)
    return max(at, date(at.year + how, *((12, 31), (1, 1))[how]))


@st.composite
def _part(draw: Any) -> dict[str, Any]:
    outcome = draw(st.sampled_from(REPLIES))
    most = {"required": (1, 2), "optional": (0, 2)}.get(outcomes()[outcome].grounds, (0, 0))
    found = st.lists(st.sampled_from(list(grounds())), min_size=most[0], max_size=most[1])
    return {"outcome": outcome, "grounds": draw(found)}


@st.composite
def asked(draw: Any, begin: date) -> Asked:
    """A request: confirmed or not, answered, withdrawn, struck, entered late, reopened."""
    channel = draw(st.sampled_from(list(Channel)))
    at = _later(draw, begin, 800)
    events = [Told(Kind.ARRIVED, at)]
    late: list[Told] = []
    if channel.receipt.received_on == "confirmed" and draw(st.integers(0, 7)):
        if draw(st.integers(0, 5)) == 0:  # of the wrong day first
            events.append(Told(Kind.CONFIRMED, at, struck=True))
        at = _later(draw, at, 40)
        confirmed = Told(Kind.CONFIRMED, at)
        if draw(st.booleans()):
            events.append(confirmed)
        else:
            late.append(confirmed)
    for _ in range(draw(st.integers(0, 3))):
        at = _later(draw, at, 200)
        if draw(st.integers(0, 6)) == 0:
            events += [*late, Told(Kind.WITHDRAWN, at)]
            late = []
            break
        events += [Told(Office.DRAFTED, at), *late]
        late = []
        events += [Told(Office.SUBMITTED, at), Told(Office.PASSED, at)]
        if draw(st.integers(0, 5)) == 0:  # served by mistake, or another day
            wrong = draw(st.lists(_part(), min_size=1, max_size=1))
            events.append(Told(Kind.REPLIED, at, wrong, struck=True))
            at = _later(draw, at, 200)
        events.append(Told(Kind.REPLIED, at, draw(st.lists(_part(), min_size=1, max_size=3))))
        again = draw(st.sampled_from(["no", "ordered", "ordered", "by mistake"]))
        if again == "no":
            break
        at = _later(draw, at, 200)
        if again == "by mistake":
            events.append(Told(Kind.REOPENED, at, struck=True))
            break
        events.append(Told(Kind.REOPENED, at))
    return Asked(channel, draw(st.sampled_from(ApplicantKind.values)), [*events, *late])


@st.composite
def dispute(draw: Any, begin: date) -> list[Told]:
    """A dispute: steps in any order the law's table knows, some of them struck and entered again."""
    at, stage, events = _later(draw, begin, 800), Stage.NEW, []
    for _ in range(draw(st.integers(1, 6))):
        follows = list(TABLE[stage])
        if not follows:
            break
        step = draw(st.sampled_from(follows))
        result = (
            draw(st.sampled_from(["upheld", "corrected", "other"])) if step in DECISIONS else ""
        )
        if draw(st.integers(0, 6)) == 0:
            events.append(Told(step, at, result=result, struck=True))
            at = _later(draw, at, 100)
        events.append(Told(step, at, result=result))
        stage, at = TABLE[stage][step], _later(draw, at, 250)
    return events


def _maybe(draw: Any, day: Callable[[], date]) -> date | None:
    return day() if draw(st.booleans()) else None


@st.composite
def document(draw: Any, begin: date) -> dict[str, Any]:
    """A normative document: in force, repealed, lapsed, past its last day, struck."""
    issued = begin - timedelta(days=300) + _days(draw, 1200)
    ended = _maybe(draw, lambda: issued + _days(draw, 700))
    return {
        "kind": draw(st.sampled_from(["rule", "normative"])),
        "issued_on": issued,
        "effective_on": _maybe(draw, lambda: issued + _days(draw, 60)),
        "expires_on": _maybe(draw, lambda: issued + _days(draw, 900)),
        "disclosed_on": _maybe(draw, lambda: issued + _days(draw, 90)),
        "ended_on": ended,
        "ended_how": draw(st.sampled_from(["repealed", "lapsed"])) if ended else "",
        "struck": draw(st.integers(0, 5)) == 0,
    }


REGISTERS = ("licence", "service", "penalty", "coercion", "fee", "procurement")


@st.composite
def worlds(draw: Any, powers: list[str]) -> World:
    """A world around the turn from one year to the next, in either edition or from one to the other."""
    year = draw(st.integers(2019, 2024))
    begin = max(date(year - 1, 1, 1), FIRST)
    day = st.integers(0, 1000).map(lambda n: date(year - 1, 1, 1) + timedelta(days=n))
    months = st.sampled_from([y * 100 + m for y in range(year - 1, year + 2) for m in (1, 6, 12)])
    number, struck = st.integers(0, 99), st.integers(0, 5).map(lambda n: n == 0)
    register = st.sampled_from(REGISTERS)
    return World(
        year,
        draw(st.lists(asked(begin), max_size=8)),
        draw(st.lists(dispute(begin), max_size=3)),
        draw(st.lists(document(begin), max_size=3)),
        draw(st.lists(st.tuples(register, day, number, struck), max_size=4)),
        draw(
            st.lists(
                st.tuples(register, months, number, number, struck),
                max_size=3,
                unique_by=lambda one: one[:2],
            )
        ),
        draw(
            st.lists(st.tuples(st.sampled_from(powers), day, st.none() | day, struck), max_size=3)
        ),
    )


def write(world: World, organ: Organ) -> None:
    """Write a world into the database: events as entered, columns as the product projects them."""
    now, pk = datetime(2026, 1, 1, tzinfo=UTC), count(1)
    people, cases, events = [], [], []
    for number, one in enumerate(world.requests, 1):
        people.append(Applicant(pk=number, kind=one.applicant, name="某"))
        made = list(_case_events(number, one.events, pk))
        law = stands(one.channel, happened(made))
        case = Case(
            pk=number, organ=organ, applicant_id=number, kind=one.applicant, channel=one.channel,
            number=f"{number}号", subject="文件", arrived_on=one.events[0].on,
        )  # fmt: skip
        for name, value in projection.columns(case, law).items():
            setattr(case, name, value)
        last = [e for e in one.events if e.kind in (Kind.REPLIED, Kind.WITHDRAWN) and not e.struck]
        if case.ended_on and last[-1].kind is Kind.WITHDRAWN:
            case.outcome = "withdrawn"
        elif case.ended_on:
            case.outcome, case.ground = counted_as(last[-1].parts), ground_of(last[-1].parts)
        cases.append(case)
        events += made
    Applicant.objects.bulk_create(people)
    Case.objects.bulk_create(cases)
    CaseEvent.objects.bulk_create(sorted(events, key=lambda e: e.struck_id is not None))
    _write_disputes(world, organ)
    NormativeEntry.objects.bulk_create(
        NormativeEntry(
            organ=organ, title="文件", struck_at=now if one["struck"] else None,
            **{name: value for name, value in one.items() if name != "struck"},
        )
        for one in world.documents
    )  # fmt: skip
    Entry.objects.bulk_create(
        Entry(
            organ=organ, register=register, number=str(n), on=on, month=on.year * 100 + on.month,
            amount=amount * 100, struck_at=now if struck else None,
        )
        for n, (register, on, amount, struck) in enumerate(world.entries)
    )  # fmt: skip
    MonthlyCount.objects.bulk_create(
        MonthlyCount(
            organ=organ, register=register, month=month, count=number, amount=amount * 100,
            struck_at=now if struck else None,
        )
        for register, month, number, amount, struck in world.months
    )  # fmt: skip
    PowerItem.objects.bulk_create(
        PowerItem(
            organ=organ, code=str(n), kind=kind, name="事项", from_on=from_on,
            to_on=max(to_on, from_on) if to_on else None, struck_at=now if struck else None,
        )
        for n, (kind, from_on, to_on, struck) in enumerate(world.powers)
    )  # fmt: skip


def _case_events(case: int, told: list[Told], pk: Iterator[int]) -> Iterator[CaseEvent]:
    for one in told:
        facts: dict[str, Any] = {}
        if one.kind is Office.SUBMITTED:
            facts = {"steps": ["signer"]}
        if one.kind is Kind.REPLIED:
            facts = {
                "letter": 0,
                "outcomes": [part["outcome"] for part in one.parts],
                "grounds": [ground for part in one.parts for ground in part["grounds"]],
            }
        event = CaseEvent(
            pk=next(pk), case_id=case, kind=one.kind, on=one.on, facts=facts, who="某"
        )
        if one.struck:
            by = CaseEvent(pk=next(pk), case_id=case, kind=Office.STRUCK, on=one.on, who="某")
            event.struck = by
            yield by
        yield event


def _write_disputes(world: World, organ: Organ) -> None:
    disputes, events, pk = [], [], count(1)
    for number, told in enumerate(world.disputes, 1):
        disputes.append(
            Dispute(
                pk=number, organ=organ, number=f"{number}号", subject="答复", stage=Stage.IN_REVIEW,
                track="review", result=Result.PENDING,
                opened_on=min(one.on for one in told if not one.struck),
            )
        )  # fmt: skip
        for one in told:
            event = DisputeEvent(
                pk=next(pk),
                dispute_id=number,
                kind=one.kind,
                on=one.on,
                result=one.result,
                who="某",
            )
            if one.struck:
                by = DisputeEvent(
                    pk=next(pk), dispute_id=number, kind="struck", on=one.on, who="某"
                )
                event.struck = by
                events.append(by)
            events.append(event)
    Dispute.objects.bulk_create(disputes)
    DisputeEvent.objects.bulk_create(events)
