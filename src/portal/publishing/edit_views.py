"""Writing a document: a new one, one begun for another, a draft, and what two people wrote at once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.acts.act import Changed, Refused
from portal.publishing import policies, queries
from portal.publishing.acts.drafting import EditDraft, StartDocument, cleaned, differs
from portal.publishing.acts.links import StartClarification, StartInterpretation
from portal.publishing.comparison import compare
from portal.publishing.desk_views import actor_of, seen
from portal.publishing.forms import ClarificationForm, ContentForm, LinkedForm, StartForm
from portal.publishing.models import Attribute, Column, Document, DocumentVersion

METHODS = ("GET", "HEAD", "POST")
KEPT = "kept"
"""The session's key for the draft that was saved just now: the browser may forget its copy."""


@login_required
@require_http_methods(METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft; where somebody else saved in the meantime, show both and lose neither."""
    one = seen(request, pk)
    refusal = EditDraft(by=actor_of(request), target=one, content={}).refusal()
    if refusal is not None:
        raise PermissionDenied(refusal.sentence)
    assert one.working is not None
    serial = one.working.serial
    shown = DocumentVersion.objects.get(pk=one.working.pk)  # the form writes on what it is given
    form = ContentForm(request.POST or None, instance=shown, initial={"base": serial})
    conflict, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            content, base = form.content(), form.cleaned_data["base"]
            if base in (None, serial) and not differs(one, content):
                messages.info(request, _("内容没有改动，没有产生新版本。"))
                request.session[KEPT] = str(pk)
                return redirect("document", pk)
            try:
                EditDraft(by=actor_of(request), target=one, content=content, base=base).execute()
            except Changed as changed:
                one = seen(request, pk)
                assert one.working is not None
                conflict, status = _conflict(one, content), changed.status
                typed = request.POST.copy()
                typed["base"] = str(one.working.serial)
                form = ContentForm(typed, instance=shown)
                form.is_valid()
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
            else:
                messages.success(request, _("已保存。"))
                request.session[KEPT] = str(pk)
                return redirect("document", pk)
    context = {
        "form": form,
        "title": _("修改：%(title)s") % {"title": one},
        "button": _("以我写的保存为新版本") if conflict else _("保存"),
        "back": reverse("document", args=[pk]),
        "document": one,
        "draft": str(pk),
        "conflict": conflict,
    }
    return render(request, "publishing/desk/edit.html", context, status=status)


def _conflict(one: Document, content: dict[str, Any]) -> dict[str, Any]:
    mine = DocumentVersion(document=one, **cleaned(content))
    theirs = one.working
    assert theirs is not None
    event = one.events.filter(serial=theirs.serial).order_by("pk").last()
    return {
        "theirs": theirs,
        "who": event.who if event else "",
        "comparison": compare(theirs, mine),
    }


@login_required
@require_http_methods(METHODS)
def start(request: HttpRequest) -> HttpResponse:
    """Begin a document."""
    organ = _organ(request)
    form = StartForm(request.POST or None, columns=queries.columns_for(organ))
    return _begin(
        request,
        form,
        lambda: StartDocument(
            by=actor_of(request), organ=organ, content=form.content(), **form.place()
        ),
        title=StartDocument.title,
        back=reverse("documents"),
        draft="new",
    )


@login_required
@require_http_methods(METHODS)
def interpret(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the interpretation of a policy, already linked to it."""
    policy, organ = seen(request, pk), _organ(request)
    columns = queries.columns_for(organ)
    first = {
        "title": f"《{policy}》政策解读",  # content, not interface: never translated
        "issuer": organ.name,
        "column": _column(columns, "解读"),
    }
    form = LinkedForm(request.POST or None, columns=columns, initial=first)
    return _begin(
        request,
        form,
        lambda: StartInterpretation(
            by=actor_of(request),
            organ=organ,
            of=policy,
            attribute=Attribute.OPEN,
            content=form.content(),
            **form.place(),
        ),
        title=_("起草解读：%(title)s") % {"title": policy},
        effect=_("解读与文件双向关联，公开后两边的页面互相可达。"),
        back=reverse("document", args=[pk]),
        draft=f"interpret-{pk}",
    )


@login_required
@require_http_methods(METHODS)
def clarify(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Begin a clarification (art. 6), of a published document or of what is said somewhere."""
    of, organ = (seen(request, pk) if pk is not None else None), _organ(request)
    columns = queries.columns_for(organ)
    first = {"issuer": organ.name, "column": _column(columns, "澄清")}
    if of is not None:
        first["title"] = f"关于《{of}》的澄清说明"
    kind = ClarificationForm if of is None else LinkedForm
    form = kind(request.POST or None, columns=columns, initial=first)
    return _begin(
        request,
        form,
        lambda: StartClarification(
            by=actor_of(request),
            organ=organ,
            of=of,
            attribute=Attribute.OPEN,
            rumour=form.cleaned_data.get("rumour", ""),
            content=form.content(),
            **form.place(),
        ),
        title=_("起草澄清") if of is None else _("起草澄清：%(title)s") % {"title": of},
        effect=_(
            "发现影响或者可能影响社会稳定、扰乱社会和经济管理秩序的虚假或者不完整信息的，发布准确的政府信息予以澄清（条例第六条）。"
        ),
        back=reverse("document", args=[pk]) if pk is not None else reverse("documents"),
        draft=f"clarify-{pk or 'new'}",
    )


def _organ(request: HttpRequest) -> Any:
    organ = request.standing.organ  # type: ignore[attr-defined]
    why_not = policies.may_draft_for(actor_of(request), organ) if organ else _("您还没有岗位。")
    if why_not:
        raise PermissionDenied(why_not)
    return organ


def _column(columns: list[Column], word: str) -> int | None:
    return next((column.pk for column in columns if word in column.title), None)


def _begin(
    request: HttpRequest, form: StartForm, act: Callable[[], StartDocument], **context: Any
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = act().execute()
            except Refused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
            else:
                messages.success(request, _("草稿已保存。"))
                request.session[KEPT] = context["draft"]
                return redirect("document", made.pk)
    context |= {"form": form, "button": _("保存草稿"), "starts": True}
    return render(request, "publishing/desk/edit.html", context, status=status)
