"""Pages of acts on a filing: what comes next, answers to findings, remarks and what is said to them."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.errors import DataError
from gongkai.forms.form import Address
from gongkai.writers import html
from portal.acts.act import Refused
from portal.acts.pages import about as act_about
from portal.annual import drafting, findings, policies, prose, queries
from portal.annual.acts import (
    AddRemark,
    AnswerFinding,
    EndAdjustment,
    PermitFinding,
    ReplyToRemark,
    SettleRemark,
)
from portal.annual.filing_forms import AnswerForm, BareForm, ExplainForm, WordsForm
from portal.annual.filing_views import METHODS, actor_of, remarks, seen
from portal.annual.models import Remark
from portal.annual.offers import OFFERED
from portal.ui.pages import act_page


@login_required
@require_http_methods(METHODS)
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Carry out one of the acts that a filing's page offers."""
    one = seen(request, pk)
    offered = next((o for o in OFFERED if o.slug == act), None)
    if offered is None:
        raise Http404
    refusal = offered.act(by=actor_of(request), target=one).refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    posted = request.POST if request.method == "POST" else None
    zero = prose.confirmed_by_unit(drafting.working(one).facts) if act == "zero" else []
    back = "annual_write" if act in ("zero", "balance") else "annual_filing"
    page = act_about(offered.act, str(one), reverse(back, args=[pk]))
    if act == "zero":
        page["then"] = reverse("annual_submit", args=[pk])
    return act_page(
        request,
        offered.form(posted, one),
        lambda form: offered.act(by=actor_of(request), target=one, **offered.facts(form)).execute(),
        **page,
        effect=offered.effect,
        done=offered.done,
        template="annual/filing_act.html",
        filing=one,
        unit_says=zero,
    )


