"""Duties on the desk: where an organ stands, what is behind a duty, the clock, the wall of many organs."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.law.duties import duties as law
from portal.acts import clock as time
from portal.acts.pages import about
from portal.duties import clock, policies, queries
from portal.duties.acts.columns import InstallStandardColumns
from portal.duties.acts.duty import (
    AssignDocument,
    DeclareApplicable,
    DeclareNotApplicable,
    EndAssignment,
)
from portal.duties.forms import AssignForm, DutyForm, FindForm, ReasonForm
from portal.duties.models import Assignment, NotApplicable
from portal.duties.panel import panel
from portal.duties.queries import State
from portal.organs.keeping.queries import organs
from portal.organs.models import Kind, Organ, Role
from portal.publishing.models import Column
from portal.publishing.queries import visible
from portal.ui.language import article, said
from portal.ui.pages import act_page
from portal.ui.spreadsheets import csv_file

form_page = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 200
_MARKS = {
    State.PUBLISHED: "√",
    State.STALE: pgettext_lazy("mark", "旧"),
    State.MISSING: pgettext_lazy("mark", "缺"),
    State.NOT_APPLICABLE: "—",
}
_HEAD = (
    gettext_lazy("编码"), pgettext_lazy("duty", "事项"), gettext_lazy("依据"), gettext_lazy("状态"),
    gettext_lazy("已公开条数"), gettext_lazy("最近公开"), gettext_lazy("栏目"), gettext_lazy("不适用的理由"),
)  # fmt: skip


def _actor(request: HttpRequest) -> Any:
    return request.standing.actor  # type: ignore[attr-defined]


def organ_of(request: HttpRequest, code: str | None = None) -> Organ:
    """Return the organ a page is about: the one acted for, or one named that may be seen."""
    own: Organ | None = request.standing.organ  # type: ignore[attr-defined]
    if code is None:
        if own is None:
            raise PermissionDenied(_("您还没有岗位。"))
        code = own.code
    return get_object_or_404(organs(_actor(request)), code=code)


def context(request: HttpRequest, organ: Organ, here: str) -> dict[str, Any]:
    """Return what every page of duties shows: the organ, its tabs, what may be done."""
    standing = request.standing  # type: ignore[attr-defined]
    return {
        "organ": organ,
        "here": here,
        "own": standing.organ == organ,
        "may_keep": policies.may_keep(standing.actor, organ) is None,
        "supervises": Role.SUPERVISOR in standing.roles,
    }


@login_required
@require_GET
def duties(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """Show an organ's duties by article, with what is public, missing or does not apply."""
    organ = organ_of(request, code)
    found = queries.overview(organ)
    groups = [
        {"title": title, "rows": rows}
        for prefix, title in (
            ("20", _("各级行政机关都应当公开（条例第二十条）")),
            ("21", _("本级还应当公开（条例第二十一条）")),
        )
        if (rows := [row for row in found.rows if row.duty.code.startswith(prefix)])
    ]
    return render(
        request,
        "duties/duties.html",
        context(request, organ, "duties")
        | {
            "overview": found,
            "groups": groups,
            "no_columns": not Column.objects.filter(organ=None).exists(),
            "may_install": policies.may_install(_actor(request), None) is None,
        },
    )


