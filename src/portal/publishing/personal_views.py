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
from portal.ui.language import spoken

CERTAINTY = {
    privacy.Certainty.CERTAIN: gettext_lazy("确定"),
    privacy.Certainty.LIKELY: gettext_lazy("很可能"),
    privacy.Certainty.REVIEW: gettext_lazy("请核对"),
}
HEALTH = gettext_lazy("健康状况")
SHOWN = 200
"""How many pieces of a kind the page shows; more are chosen all together or after the first ones."""


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
            keys, kinds = (tuple(form.cleaned_data[name]) for name in ("keys", "kinds"))
            try:
                if "hide" in request.POST:
                    HidePersonalData(by=actor, target=one, keys=keys, kinds=kinds).execute()
                    messages.success(request, _("已遮盖，成为新的版本。"))
                else:
                    why = form.cleaned_data["reason"]
                    KeepPersonalData(
                        by=actor, target=one, reason=why, keys=keys, kinds=kinds
                    ).execute()
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
            "groups": _groups(found),
            "found": len(found),
            "undecided": sum(not hit.decided for hit in found),
            "chosen": request.POST.getlist("keys") + request.POST.getlist("kinds"),
            "hides": hides,
            "keeps": keeps,
            "form": form,
        },
        status=status,
    )


def _groups(found: list[personal.Hit]) -> list[dict[str, Any]]:
    """Return the pieces by their kind, what is undecided first."""
    groups = []
    for kind in dict.fromkeys(hit.kind for hit in found):
        hits = sorted((hit for hit in found if hit.kind == kind), key=lambda hit: bool(hit.decided))
        groups.append(
            {
                "kind": str(kind),
                "name": privacy.rules()[kind][spoken()] if kind in privacy.rules() else HEALTH,
                "count": len(hits),
                "more": max(len(hits) - SHOWN, 0),
                "hits": [
                    {"hit": hit, "certainty": CERTAINTY[hit.certainty]} for hit in hits[:SHOWN]
                ],
            }
        )
    return groups
