"""Organs, people and posts on the desk."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.acts import clock
from portal.acts.act import Act, Refused
from portal.acts.pages import about
from portal.organs import policies, queries
from portal.organs.acts.lifecycle import (
    AbolishOrgan,
    ChangeOrgan,
    CorrectOrgan,
    EstablishOrgan,
    MergeOrgans,
    SplitOrgan,
)
from portal.organs.forms import (
    AbolishForm,
    ChangeForm,
    CorrectForm,
    EstablishForm,
    MergeForm,
    OnDayForm,
    SplitForm,
)
from portal.organs.middleware import ORGAN
from portal.organs.models import Organ, Post
from portal.ui.pages import act_page

form_page = require_http_methods(["GET", "HEAD", "POST"])


def actor(request: HttpRequest) -> Any:
    return request.standing.actor  # type: ignore[attr-defined]


def _on_organ(act: type[Act[Any]], organ: Organ) -> dict[str, Any]:
    return about(act, organ.name, reverse("organ", args=[organ.code]))


def allow(sentence: str | None) -> None:
    """Raise PermissionDenied with the sentence, so that nobody fills in a form in vain."""
    if sentence is not None:
        raise PermissionDenied(sentence)


@login_required
@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Choose the organ to act for, among those where one holds a post."""
    chosen = request.POST.get("organ", "")
    if chosen in {str(o.pk) for o in request.standing.organs}:  # type: ignore[attr-defined]
        request.session[ORGAN] = int(chosen)
    return redirect("desk")


@login_required
@require_GET
def organs(request: HttpRequest) -> HttpResponse:
    """Show the tree of organs, folded; `?q=` finds by name or code, `?all` shows abolished ones too."""
    asked = request.GET.get("q", "").strip()[:60]
    every = "all" in request.GET
    found = Organ.objects.all() if every else Organ.objects.existing(clock.today())
    if asked:
        found = found.filter(
            Q(name__icontains=asked)
            | Q(short_name__icontains=asked)
            | Q(code__icontains=asked)
            | Q(credit_code__iexact=asked)
            | Q(division_code__startswith=asked)
        ).select_related("parent")
    listed = list(found.order_by("path"))
    return render(
        request,
        "organs/organs.html",
        {
            "rows": [] if asked else queries.folded(listed),
            "found": listed[:500] if asked else [],
            "asked": asked,
            "every": every,
            "count": len(listed),
            "may_establish": policies.may_shape_organs(actor(request), None) is None,
        },
    )


@login_required
@require_GET
def organ(request: HttpRequest, code: str) -> HttpResponse:
    """Show an organ: what it is, what it was (`?on=` a day), who holds which post."""
    one = get_object_or_404(Organ.objects.select_related("parent", "reports_to"), code=code)
    shape = policies.may_shape_organs(actor(request), one)
    acts: list[tuple[type[Act[Any]], str, str | None]] = [
        (CorrectOrgan, "organ_correct", policies.may_describe_organ(actor(request), one)),
        (ChangeOrgan, "organ_change", shape),
        (MergeOrgans, "organ_merge", shape),
        (SplitOrgan, "organ_split", shape),
        (AbolishOrgan, "organ_abolish", shape),
    ]
    form = OnDayForm(request.GET if "on" in request.GET else None)
    on = form.cleaned_data["on"] if form.is_valid() else None
    return render(
        request,
        "organs/organ.html",
        {
            "organ": one,
            "states": one.states.select_related("parent", "reports_to").order_by("-pk"),
            "posts": Post.objects.held(clock.today()).filter(organ=one).select_related("user"),
            "successions": queries.successors(one),
            "predecessors": queries.predecessors(one),
            "acts": [(act.title, reverse(url, args=[one.code]), why) for act, url, why in acts],
            "form": form,
            "on": on,
            "then": queries.state_on(one, on) if on else None,
            "below": queries.children_on(one, on) if on else [],
        },
    )


@login_required
@form_page
def establish(request: HttpRequest) -> HttpResponse:
    """Set an organ up."""
    allow(policies.may_shape_organs(actor(request), None))
    form = EstablishForm(request.POST or None)

    def carry_out(form: forms.Form) -> Organ:
        facts = dict(form.cleaned_data)
        code, basis = facts.pop("code"), facts.pop("basis")
        return EstablishOrgan(by=actor(request), code=code, fields=facts, basis=basis).execute()

    return act_page(
        request,
        form,
        carry_out,
        title=EstablishOrgan.title,
        done=_("机关已设立。"),
        then=lambda one: reverse("organ", args=[one.code]),
        refused=Refused,
        back=reverse("organs"),
    )


