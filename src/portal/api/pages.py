"""The guide to the interface: one page without anything from elsewhere."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.annual import queries as annual
from portal.api import guide as told
from portal.api.interface import ROOT
from portal.organs.queries import root
from portal.site.models import Entry


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show every operation of the interface with an example that runs here."""
    organ = root()
    if organ is None:
        raise Http404
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    report = annual.current().order_by("-pk").first()
    known = {
        "code": organ.code,
        "organ": organ.code,
        "getDocument.id": newest or 1,
        "id": report.pk if report else 1,
        "year": report.year if report else 2025,
        "listDocuments.limit": 5,
        "listReports.limit": 5,
    }
    address = request.build_absolute_uri("/").rstrip("/")
    groups: dict[str, list[told.Told]] = {}
    for one in told.operations(address, known):
        groups.setdefault(one.tag, []).append(one)
    page = {"organ": organ, "groups": groups, "address": address + ROOT}
    return render(request, "api/guide.html", page)
