"""Confirming figures beside the original: one by one, a table at once, and taking it back."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gongkai.errors import DataError
from gongkai.figures import Status
from gongkai.forms.form import Address, load
from portal.acts import pages
from portal.intake import feed, originals, queries
from portal.intake.acts.cells import ConfirmCell, ConfirmTable, TakeBack
from portal.intake.forms import ConfirmForm, ConfirmTableForm, SeenForm
from portal.intake.models import Cell
from portal.intake.table import tables
from portal.intake.views.reports import carry, one_report, posted, why
from portal.ui.pages import act_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or correct one figure."""
    actor = request.standing.actor  # type: ignore[attr-defined]
    cell = get_object_or_404(
        Cell.objects.filter(report__in=queries.reports(actor)).select_related(
            "report__unit", "report__file__batch", "report__office"
        ),
        pk=pk,
    )
    one = cell.report
    figure = cell.figure
    initial = {
        "status": (Status.NUMBER if figure.status is Status.UNREADABLE else figure.status).value,
        "value": figure.text if figure.status is Status.NUMBER else None,
        "seen": cell.version,
    }
    try:
        label = load(one.edition).label(Address.parse(cell.address))
    except DataError:
        raise Http404 from None
    back, was_open = (
        f"{reverse('intake_report', args=[one.pk])}?cell={cell.address}#place",
        cell.open,
    )

    def carry_out(form: ConfirmForm) -> Cell:
        said = form.cleaned_data
        return ConfirmCell(
            by=actor,
            target=cell,
            seen=said["seen"],
            status=said["status"],
            value=said["value"],
            reason=said["reason"],
        ).execute()

    def next_one(done: Cell) -> str:
        """Lead to the next doubtful cell, as long as there is one."""
        left = feed.doubtful(one)
        later = left.filter(pk__gt=done.pk, sure=None) if done.sure is None else left
        after = (later.first() or left.first()) if was_open else None
        return reverse("intake_confirm", args=[after.pk]) if after else back

    context = {**pages.about(ConfirmCell, label, back), "then": next_one}
    return act_page(
        request,
        ConfirmForm(posted(request), initial=initial),
        carry_out,
        done=_("已记下。"),
        effect=_("您所说的与读出的并列保存，写明谁在什么时候说的；以后按您所说的计算。"),
        template="intake/confirm.html",
        cell=cell,
        label=label,
        place=originals.place(one, cell.where),
        history=feed.history(cell),
        why=why(one, cell),
        report=one,
        left=feed.doubtful(one).count(),
        **context,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_table(request: HttpRequest, pk: int, table: str) -> HttpResponse:
    """Confirm all doubtful figures of one table that were looked at."""
    one = one_report(request, pk)
    if table not in {t.id for t in load(one.edition).tables}:
        raise Http404
    form = load(one.edition)
    act = ConfirmTable(by=request.standing.actor, target=one, table=table)  # type: ignore[attr-defined]
    cells = list(act.cells)
    refusal = act.refusal() if request.method != "POST" else None
    unread = feed.doubtful(one, table).filter(status=Status.UNREADABLE)
    placed = originals.sheets(one, cells)
    on_page = {cell.pk for sheet in placed for cell in sheet.cells}
    fields = ConfirmTableForm(posted(request), initial={"shown": {c.pk: c.version for c in cells}})
    fields.fields["looked"].label = _(
        "我已对照原件逐格看过《%(table)s》标出的%(n)d个数，读出的与原件一致。"
    ) % {"table": tables()[table], "n": len(cells)}
    return carry(
        request,
        one,
        ConfirmTable,
        fields,
        lambda said: {"table": table, **said},
        template="intake/confirm_table.html",
        effect=_("确认写明是谁、什么时候、一起确认了哪些数；发现确认错了，可以一起撤回。"),
        report=one,
        table_words=tables()[table],
        refusal=refusal.sentence if refusal else "",
        sheets=[(sheet, [(c, form.label(c.where)) for c in sheet.cells]) for sheet in placed],
        cells=[(cell, form.label(cell.where)) for cell in cells],
        unsure=[(cell, form.label(cell.where)) for cell in cells if cell.unsure],
        off_page=[(c, form.label(c.where)) for c in cells if c.pk not in on_page],
        unread=[(cell, form.label(cell.where)) for cell in unread],
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int, together: UUID) -> HttpResponse:
    """Take back what was confirmed at one time."""
    one = one_report(request, pk)
    act = TakeBack(by=request.standing.actor, target=one, together=together)  # type: ignore[attr-defined]
    words = act.words
    form = load(one.edition)
    return carry(
        request,
        one,
        TakeBack,
        SeenForm(posted(request), initial={"seen": one.version}),
        lambda _said: {"together": together},
        template="intake/take_back.html",
        effect=_("下面这些数回到确认之前：原来待确认的，重新待确认。谁确认过、谁撤回的，都留着。"),
        words=[(word, form.label(word.cell.where)) for word in words],
    )
