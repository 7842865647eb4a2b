"""The year's figures as they stand, the records behind each, and where one record counts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.counting.tally import Tally
from gongkai.forms.form import Address, edition_for
from gongkai.writers import html
from portal.acts import clock
from portal.annual import deriving, live_records
from portal.annual.deriving import Derived, derive
from portal.annual.live_records import Reader
from portal.disputes.queries import works_at
from portal.organs.models import Organ, Role
from portal.organs.queries import holds_above
from portal.ui.language import spoken

PAGE = 100


def _organ(request: HttpRequest) -> Organ:
    """Return the organ asked for, ``?organ=``: the one acted for, or one that somebody supervises."""
    standing = request.standing  # type: ignore[attr-defined]
    if standing.organ is None or not standing.works:
        raise PermissionDenied
    code = request.GET.get("organ", "")
    organ: Organ = standing.organ
    if code and code != organ.code:
        found = Organ.objects.under(organ).filter(code=code[:40]).first()
        if found is None:
            raise Http404
        organ = found
    if not _may_see(request, organ):
        raise PermissionDenied
    return organ


def _may_see(request: HttpRequest, organ: Organ) -> bool:
    actor = request.standing.actor  # type: ignore[attr-defined]
    return works_at(actor, organ) or holds_above(actor, organ, {Role.SUPERVISOR})


def _derived(request: HttpRequest, year: int) -> Derived:
    organ = _organ(request)
    if not deriving.FIRST <= year <= clock.today().year:
        raise Http404
    return derive(organ, year)


def _shared(request: HttpRequest, derived: Derived) -> dict[str, Any]:
    standing = request.standing  # type: ignore[attr-defined]
    other = derived.organ != standing.organ
    return {
        "organ": derived.organ,
        "year": derived.year,
        "as_at": derived.as_at,
        "running": derived.as_at.year == clock.today().year,
        "asked": f"?{urlencode({'organ': derived.organ.code})}" if other else "",
    }


def _rows(request: HttpRequest, derived: Derived, records: Sequence[str]) -> dict[str, Any]:
    """Return a page of records with their rows."""
    reader = _reader(request, derived.organ, derived.as_at, derived.tally)
    page: Page[str] = Paginator(records, PAGE).get_page(request.GET.get("page"))
    rows = live_records.rows(reader, page.object_list)
    return {"page": page, "rows": rows, "reads": reader.reads}


def _reader(
    request: HttpRequest, organ: Organ, close: date, counted: Tally | None = None
) -> Reader:
    actor = request.standing.actor  # type: ignore[attr-defined]
    return Reader(actor, organ, close, works_at(actor, organ), counted)


@login_required
@never_cache
@require_safe
def live(request: HttpRequest, year: int) -> HttpResponse:
    """Show the three tables as they stand, each figure a link to the records behind it."""
    derived = _derived(request, year)
    shared = _shared(request, derived)

    def link(address: Address) -> str | None:
        figure = derived.report[address]
        if not figure.is_number or figure.value == 0:
            return None
        return f"{reverse('annual_figure', args=[year, *address])}{shared['asked']}"

    headings = {part.number: part.title for part in derived.report.form.sections}
    tables = [
        (number, headings[number], mark_safe(table))  # the library escapes what it writes
        for number, table in html.tables(derived.report, link=link).items()
    ]
    return render(
        request,
        "annual/live.html",
        shared
        | {
            "tables": tables,
            "years": range(clock.today().year, deriving.FIRST - 1, -1),
            "nowhere": len(derived.nowhere()),
        },
    )


@login_required
@never_cache
@require_safe
def figure(request: HttpRequest, year: int, table: str, row: str, column: str) -> HttpResponse:
    """Show the records behind one figure."""
    derived, address = _derived(request, year), Address(table, row, column)
    if address not in derived.report.form.address_set:
        raise Http404
    behind = derived.behind(address)
    if address not in derived.tally.registered:  # a register's ids stand in order, and are many
        behind = sorted(behind, key=lambda one: int(one.partition(":")[2]))
    return render(
        request,
        "annual/live_figure.html",
        _shared(request, derived)
        | _rows(request, derived, behind)
        | {
            "label": derived.report.form.label(address),
            "figure": derived.report[address],
        },
    )


@login_required
@never_cache
@require_safe
def nowhere(request: HttpRequest, year: int) -> HttpResponse:
    """Show of which requests and disputes something does not count, by the reason."""
    derived = _derived(request, year)
    found = sorted(
        derived.nowhere(), key=lambda one: (one[1].reason.code if one[1].reason else "", one[0])
    )
    told = _rows(request, derived, [record for record, _place in found])
    return render(request, "annual/live_nowhere.html", _shared(request, derived) | told)


@login_required
@never_cache
@require_safe
def record(request: HttpRequest, subject: str) -> HttpResponse:
    """Show in which year's report, and where in it, one record counts; or why in none."""
    organ = live_records.organ_of(subject)
    if organ is None or not _may_see(request, organ):
        raise Http404
    row = next(iter(live_records.rows(_reader(request, organ, clock.today()), [subject])), None)
    if row is None:
        raise Http404
    other = organ != request.standing.organ  # type: ignore[attr-defined]
    asked = f"?{urlencode({'organ': organ.code})}" if other else ""
    found = deriving.places(organ, subject)
    years = []
    for year, place in found:
        form = edition_for(year)
        cells = [
            (form.label(a), reverse("annual_figure", args=[year, *a]) + asked)
            for a in place.addresses
        ]
        why = place.reason.sentence(spoken()) if place.reason else ""
        years.append({"year": year, "cells": cells, "why": why})
    return render(request, "annual/live_record.html", {"years": years, "row": row})
