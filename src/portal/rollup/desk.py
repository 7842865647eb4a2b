"""Totals of regions in the desk's menu: for who has units below."""

from typing import Any

from django.utils.translation import gettext_lazy

from portal.organs.models import Kind, Level, Role
from portal.ui.desk import Entry, add_entry


def _shown(standing: Any) -> bool:
    """Show it to the supervising office, and to who writes for a government with others below it."""
    organ = standing.organ if standing else None
    if organ is None or not standing.works:
        return False
    over = organ.kind == Kind.GOVERNMENT and organ.level != Level.TOWNSHIP
    return Role.SUPERVISOR in standing.roles or (
        over and bool({Role.HANDLER, Role.HEAD} & standing.roles)
    )


add_entry(Entry(51, gettext_lazy("年报汇总"), "rollup", _shown))
