"""What pages and other apps ask of documents."""

from datetime import date

from django.db import models
from django.db.models import Q

from portal.acts import clock
from portal.acts.actor import Actor
from portal.organs.models import Organ, Post, Role
from portal.publishing.lifecycle import Event, Happened, Standing, State, standing_of
from portal.publishing.models import Attribute, Column, Document, ReviewChain

DEFAULT_STEPS = (Role.REVIEWER, Role.SECRECY, Role.SIGNER)
"""复审、保密审查、签发 after the drafter's own first check (practice; no instrument fixes the steps)."""


def standing(document: Document) -> Standing:
    """Return where a document stands by its events."""
    events = document.events.order_by("pk").values_list("kind", "user_id")
    now = standing_of((Happened(Event(kind), by) for kind, by in events), steps=len(document.steps))
    assert now is not None, "a document has at least its first event"
    return now


def chain_for(organ: Organ, genre: str) -> tuple[list[str], bool]:
    """Return the review steps for a kind of document at an organ: the most particular chain."""
    chains = ReviewChain.objects.filter(Q(organ=organ) | Q(organ=None)).filter(
        Q(genre=genre) | Q(genre="")
    )
    best = max(chains, key=lambda c: (c.organ_id is not None, c.genre != ""), default=None)
    return (list(best.steps), best.alone) if best else ([str(r) for r in DEFAULT_STEPS], False)


def columns_for(organ: Organ) -> list[Column]:
    """Return the columns of an organ's platform: shared ones for its level, and its own."""
    found = Column.objects.filter(Q(organ=None) | Q(organ=organ)).order_by("order", "code")
    return [c for c in found if not c.levels or organ.level in c.levels or c.organ_id]


def visible(actor: Actor) -> models.QuerySet[Document]:
    """Return the documents somebody may see on the desk: of organs where he works or supervises."""
    if actor.user_id is None:
        return Document.objects.none()
    posts = Post.objects.held(clock.today()).filter(user=actor.user_id)
    seen = Q(
        organ__in=posts.exclude(role__in=[Role.SYSTEM, Role.SECURITY, Role.AUDIT]).values("organ")
    )
    for path in posts.filter(role=Role.SUPERVISOR).values_list("organ__path", flat=True):
        seen |= Q(organ__path__startswith=path)
    return Document.objects.filter(seen).select_related("organ", "column", "working")


def public() -> models.QuerySet[Document]:
    """Return what the public site shows."""
    return Document.objects.filter(is_public=True, attribute=Attribute.OPEN).select_related(
        "organ", "column", "shown"
    )


def due(now: object) -> models.QuerySet[Document]:
    """Return the documents whose hour of publication has come."""
    return Document.objects.filter(state=State.SCHEDULED, publish_at__lte=now)


def waiting_for(actor: Actor, organ: Organ, roles: frozenset[Role]) -> list[Document]:
    """Return the documents whose next review step belongs to one of the roles at the organ."""
    found = visible(actor).filter(organ=organ, state=State.REVIEW).order_by("pk")
    return [d for d in found if Role(d.steps[d.step]) in roles]


def validity(document: Document, on: date) -> str:
    """Return in words whether a document is in force on a day, by its own dates."""
    shown = document.shown or document.working
    if shown is None:
        return ""
    if shown.expires_on and on > shown.expires_on:
        return "失效"
    if shown.effective_on and on < shown.effective_on:
        return "尚未施行"
    return "有效"


def counts_by_column(organ: Organ) -> dict[int, int]:
    """Return how many documents of an organ each column shows."""
    rows = public().filter(organ=organ).order_by().values_list("column")
    return dict(rows.annotate(count=models.Count("pk")))
