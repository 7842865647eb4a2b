"""Letters of findings to download: one, and all of a batch."""

from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal.acts import clock
from portal.annual.pages import FORMATS
from portal.intake import letters, queries
from portal.intake.models import Batch, Report
from portal.publishing.files import safe_name
from portal.ui.spreadsheets import csv_stream

Answer = TypeVar("Answer", bound=HttpResponseBase)


@login_required
@require_GET
def letter(request: HttpRequest, pk: int, what: str, ending: str) -> HttpResponse:
    """Give the letter on a report (letter.docx, letter.pdf), or the report with its findings."""
    report = get_object_or_404(queries.reports(request.standing.actor), pk=pk)  # type: ignore[attr-defined]
    match what, ending:
        case "letter", "docx" | "pdf":
            data = letters.written(report, ending, on=clock.today())
            name = letters.name_of(report, _("核对函"), ending)
        case "annotated", "docx":
            data, name = letters.annotated(report), letters.name_of(report, _("批注件"), ending)
        case _:
            raise Http404
    return _sent(HttpResponse(data, content_type=FORMATS[ending]), name)


@login_required
@require_GET
def all_letters(request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
    """Give the letters on every report of a batch that counts, as Word or PDF, in a ZIP."""
    if ending not in ("docx", "pdf"):
        raise Http404
    batch, found = _counting(request, pk)
    if not found.exists():
        raise Http404
    stream = letters.zipped(found.iterator(chunk_size=20), ending, on=clock.today())
    name = safe_name(f"{batch.name}-{_('核对函')}.zip")
    return _sent(StreamingHttpResponse(stream, content_type="application/zip"), name)


@login_required
@require_GET
def findings(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give what was found in every report of a batch that counts as one CSV, and the files not read."""
    batch, found = _counting(request, pk)
    lines = letters.lines(batch, found.iterator(chunk_size=20))
    return csv_stream(safe_name(f"{batch.name}-{_('查出的问题')}.csv"), lines)


def _counting(request: HttpRequest, pk: int) -> tuple[Batch, QuerySet[Report]]:
    actor = request.standing.actor  # type: ignore[attr-defined]
    batch = get_object_or_404(queries.batches(actor), pk=pk)
    reports = queries.reports(actor).filter(file__batch=batch, chosen=True, set_aside_at=None)
    return batch, reports.select_related("unit", "office", "file").order_by("pk")


def _sent(answer: Answer, name: str) -> Answer:
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
