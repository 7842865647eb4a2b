"""Annual reports on the desk: what is in the archive, what is missing, putting one in."""

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.acts import clock
from portal.acts.act import Refused
from portal.annual import due as dues
from portal.annual import policies, queries
from portal.annual.acts import ArchiveReport
from portal.annual.due import Due
from portal.annual.forms import ArchiveForm
from portal.annual.lifecycle import Stage
from portal.annual.models import AnnualReport, Filing, Scope
from portal.organs.models import Organ, Role
from portal.publishing.files import refuse_size
from portal.ui.pages import act_page

FIRST = 2019
"""The Regulation in force since 2019 asks for the present form; the archive names gaps since then."""


def _organs(request: HttpRequest) -> Any:
    standing = request.standing  # type: ignore[attr-defined]
    if standing.organ is None:
        return Organ.objects.none()
    if Role.SUPERVISOR in standing.roles:
        return Organ.objects.under(standing.organ)
    return Organ.objects.filter(pk=standing.organ.pk)


def _why_not(request: HttpRequest) -> str | None:
    """Return why somebody archives no report of the organ acted for, or None."""
    standing = request.standing  # type: ignore[attr-defined]
    if standing.organ is None:
        return gettext("您还没有岗位。")
    return policies.may_archive_for(standing.actor, standing.organ)


@login_required
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """Show, year by year, which reports stand in the archive, with what the checks find."""
    organs = _organs(request).order_by("path")
    table = queries.by_organ_and_year(organs)
    last = clock.today().year - 1
    years = list(range(last, FIRST - 1, -1))
    one = len(organs) == 1
    findings: dict[int, Counter[str]] = {}
    if one:
        known = table.get(organs[0].pk, {})
        for year, report in known.items():
            answer = queries.assessed(report, previous=known.get(year - 1))
            findings[year] = Counter(f.level.value for f in answer.findings)
    rows = [(organ, [table.get(organ.pk, {}).get(year) for year in years]) for organ in organs]
    standing = request.standing  # type: ignore[attr-defined]
    mine = list(queries.filings(standing.actor).filter(organ=standing.organ)[:12])
    begun = {one.year for one in mine if one.scope == Scope.OWN}
    return render(
        request,
        "annual/desk.html",
        {
            "filings": [(one, *_due(one)) for one in mine],
            "startable": [y for y in _writable() if y not in begun]
            if standing.organ and policies.may_write_for(standing.actor, standing.organ) is None
            else [],
            "waiting": queries.filings(standing.actor)
            .filter(stage=Stage.SUBMITTED)
            .exclude(organ=standing.organ)
            .order_by("submitted_at")[:50]
            if Role.SUPERVISOR in standing.roles
            else [],
            "live": [last, last + 1],
            "rows": rows,
            "may_archive": _why_not(request) is None,
            "years": years,
            "one": one,
            "findings": findings,
            "listed": [
                (y, cell, findings.get(y)) for y, cell in zip(years, rows[0][1], strict=True)
            ]
            if one
            else [],
        },
    )


def _writable() -> list[int]:
    """Return the years whose report may be wanted now: last year's, in December also this year's."""
    today = clock.today()
    return [today.year - 1, *([today.year] if today.month == 12 else [])]


def _due(filing: Filing) -> tuple[Due, int]:
    """Return by when a report is due, and how many days what comes next still has."""
    due = dues.of(filing)
    return due, (due.upcoming(Stage(filing.stage)) - clock.today()).days


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest) -> HttpResponse:
    """Put a report into the archive."""
    standing, why_not = request.standing, _why_not(request)  # type: ignore[attr-defined]
    if why_not:
        raise PermissionDenied(why_not)
    form = ArchiveForm(
        request.POST or None,
        request.FILES or None,
        initial={"organ": standing.organ},
    )
    form.fields["organ"].queryset = _organs(request)  # type: ignore[attr-defined]

    def carry_out(form: ArchiveForm) -> AnnualReport:
        said = form.cleaned_data
        refuse_size(said["file"].size, said["file"].name)
        return ArchiveReport(
            by=standing.actor,
            organ=said["organ"],
            data=said["file"].read(),
            file_name=said["file"].name,
            year=said["year"],
            scope=said["scope"] or Scope.OWN,
            published_on=said["published_on"],
            reason=said["reason"],
        ).execute()

    return act_page(
        request,
        form,
        carry_out,
        title=ArchiveReport.title,
        button=_("读取并存入"),
        effect=_(
            "系统读出报告的文字和三张表，在网站的年报栏目公开；查出的问题与数字一同列出，不改动原文件。"
        ),
        done=_("已存入。"),
        then=lambda one: reverse("annual_report", args=[one.organ.code, one.year]),
        back=reverse("annual_desk"),
        refused=Refused,
    )
