"""What the clock does for disputes by itself: erasing what was kept long enough."""

from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.actor import SYSTEM
from portal.disputes import retention
from portal.disputes.acts.erasing import EraseDispute
from portal.jobs import periodic


@periodic.every(24 * 3600.0, _("清除保管期满的复议诉讼当事人信息"))
def erase_disputes() -> int:
    """Erase what has been kept long enough; return of how many disputes."""
    count = 0
    for dispute in retention.over(clock.today()):
        EraseDispute(by=SYSTEM, target=dispute).execute()
        count += 1
    return count
