"""Who keeps an organ's registers: its handlers and its head. Who supervises it reads them."""

from typing import Any

from django.utils.translation import gettext as _

from portal.acts.actor import SYSTEM, Actor
from portal.organs.models import Organ, Role
from portal.organs.queries import roles_at


def may_keep_for(actor: Actor, organ: Organ) -> str | None:
    """A handler or the head of the disclosure office keeps the organ's registers."""
    if actor == SYSTEM or roles_at(actor, organ) & {Role.HANDLER, Role.HEAD}:
        return None
    return _("只有%(organ)s的经办人员或工作机构负责人可以登记。") % {"organ": organ.name}


def may_keep(actor: Actor, entry: Any) -> str | None:
    """The same, of an entry; the acts that make one ask for their organ."""
    return None if entry is None else may_keep_for(actor, entry.organ)


def may_set_rules_for(actor: Actor, organ: Organ) -> str | None:
    """The head of the disclosure office, or the supervising office, says how registers are kept."""
    if actor == SYSTEM or roles_at(actor, organ) & {Role.HEAD, Role.SUPERVISOR}:
        return None
    return _("只有%(organ)s的工作机构负责人或主管部门可以设定登记规则。") % {"organ": organ.name}


def may_set_rules(actor: Actor, rules: Any) -> str | None:
    """The same, of rules that are already set."""
    return None if rules is None else may_set_rules_for(actor, rules.organ)
