"""Who keeps an organ's duties, its guide and its catalogue, and who may look at them."""

from django.utils.translation import gettext as _

from portal.acts.actor import SYSTEM, Actor
from portal.duties.models import Assignment, DisclosureOffice, NotApplicable
from portal.organs.models import Organ, Role
from portal.organs.policies import may_describe_organ, may_shape_organs
from portal.organs.queries import roles_at
from portal.publishing.models import Column


def may_keep(actor: Actor, organ: Organ) -> str | None:
    """The organ's handlers and the head of its disclosure office keep its list of duties."""
    if actor == SYSTEM or roles_at(actor, organ) & {Role.HANDLER, Role.HEAD}:
        return None
    return _("只有%(organ)s的经办人员或政府信息公开工作机构负责人可以办理。") % {
        "organ": organ.name
    }


def may_judge(actor: Actor, one: NotApplicable | None) -> str | None:
    """Whoever keeps the duties says what does not apply."""
    return may_keep(actor, one.organ) if one is not None else None


def may_assign(actor: Actor, one: Assignment | None) -> str | None:
    """Whoever keeps the duties says which document fulfils which."""
    return may_keep(actor, one.document.organ) if one is not None else None


def may_describe(actor: Actor, office: DisclosureOffice | None) -> str | None:
    """The head of the disclosure office, or the system administrator, keeps the guide."""
    return may_describe_organ(actor, office.organ) if office is not None else None


def may_install(actor: Actor, column: Column | None) -> str | None:
    """The system administrator sets up the columns that every organ has."""
    return may_shape_organs(actor, None)
