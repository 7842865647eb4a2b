"""What is made of a document for a board or an account: sheets to print, the text of a post."""

from typing import Any

import segno
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal.acts import clock
from portal.channels import posts, queries
from portal.channels.desk_views import acting, own_organ
from portal.channels.forms import SheetForm, numbers_in
from portal.publishing import queries as publishing
from portal.publishing.models import Document
from portal.publishing.search.text import plain

LINES, LINE = 13, 26
"""What a body printed in short may take where there is no summary, so that it stays on one page."""
MOST_TITLES = 100


def qr(url: str) -> SafeString:
    """Return the QR code of an address as an SVG element; its class gives the size."""
    code = segno.make(url, error="m")
    return mark_safe(code.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None))


def _public(request: HttpRequest, pk: int) -> Document:
    one = get_object_or_404(publishing.visible(acting(request)).distinct(), pk=pk)
    if not one.is_public or one.shown is None:
        raise PermissionDenied(_("这条信息没有在网站上公开，不能印发到其他渠道。"))
    return one


def _address(request: HttpRequest, one: Document) -> str:
    return request.build_absolute_uri(reverse("site_document", args=[one.pk]))


def _short(one: Any) -> list[str]:
    if one.summary.strip():
        return [one.summary.strip()]
    taken: list[str] = []
    left = LINES
    for paragraph in (p.strip() for p in plain(one.body).split("\n") if p.strip()):
        if left <= 0:
            taken[-1] = taken[-1].removesuffix("……") + "……"
            break
        room = left * LINE - 2  # the first line begins two characters in
        taken.append(paragraph if len(paragraph) <= room else f"{paragraph[: room - 2]}……")
        left -= -(-(len(taken[-1]) + 2) // LINE)
    return taken


@login_required
@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Print a document on A4 for a board; ``?body=``, ``?from_on=``, ``?until_on=``."""
    one = _public(request, pk)
    form = SheetForm(request.GET if "body" in request.GET else None)
    chosen: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    from_on, until_on = chosen.get("from_on"), chosen.get("until_on")
    if from_on and until_on and until_on < from_on:
        form.add_error("until_on", _("公示期的止期不能早于起期。"))
        from_on = until_on = None
    short = chosen.get("body") == "short"
    return render(
        request,
        "channels/desk/sheet.html",
        {
            "document": one,
            "shown": one.shown,
            "form": form,
            "short": _short(one.shown) if short else None,
            "from_on": from_on,
            "until_on": until_on,
            "address": _address(request, one),
            "qr": qr(_address(request, one)),
            "today": clock.today(),
        },
    )


@login_required
@require_GET
def titles(request: HttpRequest) -> HttpResponse:
    """Choose documents, and print their titles as one sheet; ``?document=`` again and again."""
    organ = own_organ(request)
    wanted = numbers_in(request.GET.getlist("document"))
    found = publishing.public().filter(organ=organ).order_by("-published_at", "-pk")
    address = request.build_absolute_uri(reverse("site_platform", args=[organ.code]))
    return render(
        request,
        "channels/desk/titles.html",
        {
            "organ": organ,
            "chosen": list(found.filter(pk__in=wanted[:MOST_TITLES])) if wanted else [],
            "offered": found[:50],
            "wanted": wanted,
            "address": address,
            "qr": qr(address),
            "today": clock.today(),
        },
    )


@login_required
@require_GET
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the text of a post to copy; ``?channel=`` chooses the account."""
    one = _public(request, pk)
    assert one.shown is not None
    accounts = [c for c in queries.of_organ(one.organ, clock.today()) if c.limit]
    asked = request.GET.get("channel", "")
    account = next((c for c in accounts if str(c.pk) == asked), accounts[0] if accounts else None)
    limit = account.limit if account and account.limit else 0
    text = posts.text_for(one.shown, _address(request, one), limit) if limit else ""
    return render(
        request,
        "channels/desk/post.html",
        {
            "document": one,
            "accounts": accounts,
            "account": account,
            "text": text,
            "limit": limit,
            "today": clock.today(),
        },
    )
