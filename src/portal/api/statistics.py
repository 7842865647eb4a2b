"""Counts that the public pages show, and nothing that they do not."""

from collections.abc import Mapping
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router

from gongkai.cases.events import Channel
from gongkai.law.outcomes import outcomes
from portal.acts import clock
from portal.api import schemas
from portal.api.organs import organ_called
from portal.api.schemas import Code, Reach, Year
from portal.cases import statistics as cases
from portal.cases.channel import channel_name
from portal.cases.models import ApplicantKind
from portal.publishing.queries import all_columns
from portal.registers import queries as registers
from portal.registers import rules
from portal.site import counts
from portal.ui.language import said

router = Router(tags=[gettext_noop("统计")])


def _tallies(found: Mapping[Any, int], names: Mapping[Any, Any]) -> list[dict[str, Any]]:
    rows = [(str(code), str(names.get(code, code)), n) for code, n in found.items() if n]
    ordered = sorted(rows, key=lambda row: (-row[2], row[0]))
    return [{"code": code, "name": name, "count": n} for code, name, n in ordered]


def _tally(code: str, value: counts.Value) -> dict[str, Any]:
    return {"code": code, "name": str(value.label), "count": value.count or 0}


@router.get(
    "/statistics/requests",
    response=schemas.RequestStatistics,
    summary=gettext_noop("依申请公开的数量"),
    description=gettext_noop(
        "一个机关一年收到、办结、结转的公开申请数，按结果、方式、申请人类别；不涉及任何一件申请。"
    ),
)
def get_request_statistics(
    request: HttpRequest,
    organ: Code,
    year: Annotated[Year, Query(description=gettext_noop("哪一年"))],
) -> Any:
    """Answer what the public page of requests counts."""
    one = organ_called(organ)
    found, known = cases.counts(one, year), outcomes()
    results = {
        code: said(known[code]) if code in known else _("其他处理") for code in found.by_outcome
    }
    return {
        "organ": one.code,
        "year": year,
        "received": found.received,
        "ended": found.ended,
        "carried": found.carried,
        "by_outcome": _tallies(found.by_outcome, results),
        "by_channel": _tallies(
            found.by_channel, {c: channel_name(Channel(c)) for c in found.by_channel}
        ),
        "by_applicant": _tallies(found.by_kind, dict(ApplicantKind.choices)),
    }


@router.get(
    "/statistics/documents",
    response=schemas.DocumentStatistics,
    summary=gettext_noop("公开信息的数量"),
    description=gettext_noop("一个机关公开的信息数，按类别、栏目、年份。"),
)
def get_document_statistics(request: HttpRequest, organ: Code, scope: Reach = Reach.OWN) -> Any:
    """Answer how much an organ has published."""
    one = organ_called(organ)
    within = scope is Reach.BELOW
    found = {f.name: f.values for f in counts.facets(one, within=within)}
    columns = {str(pk): c.code for pk, c in all_columns().items()}
    return {
        "organ": one.code,
        "scope": scope,
        "total": counts.count(one, within=within) or 0,
        "by_genre": [_tally(v.value, v) for v in found.get("genre", ())],
        "by_column": [_tally(columns[v.value], v) for v in found.get("column", ())],
        "by_year": [_tally(v.value, v) for v in found.get("year", ())],
    }


@router.get(
    "/statistics/registers",
    response=schemas.RegisterStatistics,
    summary=gettext_noop("登记簿的数量"),
    description=gettext_noop("一个机关向社会公布的规范性文件、权力事项、处理结果的条数。"),
)
def get_register_statistics(request: HttpRequest, organ: Code) -> Any:
    """Answer how much the public registers of an organ hold."""
    one, today = organ_called(organ), clock.today()
    books = {book.code: book.title for book in rules.registers().values() if book.listed}
    shown = {code: registers.shown(one, code).count() for code in books}
    return {
        "organ": one.code,
        "normative": registers.disclosed(one).count(),
        "powers": registers.powers_on(one, today).count(),
        "results": _tallies(shown, books),
    }
