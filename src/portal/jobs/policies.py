"""Who may see and repeat tasks."""

from typing import Any

from django.utils.translation import gettext as _

from portal.acts.actor import SYSTEM, Actor
from portal.organs.models import Role
from portal.organs.queries import all_roles


def may_run_tasks(actor: Actor, task: Any) -> str | None:
    """The system administrator looks after the work in the background."""
    if actor == SYSTEM or Role.SYSTEM in all_roles(actor.user_id):
        return None
    return _("只有系统管理员可以查看、重办后台任务。")
