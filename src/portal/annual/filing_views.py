"""A filing on the desk: where it stands, writing it, a figure, a version, what the checks find."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.forms.filled import FilledForm
from gongkai.forms.form import Address, edition_for
from gongkai.writers import html
from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.annual import drafting, findings, policies, queries, unspoken
from portal.annual import due as dues
from portal.annual.acts import Adjust, StartFiling
from portal.annual.acts.judging import obstacles
from portal.annual.acts.writing import nothing_happened
from portal.annual.filing_forms import AdjustForm, BareForm, WordsForm
from portal.annual.lifecycle import WRITING, Stage
from portal.annual.models import Filing, Remark, Scope
from portal.annual.offers import offers
from portal.ui.pages import act_page

METHODS = ("GET", "HEAD", "POST")
STARTED = {
    Scope.OWN: gettext_lazy(
        "三张表由登记簿、申请和复议诉讼的记录直接得出，文字部分由您填写；随时可以保存，报送以前可以修改。"
    ),
    Scope.REGION: gettext_lazy(
        "三张表由各单位审核通过的报告相加得出，以后审核通过的随时计入，报送时固定；文字部分由您填写。"
    ),
}
"""What beginning a report does, said beforehand."""


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts."""
    found: Actor = request.standing.actor  # type: ignore[attr-defined]
    return found


def seen(request: HttpRequest, pk: int) -> Filing:
    """Return a filing somebody may see; raises Http404."""
    return get_object_or_404(queries.filings(actor_of(request)), pk=pk)


@login_required
@require_http_methods(METHODS)
def start(request: HttpRequest, year: int) -> HttpResponse:
    """Begin the report on a year for the organ acted for; ``?scope=region``: of its region."""
    organ = request.standing.organ  # type: ignore[attr-defined]
    if organ is None:
        raise PermissionDenied
    if why := policies.may_write_for(actor_of(request), organ):
        raise PermissionDenied(why)
    scope = Scope.REGION if request.GET.get("scope") == Scope.REGION else Scope.OWN
    name = str(Filing(organ=organ, year=year, scope=scope))
    return act_page(
        request,
        BareForm(request.POST if request.method == "POST" else None),
        lambda form: StartFiling(
            by=actor_of(request), organ=organ, year=year, scope=scope
        ).execute(),
        title=_("开始填报：%(report)s") % {"report": name},
        button=StartFiling.title,
        effect=STARTED[scope],
        done=_("已开始，可以填写了。"),
        then=_first_page,
        back=reverse("annual_desk"),
        refused=Refused,
    )


def _first_page(one: Filing) -> str:
    """Return where a report just begun is written: at once, where a year had nothing."""
    if one.scope == Scope.OWN and nothing_happened(drafting.working(one).facts):
        return reverse("annual_filing_act", args=[one.pk, "zero"])
    return reverse("annual_write", args=[one.pk])


@login_required
@require_safe
def filing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where a filing stands, what can be done, what was said of it, what changed in the records."""
    one = seen(request, pk)
    actor = actor_of(request)
    due = dues.of(one)
    return render(
        request,
        "annual/filing.html",
        {
            "filing": one,
            "due": due,
            "left": (due.upcoming(Stage(one.stage)) - clock.today()).days,
            "writes": one.stage in WRITING and policies.may_write(actor, one) is None,
            "judges": policies.may_judge(actor, one) is None,
            "events": one.events.select_related("version").order_by("-pk"),
            "versions": one.versions.order_by("-number").defer("report", "sources"),
            "remarks": remarks(one),
            "drift": _drift(one),
            "published": queries.standing(one.organ, one.year, one.scope),
            **offers(actor, one),
        },
    )


def remarks(one: Filing) -> list[dict[str, Any]]:
    """Return the remarks on what went up last, or that are still open, with what each is about."""
    found = Remark.objects.filter(version__filing=one).select_related("version").order_by("-pk")
    return [{"remark": r, "about": queries.about(r)} for r in found]


def _drift(one: Filing) -> list[dict[str, Any]]:
    if one.stage in WRITING or one.current is None:
        return []
    label = one.current.filled.form.label
    return [
        {"label": label(d.address), "frozen": d.frozen, "now": d.now, "address": d.address}
        for d in drafting.drift(one)
    ]


def tables(one: Filing, report: FilledForm, now: drafting.Working | None) -> dict[int, str]:
    """Return the statutory tables by part: a figure leads to what stands behind it, adjustments shown."""

    def link(address: Address) -> str:
        return reverse("annual_filing_figure", args=[one.pk, *address])

    shown = html.tables(report, link=link)
    if now is not None:
        for address, delta in now.deltas.items():
            mark, found = f'data-address="{address}"', f"{delta.normalize():+f}"
            for part in shown:
                shown[part] = shown[part].replace(mark, f'{mark} data-adjusted="{found}"')
    return {part: mark_safe(text) for part, text in shown.items()}


@login_required
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report as it will be printed."""
    one = seen(request, pk)
    frozen = one.current if one.stage not in WRITING else None
    report = frozen.filled if frozen else drafting.working(one).report
    content = mark_safe(html.content(report))  # the library escapes what it was given
    return render(request, "annual/preview.html", {"filing": one, "content": content})


