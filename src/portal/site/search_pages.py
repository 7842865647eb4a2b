"""Search over everything public: facets, words marked, by relevance or by date, numbers exactly."""

from collections.abc import Callable, Mapping
from functools import wraps

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.organs.models import Organ
from portal.organs.queries import root
from portal.publishing import queries
from portal.publishing.models import Genre
from portal.publishing.search import asking, index
from portal.site import downloads, kept, quick, searching
from portal.site.counts import TITLES
from portal.site.lists import Choice, Shown, address_with
from portal.site.platforms import organ_numbered
from portal.site.searching import LONGEST, Asked

_log = structlog.get_logger("portal.search")

View = Callable[[HttpRequest], HttpResponseBase]

PAGE = searching.AT_ONCE
LAST_PAGE = searching.MOST // PAGE
ORGANS = 12  # in the facet of organs


def asked(request: HttpRequest) -> Asked:
    """Return what an address asks; a value that cannot be counts as none."""
    get = request.GET
    year, genre = get.get("year", ""), get.get("genre", "")
    code = get.get("organ", "").replace("\x00", "")
    return Asked(
        get.get("q", "").replace("\x00", "").strip()[:LONGEST],
        Organ.objects.filter(code=code).first() if code else None,
        genre if genre in Genre.values else "",
        year if year.isascii() and year.isdigit() and len(year) == 4 else "",
        get.get("sort") == "new",
    )


def _where_the_index_stands(view: View) -> View:
    """Answer with a sentence and 503 while the index is one of another version."""

    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponseBase:
        try:
            return view(request)
        except index.Outdated as outdated:
            _log.error(str(outdated))
            page = {
                "organ": root(),
                "what": _("暂时不能搜索"),
                "sentence": _("检索库需要重建。这期间请按栏目查找。"),
                "back": "/",
            }
            return render(request, "site/refused.html", page, status=503)

    return answered


@require_safe
@_where_the_index_stands
def search(request: HttpRequest) -> HttpResponse:
    """Search everything public; ``q`` the words, ``organ``, ``genre``, ``year``, ``sort=new``, ``page``."""
    query = asked(request)
    shown_as = query.organ or root()
    if shown_as is None:
        raise Http404
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1
    page = min(max(page, 1), LAST_PAGE)
    count = 0
    results: list[searching.Result] = []
    facets: list[Shown] = []
    if query.words:
        counted = searching.counted(query, _COUNTED)
        count, facets = counted.count, _facets(query, counted)
        results = searching.found(query, (page - 1) * PAGE, PAGE)
    last = min(max(-(-count // PAGE), 1), LAST_PAGE)
    return quick.render(
        request,
        "search.html",
        {
            "organ": shown_as,
            "within": query.organ,
            "query": query.words,
            "cut": len(request.GET.get("q", "").strip()) > LONGEST,
            "exact": query.question.number,
            "results": results,
            "count": count,
            "facets": facets,
            "taken": _taken(query),
            "newest": query.newest,
            "other_order": address_with(query.address, sort=None if query.newest else "new"),
            "everywhere": address_with(query.address, organ=None),
            "page": page,
            "last": last,
            "newer": address_with(query.address, page=page - 1) if page > 1 else "",
            "older": address_with(query.address, page=page + 1) if page < last else "",
            "zip": address_with(query.address),
            "most": downloads.MOST,
            "capped": count > LAST_PAGE * PAGE,
        },
    )


_COUNTED = {"genre": 50, "year": 50, "organ": ORGANS}


def _facets(query: Asked, counted: asking.Counted) -> list[Shown]:
    """Return kinds, years and organs with how many of what was found each has."""
    narrow = query.narrow
    by_facet = {
        name: asking.counts(query.question, name, narrow=_but(narrow, name), within=query.within)
        if name in narrow
        else counted.by_field[name]
        for name in ("genre", "year")
    }
    genres, years, by_organ = by_facet["genre"], by_facet["year"], counted.by_field["organ"]
    labels = dict(Genre.choices)
    names = {pk: organ_numbered(pk) for pk in (int(pk) for pk, _n in by_organ)}
    return [
        shown
        for shown in (
            _shown(query, "genre", [(g, labels[g], n) for g, n in genres if g in labels]),
            _shown(query, "year", [(y, y, n) for y, n in sorted(years, reverse=True)]),
            _shown(
                query,
                "organ",
                [
                    (organ.code, organ.short_name, n)
                    for organ, n in ((names[int(pk)], n) for pk, n in by_organ)
                    if organ is not None
                ],
            ),
        )
        if shown is not None
    ]


def _but(narrow: Mapping[str, int | str], name: str) -> dict[str, int | str]:
    return {k: v for k, v in narrow.items() if k != name}


def _shown(query: Asked, name: str, values: list[tuple[str, str | Promise, int]]) -> Shown | None:
    now = query.address
    choices = [
        Choice(
            label,
            n,
            now[name] == value,
            address_with(now, **{name: None if now[name] == value else value}),
        )
        for value, label, n in values
    ]
    if len(choices) < 2 and not any(c.chosen for c in choices):
        return None
    title = _TITLES.get(name) or TITLES[name]
    return Shown(title, tuple(choices[:10]), tuple(choices[10:]))


_TITLES: dict[str, str | Promise] = {"organ": gettext_lazy("机关")}


def _taken(query: Asked) -> list[tuple[str, str, str]]:
    """Return what is chosen beside the words, each with the link that removes it."""
    said = {
        "organ": query.organ.name if query.organ else "",
        "genre": str(Genre(query.genre).label) if query.genre else "",
        "year": query.year,
    }
    return [
        (
            str(_TITLES.get(name) or TITLES[name]),
            words,
            address_with(query.address, **{name: None}),
        )
        for name, words in said.items()
        if words
    ]


@require_safe
@_where_the_index_stands
def zipped(request: HttpRequest) -> HttpResponseBase:
    """Answer the first hundred documents found as ZIP."""
    query, shown_as = asked(request), root()
    if shown_as is None or not query.words:
        raise Http404
    pks = searching.places(query, 0, downloads.MOST)
    found = queries.public().select_related("entry").in_bulk(pks)
    documents = [found[pk] for pk in pks if pk in found]
    if not documents:
        raise Http404
    try:
        return downloads.packed(request, documents, _("搜索_%(words)s") % {"words": query.words})
    except kept.Busy:
        return downloads.busy(request, shown_as, f"/search/{address_with(query.address)}")
