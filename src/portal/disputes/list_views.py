"""Lists of disputes: the organ's own, those below, table four of a year, complaints and reports."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongkai.cases.disputes import Track
from portal.acts import clock
from portal.cases import desk_masks as masks
from portal.disputes import clocks, policies, queries, ways
from portal.disputes.desk_views import acting
from portal.disputes.models import TRACKS, Dispute
from portal.organs.models import Organ, Role

PAGE = 50
FIRST = 2008  # the Regulation of 2007 came into force


def _organ(request: HttpRequest) -> Organ:
    standing = request.standing  # type: ignore[attr-defined]
    if standing.organ is None or not standing.works:
        raise PermissionDenied
    organ: Organ = standing.organ
    return organ


def _supervises(request: HttpRequest) -> bool:
    return Role.SUPERVISOR in request.standing.roles  # type: ignore[attr-defined]


def _year(request: HttpRequest) -> int | None:
    text = request.GET.get("year", "")
    known = text.isascii() and text.isdigit() and FIRST <= int(text[:4]) <= clock.today().year
    return int(text[:4]) if known else None


@login_required
@never_cache
@require_GET
def disputes(request: HttpRequest) -> HttpResponse:
    """Show the organ's disputes, ``?show=closed``, ``?track=``, ``?year=``; below them those supervised."""
    organ, actor, today = _organ(request), acting(request), clock.today()
    closed, year = request.GET.get("show") == "closed", _year(request)
    track = request.GET.get("track", "")
    found = queries.visible(actor).filter(organ=organ, closed_on__isnull=not closed)
    if track in set(Track):
        found = found.filter(track=track)
    if year is not None:
        found = found.filter(opened_on__year=year)
    page = Paginator(
        found.prefetch_related(queries.EVENTS).order_by("-opened_on", "-pk"), PAGE
    ).get_page(request.GET.get("page"))
    outlines: Any = None
    if _supervises(request):
        outlines = Paginator(queries.outlines(actor).order_by("-opened_on", "-pk"), PAGE).get_page(
            request.GET.get("below")
        )
    return render(
        request,
        "disputes/disputes.html",
        {
            "page": page,
            "rows": [_row(one, today) for one in page],
            "closed": closed,
            "track": track,
            "tracks": [(t.value, TRACKS[t]) for t in Track],
            "year": year,
            "years": range(today.year, today.year - 10, -1),
            "narrowed": track in set(Track) or year is not None,
            "outlines": outlines,
            "may_open": policies.may_work_for(actor, organ) is None,
            "works": queries.works_at(actor, organ),
            "reports": queries.reports(actor).filter(organ=organ, answered_on=None).count(),
        },
    )


def _row(one: Dispute, today: Any) -> dict[str, Any]:
    next_clock = None if one.closed_on else clocks.next_of(one)
    return {
        "dispute": one,
        "who": masks.name(one.who) if one.who is not None else "",
        "clock": next_clock,
        "left": next_clock.days_left(today) if next_clock else None,
    }


@login_required
@never_cache
@require_GET
def year(request: HttpRequest) -> HttpResponse:
    """Show table four of a year, ``?year=``, with the disputes behind each figure."""
    organ, actor, today = _organ(request), acting(request), clock.today()
    asked = _year(request) or today.year
    counted = queries.counts(organ, asked)
    mine = queries.visible(actor).filter(organ=organ)
    by_pk = {one.pk: one for one in mine} if queries.works_at(actor, organ) else {}
    return render(
        request,
        "disputes/year.html",
        {
            "blocks": _blocks(counted, by_pk),
            "organ": organ,
            "supervises": queries.supervises(actor),
            "year": asked,
            "years": range(today.year, today.year - 10, -1),
            "total": _total(counted),
            "unfinished": asked == today.year,
            "costs": queries.costs(organ, asked),
        },
    )


def _blocks(counted: queries.Counts, by_pk: Mapping[int, Dispute]) -> list[dict[str, Any]]:
    """Return the blocks of table four with the disputes behind each figure."""
    return [
        {
            "title": TRACKS[track],
            "cells": [
                {
                    "title": ways.RESULTS[result],
                    "number": len(ids),
                    "disputes": [by_pk[pk] for pk in ids if pk in by_pk],
                }
                for result, ids in cells
            ],
            "total": total,
        }
        for track, cells, total in counted.rows
    ]


@login_required
@never_cache
@require_GET
def below(request: HttpRequest) -> HttpResponse:
    """Show table four of the organs somebody supervises, summed; ``?organ=`` one of them."""
    actor, today = acting(request), clock.today()
    if not queries.supervises(actor):
        raise PermissionDenied
    asked = _year(request) or today.year
    of_organs = queries.counts_below(actor, asked)
    one = next((o for o in of_organs if o.code == request.GET.get("organ")), None)
    shown = of_organs[one] if one else queries.together(of_organs.values(), asked)
    by_pk = {d.pk: d for d in queries.outlines(actor).filter(organ=one)} if one else {}
    return render(
        request,
        "disputes/below.html",
        {
            "blocks": _blocks(shown, by_pk),
            "one": one,
            "organs": [
                {
                    "organ": organ,
                    "numbers": [(TRACKS[t], n) for t, _c, n in c.rows],
                    "total": _total(c),
                }
                for organ, c in of_organs.items()
            ],
            "tracks": [TRACKS[track] for track in Track],
            "year": asked,
            "years": range(today.year, today.year - 10, -1),
            "total": _total(shown),
            "unfinished": asked == today.year,
        },
    )


def _total(counted: queries.Counts) -> int:
    return sum(counted.number(track) for track in Track)


@login_required
@never_cache
@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """Show the complaints and reports the organ handles (arts. 47, 51)."""
    organ, actor = _organ(request), acting(request)
    found = queries.reports(actor).filter(organ=organ)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [
        {"matter": one, "who": masks.name(one.applicant) if one.applicant else ""} for one in page
    ]
    return render(
        request,
        "disputes/reports.html",
        {"page": page, "rows": rows, "counts": queries.report_counts(organ, clock.today().year),
         "year": clock.today().year},
    )  # fmt: skip
