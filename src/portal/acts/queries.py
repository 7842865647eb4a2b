"""Who may see which records, and finding them."""

from django.db.models import Q, QuerySet

from portal.acts.actor import Actor
from portal.acts.models import ActRecord


def visible(actor: Actor, *, whole: bool) -> QuerySet[ActRecord]:
    """Return the records somebody may see, newest first: the organ's own, and what he did himself.

    whole  for the audit administrator: every record
    """
    records = ActRecord.objects.order_by("-number")
    if whole:
        return records
    seen = Q(user_id=actor.user_id)
    if actor.organ_id is not None:  # who holds no post belongs to no organ, not to that of no organ
        seen |= Q(organ_id=actor.organ_id)
    return records.filter(seen).exclude(user_id=None, organ_id=None)
