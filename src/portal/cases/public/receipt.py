"""The receipt of a request: number, date of receipt by its rule, due date and why, how to track it."""

import io
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.cases.events import Channel
from portal.acts import clock
from portal.cases import provisional, sealing
from portal.cases.channel import channel_name
from portal.cases.models import Case, CaseFile
from portal.cases.public import forecast, receipt_pdf, story, unlocked
from portal.cases.public.pages import page, private
from portal.duties.queries import particulars
from portal.ui.templatetags.ui import day

KEPT = unlocked.RECEIPTS[0]


def remember(request: HttpRequest, case: Case, code: str = "") -> None:
    """Let this browser have the receipt for half an hour; its query code sealed, and nowhere else."""
    kept = request.session.get(KEPT)
    if not code and isinstance(kept, dict) and kept.get("case") == case.pk:
        return
    until = (clock.now() + timedelta(minutes=unlocked.MINUTES)).timestamp()
    sealed = sealing.seal(code, of=f"receipt:{case.pk}")
    request.session[KEPT] = {"case": case.pk, "code": sealed, "until": until}


def _kept(request: HttpRequest) -> tuple[Case | None, str]:
    kept = request.session.get(KEPT)
    if isinstance(kept, dict):
        if float(kept["until"]) >= clock.now().timestamp():
            case = Case.objects.select_related("organ", "applicant").filter(pk=kept["case"]).first()
            return case, sealing.unseal(kept["code"], of=f"receipt:{kept['case']}")
        del request.session[KEPT]
    return None, ""


@private
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show the receipt of what this browser has just sent."""
    case, code = _kept(request)
    if case is None:
        return page(request, "no_receipt.html", None, status=410)
    return page(request, "receipt.html", case.organ, case=case, code=code, **told(case))


@private
@require_safe
def pdf(request: HttpRequest) -> HttpResponse:
    """Give the receipt as PDF, with the query code while this browser has it."""
    case, code = _kept(request)
    case = case or unlocked.case(request)
    if case is None:
        return page(request, "no_receipt.html", None, status=410)
    data = receipt_pdf.write(printed(request, case, code))
    response = HttpResponse(data, content_type="application/pdf")
    name = "attachment; filename=\"receipt.pdf\"; filename*=UTF-8''%E7%94%B3%E8%AF%B7%E5%9B%9E%E6%89%A7.pdf"
    response["Content-Disposition"] = name
    return response


def told(case: Case) -> dict[str, Any]:
    """Return what page and paper tell of a request's dates."""
    channel = Channel(case.channel)
    stands, reading = story.read(case)
    running = reading is not None and reading.due_on is not None
    return {
        "rule": story.rule(channel),
        "meanwhile": "" if reading else provisional.sentence(stands.law.standing),
        "due_on": reading.due_on if reading else None,
        "received_on": case.received_on,
        "reasons": story.reasons(reading),
        "if_today": "" if running or case.ended_on else forecast.due(channel),
        "office": particulars(case.organ),
    }


def printed(request: HttpRequest, case: Case, code: str) -> Mapping[str, Any]:
    """Return what the paper prints."""
    about, where = told(case), request.build_absolute_uri(reverse("track"))
    office = about["office"]
    rows = [
        (_("编号"), case.number),
        (_("提交给"), case.organ.name),
        (_("提交日期"), day(case.arrived_on)),
        (_("提出方式"), channel_name(Channel(case.channel))),
        (_("申请人"), case.applicant.name),
        (_("所需信息"), case.subject),
        (_("文号"), case.document_number),
        (_("信息形成的时间"), case.period),
        (_("获取方式"), f"{case.get_form_display()}，{case.get_way_display()}"),
    ]
    names = case.files.filter(what=CaseFile.What.APPLICATION).values_list("name", flat=True)
    rows.append((_("附件"), "\n".join(names)))
    if code:
        rows.append((_("查询码"), code))
    if about["due_on"]:
        due = _("答复期限：%(due)s。") % {"due": day(about["due_on"])}
    elif case.ended_on:
        due = ""
    elif about["meanwhile"]:
        due = about["meanwhile"]
    else:
        due = _("机关还没有与申请人确认，答复期限还没有开始计算。") + about["if_today"]
    image = io.BytesIO()
    segno.make(where, error="m", micro=False).save(image, kind="svg", border=1)
    contact = _("，").join(
        x for x in (office.office or case.organ.name, office.address, office.phone) if x
    )
    return {
        "title": _("政府信息公开申请回执"),
        "rows": [(label, value) for label, value in rows if value],
        "dates": [about["rule"], due, *(about["reasons"] if about["due_on"] else [])],
        "track": _(
            "查询进度：打开%(where)s，输入查询码和联系电话（没有填电话的，证件号码）的后四位。"
        )
        % {"where": where},
        "code": _("查询码只给申请人，请妥善保管。") if code else "",
        "contact": _("联系机关：%(contact)s。") % {"contact": contact},
        "qr": image.getvalue().decode(),
        "heads": [_("收到申请之日和答复期限"), _("怎样查询")],
        "note": _("打印日期：%(day)s") % {"day": day(clock.today())},
    }
