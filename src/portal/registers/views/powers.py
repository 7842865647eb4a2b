"""The list of powers on the desk."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
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
from portal.registers import importing, queries, rules
from portal.registers.acts import powers as acts
from portal.registers.forms import ChangePowerForm, EndPowerForm, PowerForm
from portal.registers.models import Batch, PowerItem

PAGE = 50
OFFERED = (
    Offered("change", acts.ChangePower, ChangePowerForm, gettext_lazy("自所填日期起变更；原来的内容留在变更记录里。"), gettext_lazy("已变更。")),
    Offered("end", acts.EndPower, EndPowerForm, gettext_lazy("自所填日期起不在清单里。"), gettext_lazy("已取消。")),
    Offered("strike", acts.StrikePower, ReasonForm, gettext_lazy("登错的整条注销，等于没有列入过；仍可查到。"), gettext_lazy("已注销。")),
)  # fmt: skip


@login_required
@require_GET
def powers(request: HttpRequest) -> HttpResponse:
    """List an organ's powers of today, with totals by type; ``?kind= ?q= ?all=`` narrow or widen."""
    organ, today = organ_read(request), clock.today()
    now = queries.powers_on(organ, today)
    everything = "all" in request.GET
    found = kept.visible(PowerItem, actor(request)).filter(organ=organ)
    if not everything:
        found = found.filter(pk__in=now.values("pk"))
    kind, words = request.GET.get("kind", ""), words_asked(request)
    if kind in rules.powers():
        found = found.filter(kind=kind)
    if words:
        found = found.filter(Q(name__contains=words) | Q(code__startswith=words))
    page = Paginator(queries.in_order(found), PAGE).get_page(request.GET.get("page"))
    totals = queries.totals(now)
    return render(
        request,
        "registers/desk/powers.html",
        {
            "organ": organ,
            "page": page,
            "totals": totals,
            "total": sum(n for _kind, n in totals),
            "kind": kind,
            "q": words,
            "everything": everything,
            "batches": kept.visible(Batch, actor(request))
            .filter(organ=organ, register=importing.POWERS)
            .order_by("-pk")[:5],
            "may_keep": may_keep_for(actor(request), organ) is None,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add an item."""
    organ = own_organ(request, may_keep_for)
    return make(
        request,
        PowerForm(request.POST or None, organ=organ),
        acts.AddPower,
        back=reverse("register_powers"),
        then=lambda one: reverse("register_power", args=[one.pk]),
        done=_("已列入清单。"),
    )


def _item(request: HttpRequest, pk: int) -> PowerItem:
    return get_object_or_404(kept.visible(PowerItem, actor(request)), pk=pk)


_WHAT = {
    "added": gettext_lazy("列入清单"),
    "changed": gettext_lazy("变更"),
    "ended": gettext_lazy("取消"),
}


@login_required
@require_GET
def power(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an item and its changes."""
    one = _item(request, pk)
    events = [
        {
            "what": _WHAT[event.what],
            "event": event,
            "changed": [
                (_name(name), _shown(name, old), _shown(name, new))
                for name, (old, new) in event.facts.get("changed", {}).items()
            ],
        }
        for event in one.events.order_by("pk")
    ]
    return render(
        request,
        "registers/desk/power.html",
        {"item": one, "events": events, **offers(request, one, OFFERED)},
    )


def _name(name: str) -> Any:
    field: Any = PowerItem._meta.get_field(name)
    return field.verbose_name


def _shown(name: str, value: str) -> str:
    return rules.powers()[value].title if name == "kind" else value


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Carry an act on an item out."""
    return carry(request, _item(request, pk), act, OFFERED, reverse("register_power", args=[pk]))
