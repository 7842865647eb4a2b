"""What a page says of itself to programs: schema.org data beside the tags of 国办发〔2017〕47号."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.organs.models import Organ
from portal.publishing.models import Column, Document, Genre
from portal.site.quick import url

SCHEMA = "https://schema.org"
_KINDS = {
    Genre.RULE: "Legislation",
    Genre.NORMATIVE: "Legislation",
    Genre.REPORT: "Report",
    Genre.NEWS: "NewsArticle",
}
"""What a genre is called there; everything else is a plain document of a government."""


def of_organ(request: HttpRequest, organ: Organ) -> dict[str, Any]:
    """Return an organ as a GovernmentOrganization."""
    address = request.build_absolute_uri(url("site_platform", organ.code))
    said: dict[str, Any] = {"@type": "GovernmentOrganization", "name": organ.name, "url": address}
    if organ.credit_code:
        said["taxID"] = organ.credit_code
    return said


def trail(request: HttpRequest, steps: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return a BreadcrumbList of (name, path)."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": name,
                "item": request.build_absolute_uri(path),
            }
            for number, (name, path) in enumerate(steps, 1)
        ],
    }


def of_platform(request: HttpRequest, organ: Organ) -> dict[str, Any]:
    """Return the data of an organ's platform."""
    return _graph(of_organ(request, organ), trail(request, _to(organ)))


def of_column(request: HttpRequest, organ: Organ, column: Column) -> dict[str, Any]:
    """Return the data of a list."""
    return _graph(of_organ(request, organ), trail(request, _to(organ, column)))


def of_document(request: HttpRequest, document: Document) -> dict[str, Any]:
    """Return the data of a public document."""
    shown = document.shown
    assert shown is not None and document.published_at is not None
    path = url("site_document", document.pk)
    said: dict[str, Any] = {
        "@type": _KINDS.get(Genre(document.genre), "DigitalDocument"),
        "name": shown.title,
        "headline": shown.title[:110],
        "url": request.build_absolute_uri(path),
        "identifier": document.index_number,
        "inLanguage": "zh-CN",
        "datePublished": timezone.localtime(document.published_at).isoformat(),
        "publisher": of_organ(request, document.organ),
        "isAccessibleForFree": True,
    }
    if said["@type"] == "Legislation":
        if shown.number:
            said["legislationIdentifier"] = shown.number
        if shown.formed_on:
            said["legislationDate"] = shown.formed_on.isoformat()
    elif shown.formed_on:
        said["dateCreated"] = shown.formed_on.isoformat()
    if shown.keywords:
        said["keywords"] = shown.keywords
    if shown.summary:
        said["abstract"] = shown.summary
    steps = [*_to(document.organ, document.column), (shown.title, path)]
    return _graph(said, trail(request, steps))


def _to(organ: Organ, column: Column | None = None) -> list[tuple[str, str]]:
    steps = [
        (_("首页"), "/"),
        (organ.short_name, url("site_platform", organ.code)),
    ]
    if column is not None:
        steps.append((column.title, url("site_column", organ.code, column.code)))
    return steps


def _graph(*things: dict[str, Any]) -> dict[str, Any]:
    return {"@context": SCHEMA, "@graph": list(things)}
