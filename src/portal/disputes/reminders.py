"""Who is reminded of the days of a dispute, and when: its own clocks, by the ways of requests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from portal.cases.reminders import UPWARDS
from portal.disputes import clocks, queries
from portal.disputes.models import Dispute

SOON = timedelta(days=5)  # before a hearing, a defence, an order's last day (practice)


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that is due: of which dispute, what for, of which day, how far up."""

    dispute: Dispute
    why: str
    due_on: date
    step: int


def due(today: date) -> Iterator[Due]:
    """Yield the reminders that are due and not yet sent."""
    found = Dispute.objects.filter(closed_on=None).select_related("organ", "case")
    for dispute in found.prefetch_related(queries.EVENTS).order_by("pk").iterator(500):
        sent = set(dispute.reminders.values_list("why", "due_on", "step"))
        for one in of(dispute, today):
            if (one.why, one.due_on, one.step) not in sent:
                yield one


def of(dispute: Dispute, today: date) -> Iterator[Due]:
    """Yield what a dispute's own clocks remind of on a day: soon, then late and further up.

    A hearing that is over is not late: nobody has to do anything about it.
    """
    for one in clocks.running(dispute):
        if not one.ours or one.due_on is None:
            continue
        if today <= one.due_on:
            if one.due_on - today <= SOON:
                yield Due(dispute, one.title[:80], one.due_on, 0)
        elif one.slug:
            late = (today - one.due_on).days
            for step, days in UPWARDS:
                if late >= days:
                    yield Due(dispute, overdue(one.title), one.due_on, step)


def overdue(title: str) -> str:
    """Return what a reminder of a day that has passed says."""
    return (_("已过期限：%(what)s") % {"what": title})[:80]
