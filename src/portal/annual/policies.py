"""Who may write a report, send it up, judge it, publish it, and put one into the archive."""

from django.utils.translation import gettext as _

from portal.acts import clock
from portal.acts.actor import SYSTEM, Actor
from portal.annual.models import AnnualReport, Filing
from portal.organs.models import Organ, Post, Role
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


def may_write_for(actor: Actor, organ: Organ) -> str | None:
    """A handler or the head of the disclosure office writes the organ's report."""
    if actor == SYSTEM or roles_at(actor, organ) & {Role.HANDLER, Role.HEAD}:
        return None
    return _("只有%(organ)s的经办人员或工作机构负责人可以填报年度报告。") % {"organ": organ.name}


def may_write(actor: Actor, filing: Filing | None) -> str | None:
    """Those who write for the organ of the filing."""
    return None if filing is None else may_write_for(actor, filing.organ)


def may_submit(actor: Actor, filing: Filing | None) -> str | None:
    """The head of the disclosure office, or who signs for the organ, sends its report up."""
    assert filing is not None
    if actor == SYSTEM or roles_at(actor, filing.organ) & {Role.HEAD, Role.SIGNER}:
        return None
    return _("年度报告由工作机构负责人或者签发人报送。")


def may_judge(actor: Actor, filing: Filing | None) -> str | None:
    """The supervising office the organ reports to (arts. 3, 49); with nobody above, the organ's own."""
    assert filing is not None
    if actor == SYSTEM or judges(actor, filing.organ):
        return None
    return _("只有%(organ)s的政府信息公开主管部门可以审核。") % {"organ": filing.organ.name}


def judges(actor: Actor, organ: Organ) -> bool:
    """Whether somebody holds the supervising office's post for an organ.

    A post at the organ itself judges its report only where no organ stands above it here.
    """
    paths = organ.lineage[:-1]
    offices = Organ.objects.filter(path__in=paths)
    if organ.reports_to_id:
        offices |= Organ.objects.filter(pk=organ.reports_to_id)
    elif not paths:
        offices = Organ.objects.filter(pk=organ.pk)
    held = Post.objects.held(clock.today()).filter(user=actor.user_id, role=Role.SUPERVISOR)
    return actor.user_id is not None and held.filter(organ__in=offices.values("pk")).exists()


def may_publish(actor: Actor, filing: Filing | None) -> str | None:
    """Those who write for the organ, or the office that accepted the report."""
    if may_write(actor, filing) is None or may_judge(actor, filing) is None:
        return None
    return _("只有本机关的经办人员、工作机构负责人或者主管部门可以公布年度报告。")
