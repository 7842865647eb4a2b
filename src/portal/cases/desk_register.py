"""Registering what comes in at the counter, by post, letter, fax, e-mail or by word of mouth."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gongkai.cases.events import Channel
from portal.acts.act import Refused
from portal.cases.acts.registration import RegisterCase, same_form
from portal.cases.channel import channel_name, receipt_day
from portal.cases.desk_views import acting, form_page, own_organ, tell_codes
from portal.cases.forms_register import RegisterForm
from portal.cases.models import Case
from portal.ui.language import article
from portal.ui.pages import act_page


@login_required
@never_cache
@form_page
def register(request: HttpRequest) -> HttpResponse:
    """Register a request; sent twice, it is registered once."""
    organ, by = own_organ(request), acting(request)
    first = RegisterCase(by=by, organ=organ, applicant={}, asked={})
    refusal = first.refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    posted = request.method == "POST"

    def carry_out(form: Any) -> Case:
        known = same_form(form.cleaned_data["token"])
        if known is not None and known.organ_id == organ.pk:
            return known
        act = RegisterCase(by=by, organ=organ, **form.facts())
        made = act.execute()
        tell_codes(request, made.pk, {made.number: act.code})
        return made

    return act_page(
        request,
        RegisterForm(request.POST if posted else None, request.FILES if posted else None),
        carry_out,
        title=RegisterCase.title,
        button=RegisterCase.title,
        done=_("申请已登记。"),
        then=lambda one: reverse("case", args=[one.pk]),
        refused=Refused,
        back=reverse("cases"),
        template="cases/desk/register.html",
        receipts=[
            {
                "code": c.value,
                "name": channel_name(c),
                "day": receipt_day(c),
                "article": article(c.receipt.article),
            }
            for c in Channel
            if c is not Channel.ONLINE
        ],
    )
