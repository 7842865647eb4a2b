"""The evidence of a dispute on the desk: choosing papers, one PDF of them, taking a paper."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.acts.act import Refused
from portal.cases.file_bundle import TooLarge
from portal.cases.file_bundle_worker import Broken
from portal.cases.papers import Paper
from portal.cases.sealing import Unsealable
from portal.disputes import papers, queries
from portal.disputes.acts.keeping import KeepBundle, TakeDisputePaper
from portal.disputes.bundle import Offer, offered, put_together
from portal.disputes.desk_views import acting, form_page, seen
from portal.disputes.models import Dispute, DisputeFile

LONGEST = 300  # characters of what a paper proves


@login_required
@never_cache
@form_page
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose papers, say what each proves, and put them together."""
    one = seen(request, pk)
    refusal = KeepBundle(by=acting(request), target=one).refusal()
    if refusal is not None:
        raise PermissionDenied(refusal.sentence)
    rows = [_row(request, offer, number) for number, offer in enumerate(offered(one), 1)]
    wrong, status = "", 200
    if request.method == "POST":
        chosen = sorted((row for row in rows if row["on"]), key=lambda row: row["order"])
        try:
            made = _made(request, one, chosen)
        except Refused as refused:
            wrong, status = refused.sentence, 422 if refused.status == 409 else refused.status
        else:
            messages.success(request, _("证据材料已整理，共%(n)s页。") % {"n": made})
            return redirect(reverse("dispute", args=[pk]))
    context = {"dispute": one, "rows": rows, "wrong": wrong}
    return render(request, "disputes/bundle.html", context, status=status)


def _row(request: HttpRequest, offer: Offer, number: int) -> dict[str, Any]:
    """Return a line of the form, with what was typed."""
    if request.method != "POST":
        return {"offer": offer, "on": offer.usual, "order": number, "proves": offer.proves}
    order = request.POST.get(f"order-{offer.key}", "")
    return {
        "offer": offer,
        "on": f"on-{offer.key}" in request.POST,
        "order": int(order) if order.isascii() and order.isdigit() and len(order) < 5 else number,
        "proves": request.POST.get(f"proves-{offer.key}", "").replace("\x00", "")[:LONGEST],
    }


def _made(request: HttpRequest, one: Dispute, chosen: list[dict[str, Any]]) -> int:
    """Put the chosen papers together and keep them; return how many pages. Raises Refused."""
    if not chosen:
        raise Refused(_("请至少选择一份材料。"))
    try:
        made = put_together(one, [(row["offer"].key, row["proves"].strip()) for row in chosen])
    except TooLarge as error:
        raise Refused(_("超过5000页，请分成几次整理。")) from error
    except Broken as error:
        raise Refused(_("有的PDF文件合并不了。请先打开看一看，另存为新的PDF再整理。")) from error
    except (OSError, Unsealable) as error:
        raise Refused(_("有的材料读不出来，请与系统管理员联系。")) from error
    count = one.events.filter(kind="bundled").count() + 1
    name = _("证据材料%(n)s.pdf") % {"n": count}
    KeepBundle(
        by=acting(request),
        target=one,
        paper=Paper(name, made.pdf, "application/pdf"),
        count=len(made.entries),
    ).execute()
    return made.pages


@login_required
@never_cache
@require_POST
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a paper of a dispute to those who may see it, as a download; each is recorded."""
    mine = queries.visible(acting(request))
    found = DisputeFile.objects.filter(dispute__in=mine).select_related(
        "dispute", "case_file__case"
    )
    one = get_object_or_404(found, pk=pk)
    try:
        data = papers.content(one)
    except (OSError, Unsealable) as error:
        raise Http404 from error
    try:
        TakeDisputePaper(by=acting(request), target=one).execute()
    except Refused as refused:
        raise PermissionDenied(refused.sentence) from refused
    answer = HttpResponse(data, content_type=one.media_type or "application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, one.name) or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "no-store"
    return answer
