"""Batches of files: taking them in, and how far they are read."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.readers import ocr
from portal.acts.act import Refused
from portal.intake import policies, queries
from portal.intake.acts.taking import Offered, TakeIn
from portal.intake.forms import AddForm, TakeInForm
from portal.intake.models import Batch, File
from portal.organs.models import Organ
from portal.ui.pages import act_page

PAGE = 100


def office_of(request: HttpRequest) -> Organ:
    """Return the office somebody takes reports in for; raises PermissionDenied."""
    standing = request.standing  # type: ignore[attr-defined]
    refused = policies.may_take_in_for(standing.actor, standing.organ)
    if refused is not None:
        raise PermissionDenied(refused)
    office: Organ = standing.organ
    return office


@login_required
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Show the batches of an office."""
    office = office_of(request)
    found = (
        queries.batches(request.standing.actor)  # type: ignore[attr-defined]
        .filter(organ=office)
        .annotate(
            number=Count("files", filter=~Q(files__state=File.State.OPENED)),
            waiting=Count("files", filter=Q(files__state=File.State.WAITING)),
            scans=Count("files", filter=Q(files__state=File.State.SCAN)),
            stopped=Count("files", filter=Q(files__state=File.State.STOPPED)),
            refused=Count("files", filter=Q(files__state=File.State.REFUSED)),
            doubtful=Count("files", filter=Q(files__report__doubtful__gt=0)),
        )
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "intake/batches.html", {"page": page})


def _offered(said: dict[str, Any]) -> list[Offered]:
    return [Offered(one.name or "", one.size or 0, one.read) for one in said["given"]]


def _page(request: HttpRequest, form: Any, office: Organ, target: Batch | None) -> HttpResponse:
    def carry_out(form: Any) -> Batch:
        return TakeIn(
            by=request.standing.actor,  # type: ignore[attr-defined]
            target=target,
            office=office,
            files=_offered(form.cleaned_data),
            batch_name=form.cleaned_data.get("batch_name", ""),
        ).execute()

    return act_page(
        request,
        form,
        carry_out,
        title=TakeIn.title if target is None else _("添加文件"),
        button=_("提交并读取"),
        effect=_(
            "文件按原样保存，在后台逐个读出；认出是哪个机关、哪一年的报告，查出的问题列在一起。"
            "可以离开页面，读取照样进行。"
        ),
        done=_("已收到，正在读取。"),
        then=lambda one: reverse("intake_batch", args=[one.pk]),
        back=reverse("intake") if target is None else reverse("intake_batch", args=[target.pk]),
        refused=Refused,
        template="intake/take_in.html",
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Take files in as a new batch."""
    office = office_of(request)
    posted = request.POST if request.method == "POST" else None
    return _page(request, TakeInForm(posted, request.FILES or None), office, None)


def one_batch(request: HttpRequest, pk: int) -> Batch:
    """Return a batch of somebody's offices."""
    return get_object_or_404(queries.batches(request.standing.actor), pk=pk)  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add files to a batch."""
    batch = one_batch(request, pk)
    posted = request.POST if request.method == "POST" else None
    return _page(request, AddForm(posted, request.FILES or None), batch.organ, batch)


@login_required
@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a batch is read, and what became of each file."""
    one = one_batch(request, pk)
    show = request.GET.get("show", "")
    files = queries.listed(one).exclude(state=File.State.OPENED)
    if show in queries.SHOWN:
        files = files.filter(queries.SHOWN[show])
    page = Paginator(files.order_by("pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": one,
        "progress": queries.progress(one),
        "recognising": queries.recognising(one),
        "can_recognise": ocr.is_installed(),
        "page": page,
        "show": show if show in queries.SHOWN else "",
    }
    return render(request, "intake/batch.html", context)
