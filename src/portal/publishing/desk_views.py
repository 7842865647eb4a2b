"""Documents on the desk: the list, one document with what can be done, and each act's page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from portal.acts.act import Act
from portal.acts.pages import about
from portal.organs.models import Role
from portal.publishing import files, personal, policies, queries
from portal.publishing.acts.drafting import DiscardDraft, EditDraft, MoveDocument, SubmitDocument
from portal.publishing.acts.publication import (
    Publish,
    Reassess,
    Revise,
    SchedulePublication,
    Withdraw,
)
from portal.publishing.acts.review import PassStep, ReturnDocument
from portal.publishing.comparison import compare
from portal.publishing.desk import STATES, sentence
from portal.publishing.forms import (
    MoveForm,
    OpinionForm,
    ReasonForm,
    ReassessForm,
    ReturnForm,
    TimeForm,
)
from portal.publishing.lifecycle import State
from portal.publishing.models import Attribute, Document, Genre
from portal.ui.desk import panels
from portal.ui.pages import act_page

PAGE = 50


def _nothing(document: Document) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Offered:
    """An act on a document as its page offers it; `state` is the one whose main act it is."""

    slug: str
    act: type[Act[Document]]
    form: type[forms.Form]
    effect: str | Promise
    done: str | Promise
    state: State | None = None
    initial: Callable[[Document], dict[str, Any]] = _nothing
    words: str | Promise = ""

    @property
    def title(self) -> str | Promise:
        """The words on the button (a template would call the class itself)."""
        return self.words or self.act.title


def _as_disclosed(document: Document) -> dict[str, Any]:
    return {n: getattr(document, n) for n in ("attribute", "ground", "ground_reason")}


def _as_placed(document: Document) -> dict[str, Any]:
    columns = queries.columns_for(document.organ)
    return {"column": document.column_id, "genre": document.genre, "columns": columns}


OFFERED = (
    Offered("submit", SubmitDocument, forms.Form, gettext_lazy("送审后不能再改，直到退回。"), gettext_lazy("已送审。"), State.DRAFT),
    Offered("pass", PassStep, OpinionForm, gettext_lazy("通过后转到下一步；最后一步即为签发。"), gettext_lazy("已通过。"), State.REVIEW),
    Offered("return", ReturnDocument, ReturnForm, gettext_lazy("退回起草人；修改后各环节重新办理。"), gettext_lazy("已退回。")),
    Offered("publish", Publish, forms.Form, gettext_lazy("立即在网站上公开，任何人都能看到。"), gettext_lazy("已公开。"), State.SIGNED),
    Offered("schedule", SchedulePublication, TimeForm, gettext_lazy("到时自动公开。"), gettext_lazy("已定时。")),
    Offered("revise", Revise, ReasonForm, gettext_lazy("网站上仍显示现在的版本，新版本签发后才替换，并注明更正日期。"), gettext_lazy("可以修改了。")),
    Offered("withdraw", Withdraw, ReasonForm, gettext_lazy("立即从网站撤下，原页面说明何时因何撤回，不再显示内容。"), gettext_lazy("已撤回。")),
    Offered("reassess", Reassess, ReassessForm, gettext_lazy("重新确定是否公开。已签发的文件改变属性后，重新审查。"), gettext_lazy("复核意见已记下。"), None, _as_disclosed),
    Offered("move", MoveDocument, MoveForm, gettext_lazy("草稿改放到别的栏目，或者改为别的类别。"), gettext_lazy("已改。"), None, _as_placed),
    Offered("discard", DiscardDraft, forms.Form, gettext_lazy("草稿作废后不能恢复使用，经过仍可查到。"), gettext_lazy("已作废。")),
)  # fmt: skip
_BY_SLUG = {offered.slug: offered for offered in OFFERED}
_SIGN = replace(
    _BY_SLUG["pass"],
    words=gettext_lazy("签发"),
    effect=gettext_lazy("签发后由经办人员在网站公开。"),
    done=gettext_lazy("已签发。"),
)
_SEAL = replace(_SIGN, effect=gettext_lazy("签发后不在网站公开。"))


def _offered(slug: str, one: Document) -> Offered | None:
    """Return an act as it is offered on a document: passing the last step is signing it."""
    if slug == "pass" and one.step == len(one.steps) - 1:
        return _SIGN if one.attribute == Attribute.OPEN else _SEAL
    return _BY_SLUG.get(slug)


def actor_of(request: HttpRequest) -> Any:
    """Return who acts in a request."""
    return request.standing.actor  # type: ignore[attr-defined]


def seen(request: HttpRequest, pk: int) -> Document:
    """Return a document that the person may see; 404 for any other."""
    return get_object_or_404(queries.visible(actor_of(request)), pk=pk)


@login_required
@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """List the organ's documents, newest first; state, column, kind and words narrow."""
    standing = request.standing  # type: ignore[attr-defined]
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "column", "genre", "q")}
    own = queries.visible(standing.actor).filter(organ=standing.organ)
    found = queries.search(
        own, state=asked["state"], column=asked["column"], genre=asked["genre"], words=asked["q"]
    )
    page = Paginator(found.order_by("-pk"), PAGE).get_page(request.GET.get("page"))
    narrowed = request.GET.copy()
    narrowed.pop("page", None)
    may_draft = standing.organ and policies.may_draft_for(standing.actor, standing.organ) is None
    return render(
        request,
        "publishing/desk/documents.html",
        {
            "page": page,
            "asked": asked,
            "narrowed": any(asked.values()),
            "query": narrowed.urlencode(),
            "may_draft": may_draft,
            "states": STATES,
            "columns": queries.columns_for(standing.organ) if standing.organ else [],
            "genres": Genre.choices,
        },
    )


