"""The researcher's table: for the desk with what its office took in, for everybody what is public."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongkai.forms.form import EDITIONS
from portal.intake import comparing, queries, table
from portal.intake.models import Report
from portal.intake.views.batches import office_of
from portal.organs.models import Level
from portal.organs.queries import root
from portal.ui import spreadsheets

MOST_SHEET = 50_000
"""So many cells a workbook is made of; a CSV has no bound."""
REPORTS = 50

Base = QuerySet[Report]
View = Callable[..., HttpResponseBase]


def _desk(view: View) -> View:
    """Return a view of the table as the desk has it."""

    @login_required
    @require_GET
    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponseBase:
        office_of(request)
        base = queries.visible(request.standing.actor)  # type: ignore[attr-defined]
        return view(request, base, {"frame": "intake/desk.html", "prefix": "intake", "desk": True})

    return shown


def _public(view: View) -> View:
    """Return a view of the table as everybody has it."""

    @require_GET
    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponseBase:
        organ = root()
        if organ is None:
            raise Http404
        frame = {"frame": "intake/public.html", "prefix": "figures", "organ": organ}
        return view(request, queries.public(), frame)

    return shown


def _table(request: HttpRequest, base: Base, frame: dict[str, Any]) -> HttpResponse:
    ask = table.asked(request.GET)
    count, cells = table.number_of(base, ask)
    context = {
        **frame,
        **_choices(base, ask),
        "count": count,
        "cells": cells,
        "query": urlencode(ask.query()),
        "too_many": cells is None or cells > MOST_SHEET,
        "most": MOST_SHEET,
        **_addresses(frame["prefix"]),
    }
    if request.GET.get("view") == "cells" or ask.of_cells or ask.status:
        found, context["after"] = table.page(base, ask)
        context["rows"] = [table.words(cell) for cell in found]
        context["view"] = "cells"
    else:
        listed = table.reports(base, ask).select_related("unit", "file").defer("packed", "grids")
        after = ask.after[0]
        if after:
            listed = listed.filter(pk__lt=after)
        some = list(listed.order_by("-pk")[: REPORTS + 1])
        context["reports"] = some[:REPORTS]
        context["after"] = some[REPORTS - 1].pk if len(some) > REPORTS else 0
        context["view"] = "reports"
    return render(request, "intake/table.html", context)


def _choices(base: Base, ask: table.Asked) -> dict[str, Any]:
    return {
        "ask": ask,
        "years": table.years(base),
        "levels": Level.choices,
        "editions": EDITIONS,
        "tables": table.tables(),
        "lines": table.rows(ask.table) if ask.table else {},
        "columns": table.columns(ask.table) if ask.table else {},
        "statuses": table.SHOWN,
    }


def _addresses(prefix: str) -> dict[str, str]:
    return {
        "table_url": reverse(f"{prefix}_table"),
        "csv_url": reverse(f"{prefix}_csv"),
        "xlsx_url": reverse(f"{prefix}_xlsx"),
        "compare_url": reverse(f"{prefix}_compare"),
    }


def _csv(request: HttpRequest, base: Base, frame: dict[str, Any]) -> HttpResponseBase:
    found = table.cells(base, table.asked(request.GET))
    return spreadsheets.csv_stream(_("年报数据") + ".csv", table.lines(found))


def _xlsx(request: HttpRequest, base: Base, frame: dict[str, Any]) -> HttpResponse:
    ask = table.asked(request.GET)
    found = table.cells(base, ask)
    if len(found.order_by().values_list("pk", flat=True)[: MOST_SHEET + 1]) > MOST_SHEET:
        words = _("超过%(most)d个数，Excel 文件放不下。请缩小范围，或下载CSV。") % {
            "most": MOST_SHEET
        }
        context = {**frame, "sentence": words, **_addresses(frame["prefix"])}
        return render(request, "intake/refused.html", context, status=422)
    return spreadsheets.xlsx_file(_("年报数据") + ".xlsx", [(_("年报数据"), table.lines(found))])


def _compare(request: HttpRequest, base: Base, frame: dict[str, Any]) -> HttpResponse:
    numbers = [
        n for n in request.GET.getlist("report") if n.isascii() and n.isdigit() and len(n) < 19
    ]
    known = base.select_related("unit", "file", "archived")
    chosen = {one.pk: one for one in known.filter(pk__in=numbers[: comparing.MOST])}
    reports = [chosen[int(n)] for n in dict.fromkeys(numbers) if int(n) in chosen]
    if len(reports) == 1:
        reports = list(comparing.siblings(known, reports[0]))[-comparing.MOST :]
    context = {**frame, **_addresses(frame["prefix"]), "reports": reports, "most": comparing.MOST}
    if reports:
        context["compared"] = comparing.compared(reports)
        context["only"] = request.GET.get("only") == "differing"
        context["query"] = urlencode([("report", one.pk) for one in reports])
    return render(request, "intake/compare.html", context)


desk_table, desk_csv, desk_xlsx, desk_compare = map(_desk, (_table, _csv, _xlsx, _compare))
figures, figures_csv, figures_xlsx, figures_compare = map(_public, (_table, _csv, _xlsx, _compare))
