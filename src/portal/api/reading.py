"""What anybody may read: organs, documents, annual reports with their cells, counts."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from gongkai.law.duties import duties
from portal.acts import clock
from portal.annual import queries as annual
from portal.annual.models import AnnualReport, Scope
from portal.annual.pages import FORMATS
from portal.api import cursors, schemas
from portal.api.problems import Problem
from portal.api.schemas import Code, Edition, Id, Reach, Year
from portal.organs import queries as organs
from portal.organs.models import Level, Organ
from portal.publishing import files
from portal.publishing import queries as publishing
from portal.publishing.models import Attachment, Column, Document, Genre, Part
from portal.site import validity
from portal.site.choices import Choice, Validity, query
from portal.site.downloads import WRITERS
from portal.site.models import Entry
from portal.ui.addresses import url
from portal.ui.language import said

router = Router()
Cursor = Annotated[
    str, Field(pattern=cursors.PATTERN, description="上一页的next，原样；不写从最新的开始")
]
Limit = Annotated[int, Field(ge=1, le=200, description="一页几条")]


def here(request: HttpRequest, name: str, *what: Any) -> str:
    """Return the whole address of a page."""
    return f"{request.scheme}://{request.get_host()}{url(name, *what)}"


def organ_called(code: str) -> Organ:
    """Return an organ by its code; raises Problem where there is none."""
    found: Organ | None = Organ.objects.select_related("parent").filter(code=code).first()
    if found is None:
        raise Problem(404, _("没有“%(code)s”这个机关。") % {"code": code})
    return found


# --- organs -----------------------------------------------------------------------------------


def _organ(request: HttpRequest, organ: Organ) -> dict[str, Any]:
    return {
        "code": organ.code,
        "name": organ.name,
        "short_name": organ.short_name,
        "level": organ.level,
        "kind": organ.kind,
        "parent": organ.parent.code if organ.parent else None,
        "credit_code": organ.credit_code,
        "division_code": organ.division_code,
        "founded_on": organ.founded_on,
        "abolished_on": organ.abolished_on,
        "url": here(request, "site_platform", organ.code),
    }


@router.get("/organs", response=schemas.OrganPage, tags=["机关"], summary="列出机关")
def list_organs(
    request: HttpRequest,
    below: Annotated[Code | None, Query(description="只列这个机关下面的")] = None,
    level: Level | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """列出现有的机关，后设立的在前；parent 给出机关树。"""
    found = Organ.objects.existing(clock.today()).select_related("parent")
    if below:
        found = found.under(organ_called(below)).exclude(code=below)
    if level:
        found = found.filter(level=level)
    asked = {"list": "organs", "below": below, "level": level}
    page = cursors.page(found.filter, asked=asked, cursor=cursor or "", limit=limit)
    return {"items": [_organ(request, one) for one in page.rows], "next": page.after or None}


@router.get("/organs/{code}", response=schemas.OrganDetail, tags=["机关"], summary="一个机关")
def get_organ(request: HttpRequest, code: Code) -> Any:
    """一个机关及其沿革：哪一天起叫什么、属于谁，职责由谁承接。"""
    one = organ_called(code)
    states = one.states.select_related("parent").order_by("from_on", "pk")
    return _organ(request, one) | {
        "states": [
            {
                "name": s.name,
                "short_name": s.short_name,
                "level": s.level,
                "kind": s.kind,
                "parent": s.parent.code if s.parent else None,
                "from_on": s.from_on,
                "to_on": s.to_on,
                "basis": s.basis,
            }
            for s in states
        ],
        "successors": [s.after.code for s in organs.successors(one)],
        "predecessors": [s.before.code for s in organs.predecessors(one)],
    }


@router.get(
    "/organs/{code}/columns", response=schemas.ColumnList, tags=["机关"], summary="一个机关的栏目"
)
def list_columns(request: HttpRequest, code: Code) -> Any:
    """一个机关公开平台的栏目，以及各栏目对应的法定事项。"""
    one = organ_called(code)
    every = publishing.all_columns()
    return {
        "items": [
            {
                "code": c.code,
                "title": c.title,
                "part": c.part,
                "parent": every[c.parent_id].code if c.parent_id else None,
                "organ": one.code if c.organ_id else None,
                "levels": c.levels,
                "duties": c.duties,
                "update_days": c.update_days,
            }
            for c in publishing.columns_for(one)
        ]
    }


@router.get("/duties", response=schemas.DutyList, tags=["机关"], summary="法定公开事项")
def list_duties(request: HttpRequest) -> Any:
    """条例第二十条、第二十一条规定应当主动公开的事项。"""
    return {
        "items": [
            {
                "code": d.code,
                "name": said(d),
                "article": d.article,
                "levels": list(d.levels),
                "departments_of": list(d.departments_of),
                "renewed": d.renewed,
            }
            for d in duties().values()
        ]
    }


# --- documents --------------------------------------------------------------------------------


def _column(organ: Organ, code: str) -> Column:
    for one in publishing.all_columns().values():
        if one.code == code and one.organ_id in (None, organ.pk):
            return one
    raise Problem(404, _("没有“%(code)s”这个栏目。") % {"code": code})


def _entry(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "organ": entry.organ.code,
        "column": publishing.all_columns()[entry.column_id].code,
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


@router.get("/documents", response=schemas.DocumentPage, tags=["信息"], summary="列出公开的信息")
def list_documents(
    request: HttpRequest,
    organ: Annotated[Code | None, Query(description="不写是全部机关")] = None,
    scope: Annotated[Reach, Query(description="own 本机关的，below 连同下级机关的")] = Reach.BELOW,
    part: Part | None = None,
    column: Annotated[Code | None, Query(description="栏目代码")] = None,
    genre: Genre | None = None,
    year: Annotated[Year | None, Query(description="公开的年份")] = None,
    validity: Annotated[Validity | None, Query(description="今天是否有效")] = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """列出已经公开、没有撤回的信息，后公开的在前。"""
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
        lambda after: query(choice, after).select_related("organ"),
        asked=asked,
        cursor=cursor or "",
        limit=limit,
        moment=f"{by}published_at",
        number=f"{by}entry" if within else "pk",
        at="published_at",
    )
    return {"items": [_entry(request, one) for one in page.rows], "next": page.after or None}


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
    "/documents/{id}", response=schemas.DocumentDetail, tags=["信息"], summary="一份公开的信息"
)
def get_document(request: HttpRequest, number: Id) -> Any:
    """一份公开的信息：全部著录项、正文、附件、与它关联的信息。"""
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


# --- annual reports ---------------------------------------------------------------------------


def _whose(report: AnnualReport) -> str:
    """Return what tells an organ's own report from that of its region, where it published both."""
    return f"?scope={report.scope}"


