"""Who may do what to a request: always a post at the organ that handles it."""

from typing import Any

from django.utils.translation import gettext as _

from portal.acts.actor import SYSTEM, Actor
from portal.cases import queries, rules
from portal.cases.lifecycle import Stage
from portal.cases.models import Case, Inquiry, Matter
from portal.organs.models import Organ, Role
from portal.organs.queries import holds_above, roles_at


def anybody(actor: Actor, case: Any) -> str | None:
    """Everybody may apply (art. 27); what comes in too fast is slowed, never refused."""
    return None


def may_register_for(actor: Actor, organ: Organ) -> str | None:
    """A handler or the head registers what comes in."""
    if actor == SYSTEM or roles_at(actor, organ) & {Role.HANDLER, Role.HEAD}:
        return None
    return _("只有%(organ)s的经办人员或工作机构负责人可以登记、办理申请。") % {"organ": organ.name}


def works_on(actor: Actor, case: Case) -> bool:
    """Whether somebody of the organ itself acts, not the clock, the applicant or another organ."""
    return actor.user_id is not None and may_register_for(actor, case.organ) is None


def may_handle(actor: Actor, case: Case | None) -> str | None:
    """The organ's handlers and the head handle its requests."""
    if case is None:
        return None  # the act that makes one asks `may_register_for`
    return may_register_for(actor, case.organ)


def may_head(actor: Actor, case: Case | None) -> str | None:
    """The head of the disclosure office decides what binds the organ (practice)."""
    assert case is not None
    if actor == SYSTEM or Role.HEAD in roles_at(actor, case.organ):
        return None
    return _("须由政府信息公开工作机构负责人办理。")


def may_extend(actor: Actor, case: Case | None) -> str | None:
    """The head of the disclosure office alone consents to an extension (art. 33)."""
    if may_head(actor, case) is None:
        return None
    return _("须经政府信息公开工作机构负责人同意（第三十三条）。")


def may_review(actor: Actor, case: Case | None) -> str | None:
    """The step's own post, and nobody who drafted the reply or passed a step before."""
    assert case is not None
    now = queries.stands_of(case)
    if now.stage is not Stage.REVIEW:
        return None  # not forbidden: not possible now, which the act says
    role = Role(case.steps[now.step])
    if actor == SYSTEM:
        return None
    if role not in roles_at(actor, case.organ):
        return _("这一步由“%(role)s”岗位办理。") % {"role": role.label}
    drafted = actor.user_id == now.drafter and not rules.rules_for(case.organ).alone
    if actor.user_id in now.passed or drafted:
        return _("同一人不能办理同一答复的两个环节，也不能审核自己拟写的答复。")
    return None


def may_return(actor: Actor, case: Case | None) -> str | None:
    """In review the step's own post; a signed reply, its handlers, signer or head."""
    assert case is not None
    if queries.stands_of(case).stage is Stage.REVIEW:
        return may_review(actor, case)
    if actor == SYSTEM or roles_at(actor, case.organ) & {Role.HANDLER, Role.SIGNER, Role.HEAD}:
        return None
    return _("只有经办、签发人员或工作机构负责人可以退回。")


def may_unmask(actor: Actor, case: Case | None) -> str | None:
    """Who handles a request may see who applied; each look is recorded."""
    return may_handle(actor, case)


def may_answer_inquiry(actor: Actor, inquiry: Inquiry | None) -> str | None:
    """The handling organ enters an answer; an organ asked on this installation gives its own."""
    assert inquiry is not None
    if may_handle(actor, inquiry.case) is None:
        return None
    if inquiry.organ is not None and may_register_for(actor, inquiry.organ) is None:
        return None
    return _("只有承办机关或者被征求意见的机关可以办理。")


def may_answer_matter(actor: Actor, matter: Matter | None) -> str | None:
    """The handlers and the head of the organ it was sent to."""
    return None if matter is None else may_register_for(actor, matter.organ)


def may_set_rules(actor: Actor, organ: Organ) -> str | None:
    """The head of the disclosure office sets how requests are handled."""
    if actor == SYSTEM or Role.HEAD in roles_at(actor, organ):
        return None
    return _("只有本机关政府信息公开工作机构负责人可以设置。")


def may_remind(actor: Actor, case: Case | None) -> str | None:
    """The clock reminds; so may the head, and who supervises the organ."""
    assert case is not None
    if actor == SYSTEM or Role.HEAD in roles_at(actor, case.organ):
        return None
    if holds_above(actor, case.organ, {Role.SUPERVISOR}):
        return None
    return _("只有工作机构负责人或上级主管部门可以催办。")


def system_alone(actor: Actor, case: Any) -> str | None:
    """What the clock does by itself."""
    return None if actor == SYSTEM else _("这项操作由系统按期自动进行。")
