"""The public archive in the researcher's table: a report comes in with its publication, goes with it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.acts import public_version
from portal.annual.models import AnnualReport
from portal.intake import feed
from portal.intake.models import Report
from portal.jobs import periodic
from portal.publishing import face
from portal.publishing.models import Document


def _standing(**only: object) -> list[AnnualReport]:
    found = AnnualReport.objects.filter(replaced_at=None, document__is_public=True, **only)
    return list(found.select_related("organ").defer("reading"))


def changed(document: Document) -> None:
    """Bring the table up to date once the change of a document is certain."""
    if document.genre == "report":
        transaction.on_commit(lambda: follow(document=document.pk))


face.follow(changed)


def follow(**only: object) -> None:
    """Take in what stands in the archive and is not here, let go what does not stand there any more."""
    with transaction.atomic():
        standing = _standing(**only)
        gone = {f"archived__{name}": value for name, value in only.items()}
        here = Report.objects.filter(archived__isnull=False, **gone)
        there = set(here.values_list("archived", flat=True))
        ended = there - {one.pk for one in standing}
        fresh = [one for one in standing if one.pk not in there]
        if fresh or ended:
            public_version.changing()  # what everybody sees of the table
        here.filter(archived__in=ended).delete()
        for one in fresh:
            feed.of_archive(one)


@periodic.every(3600, _("把年报档案列入数据表"))
def follow_all() -> None:
    """Once an hour, whatever was missed."""
    follow()
