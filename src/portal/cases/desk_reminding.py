"""Reminding an office of a request by hand: its head, or who supervises it."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from portal.acts import clock
from portal.acts.pages import about
from portal.cases import forms as shared
from portal.cases import queries
from portal.cases.acts.passing import Remind
from portal.cases.desk_views import acting, form_page
from portal.ui.pages import act_page


class RemindForm(forms.Form):
    """A few words that go with it."""

    words = shared.words(gettext_lazy("催办的话"), required=False, most=500)


@login_required
@never_cache
@form_page
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind of a request that somebody supervises; he sees its number and days, no more."""
    by = acting(request)
    one = get_object_or_404(queries.outlines(by).filter(ended_on=None), pk=pk)
    return act_page(
        request,
        RemindForm(request.POST or None),
        lambda form: Remind(
            by=by, target=one, why="by_hand", due_on=clock.today(), **form.cleaned_data
        ).execute(),
        **about(Remind, f"{one.organ.name} {one.number}", reverse("case_outlines")),
        effect=_("提醒承办人员，并留下记录；同一天只催办一次。不要写申请人的情况。"),
        done=_("已催办。"),
    )
