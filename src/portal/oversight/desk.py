"""The wall in the desk's menu; reminders of reports not begun among the unit's work."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.annual.models import Filing
from portal.organs.models import Role
from portal.oversight.models import Reminder
from portal.ui.desk import Entry, Todo, Urgency, add_entry, add_source

add_entry(
    Entry(
        52,
        gettext_lazy("年报督办"),
        "oversight",
        lambda s: bool(s and s.organ and Role.SUPERVISOR in s.roles),
    )
)


def _reminded(standing: Any) -> list[Todo]:
    """Show a unit that it was reminded of a report it has not begun."""
    if standing.organ is None or not standing.works:
        return []
    year = clock.today().year - 1
    last = Reminder.objects.filter(organ=standing.organ, year=year).last()
    if last is None or Filing.objects.filter(organ=standing.organ, year=year).exists():
        return []
    return [
        Todo(
            Urgency.TODAY,
            None,
            _("主管部门催报%(year)s年度报告") % {"year": year},
            reverse("annual_desk"),
            last.words or _("开始填报"),
        )
    ]


add_source(_reminded)
