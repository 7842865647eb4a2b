"""Who takes reports in and sees them: the supervising office, and an organ for itself."""

from typing import Any

from django.utils.translation import gettext as _

from portal.acts.actor import SYSTEM, Actor
from portal.intake.models import Batch, Cell, Report
from portal.organs.models import Organ, Role
from portal.organs.queries import roles_at

WORKS = frozenset({Role.SUPERVISOR, Role.HANDLER, Role.HEAD})
"""The posts that take in and confirm reports; what they take in belongs to their office."""


def may_take_in_for(actor: Actor, office: Organ | None) -> str | None:
    """Somebody of the office itself: 主管部门, 经办 or its head."""
    if actor == SYSTEM or (office is not None and roles_at(actor, office) & WORKS):
        return None
    return _("只有本机关的主管部门岗位、经办人员或负责人可以收取和核对别的单位的年度报告。")


def may_work(actor: Actor, target: Any) -> str | None:
    """Somebody of the office that took the report in; nobody changes one of the public archive."""
    match target:
        case Batch():
            return may_take_in_for(actor, target.organ)
        case Report():
            return may_take_in_for(actor, target.office)
        case Cell():
            return may_take_in_for(actor, target.report.office)
    return None
