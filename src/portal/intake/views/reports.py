"""One report: its figures beside the original, doubtful ones first, what the checks find."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.checks.check import Finding
from gongkai.errors import DataError
from gongkai.figures import Status
from gongkai.forms.form import Address, load
from gongkai.forms.grid import PrintedCell, printed_tables
from portal.acts import pages
from portal.acts.act import Act
from portal.annual.pages import LEVELS, UNWRITTEN
from portal.intake import feed, originals, queries
from portal.intake.acts.cells import ConfirmCell
from portal.intake.acts.reports import Choose, Recognise, SetAside
from portal.intake.forms import ConfirmForm, ReasonForm, RecogniseForm, SeenForm
from portal.intake.models import Cell, Report
from portal.ui.language import article, spoken
from portal.ui.pages import act_page


def _report(request: HttpRequest, pk: int) -> Report:
    return get_object_or_404(queries.reports(request.standing.actor), pk=pk)  # type: ignore[attr-defined]


@login_required
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report: what was read, where it stands, what is doubtful, what the checks find."""
    one = _report(request, pk)
    cells = {cell.address: cell for cell in one.cells.all()}
    chosen = cells.get(request.GET.get("cell", ""))
    doubtful = [cell for cell in cells.values() if cell.open]
    if chosen is None and doubtful:
        chosen = doubtful[0]
    form = load(one.edition)
    context: dict[str, Any] = {
        "report": one,
        "chosen": chosen,
        "doubtful": [(cell, form.label(cell.where)) for cell in doubtful],
    }
    if chosen is not None:
        context |= {
            "label": form.label(chosen.where),
            "place": originals.place(one, chosen.where),
            "history": feed.history(chosen),
            "why": _why(one, chosen),
        }
    if request.htmx and request.htmx.target == "place":  # type: ignore[attr-defined]
        return render(request, "intake/place.html", context)
    answer = feed.assessed(one)
    context |= {
        "tables": [
            (table.section, list(_rows(table.rows, cells, chosen)), table.header_rows)
            for table in printed_tables(one.edition)
        ],
        "findings": [said(finding) for finding in answer.findings],
        "passed": len(answer.passed),
        "rivals": feed.rivals(one).select_related("unit", "file__batch"),
        "previous": feed.previous(one),
        "issues": [i.sentence(spoken()) for i in one.read[1] if i.address is None],
        "pages": range(1, (one.pages or 0) + 1) if originals.is_pictured(one) else (),
    }
    return render(request, "intake/report.html", context)


def _rows(
    rows: Any, cells: dict[str, Cell], chosen: Cell | None
) -> Iterator[list[tuple[PrintedCell, Cell | None, str]]]:
    """Yield the form's rows; beside each figure its cell and how it looks."""
    for row in rows:
        found = []
        for printed in row:
            cell = cells.get(printed.name) if printed.address else None
            classes = []
            if cell is not None:
                figure = cell.figure
                if not figure.is_number:
                    classes.append(figure.status.value)
                elif figure.value == 0:
                    classes.append("zero")
                classes += ["doubt"] if cell.open else []
                classes += ["confirmed"] if cell.confirmed_status else []
                classes += ["here"] if chosen is not None and cell.pk == chosen.pk else []
            found.append((printed, cell, " ".join(classes)))
        yield found


def _why(report: Report, cell: Cell) -> list[str]:
    """Return why a cell is doubtful, in sentences."""
    read, issues = report.read
    found = read.cells.get(cell.where)
    here = [i.sentence(spoken()) for i in issues if i.address == cell.where]
    if found is not None and found.doubt and not here:
        here = [i.sentence(spoken()) for i in issues if i.code == found.doubt][:1]
    return here


def said(finding: Finding) -> dict[str, Any]:
    """Return a finding as pages say it."""
    return {
        "level": finding.level.value,
        "word": LEVELS[finding.level],
        "sentence": finding.message(spoken()),
        "basis": UNWRITTEN.get(finding.basis) or article(finding.basis),
        "cells": [str(a) for a in finding.addresses[:6]],
    }


@login_required
@require_GET
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give a page of the original as a picture."""
    png = originals.picture(_report(request, pk), number)
    if png is None:
        raise Http404
    answer = HttpResponse(png, content_type="image/png")
    answer["Cache-Control"] = "private, max-age=86400"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _carry(
    request: HttpRequest, one: Report, act: type[Act[Any]], form: Any, facts: Any, **more: Any
) -> HttpResponse:
    actor = request.standing.actor  # type: ignore[attr-defined]
    return act_page(
        request,
        form,
        lambda form: act(by=actor, target=one, **facts(form.cleaned_data)).execute(),
        done=_("已办理。"),
        **pages.about(act, str(one), reverse("intake_report", args=[one.pk])),
        **more,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def recognise(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose report it is."""
    one = _report(request, pk)
    initial = {
        "unit": one.unit_id,
        "unit_name": "" if one.unit else one.unit_name,
        "year": one.year,
        "seen": one.version,
    }
    form = RecogniseForm(_posted(request), initial=initial)
    assert one.office is not None
    form.fields["unit"].queryset = queries.units(one.office)  # type: ignore[attr-defined]
    effect = _(
        "报告改记在您所说的机关和年度名下，各项检查随之重做；文件里原来怎样写的，仍然看得到。"
    )
    return _carry(request, one, Recognise, form, dict, effect=effect)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Let this report count, of several."""
    one = _report(request, pk)
    effect = _("同一机关、同一年度有几份报告时，数据表和检查只用一份。改用这份，别的仍可查看。")
    return _carry(
        request,
        one,
        Choose,
        SeenForm(_posted(request), initial={"seen": one.version}),
        dict,
        effect=effect,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a report aside."""
    one = _report(request, pk)
    effect = _("这份报告不再列入数据表，也不参与检查；文件和读出的内容仍可查看。")
    form = ReasonForm(_posted(request), initial={"seen": one.version})
    return _carry(request, one, SetAside, form, dict, effect=effect)


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
        left = one.cells.filter(doubt=True, confirmed_status="").order_by("pk")
        after = (left.filter(pk__gt=done.pk).first() or left.first()) if was_open else None
        return reverse("intake_confirm", args=[after.pk]) if after else back

    context = {**pages.about(ConfirmCell, label, back), "then": next_one}
    return act_page(
        request,
        ConfirmForm(_posted(request), initial=initial),
        carry_out,
        done=_("已记下。"),
        effect=_("您所说的与读出的并列保存，写明谁在什么时候说的；以后按您所说的计算。"),
        template="intake/confirm.html",
        cell=cell,
        label=label,
        place=originals.place(one, cell.where),
        history=feed.history(cell),
        why=_why(one, cell),
        report=one,
        **context,
    )
