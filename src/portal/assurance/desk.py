"""Supervision and guarantee on the desk: what the closed year still lacks."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.assurance import queries
from portal.organs.models import Role
from portal.ui.desk import Entry, Todo, Urgency, add_entry, add_source


def _work(standing: Any) -> list[Todo]:
    """From January to March, while the report on it is written: what nobody has said of last year."""
    today = clock.today()
    if today.month > 3 or standing is None or standing.organ is None:
        return []
    if not standing.roles & {Role.HANDLER, Role.HEAD}:
        return []
    year = today.year - 1
    unsaid = queries.unsaid(standing.organ, year)
    if not unsaid:
        return []
    return [
        Todo(
            Urgency.LATER,
            date(today.year, 1, 31),
            _("%(year)s年的%(names)s还没有登记，也没有确认本年无")
            % {"year": year, "names": "、".join(str(kind.title) for kind in unsaid)},
            f"{reverse('assurance')}?year={year}",
            _("登记或者确认"),
        )
    ]


add_entry(
    Entry(45, gettext_lazy("监督保障"), "assurance", lambda s: bool(s and s.organ and s.works))
)
add_source(_work)
