"""Channels on the desk: the register, one channel, the year's counts, the update clocks."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.acts import clock
from portal.acts.act import Act, Refused
from portal.acts.actor import Actor
from portal.acts.pages import about
from portal.channels import clocks, policies, queries
from portal.channels.acts.handover import HandOver
from portal.channels.acts.log import LogPublications
from portal.channels.acts.register import ChangeChannel, CloseChannel, OpenChannel
from portal.channels.acts.silence import ExplainSilence
from portal.channels.forms import (
    ChannelForm,
    CloseForm,
    ExplainForm,
    OpenForm,
    year_in,
)
from portal.channels.kinds import GROUPS, grouped, kinds
from portal.channels.models import Channel
from portal.organs.models import Organ, Role
from portal.publishing.queries import columns_for
from portal.ui.pages import act_page

PAGE = 50
form_page = require_http_methods(["GET", "HEAD", "POST"])


def acting(request: HttpRequest) -> Actor:
    """Return who acts."""
    actor: Actor = request.standing.actor  # type: ignore[attr-defined]
    return actor


def own_organ(request: HttpRequest) -> Organ:
    """Return the organ acted for; raises PermissionDenied for somebody who does no organ's work."""
    standing = request.standing  # type: ignore[attr-defined]
    if standing.organ is None or not standing.works:
        raise PermissionDenied(_("您在这里没有办理渠道的岗位。"))
    organ: Organ = standing.organ
    return organ


def seen(request: HttpRequest, pk: int) -> Channel:
    """Return a channel that this person may see."""
    return get_object_or_404(queries.visible(acting(request)).distinct(), pk=pk)


def allow(act: Act[Any], request: HttpRequest) -> None:
    """Raise PermissionDenied with the reason, so that nobody fills in a form in vain."""
    refusal = act.refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)


@login_required
@require_GET
def channels(request: HttpRequest) -> HttpResponse:
    """Show the organ's register with how each channel's clock stands."""
    organ, today = own_organ(request), clock.today()
    clocked = {c.what.pk: c for c in clocks.of_organ(organ, today) if c.is_channel}
    published, information = queries.published_in(organ, today.year)
    rows = [
        (channel, clocked.get(channel.pk), published.get(channel.pk, 0))
        for channel in queries.of_organ(organ, today)
    ]
    groups = [(title, [r for r in rows if r[0].what.group == g]) for g, title in GROUPS.items()]
    ended = Channel.objects.filter(organ=organ, ended_on__lte=today).order_by("-ended_on")
    return render(
        request,
        "channels/desk/channels.html",
        {
            "organ": organ,
            "groups": [group for group in groups if group[1]],
            "ended": ended,
            "year": today.year,
            "information": information,
            "may_open": policies.may_work_for(acting(request), organ) is None,
            "supervises": _supervises(request),
        },
    )


def _supervises(request: HttpRequest) -> bool:
    return Role.SUPERVISOR in request.standing.roles  # type: ignore[attr-defined]


@login_required
@form_page
def open_channel(request: HttpRequest) -> HttpResponse:
    """Enter a channel in the register: first its kind, then ``?kind=`` its particulars."""
    organ = own_organ(request)
    allow(OpenChannel(by=acting(request), organ=organ, kind="website"), request)
    kind = kinds().get(request.GET.get("kind", ""))
    if kind is None:
        return render(request, "channels/desk/kinds.html", {"groups": grouped()})
    initial: dict[str, Any] = {}
    known = Channel.objects.filter(organ=organ, automatic=True, ended_on=None)
    if kind.code == "website" and not known.exists():
        initial = {"name": _("政府信息公开平台"), "automatic": True}
    return act_page(
        request,
        OpenForm(request.POST or None, kind=kind, initial=initial),
        lambda form: OpenChannel(
            by=acting(request),
            organ=organ,
            kind=kind.code,
            automatic=form.cleaned_data.get("automatic", False),
            fields=form.facts(),
        ).execute(),
        title=_("登记%(kind)s") % {"kind": kind.title},
        button=OpenChannel.title,
        done=_("渠道已登记。"),
        then=lambda one: reverse("channel", args=[one.pk]),
        refused=Refused,
        back=reverse("channels"),
        effect=_("登记后，这个渠道会出现在网站的“信息在哪里看”一页和指南里。"),
    )


