"""Tasks on the desk of the system administrator."""

from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_tasks_db.models import DBTaskResult

from portal.acts.pages import about
from portal.jobs import policies, queries
from portal.jobs.acts import RetryTask
from portal.ui.pages import act_page


def _allow(request: HttpRequest) -> None:
    sentence = policies.may_run_tasks(request.standing.actor, None)  # type: ignore[attr-defined]
    if sentence is not None:
        raise PermissionDenied(sentence)


@login_required
@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """Show what failed, what runs, what waits, and the regular works."""
    _allow(request)
    found = DBTaskResult.objects
    return render(
        request,
        "jobs/tasks.html",
        {
            "counts": queries.counts(),
            "failed": queries.rows(found.failed().order_by("-finished_at")),
            "running": queries.rows(found.running().order_by("started_at")),
            "waiting": queries.rows(found.filter(status="READY").order_by("enqueued_at")),
            "regular": queries.regular(),
            "most": queries.SHOWN,
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a failed task again."""
    _allow(request)
    one = get_object_or_404(DBTaskResult, pk=pk)
    title = str(queries.title_of(one))
    return act_page(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda form: RetryTask(
            by=request.standing.actor,  # type: ignore[attr-defined]
            target=one,
        ).execute(),
        **about(RetryTask, title, reverse("tasks")),
        effect=_("任务从头再办一次。已经办成的部分不会重复。"),
        done=_("已重新排队，后台进程会接着办理。"),
    )
