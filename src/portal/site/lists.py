"""Lists of what an organ has published: a column, everything, narrowed by facets that say what is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.acts import clock
from portal.organs.models import Organ
from portal.publishing import queries
from portal.publishing.models import Column, Genre, Part
from portal.site import choices, counts, downloads, entries, kept, meta, quick, validity
from portal.site.models import Entry
from portal.site.platforms import branches, column_of, has_below, standing_organ

SHOWN_VALUES = 10  # of a facet; the rest is folded away
PIECES = 10  # ZIPs of one list
RULES = frozenset({Genre.RULE, Genre.NORMATIVE, Genre.POLICY})
"""What has a validity that lists say; of news and notices nobody asks it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet as a link: chosen, it leads back to all."""

    label: str | Promise
    count: int | None
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A facet as the page shows it."""

    title: str | Promise
    choices: tuple[Choice, ...]
    folded: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of a list, its validity in words where it has one."""

    entry: Entry
    validity: str


def chosen(asked: QueryDict) -> dict[str, Any]:
    """Return what a query string narrows by; a value that cannot be counts as none."""
    found: dict[str, Any] = {}
    for name, values in (("part", Part), ("genre", Genre), ("validity", choices.Validity)):
        if asked.get(name) in values.values:
            found[name] = asked[name]
    year = asked.get("year", "")
    if year.isascii() and year.isdigit() and len(year) == 4:
        found["year"] = int(year)
    topic = asked.get("topic", "")
    if 0 < len(topic) <= 60 and "\x00" not in topic:
        found["topic"] = topic
    if asked.get("within") == "1":
        found["within"] = True
    return found


def address_with(now: Mapping[str, Any], **changes: Any) -> str:
    """Return the query string of the same list with some things chosen, or (None) no longer."""
    words = {**now, **changes}
    said = [_said(name, words[name]) for name in sorted(words) if words[name]]
    return f"?{'&'.join(said)}"


@lru_cache(maxsize=4096, typed=True)
def _said(name: str, value: Any) -> str:
    return urlencode({name: "1" if value is True else value})


def shown_facets(facets: list[counts.Facet], now: Mapping[str, Any]) -> list[Shown]:
    """Return facets with every value as a link; one that offers no choice is left out."""
    found = []
    for facet in facets:
        choices = [
            Choice(
                value.label,
                value.count,
                value.chosen,
                address_with(now, **{facet.name: None if value.chosen else value.value}),
            )
            for value in facet.values
        ]
        if len(choices) > 1 or any(c.chosen for c in choices):
            rest = [c for c in choices[SHOWN_VALUES:] if not c.chosen]
            first = [*choices[:SHOWN_VALUES], *(c for c in choices[SHOWN_VALUES:] if c.chosen)]
            found.append(Shown(facet.title, tuple(first), tuple(rest)))
    return found


def row(entry: Entry, on: date) -> Row:
    """Return an entry with its validity on a day in words, where lists say one."""
    if entry.genre not in RULES and validity.plain(entry, on):
        return Row(entry, "")
    return Row(entry, validity.on_day(entry, on))


@require_safe
def column(request: HttpRequest, code: str, column: str) -> HttpResponse:
    """List what an organ has published in a column, newest first; of a closed one say so (410)."""
    organ = standing_organ(code)
    closed = next((c for c in queries.closed_columns(organ) if c.code == column), None)
    if closed is not None:
        page = {"organ": organ, "column": closed, "gone": queries.withdrawn_from(closed)}
        return render(request, "site/column_closed.html", page, status=410)
    return _listed(request, organ, column_of(organ, column))


@require_safe
def everything(request: HttpRequest, code: str) -> HttpResponse:
    """List everything an organ has published, with ``within=1`` that of the organs below it too."""
    return _listed(request, standing_organ(code), None)


def _listed(request: HttpRequest, organ: Organ, one: Column | None) -> HttpResponse:
    narrow = chosen(request.GET)
    if one is not None:
        narrow.pop("part", None)
    oldest = request.GET.get("sort") == "old"
    now = {**narrow, "sort": "old" if oldest else None}
    at = request.GET.get("page", "")
    if oldest:
        page = _oldest(organ, at, column=one, **narrow)
    else:
        page = entries.page(organ, at, column=one, **narrow)
    today = clock.today()
    found = counts.facets(organ, column=one, **narrow)
    facets = shown_facets([f for f in found if f.name != "column"], now)
    within = bool(narrow.get("within"))
    return quick.render(
        request,
        "list.html",
        {
            "organ": organ,
            "column": one,
            "feed": quick.url("site_column_atom", organ.code, one.code)
            if one
            else quick.url("site_atom", organ.code),
            "part": Part(narrow["part"]) if "part" in narrow else None,
            "branches": branches(organ, within=within),
            "within": within,
            "has_below": has_below(organ),
            "rows": [row(entry, today) for entry in page.rows],
            "page": page,
            "pages": numbered(page, now),
            "newer": address_with(now, page=page.newer) if page.newer else "",
            "older": address_with(now, page=page.older) if page.older else "",
            "facets": facets,
            "taken": taken(narrow, found, now),
            "wider": address_with(now, within=not within),
            "oldest": oldest,
            "other_order": address_with(now, sort=None if oldest else "old"),
            "pieces": pieces(page.total, narrow),
            "data": meta.of_column(request, organ, one)
            if one
            else meta.of_platform(request, organ),
        },
    )


def _oldest(organ: Organ, at: str, **narrow: Any) -> entries.Page:
    """Return a page of the list the other way round, as far as pages are called by number."""
    total = counts.count(organ, **narrow)
    asked = int(at) if at.isascii() and at.isdigit() and len(at) < 5 else 1
    last = entries.NUMBERED
    if total is not None:
        last = min(last, max(-(-total // entries.SIZE), 1))
    number = min(max(asked, 1), last)
    found = entries.entries(organ, **narrow).reverse()
    rows = list(found[(number - 1) * entries.SIZE : number * entries.SIZE + 1])
    more = len(rows) > entries.SIZE and number < entries.NUMBERED
    return entries.Page(
        tuple(rows[: entries.SIZE]),
        number,
        total,
        str(number - 1) if number > 1 else "",
        str(number + 1) if more else "",
    )


def taken(
    narrow: Mapping[str, Any], facets: list[counts.Facet], now: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """Return what is chosen: the facet's title, the value's words, the link that removes it."""
    words = {(f.name, v.value): v.label for f in facets for v in f.values if v.chosen}
    return [
        (
            str(counts.TITLES[name]),
            str(words.get((name, str(value)), value)),
            address_with(now, **{name: None}),
        )
        for name, value in narrow.items()
        if name in counts.TITLES
    ]


def numbered(page: entries.Page, now: Mapping[str, Any]) -> list[tuple[int | None, str]]:
    """Return the page numbers to show with their links: the ends, the neighbours, None for a gap."""
    if page.pages is None or page.pages < 2:
        return []
    last = min(page.pages, entries.NUMBERED)
    around = {1, 2, *range(page.number - 2, page.number + 3), last - 1, last}
    found: list[tuple[int | None, str]] = []
    before = 0
    for number in sorted(n for n in around if 1 <= n <= last):
        if number > before + 1:
            found.append((None, ""))
        found.append((number, address_with(now, page=number if number > 1 else None)))
        before = number
    return found


def pieces(total: int | None, narrow: Mapping[str, Any]) -> list[tuple[int, int, str]]:
    """Return the ZIPs of a list: from, to, and the query string of each; at most ten."""
    most = downloads.MOST
    count = most if total is None else total
    return [
        (first + 1, min(first + most, count), address_with(narrow, piece=first // most + 1))
        for first in range(0, min(count, PIECES * most), most)
    ]


def piece(asked: QueryDict) -> slice:
    """Return which documents of a list a ZIP holds."""
    number = asked.get("piece", "1")
    first = int(number) - 1 if number in {str(n) for n in range(1, PIECES + 1)} else 0
    return slice(first * downloads.MOST, (first + 1) * downloads.MOST)


@require_safe
def zipped(request: HttpRequest, code: str, column: str = "") -> HttpResponseBase:
    """Answer a list as ZIP, a hundred documents at a time (``piece=2`` the second hundred)."""
    organ = standing_organ(code)
    one = column_of(organ, column) if column else None
    found = entries.entries(organ, column=one, **chosen(request.GET))[piece(request.GET)]
    pks = [entry.document_id for entry in found]
    public = queries.public().select_related("entry").in_bulk(pks)
    documents = [public[pk] for pk in pks if pk in public]
    if not documents:
        raise Http404
    name = f"{organ.short_name}_{one.title if one else _('政府信息公开')}"
    try:
        return downloads.packed(request, documents, name)
    except kept.Busy:
        return downloads.busy(request, organ, request.path.removesuffix(".zip") + "/")
