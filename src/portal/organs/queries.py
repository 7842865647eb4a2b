"""What pages and other apps ask of organs and posts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from portal.acts import clock, reading, ready
from portal.acts.actor import Actor
from portal.acts.public_version import while_unchanged
from portal.organs.models import DATED, Organ, OrganState, Post, Role, Succession


@reading.once(lambda user_id: user_id)
def posts_of(user_id: int) -> list[Post]:
    """Return the posts somebody holds today, with their organs."""
    return _held(user=user_id, on=clock.today())


@ready.query
def _held() -> QuerySet[Post]:
    held: QuerySet[Post] = Post.objects.held(ready.day("on")).filter(user=ready.number("user"))
    return held.select_related("organ").order_by("organ__path", "role")


def roles_at(actor: Actor, organ: Organ | None) -> frozenset[Role]:
    """Return the roles somebody holds today at an organ itself (not above or below it)."""
    if organ is not None and actor.carries and actor.organ_id == organ.pk:
        return frozenset(Role(role) for role in actor.carries)
    if actor.user_id is None or organ is None:
        return frozenset()
    held = posts_of(actor.user_id)
    return frozenset(Role(post.role) for post in held if post.organ_id == organ.pk)


def all_roles(user_id: int | None) -> frozenset[Role]:
    """Return the roles somebody holds today anywhere."""
    return frozenset(Role(post.role) for post in posts_of(user_id)) if user_id else frozenset()


def holds_above(actor: Actor, organ: Organ, roles: Iterable[Role]) -> bool:
    """Whether somebody holds one of the roles at the organ or at one above it."""
    if actor.user_id is None:
        return False
    asked = frozenset(roles)
    held = (post for post in posts_of(actor.user_id) if post.role in asked)
    return any(organ.path.startswith(post.organ.path) for post in held)


def state_on(organ: Organ, on: date) -> OrganState | None:
    """Return what an organ was on a day, or None where it did not exist."""
    if (organ.founded_on and on < organ.founded_on) or (
        organ.abolished_on and on >= organ.abolished_on
    ):
        return None
    return (
        organ.states.filter(Q(from_on=None) | Q(from_on__lte=on))
        .filter(Q(to_on=None) | Q(to_on__gt=on))
        .first()
    )


def children_on(organ: Organ, on: date, *, reporting: bool = False) -> list[Organ]:
    """Return the organs directly below one on a day, in the administrative or reporting tree.

    An organ without a reporting parent of its own reports to its administrative one.
    """
    below = Q(parent=organ)
    if reporting:
        below = Q(reports_to=organ) | Q(reports_to=None, parent=organ)
    states = _states_on(on).filter(below)
    return list(Organ.objects.existing(on).filter(states__in=states).order_by("order", "code"))


_MANY = 200
"""From so many organs on all are read: naming each of them costs more."""


def parents_on(organs: Iterable[Organ], on: date) -> set[int]:
    """Return which of the organs had another that reported to it on a day."""
    asked = {organ.pk for organ in organs}
    states = _states_on(on).filter(organ__in=Organ.objects.existing(on))
    if len(asked) < _MANY:
        states = states.filter(Q(reports_to__in=asked) | Q(reports_to=None, parent__in=asked))
    reported = states.values_list("reports_to", "parent").distinct()
    return asked & {to or parent for to, parent in reported}


def _states_on(on: date) -> QuerySet[OrganState]:
    return OrganState.objects.filter(Q(from_on=None) | Q(from_on__lte=on)).filter(
        Q(to_on=None) | Q(to_on__gt=on)
    )


def successors(organ: Organ) -> list[Succession]:
    """Return who took over an organ's duties."""
    return list(organ.successions.select_related("after").order_by("on", "pk"))


@while_unchanged
def root() -> Organ | None:
    """Return the organ whose site stands at ``/``: the first without a parent."""
    return Organ.objects.existing(clock.today()).roots().first()


def dated(organ: Organ) -> dict[str, object]:
    """Return the dated columns of an organ as they are today."""
    return {name: getattr(organ, name) for name in DATED}


def predecessors(organ: Organ) -> list[Succession]:
    """Return whose duties an organ took over."""
    found = Succession.objects.filter(after=organ).select_related("before")
    return list(found.order_by("on", "pk"))


@dataclass(frozen=True, slots=True)
class Folded:
    """One organ of the tree as a page folds it.

    below   how many organs stand under it; opens: it begins a folded part, open at first or not
    closes  one thing for each part that ends after it
    """

    organ: Organ
    below: int
    opened: bool
    closes: range


def folded(listed: list[Organ]) -> list[Folded]:
    """Return organs in the order of their paths with where the tree opens and closes.

    The roots stand open; with few organs everything does.
    """
    below: dict[str, int] = {}
    present = {organ.path for organ in listed}
    for organ in listed:
        for above in organ.lineage[:-1]:
            if above in present:
                below[above] = below.get(above, 0) + 1
    ordered = sorted(listed, key=lambda organ: [int(n) for n in organ.path.split(".") if n])
    rows: list[Folded] = []
    open_now: list[str] = []
    for organ, after in zip(ordered, [*ordered[1:], None], strict=True):
        count = below.get(organ.path, 0)
        if count:
            open_now.append(organ.path)
        following = after.path if after else ""
        ends = len([path for path in open_now if not following.startswith(path)])
        open_now = open_now[: len(open_now) - ends]
        shown = len(listed) <= FEW or organ.parent_id is None
        rows.append(Folded(organ, count, shown, range(ends)))
    return rows


FEW = 60
"""Up to so many organs the tree stands open."""
