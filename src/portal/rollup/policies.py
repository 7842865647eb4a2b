"""Who may see what the units of an organ add up to."""

from django.utils.translation import gettext as _

from portal.acts.actor import Actor
from portal.organs.models import ADMINISTRATORS, Organ, Role
from portal.organs.queries import holds_above, roles_at


def may_see(actor: Actor, organ: Organ) -> str | None:
    """Who works at the organ, or a supervising office at or above it."""
    if roles_at(actor, organ) - set(ADMINISTRATORS):
        return None
    if holds_above(actor, organ, {Role.SUPERVISOR}):
        return None
    return _("只有%(organ)s或者其上级主管部门可以查看汇总。") % {"organ": organ.name}
