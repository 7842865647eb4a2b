"""The record as a list, and the whole history of one object."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from portal.acts.act import ACTS
from portal.acts.models import ActRecord
from portal.acts.queries import visible

PAGE = 50


@login_required
@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """Show the newest records this person may see; older ones by ``?before=NUMBER``."""
    found = visible(request.standing.actor, whole=_whole(request))  # type: ignore[attr-defined]
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        found = found.filter(number__lt=int(before))
    rows = list(found[: PAGE + 1])
    older = rows[PAGE - 1].number if len(rows) > PAGE else None
    return render(
        request, "acts/records.html", {"rows": [_row(r) for r in rows[:PAGE]], "older": older}
    )


@login_required
@require_GET
def history(request: HttpRequest, subject: str) -> HttpResponse:
    """Show everything that ever happened to one object."""
    found = visible(request.standing.actor, whole=_whole(request)).filter(subject=subject)  # type: ignore[attr-defined]
    rows = [_row(record) for record in found.order_by("number")[:1000]]
    if not rows:
        raise Http404
    return render(request, "acts/history.html", {"rows": rows, "about": rows[-1]["record"].about})


def _whole(request: HttpRequest) -> bool:
    return bool(request.standing.reads_all_records)  # type: ignore[attr-defined]


_SESSION_ACTS = {
    "accounts.log_in": _("登录"),
    "accounts.log_out": _("退出"),
    "accounts.change_password": _("修改密码"),
    "accounts.add_factor": _("设置动态口令"),
    "accounts.remove_factor": _("取消动态口令"),
    "accounts.reset_factor": _("重新生成恢复码"),
    "accounts.end_sessions": _("退出在别处的登录"),
    "accounts.lock_out": _("连续输错密码，暂停登录"),
}


def _row(record: ActRecord) -> dict[str, Any]:
    act = ACTS.get(record.act)
    title = act.title if act else _SESSION_ACTS.get(record.act, record.act)
    return {"record": record, "title": title, "changes": _changes(record)}


def _changes(record: ActRecord) -> list[tuple[str, Any, Any]]:
    """Return what differs between before and after: name, old, new."""
    names = dict.fromkeys((*record.before, *record.after))
    return [
        (name, record.before.get(name, ""), record.after.get(name, ""))
        for name in names
        if record.before.get(name) != record.after.get(name)
    ]
