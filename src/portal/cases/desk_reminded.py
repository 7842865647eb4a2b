"""Reminders by hand among the work: a row of its own, until something was done with the request."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.cases.lifecycle import Office
from portal.cases.models import CaseEvent, Reminder
from portal.organs.models import Role
from portal.ui.desk import Todo, Urgency, add_source

MOST = 20
_NOTHING_DONE = (Office.NOTED, Office.RECOMPUTED)


def _work(standing: Any) -> list[Todo]:
    """Return what the head or a supervising office urged, for the handler and the head."""
    if standing is None or standing.organ is None:
        return []
    if not standing.roles & {Role.HANDLER, Role.HEAD}:
        return []
    done = CaseEvent.objects.filter(case=OuterRef("case"), at__gt=OuterRef("sent_at"), struck=None)
    sent = Reminder.objects.filter(
        ~Exists(done.exclude(kind__in=_NOTHING_DONE)),
        why="by_hand", case__organ=standing.organ, case__ended_on=None,
    )  # fmt: skip
    if Role.HEAD not in standing.roles:
        mine = Q(case__handler_id=standing.actor.user_id) | Q(case__handler_id=None)
        sent = sent.filter(mine)
    last = {one.case_id: one for one in sent.select_related("case").order_by("pk")}
    return [
        Todo(
            Urgency.TODAY,
            one.due_on,
            _("%(number)s：被催办") % {"number": one.case.number},
            reverse("case", args=[one.case_id]),
            _("办理"),
        )
        for one in list(last.values())[:MOST]
    ]


add_source(_work)
