"""People, their accounts and posts on the desk."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from portal.accounts import passwords
from portal.accounts.models import User
from portal.acts import clock
from portal.acts.act import Act, Forbidden, Refused, subject_of
from portal.acts.pages import about
from portal.organs import policies, queries
from portal.organs.acts.accounts import (
    ChangeAccount,
    CloseAccount,
    OpenAccount,
    RemoveFactor,
    ReopenAccount,
    ResetPassword,
    UnlockAccount,
    wrong_passwords,
)
from portal.organs.acts.posts import EndPost, GivePost, HandOverPost
from portal.organs.forms import (
    AccountForm,
    EndPostForm,
    HandOverForm,
    PersonForm,
    PostForm,
    ReasonForm,
    SearchPeople,
)
from portal.organs.models import Post, Role
from portal.organs.open_work import Work, open_work
from portal.organs.views import actor, allow, form_page
from portal.ui.pages import act_page


def _on_person(act: type[Act[Any]], user: User, name: str) -> dict[str, Any]:
    return about(act, name, reverse("person", args=[user.pk]))


@login_required
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """List the people, with their posts."""
    allow(None if _sees_people(request) else _("只有管理员、负责人可以查看人员名单。"))
    form = SearchPeople(request.GET)
    found = form.found().prefetch_related("posts__organ")[:500]
    return render(
        request,
        "organs/people.html",
        {
            "form": form,
            "people": found,
            "may_open": policies.may_open_accounts(actor(request), None) is None,
        },
    )


def _sees_people(request: HttpRequest) -> bool:
    roles = queries.all_roles(request.user.pk)
    return bool(roles & {Role.SYSTEM, Role.SECURITY, Role.AUDIT, Role.HEAD, Role.SUPERVISOR})


@login_required
@form_page
def open_account(request: HttpRequest) -> HttpResponse:
    """Open an account; its temporary password is shown once."""
    allow(policies.may_open_accounts(actor(request), None))

    def carry_out(form: forms.Form) -> User:
        password = passwords.temporary()
        user = OpenAccount(by=actor(request), password=password, **form.cleaned_data).execute()
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
    """Show a person's account and posts, now and before, and what can be done about them."""
    allow(None if _sees_people(request) else _("只有管理员、负责人可以查看人员名单。"))
    one = get_object_or_404(User, pk=pk)
    offers = []
    for act, url in _ACCOUNT_PAGES.items():
        needs: dict[str, Any] = {"password": ""} if act in _WITH_PASSWORD else {}
        refusal = act(by=actor(request), target=one, **needs).refusal()
        if not isinstance(refusal, Forbidden):
            offers.append((act.title, reverse(url, args=[one.pk]), refusal and refusal.sentence))
    return render(
        request,
        "organs/person.html",
        {
            "person": one,
            "posts": one.posts.select_related("organ").order_by("to_on", "-from_on"),
            "may_give": policies.may_give_posts(actor(request), None) is None and one.is_active,
            "today": clock.today(),
            "offers": offers,
            "subject": subject_of(one),
            "wrong": wrong_passwords(one),
        },
    )


_ACCOUNT_PAGES: dict[type[Act[User]], str] = {
    ChangeAccount: "account_change",
    ResetPassword: "account_reset",
    UnlockAccount: "account_unlock",
    RemoveFactor: "account_factor",
    CloseAccount: "account_close",
    ReopenAccount: "account_reopen",
}
_WITH_PASSWORD = (ResetPassword, ReopenAccount)
_EFFECTS = {
    ResetPassword: gettext_lazy(
        "原密码立即失效，本人在各处的登录都会退出。新的临时密码只显示一次。"
    ),
    UnlockAccount: gettext_lazy("清除输错密码的记录，本人可以立即再次登录。"),
    RemoveFactor: gettext_lazy("用于手机丢失或更换。取消后凭密码即可登录，请提醒本人重新设置。"),
    CloseAccount: gettext_lazy(
        "本人不能再登录，各处的登录立即退出，担任的岗位到今天为止。办过的事和记录都保留。请先移交未办完的工作。"
    ),
    ReopenAccount: gettext_lazy("恢复后凭新的临时密码登录；岗位须由安全管理员重新授予。"),
}
_DONE = {
    ResetPassword: gettext_lazy("密码已重置。"),
    UnlockAccount: gettext_lazy("已解除锁定。"),
    RemoveFactor: gettext_lazy("动态口令已取消。"),
    CloseAccount: gettext_lazy("账号已停用。"),
    ReopenAccount: gettext_lazy("账号已恢复。"),
}


