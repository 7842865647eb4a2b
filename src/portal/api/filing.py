"""What a unit's own system does for the annual report with a key: as the unit's people do on the desk."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import File, Form, Router
from ninja.files import UploadedFile

from portal.annual import findings
from portal.annual.acts.archiving import ArchiveReport
from portal.annual.acts.judging import SubmitFiling
from portal.annual.acts.writing import AnswerFinding, SaveTexts, StartFiling
from portal.annual.models import AnnualReport, Filing
from portal.annual.pages import UNWRITTEN
from portal.api import bodies
from portal.api.bearer import OrganKey
from portal.api.calls import carry_out
from portal.api.keys import Caller, caller
from portal.api.models import Scope
from portal.api.schemas import NO_NUL, Id, Year
from portal.api.writing import OWN_SYSTEMS, Rehearse, Token, desk, uploaded
from portal.ui.language import article

router = Router(auth=OrganKey(), tags=[OWN_SYSTEMS])


@router.post(
    "/desk/reports",
    response={201: bodies.ReportMade},
    summary=gettext_noop("存入已公布的年度报告"),
    description=gettext_noop(
        "把本机关已经公布的年度报告存入档案并读出数字；要更换已有的，写明 reason。"
    ),
)
def archive_report(
    request: HttpRequest,
    token: Token,
    file: File[UploadedFile],
    year: Annotated[Year | None, Form()] = None,
    published_on: Annotated[bodies.Day | None, Form()] = None,
    reason: Annotated[str, Form(max_length=300, pattern=NO_NUL)] = "",
) -> HttpResponse:
    """Take a published report into the archive."""
    by = caller(request, Scope.REPORTS)
    name, data = uploaded(file)
    act = ArchiveReport(
        by=by.actor,
        organ=by.organ,
        data=data,
        file_name=name,
        year=year,
        published_on=published_on,
        reason=reason,
    )

    def answer(one: AnnualReport) -> dict[str, Any]:
        statuses = [one.report[address].status for address in one.report]
        return {
            "id": one.pk,
            "year": one.year,
            "edition": one.edition,
            "title": one.title,
            "cells": statuses.count("number"),  # type: ignore[arg-type]
            "unreadable": statuses.count("unreadable"),  # type: ignore[arg-type]
            "url": desk(request, "annual_report", by.organ.code, one.year),
        }

    said = f"archiveReport {name} {year} {published_on} {reason} ".encode() + data
    return carry_out(act, by, token=token, sent=said, answer=answer)


def _filing(request: HttpRequest, filing: Filing) -> dict[str, Any]:
    return {
        "id": filing.pk,
        "year": filing.year,
        "stage": filing.stage,
        "in_words": filing.stage_in_words,
        "edits": filing.edits,
        "url": desk(request, "annual_filing", filing.pk),
    }


def _own_filing(by: Caller, number: int) -> Filing:
    found = Filing.objects.filter(pk=number, organ=by.organ).select_related("organ").first()
    if found is None:
        raise Http404
    return found


@router.post(
    "/desk/filings",
    response={200: bodies.Rehearsed, 201: bodies.FilingOut},
    summary=gettext_noop("开始填报年度报告"),
    description=gettext_noop("开始填报本机关一年的报告；数字由平台从记录中算出。"),
)
def start_filing(
    request: HttpRequest, token: Token, sent: bodies.FilingIn, rehearse: Rehearse = None
) -> Any:
    """Begin the report on a year."""
    by = caller(request, Scope.REPORTS)
    return carry_out(
        StartFiling(by=by.actor, organ=by.organ, year=sent.year),
        by,
        token=token,
        sent=b"startFiling " + request.body,
        answer=lambda filing: _filing(request, filing),
        rehearse=rehearse is not None,
    )


@router.post(
    "/desk/filings/{id}/texts",
    response={201: bodies.FilingOut},
    summary=gettext_noop("写年度报告的文字"),
    description=gettext_noop(
        "保存报告各部分的文字，没有写到的部分不变；其中 {{名称}} 引用平台算出的数字。"
    ),
)
def save_filing_texts(request: HttpRequest, number: Id, token: Token, sent: bodies.TextsIn) -> Any:
    """Save texts of a report."""
    by = caller(request, Scope.REPORTS)
    return carry_out(
        SaveTexts(by=by.actor, target=_own_filing(by, number), texts=sent.texts, base=sent.base),
        by,
        token=token,
        sent=f"saveFilingTexts {number} ".encode() + request.body,
        answer=lambda filing: _filing(request, filing),
    )


@router.post(
    "/desk/filings/{id}/submission",
    response={200: bodies.Rehearsed, 201: bodies.FilingOut},
    summary=gettext_noop("报送年度报告"),
    description=gettext_noop(
        "报送后数字、文字和背后的记录一并固定；有错误没有同意保留、有疑点没有答复的，答409，写明是哪几处。"
    ),
)
def submit_filing(
    request: HttpRequest,
    number: Id,
    token: Token,
    sent: bodies.SubmissionIn,
    rehearse: Rehearse = None,
) -> Any:
    """Send a report up."""
    by = caller(request, Scope.REPORTS)
    return carry_out(
        SubmitFiling(by=by.head, target=_own_filing(by, number), words=sent.message),
        by,
        token=token,
        sent=f"submitFiling {number} ".encode() + request.body,
        answer=lambda filing: _filing(request, filing),
        rehearse=rehearse is not None,
    )


@router.get(
    "/desk/filings/{id}",
    response=bodies.FilingOut,
    summary=gettext_noop("年度报告填报到哪一步"),
    description=gettext_noop("填报、报送、退回、审核通过、公布到了哪一步。"),
)
def get_filing(request: HttpRequest, number: Id) -> Any:
    """Answer where a report stands."""
    return _filing(request, _own_filing(caller(request, Scope.REPORTS), number))


@router.get(
    "/desk/filings",
    response=bodies.FilingList,
    summary=gettext_noop("本机关填报的年度报告"),
    description=gettext_noop("各年的报告及其编号，最近的年度在前；在工作台上开始的也在内。"),
)
def list_filings(request: HttpRequest) -> Any:
    """Answer which reports the organ has begun, here or on the desk."""
    found = Filing.objects.filter(organ=caller(request, Scope.REPORTS).organ)
    return {"items": [_filing(request, one) for one in found.order_by("-year", "scope")]}


def _finding(one: findings.Told) -> dict[str, Any]:
    answer = one.answer
    return {
        "key": one.key,
        "code": one.finding.code,
        "level": one.level,
        "in_words": one.sentence,
        "cells": [str(address) for address in one.finding.addresses],
        "basis": str(UNWRITTEN.get(one.finding.basis) or article(one.finding.basis)),
        "blocks": one.blocks,
        "answer": answer
        and {
            "how": answer.how,
            "message": answer.words,
            "who": answer.who,
            "at": answer.at,
            "permitted": answer.permitted_at is not None,
        },
    }


@router.get(
    "/desk/filings/{id}/findings",
    response=bodies.FindingList,
    summary=gettext_noop("检查年度报告"),
    description=gettext_noop(
        "自动检查在报告现在的内容里查出什么，答复过的连同答复；改了数字或者文字，再查一次就是新的结果。"
    ),
)
def list_filing_findings(request: HttpRequest, number: Id) -> Any:
    """Answer what the checks find in a report as it stands now."""
    one = _own_filing(caller(request, Scope.REPORTS), number)
    return {"items": [_finding(told) for told in findings.of(one)]}


@router.post(
    "/desk/filings/{id}/answers",
    response={200: bodies.Rehearsed, 201: bodies.FindingList},
    summary=gettext_noop("答复检查结果"),
    description=gettext_noop(
        "说明为什么是这样，或者说已经改正；一段说明可以答复几条。有误的，说明以后还要上级书面同意才能报送。"
    ),
)
def answer_filing_findings(
    request: HttpRequest, number: Id, token: Token, sent: bodies.AnswerIn, rehearse: Rehearse = None
) -> Any:
    """Answer findings, as the organ's people do on the desk."""
    by = caller(request, Scope.REPORTS)
    one = _own_filing(by, number)

    def answered(filing: Filing) -> dict[str, Any]:
        return {"items": [_finding(t) for t in findings.of(filing) if t.key in sent.keys]}

    return carry_out(
        AnswerFinding(by=by.actor, target=one, keys=sent.keys, how=sent.how, words=sent.message),
        by,
        token=token,
        sent=f"answerFilingFindings {number} ".encode() + request.body,
        answer=answered,
        rehearse=rehearse is not None,
    )