@login_required
@require_http_methods(METHODS)
def finding(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Answer a finding; the supervising office allows it here."""
    one = seen(request, pk)
    found = next((t for t in findings.of(one) if t.key == key), None)
    if found is None:
        raise Http404
    actor = actor_of(request)
    permits = policies.may_write(actor, one) is not None
    offered = PermitFinding if permits else AnswerFinding
    refusal = offered(by=actor, target=one).refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    posted = request.POST if request.method == "POST" else None
    answer = found.answer
    initial = {"how": answer.how, "words": answer.words} if answer else {"how": "explained"}
    form = (
        WordsForm(posted, label=_("同意保留的理由"), needed=True)
        if permits
        else AnswerForm(posted, initial=initial)
    )
    return act_page(
        request,
        form,
        lambda form: (
            PermitFinding(
                by=actor, target=one, answer=answer, words=form.cleaned_data["words"]
            ).execute()
            if permits
            else AnswerFinding(by=actor, target=one, keys=[key], **form.cleaned_data).execute()
        ),
        title=offered.title,
        button=offered.title,
        done=_("已记下。"),
        then=reverse("annual_submit", args=[pk]),
        back=reverse("annual_submit", args=[pk]),
        refused=Refused,
        template="annual/finding.html",
        filing=one,
        told=found,
        permits=permits,
    )


@login_required
@require_http_methods(METHODS)
def several(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer several findings with one explanation."""
    one, actor = seen(request, pk), actor_of(request)
    refusal = AnswerFinding(by=actor, target=one).refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    posted = request.POST if request.method == "POST" else None
    asking = [(t.key, f"{t.word}：{t.sentence}") for t in findings.of(one) if t.asks]
    return act_page(
        request,
        ExplainForm(posted, asking=asking),
        lambda form: AnswerFinding(by=actor, target=one, **form.cleaned_data).execute(),
        **act_about(AnswerFinding, str(one), reverse("annual_submit", args=[pk])),
        effect=_("选中的各处用同一段话说明；能改正的，请改正。"),
        done=_("已记下。"),
        template="annual/filing_act.html",
        filing=one,
    )


@login_required
@require_http_methods(METHODS)
def end_adjustment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a correction back."""
    one = seen(request, pk)
    adjustment = get_object_or_404(one.adjustments, pk=number)
    refusal = EndAdjustment(by=actor_of(request), target=one).refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    address = Address.parse(adjustment.address)
    return act_page(
        request,
        BareForm(request.POST if request.method == "POST" else None),
        lambda form: EndAdjustment(
            by=actor_of(request), target=one, adjustment=adjustment
        ).execute(),
        **act_about(EndAdjustment, str(one), reverse("annual_filing_figure", args=[pk, *address])),
        effect=_("取消后恢复为记录得出的数字；这处调整仍留在历史里。"),
        done=_("已取消。"),
    )


@login_required
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what went up to the office that judges it: changes first, then the whole, each to be remarked on."""
    one = seen(request, pk)
    if why := policies.may_judge(actor_of(request), one):
        raise PermissionDenied(why)
    version = one.current
    if version is None:
        raise PermissionDenied(_("报告还没有报送。"))
    report = version.filled
    before = queries.version_before(version)
    base = reverse("annual_remark", args=[pk])
    shown = html.tables(report, link=lambda address: f"{base}?address={address}")
    told = findings.of(one)
    return render(
        request,
        "annual/review.html",
        {
            "filing": one,
            "version": version,
            "before": before,
            "changes": queries.changes(before.filled, report) if before else None,
            "parts": [
                {"part": part, "table": mark_safe(shown.get(part.number, ""))}
                for part in report.sections
            ],
            "told": [t for t in told if t.level != "I" or t.answer],
            "remarks": remarks(one),
            "adjustments": [
                {**a, "label": report.form.label(Address.parse(a["address"]))}
                for a in version.adjustments
            ],
            "drift": [
                {"label": report.form.label(d.address), "frozen": d.frozen, "now": d.now}
                for d in drafting.drift(one)
            ],
            "open": AddRemark(by=actor_of(request), target=one).refusal() is None,
        },
    )


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else None


@login_required
@require_http_methods(METHODS)
def remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something of a figure (``?address=``), a paragraph (``?section=&paragraph=``) or the whole."""
    one = seen(request, pk)
    section, paragraph = (_number(request.GET.get(n, "")) for n in ("section", "paragraph"))
    address = request.GET.get("address", "")[:80]
    act = AddRemark(
        by=actor_of(request), target=one, address=address, section=section, paragraph=paragraph
    )
    refusal = act.refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    assert one.current is not None
    try:
        known = not address or Address.parse(address) in one.current.filled.form.address_set
    except DataError:
        known = False
    if not known:
        raise Http404
    on = Remark(version=one.current, address=address, section=section, paragraph=paragraph)

    def carry_out(form: WordsForm) -> object:
        act.words = form.cleaned_data["words"]
        return act.execute()

    return act_page(
        request,
        WordsForm(request.POST if request.method == "POST" else None, label=_("意见"), needed=True),
        carry_out,
        title=_("提出意见：%(about)s") % {"about": queries.about(on)},
        button=AddRemark.title,
        done=_("已记下；退回时一并发给填报单位。"),
        then=reverse("annual_review", args=[pk]),
        back=reverse("annual_review", args=[pk]),
        refused=Refused,
        effect=_figure_said(one.current.filled, address),
    )


def _figure_said(report: object, address: str) -> str:
    return _("报送的数字：%(n)s") % {"n": report[Address.parse(address)]} if address else ""  # type: ignore[index]


@login_required
@require_http_methods(METHODS)
def answer_remark(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The unit says what it did about a remark; the office takes it as settled."""
    one = seen(request, pk)
    found = get_object_or_404(Remark, pk=number, version__filing=one)
    actor = actor_of(request)
    settles = policies.may_write(actor, one) is not None
    act = SettleRemark if settles else ReplyToRemark
    refusal = act(by=actor, target=one).refusal()
    if refusal is not None and request.method != "POST":
        raise PermissionDenied(refusal.sentence)
    posted = request.POST if request.method == "POST" else None
    form = BareForm(posted) if settles else WordsForm(posted, label=_("如何处理"), needed=True)
    page = reverse("annual_review" if settles else "annual_write", args=[pk])
    return act_page(
        request,
        form,
        lambda form: (
            SettleRemark(by=actor, target=one, remark=found).execute()
            if settles
            else ReplyToRemark(
                by=actor, target=one, remark=found, words=form.cleaned_data["words"]
            ).execute()
        ),
        **act_about(act, queries.about(found), page),
        effect=found.words,
        done=_("已记下。"),
    )
