"""What a letter is filled in with: of the organ, of the request, of the event that it tells."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.cases import clock as law_clock
from gongkai.cases.events import ASKED, Channel, Kind
from gongkai.cases.standing import Standing
from gongkai.errors import CalendarUnknown
from portal.cases import papers, provisional
from portal.cases.lifecycle import Office
from portal.cases.models import ApplicantKind, Case, CaseEvent, Inquiry
from portal.cases.review_bodies import body_of, level_of
from portal.duties.queries import particulars
from portal.organs.models import Organ

OF_EVENT: Mapping[str, tuple[str, ...]] = {
    Kind.CORRECTION_ASKED: ("correction_notice",),
    Kind.EXTENDED: ("extension",),
    Kind.DELAYED: ("delayed_reply",),
    Kind.FEE_NOTIFIED: ("fee_notice",),
    Kind.THIRD_PARTY_ASKED: ("third_party_consultation", "consultation_notice"),
    Kind.ORGAN_ASKED: ("organ_consultation", "consultation_notice"),
    Kind.CO_MAKER_ASKED: ("co_maker_consultation", "consultation_notice"),
    Kind.WITHDRAWN: ("withdrawn",),
    Office.OVERRIDDEN: ("override_notice",),
    Office.REASONS_ASKED: ("reasons_request",),
}
"""The letters that go out when something happens."""

_GUIDANCE = (
    "请写明所需政府信息的名称、文号，或者能够据以查找的其他特征，例如年度、项目名称、形成信息的单位"
)
_ONLINE = "在本平台“查询办理进度”页凭查询码提交"
_WAYS = {
    "post": ("邮寄至您提供的通信地址", "随本答复书一并寄出"),
    "email": ("发送至您提供的电子邮箱", "与本答复书同日发送"),
    "pickup": ("到本机关当面领取", "自收到本答复书之日起的工作时间"),
    "online": ("在本平台“查询办理进度”页下载", "自本答复书送达之日起"),
}


def of_organ(organ: Organ, on: date) -> dict[str, Any]:
    """Return what a letter says of the organ that writes it."""
    office = particulars(organ)
    body, _sign, address = re.sub(r"[，,；;（(\s]", "\0", body_of(organ)).partition("\0")
    return {
        "organ": organ.name,
        "date": on,
        "office": office.office,
        "address": office.address,
        "phone": office.phone,
        "submit": _hand_in(organ),
        "organ_level": level_of(organ),
        "review_body": body,
        "review_address": address.replace("\0", "，").strip("，)）"),
    }


def _hand_in(organ: Organ) -> str:
    return f"当面递交或者邮寄到{particulars(organ).address or '本机关'}"


def _in_a_row(words: str) -> str:
    """Return what was written in several lines as one, to be quoted."""
    lines = (line.strip().rstrip("。；;") for line in words.splitlines())
    return "；".join(line for line in lines if line)


def of_case(case: Case, law: Standing) -> dict[str, Any]:
    """Return what a letter says of the request, by its events."""
    person = case.applicant.kind == ApplicantKind.PERSON
    asked = [_in_a_row(part) for part in (case.subject, case.content) if part.strip()]
    corrected = case.events.filter(kind=Kind.CORRECTED, struck=None).last()
    if law.corrected_on is not None and corrected is not None and corrected.opinion.strip():
        asked.append(f"补正：{_in_a_row(corrected.opinion)}")
    return {
        "applicant": case.applicant.name,
        "applicant_kind": "natural" if person else "organisation",
        "request_number": case.number,
        "request": "；".join(dict.fromkeys(asked)),
        "channel": Channel(case.channel).receipt.name,
        "received_on": law.received_on or law.arrived_on,
        "corrected_on": law.corrected_on,
        "extended_on": law.extended_on,
        "fee_paid_on": law.fee_paid_on,
        "correction_asked_on": law.correction_asked_on,
        "fee_notified_on": law.fee_notified_on,
    }


def of_part(case: Case, part: Mapping[str, Any], law: Standing) -> dict[str, Any]:
    """Return what the reply says of one part: what its outcome needs and the request tells itself."""
    outcome, what = part["outcome"], str(part.get("what", ""))
    found: dict[str, Any] = {"grounds": list(part.get("grounds", ()))}
    if outcome in ("provided", "partly_provided"):
        way, when = _WAYS[case.way]
        found |= {"content": what or case.subject, "access": way, "access_time": when}
        found["attachments"] = list(papers.outgoing(case).values_list("name", flat=True))
    if outcome == "correction_lapsed":
        found["until"] = law.correction_until
    if outcome == "fee_lapsed":
        found["until"] = _fee_due(law)
    asked = case.events.filter(kind=Office.REASONS_ASKED, struck=None).last()
    if outcome == "excessive" and asked is not None:
        found |= {"count": asked.opinion, "asked_on": asked.on}
    own = {name: value for name, value in (part.get("facts") or {}).items() if value}
    return {**found, **own}


def _fee_due(law: Standing) -> date | None:
    try:
        return law_clock.fee_due(law)
    except CalendarUnknown:
        return None


def of_event(kind: str, case: Case, event: CaseEvent, due_before: date | None) -> dict[str, Any]:
    """Return what the letter of a kind says of the event that it tells."""
    said = event.opinion.strip()
    inquiry = Inquiry.objects.filter(pk=event.facts.get("inquiry") or 0).first()
    match kind:
        case "correction_notice":
            items = [one.strip() for one in said.splitlines() if one.strip()]
            return {
                "items": items,
                "guidance": _GUIDANCE,
                "until": event.until,
                "submit": _hand_in(case.organ) + "，或者" + _ONLINE,
            }
        case "extension":
            return {
                "reason": said,
                "extension_days": event.days,
                "due_on": due_before,
                "new_due_on": case.due_on,
                "provisional_due_on": provisional.of(case) if case.due_on is None else None,
            }
        case "delayed_reply":
            asked = case.events.filter(kind=Office.REASONS_ASKED, struck=None).last()
            count = asked.opinion if asked else ""
            return {"reasons": said, "until": event.until, "count": count}
        case "fee_notice":
            number = "pages" if event.facts.get("tariff") == "pages" else "item_ordinal"
            return {number: event.facts.get("number"), "pay_how": said}
        case "consultation_notice":
            return {"consulted": ASKED[Kind(event.kind)], "asked_on": event.on}
        case "third_party_consultation":
            long = inquiry is not None and len(inquiry.whom) > 4
            return {
                "third_party": event.whom,
                "third_party_kind": "organisation" if long else "natural",
                "information": said,
                "harm": "该政府信息可能涉及商业秘密、个人隐私等",
            }
        case "organ_consultation" | "co_maker_consultation":
            return {"recipient_organ": event.whom, "information": said, "question": "是否可以公开"}
        case "override_notice":
            objection = case.inquiries.filter(whom=event.whom, kind="third_party").last()
            return {
                "third_party": event.whom,
                "third_party_kind": "organisation" if len(event.whom) > 4 else "natural",
                "information": objection.question if objection else "",
                "objected_on": objection.answered_on if objection else None,
                "reasons": said,
                "content": objection.question if objection else "",
            }
        case "reasons_request":
            return {"count": said, "until": event.until}
        case "withdrawn":
            return {"withdrawn_on": event.on}
    return {}
