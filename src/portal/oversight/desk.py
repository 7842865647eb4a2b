"""The wall in the desk's menu; late reports among the office's work, reminders among the unit's."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.acts import clock
from portal.annual.models import Filing
from portal.organs.models import Role
from portal.oversight.models import Reminder
from portal.oversight.queries import wall
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
    if last is None:
        return []
    begun = Filing.objects.filter(organ=standing.organ, year=year, scope=last.scope)
    if begun.exists():
        return []
    return [
        Todo(
            Urgency.TODAY,
            None,
            _("主管部门催报%(year)s年度报告") % {"year": year},
            f"{reverse('annual_start', args=[year])}?scope={last.scope}",
            last.words or _("开始填报"),
        )
    ]


def _late(standing: Any) -> list[Todo]:
    """Show the supervising office how many reports on last year are late, and lead to them."""
    if standing.organ is None or Role.SUPERVISOR not in standing.roles:
        return []
    today = clock.today()
    year = today.year - 1
    late = wall(standing.organ, year, today=today).numbers["late"]
    if not late:
        return []
    return [
        Todo(
            Urgency.TODAY,
            None,
            ngettext(
                "%(n)s份%(year)s年度报告逾期没有报送或者公布",
                "%(n)s份%(year)s年度报告逾期没有报送或者公布",
                late,
            )
            % {"n": late, "year": year},
            reverse("oversight_year", args=[year]) + "?show=late",
            _("查看、催报"),
        )
    ]


add_source(_reminded)
add_source(_late)
