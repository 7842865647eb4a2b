"""A report explained in pictures for everybody: requests over the years, how they ended, how long it took.

The pictures are drawn from the published figures themselves; each has its numbers beside it as a table.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from gongkai.figures import Figure, number, plain
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
    """One bar: what it is of, its number as printed, its length and the height it stands at.

    parts  what its number is made of, where it is of several rows of the form
    """

    label: str
    number: str
    length: int
    top: int
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars under one title; `unknown` are those whose report gives no number, `says` what they show."""

    id: str
    title: str | Promise
    bars: tuple[Bar, ...]
    unknown: tuple[str, ...] = ()
    says: str = ""

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
    """Return how many requests came in each year, and how the last differs from the one before."""
    values = [
        (str(year), report[Address("requests", "received", "total")]) for year, report in reports
    ]
    return replace(picture("received", _("历年新收申请（件）"), values), says=_changed(values))


def _changed(values: list[tuple[str, Figure]]) -> str:
    """Say how the last year's number differs from that of the year before, "" where one is missing."""
    if len(values) < 2 or not all(figure.is_number for _year, figure in values[-2:]):
        return ""
    (before, was), (year, now) = values[-2:]
    said = {
        "year": year,
        "before": before,
        "n": now.text,
        "more": plain(abs(now.value - was.value)),
    }
    if now.value == was.value:
        return gettext("%(year)s年收到%(n)s件，与%(before)s年一样多。") % said
    if now.value > was.value:
        return gettext("%(year)s年收到%(n)s件，比%(before)s年多%(more)s件。") % said
    return gettext("%(year)s年收到%(n)s件，比%(before)s年少%(more)s件。") % said


def outcomes(report: FilledForm) -> Picture:
    """Return how the year's requests ended, a bar for each of the form's groups, what is 0 left out."""
    table = report.form.table("requests")
    grouped: dict[str, list[tuple[str, Figure]]] = {}
    for row in table.leaf_rows:
        if row.sum or "results" not in (row.under, _above(table, row.under)):
            continue
        figure = report[Address("requests", row.id, "total")]
        above = row.under if row.under and row.under != "results" else row.id
        group = _name(table.row(above).label)
        if not (figure.is_number and figure.value == 0):
            grouped.setdefault(group, []).append((_name(row.label), figure))
    values = [(group, _sum(parts)) for group, parts in grouped.items()]
    drawn = picture("outcomes", _("本年度办理结果（件）"), values)
    bars = tuple(replace(bar, parts=_parts(bar.label, grouped[bar.label])) for bar in drawn.bars)
    return replace(drawn, bars=bars, says=_mostly(values) if not drawn.unknown else "")


def _name(label: str) -> str:
    return _NUMBER.sub("", label).partition("（")[0]


def _sum(parts: list[tuple[str, Figure]]) -> Figure:
    """Return what a group comes to; what is no number leaves it without one."""
    for _label, figure in parts:
        if not figure.is_number:
            return figure
    return number(sum((figure.value for _label, figure in parts), Decimal(0)))


def _parts(group: str, parts: list[tuple[str, Figure]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, plain(figure.value)) for label, figure in parts if label != group)


def _mostly(values: list[tuple[str, Figure]]) -> str:
    """Say how many requests were ended, and how most of them."""
    if not values:
        return ""
    most = max(figure.value for _label, figure in values)
    total = sum((figure.value for _label, figure in values), Decimal(0))
    names = [label for label, figure in values if figure.value == most]
    said = {"all": plain(total), "names": "、".join(names), "n": plain(most)}
    if len(names) == 1:
        return gettext("办结%(all)s件，最多的是%(names)s，%(n)s件。") % said
    return gettext("办结%(all)s件，最多的是%(names)s，各%(n)s件。") % said


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
            "in_time": own.share_in_time.replace(".0%", "%") if own else "",
            "ended": own.ended if own else 0,
        },
    )