def _account_page(act: type[Act[User]]) -> Callable[..., HttpResponse]:
    """Return the page of an act that needs no more than a reason."""

    @login_required
    @form_page
    def page(request: HttpRequest, pk: int) -> HttpResponse:
        one = get_object_or_404(User, pk=pk)
        allow(policies.may_open_accounts(actor(request), one))

        def carry_out(form: forms.Form) -> User:
            facts: dict[str, Any] = (
                {"password": passwords.temporary()} if act in _WITH_PASSWORD else {}
            )
            done = act(
                by=actor(request), target=one, reason=form.cleaned_data["reason"], **facts
            ).execute()
            if facts:
                _say_once(request, done, facts["password"])
            return done

        return act_page(
            request,
            ReasonForm(request.POST if request.method == "POST" else None),
            carry_out,
            **_on_person(act, one, one.name),
            effect=_EFFECTS[act],
            done=_DONE[act],
            extra=open_work_of(one) if act is CloseAccount else [],
            template="organs/act_with_work.html",
        )

    return page


reset_password = _account_page(ResetPassword)
unlock = _account_page(UnlockAccount)
take_factor = _account_page(RemoveFactor)
close_account = _account_page(CloseAccount)
reopen_account = _account_page(ReopenAccount)


def _say_once(request: HttpRequest, user: User, password: str) -> None:
    messages.warning(
        request,
        _("%(name)s的临时密码：%(password)s 。只显示这一次，请当面交给本人，登录后须修改。")
        % {"name": user.name, "password": password},
    )


@login_required
@form_page
def change_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a person's name or contact."""
    one = get_object_or_404(User, pk=pk)
    allow(policies.may_open_accounts(actor(request), one))
    initial = {"person": one.name, "phone": one.phone, "email": one.email}
    return act_page(
        request,
        PersonForm(request.POST or None, initial=initial),
        lambda form: ChangeAccount(by=actor(request), target=one, **form.cleaned_data).execute(),
        **_on_person(ChangeAccount, one, one.name),
        effect=_("登录名不能改。"),
        done=_("已变更。"),
    )


def open_work_of(user: User) -> list[Work]:
    """Return what is open in all posts a person holds, each thing once."""
    held = Post.objects.held(clock.today()).filter(user=user).select_related("organ")
    return list({work.subject: work for post in held for work in open_work(post)}.values())


@login_required
@form_page
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass a post on, showing what is open in it."""
    post = get_object_or_404(Post.objects.select_related("user", "organ"), pk=pk)
    allow(policies.may_give_posts(actor(request), post))
    return act_page(
        request,
        HandOverForm(request.POST or None, but=post.user),
        lambda form: HandOverPost(
            by=actor(request),
            target=post,
            to=form.cleaned_data["to"],
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        ).execute(),
        **_on_person(HandOverPost, post.user, f"{post.user.name}　{post}"),
        effect=_(
            "从这一天起由接任的人担任这个岗位。未办完的工作属于岗位，随岗位移交，列在下面；已办的仍记在原经办人名下。"
        ),
        done=_("岗位已移交。"),
        extra=open_work(post),
        template="organs/act_with_work.html",
    )


@login_required
@form_page
def give_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a post."""
    one = get_object_or_404(User, pk=pk)
    allow(policies.may_give_posts(actor(request), None))
    return act_page(
        request,
        PostForm(request.POST or None),
        lambda form: GivePost(
            by=actor(request),
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
    allow(policies.may_give_posts(actor(request), post))
    return act_page(
        request,
        EndPostForm(request.POST or None),
        lambda form: EndPost(
            by=actor(request),
            target=post,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        ).execute(),
        **_on_person(EndPost, post.user, f"{post.user.name}　{post}"),
        done=_("岗位已收回。"),
    )
