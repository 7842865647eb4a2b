"""What the head of the disclosure office arranges: own columns, index numbers, the steps of review."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.pages import about
from portal.organs.models import Organ, Role
from portal.publishing import index_numbers, policies, queries
from portal.publishing.acts.chains import SetReviewChain
from portal.publishing.acts.columns import ChangeColumn, CloseColumn, OpenColumn, ReopenColumn
from portal.publishing.acts.rules import SetPublishingRules
from portal.publishing.desk_views import actor_of
from portal.publishing.forms import ChainForm, ChangeColumnForm, OpenColumnForm, RulesForm
from portal.publishing.models import Column, Genre
from portal.ui.pages import act_page


def _arranged(request: HttpRequest) -> Organ:
    organ = request.standing.organ  # type: ignore[attr-defined]
    why_not = policies.may_arrange(actor_of(request), organ)
    if organ is None or why_not:
        raise PermissionDenied(why_not or _("您还没有岗位。"))
    return organ  # type: ignore[no-any-return]


@login_required
@require_GET
def columns(request: HttpRequest) -> HttpResponse:
    """List the columns of the organ's platform with what each shows."""
    organ = _arranged(request)
    counts = queries.counts_by_column(organ)
    rows = [(column, counts.get(column.pk, 0)) for column in queries.columns_for(organ)]
    return render(
        request,
        "publishing/desk/columns.html",
        {"rows": rows, "organ": organ, "closed": queries.closed_columns(organ)},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_column(request: HttpRequest) -> HttpResponse:
    """Open a column of the organ's own."""
    organ = _arranged(request)
    return act_page(
        request,
        OpenColumnForm(request.POST or None, columns=queries.columns_for(organ)),
        lambda form: OpenColumn(by=actor_of(request), organ=organ, **form.cleaned_data).execute(),
        **about(OpenColumn, organ.name, reverse("columns")),
        done=_("栏目已增设。"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_column(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one of the organ's own columns; beside it what stands against closing it."""
    organ = _arranged(request)
    column = get_object_or_404(Column, pk=pk, organ=organ)
    first = {"column_title": column.title, "update_days": column.update_days, "order": column.order}
    kind = CloseColumn if column.closed_on is None else ReopenColumn
    public, in_work = queries.held_by_column(column)
    return act_page(
        request,
        ChangeColumnForm(request.POST or None, initial=first),
        lambda form: ChangeColumn(
            by=actor_of(request), target=column, **form.cleaned_data
        ).execute(),
        **about(ChangeColumn, column.title, reverse("columns")),
        done=_("已保存。"),
        template="publishing/desk/column.html",
        column=column,
        other=kind.title,
        why_not=kind(by=actor_of(request), target=column).refusal(),
        public=public,
        in_work=in_work,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close_column(request: HttpRequest, pk: int) -> HttpResponse:
    """Close one of the organ's own columns."""
    return _turn(
        request,
        pk,
        CloseColumn,
        _("停用后不再能选这个栏目，网站上不再列出；原来的网址说明栏目已停用。可以重新启用。"),
        _("栏目已停用。"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reopen_column(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed column again."""
    return _turn(request, pk, ReopenColumn, _("栏目恢复原来的名称和网址。"), _("栏目已重新启用。"))


def _turn(
    request: HttpRequest,
    pk: int,
    kind: type[CloseColumn] | type[ReopenColumn],
    effect: str,
    done: str,
) -> HttpResponse:
    organ = _arranged(request)
    column = get_object_or_404(Column, pk=pk, organ=organ)
    return act_page(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda form: kind(by=actor_of(request), target=column).execute(),
        **about(kind, column.title, reverse("columns")),
        effect=effect,
        done=done,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """Set the rule of the organ's index numbers; whoever only tries one is shown what it gives."""
    organ = _arranged(request)
    rule, setter = index_numbers.rule_for(organ)
    own = rule if setter == organ else ""
    form = RulesForm(request.POST or None, initial={"index_pattern": own})
    columns = queries.columns_for(organ)
    column, today = (columns[0].code if columns else "lanmu"), clock.today()
    tried, status = "", 200
    if request.method == "POST" and form.is_valid():
        pattern = form.cleaned_data["index_pattern"]
        act = SetPublishingRules(by=actor_of(request), organ=organ, index_pattern=pattern)
        if "try" not in request.POST:
            try:
                act.execute()
            except Refused as refused:
                form.add_error("index_pattern", refused.sentence)
                status = refused.status
            else:
                messages.success(request, _("索引号规则已保存，从下一个号起适用。"))
                return redirect("numbers")
        elif why := act.lacking():
            form.add_error("index_pattern", why)
            status = 422
        elif pattern:
            tried = index_numbers.preview(organ, column, today, pattern)
    return render(
        request,
        "publishing/desk/numbers.html",
        {
            "form": form,
            "title": SetPublishingRules.title,
            "organ": organ,
            "rule": rule,
            "setter": setter,
            "next": index_numbers.preview(organ, column, today, rule),
            "tried": tried,
            "fields": _fields(organ, column),
        },
        status=status,
    )


def _fields(organ: Organ, column: str) -> list[tuple[str, str, str]]:
    """Return what a rule may hold: as it is written, what it is, what it would be here today."""
    words = {
        "organ": _("统一社会信用代码；没有的用网址代码"),
        "organ9": _("组织机构代码（统一社会信用代码的第9至17位）"),
        "year": _("公开的年份"),
        "month": _("公开的月份"),
        "column": _("栏目的网址代码"),
    }
    today = clock.today()
    shown = [
        (f"{{{name}}}", what, index_numbers.filled(f"{{{name}}}", organ, column, today))
        for name, what in words.items()
    ]
    return [*shown, ("{serial:05d}", _("序号，这里是5位；其他部分变了，序号重新从1起"), "00001")]


@login_required
@require_GET
def chains(request: HttpRequest) -> HttpResponse:
    """Show how each kind of document is reviewed, and whether there are people for every step."""
    organ = _arranged(request)
    asked = request.GET.get("genre", "")
    if asked in Genre.values:
        return redirect("chain_set", asked)
    people = queries.holders(organ)
    own = queries.genres_with_chain(organ)
    rows = []
    for genre, name in (("", _("一般文件")), *Genre.choices):
        if genre and genre not in own:
            continue
        steps, alone = queries.chain_for(organ, genre)
        rows.append(
            {
                "genre": genre or "all",
                "name": name,
                "steps": [
                    (Role(step).label, _("、").join(who for _user, who in people.get(step, [])))
                    for step in steps
                ],
                "alone": alone,
                "own": genre in own,
                "short": short_of_people(steps, people),
            }
        )
    others = [(value, label) for value, label in Genre.choices if value not in own]
    return render(
        request,
        "publishing/desk/chains.html",
        {"rows": rows, "organ": organ, "others": others},
    )


def short_of_people(steps: list[str], people: dict[str, list[tuple[int, str]]]) -> str:
    """Say why a chain cannot be walked to its end by the people there are, "" where it can."""
    for step in steps:
        if not people.get(step):
            return _("没有人担任“%(role)s”。") % {"role": Role(step).label}
    if not _each_another(steps, people):
        return _("同一人不能办理两步，现有的人不够。")
    return ""


def _each_another(
    steps: list[str],
    people: dict[str, list[tuple[int, str]]],
    used: frozenset[int] = frozenset(),
) -> bool:
    if not steps:
        return True
    return any(
        _each_another(steps[1:], people, used | {user})
        for user, _name in people[steps[0]]
        if user not in used
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_chain(request: HttpRequest, genre: str) -> HttpResponse:
    """Set the steps for one kind of document, or for all that have none of their own."""
    organ = _arranged(request)
    kind = "" if genre == "all" else genre
    if kind and kind not in Genre.values:
        raise Http404
    steps, alone = queries.chain_for(organ, kind)
    names = ("first", "second", "third", "fourth")
    first: dict[str, Any] = dict(zip(names, steps, strict=False)) | {"alone": alone}
    return act_page(
        request,
        ChainForm(request.POST or None, initial=first),
        lambda form: SetReviewChain(
            by=actor_of(request),
            organ=organ,
            genre=kind,
            steps=form.steps(),
            alone=form.cleaned_data["alone"],
        ).execute(),
        **about(
            SetReviewChain, str(Genre(kind).label if kind else _("一般文件")), reverse("chains")
        ),
        effect=_(
            "从下一次送审起适用；正在审查的文件按原来的步骤办完。"
            "必须有保密审查，最后一步是签发；同一人不办理同一文件的两步。"
        ),
        done=_("审查流程已保存。"),
    )
