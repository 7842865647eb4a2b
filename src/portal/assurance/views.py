"""The records of supervision and guarantee on the desk: a year kind by kind, each record, each act."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from portal.assurance import acts, exporting, queries
from portal.assurance.forms import CorrectRecordForm, RecordForm
from portal.assurance.kinds import Kind, kinds
from portal.assurance.models import NoneReport, Record
from portal.organs.keeping import queries as kept
from portal.organs.keeping.forms import NoneForm, ReasonForm
from portal.organs.keeping.pages import (
    Offered,
    actor,
    carry,
    entry_page,
    make,
    organ_read,
    own_organ,
    say_none,
    year_asked,
    years,
)
from portal.organs.keeping.policies import may_keep_for
from portal.organs.models import Organ
from portal.ui.spreadsheets import csv_file, xlsx_file

METHODS = ["GET", "HEAD", "POST"]
PAGE = 200
OFFERED = (
    Offered("correct", acts.CorrectRecord, CorrectRecordForm, gettext_lazy("登错的一条注销，改正的另立一条，两条互相注明。"), gettext_lazy("已更正。")),
    Offered("strike", acts.StrikeRecord, ReasonForm, gettext_lazy("注销后不再计数，也不再写进年度报告，仍可查到。"), gettext_lazy("已注销。")),
)  # fmt: skip


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show a year's records kind by kind, and which kinds nobody has spoken of; ``?struck=`` the struck ones."""
    organ, year = organ_read(request), year_asked(request)
    recorded, said = queries.of_year(organ, year), kept.none_said(NoneReport, organ, year)
    mine = may_keep_for(actor(request), organ) is None and organ == request.standing.organ  # type: ignore[attr-defined]
    unsaid = _unsaid(organ, year) if mine else {}
    asked = {kind.code for kind in queries.asked_of(organ, year)}
    struck = Record.objects.filter(organ=organ, year=year, struck_at__isnull=False)
    readable = kept.organs(actor(request)).order_by("path")
    return render(
        request,
        "assurance/overview.html",
        {
            "organ": organ,
            "organs": readable if readable.count() > 1 else [],
            "year": year,
            "years": years(),
            "sections": [
                {
                    "kind": kind,
                    "records": recorded[code],
                    "said": said.get(code),
                    "asked": code in asked,
                }
                for code, kind in kinds().items()
            ],
            "form": NoneForm(organ=organ, unsaid=unsaid) if unsaid else None,
            "struck": struck.order_by("-struck_at"),
            "may_keep": mine,
        },
    )


def _unsaid(organ: Organ, year: int) -> dict[str, str]:
    return {kind.code: str(kind.none) for kind in queries.unsaid(organ, year)}


def _home(year: int) -> str:
    return f"{reverse('assurance')}?year={year}"


@login_required
@require_http_methods(METHODS)
def none(request: HttpRequest) -> HttpResponse:
    """Say that the year had none of some kinds."""
    organ, year = own_organ(request, may_keep_for), year_asked(request)
    return say_none(
        request,
        acts.SayNone,
        _unsaid(organ, year),
        title=_("%(year)s年监督保障：确认本年无") % {"year": year},
        back=_home(year),
    )


@login_required
@require_http_methods(METHODS)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Record one."""
    organ, one = own_organ(request, may_keep_for), _kind(kind)
    title = _("登记%(what)s") % {"what": one.what}
    return make(
        request,
        RecordForm(request.POST or None, organ=organ, kind=one),
        acts.MakeRecord,
        given={"kind": kind},
        title=title,
        button=title,
        back=reverse("assurance"),
        then=lambda made: _home(made.year),
        done=_("已登记。"),
    )


def _kind(code: str) -> Kind:
    found = kinds().get(code)
    if found is None:
        raise Http404
    return found


def _record(request: HttpRequest, pk: int) -> Record:
    return get_object_or_404(kept.visible(Record, actor(request)), pk=pk)


@login_required
@require_GET
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one record, what it corrects and what corrects it."""
    one = _record(request, pk)
    return entry_page(request, "assurance/record.html", one, OFFERED, page="assurance_record")


@login_required
@require_http_methods(METHODS)
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Carry an act on a record out."""
    one = _record(request, pk)
    return carry(request, one, act, OFFERED, reverse("assurance_record", args=[pk]))


@login_required
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Show how the year of every organ that one may read stands; ``?open=`` those that lack something."""
    year, only = year_asked(request), "open" in request.GET
    found = queries.standings(_readable(request).order_by("path"), year)
    lacking = [row for row in found if row.open]
    page = Paginator(lacking if only else found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "assurance/units.html",
        {
            "year": year,
            "years": years(),
            "kinds": kinds().values(),
            "page": page,
            "only": only,
            "lacking": len(lacking),
        },
    )


def _readable(request: HttpRequest) -> QuerySet[Organ]:
    found = kept.organs(actor(request))
    if not found.exists():
        raise PermissionDenied
    return found


def _exported(request: HttpRequest) -> tuple[str, QuerySet[Record]]:
    """Return a name, and the records of a year: of the organ read, or with ``?units=`` of all one may read."""
    year = year_asked(request)
    found = queries.live().filter(year=year).select_related("organ")
    if "units" in request.GET:
        found = found.filter(organ__in=_readable(request)).order_by("organ__path", "-on", "-pk")
        return _("%(year)s年各单位监督保障") % {"year": year}, found
    organ = organ_read(request)
    name = _("%(organ)s%(year)s年监督保障") % {"organ": organ.short_name, "year": year}
    return name, found.filter(organ=organ)


@login_required
@require_GET
def export_csv(request: HttpRequest) -> HttpResponse:
    """Return a year's records as one table."""
    name, found = _exported(request)
    return csv_file(f"{name}.csv", exporting.whole(found))


@login_required
@require_GET
def export_xlsx(request: HttpRequest) -> HttpResponse:
    """Return a year's records as a workbook, a sheet for each kind."""
    name, found = _exported(request)
    return xlsx_file(f"{name}.xlsx", exporting.by_kind(found))
