"""Totals of regions in the desk's menu: for who has units below."""

from django.utils.translation import gettext_lazy

from portal.organs.models import Role
from portal.ui.desk import Entry, add_entry

add_entry(
    Entry(
        51,
        gettext_lazy("年报汇总"),
        "rollup",
        lambda s: bool(s and s.organ and Role.SUPERVISOR in s.roles),
    )
)
