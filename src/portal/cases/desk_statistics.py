"""The office's own figures on the desk, and as CSV and XLSX."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal.acts import clock
from portal.cases import statistics
from portal.cases.desk_views import own_organ
from portal.cases.figures import figures
from portal.ui.spreadsheets import csv_file, xlsx_file


@login_required
@require_GET
def figures_page(request: HttpRequest) -> HttpResponse:
    """Show the figures of a year (``?year=``); ``?format=csv`` or ``xlsx`` answers them as a file."""
    organ, this = own_organ(request), clock.today().year
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else this
    found = figures(organ, year)
    heads = (_("统计项目"), _("分类"), _("数值"))
    name = _("%(organ)s%(year)s年依申请公开统计") % {"organ": organ.short_name, "year": year}
    if request.GET.get("format") == "csv":
        return csv_file(f"{name}.csv", [heads, *found.lines()])
    if request.GET.get("format") == "xlsx":
        return xlsx_file(f"{name}.xlsx", [(str(year), [heads, *found.lines()])])
    years = sorted({this, year, *statistics.years(organ)}, reverse=True)
    page = {"organ": organ, "found": found, "years": years, "year": year, "title": name}
    return render(request, "cases/desk/figures.html", page)