@login_required
@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a frozen version, and what changed against the one before."""
    one = seen(request, pk)
    found = get_object_or_404(one.versions, number=number)
    before = queries.version_before(found)
    return render(
        request,
        "annual/version.html",
        {
            "filing": one,
            "version": found,
            "before": before,
            "changes": queries.changes(before.filled, found.filled) if before else None,
            "content": mark_safe(html.content(found.filled)),
        },
    )


@login_required
@require_http_methods(METHODS)
def figure(request: HttpRequest, pk: int, table: str, row: str, column: str) -> HttpResponse:
    """Show what a figure is made of, its corrections, and correct it."""
    one = seen(request, pk)
    address = Address(table, row, column)
    form_of_year = edition_for(one.year)
    if address not in form_of_year.address_set:
        raise Http404
    now = drafting.working(one)
    frozen = one.current.filled if one.current and one.stage not in WRITING else None
    act = Adjust(by=actor_of(request), target=one, address=str(address))
    leaf = drafting.leaf(now.report, address)
    adjusts = leaf and act.refusal() is None

    def carry_out(form: AdjustForm) -> Filing:
        said = form.cleaned_data
        return Adjust(
            by=actor_of(request),
            target=one,
            address=str(address),
            delta=form.delta_of(),
            reason=said["reason"],
        ).execute()

    return act_page(
        request,
        AdjustForm(request.POST if request.method == "POST" else None),
        carry_out,
        title=form_of_year.label(address),
        done=_("已调整。"),
        then=reverse("annual_filing_figure", args=[one.pk, *address]),
        refused=Refused,
        template="annual/filing_figure.html",
        filing=one,
        address=address,
        derived=now.derived[address],
        after=frozen[address] if frozen else now.report[address],
        frozen=frozen is not None,
        behind=len(now.ids.get(address, ())),
        drill=_drill(one, address),
        history=one.adjustments.filter(address=str(address)),
        leaf=leaf,
        adjusts=adjusts,
        remarks=[r for r in remarks(one) if r["remark"].address == str(address)],
    )


def _drill(one: Filing, address: Address) -> str:
    """Return where a figure opens to what it was counted from: records, or the units of a region."""
    if one.scope == Scope.REGION:
        return reverse("rollup_figure", args=[one.organ.code, one.year]) + f"?at={address}"
    return reverse("annual_figure", args=[one.year, *address]) + f"?organ={one.organ.code}"


@login_required
@require_safe
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what keeps a report from going up, what is still unanswered, and the way to send it."""
    one = seen(request, pk)
    if one.stage not in WRITING:
        return redirect("annual_filing", pk)
    now = drafting.working(one)
    told = findings.told(now, peers=findings.peers_of(one))
    own = one.scope == Scope.OWN
    return render(
        request,
        "annual/submit.html",
        {
            "filing": one,
            "form": WordsForm(label=_("附言")),
            "content": mark_safe(html.content(now.report)),  # the library escapes what it was given
            "zeros": unspoken.figures(one.organ, one.year).values() if own else (),
            "silent": unspoken.sentences(one.organ, one.year) if own else {},
            "obstacles": obstacles(now, []),
            "asking": [t for t in told if t.asks],
            "waiting": [t for t in told if t.waits],
            "settled": [t for t in told if t.explained and not t.waits],
            "answers": policies.may_write(actor_of(request), one) is None,
            "why_not": policies.may_submit(actor_of(request), one),
            "judges": policies.may_judge(actor_of(request), one) is None,
            "remarks": [r for r in remarks(one) if not r["remark"].settled_at],
        },
    )