@login_required
@form_page
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Correct what was entered wrongly."""
    one = get_object_or_404(Organ, code=code)
    allow(policies.may_describe_organ(actor(request), one))
    fresh = Organ.objects.get(pk=one.pk)  # the form writes what was typed into its instance
    return act_page(
        request,
        CorrectForm(request.POST or None, instance=fresh),
        lambda form: CorrectOrgan(
            by=actor(request), target=one, fields=form.cleaned_data
        ).execute(),
        **_on_organ(CorrectOrgan, one),
        effect=_(
            "只用于更正录入的差错。名称、层级、隶属因决定而变化的，请用“变更机关”，原来的情况会保留。"
        ),
        done=_("已更正。"),
    )


@login_required
@form_page
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Rename, move or regrade an organ from a day on."""
    one = get_object_or_404(Organ, code=code)
    allow(policies.may_shape_organs(actor(request), one))
    initial = queries.dated(one) | {"parent": one.parent_id, "reports_to": one.reports_to_id}

    def carry_out(form: forms.Form) -> Organ:
        facts = dict(form.cleaned_data)
        on, basis = facts.pop("on"), facts.pop("basis")
        for name in ("parent", "reports_to"):
            chosen = facts.pop(name)
            facts[f"{name}_id"] = chosen.pk if chosen else None
        return ChangeOrgan(
            by=actor(request), target=one, on=on, basis=basis, fields=facts
        ).execute()

    return act_page(
        request,
        ChangeForm(request.POST or None, initial=initial),
        carry_out,
        **_on_organ(ChangeOrgan, one),
        effect=_("从这一天起按新的情况办理；此前的名称和隶属仍可查到，以前的文件不变。"),
        done=_("已变更。"),
    )


@login_required
@form_page
def abolish(request: HttpRequest, code: str) -> HttpResponse:
    """Abolish an organ and name who takes over its duties."""
    one = get_object_or_404(Organ, code=code)
    allow(policies.may_shape_organs(actor(request), one))

    def carry_out(form: forms.Form) -> Organ:
        facts = form.cleaned_data
        return AbolishOrgan(
            by=actor(request),
            target=one,
            on=facts["on"],
            why=facts["why"],
            successors=tuple(facts["successors"]),
            basis=facts["basis"],
        ).execute()

    return act_page(
        request,
        AbolishForm(request.POST or None),
        carry_out,
        **_on_organ(AbolishOrgan, one),
        effect=_("撤销后不能恢复：它的岗位同日结束，网页转到承接职责的机关，文件和记录都保留。"),
        done=_("已撤销。"),
    )


@login_required
@form_page
def merge(request: HttpRequest, code: str) -> HttpResponse:
    """Merge other organs into this one."""
    one = get_object_or_404(Organ, code=code)
    allow(policies.may_shape_organs(actor(request), one))
    return act_page(
        request,
        MergeForm(request.POST or None, into=one),
        lambda form: MergeOrgans(
            by=actor(request),
            target=one,
            on=form.cleaned_data["on"],
            merged=tuple(form.cleaned_data["merged"]),
            basis=form.cleaned_data["basis"],
        ).execute(),
        **_on_organ(MergeOrgans, one),
        effect=_(
            "所选机关自这一天起并入%(name)s：它们撤销，岗位结束，网页转到%(name)s，下级机关一并划入。不能恢复。"
        )
        % {"name": one.name},
        done=_("已合并。"),
    )


@login_required
@form_page
def split(request: HttpRequest, code: str) -> HttpResponse:
    """Split this organ into others."""
    one = get_object_or_404(Organ, code=code)
    allow(policies.may_shape_organs(actor(request), one))
    return act_page(
        request,
        SplitForm(request.POST or None, of=one),
        lambda form: SplitOrgan(
            by=actor(request),
            target=one,
            on=form.cleaned_data["on"],
            new=form.cleaned_data["new"],
            existing=tuple(form.cleaned_data["existing"]),
            basis=form.cleaned_data["basis"],
        ).execute(),
        **_on_organ(SplitOrgan, one),
        effect=_(
            "自这一天起%(name)s撤销，由分立后的机关承接职责。新设机关沿用它的层级、类别和隶属。不能恢复。"
        )
        % {"name": one.name},
        done=_("已分立。"),
    )
