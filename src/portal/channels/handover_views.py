"""Batches for archives, libraries and reading points on the desk."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal.acts import clock
from portal.acts.pages import about
from portal.channels import queries
from portal.channels.acts.handover import ConfirmReceipt, HandOver
from portal.channels.desk_views import acting, allow, form_page, seen
from portal.channels.forms import HandoverForm, ReceiptForm
from portal.channels.models import Handover
from portal.ui.pages import act_page


def _batch(request: HttpRequest, pk: int) -> Handover:
    mine = queries.visible(acting(request))
    found = Handover.objects.filter(channel__in=mine).select_related("channel", "organ")
    return get_object_or_404(found, pk=pk)


@login_required
@form_page
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over what became public in a period, as a list to print."""
    one, today = seen(request, pk), clock.today()
    allow(HandOver(by=acting(request), channel=one), request)
    last = one.handovers.order_by("-until_on").first()
    begins = last.until_on if last else date(today.year, 1, 1)
    waiting = queries.to_hand_over(one, date(2000, 1, 1), today).count()
    effect = _("把这段时间公开、还没有移交给“%(name)s”的信息列成清单。现有%(n)s件尚未移交。")
    return act_page(
        request,
        HandoverForm(request.POST or None, initial={"from_on": begins, "until_on": today}),
        lambda form: HandOver(by=acting(request), channel=one, **form.cleaned_data).execute(),
        **about(HandOver, one.name, reverse("channel", args=[pk]))
        | {"then": lambda batch: reverse("handover", args=[batch.pk])},
        effect=effect % {"name": one.name, "n": waiting},
        done=_("移交已登记，可以打印清单。"),
    )


@login_required
@require_GET
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a batch with its list, as it is printed and signed."""
    one = _batch(request, pk)
    receipt = ConfirmReceipt(by=acting(request), target=one)
    return render(
        request,
        "channels/desk/handover.html",
        {
            "handover": one,
            "lines": one.lines.select_related("document"),
            "may_receive": receipt.refusal() is None,
        },
    )


@login_required
@form_page
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the receipt of a batch."""
    one = _batch(request, pk)
    allow(ConfirmReceipt(by=acting(request), target=one), request)
    return act_page(
        request,
        ReceiptForm(request.POST or None),
        lambda form: ConfirmReceipt(by=acting(request), target=one, **form.cleaned_data).execute(),
        **about(ConfirmReceipt, one.channel.name, reverse("handover", args=[pk])),
        done=_("签收已登记。"),
    )