@login_required
@require_GET
def channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a channel: where it is, how its clock stands, its log or its batches."""
    one, actor, today = seen(request, pk), acting(request), clock.today()
    clocked = {c.what.pk: c for c in clocks.of_organ(one.organ, today) if c.is_channel}
    log = Paginator(queries.entries(one), PAGE).get_page(request.GET.get("page"))
    keeps: dict[str, tuple[str, str, Act[Any]]] = {
        "log": (_("登记发布"), "channel_log", LogPublications(by=actor, organ=one.organ)),
        "batches": (_("登记移交"), "channel_hand_over", HandOver(by=actor, channel=one)),
    }
    offers: list[tuple[str, str, Act[Any]]] = []
    if one.what.keeps in keeps and not one.automatic and one.is_open(today):
        offers.append(keeps[one.what.keeps])
    if one.what.keeps == "log" and not one.automatic and one.is_open(today):
        offers.append((_("成批粘贴"), "channel_paste", LogPublications(by=actor, organ=one.organ)))
    offers.append((str(ChangeChannel.title), "channel_change", ChangeChannel(by=actor, target=one)))
    if pk in clocked:
        silent = ExplainSilence(by=actor, organ=one.organ, channel=one)
        offers.append((str(ExplainSilence.title), "channel_explain", silent))
    offers.append((str(CloseChannel.title), "channel_close", CloseChannel(by=actor, target=one)))
    refusals = [(title, reverse(url, args=[pk]), act.refusal()) for title, url, act in offers]
    return render(
        request,
        "channels/desk/channel.html",
        {
            "channel": one,
            "clock": clocked.get(pk),
            "page": log,
            "handovers": one.handovers.prefetch_related("lines"),
            "offers": [(title, url) for title, url, why in refusals if why is None],
            "refused": [(title, why) for title, _url, why in refusals if why is not None],
            "may_work": policies.may_work_for(actor, one.organ) is None,
            "silences": one.silences.order_by("-pk")[:5],
        },
    )


def _on_channel(act: type[Act[Any]], one: Channel) -> dict[str, Any]:
    return about(act, one.name, reverse("channel", args=[one.pk]))


@login_required
@form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a channel's particulars."""
    one = seen(request, pk)
    allow(ChangeChannel(by=acting(request), target=one), request)
    form = ChannelForm(
        request.POST or None, kind=one.what, instance=one, initial={"seen": one.version}
    )
    return act_page(
        request,
        form,
        lambda form: ChangeChannel(
            by=acting(request),
            target=Channel.objects.get(pk=pk),
            seen=form.cleaned_data["seen"],
            fields=form.facts(),
        ).execute(),
        **_on_channel(ChangeChannel, Channel.objects.get(pk=pk)) | {"button": _("保存")},
        done=_("已保存。"),
    )


@login_required
@form_page
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a channel."""
    one = seen(request, pk)
    allow(CloseChannel(by=acting(request), target=one), request)
    return act_page(
        request,
        CloseForm(request.POST or None, initial={"on": clock.today()}),
        lambda form: CloseChannel(by=acting(request), target=one, **form.cleaned_data).execute(),
        **_on_channel(CloseChannel, one),
        effect=_("停用后不能再登记发布，也不能恢复；已有的发布登记保留。网站和指南里不再列出它。"),
        done=_("渠道已停用。"),
    )


def _explain(
    request: HttpRequest, organ: Organ, title: str, back: str, **what: Any
) -> HttpResponse:
    act = ExplainSilence(by=acting(request), organ=organ, **what)
    allow(act, request)
    return act_page(
        request,
        ExplainForm(request.POST or None),
        lambda form: ExplainSilence(
            by=acting(request), organ=organ, **what, **form.cleaned_data
        ).execute(),
        **about(ExplainSilence, title, back),
        effect=_("说明有效期内不再提醒更新；主管部门能看到这条说明。"),
        done=_("说明已登记。"),
    )


@login_required
@form_page
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why a channel is not updated."""
    one = seen(request, pk)
    return _explain(request, one.organ, one.name, reverse("channel", args=[pk]), channel=one)


@login_required
@form_page
def explain_column(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why a column is not updated, or does not apply."""
    organ: Any = own_organ(request)
    one: Any = next((c for c in columns_for(organ) if c.pk == pk), None)
    if one is None:
        raise Http404
    return _explain(request, organ, one.title, reverse("channel_clocks"), column=one)


@login_required
@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """Show what was published in a year, ``?year=``: per channel, topic and month."""
    organ, this = own_organ(request), clock.today().year
    year = year_in(request.GET.get("year"), this)
    return render(
        request,
        "channels/desk/counts.html",
        {"organ": organ, "counts": queries.counts(organ, year), "year": year, "this": this},
    )


@login_required
@require_GET
def clocks_page(request: HttpRequest) -> HttpResponse:
    """Show every clock: the organ's own, for the supervising office all below it; ``?all``."""
    organ, today = own_organ(request), clock.today()
    organs: list[Organ] = [organ]
    if _supervises(request):
        organs = list(Organ.objects.existing(today).under(organ).order_by("path"))
    found = clocks.of_organs(organs, today)
    shown = found if "all" in request.GET else [c for c in found if c.warns]
    return render(
        request,
        "channels/desk/clocks.html",
        {
            "organ": organ,
            "whole": len(organs) > 1,
            "page": Paginator(shown, 200).get_page(request.GET.get("page")),
            "total": len(found),
            "warning": sum(c.warns for c in found),
            "everything": "all" in request.GET,
            "may_explain": policies.may_work_for(acting(request), organ) is None,
        },
    )
