"""The public archive: which reports there are, one report with its tables and findings, downloads."""

from collections.abc import Callable
from importlib import import_module

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from gongkai.checks.check import Finding
from gongkai.consolidation.compare import Change, compare
from gongkai.forms.filled import FilledForm
from gongkai.writers import html
from portal.acts import clock
from portal.annual import queries
from portal.annual.findings import LEVELS
from portal.annual.models import AnnualReport
from portal.organs.models import Organ
from portal.organs.queries import root
from portal.publishing.files import of_version
from portal.ui.language import article, spoken

FORMATS = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
"""What a report can be had as: the ending and its media type; the library writes each anew."""

UNWRITTEN = {"practice": _("惯例"), "derived": _("推导")}
"""What a finding rests on where no instrument states it."""


@require_GET
def everybody(request: HttpRequest) -> HttpResponse:
    """List every organ's reports: one row an organ, one column a year."""
    organ = root()
    if organ is None:
        raise Http404
    organs = Organ.objects.existing(clock.today()).order_by("path")
    table = queries.by_organ_and_year(organs)
    years = sorted({year for row in table.values() for year in row}, reverse=True)
    rows = [(one, [table[one.pk].get(year) for year in years]) for one in organs if one.pk in table]
    return render(request, "annual/everybody.html", {"organ": organ, "years": years, "rows": rows})


@require_GET
def of_organ(request: HttpRequest, code: str) -> HttpResponse:
    """List an organ's reports."""
    organ = get_object_or_404(Organ, code=code)
    return render(
        request, "annual/reports.html", {"organ": organ, "reports": queries.of_organ(organ)}
    )


def _standing(request: HttpRequest, code: str, year: int) -> AnnualReport:
    organ = get_object_or_404(Organ, code=code)
    found = queries.standing(organ, year, request.GET.get("scope", ""))
    if found is None:
        raise Http404
    return found


@require_GET
def report(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show a report: its parts and tables, what the checks find, last year's figures on request."""
    one = _standing(request, code, year)
    previous = queries.standing(one.organ, year - 1, one.scope)
    answer = queries.assessed(one, previous=previous)
    asked, mine = "scope" in request.GET, queries.of_organ(one.organ)
    beside = previous is not None and request.GET.get("beside") == "previous"
    return render(
        request,
        "annual/report.html",
        {
            "organ": one.organ,
            "report": one,
            "content": mark_safe(html.content(one.report)),  # the library escapes what it read
            "findings": [_said(f) for f in answer.findings],
            "passed": len(answer.passed),
            "formats": [*FORMATS],
            "files": [] if one.filed_id else of_version(one.document.shown),
            "asked": f"?scope={one.scope}" if asked else "",
            "others": mine.filter(year=year).exclude(pk=one.pk),
            "corrected": queries.corrected(one),
            "previous": previous,
            "beside": _beside(previous.report, one.report) if beside and previous else None,
            "years": dict.fromkeys(
                (mine.filter(scope=one.scope) if asked else mine).values_list("year", flat=True)
            ),
        },
    )


@require_GET
def before(request: HttpRequest, code: str, year: int, pk: int) -> HttpResponse:
    """Show what was public before a corrected report took its place (kept, and said to be so)."""
    one = _standing(request, code, year)
    old = get_object_or_404(
        AnnualReport.objects.exclude(filed=None).exclude(replaced_at=None),
        organ=one.organ,
        year=year,
        pk=pk,
    )
    context = {
        "organ": one.organ,
        "report": one,
        "old": old,
        "content": mark_safe(html.content(old.report)),
    }
    return render(request, "annual/before.html", context)


def _said(finding: Finding) -> dict[str, object]:
    return {
        "level": finding.level.value,
        "word": LEVELS[finding.level],
        "sentence": finding.message(spoken()),
        "basis": UNWRITTEN.get(finding.basis) or article(finding.basis),
        "cells": [str(a) for a in finding.addresses[:6]],
    }


def _beside(before: FilledForm, now: FilledForm) -> dict[str, object]:
    found = compare(before, now)
    label: Callable[[Change], str] = lambda change: now.form.label(change.address)  # noqa: E731
    return {
        "rows": [(label(c), c.before, c.after) for c in found.changes],
        "openings": [
            (now.form.label(o.address), o.closed, o.opened, o.holds) for o in found.openings
        ],
        "share": round(found.share * 100),
        "losses": len(found.losses),
    }


@require_GET
def download(request: HttpRequest, code: str, year: int, ending: str) -> HttpResponse:
    """Give a report written anew in one of the formats."""
    media_type = FORMATS.get(ending)
    if media_type is None:
        raise Http404
    one = _standing(request, code, year)
    written: bytes = import_module(f"gongkai.writers.{ending}").write(one.report)
    response = HttpResponse(written, content_type=media_type)
    name = content_disposition_header(True, f"{one.title}.{ending}")
    response["Content-Disposition"] = name or "attachment"
    return response