@login_required
@require_GET
def export(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """Send an organ's duties as CSV."""
    organ = organ_of(request, code)
    rows = [
        (
            row.duty.code,
            said(row.duty),
            article(row.duty.article),
            row.state.label,
            row.count,
            row.newest or "",
            "、".join(column.title for column in row.columns),
            row.reason,
        )
        for row in queries.overview(organ).rows
    ]
    return csv_file(_("%(organ)s公开事项.csv") % {"organ": organ.short_name}, [_HEAD, *rows])


@login_required
@require_GET
def duty(request: HttpRequest, code: str, organ: str | None = None) -> HttpResponse:
    """Show what is behind one duty or item, and what can be done about it."""
    of = organ_of(request, organ)
    title = queries.title_of(code)
    if not title or not queries.is_known(of, code):
        raise Http404
    found = queries.documents_of(of, code)
    assigned = {
        one.document_id: one.pk
        for one in Assignment.objects.filter(code=code, ended_at=None, document__organ=of)
    }
    gone = NotApplicable.objects.filter(organ=of, code=code, ended_at=None).first()
    return render(
        request,
        "duties/duty.html",
        context(request, of, "duties")
        | {
            "code": code,
            "title": title,
            "duty": law().get(code),
            "rows": [(one, assigned.get(one.pk)) for one in found.defer("shown__body")[:SHOWN]],
            "count": found.count(),
            "shown": SHOWN,
            "columns": queries.columns_carrying(of, code),
            "not_applicable": gone,
            "is_field": code.startswith("field:"),
        },
    )


def _back(organ: Organ, code: str) -> str:
    if code.startswith("field:"):
        return reverse("duty_field", args=[code.partition(":")[2]])
    return reverse("duty", args=[code])


@login_required
@form_page
def not_applicable(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a duty or a field does not apply."""
    organ = organ_of(request)
    form = ReasonForm(request.POST or None)
    first = DeclareNotApplicable(by=_actor(request), organ=organ, code=code)
    why_not = first.possible()
    if why_not and request.method != "POST":
        raise PermissionDenied(why_not)
    return act_page(
        request,
        form,
        lambda form: DeclareNotApplicable(
            by=_actor(request), organ=organ, code=code, reason=form.cleaned_data["reason"]
        ).execute(),
        **about(DeclareNotApplicable, queries.title_of(code), _back(organ, code)),
        effect=_("此后不再算作缺项，理由显示在公开事项表里；情况变化时可以恢复。"),
        done=_("已标为不适用。"),
    )


@login_required
@form_page
def applicable(request: HttpRequest, code: str) -> HttpResponse:
    """Take back that something does not apply."""
    organ = organ_of(request)
    one = get_object_or_404(NotApplicable, organ=organ, code=code, ended_at=None)
    act = DeclareApplicable(by=_actor(request), target=one)
    refusal = act.refusal()
    if refusal is not None:
        raise PermissionDenied(refusal.sentence)
    return act_page(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda form: act.execute(),
        **about(DeclareApplicable, queries.title_of(code), _back(organ, code)),
        effect=_("这个事项重新算作应当公开。"),
        done=_("已恢复适用。"),
    )


@login_required
@form_page
def assign(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a document that fulfils a duty or an item."""
    organ = organ_of(request)
    why_not = policies.may_keep(_actor(request), organ)
    if why_not:
        raise PermissionDenied(why_not)
    if not queries.title_of(code):
        raise Http404
    find = FindForm(request.GET)
    words = find.cleaned_data["q"].strip() if find.is_valid() else ""
    form = AssignForm(request.POST or None, organ=organ, words=words)
    return act_page(
        request,
        form,
        lambda form: AssignDocument(
            by=_actor(request), document=form.cleaned_data["document"], code=code
        ).execute(),
        **about(AssignDocument, queries.title_of(code), _back(organ, code)),
        template="duties/assign.html",
        find=find,
        done=_("已对应。"),
    )


@login_required
@form_page
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a document's clock, the duties it fulfils and repealed wording; let it fulfil another."""
    one = get_object_or_404(visible(_actor(request)).distinct(), pk=pk)
    form = DutyForm(request.POST or None, choices=queries.choices_for(one.organ))
    return act_page(
        request,
        form,
        lambda form: AssignDocument(
            by=_actor(request), document=one, code=form.cleaned_data["code"]
        ).execute(),
        **about(AssignDocument, str(one), reverse("duty_document", args=[pk])),
        template="duties/document.html",
        document=one,
        panel=panel(one),
        may_keep=policies.may_keep(_actor(request), one.organ) is None,
        done=_("已对应。"),
    )


@login_required
@form_page
def unassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a document no longer counts for a duty."""
    one = get_object_or_404(Assignment.objects.select_related("document__organ"), pk=pk)
    act = EndAssignment(by=_actor(request), target=one)
    refusal = act.refusal()
    if refusal is not None:
        raise PermissionDenied(refusal.sentence)
    return act_page(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda form: act.execute(),
        **about(EndAssignment, str(one.document), _back(one.document.organ, one.code)),
        effect=_("信息本身不变，只是不再算在“%(title)s”里。")
        % {"title": queries.title_of(one.code)},
        done=_("已不再对应。"),
    )


@login_required
@form_page
def install(request: HttpRequest) -> HttpResponse:
    """Set up the standard columns."""
    act = InstallStandardColumns(by=_actor(request))
    refusal = act.refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    return act_page(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda form: act.execute(),
        **about(InstallStandardColumns, _("政府信息公开平台"), reverse("desk")),
        effect=_(
            "按国办公开办函〔2019〕61号设置指南、制度、法定主动公开内容（按条例第二十条、第二十一条分支）和年报栏目。"
            "已有的栏目名称、次序不变。"
        ),
        done=_("标准栏目已设置。"),
    )


@login_required
@require_GET
def publication_clock(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """Show what is to be published by when, and what was published too late in a year."""
    organ = organ_of(request, code)
    this = time.today().year
    asked = request.GET.get("year", "")
    year = (
        int(asked) if asked.isascii() and asked.isdigit() and 2008 <= int(asked) <= this else this
    )
    published = clock.published_in(organ, year)
    return render(
        request,
        "duties/clock.html",
        context(request, organ, "clock")
        | {
            "waiting": clock.waiting(organ),
            "late": [pair for pair in published if pair[1].pace is clock.Pace.LATE],
            "unknown": sum(told.pace is clock.Pace.UNKNOWN for _one, told in published),
            "published": len(published),
            "year": year,
            "years": range(this, this - 4, -1),
        },
    )


def _supervised(request: HttpRequest) -> list[Organ]:
    standing = request.standing  # type: ignore[attr-defined]
    if standing.organ is None or Role.SUPERVISOR not in standing.roles:
        raise PermissionDenied(_("只有主管部门岗位可以查看下级机关的公开事项。"))
    below = Organ.objects.under(standing.organ).existing(time.today())
    return sorted(
        below, key=lambda one: (one.depth, one.kind == Kind.GOVERNMENT, one.order, one.code)
    )


@login_required
@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """Show every organ below against every duty; ``?sort=missing`` brings the most missing up."""
    found = queries.overviews(_supervised(request))
    if request.GET.get("sort") == "missing":
        found.sort(key=lambda one: -len(one.missing))
    codes = [*law().values()]
    rows = []
    for one in found:
        marks = {row.duty.code: (row.state, _MARKS[row.state]) for row in one.rows}
        named = _("；").join(said(row.duty) for row in one.missing)
        rows.append((one, [marks.get(each.code, ("", "")) for each in codes], named))
    organ = request.standing.organ  # type: ignore[attr-defined]
    return render(
        request,
        "duties/wall.html",
        context(request, organ, "wall")
        | {
            "rows": rows,
            "codes": codes,
            "sort": request.GET.get("sort", ""),
            "complete": sum(not one.missing for one in found),
        },
    )


@login_required
@require_GET
def wall_export(request: HttpRequest) -> HttpResponse:
    """Send the wall as CSV, a row for each organ and duty that is missing or stale named at the end."""
    found = queries.overviews(_supervised(request))
    codes = [*law().values()]
    head: list[object] = [
        _("机关"),
        _("应公开"),
        _("已公开"),
        _("缺"),
        *(f"{d.code} {said(d)}" for d in codes),
        _("所缺事项"),
    ]
    rows: list[list[object]] = [head]
    for one in found:
        states = {row.duty.code: row for row in one.rows}
        cells = [states[d.code].state.label if d.code in states else "" for d in codes]
        counts: list[object] = [one.organ.name, one.applicable, one.met, len(one.missing)]
        rows.append([*counts, *cells, _("、").join(said(row.duty) for row in one.missing)])
    return csv_file(_("下级机关公开事项.csv"), rows)
