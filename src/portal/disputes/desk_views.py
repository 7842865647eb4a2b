"""Disputes on the desk: entering one, its page, each act on it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.cases.disputes import standing_on
from gongkai.law.grounds import grounds
from portal.accounts.models import User
from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.acts.pages import about
from portal.cases import desk_masks as masks
from portal.cases import queries as case_queries
from portal.cases.models import Case
from portal.disputes import clocks, policies, queries, ways
from portal.disputes.acts.opening import OpenDispute
from portal.disputes.forms import OpenForm
from portal.disputes.models import TRACKS, Dispute
from portal.disputes.offers import BY_SLUG, choices
from portal.organs.models import Organ
from portal.publishing import queries as publishing
from portal.ui.language import said
from portal.ui.pages import act_page

form_page = require_http_methods(["GET", "HEAD", "POST"])


def acting(request: HttpRequest) -> Actor:
    """Return who acts."""
    actor: Actor = request.standing.actor  # type: ignore[attr-defined]
    return actor


def own_organ(request: HttpRequest) -> Organ:
    """Return the organ acted for; raises PermissionDenied for somebody who may not enter disputes."""
    organ: Organ | None = request.standing.organ  # type: ignore[attr-defined]
    if organ is None:
        raise PermissionDenied
    sentence = policies.may_work_for(acting(request), organ)
    if sentence is not None:
        raise PermissionDenied(sentence)
    return organ


def seen(request: HttpRequest, pk: int) -> Dispute:
    """Return a dispute that this person may see."""
    return get_object_or_404(queries.visible(acting(request)), pk=pk)


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """Return what a form was sent with; an empty one was sent too."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


@login_required
@never_cache
@form_page
def open_dispute(request: HttpRequest) -> HttpResponse:
    """Enter a review or a suit; ``?case=`` and ``?document=`` say what it is about."""
    organ, actor = own_organ(request), acting(request)
    initial: dict[str, Any] = {"on": clock.today()}
    case = _asked_case(actor, organ, _number(request, "case"))
    if case is not None:
        initial |= {"case": case.number, "subject": _("不服对%(number)s的答复") % {"number": case}}
    known = "case" if case is not None else ""
    named = _number(request, "document")
    if named is not None:
        found = publishing.visible(actor).filter(organ=organ, pk=named).first()
        if found is not None:
            initial |= {"document": found.index_number}
            known = known or "document"
    back = reverse("case", args=[case.pk]) if case is not None else reverse("disputes")
    return act_page(
        request,
        OpenForm(*sent(request), organ=organ, by=actor, about=known, initial=initial),
        lambda form: OpenDispute(by=actor, organ=organ, **form.facts()).execute(),
        title=OpenDispute.title,
        button=OpenDispute.title,
        effect=_(
            "登记后编号，答复（答辩）期限、审理期限随即开始提醒；年底自动计入年度报告第四部分。"
        ),
        done=_("已登记。"),
        then=lambda one: reverse("dispute", args=[one.pk]),
        refused=Refused,
        back=back,
        template="disputes/act.html",
    )


def _asked_case(actor: Actor, organ: Organ, pk: int | None) -> Case | None:
    if pk is None:
        return None
    found: Case | None = case_queries.visible(actor).filter(organ=organ, pk=pk).first()
    return found


@login_required
@never_cache
@require_GET
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a dispute: its clocks with their reasons, what happened, what can be done."""
    one, actor, today = seen(request, pk), acting(request), clock.today()
    chosen = choices(one, actor)
    known = grounds()
    who = one.who
    return render(
        request,
        "disputes/dispute.html",
        {
            "dispute": one,
            "table_four": [
                (TRACKS[track], ways.RESULTS[result])
                for track, result in standing_on(queries.stands_of(one).law, today).items()
            ],
            "clocks": [(c, c.days_left(today)) for c in clocks.running(one)],
            "kept": [c for c in clocks.of_dispute(one) if not c.runs],
            "events": one.events.select_related("struck")
            .prefetch_related("files")
            .order_by("on", "pk"),
            "files": one.files.select_related("case_file", "event").order_by("pk"),
            "who": masks.name(who) if who is not None else "",
            "who_kind": who.get_kind_display() if who is not None else "",
            "grounds": [f"{known[g].article}：{said(known[g])}" for g in one.grounds if g in known],
            "handler": User.objects.filter(pk=one.handler_id or 0).first(),
            "main": chosen.main and {"title": chosen.main.title, "url": chosen.main.url(one)},
            "others": [{"title": o.title, "url": o.url(one)} for o in chosen.others],
            "refused": [
                {"title": o.title, "why": why.sentence}
                for o, why in chosen.refused
                if why.status != 403
            ],
            "handles": policies.may_handle(actor, one) is None,
            "costs": queries.cost(one),
        },
    )


@login_required
@never_cache
@form_page
def act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Carry an act on a dispute out."""
    one, actor = seen(request, pk), acting(request)
    offered = BY_SLUG.get(slug)
    if offered is None:
        raise Http404
    refusal = offered.act(by=actor, target=one).refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    form = offered.form(*sent(request), dispute=one, by=actor)
    return act_page(
        request,
        form,
        lambda form: offered.act(
            by=actor, target=Dispute.objects.get(pk=pk), **form.facts()
        ).execute(),
        **about(offered.act, str(one), reverse("dispute", args=[pk])),
        effect=offered.effect,
        done=offered.done,
        template="disputes/act.html",
    )
