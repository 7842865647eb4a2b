"""What a supervising office sees of the requests below it: numbers, dates, standing; nothing personal."""

from contextlib import suppress
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from portal.acts import clock
from portal.cases import desk_words as say
from portal.cases import queries
from portal.cases.desk_views import acting
from portal.organs.models import Role

PAGE = 100


@login_required
@never_cache
@require_GET
def outlines(request: HttpRequest) -> HttpResponse:
    """List the open requests of the organs supervised, overdue first, a page after a key."""
    standing = request.standing  # type: ignore[attr-defined]
    if Role.SUPERVISOR not in standing.roles:
        raise PermissionDenied(_("您在这里没有督办的岗位。"))
    today = clock.today()
    found = queries.outlines(acting(request)).filter(ended_on=None)
    on, _dot, pk = request.GET.get("after", "").rpartition(".")
    ordered = found.order_by(F("due_on").asc(nulls_last=True), "pk")
    if pk.isascii() and pk.isdigit() and len(pk) < 19:
        with suppress(ValueError):
            ordered = _after(ordered, on, int(pk))
    rows: list[Any] = list(ordered[: PAGE + 1])
    reminded = queries.reminded([one.pk for one in rows])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return render(
        request,
        "cases/desk/outlines.html",
        {
            "organ": standing.organ,
            "rows": [
                {
                    "case": one,
                    "late": bool(one.due_on and one.due_on < today),
                    "left": say.days_left(one.due_on, today),
                    "waits": say.waits(one),
                    "reminded": reminded.get(one.pk),
                }
                for one in rows[:PAGE]
            ],
            "late": found.filter(due_on__lt=today).order_by()[:1001].count(),
            "following": f"{last.due_on or ''}.{last.pk}" if last else "",
        },
    )


def _after(ordered: Any, on: str, pk: int) -> Any:
    if not on:
        return ordered.filter(due_on=None, pk__gt=pk)
    day = date.fromisoformat(on)
    later = ordered.filter(due_on__gt=day) | ordered.filter(due_on=day, pk__gt=pk)
    return later | ordered.filter(due_on=None)
