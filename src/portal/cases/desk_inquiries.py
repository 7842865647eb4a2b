"""Inquiries: what other organs ask of mine, and the answers to what mine asks."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from portal.acts import clock
from portal.acts.act import Changed
from portal.acts.pages import about
from portal.cases import queries
from portal.cases.acts.asking import Answer
from portal.cases.desk_views import acting, form_page, own_organ
from portal.cases.forms_acts import AnswerForm
from portal.cases.models import Inquiry
from portal.ui.pages import act_page

PAGE = 100


@login_required
@never_cache
@require_GET
def inquiries(request: HttpRequest) -> HttpResponse:
    """List what other organs ask of this one: the question, who asks, the last day; no applicant."""
    organ = own_organ(request)
    asked = queries.asked_of(acting(request)).filter(organ=organ)
    return render(
        request,
        "cases/desk/inquiries.html",
        {
            "organ": organ,
            "waiting": asked.filter(answered_on=None).order_by("until", "pk")[:PAGE],
            "answered": asked.exclude(answered_on=None).order_by("-answered_on", "-pk")[:PAGE],
            "today": clock.today(),
        },
    )


@login_required
@never_cache
@form_page
def inquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an inquiry: as the organ asked, or entering what came in as the organ that asked."""
    by = acting(request)
    found = Inquiry.objects.filter(
        Q(case__in=queries.visible(by).values("pk")) | Q(pk__in=queries.asked_of(by).values("pk"))
    )
    one = get_object_or_404(found.select_related("case__organ"), pk=pk)
    handling = queries.visible(by).filter(pk=one.case_id).exists()
    refusal = Answer(by=by, target=one, on=clock.today()).refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    form = AnswerForm(request.POST or None, inquiry=one, own=not handling)
    back = reverse("case", args=[one.case_id]) if handling else reverse("case_inquiries")
    name = one.whom if handling else one.case.organ.name

    def carry_out(form: Any) -> Inquiry:
        try:
            return Answer(by=by, target=one, **form.cleaned_data).execute()
        except Changed:
            data: Any = form.data.copy()
            data["seen"] = str(Inquiry.objects.values_list("version", flat=True).get(pk=pk))
            form.data = data
            raise

    effect = (
        _("登记对方的答复意见；逾期没有答复的，期限届满后登记“逾期未答复”。")
        if handling
        else _("您的答复直接进入对方的案卷；逾期未答复的，共同制作机关视为同意公开。")
    )
    page = about(Answer, name, back, words="" if handling else _("答复征求的意见"))
    return act_page(
        request,
        form,
        carry_out,
        **page,
        effect=effect,
        done=_("答复已登记。") if handling else _("答复已送交对方。"),
        template="cases/desk/inquiry.html",
        inquiry=one,
        handling=handling,
    )
