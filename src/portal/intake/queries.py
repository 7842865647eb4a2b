"""What pages ask of reports taken in."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet

from portal.acts.actor import SYSTEM, Actor
from portal.intake.models import Batch, File, Report
from portal.intake.policies import WORKS
from portal.organs.models import Organ, Role
from portal.organs.queries import posts_of


def offices(actor: Actor) -> list[int]:
    """Return the organs for which somebody takes reports in."""
    if actor.user_id is None:
        return []
    return [post.organ_id for post in posts_of(actor.user_id) if Role(post.role) in WORKS]


def batches(actor: Actor) -> QuerySet[Batch]:
    """Return the batches of somebody's offices, the newest first."""
    found = Batch.objects.select_related("organ").order_by("-pk")
    return found if actor == SYSTEM else found.filter(organ__in=offices(actor))


def reports(actor: Actor) -> QuerySet[Report]:
    """Return the reports somebody's offices took in."""
    found = Report.objects.filter(office__isnull=False).select_related("unit", "file__batch")
    return found if actor == SYSTEM else found.filter(office__in=offices(actor))


def visible(actor: Actor) -> QuerySet[Report]:
    """Return the reports of the researcher's table: the public ones, and those of one's offices."""
    return Report.objects.filter(
        Q(office=None) | Q(office__in=offices(actor), chosen=True), set_aside_at=None
    )


def public() -> QuerySet[Report]:
    """Return the reports that everybody may see: those of the public archive."""
    return Report.objects.filter(office=None, set_aside_at=None)


def progress(batch: Batch) -> Mapping[str, int]:
    """Return how many files of a batch stand where, and how many there are."""
    counts = dict(
        File.objects.filter(batch=batch)
        .order_by()
        .values_list("state")
        .annotate(number=Count("pk"))
    )
    found = {str(state): counts.get(state, 0) for state in File.State.values}
    found["all"] = sum(counts.values()) - found["opened"]
    found["done"] = found["all"] - found["waiting"]
    return found


def listed(batch: Batch) -> QuerySet[File]:
    """Return the files of a batch with what was read in them."""
    return batch.files.select_related("report__unit", "same_as__report", "inside").defer(
        "report__packed", "report__grids"
    )


def units(office: Organ) -> QuerySet[Organ]:
    """Return the organs from which somebody chooses: those below the office first come to mind."""
    return Organ.objects.under(office).order_by("path")
