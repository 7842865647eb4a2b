"""Who may do what to a dispute: a post at the organ whose decision is in dispute."""

from django.utils.translation import gettext as _

from portal.acts.actor import SYSTEM, Actor
from portal.cases import policies as case_policies
from portal.disputes import queries
from portal.disputes.models import Dispute, DisputeFile
from portal.organs.models import Organ, Role
from portal.organs.queries import roles_at


def may_work_for(actor: Actor, organ: Organ) -> str | None:
    """A handler or the head of the disclosure office handles the organ's disputes."""
    if actor == SYSTEM or roles_at(actor, organ) & {Role.HANDLER, Role.HEAD}:
        return None
    return _("只有%(organ)s的经办人员或工作机构负责人可以办理复议诉讼。") % {"organ": organ.name}


def may_handle(actor: Actor, dispute: Dispute | None) -> str | None:
    """Those who work for the organ of the dispute."""
    if dispute is None:
        return None  # the act that makes one asks `may_work_for`
    return may_work_for(actor, dispute.organ)


def may_head(actor: Actor, dispute: Dispute | None) -> str | None:
    """The head of the disclosure office alone strikes an entry."""
    assert dispute is not None
    if actor == SYSTEM or Role.HEAD in roles_at(actor, dispute.organ):
        return None
    return _("只有工作机构负责人可以作废记录。")


def may_take(actor: Actor, file: DisputeFile | None) -> str | None:
    """Those who work for the organ of the dispute may have its papers."""
    assert file is not None
    if queries.visible(actor).filter(pk=file.dispute_id).exists():
        return None
    return _("只有承办机关的工作人员可以查看复议诉讼材料。")


def system_alone(actor: Actor, dispute: Dispute | None) -> str | None:
    """What the clock does by itself."""
    return case_policies.system_alone(actor, dispute)
