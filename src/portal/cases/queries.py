"""What pages and other apps ask of requests."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from gongkai.cases.clock import ClockReading
from gongkai.cases.events import Channel
from portal.acts import clock, ready
from portal.acts.actor import Actor
from portal.acts.reading import known, once
from portal.cases.lifecycle import Happened, Office, Stands, stands
from portal.cases.models import Case, CaseEvent, Inquiry, Matter, Reminder
from portal.organs.models import ADMINISTRATORS, Organ, Post, Role
from portal.organs.queries import posts_of

P = TypeVar("P", CaseEvent, Inquiry)


def visible(actor: Actor) -> models.QuerySet[Case]:
    """Return the requests somebody may see: those of the organs where he does the organ's work.

    An applicant's data is for the organ that handles the request; nobody above it sees more than
    numbers and dates (see `outlines`).
    """
    found: models.QuerySet[Case] = Case.objects.filter(organ__in=working(actor))
    return found.select_related("organ", "applicant")


def working(actor: Actor) -> set[int]:
    """Return the organs where somebody does the organ's work, rather than supervise or administer."""
    posts = posts_of(actor.user_id) if actor.user_id is not None else []
    return {post.organ_id for post in posts if post.role not in _NOT_WORK}


_NOT_WORK = ADMINISTRATORS | {Role.SUPERVISOR}


def handling(organ: int) -> set[int]:
    """Return who holds a post of handling requests at an organ today."""
    return {user for (user,) in _handling.rows(organ=organ, today=clock.today())}


@ready.query
def _handling() -> models.QuerySet[Any]:
    held = Post.objects.held(ready.day("today")).filter(organ=ready.number("organ"))
    return held.filter(role__in=[Role.HANDLER, Role.HEAD]).values_list("user_id").order_by()


def one_visible(actor: Actor, pk: int) -> Case | None:
    """Return a request that somebody may see, by its number in the database."""
    found = next(iter(_one(pk=pk)), None) if pk < 1 << 63 else None
    return found if found is not None and found.organ_id in working(actor) else None


@ready.query
def _one() -> models.QuerySet[Case]:
    found = Case.objects.filter(pk=ready.number("pk"))
    return found.select_related("organ", "applicant").order_by()


def reminded(cases: Iterable[int]) -> dict[int, date]:
    """Return the day on which requests were last reminded of by hand."""
    sent = Reminder.objects.filter(case__in=list(cases), why="by_hand").values("case")
    return dict(sent.annotate(last=models.Max("due_on")).values_list("case", "last"))


def outlines(actor: Actor) -> models.QuerySet[Case]:
    """Return requests of organs that somebody supervises, without whom and what they are about."""
    if actor.user_id is None:
        return Case.objects.none()
    posts = Post.objects.held(clock.today()).filter(user=actor.user_id, role=Role.SUPERVISOR)
    seen = Q(pk__in=[])
    for path in posts.values_list("organ__path", flat=True):
        seen |= Q(organ__path__startswith=path)
    found: models.QuerySet[Case] = Case.objects.filter(seen)
    return found.select_related("organ").only(
        *("number", "channel", "kind", "state", "stage", "outcome", "waiting", "waiting_until"),
        *("arrived_on", "received_on", "due_on", "ended_on", "organ__name", "organ__short_name"),
        "organ__code",
    )


def asked_of(actor: Actor) -> models.QuerySet[Inquiry]:
    """Return the inquiries that wait for an answer of organs where somebody works."""
    posts = Post.objects.held(clock.today()).filter(user=actor.user_id or 0)
    working = posts.filter(role__in=[Role.HANDLER, Role.HEAD]).values("organ")
    found: models.QuerySet[Inquiry] = Inquiry.objects.filter(organ__in=working)
    return found.select_related("case__organ")


def has_matters(organ: Organ) -> bool:
    """Whether somebody waits for an organ's answer to a suggestion, a correction, a report."""
    return _matters.any(organ=organ.pk)


@ready.query
def _matters() -> models.QuerySet[Matter]:
    found = Matter.objects.filter(organ=ready.number("organ"), answered_on=None)
    return found.only("pk").order_by()


