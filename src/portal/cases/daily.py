"""What the clock does for requests by itself: reminding, recomputing, erasing."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import SYSTEM
from portal.cases import projection, queries, reminders, retention
from portal.cases.acts.matters import EraseMatter
from portal.cases.acts.passing import EraseCase, Recompute, Remind
from portal.cases.models import Case
from portal.jobs import periodic

_DAY = 24 * 3600.0


@periodic.every(_DAY / 4, _("催办到期的申请"))
def remind() -> int:
    """Send the reminders that are due; return how many."""
    count = 0
    for one in list(reminders.due(clock.today())):
        try:
            Remind(
                by=SYSTEM, target=one.case, why=one.why, due_on=one.due_on, step=one.step
            ).execute()
        except Refused:  # somebody reminded at the same moment
            continue
        count += 1
    return count


def recompute(*, carry_out: bool = True) -> Iterator[tuple[Case, date | None, date | None]]:
    """Yield every open request whose due date moved with the calendar or the law data, before and after."""
    for case in Case.objects.filter(ended_on=None).select_related("organ").iterator(500):
        after = projection.columns(case, queries.stands_of(case))["due_on"]
        if after == case.due_on:
            continue
        if not carry_out:
            yield case, case.due_on, after  # type: ignore[misc]
            continue
        act = Recompute(by=SYSTEM, target=case)
        try:
            act.execute()
        except Refused:  # an act on it came first and projected it anew
            continue
        yield case, *act.moved


@periodic.every(_DAY, _("按最新的节假日安排和期限规定重新计算"))
def recompute_all() -> int:
    """Bring every due date up to date; return how many moved."""
    return sum(1 for _moved in recompute())


@periodic.every(_DAY, _("清除保管期满的申请人信息"))
def erase() -> int:
    """Erase what has been kept long enough; return of how many requests and matters."""
    count = 0
    for case in retention.over(clock.today()):
        EraseCase(by=SYSTEM, target=case).execute()
        count += 1
    for matter in retention.matters_over(clock.today()):
        EraseMatter(by=SYSTEM, target=matter).execute()
        count += 1
    return count
