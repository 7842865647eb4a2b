"""What pages and other apps ask of disputes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from gongkai.cases.disputes import Result, Track
from gongkai.counting import disputes as counting
from portal.acts import clock
from portal.acts.actor import Actor
from portal.cases.models import Case, Matter
from portal.disputes.lifecycle import Happened, Office, Stands, stands
from portal.disputes.models import Dispute, DisputeEvent
from portal.organs.models import ADMINISTRATORS, Organ, Post, Role
from portal.publishing.models import Document


def _working(actor: Actor) -> models.QuerySet[Post]:
    posts = Post.objects.held(clock.today()).filter(user=actor.user_id or 0)
    working: models.QuerySet[Post] = posts.exclude(role__in=[*ADMINISTRATORS, Role.SUPERVISOR])
    return working


def visible(actor: Actor) -> models.QuerySet[Dispute]:
    """Return the disputes somebody may see: those of the organs where he does the organ's work."""
    found: models.QuerySet[Dispute] = Dispute.objects.filter(
        organ__in=_working(actor).values("organ")
    )
    return found.select_related("organ", "case__applicant", "party", "document")


def _supervised(actor: Actor) -> Q:
    posts = Post.objects.held(clock.today()).filter(user=actor.user_id or 0, role=Role.SUPERVISOR)
    seen = Q(pk__in=[])
    for path in posts.values_list("organ__path", flat=True):
        seen |= Q(organ__path__startswith=path)
    return seen


def outlines(actor: Actor) -> models.QuerySet[Dispute]:
    """Return disputes of organs somebody supervises: numbers, dates, results; not whose and what about."""
    found: models.QuerySet[Dispute] = Dispute.objects.filter(_supervised(actor))
    return found.select_related("organ").only(
        *("number", "stage", "track", "result", "opened_on", "closed_on"),
        *("organ__name", "organ__short_name", "organ__code"),
    )


def of_case(case: Case) -> models.QuerySet[Dispute]:
    """Return the disputes about a request, the newest first."""
    found: models.QuerySet[Dispute] = Dispute.objects.filter(case=case)
    return found.order_by("-opened_on", "-pk")


def still_open(case: Case) -> str | None:
    """Say that a request is disputed: then nothing of it is erased."""
    if of_case(case).filter(closed_on=None).exists():
        return _("还有没有办结的复议、诉讼，不清除。")
    return None


def of_document(document: Document) -> models.QuerySet[Dispute]:
    """Return the disputes about a publication, the newest first."""
    found: models.QuerySet[Dispute] = Dispute.objects.filter(document=document)
    return found.order_by("-opened_on", "-pk")


def open_disputes(organ: Organ) -> models.QuerySet[Dispute]:
    """Return an organ's disputes that are not closed, with what their clocks need."""
    found: models.QuerySet[Dispute] = Dispute.objects.filter(organ=organ, closed_on=None)
    return (
        found.select_related("organ", "case").prefetch_related(EVENTS).order_by("opened_on", "pk")
    )


def open_work(organ: Organ, user_id: int) -> models.QuerySet[Dispute]:
    """Return the open disputes somebody handles: what is handed over with his post."""
    return open_disputes(organ).filter(handler_id=user_id)


def reports(actor: Actor) -> models.QuerySet[Matter]:
    """Return the complaints and reports (投诉、举报) that organs handle where somebody works."""
    found: models.QuerySet[Matter] = Matter.objects.filter(
        kind=Matter.Kind.REPORT, organ__in=_working(actor).values("organ")
    )
    return found.select_related("organ", "against", "case", "applicant").order_by(
        "-received_on", "-pk"
    )


EVENTS = Prefetch("events", DisputeEvent.objects.order_by("pk"))


def happened(events: Iterable[DisputeEvent]) -> list[Happened]:
    """Return events as the lifecycle knows them."""
    return [
        Happened(
            one.pk,
            one.what,
            one.on,
            one.received_on,
            one.until,
            Result(one.result) if one.result else None,
            one.facts,
            one.struck_id is not None,
        )
        for one in events
    ]


def events_of(dispute: Dispute) -> list[Happened]:
    """Return what happened in a dispute, struck entries too."""
    return happened(sorted(dispute.events.all(), key=lambda one: one.pk))


def stands_of(dispute: Dispute) -> Stands:
    """Return where a dispute stands by its events."""
    return stands(happened(dispute.events.order_by("pk")), dispute.grounds)


