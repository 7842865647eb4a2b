"""Who may do what to a document: always a post at the organ whose document it is."""

from django.utils.translation import gettext as _

from portal.acts.actor import SYSTEM, Actor
from portal.organs.models import Organ, Role
from portal.organs.queries import holds_above, roles_at
from portal.publishing.lifecycle import State, may_pass
from portal.publishing.models import Document
from portal.publishing.queries import standing


def may_draft_for(actor: Actor, organ: Organ) -> str | None:
    """A handler or the head of the disclosure office drafts for the organ."""
    if actor == SYSTEM or roles_at(actor, organ) & {Role.HANDLER, Role.HEAD}:
        return None
    return _("只有%(organ)s的经办人员可以起草。") % {"organ": organ.name}


def may_edit(actor: Actor, document: Document | None) -> str | None:
    """The organ's handlers edit its drafts."""
    if document is None:
        return None  # the act that makes one asks `may_draft_for`
    return may_draft_for(actor, document.organ)


def may_review(actor: Actor, document: Document | None) -> str | None:
    """The step's own post, and nobody who drafted the document or passed a step before."""
    assert document is not None
    now = standing(document)
    if now.state is not State.REVIEW:
        return None  # not forbidden: not possible now, which the act says
    role = Role(document.steps[now.step])
    if actor != SYSTEM and role not in roles_at(actor, document.organ):
        return _("这一步由“%(role)s”岗位办理。") % {"role": role.label}
    if actor != SYSTEM and not may_pass(now, actor.user_id, alone=document.alone):
        return _("同一人不能办理同一文件的两个环节，也不能审查自己起草的文件。")
    return None


def may_return(actor: Actor, document: Document | None) -> str | None:
    """In review the step's own post; what is signed and not yet public, who signs or keeps the office."""
    assert document is not None
    if standing(document).state is State.REVIEW:
        return may_review(actor, document)
    if actor == SYSTEM or roles_at(actor, document.organ) & {
        Role.HANDLER,
        Role.SIGNER,
        Role.HEAD,
    }:
        return None
    return _("只有经办、签发人员或工作机构负责人可以退回。")


def may_publish(actor: Actor, document: Document | None) -> str | None:
    """Handlers and the head publish what was signed; the clock does so for the system."""
    assert document is not None
    return may_draft_for(actor, document.organ)


def may_withdraw(actor: Actor, document: Document | None) -> str | None:
    """The organ's head or signer takes a document down, or the supervising office above it."""
    assert document is not None
    if actor == SYSTEM or roles_at(actor, document.organ) & {Role.HEAD, Role.SIGNER}:
        return None
    if holds_above(actor, document.organ, {Role.SUPERVISOR}):
        return None
    return _("只有工作机构负责人、签发人或上级主管部门可以撤回。")


def may_decide_on_personal_data(actor: Actor, document: Document | None) -> str | None:
    """The handlers, the secrecy reviewer and the head say why personal data stays."""
    assert document is not None
    if actor == SYSTEM or roles_at(actor, document.organ) & {
        Role.HANDLER,
        Role.SECRECY,
        Role.HEAD,
    }:
        return None
    return _("只有经办、保密审查人员或工作机构负责人可以决定。")


def may_reassess(actor: Actor, document: Document | None) -> str | None:
    """The head of the disclosure office or the signer reassesses what is withheld (art. 18)."""
    assert document is not None
    if actor == SYSTEM or roles_at(actor, document.organ) & {Role.HEAD, Role.SIGNER}:
        return None
    return _("只有工作机构负责人或签发人可以复核公开属性。")


def may_link(actor: Actor, document: Document | None) -> str | None:
    """Who drafts for an organ links its documents to others."""
    assert document is not None
    return may_draft_for(actor, document.organ)


def may_arrange(actor: Actor, organ: Organ | None) -> str | None:
    """The head of the disclosure office arranges an organ's columns and its review."""
    if actor == SYSTEM or Role.HEAD in roles_at(actor, organ):
        return None
    return _("只有本机关政府信息公开工作机构负责人可以设置。")
