"""What anybody may read of published annual reports: lists, words, and every cell."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router

from portal.annual import queries as annual
from portal.annual.models import AnnualReport, Scope
from portal.annual.pages import FORMATS
from portal.api import cursors, schemas
from portal.api.organs import here, organ_called
from portal.api.schemas import Code, Cursor, Edition, Id, Limit, Year

router = Router(tags=[gettext_noop("年度报告")])


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


@router.get(
    "/reports",
    response=schemas.ReportPage,
    summary=gettext_noop("列出年度报告"),
    description=gettext_noop("列出已经公布的政府信息公开工作年度报告，后存入的在前。"),
)
def list_reports(
    request: HttpRequest,
    organ: Code | None = None,
    year: Annotated[Year | None, Query(description=gettext_noop("报告的是哪一年"))] = None,
    scope: Scope | None = None,
    edition: Annotated[Edition | None, Query(description=gettext_noop("表式"))] = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """Answer the annual reports that stand, the last archived first."""
    found = annual.current()
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
    page = cursors.page(
        found.filter,
        annual.current().select_related("organ"),
        asked=asked,
        cursor=cursor or "",
        limit=limit,
    )
    return {"items": [_report(request, one) for one in page.rows], "next": page.after or None}


def _public_report(number: int) -> AnnualReport:
    found = annual.current().defer(None).select_related("organ").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@router.get(
    "/reports/{id}",
    response=schemas.ReportDetail,
    summary=gettext_noop("一份年度报告"),
    description=gettext_noop("一份年度报告的文字部分，以及各种格式的下载。"),
)
def get_report(request: HttpRequest, number: Id) -> Any:
    """Answer the words of a report and where its files are."""
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
    summary=gettext_noop("年度报告的数字"),
    description=gettext_noop(
        "一份年度报告每一格的数字。空白、没有这一格、无法辨认都不是零，由 status 说明。"
    ),
)
def list_cells(request: HttpRequest, number: Id) -> Any:
    """Answer every cell of a report in the order of its form."""
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
