"""The total of a region on the desk: who is in it, who is not, each figure open to its parts."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from gongkai.errors import GongkaiError
from gongkai.forms.form import Address, edition_for
from gongkai.writers import html
from portal.acts import clock
from portal.annual.desk_views import FIRST
from portal.annual.models import Filing, Scope
from portal.annual.policies import may_write_for
from portal.organs.models import Organ
from portal.rollup import policies
from portal.rollup.comparing import published as published_by
from portal.rollup.consolidating import Share, Unit, consolidate, contributions

WHOLES: Mapping[str, tuple[Any, tuple[Share, ...]]] = {
    "region": (_("本行政区域汇总"), tuple(Share)),
    "level": (_("本级"), (Share.OWN, Share.LEVEL)),
    "own": (_("本机关"), (Share.OWN,)),
}
"""What can be added up: the word, and the shares it holds."""


def _organ(request: HttpRequest, code: str, year: int) -> Organ:
    organ = get_object_or_404(Organ, code=code)
    if not FIRST <= year <= clock.today().year:
        raise Http404
    why_not = policies.may_see(request.standing.actor, organ)  # type: ignore[attr-defined]
    if why_not:
        raise PermissionDenied(why_not)
    return organ


def _whole(request: HttpRequest) -> str:
    asked = request.GET.get("of", "region")
    return asked if asked in WHOLES else "region"


@login_required
@require_GET
def latest(request: HttpRequest) -> HttpResponse:
    """Show the last full year of the organ acted for."""
    organ = request.standing.organ  # type: ignore[attr-defined]
    if organ is None:
        raise PermissionDenied(_("您还没有岗位。"))
    return year_total(request, organ.code, clock.today().year - 1)


@login_required
@require_GET
def year_total(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show the total of a year: its units, what is missing, its tables."""
    organ, whole = _organ(request, code, year), _whole(request)
    total = consolidate(organ, year, shares=WHOLES[whole][1])
    filing = Filing.objects.filter(organ=organ, year=year, scope=Scope.REGION).first()

    titles = {part.number: part.title for part in total.form.sections}

    def link(address: Address) -> str | None:
        figure = total.figures[address]
        if not figure.is_number:
            return None
        page = reverse("rollup_figure", args=[organ.code, year])
        return f"{page}?{urlencode({'at': str(address), 'of': whole})}"

    return render(
        request,
        "rollup/year.html",
        {
            "organ": organ,
            "year": year,
            "years": range(clock.today().year - 1, FIRST - 1, -1),
            "whole": whole,
            "wholes": [(key, word) for key, (word, _shares) in WHOLES.items()],
            "total": total,
            "groups": _groups(total.units),
            "gaps": [(total.form.label(a), n) for a, n in total.gaps.items()][:20],
            "gap_count": len(total.gaps),
            "losses": total.losses[:20],
            "tables": [
                (n, titles[n], mark_safe(table))  # the library escapes what it prints
                for n, table in html.tables(total.report, link=link).items()
            ],
            "filing": filing,
            "startable": filing is None
            and len(total.units) > 1
            and organ == request.standing.organ  # type: ignore[attr-defined]
            and may_write_for(request.standing.actor, organ) is None,  # type: ignore[attr-defined]
            "open_until": date(year, 12, 31) >= clock.today(),
        },
    )


def _groups(units: tuple[Unit, ...]) -> list[tuple[Any, list[Unit]]]:
    words = {
        Share.OWN: _("本机关"),
        Share.LEVEL: _("本级其他机关"),
        Share.BELOW: _("下级政府"),
    }
    parted = [(words[share], [u for u in units if u.share is share]) for share in Share]
    return [(word, some) for word, some in parted if some]


@login_required
@require_GET
def figure(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show what each unit gives to one figure, the most first."""
    organ, whole = _organ(request, code, year), _whole(request)
    form = edition_for(year)
    try:
        address = Address.parse(request.GET.get("at", ""))
    except GongkaiError as error:
        raise Http404 from error
    if address not in form.address_set:
        raise Http404
    shares = WHOLES[whole][1]
    parts = [c for c in contributions(organ, year, address) if c.unit.share in shares]
    given = sorted(
        (c for c in parts if c.figure.is_number and c.figure.value != 0),
        key=lambda c: -abs(c.figure.value),
    )
    total = sum(c.figure.value for c in given)
    most = max((abs(c.figure.value) for c in given), default=1)
    return render(
        request,
        "rollup/figure.html",
        {
            "organ": organ,
            "year": year,
            "whole": whole,
            "word": WHOLES[whole][0],
            "label": form.label(address),
            "total": total,
            "given": [
                (c.unit, c.figure, max(1, round(100 * abs(c.figure.value) / most))) for c in given
            ],
            "none": [c.unit for c in parts if c.figure.is_number and c.figure.value == 0],
            "silent": [(c.unit, c.figure) for c in parts if not c.figure.is_number],
        },
    )


@login_required
@require_GET
def against_published(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show where the units published other figures than were accepted."""
    organ = _organ(request, code, year)
    found = published_by(organ, year)
    return render(
        request,
        "rollup/published.html",
        {
            "organ": organ,
            "year": year,
            "differing": [one for one in found if one.cells],
            "unpublished": [one for one in found if one.report is None],
            "unaccepted": [one for one in found if one.report and one.unit.version is None],
            "same": sum(1 for one in found if one.report and one.unit.version and not one.cells),
        },
    )
