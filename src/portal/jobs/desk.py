"""Work in the background on the desk."""

from django.utils.translation import gettext_lazy as _

from portal.organs.models import Role
from portal.ui.desk import Entry, add_entry


def _runs_system(standing: object) -> bool:
    roles: frozenset[Role] = getattr(standing, "roles", frozenset())
    return Role.SYSTEM in roles


add_entry(Entry(85, _("后台任务"), "tasks", _runs_system))
