"""The public site: an organ's platform, its lists, its documents, and what was withdrawn."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from portal.acts import clock
from portal.organs.models import Organ
from portal.organs.queries import root, successors
from portal.publishing import queries
from portal.publishing.models import Column, Document, Part
from portal.publishing.search import index, text

PAGE = 20


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the root organ's platform; before an organ is set up, say how."""
    organ = root()
    if organ is None:
        return render(request, "site/empty.html")
    return _platform(request, organ)


@require_GET
def platform(request: HttpRequest, code: str) -> HttpResponse:
    """Show an organ's platform; an abolished organ's leads to who took over its duties."""
    organ = get_object_or_404(Organ, code=code)
    today = clock.today()
    if organ.abolished_on and organ.abolished_on <= today:
        after = [s.after for s in successors(organ)]
        if len(after) == 1:
            return redirect("site_platform", code=after[0].code, permanent=True)
        return render(request, "site/abolished.html", {"organ": organ, "after": after})
    return _platform(request, organ)


def _platform(request: HttpRequest, organ: Organ) -> HttpResponse:
    columns = queries.columns_for(organ)
    newest = queries.public().filter(organ=organ).order_by("-published_at", "-pk")[:15]
    return render(
        request,
        "site/platform.html",
        {"organ": organ, "parts": parts(organ, columns), "newest": newest},
    )


def parts(organ: Organ, columns: list[Column]) -> list[dict[str, object]]:
    """Return the four parts of a platform with the columns and their counts."""
    counts = queries.counts_by_column(organ)
    return [
        {
            "part": part,
            "columns": [(c, counts.get(c.pk, 0)) for c in columns if c.part == part],
        }
        for part in Part
    ]


@require_GET
def column(request: HttpRequest, code: str, column: str) -> HttpResponse:
    """List what an organ has published in a column, newest first."""
    organ = get_object_or_404(Organ, code=code)
    columns = queries.columns_for(organ)
    one = next((c for c in columns if c.code == column), None)
    if one is None:
        raise Http404
    found = queries.public().filter(organ=organ, column=one).order_by("-published_at", "-pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "site/column.html",
        {
            "organ": organ,
            "column": one,
            "page": page,
            "parts": parts(organ, columns),
        },
    )


@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a document; of a withdrawn one, that it was there and why it went (410), never its text."""
    one = get_object_or_404(Document.objects.select_related("organ", "column", "shown"), pk=pk)
    if one.is_public and one.shown is not None:
        return render(
            request,
            "site/document.html",
            {
                "document": one,
                "organ": one.organ,
                "shown": one.shown,
                "validity": queries.validity(one, clock.today()),
                "corrections": one.events.filter(kind="published").order_by("pk")[1:],
            },
        )
    if one.withdrawn_at is not None:
        return render(
            request,
            "site/withdrawn.html",
            {"document": one, "organ": one.organ},
            status=410,
        )
    raise Http404


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Search everything public; ``q`` the words, ``organ`` its code, ``sort=new``, ``page``."""
    query = request.GET.get("q", "").strip()
    organ = Organ.objects.filter(code=request.GET.get("organ", "")).first()
    shown_as = organ or root()
    if shown_as is None:
        raise Http404
    number = request.GET.get("page", "1")
    page = min(int(number), 500) if number.isascii() and number.isdigit() and number != "0" else 1
    question, results, hits = text.asked(query), [], index.Hits((), 0)
    if query:
        within = Organ.objects.under(organ).values_list("pk", flat=True) if organ else None
        hits = index.find(
            question,
            organs=within,
            newest=request.GET.get("sort") == "new",
            offset=(page - 1) * PAGE,
            limit=PAGE,
        )
        found = queries.public().in_bulk(hits.ids)
        for one in (found[pk] for pk in hits.ids if pk in found):
            assert one.shown is not None
            results.append(
                {
                    "document": one,
                    "title": text.marked(one.shown.title, question.words),
                    "excerpt": text.excerpt(text.plain(one.shown.body), question.words),
                }
            )
    return render(
        request,
        "site/search.html",
        {
            "organ": shown_as,
            "within": organ,
            "query": query,
            "results": results,
            "count": hits.count,
            "page": page,
            "more": page * PAGE < hits.count,
        },
    )
