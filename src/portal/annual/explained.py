"""A report explained in pictures for everybody: requests over the years, how they ended, how long it took.

The pictures are drawn from the published figures themselves; each has its numbers beside it as a table.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from gongkai.figures import Figure, plain
from gongkai.forms.filled import FilledForm
from gongkai.forms.form import Address
from portal.annual import queries
from portal.cases import figures as records
from portal.organs.models import Organ

_NUMBER = re.compile(r"^(（[一二三四五六七]）|\d+\.)")
"""What stands before a row's name in the form, and says nothing in a picture."""
YEARS = 6
WIDTH = 320
"""How long the longest bar is, in the units of the drawing."""
LINE = 50
"""How high one bar stands with its label above and its space."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is of, its number as printed, its length and the height it stands at."""

    label: str
    number: str
    length: int
    top: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars under one title; `unknown` are those whose report gives no number."""

    id: str
    title: str | Promise
    bars: tuple[Bar, ...]
    unknown: tuple[str, ...] = ()

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return LINE * len(self.bars)


def picture(name: str, title: str | Promise, values: list[tuple[str, Figure]]) -> Picture:
    """Return a picture of labelled figures; one that is no number is named, not drawn as 0."""
    known = [(label, figure.value) for label, figure in values if figure.is_number]
    most = max((abs(value) for _label, value in known), default=Decimal(0)) or Decimal(1)
    return Picture(
        name,
        title,
        tuple(
            Bar(label, plain(value), round(WIDTH * abs(value) / most), LINE * number)
            for number, (label, value) in enumerate(known)
        ),
        tuple(label for label, figure in values if not figure.is_number),
    )


def received(reports: list[tuple[int, FilledForm]]) -> Picture:
    """Return how many requests came in each year."""
    values = [
        (str(year), report[Address("requests", "received", "total")]) for year, report in reports
    ]
    return picture("received", _("历年新收申请（件）"), values)


def outcomes(report: FilledForm) -> Picture:
    """Return how the year's requests ended, as the form groups them, what is 0 left out."""
    values: list[tuple[str, Figure]] = []
    table = report.form.table("requests")
    for row in table.leaf_rows:
        figure = report[Address("requests", row.id, "total")]
        ends = "results" in (row.under, _above(table, row.under)) and not row.sum
        if ends and not (figure.is_number and figure.value == 0):
            values.append((_NUMBER.sub("", row.label).partition("（")[0], figure))
    return picture("outcomes", _("本年度办理结果（件）"), values)


def _above(table: Any, line: str | None) -> str | None:
    return table.row(line).under if line else None


@require_GET
def explained(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Explain a published report in pictures."""
    organ = get_object_or_404(Organ, code=code)
    scope = request.GET.get("scope", "")
    one = queries.standing(organ, year, scope)
    if one is None:
        raise Http404
    known = queries.of_organ(organ).filter(year__lte=year).values_list("year", flat=True)
    years = sorted(set(known))[-YEARS:]
    several = [(each, queries.standing(organ, each, scope)) for each in years]
    reports = [(each, found.report) for each, found in several if found]
    own = records.figures(organ, year) if one.scope == "own" else None
    return render(
        request,
        "annual/explained.html",
        {
            "organ": organ,
            "report": one,
            "pictures": [p for p in (received(reports), outcomes(one.report)) if p.bars],
            "days": own.days if own else None,
            "in_time": own.share_in_time if own else "",
            "ended": own.ended if own else 0,
        },
    )
