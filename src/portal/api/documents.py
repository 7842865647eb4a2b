"""What anybody may read of public documents: lists, what words are found in, each with its files."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router

from portal.acts import clock
from portal.api import cursors, schemas
from portal.api.organs import here, organ_called
from portal.api.problems import Problem
from portal.api.schemas import Code, Cursor, Id, Limit, Reach, Year
from portal.organs import queries as organs
from portal.organs.models import Organ
from portal.publishing import files
from portal.publishing import queries as publishing
from portal.publishing.models import Attachment, Column, Document, Genre, Part
from portal.site import searching, validity
from portal.site.choices import Choice, Validity, query
from portal.site.downloads import WRITERS
from portal.site.models import Entry

router = Router(tags=[gettext_noop("信息")])


def _column(organ: Organ, code: str) -> Column:
    for one in publishing.all_columns().values():
        if one.code == code and one.organ_id in (None, organ.pk):
            return one
    raise Problem(404, _("没有“%(code)s”这个栏目。") % {"code": code})


def _entries(request: HttpRequest, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    columns = publishing.all_columns()
    return [_entry(request, one, columns[one.column_id].code) for one in entries]


def _entry(request: HttpRequest, entry: Entry, column: str) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "organ": entry.organ.code,
        "column": column,
        "genre": entry.genre,
        "title": entry.title,
        "number": entry.number,
        "topic": entry.topic,
        "published_at": entry.published_at,
        "effective_on": entry.effective_on,
        "expires_on": entry.expires_on,
        "in_force": validity.on_day(entry, clock.today()),
        "url": here(request, "site_document", entry.pk),
    }


@router.get(
    "/documents",
    response=schemas.DocumentPage,
    summary=gettext_noop("列出公开的信息"),
    description=gettext_noop("列出已经公开、没有撤回的信息，后公开的在前。"),
)
def list_documents(
    request: HttpRequest,
    organ: Annotated[Code | None, Query(description=gettext_noop("不写是全部机关"))] = None,
    scope: Annotated[
        Reach, Query(description=gettext_noop("own 本机关的，below 连同下级机关的"))
    ] = Reach.BELOW,
    part: Part | None = None,
    column: Annotated[Code | None, Query(description=gettext_noop("栏目代码"))] = None,
    genre: Genre | None = None,
    year: Annotated[Year | None, Query(description=gettext_noop("公开的年份"))] = None,
    validity: Annotated[Validity | None, Query(description=gettext_noop("今天是否有效"))] = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """Answer what is public, the newest first."""
    whose = organ_called(organ) if organ else organs.root()
    if whose is None:
        return {"items": [], "next": None}
    within = scope is Reach.BELOW
    choice = Choice(
        organ=whose,
        within=within,
        part=part or "",
        column=_column(whose, column) if column else None,
        genre=genre or "",
        year=year,
        validity=validity or "",
    )
    by = "placements__" if within else ""
    asked: dict[str, Any] = {"list": "documents", "organ": whose.code, "scope": scope, "part": part}
    asked |= {"column": column, "genre": genre, "year": year, "validity": validity}
    page = cursors.page(
        lambda after: query(choice, after),
        Entry.objects.select_related("organ"),
        asked=asked,
        cursor=cursor or "",
        limit=limit,
        moment=f"{by}published_at",
        number=f"{by}entry" if within else "pk",
        at="published_at",
    )
    return {"items": _entries(request, page.rows), "next": page.after or None}


class Order(StrEnum):
    """What is found first."""

    BEST = "best"
    NEW = "new"


@router.get(
    "/search",
    response=schemas.FoundPage,
    summary=gettext_noop("按词查找信息"),
    description=gettext_noop(
        "在公开的信息里按词查找，和网站的搜索一样：每个词都要有，引号里的连着找；写文号的，只找这个文号。"
        "按相关程度排列的，期间有新的公开，页与页之间可能有重复。"
    ),
    openapi_extra={"x-rate-limit": "search"},
)
def search_documents(
    request: HttpRequest,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=searching.LONGEST,
            pattern=schemas.NO_NUL,
            description=gettext_noop("找的词，空格分开"),
            examples=["公路"],
        ),
    ],
    organ: Annotated[Code | None, Query(description=gettext_noop("只找这个机关和它下级的"))] = None,
    genre: Genre | None = None,
    year: Annotated[
        Year | None, Query(description=gettext_noop("成文的年份；没有成文日期的，公开的年份"))
    ] = None,
    sort: Annotated[
        Order, Query(description=gettext_noop("best 最相关的在前，new 后公开的在前"))
    ] = Order.BEST,
    cursor: Cursor | None = None,
    limit: Annotated[int, Query(ge=1, le=50, description=gettext_noop("一页几条"))] = 20,
) -> Any:
    """Answer the documents that hold every word, as the public page of the search does."""
    asked = searching.Asked(
        q.strip(),
        organ_called(organ) if organ else None,
        genre or "",
        str(year or ""),
        sort is Order.NEW,
    )
    signed = {"list": "search", **asked.address}
    begin = cursors.offset(cursor or "", signed)
    if not (asked.question.words or asked.question.number):
        return {"items": [], "count": 0, "next": None}
    count = searching.counted(asked, {}).count
    end = begin + limit
    more = end < min(count, searching.MOST)
    found = searching.found(asked, begin, limit)
    for one in found:
        one.document.entry.organ = one.document.organ
    rows = _entries(request, (one.document.entry for one in found))
    items = [row | {"excerpt": one.excerpt} for row, one in zip(rows, found, strict=True)]
    return {
        "items": items,
        "count": count,
        "next": cursors.after(end, signed) if more else None,
    }


def public_document(number: int) -> Document:
    """Return a public document; raises Problem for one that is not, or no longer."""
    one = Document.objects.filter(pk=number).select_related("organ", "shown", "entry").first()
    if one is not None and one.is_public and one.shown is not None:
        return one
    if one is not None and one.withdrawn_at is not None:
        raise Problem(404, _("这份信息已经撤回。"))
    raise Http404


def _file(request: HttpRequest, file: Attachment) -> dict[str, Any]:
    return {
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "url": here(request, "file", file.pk, file.name),
    }


@router.get(
    "/documents/{id}",
    response=schemas.DocumentDetail,
    summary=gettext_noop("一份公开的信息"),
    description=gettext_noop("一份公开的信息：全部著录项、正文、附件、与它关联的信息。"),
)
def get_document(request: HttpRequest, number: Id) -> Any:
    """Answer a public document with all that its page shows."""
    one = public_document(number)
    shown = one.shown
    assert shown is not None
    entry = getattr(one, "entry", None)
    return {
        "id": one.pk,
        "organ": one.organ.code,
        "column": publishing.all_columns()[one.column_id].code,
        "genre": one.genre,
        "title": shown.title,
        "number": shown.number,
        "topic": shown.topic,
        "published_at": one.published_at,
        "effective_on": shown.effective_on,
        "expires_on": shown.expires_on,
        "in_force": validity.on_day(entry, clock.today())
        if entry
        else publishing.validity(one, clock.today()),
        "url": here(request, "site_document", one.pk),
        "attribute": one.attribute,
        "index_number": one.index_number,
        "issuer": shown.issuer,
        "formed_on": shown.formed_on,
        "keywords": shown.keywords,
        "summary": shown.summary,
        "source": shown.source,
        "version": shown.serial,
        "html": shown.body,
        "files": [_file(request, file) for file in files.of_version(shown)],
        "links": [
            {
                "id": link.other.pk,
                "title": link.other.shown.title if link.other.shown else str(link.other),
                "what": link.words,
                "url": here(request, "site_document", link.other.pk),
            }
            for link in publishing.links_shown(one)
        ],
        "downloads": {
            ending: request.build_absolute_uri(
                reverse("site_document_file", kwargs={"pk": one.pk, "ending": ending})
            )
            for ending in WRITERS
        },
    }
