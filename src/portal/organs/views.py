"""Organs, people and posts on the desk."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts import passwords
from portal.accounts.models import User
from portal.acts import clock
from portal.acts.act import Act, Refused
from portal.acts.pages import about
from portal.organs import policies, queries
from portal.organs.acts.accounts import OpenAccount
from portal.organs.acts.lifecycle import AbolishOrgan, ChangeOrgan, CorrectOrgan, EstablishOrgan
from portal.organs.acts.posts import EndPost, GivePost
from portal.organs.forms import (
    AbolishForm,
    AccountForm,
    ChangeForm,
    CorrectForm,
    EndPostForm,
    EstablishForm,
    PostForm,
    SearchPeople,
)
from portal.organs.middleware import ORGAN
from portal.organs.models import Organ, Post, Role
from portal.ui.pages import act_page

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _actor(request: HttpRequest) -> Any:
    return request.standing.actor  # type: ignore[attr-defined]


def _on_organ(act: type[Act[Any]], organ: Organ) -> dict[str, Any]:
    return about(act, organ.name, reverse("organ", args=[organ.code]))


def _on_person(act: type[Act[Any]], user: User, name: str) -> dict[str, Any]:
    return about(act, name, reverse("person", args=[user.pk]))


def _allow(sentence: str | None) -> None:
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
    """Show the tree of organs."""
    today = clock.today()
    found = Organ.objects.order_by("path") if "all" in request.GET else (
        Organ.objects.existing(today).order_by("path")
    )  # fmt: skip
    return render(
        request,
        "organs/organs.html",
        {
            "organs": found,
            "may_establish": policies.may_shape_organs(_actor(request), None) is None,
        },
    )


@login_required
@require_GET
def organ(request: HttpRequest, code: str) -> HttpResponse:
    """Show an organ: what it is, what it was, who holds which post."""
    one = get_object_or_404(Organ, code=code)
    acts: list[tuple[type[Act[Any]], str, str | None]] = [
        (CorrectOrgan, "organ_correct", policies.may_describe_organ(_actor(request), one)),
        (ChangeOrgan, "organ_change", policies.may_shape_organs(_actor(request), one)),
        (AbolishOrgan, "organ_abolish", policies.may_shape_organs(_actor(request), one)),
    ]
    return render(
        request,
        "organs/organ.html",
        {
            "organ": one,
            "states": one.states.select_related("parent", "reports_to").order_by("-pk"),
            "posts": Post.objects.held(clock.today()).filter(organ=one).select_related("user"),
            "successions": queries.successors(one),
            "acts": [(act.title, reverse(url, args=[one.code]), why) for act, url, why in acts],
        },
    )


@login_required
@form_page
def establish(request: HttpRequest) -> HttpResponse:
    """Set an organ up."""
    _allow(policies.may_shape_organs(_actor(request), None))
    form = EstablishForm(request.POST or None)

    def carry_out(form: forms.Form) -> Organ:
        facts = dict(form.cleaned_data)
        code, basis = facts.pop("code"), facts.pop("basis")
        return EstablishOrgan(by=_actor(request), code=code, fields=facts, basis=basis).execute()

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
    _allow(policies.may_describe_organ(_actor(request), one))
    fresh = Organ.objects.get(pk=one.pk)  # the form writes what was typed into its instance
    return act_page(
        request,
        CorrectForm(request.POST or None, instance=fresh),
        lambda form: CorrectOrgan(
            by=_actor(request), target=one, fields=form.cleaned_data
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
    _allow(policies.may_shape_organs(_actor(request), one))
    initial = queries.dated(one) | {"parent": one.parent_id, "reports_to": one.reports_to_id}

    def carry_out(form: forms.Form) -> Organ:
        facts = dict(form.cleaned_data)
        on, basis = facts.pop("on"), facts.pop("basis")
        for name in ("parent", "reports_to"):
            chosen = facts.pop(name)
            facts[f"{name}_id"] = chosen.pk if chosen else None
        return ChangeOrgan(
            by=_actor(request), target=one, on=on, basis=basis, fields=facts
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
    _allow(policies.may_shape_organs(_actor(request), one))

    def carry_out(form: forms.Form) -> Organ:
        facts = form.cleaned_data
        return AbolishOrgan(
            by=_actor(request),
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
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """List the people, with their posts."""
    _allow(None if _sees_people(request) else _("只有管理员、负责人可以查看人员名单。"))
    form = SearchPeople(request.GET)
    found = form.found().prefetch_related("posts__organ")[:500]
    return render(
        request,
        "organs/people.html",
        {
            "form": form,
            "people": found,
            "may_open": policies.may_open_accounts(_actor(request), None) is None,
        },
    )


def _sees_people(request: HttpRequest) -> bool:
    roles = queries.all_roles(request.user.pk)
    return bool(roles & {Role.SYSTEM, Role.SECURITY, Role.AUDIT, Role.HEAD, Role.SUPERVISOR})


@login_required
@form_page
def open_account(request: HttpRequest) -> HttpResponse:
    """Open an account; its temporary password is shown once."""
    _allow(policies.may_open_accounts(_actor(request), None))

    def carry_out(form: forms.Form) -> User:
        password = passwords.temporary()
        user = OpenAccount(by=_actor(request), password=password, **form.cleaned_data).execute()
        messages.warning(
            request,
            _("%(name)s的初始密码：%(password)s 。只显示这一次，请当面交给本人，首次登录时须修改。")
            % {"name": user.name, "password": password},
        )
        return user

    return act_page(
        request,
        AccountForm(request.POST or None),
        carry_out,
        title=OpenAccount.title,
        done=_("账号已建立。请由安全管理员授予岗位。"),
        then=lambda user: reverse("person", args=[user.pk]),
        refused=Refused,
        back=reverse("people"),
    )


@login_required
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person's posts, now and before."""
    _allow(None if _sees_people(request) else _("只有管理员、负责人可以查看人员名单。"))
    one = get_object_or_404(User, pk=pk)
    return render(
        request,
        "organs/person.html",
        {
            "person": one,
            "posts": one.posts.select_related("organ").order_by("to_on", "-from_on"),
            "may_give": policies.may_give_posts(_actor(request), None) is None,
            "today": clock.today(),
        },
    )


@login_required
@form_page
def give_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a post."""
    one = get_object_or_404(User, pk=pk)
    _allow(policies.may_give_posts(_actor(request), None))
    return act_page(
        request,
        PostForm(request.POST or None),
        lambda form: GivePost(
            by=_actor(request),
            user=one,
            organ=form.cleaned_data["organ"],
            role=Role(form.cleaned_data["role"]),
            on=form.cleaned_data["on"],
        ).execute(),
        **_on_person(GivePost, one, one.name),
        done=_("岗位已授予。"),
    )


@login_required
@form_page
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    """End a post."""
    post = get_object_or_404(Post.objects.select_related("user", "organ"), pk=pk)
    _allow(policies.may_give_posts(_actor(request), post))
    return act_page(
        request,
        EndPostForm(request.POST or None),
        lambda form: EndPost(
            by=_actor(request),
            target=post,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        ).execute(),
        **_on_person(EndPost, post.user, f"{post.user.name}　{post}"),
        done=_("岗位已收回。"),
    )