@dataclass(frozen=True, slots=True)
class Counts:
    """Table four of a year: for each block and result the disputes it counts."""

    year: int
    cells: Mapping[Track, Mapping[Result, tuple[int, ...]]] = field(default_factory=dict)

    def number(self, track: Track, result: Result | None = None) -> int:
        """Return one of the 15 cells; without a result the block's 总计."""
        block = self.cells[track]
        return len(block[result]) if result else sum(len(ids) for ids in block.values())

    @property
    def rows(self) -> list[tuple[Track, list[tuple[Result, tuple[int, ...]]], int]]:
        """The blocks in the order of the form, with their cells and their total."""
        return [(t, list(self.cells[t].items()), self.number(t)) for t in Track]


def counts(organ: Organ, year: int) -> Counts:
    """Return the 15 cells of table four for a year, with the disputes behind each.

    What will be known only later is left out: the year is read as at 31 December, or as it stands
    today.
    """
    last = date(year, 12, 31)
    cells: dict[Track, dict[Result, list[int]]] = {t: {r: [] for r in Result} for t in Track}
    for one in for_counting(organ, last):
        for track, result in counting.blocks(one.law, year, last).items():
            cells[track][result].append(int(one.id.partition(":")[2]))
    return Counts(
        year, {t: {r: tuple(ids) for r, ids in block.items()} for t, block in cells.items()}
    )


def for_counting(organ: Organ, close: date) -> list[counting.Dispute]:
    """Return an organ's disputes begun by the close of a day, as the annual report counts them."""
    begun = Dispute.objects.filter(organ=organ, opened_on__lte=close).prefetch_related(EVENTS)
    return [
        counting.Dispute(f"disputes.dispute:{one.pk}", stands(events_of(one), one.grounds).law)
        for one in begun.order_by("pk")
    ]


def supervises(actor: Actor) -> bool:
    """Whether somebody supervises organs."""
    posts = Post.objects.held(clock.today()).filter(user=actor.user_id or 0, role=Role.SUPERVISOR)
    return posts.exists()


def counts_below(actor: Actor, year: int) -> dict[Organ, Counts]:
    """Return table four of a year for every organ somebody supervises that has disputes in it."""
    last = date(year, 12, 31)
    begun = Dispute.objects.filter(_supervised(actor), opened_on__lte=last)
    begun = begun.select_related("organ").defer("subject")
    found: dict[Organ, Counts] = {}
    for one in begun.prefetch_related(EVENTS).order_by("organ__path", "pk"):
        law = stands(events_of(one), one.grounds).law
        for track, result in counting.blocks(law, year, last).items():
            if one.organ not in found:
                found[one.organ] = Counts(year, {t: dict.fromkeys(Result, ()) for t in Track})
            block = dict(found[one.organ].cells[track])
            block[result] = (*block[result], one.pk)
            cells = {**found[one.organ].cells, track: block}
            found[one.organ] = Counts(year, cells)
    return found


def together(counted: Iterable[Counts], year: int) -> Counts:
    """Return several organs' table four as one."""
    cells: dict[Track, dict[Result, tuple[int, ...]]]
    cells = {t: dict.fromkeys(Result, ()) for t in Track}
    for one in counted:
        for track, block in one.cells.items():
            for result, ids in block.items():
                cells[track][result] += ids
    return Counts(year, cells)


def works_at(actor: Actor, organ: Organ) -> bool:
    """Whether somebody does the organ's own work, rather than supervise it."""
    return _working(actor).filter(organ=organ).exists()


def _sum(events: Iterable[DisputeEvent]) -> Decimal:
    return sum((Decimal(one.facts.get("amount", "0")) for one in events), Decimal(0))


def cost(dispute: Dispute) -> Decimal:
    """Return what a dispute cost, in yuan."""
    return _sum(dispute.events.filter(kind=Office.COST, struck=None))


def costs(organ: Organ, year: int) -> Decimal:
    """Return what an organ's disputes cost in a year, in yuan."""
    return _sum(
        DisputeEvent.objects.filter(
            dispute__organ=organ, kind=Office.COST, struck=None, on__year=year
        )
    )


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """Complaints and reports of a year: received, where they came from, answered, and each result."""

    received: int
    answered: int
    results: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...] = ()


def report_counts(organ: Organ, year: int) -> ReportCounts:
    """Return how many complaints and reports came in a year, and what came of those answered in it."""
    mine = Matter.objects.filter(kind=Matter.Kind.REPORT, organ=organ)
    ended = mine.filter(answered_on__year=year)
    found = ended.values("result").annotate(n=models.Count("pk")).order_by("result")
    named = tuple((str(Matter.Result(one["result"]).label), one["n"]) for one in found)
    came = mine.filter(received_on__year=year)
    by_source = dict(came.values_list("source").annotate(n=models.Count("pk")).order_by("source"))
    sources = tuple(
        (str(one.label), by_source[one.value]) for one in Matter.Source if one.value in by_source
    )
    return ReportCounts(sum(by_source.values()), ended.count(), named, sources)
