"""Keeping the tree: paths, states and their dates. Called by acts alone, inside their transaction."""

from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from portal.acts.act import Refused
from portal.organs.models import DATED, Organ, OrganState

_FOLLOWERS: list[Callable[[Organ, str], None]] = []


def follow_moves(follower: Callable[[Organ, str], None]) -> None:
    """Call `follower` with an organ and its path before, in the transaction that moves it."""
    if follower not in _FOLLOWERS:
        _FOLLOWERS.append(follower)


def place(organ: Organ) -> None:
    """Give a new organ its path under its parent; the organ must have its number."""
    above = organ.parent.path if organ.parent else ""
    organ.path = f"{above}{organ.pk}."
    Organ.objects.filter(pk=organ.pk).update(path=organ.path)


def move(organ: Organ) -> None:
    """Bring the paths of an organ and of all below it in line with its parent.

    Raises Refused where the parent lies below the organ itself.
    """
    old, above = organ.path, organ.parent.path if organ.parent else ""
    if above.startswith(old):
        raise Refused(_("不能把机关放到它自己的下级之下。"))
    new = f"{above}{organ.pk}."
    if new != old:
        with transaction.atomic():
            Organ.objects.filter(path__startswith=old).update(
                path=Concat(Value(new), Substr("path", len(old) + 1))
            )
            organ.path = new
            for follower in _FOLLOWERS:
                follower(organ, old)


def begin(organ: Organ, on: date | None, basis: str = "") -> OrganState:
    """Open the first state of an organ."""
    return OrganState.objects.create(
        organ=organ, from_on=on, basis=basis, **{name: getattr(organ, name) for name in DATED}
    )


def change(organ: Organ, on: date, basis: str, **new: object) -> None:
    """End the state of today on a day and begin another with some columns changed.

    Raises Refused for a day before the present state began, or where nothing changes.
    """
    now = organ.states.get(to_on=None)
    if all(getattr(organ, name) == value for name, value in new.items()):
        raise Refused(_("没有变化。"))
    if now.from_on is not None and on <= now.from_on:
        raise Refused(_("日期应晚于上一次变更（%(on)s）。") % {"on": now.from_on})
    if organ.founded_on is not None and on <= organ.founded_on:
        raise Refused(_("日期应晚于设立日期（%(on)s）。") % {"on": organ.founded_on})
    now.to_on = on
    now.save(update_fields=["to_on"])
    for name, value in new.items():
        setattr(organ, name, value)
    if "parent_id" in new:
        organ.parent = Organ.objects.filter(pk=organ.parent_id or 0).first()
    organ.save()
    begin(organ, on, basis)


def close(organ: Organ, on: date) -> None:
    """End an organ on a day.

    Raises Refused while other organs stand below it or people hold posts beyond that day.
    """
    below = Organ.objects.existing(on).filter(Q(parent=organ) | Q(reports_to=organ))
    if below.exists():
        names = _("、").join(below.values_list("name", flat=True)[:5])
        raise Refused(_("它还有下级机关：%(names)s。请先调整其隶属。") % {"names": names})
    if organ.abolished_on is not None:
        raise Refused(_("它已于%(on)s撤销。") % {"on": organ.abolished_on})
    if organ.founded_on is not None and on <= organ.founded_on:
        raise Refused(_("撤销日期应晚于设立日期。"))
    now = organ.states.get(to_on=None)
    now.to_on = on
    now.save(update_fields=["to_on"])
    organ.abolished_on = on
    organ.save(update_fields=["abolished_on"])
    organ.posts.filter(Q(to_on=None) | Q(to_on__gt=on)).update(to_on=on)
