"""What pages ask of reports taken in."""

from collections.abc import Mapping

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.readers import ocr
from portal.acts.actor import SYSTEM, Actor
from portal.intake.models import Batch, File, Report
from portal.intake.policies import WORKS
from portal.organs.models import Organ, Role
from portal.organs.queries import posts_of

UNRECOGNISED = Q(state=File.State.SCAN) | Q(
    state=File.State.READ, is_scan=False, report__pictured__gt=0, report__set_aside_at=None
)
"""Files with words in pictures that nobody has asked to be recognised."""
SHOWN = {
    "look": Q(state=File.State.REFUSED)
    | UNRECOGNISED
    | Q(report__doubtful__gt=0)
    | Q(report__unit=None, state=File.State.READ),
    "refused": Q(state=File.State.REFUSED),
    "same": Q(state=File.State.SAME),
}
"""What of a batch is shown on request: what a person has to look at, what was not read."""


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
    found["done"] = found["all"] - found["waiting"] - found["stopped"]
    found["unrecognised"] = File.objects.filter(UNRECOGNISED, batch=batch).count()
    found["look"] = File.objects.filter(SHOWN["look"], batch=batch).count()
    return found


def recognising(batch: Batch) -> File | None:
    """Return the scan whose words are being recognised now, None where none is."""
    return batch.files.filter(state=File.State.WAITING, is_scan=True, page__gt=0).first()


def is_unrecognised(file: File) -> bool:
    """Whether words of a file are pictures nobody has asked to be recognised, and they can be."""
    return ocr.is_installed() and File.objects.filter(UNRECOGNISED, pk=file.pk).exists()


def listed(batch: Batch) -> QuerySet[File]:
    """Return the files of a batch with what was read in them, and whether the archive has such a report."""
    found = batch.files.select_related("report__unit", "same_as__report", "inside")
    archived = Report.objects.filter(
        office=None, unit_key=OuterRef("report__unit_key"), year=OuterRef("report__year")
    )
    return found.defer("report__packed", "report__grids").annotate(is_archived=Exists(archived))


def units(office: Organ) -> QuerySet[Organ]:
    """Return the organs from which somebody chooses: those below the office first come to mind."""
    return Organ.objects.under(office).order_by("path")
