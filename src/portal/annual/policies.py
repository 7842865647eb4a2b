"""Who may put a report into the archive."""

from django.utils.translation import gettext as _

from portal.acts.actor import SYSTEM, Actor
from portal.annual.models import AnnualReport
from portal.organs.models import Organ, Role
from portal.organs.queries import holds_above, roles_at


def may_archive_for(actor: Actor, organ: Organ) -> str | None:
    """The organ's handlers and head, or a supervising office at or above it."""
    if actor == SYSTEM or roles_at(actor, organ) & {Role.HANDLER, Role.HEAD}:
        return None
    if holds_above(actor, organ, {Role.SUPERVISOR}):
        return None
    return _("只有%(organ)s的经办人员或其上级主管部门可以存入年度报告。") % {"organ": organ.name}


def may_archive(actor: Actor, report: AnnualReport | None) -> str | None:
    """A report of one's own organ, or of one below."""
    return None if report is None else may_archive_for(actor, report.organ)