def _report(request: HttpRequest, report: AnnualReport) -> dict[str, Any]:
    return {
        "id": report.pk,
        "organ": report.organ.code,
        "year": report.year,
        "scope": report.scope,
        "edition": report.edition,
        "title": report.title,
        "published_on": report.published_on,
        "name": report.name,
        "media_type": report.media_type,
        "size": report.size,
        "sha256": report.sha256,
        "url": here(request, "annual_report", report.organ.code, report.year) + _whose(report),
        "document": report.document_id,
    }


@router.get("/reports", response=schemas.ReportPage, tags=["年度报告"], summary="列出年度报告")
def list_reports(
    request: HttpRequest,
    organ: Code | None = None,
    year: Annotated[Year | None, Query(description="报告的是哪一年")] = None,
    scope: Annotated[Scope | None, Query(description="own 本机关，region 本行政区域汇总")] = None,
    edition: Annotated[Edition | None, Query(description="表式")] = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """列出已经公布的政府信息公开工作年度报告，后存入的在前。"""
    found = annual.current().select_related("organ")
    if organ:
        found = found.filter(organ=organ_called(organ))
    if year:
        found = found.filter(year=year)
    if scope:
        found = found.filter(scope=scope)
    if edition:
        found = found.filter(edition=edition)
    asked: dict[str, Any] = {
        "list": "reports", "scope": scope, "organ": organ, "year": year, "edition": edition,
    }  # fmt: skip
    page = cursors.page(found.filter, asked=asked, cursor=cursor or "", limit=limit)
    return {"items": [_report(request, one) for one in page.rows], "next": page.after or None}


def _public_report(number: int) -> AnnualReport:
    found = annual.current().defer(None).select_related("organ").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@router.get(
    "/reports/{id}", response=schemas.ReportDetail, tags=["年度报告"], summary="一份年度报告"
)
def get_report(request: HttpRequest, number: Id) -> Any:
    """一份年度报告的文字部分，以及各种格式的下载。"""
    one = _public_report(number)
    report = one.report
    return _report(request, one) | {
        "authority": report.authority,
        "document_number": report.document_number,
        "sections": [
            {"number": s.number, "title": s.title, "text": s.text} for s in report.sections
        ],
        "downloads": {
            ending: here(request, "annual_download", one.organ.code, one.year, ending) + _whose(one)
            for ending in FORMATS
        },
    }


@router.get(
    "/reports/{id}/cells",
    response=schemas.CellList,
    tags=["年度报告"],
    summary="年度报告的数字",
)
def list_cells(request: HttpRequest, number: Id) -> Any:
    """一份年度报告每一格的数字。空白、没有这一格、无法辨认都不是零，由 status 说明。"""
    one = _public_report(number)
    report = one.report
    return {
        "organ": one.organ.code,
        "year": one.year,
        "edition": one.edition,
        "items": [
            {
                "address": str(address),
                "label": report.form.label(address),
                "status": report[address].status,
                "value": report[address].text,
            }
            for address in report
        ],
    }
