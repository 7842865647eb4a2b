"""Who says how an organ's registers are kept; who keeps them see `organs.keeping.policies`."""

from typing import Any

from django.utils.translation import gettext as _

from portal.acts.actor import SYSTEM, Actor
from portal.organs.models import Organ, Role
from portal.organs.queries import roles_at


def may_set_rules_for(actor: Actor, organ: Organ) -> str | None:
    """The head of the disclosure office, or the supervising office, says how registers are kept."""
    if actor == SYSTEM or roles_at(actor, organ) & {Role.HEAD, Role.SUPERVISOR}:
        return None
    return _("只有%(organ)s的工作机构负责人或主管部门可以设定登记规则。") % {"organ": organ.name}


def may_set_rules(actor: Actor, rules: Any) -> str | None:
    """The same, of rules that are already set."""
    return None if rules is None else may_set_rules_for(actor, rules.organ)
