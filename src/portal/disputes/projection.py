"""The columns of a dispute that lists need: what its events amount to, written here alone."""

from gongkai.cases.disputes import Result, standing_on
from portal.disputes.lifecycle import Office, Stands
from portal.disputes.models import Dispute
from portal.disputes.queries import stands_of

COLUMNS = ("stage", "track", "result", "opened_on", "closed_on")


def refresh(dispute: Dispute, now: Stands | None = None) -> Dispute:
    """Write into a dispute's columns what its events amount to, and save them."""
    now = now or stands_of(dispute)
    events = now.law.events
    dispute.stage, dispute.track = now.stage.value, now.track.value
    dispute.opened_on = events[0].on
    result = standing_on(now.law, events[-1].on).get(now.track, Result.PENDING)
    dispute.result = result.value
    closing = dispute.events.filter(kind=Office.CLOSED, struck=None).order_by("-pk").first()
    dispute.closed_on = closing.on if now.closed and closing is not None else None
    dispute.save(update_fields=COLUMNS)
    return dispute
