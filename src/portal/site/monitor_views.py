"""What is wrong on the site, on the desk of who has to mend it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.acts import clock
from portal.organs.models import Organ, Role
from portal.site import monitor
from portal.site.models import Round

PAGE = 100
ORGANS = 200  # whose columns a supervisor sees on one page


def may_see(standing: Any) -> bool:
    """Whether this is the desk of who mends or supervises."""
    return bool(
        standing and standing.organ and standing.roles & {Role.HEAD, Role.SUPERVISOR, Role.HANDLER}
    )


@login_required
@require_safe
def faults(request: HttpRequest) -> HttpResponse:
    """List links that lead nowhere and columns that are empty or stale: the organ's, or all below it."""
    standing = request.standing  # type: ignore[attr-defined]
    if not may_see(standing):
        raise PermissionDenied(_("网站巡检由经办人员、工作机构负责人和主管部门查看。"))
    organ = standing.organ
    organs = Organ.objects.filter(pk=organ.pk)
    supervises = Role.SUPERVISOR in standing.roles
    if supervises:
        organs = Organ.objects.under(organ).existing(clock.today())
    page = Paginator(monitor.faults(organs), PAGE).get_page(request.GET.get("page"))
    columns = [
        one for each in organs.order_by("path")[:ORGANS] for one in monitor.stale_columns(each)
    ]
    return render(
        request,
        "site/desk/faults.html",
        {
            "page": page,
            "empty": [c for c in columns if c.newest is None],
            "stale": [c for c in columns if c.newest is not None],
            "round": Round.objects.order_by("-pk").first(),
            "supervises": supervises,
            "own": organ,
            "cut": organs.count() > ORGANS,
        },
    )