def is_asked(actor: Actor) -> bool:
    """Whether an inquiry waits for the answer of an organ where somebody handles."""
    posts = posts_of(actor.user_id) if actor.user_id else []
    working = {post.organ_id for post in posts if post.role in (Role.HANDLER, Role.HEAD)}
    return any(_inquiries.any(organ=organ) for organ in working)


@ready.query
def _inquiries() -> models.QuerySet[Inquiry]:
    found = Inquiry.objects.filter(organ=ready.number("organ"), answered_on=None)
    return found.only("pk").order_by()


def happened(events: Iterable[CaseEvent]) -> list[Happened]:
    """Return events as the lifecycle knows them, with the day a letter arrived where that came later."""
    events = list(events)
    arrived = {
        one.facts["event"]: one.received_on
        for one in events
        if one.kind == Office.LETTER_ARRIVED and one.struck_id is None
    }
    return [
        Happened(
            one.pk,
            one.what,
            one.on,
            one.user_id,
            arrived.get(one.pk, one.received_on),
            one.days,
            one.until,
            one.whom,
            len(one.facts.get("steps", ())),
            one.struck_id is not None,
        )
        for one in events
    ]


@once(lambda case: case.pk)
def events_of(case: Case) -> list[CaseEvent]:
    """Return a request's events in the order in which they were entered."""
    return _of(case, _events(case=case.pk))


def _of(case: Case, found: list[P]) -> list[P]:
    """Return what was found of a request, each knowing the request itself."""
    for one in found:
        one.case = case
    return found


@ready.query
def _events() -> models.QuerySet[CaseEvent]:
    return CaseEvent.objects.filter(case=ready.number("case")).order_by("pk")


def remember_events(cases: Iterable[Case]) -> None:
    """Read the events of many requests at once, for `events_of` while a page is only read."""
    of = {case.pk: case for case in cases}
    events: dict[int, list[CaseEvent]] = {pk: [] for pk in of}
    for one in CaseEvent.objects.filter(case__in=events).order_by("case", "pk") if events else ():
        events[one.case_id].append(one)
    for pk, case in of.items():
        known(events_of, case, answer=events[pk])


@once(lambda case: case.pk)
def inquiries_of(case: Case) -> list[Inquiry]:
    """Return whom a request's handlers asked, in that order."""
    return _of(case, _asked_about(case=case.pk))


@ready.query
def _asked_about() -> models.QuerySet[Inquiry]:
    return Inquiry.objects.filter(case=ready.number("case")).order_by("pk")


@once(lambda case: case.pk)
def stands_of(case: Case) -> Stands:
    """Return where a request stands by its events."""
    return stands(Channel(case.channel), happened(events_of(case)))


def reading(case: Case, *, today: date | None = None) -> ClockReading:
    """Return what the law's clock shows today, with its reasons."""
    now = stands_of(case)
    day = today or clock.today()
    last = now.law.standing.last_on
    return now.law.reading(today=max(day, last) if last else day)


@once(lambda letter: letter.pk)
def parts_of(letter: Case) -> list[Case]:
    """Return the requests that came in one letter with another, which was the first of them."""
    return _parts(letter=letter.pk)


@ready.query
def _parts() -> models.QuerySet[Case]:
    found = Case.objects.filter(letter=ready.number("letter"))
    return found.only("number", "arrived_on", "outcome").order_by("pk")


def open_cases(organ: Organ) -> models.QuerySet[Case]:
    """Return an organ's requests that have not ended, the most urgent first."""
    found: models.QuerySet[Case] = Case.objects.filter(organ=organ, ended_on=None)
    return found.order_by(models.F("due_on").asc(nulls_first=True), "pk")


def same_applicant(case: Case, since: date) -> models.QuerySet[Case]:
    """Return the other requests of the same applicant at the organ since a day (arts. 35, 42)."""
    found: models.QuerySet[Case] = Case.objects.filter(
        organ=case.organ_id, applicant__same=case.applicant.same, arrived_on__gte=since
    )
    return found.exclude(pk=case.pk) if case.applicant.same else found.none()


def same_content(case: Case) -> models.QuerySet[Case]:
    """Return the other requests at the organ that ask for the same in the same words."""
    found: models.QuerySet[Case] = Case.objects.filter(
        organ=case.organ_id, fingerprint=case.fingerprint
    )
    return found.exclude(pk=case.pk) if case.fingerprint else found.none()
