"""Who sees what an organ keeps."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from portal.acts import clock
from portal.acts.actor import Actor
from portal.organs.keeping.struck import SaidNone
from portal.organs.models import ADMINISTRATORS, Organ, Post, Role

M = TypeVar("M", bound=Model)
N = TypeVar("N", bound=SaidNone)


def organs(actor: Actor) -> QuerySet[Organ]:
    """Return the organs whose entries somebody may read: where he works, or below his supervision."""
    if actor.user_id is None:
        return Organ.objects.none()
    posts = Post.objects.held(clock.today()).filter(user=actor.user_id)
    seen = Q(pk__in=posts.exclude(role__in=list(ADMINISTRATORS)).values("organ"))
    for path in posts.filter(role=Role.SUPERVISOR).values_list("organ__path", flat=True):
        seen |= Q(path__startswith=path)
    return Organ.objects.filter(seen)


def visible(model: type[M], actor: Actor) -> QuerySet[M]:
    """Return the entries of one kind that somebody may read on the desk."""
    return model._default_manager.filter(organ__in=organs(actor)).select_related("organ")


def none_said(model: type[N], organ: Organ, year: int) -> dict[str, N]:
    """Return the newest statement of each thing that a year had none of it, whether it still holds or not."""
    said = model._default_manager.filter(organ=organ, year=year, struck_at=None).order_by("pk")
    return {thing: report for report in said for thing in report.things}
