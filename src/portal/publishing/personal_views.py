"""Personal data of a document: every piece in its context, to be hidden or justified."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai import privacy
from portal.acts.act import Refused
from portal.publishing import personal
from portal.publishing.acts.personal_data import HidePersonalData, KeepPersonalData
from portal.publishing.desk_views import actor_of, seen
from portal.publishing.forms import PersonalForm
from portal.publishing.models import Document

CERTAINTY = {
    privacy.Certainty.CERTAIN: gettext_lazy("确定"),
    privacy.Certainty.LIKELY: gettext_lazy("很可能"),
    privacy.Certainty.REVIEW: gettext_lazy("请核对"),
}
HEALTH = gettext_lazy("健康状况")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def personal_data(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every piece of personal data; hide those chosen, or say why they stay."""
    one = seen(request, pk)
    version = one.working
    found = personal.hits(version) if version is not None else []
    actor = actor_of(request)
    hides = HidePersonalData(by=actor, target=one, keys=()).refusal()
    keeps = KeepPersonalData(by=actor, target=one, keys=()).refusal()
    form = PersonalForm(request.POST or None, keys=[hit.key for hit in found])
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            keys = tuple(form.cleaned_data["keys"])
            try:
                if "hide" in request.POST:
                    HidePersonalData(by=actor, target=one, keys=keys).execute()
                    messages.success(request, _("已遮盖%(count)d处。") % {"count": len(keys)})
                else:
                    why = form.cleaned_data["reason"]
                    KeepPersonalData(by=actor, target=one, keys=keys, reason=why).execute()
                    messages.success(request, _("已记下保留的理由。"))
                return redirect("document_personal", pk)
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
    return render(
        request,
        "publishing/desk/personal.html",
        {
            "document": one,
            "groups": _groups(one, found),
            "found": len(found),
            "undecided": sum(not hit.decided for hit in found),
            "chosen": request.POST.getlist("keys"),
            "hides": hides,
            "keeps": keeps,
            "form": form,
        },
        status=status,
    )


def _groups(one: Document, found: list[personal.Hit]) -> list[dict[str, Any]]:
    """Return the pieces by their kind, what is undecided first."""
    kinds = dict.fromkeys(hit.kind for hit in found)
    return [
        {
            "kind": str(kind),
            "name": privacy.rules()[kind]["zh"] if kind in privacy.rules() else HEALTH,
            "hits": sorted(
                (
                    {"hit": hit, "certainty": CERTAINTY[hit.certainty]}
                    for hit in found
                    if hit.kind == kind
                ),
                key=lambda row: bool(row["hit"].decided),
            ),
        }
        for kind in kinds
    ]
