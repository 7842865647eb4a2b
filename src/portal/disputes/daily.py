"""What the clock does for disputes by itself: reminding of days, erasing what was kept long enough."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import SYSTEM
from portal.disputes import reminders, retention
from portal.disputes.acts.erasing import EraseDispute
from portal.disputes.acts.reminding import RemindDispute
from portal.jobs import periodic


@periodic.every(6 * 3600.0, _("提醒复议诉讼的开庭、答辩和履行期限"))
def remind_disputes() -> int:
    """Send the reminders that are due; return how many."""
    count = 0
    with translation.override(settings.LANGUAGE_CODE):  # what a reminder is for is kept in words
        due = list(reminders.due(clock.today()))
    for one in due:
        act = RemindDispute(
            by=SYSTEM, target=one.dispute, why=one.why, due_on=one.due_on, step=one.step
        )
        try:
            act.execute()
        except Refused:  # somebody reminded at the same moment
            continue
        count += 1
    return count


@periodic.every(24 * 3600.0, _("清除保管期满的复议诉讼当事人信息"))
def erase_disputes() -> int:
    """Erase what has been kept long enough; return of how many disputes."""
    count = 0
    for dispute in retention.over(clock.today()):
        EraseDispute(by=SYSTEM, target=dispute).execute()
        count += 1
    return count