@login_required
@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a document: what it says, where it stands, what can be done now, what happened."""
    one, actor = seen(request, pk), actor_of(request)
    offers = [(_offered(o.slug, one) or o, o.act(by=actor, target=one).refusal()) for o in OFFERED]
    possible = [o for o, refusal in offers if refusal is None]
    main = next((o for o in possible if o.state == one.state), None)
    steps = queries.steps_of(one)
    version = one.working
    in_work = one.state in (State.DRAFT, State.REVIEW) and version is not None
    found = personal.hits(version) if in_work and version is not None else []
    return render(
        request,
        "publishing/desk/document.html",
        {
            "document": one,
            "version": version,
            "sentence": sentence(one, steps),
            "steps": steps,
            "mine": _mine(one, actor.user_id),
            "main": main,
            "others": [o for o in possible if o is not main],
            "refused": [(o, refusal) for o, refusal in offers if refusal is not None],
            "blocked": next((r for o, r in offers if r and o.state == one.state), None),
            "may_edit": EditDraft(by=actor, target=one, content={}).refusal() is None,
            "may_link": policies.may_link(actor, one) is None,
            "interpretable": one.genre in queries.INTERPRETED or one.genre == Genre.POLICY,
            "links": queries.links_of(one),
            "panels": panels("document", one, request.standing),  # type: ignore[attr-defined]
            "hidden": files.open_findings(one) if in_work else [],
            "found": len(found),
            "undecided": sum(not hit.decided for hit in found),
            "personal": queries.personal_data(one),
            "events": one.events.order_by("pk"),
            "versions": one.versions.order_by("-serial")[:100],
            "revised": one.is_public and one.shown_id != one.working_id,
            "kept": request.session.pop("kept", ""),
        },
    )


def _mine(one: Document, user: int | None) -> str:
    """Say in words why this person takes no further step of a document, "" where he may."""
    now = queries.standing(one)
    if now.state is not State.REVIEW:
        return ""
    if user in now.passed:
        role = Role(one.steps[now.passed.index(user)])
        return _("您已办理“%(step)s”这一步；同一文件的其他步骤由别人办理。") % {"step": role.label}
    if user == now.drafter and not one.alone:
        return _("您起草或者最后修改了这份文件，审查由别人办理。")
    if user == now.drafter:
        return _("这份文件由您起草；本机关人少，您还可以办理其中一步。")
    return ""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Carry one of the acts out, on a page of its own that says what it will do."""
    one = seen(request, pk)
    offered = _offered(act, one)
    if offered is None:
        raise Http404
    refusal = offered.act(by=actor_of(request), target=one).refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    carry_out: Callable[[Any], Document] = lambda form: offered.act(  # noqa: E731
        by=actor_of(request), target=one, **form.cleaned_data
    ).execute()
    form = offered.form(
        request.POST if request.method == "POST" else None, initial=offered.initial(one)
    )
    return act_page(
        request,
        form,
        carry_out,
        **about(offered.act, str(one), reverse("document", args=[pk]), words=offered.title),
        effect=offered.effect,
        done=offered.done,
        template="publishing/desk/act.html",
        document=one,
        offered=offered,
        steps=queries.steps_of(one),
        signs=offered in (_SIGN, _SEAL),
        personal=queries.personal_data(one),
        decisions=one.personal_data.order_by("pk"),
        hidden=files.open_findings(one) if act in ("submit", "pass") else [],
        revised=one.is_public and one.shown_id != one.working_id,
        open=one.attribute == Attribute.OPEN,
    )


@login_required
@require_GET
def comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare two versions word by word: ``?from=1&to=3``; without them the public one, or the one
    before, with the newest."""
    one = seen(request, pk)
    versions = {v.serial: v for v in one.versions.defer("body").order_by("serial")}
    newest = max(versions)
    before = one.shown.serial if one.shown and one.shown.serial != newest else max(newest - 1, 1)
    old, new = (
        _serial(request.GET.get(name, ""), versions, other)
        for name, other in (("from", before), ("to", newest))
    )
    return render(
        request,
        "publishing/desk/compare.html",
        {
            "document": one,
            "versions": list(versions.values()),
            "old": versions[old],
            "new": versions[new],
            "public": one.shown.serial if one.shown else None,
            "comparison": compare(versions[old], versions[new]),
            "added": one.files.filter(from_serial__gt=old, from_serial__lte=new),
            "removed": one.files.filter(to_serial__gt=old, to_serial__lte=new),
        },
    )


def _serial(asked: str, versions: dict[int, Any], other: int) -> int:
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else other
    return number if number in versions else other
