"""Documents on the desk: the list, one document with what can be done, and each act's page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from portal.acts.act import Act, Refused
from portal.acts.pages import about
from portal.publishing import policies, queries
from portal.publishing.acts.drafting import DiscardDraft, EditDraft, StartDocument, SubmitDocument
from portal.publishing.acts.publication import Publish, Revise, SchedulePublication, Withdraw
from portal.publishing.acts.review import PassStep, ReturnDocument
from portal.publishing.forms import ContentForm, OpinionForm, ReasonForm, StartForm, TimeForm
from portal.publishing.models import Document
from portal.ui.pages import act_page

PAGE = 100


@dataclass(frozen=True, slots=True)
class Offered:
    """An act on a document as its page offers it."""

    slug: str
    act: type[Act[Document]]
    form: type[forms.Form]
    effect: str | Promise
    done: str | Promise

    @property
    def title(self) -> str | Promise:
        """The words on the button (a template would call the class itself)."""
        return self.act.title


OFFERED = (
    Offered("submit", SubmitDocument, forms.Form, gettext_lazy("送审后不能再改，直到退回。"), gettext_lazy("已送审。")),
    Offered("pass", PassStep, OpinionForm, gettext_lazy("最后一步即为签发。"), gettext_lazy("已通过。")),
    Offered("return", ReturnDocument, OpinionForm, gettext_lazy("退回起草人；修改后各环节重新办理。"), gettext_lazy("已退回。")),
    Offered("publish", Publish, forms.Form, gettext_lazy("立即在网站上公开，任何人都能看到。"), gettext_lazy("已公开。")),
    Offered("schedule", SchedulePublication, TimeForm, gettext_lazy("到时自动公开。"), gettext_lazy("已定时。")),
    Offered("revise", Revise, ReasonForm, gettext_lazy("网站上仍显示现在的版本，新版本签发后才替换，并注明更正日期。"), gettext_lazy("可以修改了。")),
    Offered("withdraw", Withdraw, ReasonForm, gettext_lazy("立即从网站撤下，原页面说明何时因何撤回，不再显示内容。"), gettext_lazy("已撤回。")),
    Offered("discard", DiscardDraft, forms.Form, gettext_lazy("草稿作废后不能恢复使用，经过仍可查到。"), gettext_lazy("已作废。")),
)  # fmt: skip
_BY_SLUG = {offered.slug: offered for offered in OFFERED}


def _actor(request: HttpRequest) -> Any:
    return request.standing.actor  # type: ignore[attr-defined]


def _seen(request: HttpRequest, pk: int) -> Document:
    return get_object_or_404(queries.visible(_actor(request)).distinct(), pk=pk)


@login_required
@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """List the organ's documents, newest first; ``?state=`` narrows."""
    standing = request.standing  # type: ignore[attr-defined]
    found = queries.visible(standing.actor).filter(organ=standing.organ).order_by("-pk")
    state = request.GET.get("state", "")
    if state:
        found = found.filter(state=state)
    return render(
        request,
        "publishing/desk/documents.html",
        {"documents": found.distinct()[:PAGE], "state": state},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin a document."""
    organ = request.standing.organ  # type: ignore[attr-defined]
    why_not = policies.may_draft_for(_actor(request), organ) if organ else _("您还没有岗位。")
    if why_not:
        raise PermissionDenied(why_not)
    form = StartForm(request.POST or None, columns=queries.columns_for(organ))
    return act_page(
        request,
        form,
        lambda form: StartDocument(
            by=_actor(request),
            organ=organ,
            content=form.content(),
            **{n: form.cleaned_data[n] for n in StartForm.field_order},
        ).execute(),
        title=StartDocument.title,
        button=_("保存草稿"),
        done=_("草稿已保存。"),
        then=lambda one: reverse("document", args=[one.pk]),
        refused=Refused,
        back=reverse("documents"),
    )


@login_required
@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a document: what it says, where it stands, what can be done now, what happened."""
    one = _seen(request, pk)
    actor = _actor(request)
    offers = []
    for offered in OFFERED:
        refusal = offered.act(by=actor, target=one).refusal()
        if refusal is None or refusal.status == 403:
            offers.append((offered, refusal))
    possible = [o for o, refusal in offers if refusal is None]
    edit = EditDraft(by=actor, target=one, content={}).refusal()
    return render(
        request,
        "publishing/desk/document.html",
        {
            "document": one,
            "offers": possible,
            "refused": [(o, r) for o, r in offers if r is not None],
            "may_edit": edit is None,
            "events": one.events.order_by("pk"),
            "versions": one.versions.order_by("-serial"),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    one = _seen(request, pk)
    refusal = EditDraft(by=_actor(request), target=one, content={}).refusal()
    if refusal is not None:
        raise PermissionDenied(refusal.sentence)
    form = ContentForm(request.POST or None, instance=one.working, initial={"seen": one.version})
    form.instance.pk = None  # a further version is made; the last one stays
    return act_page(
        request,
        form,
        lambda form: EditDraft(
            by=_actor(request),
            target=Document.objects.get(pk=pk),
            seen=form.cleaned_data["seen"],
            content=form.content(),
        ).execute(),
        **about(EditDraft, str(one), reverse("document", args=[pk])) | {"button": _("保存")},
        done=_("已保存。"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Carry one of the acts out, on a page of its own that says what it will do."""
    offered = _BY_SLUG.get(act)
    if offered is None:
        raise Http404
    one = _seen(request, pk)
    refusal = offered.act(by=_actor(request), target=one).refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    carry_out: Callable[[Any], Document] = lambda form: offered.act(  # noqa: E731
        by=_actor(request), target=one, **form.cleaned_data
    ).execute()
    return act_page(
        request,
        offered.form(request.POST if request.method == "POST" else None),
        carry_out,
        **about(offered.act, str(one), reverse("document", args=[pk])),
        effect=offered.effect,
        done=offered.done,
    )
