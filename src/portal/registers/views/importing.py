"""A file of rows: taken in, shown, entered or dropped; and the empty file to fill in."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from portal.jobs import queries as jobs
from portal.organs.keeping import queries as kept
from portal.organs.keeping.forms import ActForm
from portal.organs.keeping.pages import Offered, actor, carry, make, offers, own_organ
from portal.organs.keeping.policies import may_keep_for
from portal.registers import importing, rules
from portal.registers.acts import importing as acts
from portal.registers.forms import FileForm
from portal.registers.models import Batch, RefusedRow

PAGE = 100
OFFERED = (
    Offered("enter", acts.EnterBatch, ActForm, gettext_lazy("把能登记的行一次登记完；已登记过的行不重复，不能登记的行不动。超过2000行的在后台登记，可以离开页面。"), gettext_lazy("已确认，结果在下面。")),
    Offered("drop", acts.DropBatch, ActForm, gettext_lazy("一行也不登记；这次读取的报告仍可查到。"), gettext_lazy("已放弃。")),
)  # fmt: skip


def title(register: str) -> str:
    """Return the name of what is imported; raises Http404."""
    if register == importing.POWERS:
        return _("权责清单")
    if register not in rules.registers():
        raise Http404
    return rules.registers()[register].title


def page_of(register: str) -> str:
    """Return the page of what is imported."""
    return (
        reverse("register_powers")
        if register == importing.POWERS
        else reverse("register_book", args=[register])
    )


def csv_answer(name: str, rows: Iterator[Any]) -> StreamingHttpResponse:
    """Answer with rows as a CSV file to download."""
    answer = StreamingHttpResponse(importing.csv_rows(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest, register: str) -> HttpResponse:
    """Take a file in and read it; nothing is entered yet."""
    what = title(register)
    organ = own_organ(request, may_keep_for)
    form = FileForm(
        request.POST if request.method == "POST" else None, request.FILES or None, organ=organ
    )
    return make(
        request,
        form,
        acts.ReadBatch,
        given={"register": register},
        title=_("导入%(what)s") % {"what": what},
        button=_("读取并预览"),
        effect=_("先读取文件，告诉您能登记多少行、哪些行不能登记和原因；您确认后才登记。"),
        back=page_of(register),
        then=lambda batch: reverse("register_batch", args=[batch.pk]),
        done=_("已读取，还没有登记。请看过后确认。"),
        register=register,
        columns=[
            (titles, name in importing.needed(register))
            for name, titles in importing.known(register).items()
        ],
        template="registers/desk/upload.html",
    )


@login_required
@require_GET
def template(request: HttpRequest, register: str) -> HttpResponseBase:
    """Give the empty file to fill in."""
    title(register)
    return csv_answer(register, iter([importing.template(register)]))


def _batch(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(kept.visible(Batch, actor(request)), pk=pk)


@login_required
@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a file brings, or brought, and each row that cannot be entered, with its reason."""
    one = _batch(request, pk)
    page = Paginator(one.refusals.order_by("row"), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "registers/desk/batch.html",
        {
            "batch": one,
            "what": title(one.register),
            "stands": jobs.stands(one.task) if one.state == Batch.State.ENTERING else "",
            "page": page,
            "back": page_of(one.register),
            **offers(request, one, OFFERED),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Enter what a file holds, or drop it."""
    return carry(request, _batch(request, pk), act, OFFERED, reverse("register_batch", args=[pk]))


@login_required
@require_GET
def refused(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the rows that could not be entered, with their reasons, as a file."""
    one = _batch(request, pk)
    rows = RefusedRow.objects.filter(batch=one).order_by("row")

    def lines() -> Iterator[list[Any]]:
        yield [_("行号"), _("编号"), _("原因")]
        for row in rows.iterator(chunk_size=2000):
            yield [row.row, row.number, row.reason]

    return csv_answer(f"refused-{pk}", lines())
