"""One report: its figures beside the original, doubtful ones first, what the checks find."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, Max, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.checks.check import Finding
from gongkai.figures import Status
from gongkai.forms.form import Form, load
from gongkai.forms.grid import PrintedCell, printed_tables
from gongkai.readers.recognised import DOUBT
from portal.acts import pages
from portal.acts.act import Act
from portal.annual.findings import LEVELS
from portal.annual.pages import UNWRITTEN
from portal.intake import feed, originals, queries
from portal.intake.acts.reports import Choose, Recognise, Restore, SetAside
from portal.intake.forms import ReasonForm, RecogniseForm, SeenForm
from portal.intake.models import Cell, Confirmation, Report
from portal.intake.table import tables
from portal.ui.language import article, spoken
from portal.ui.pages import act_page


def one_report(request: HttpRequest, pk: int) -> Report:
    """Return a report that somebody's office took in."""
    return get_object_or_404(queries.reports(request.standing.actor), pk=pk)  # type: ignore[attr-defined]


def by_table(cells: Sequence[Cell], form: Form) -> list[dict[str, Any]]:
    """Return doubtful cells by their tables: each with its words, and how many can be confirmed together."""
    found = []
    for table in form.tables:
        here = [cell for cell in cells if cell.where.table == table.id]
        if here:
            found.append(
                {
                    "id": table.id,
                    "words": tables()[table.id],
                    "cells": [(cell, form.label(cell.where)) for cell in here],
                    "read": sum(cell.status != Status.UNREADABLE for cell in here),
                }
            )
    return found


def together(report: Report) -> Sequence[Any]:
    """Return what was confirmed many cells at a time and still counts, the newest first."""
    later = Confirmation.objects.filter(cell=OuterRef("cell"), pk__gt=OuterRef("pk"))
    said = (
        Confirmation.objects.filter(cell__report=report).exclude(status="").exclude(Exists(later))
    )
    groups = said.order_by().values("together", "who").annotate(n=Count("pk"), at=Max("at"))
    return tuple(groups.filter(n__gt=1).order_by("-at"))


@login_required
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report: what was read, where it stands, what is doubtful, what the checks find."""
    one = one_report(request, pk)
    cells = {cell.address: cell for cell in one.cells.all()}
    chosen = cells.get(request.GET.get("cell", ""))
    doubtful = list(feed.doubtful(one))
    if chosen is None and doubtful:
        chosen = doubtful[0]
    form = load(one.edition)
    context: dict[str, Any] = {
        "report": one,
        "chosen": chosen,
        "doubtful": by_table(doubtful, form),
        "together": together(one),
    }
    if chosen is not None:
        context |= {
            "label": form.label(chosen.where),
            "place": originals.place(one, chosen.where),
            "history": feed.history(chosen),
            "why": why(one, chosen),
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
        "archived": feed.archived(one),
        "issues": [
            i.sentence(spoken()) for i in one.read[1] if i.address is None and i.code != DOUBT
        ],
        "recognised": recognised(one),
        "can_recognise": one.file is not None and queries.is_unrecognised(one.file),
        "pages": range(1, (one.pages or 0) + 1) if originals.is_pictured(one) else (),
    }
    return render(request, "intake/report.html", context)


def recognised(report: Report) -> str:
    """Return which part of a report text recognition gave, "" for none."""
    issues = [issue for issue in report.read[1] if issue.code == DOUBT]
    pages = sorted({i.origin.page for i in issues if i.origin is not None and i.origin.page})
    if not issues:
        return ""
    if not pages:
        return _("这份是扫描件，下面的数字")
    listed = _("、").join(map(str, pages))
    return _("原件第%(pages)s页是扫描的，那里的数字") % {"pages": listed}


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
                classes += ["unsure"] if cell.open and cell.unsure else []
                classes += ["confirmed"] if cell.confirmed_status else []
                classes += ["here"] if chosen is not None and cell.pk == chosen.pk else []
            found.append((printed, cell, " ".join(classes)))
        yield found


def why(report: Report, cell: Cell) -> list[str]:
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
    png = originals.picture(one_report(request, pk), number)
    if png is None:
        raise Http404
    answer = HttpResponse(png, content_type="image/png")
    answer["Cache-Control"] = "private, max-age=86400"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def posted(request: HttpRequest) -> Any:
    """Return what was sent, None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def carry(
    request: HttpRequest, one: Report, act: type[Act[Any]], form: Any, facts: Any, **more: Any
) -> HttpResponse:
    """Show the page of an act on a report, or carry the act out."""
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
    one = one_report(request, pk)
    initial = {
        "unit": one.unit_id,
        "unit_name": "" if one.unit else one.unit_name,
        "year": one.year,
        "seen": one.version,
    }
    form = RecogniseForm(posted(request), initial=initial)
    assert one.office is not None
    form.fields["unit"].queryset = queries.units(one.office)  # type: ignore[attr-defined]
    effect = _(
        "报告改记在您所说的机关和年度名下，各项检查随之重做；文件里原来怎样写的，仍然看得到。"
    )
    return carry(request, one, Recognise, form, dict, effect=effect)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Let this report count, of several."""
    one = one_report(request, pk)
    effect = _("同一机关、同一年度有几份报告时，数据表和检查只用一份。改用这份，别的仍可查看。")
    return carry(
        request,
        one,
        Choose,
        SeenForm(posted(request), initial={"seen": one.version}),
        dict,
        effect=effect,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a report aside."""
    one = one_report(request, pk)
    effect = _("这份报告不再列入数据表，也不参与检查；文件和读出的内容仍可查看。")
    form = ReasonForm(posted(request), initial={"seen": one.version})
    return carry(request, one, SetAside, form, dict, effect=effect)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a report up again that was set aside."""
    one = one_report(request, pk)
    effect = _(
        "这份报告重新列入数据表，参与检查；同一机关、同一年度另有一份为准的，仍以那一份为准。"
    )
    form = SeenForm(posted(request), initial={"seen": one.version})
    return carry(request, one, Restore, form, dict, effect=effect)
