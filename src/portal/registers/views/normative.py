"""The register of normative documents on the desk."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from portal.acts import clock
from portal.organs.keeping import queries as kept
from portal.organs.keeping.forms import ReasonForm
from portal.organs.keeping.pages import (
    Offered,
    actor,
    carry,
    make,
    offers,
    organ_read,
    own_organ,
    words_asked,
)
from portal.organs.keeping.policies import may_keep_for
from portal.publishing.models import Document
from portal.registers import figures, queries
from portal.registers.acts import normative as acts
from portal.registers.forms import (
    AmendForm,
    ChangeForm,
    ContinueForm,
    CorrectNormativeForm,
    FilingForm,
    NormativeForm,
    ReceiptForm,
)
from portal.registers.models import NormativeEntry, NormativeKind

PAGE = 50
OFFERED = (
    Offered("continue", acts.ContinueNormative, ContinueForm, gettext_lazy("评估后继续有效，重新确定有效期。"), gettext_lazy("已登记继续有效。")),
    Offered("amend", acts.AmendNormative, AmendForm, gettext_lazy("登记修改的日期和依据；原文件的登记仍在，状态为有效（已修改）。"), gettext_lazy("已登记修改。")),
    Offered("repeal", acts.RepealNormative, ChangeForm, gettext_lazy("自所填日期起不再有效，计入这一年的废止件数。"), gettext_lazy("已登记废止。")),
    Offered("lapse", acts.LapseNormative, ChangeForm, gettext_lazy("自所填日期起不再有效。有效期届满的自动失效，不用在这里登记。"), gettext_lazy("已登记失效。")),
    Offered("file", acts.FileNormative, FilingForm, gettext_lazy("登记报送哪个机关备案、何时报送。"), gettext_lazy("已登记报备。")),
    Offered("receipt", acts.ReceiveFiling, ReceiptForm, gettext_lazy("登记备案机关的回执。"), gettext_lazy("已登记回执。")),
    Offered("correct", acts.CorrectNormative, CorrectNormativeForm, gettext_lazy("改正登错的内容；原来登的什么留在经过里。文件本身的修改、废止请用别的按钮。"), gettext_lazy("已更正。")),
    Offered("strike", acts.StrikeNormative, ReasonForm, gettext_lazy("登错的整条注销，不再计数，编号不再使用；页面和经过仍可查到。"), gettext_lazy("已注销。")),
)  # fmt: skip
_STATES = {
    "force": gettext_lazy("有效"),
    "ended": gettext_lazy("废止、失效"),
    "struck": gettext_lazy("已注销"),
}


@login_required
@require_GET
def normatives(request: HttpRequest) -> HttpResponse:
    """List an organ's normative documents; ``?kind= ?state= ?q=`` narrow."""
    organ, today = organ_read(request), clock.today()
    found = kept.visible(NormativeEntry, actor(request)).filter(organ=organ)
    kind, state = (request.GET.get(name, "") for name in ("kind", "state"))
    words = words_asked(request)
    if kind in NormativeKind:
        found = found.filter(kind=kind)
    if state == "struck":
        found = found.exclude(struck_at=None)
    else:
        found = found.filter(struck_at=None)
        in_force = NormativeEntry.objects.in_force(today)
        if state == "force":
            found = found.filter(pk__in=in_force)
        elif state == "ended":
            found = found.filter(Q(ended_on__lte=today) | Q(expires_on__lt=today))
    if words:
        found = found.filter(
            Q(title__contains=words) | Q(number__contains=words) | Q(unified_number__contains=words)
        )
    page = Paginator(found.order_by("-issued_on", "-pk"), PAGE).get_page(request.GET.get("page"))
    year = today.year
    return render(
        request,
        "registers/desk/normatives.html",
        {
            "organ": organ,
            "page": page,
            "kind": kind,
            "kinds": NormativeKind.choices,
            "state": state,
            "states": _STATES.items(),
            "q": words,
            "proposed": queries.unentered(organ)[:20],
            "year": year,
            "sums": [
                (label, figures.reconciliation(organ, value, year))
                for value, label in NormativeKind.choices
            ],
            "may_keep": may_keep_for(actor(request), organ) is None,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a document that was issued elsewhere or earlier."""
    return _enter(request, {"kind": NormativeKind.NORMATIVE, "must_file": True})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def from_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a document that was published here: what it says is filled in."""
    organ = own_organ(request, may_keep_for)
    document = get_object_or_404(queries.unentered(organ), pk=pk)
    return _enter(
        request,
        _said_by(document),
        decline=reverse("normative_decline", args=[pk]),
        title=_("登记规范性文件：%(title)s") % {"title": document},
    )


def _said_by(document: Document) -> dict[str, Any]:
    shown = document.shown
    assert shown is not None, "a public document shows a version"
    assert document.published_at is not None
    published = timezone.localdate(document.published_at)
    return {
        "kind": document.genre,
        "title": shown.title,
        "number": shown.number,
        "issued_on": shown.formed_on or published,
        "effective_on": shown.effective_on,
        "expires_on": shown.expires_on,
        "disclosed_on": published,
        "document": document.index_number,
        "numbered": True,
        "must_file": True,
    }


def _enter(
    request: HttpRequest, initial: dict[str, Any], decline: str = "", **said: Any
) -> HttpResponse:
    organ = own_organ(request, may_keep_for)
    return make(
        request,
        NormativeForm(request.POST or None, organ=organ, initial=initial),
        acts.EnterNormative,
        back=reverse("normatives"),
        then=lambda one: reverse("normative", args=[one.pk]),
        done=_("已登记。"),
        effect=_("登记以后，修改、废止、失效和备案都在它的页面上办。"),
        decline=decline,
        template="registers/desk/enter_normative.html",
        **said,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a published document is no normative document."""
    organ = own_organ(request, may_keep_for)
    document = get_object_or_404(queries.unentered(organ), pk=pk)
    back = reverse("normatives")
    return make(
        request,
        ReasonForm(request.POST or None, organ=organ),
        acts.DeclineNormative,
        given={"document": document},
        title=_("不登记：%(title)s") % {"title": document},
        effect=_("以后不再提示登记这份文件，也不计入规范性文件的件数。"),
        back=back,
        then=back,
        done=_("不再提示。"),
    )


def _one(request: HttpRequest, pk: int) -> NormativeEntry:
    return get_object_or_404(kept.visible(NormativeEntry, actor(request)), pk=pk)


@login_required
@require_GET
def normative(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one entry: where it stands, what can be done, what happened."""
    one, today = _one(request, pk), clock.today()
    begins = queries.review_from(one, queries.setting(one.organ, "review_months"))
    ended = one.ended_on or one.struck_at
    left = (one.expires_on - today).days if one.expires_on and not ended else None
    touched = queries.touched_by_links(one.organ) if not ended else []
    return render(
        request,
        "registers/desk/normative.html",
        {
            "entry": one,
            "left": left,
            "review_from": begins,
            "review_now": begins is not None and begins <= today and left is not None and left >= 0,
            "links": [link for entry, link in touched if entry.pk == one.pk],
            "events": one.events.order_by("pk"),
            **offers(request, one, OFFERED),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Carry an act out; ``?by=`` names the document that amends or repeals this one."""
    one, initial = _one(request, pk), {}
    source = request.GET.get("by", "")
    if source.isascii() and source.isdigit() and act in ("amend", "repeal") and len(source) < 19:
        document = Document.objects.filter(pk=int(source), organ__isnull=False, is_public=True)
        for found in document.select_related("shown"):
            assert found.shown is not None
            initial = {
                "document": found.pk,
                "basis": f"{found.shown.title} {found.shown.number}".strip(),
                "on": found.shown.effective_on or found.shown.formed_on,
            }
    return carry(request, one, act, OFFERED, reverse("normative", args=[pk]), **initial)
