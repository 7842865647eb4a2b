"""Who may change organs and posts (GB/T 22239-2019 8.1.4.2 and 8.1.5: rights kept apart)."""

from typing import Any

from django.utils.translation import gettext as _

from portal.acts.actor import SYSTEM, Actor
from portal.organs.models import Organ, Post, Role
from portal.organs.queries import all_roles, holds_above


def may_shape_organs(actor: Actor, organ: Organ | None) -> str | None:
    """The system administrator keeps the tree of organs."""
    if actor == SYSTEM or Role.SYSTEM in all_roles(actor.user_id):
        return None
    return _("只有系统管理员可以设立、变更机关。")


def may_describe_organ(actor: Actor, organ: Organ | None) -> str | None:
    """The head of the disclosure office, or the system administrator, keeps an organ's particulars."""
    if may_shape_organs(actor, organ) is None:
        return None
    if organ is not None and holds_above(actor, organ, (Role.HEAD, Role.SUPERVISOR)):
        return None
    return _("只有本机关政府信息公开工作机构负责人、主管部门或系统管理员可以修改机关信息。")


def may_open_accounts(actor: Actor, target: Any) -> str | None:
    """The system administrator opens accounts; what they may do the security administrator says."""
    if actor == SYSTEM or Role.SYSTEM in all_roles(actor.user_id):
        return None
    return _("只有系统管理员可以建立账号。")


def may_give_posts(actor: Actor, post: Post | None) -> str | None:
    """The security administrator gives and takes posts."""
    if actor == SYSTEM or Role.SECURITY in all_roles(actor.user_id):
        return None
    return _("只有安全管理员可以授予、收回岗位。")
