"""Who sees the wall, sets its days and reminds."""

from django.utils.translation import gettext as _

from portal.acts.actor import SYSTEM, Actor
from portal.organs.models import Organ, Role
from portal.organs.queries import holds_above
from portal.oversight.models import Timetable


def may_supervise(actor: Actor, organ: Organ | None) -> str | None:
    """A supervising office at or above the organ (art. 3)."""
    if actor == SYSTEM or organ is None or holds_above(actor, organ, {Role.SUPERVISOR}):
        return None
    return _("只有%(organ)s或者其上级的政府信息公开主管部门可以督办。") % {"organ": organ.name}


def may_set_days(actor: Actor, timetable: Timetable | None) -> str | None:
    """The office whose units they are."""
    return may_supervise(actor, timetable.organ if timetable else None)
