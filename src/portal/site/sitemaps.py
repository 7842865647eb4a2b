"""robots.txt and the sitemaps: documents by their numbers, fifty thousand a file, with when they changed."""

from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.acts import clock
from portal.organs.models import Organ
from portal.publishing.models import Column
from portal.publishing.queries import public
from portal.site.models import Entry, FacetCount

MOST = 50_000  # addresses in one file, by the protocol
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XML = "application/xml; charset=utf-8"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell programs what to leave out: the desk, searches, files made on demand."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/desk/", "/account/", "/show/", "/search/", "/search.zip", "/*.zip")),
        f"Sitemap: {request.build_absolute_uri(reverse('site_sitemap'))}",
    ]  # fmt: skip
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the sitemaps: one of organs and columns, one of each fifty thousand document numbers."""
    last = Entry.objects.aggregate(last=Max("pk"))["last"]
    paths = [reverse("site_sitemap_places")]
    if last is not None:
        paths += [reverse("site_sitemap_documents", args=[n]) for n in range(last // MOST + 1)]
    body = "".join(
        f"<sitemap><loc>{escape(request.build_absolute_uri(path))}</loc></sitemap>\n"
        for path in paths
    )
    xml = f"{_HEAD}<sitemapindex {_SPACE}>\n{body}</sitemapindex>\n"
    return HttpResponse(xml, content_type=_XML)


@require_safe
def documents(request: HttpRequest, number: int) -> HttpResponseBase:
    """List the public documents of fifty thousand numbers, each with its last change."""
    if number > 10_000:
        raise Http404
    found = public().filter(pk__gte=number * MOST, pk__lt=(number + 1) * MOST).order_by("pk")
    rows = found.select_related(None).values_list("pk", "published_at", "shown__made_at")
    base = request.build_absolute_uri("/").rstrip("/")

    def lines() -> Iterator[str]:
        yield f"{_HEAD}<urlset {_SPACE}>\n"
        for pk, published, made in rows.iterator(2000):
            address = f"{base}{reverse('site_document', args=[pk])}"
            yield _entry(address, max(filter(None, (published, made)), default=None))
        yield "</urlset>\n"

    return StreamingHttpResponse(lines(), content_type=_XML)


@require_safe
def places(request: HttpRequest) -> HttpResponseBase:
    """List the organs' platforms and those of their columns that hold something."""
    base = request.build_absolute_uri("/").rstrip("/")
    organs = Organ.objects.existing(clock.today()).order_by("pk")
    codes = {str(pk): code for pk, code in Column.objects.values_list("pk", "code")}
    filled = FacetCount.objects.filter(below=False, place="", facet="column", n__gt=0)
    held: dict[int, list[str]] = {}
    for organ, column in filled.values_list("organ_id", "value"):
        held.setdefault(organ, []).append(column)

    def lines() -> Iterator[str]:
        yield f"{_HEAD}<urlset {_SPACE}>\n"
        left = MOST
        for organ in organs:
            paths = [reverse("site_platform", args=[organ.code])]
            for column in held.get(organ.pk, []):
                if column in codes:
                    paths.append(reverse("site_column", args=[organ.code, codes[column]]))
            for path in paths[:left]:
                yield _entry(base + path)
            left -= len(paths)
            if left <= 0:
                break
        yield "</urlset>\n"

    return StreamingHttpResponse(lines(), content_type=_XML)


def _entry(address: str, changed: datetime | None = None) -> str:
    day = f"<lastmod>{timezone.localtime(changed).isoformat()}</lastmod>" if changed else ""
    return f"<url><loc>{escape(address)}</loc>{day}</url>\n"
