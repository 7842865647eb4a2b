"""Organs and people on the desk."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.organs.models import ADMINISTRATORS, Role
from portal.ui.desk import Entry, add_entry


def _keeps_tree(standing: object) -> bool:
    roles: frozenset[Role] = getattr(standing, "roles", frozenset())
    return bool(roles & (ADMINISTRATORS | {Role.HEAD, Role.SUPERVISOR}))


add_entry(Entry(80, pgettext_lazy("menu", "机关"), "organs", _keeps_tree))
add_entry(Entry(81, _("人员与岗位"), "people", _keeps_tree))
