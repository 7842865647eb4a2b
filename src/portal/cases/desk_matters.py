"""Suggestions to publish, demands to correct, reports: answered on the desk (arts. 44, 41, 47)."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from portal.acts import clock
from portal.acts.act import Changed
from portal.acts.pages import about
from portal.cases import desk_masks as masks
from portal.cases import policies
from portal.cases.acts.matters import RESULTS, AnswerMatter
from portal.cases.desk_views import acting, form_page, own_organ
from portal.cases.forms import day, words
from portal.cases.models import Matter
from portal.ui.language import article
from portal.ui.pages import act_page

PAGE = 100
LAW = {
    Matter.Kind.SUGGESTION: "条例第四十四条",
    Matter.Kind.CORRECTION: "条例第四十一条",
    Matter.Kind.REPORT: "条例第四十七条、第五十一条",
}


class AnswerMatterForm(forms.Form):
    """What came of a matter, and why."""

    result = forms.ChoiceField(label=gettext_lazy("处理结果"), widget=forms.RadioSelect)
    answer = words(
        gettext_lazy("答复"),
        rows=6,
        most=5000,
        help_text=gettext_lazy("写给提出人，写明结果和理由。"),
    )
    on = day(gettext_lazy("答复日期"))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": matter.version, "on": clock.today()}
        super().__init__(*args, **kwargs)
        known = RESULTS[Matter.Kind(matter.kind)]
        self.fields["result"].choices = [(one.value, one.label) for one in known]  # type: ignore[attr-defined]


@login_required
@never_cache
@require_GET
def matters(request: HttpRequest) -> HttpResponse:
    """List what was sent to this organ: what waits first, then the newest answered."""
    organ = own_organ(request)
    found = Matter.objects.filter(organ=organ).select_related("against")
    return render(
        request,
        "cases/desk/matters.html",
        {
            "organ": organ,
            "waiting": found.filter(answered_on=None).order_by("received_on", "pk")[:PAGE],
            "answered": found.exclude(answered_on=None).order_by("-pk")[:PAGE],
        },
    )


@login_required
@never_cache
@form_page
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a matter; answer it where it waits for an answer."""
    by = acting(request)
    organ = own_organ(request)
    found = Matter.objects.filter(organ=organ).select_related("applicant", "against", "case")
    one = get_object_or_404(found, pk=pk)
    refusal = AnswerMatter(by=by, target=one).refusal()
    person = one.applicant
    shown = {
        "matter": one,
        "who": masks.name(person) if person and person.name else "",
        "particulars": masks.particulars(person) if person else [],
        "law": article(LAW[Matter.Kind(one.kind)]),
        "files": one.facts.get("files", []),
        "may_answer": refusal is None,
        "handles": policies.may_answer_matter(by, one) is None,
        "why_not": refusal.sentence if refusal and one.answered_on is None else "",
        "back": reverse("matters"),
    }
    if request.method == "POST" and refusal is not None:
        raise PermissionDenied(refusal.sentence)
    if refusal is not None:
        return render(request, "cases/desk/matter.html", {**shown, "title": one.number})
    page = about(AnswerMatter, one.number, reverse("matters"))

    def carry_out(form: Any) -> Matter:
        try:
            return AnswerMatter(by=by, target=one, **form.cleaned_data).execute()
        except Changed:
            data: Any = form.data.copy()
            data["seen"] = str(Matter.objects.values_list("version", flat=True).get(pk=pk))
            form.data = data
            raise

    return act_page(
        request,
        AnswerMatterForm(request.POST or None, matter=one),
        carry_out,
        **{**shown, **page},
        done=_("答复已登记。"),
        template="cases/desk/matter.html",
    )
