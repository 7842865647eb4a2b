"""How long the personal data of a dispute is kept: as long as that of its request, or as the organ says."""

from collections.abc import Iterator
from datetime import date

from portal.cases.models import Applicant
from portal.cases.rules import kept_until
from portal.disputes.lifecycle import Office
from portal.disputes.models import Dispute

_KEPT = frozenset(
    {"redo", "reopened", "amount", "documents", "accepted_on", "by_organ", "struck", "kind"}
)
"""What of an event's facts is counted or leads to another entry; the rest may be about a person."""


def is_over(dispute: Dispute, today: date) -> bool:
    """Whether a dispute is closed and its time of keeping has passed; once erased, no more."""
    if dispute.closed_on is None or dispute.events.filter(kind=Office.ERASED).exists():
        return False
    if dispute.case is not None:
        return dispute.case.applicant.erased_at is not None
    until = kept_until(dispute.organ, dispute.closed_on)
    return until is not None and until <= today


def over(today: date) -> Iterator[Dispute]:
    """Yield the disputes whose time of keeping is over."""
    found = Dispute.objects.filter(closed_on__lt=date(today.year, 1, 1))
    found = found.exclude(events__kind=Office.ERASED).select_related("organ", "case__applicant")
    for dispute in found.order_by("pk").iterator(500):
        if is_over(dispute, today):
            yield dispute


def erase(dispute: Dispute) -> list[str]:
    """Take personal data out of a dispute; return the paths of files to destroy afterwards."""
    if dispute.party_id is not None:
        person = Applicant.objects.select_for_update().get(pk=dispute.party_id)
        person.erase()
        dispute.party = person
    dispute.subject = "—"
    dispute.save(update_fields=["subject"])
    dispute.events.update(claims="", opinion="")
    for event in dispute.events.exclude(facts={}):
        kept = {name: value for name, value in event.facts.items() if name in _KEPT}
        if event.facts.get("accepted_anyway"):
            kept["accepted_anyway"] = "—"  # that it was so is part of where the dispute stands
        event.facts = kept
        event.save(update_fields=["facts"])
    paths = list(dispute.files.exclude(path="").values_list("path", flat=True))
    dispute.files.update(name="—", path="")
    return paths
