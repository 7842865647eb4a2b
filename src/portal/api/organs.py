"""What anybody may read of organs: which there are, what they were, their columns, their duties of law."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router

from gongkai.law.duties import duties
from portal.acts import clock
from portal.api import cursors, schemas
from portal.api.problems import Problem
from portal.api.schemas import Code, Cursor, Limit
from portal.organs import queries as organs
from portal.organs.models import Level, Organ
from portal.publishing import queries as publishing
from portal.ui.addresses import url
from portal.ui.language import said

router = Router(tags=[gettext_noop("机关")])


def here(request: HttpRequest, name: str, *what: Any) -> str:
    """Return the whole address of a page."""
    return f"{request.scheme}://{request.get_host()}{url(name, *what)}"


def organ_called(code: str) -> Organ:
    """Return an organ by its code; raises Problem where there is none."""
    found: Organ | None = Organ.objects.select_related("parent").filter(code=code).first()
    if found is None:
        raise Problem(404, _("没有“%(code)s”这个机关。") % {"code": code})
    return found


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


@router.get(
    "/organs",
    response=schemas.OrganPage,
    summary=gettext_noop("列出机关"),
    description=gettext_noop("列出现有的机关，后设立的在前；parent 给出机关树。"),
)
def list_organs(
    request: HttpRequest,
    below: Annotated[Code | None, Query(description=gettext_noop("只列这个机关下面的"))] = None,
    level: Level | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> Any:
    """Answer the organs that exist, the youngest first."""
    found = Organ.objects.existing(clock.today())
    if below:
        found = found.under(organ_called(below)).exclude(code=below)
    if level:
        found = found.filter(level=level)
    asked = {"list": "organs", "below": below, "level": level}
    page = cursors.page(
        found.filter,
        Organ.objects.select_related("parent"),
        asked=asked,
        cursor=cursor or "",
        limit=limit,
    )
    return {"items": [_organ(request, one) for one in page.rows], "next": page.after or None}


@router.get(
    "/organs/{code}",
    response=schemas.OrganDetail,
    summary=gettext_noop("一个机关"),
    description=gettext_noop("一个机关及其沿革：哪一天起叫什么、属于谁，职责由谁承接。"),
)
def get_organ(request: HttpRequest, code: Code) -> Any:
    """Answer an organ with what it was, and whose duties it took over."""
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
    "/organs/{code}/columns",
    response=schemas.ColumnList,
    summary=gettext_noop("一个机关的栏目"),
    description=gettext_noop("一个机关公开平台的栏目，以及各栏目对应的法定事项。"),
)
def list_columns(request: HttpRequest, code: Code) -> Any:
    """Answer the columns of an organ's platform with the duties of law behind them."""
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


@router.get(
    "/duties",
    response=schemas.DutyList,
    summary=gettext_noop("法定公开事项"),
    description=gettext_noop("条例第二十条、第二十一条规定应当主动公开的事项。"),
)
def list_duties(request: HttpRequest) -> Any:
    """Answer what must be published (arts. 20, 21)."""
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
