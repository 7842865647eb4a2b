"""An organ's keys on the desk: which there are, making one, ending one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from portal.acts.act import Refused
from portal.acts.pages import about
from portal.api import policies
from portal.api.acts import EndKey, MakeKey
from portal.api.models import ApiKey, Scope
from portal.organs.forms import OrganChoice
from portal.organs.models import Organ, Role
from portal.organs.queries import posts_of
from portal.ui.pages import act_page

page = require_http_methods(["GET", "HEAD", "POST"])


class KeyForm(forms.Form):
    """Whose system, and what it may do."""

    organ = OrganChoice(label=gettext_lazy("机关"), queryset=Organ.objects.none())
    system = forms.CharField(
        label=gettext_lazy("系统名称"),
        max_length=80,
        help_text=gettext_lazy("例如：办公系统、政务服务平台。记录里写的就是这个名称。"),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("可以办理"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        help_text=gettext_lazy("接口只能起草、登记、报送；审查、签发、公开仍由人办理。"),
    )


class EndForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("停用的原因"), max_length=300, required=False)


def _administered(request: HttpRequest) -> Any:
    """Return the organs somebody administers: where he is system administrator, and those below."""
    found = Organ.objects.none()
    for post in posts_of(request.user.pk or 0):
        if post.role == Role.SYSTEM:
            found = found | Organ.objects.under(post.organ)
    return found.order_by("path")


@login_required
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """Show the keys of the organs that one administers, those in use first."""
    organs = _administered(request)
    if not organs.exists():
        raise PermissionDenied(_("只有系统管理员可以管理接口密钥。"))
    found = ApiKey.objects.filter(organ__in=organs).select_related("organ")
    rows = sorted(found, key=lambda key: (key.ended_at is not None, key.organ.path, -key.pk))
    return render(request, "api/keys.html", {"keys": rows})


@login_required
@page
def make(request: HttpRequest) -> HttpResponse:
    """Make a key; its secret is shown once."""
    organs = _administered(request)
    if not organs.exists():
        raise PermissionDenied(_("只有系统管理员可以管理接口密钥。"))
    form = KeyForm(request.POST or None)
    form.fields["organ"].queryset = organs  # type: ignore[attr-defined]

    def carry_out(form: KeyForm) -> ApiKey:
        act = MakeKey(by=request.standing.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        key = act.execute()
        messages.warning(
            request,
            _("密钥： %(secret)s 。只显示这一次，请立即存入%(system)s；不要写进网页或者发给别人。")
            % {"secret": act.secret, "system": key.name},
        )
        return key

    return act_page(
        request,
        form,
        carry_out,
        template="api/make.html",
        title=MakeKey.title,
        effect=_("有了密钥，本机关的系统就能代表机关起草、登记；每次办理都留下记录。"),
        done=_("密钥已建立。"),
        then=reverse("api_keys"),
        back=reverse("api_keys"),
        refused=Refused,
    )


@login_required
@page
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a key."""
    key = get_object_or_404(ApiKey.objects.select_related("organ"), pk=pk)
    by = request.standing.actor  # type: ignore[attr-defined]
    if sentence := policies.may_keep_keys(by, key):
        raise PermissionDenied(sentence)
    return act_page(
        request,
        EndForm(request.POST or None),
        lambda form: EndKey(by=by, target=key, reason=form.cleaned_data["reason"]).execute(),
        effect=_("停用以后，使用这个密钥的系统立即不能再办理；已经办理的不受影响。"),
        done=_("密钥已停用。"),
        **about(EndKey, str(key), reverse("api_keys")),
    )
