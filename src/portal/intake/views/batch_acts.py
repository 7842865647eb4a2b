"""What is done with a whole batch, each on a page of its own."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.acts import pages
from portal.acts.act import Act
from portal.intake import queries
from portal.intake.acts.batches import (
    GoOn,
    RecogniseScans,
    RestoreBatch,
    SetAsideBatch,
    StopReading,
)
from portal.intake.forms import ReasonForm, SeenForm
from portal.intake.models import Batch, File
from portal.intake.views.batches import one_batch
from portal.ui.pages import act_page


def _page(
    request: HttpRequest, one: Batch, act: type[Act[Any]], effect: str, done: str, **facts: Any
) -> HttpResponse:
    form = ReasonForm if act is SetAsideBatch else SeenForm
    return act_page(
        request,
        form(request.POST if request.method == "POST" else None, initial={"seen": one.version}),
        lambda form: act(
            by=request.standing.actor,  # type: ignore[attr-defined]
            target=one,
            **facts,
            **form.cleaned_data,
        ).execute(),
        done=done,
        effect=effect,
        **pages.about(act, one.name, reverse("intake_batch", args=[one.pk])),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def scans(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the scans of a batch recognised, or the one that the address names."""
    one = one_batch(request, pk)
    asked = request.GET.get("file", "")
    file = None
    if asked:
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
        file = get_object_or_404(File, pk=number, batch=one)
    found = one.files.filter(queries.UNRECOGNISED)
    count = found.count() if file is None else found.filter(pk=file.pk).count()
    effect = _(
        "识别%(n)d份文件里是图片的文字。一页大约半分钟，在后台一份一份进行，可以离开页面。"
        "识别会认错字：每个数字都要对照原件看过，只有几个数相加与合计相符的才不再列为待确认。"
    ) % {"n": count}
    return _page(request, one, RecogniseScans, effect, _("正在识别。"), file=file)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Read no more of a batch for now."""
    effect = _("还没有读的文件停下来不读，已读出的不变；以后可以接着读。")
    return _page(request, one_batch(request, pk), StopReading, effect, _("已停下。"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Read what was stopped."""
    effect = _("停下的文件接着读；已读出的不会再读一遍。")
    return _page(request, one_batch(request, pk), GoOn, effect, _("正在读取。"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a batch out that was handed in by mistake."""
    one = one_batch(request, pk)
    read = one.files.filter(report__set_aside_at=None, state=File.State.READ).count()
    effect = _(
        "这一批的%(n)d份报告不再列入数据表，也不参与检查；还没有读的不再读。"
        "什么都不会删除：文件、读出的数和有人确认过的都留着，可以随时恢复这一批。"
    ) % {"n": read}
    return _page(request, one, SetAsideBatch, effect, _("已撤下。"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a batch up again."""
    effect = _(
        "这一批的报告重新列入数据表，参与检查；同一机关、同一年度另有一份为准的，仍以那一份为准。"
    )
    return _page(request, one_batch(request, pk), RestoreBatch, effect, _("已恢复。"))
