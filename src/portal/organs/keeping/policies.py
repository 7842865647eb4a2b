"""Who keeps an organ's entries: its handlers and its head. Who supervises it reads them."""

from typing import Any

from django.utils.translation import gettext as _

from portal.acts.actor import SYSTEM, Actor
from portal.organs.models import Organ, Role
from portal.organs.queries import roles_at


def may_keep_for(actor: Actor, organ: Organ) -> str | None:
    """A handler or the head of the disclosure office keeps what the organ records."""
    if actor == SYSTEM or roles_at(actor, organ) & {Role.HANDLER, Role.HEAD}:
        return None
    return _("只有%(organ)s的经办人员或工作机构负责人可以登记。") % {"organ": organ.name}


def may_keep(actor: Actor, entry: Any) -> str | None:
    """The same, of an entry; the acts that make one ask for their organ."""
    return None if entry is None else may_keep_for(actor, entry.organ)
