"""A document's page, its QR code, and what stands in its place once it is withdrawn."""

import io
import re
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.acts import ready
from portal.publishing import files, queries
from portal.publishing.lifecycle import Event
from portal.publishing.models import Document, DocumentEvent
from portal.publishing.search import text
from portal.site import meta, quick, validity
from portal.site.platforms import organ_numbered

DESCRIBED = 120  # characters of a body that stand for a summary nobody wrote


def shown_or_gone(request: HttpRequest, pk: int) -> Document | HttpResponse:
    """Return a public document; of a withdrawn one the page that says so (410); 404 otherwise."""
    found: list[Document] = ready.objects(
        "document",
        lambda: (
            Document.objects.filter(pk=ready.number("pk"))
            .select_related("shown", "entry")
            .defer("ground_reason")
        ),
        {"pk": pk},
        1,
    )
    if not found:
        raise Http404
    one = found[0]
    organ = organ_numbered(one.organ_id)
    assert organ is not None
    one.organ, one.column = organ, queries.all_columns()[one.column_id]
    if one.is_public and one.shown is not None:
        return one
    if one.withdrawn_at is not None:
        page = {"document": one, "organ": one.organ}
        return render(request, "site/withdrawn.html", page, status=410)
    raise Http404


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a document; of a withdrawn one, that it was there and why it went (410), never its text."""
    one = shown_or_gone(request, pk)
    if isinstance(one, HttpResponse):
        return one
    assert one.shown is not None
    address = request.build_absolute_uri(quick.url("site_document", pk))
    linked = queries.links_shown(one)
    return quick.render(
        request,
        "document.html",
        {
            "document": one,
            "organ": one.organ,
            "column": one.column,
            "shown": one.shown,
            "body": scrolled(one.shown.body),
            "validity": validity.today(one),
            "corrections": corrections(one),
            "files": files.of_version(one.shown),
            "links": links(linked),
            "address": address,
            "description": one.shown.summary or text.plain(one.shown.body[:2000])[:DESCRIBED],
            "picture": request.build_absolute_uri(static("img/icon.svg")),
            "data": meta.of_document(request, one),
        },
    )


_TABLE = re.compile(r"<(/?)table\b[^>]*>")


def scrolled(body: str) -> SafeString:
    """Return a cleaned body whose tables scroll inside themselves, also by keyboard, on a narrow screen."""
    depth = number = 0

    def framed(tag: re.Match[str]) -> str:
        nonlocal depth, number
        if not tag[1]:
            depth += 1
            if depth > 1:
                return tag[0]
            number += 1
            name = _("表格%(number)s") % {"number": number}
            return f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">{tag[0]}'
        depth -= 1
        return tag[0] + "</div>" if depth == 0 else tag[0]

    return mark_safe(_TABLE.sub(framed, body))  # cleaned when it was drafted


def corrections(document: Document) -> list[dict[str, Any]]:
    """Return when what the public sees changed after the first publication, with what was said of it."""
    events = ready.tuples(
        "corrections",
        lambda: (
            DocumentEvent.objects.filter(
                document=ready.number("pk"),
                kind__in=[Event.PUBLISHED, Event.REVISED, Event.WITHDRAWN],
            )
            .order_by("pk")
            .values_list("kind", "at", "opinion")
        ),
        {"pk": document.pk},
    )
    found: list[dict[str, Any]] = []
    why, published = "", False
    for kind, at, opinion in events:
        if kind == Event.REVISED:
            why = opinion
        elif kind == Event.WITHDRAWN:
            found.append({"at": at, "what": _("曾撤回"), "why": opinion})
        else:
            if published:
                found.append({"at": at, "what": _("更正后重新公开"), "why": why})
            published, why = True, ""
    return found


def links(linked: list[queries.Linked]) -> list[tuple[str, list[Document]]]:
    """Return the public documents that stand beside this one, by what they are to it."""
    found: dict[str, list[Document]] = {}
    for one in linked:
        found.setdefault(one.words, []).append(one.other)
    return list(found.items())


@require_safe
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the QR code of a public document's address as a picture."""
    one = shown_or_gone(request, pk)
    if isinstance(one, HttpResponse):
        return one
    address = request.build_absolute_uri(reverse("site_document", args=[pk]))
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", scale=4, border=2, xmldecl=False, title=_("本页二维码")
    )
    return HttpResponse(
        picture.getvalue(),
        content_type="image/svg+xml",
        headers={"Cache-Control": "public, max-age=86400"},
    )
