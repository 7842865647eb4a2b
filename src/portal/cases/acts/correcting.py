"""Correcting what was registered of a request: what is asked, who asks, how and when it came in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.events import Channel, Kind
from portal.acts import clock
from portal.cases import policies
from portal.cases.acts.base import CaseAct
from portal.cases.acts.registration import (
    ASKED,
    BY_CONFIRMATION,
    check_mark,
    fingerprint,
    next_number,
)
from portal.cases.lifecycle import Office
from portal.cases.models import Applicant, ApplicantKind, Case, CaseEvent
from portal.cases.models.case import SEALED


@dataclass(kw_only=True)
class ChangeRegistration(CaseAct):
    """Correct what was registered of a request; what stood before stays in its file.

    arrived_on, channel  when and how it came in: every later day is checked anew by the law
    confirmed_on         where the right channel is one of confirmation and nobody had confirmed
    """

    name = "cases.change_registration"
    title = gettext_lazy("更正登记")
    policy = staticmethod(policies.may_handle)
    kind = Office.CHANGED

    asked: dict[str, str] | None = None
    applicant: dict[str, str] | None = None
    arrived_on: date | None = None
    channel: Channel | None = None
    confirmed_on: date | None = None
    why: str = ""

    def lacking(self) -> str | None:
        """With a reason; what is asked must still be there."""
        if not self.why.strip():
            return _("请写明为什么更正。")
        if self.asked is not None and not self.asked.get("subject", "").strip():
            return _("请写明需要什么信息。")
        if self.applicant is not None and (said := self._lacking_applicant(self.applicant)):
            return said
        return self._lacking_arrival() if self._comes_otherwise() else None

    def _lacking_applicant(self, given: Mapping[str, str]) -> str | None:
        person = self.case.applicant
        if set(given) - {"kind", "name", *SEALED}:
            return _("只能更正申请表上的内容。")
        if given.get("kind", person.kind) not in ApplicantKind.values:
            return _("请选择申请人类别。")
        if not given.get("name", person.name).strip():
            return _("请填写申请人的姓名或者名称（第二十九条）。")
        known = {**person.unseal(), **given}
        if not any(known.get(n, "").strip() for n in ("phone", "address", "email")):
            return _("请至少填写一种联系方式（第二十九条）。")
        return None

    def _comes_otherwise(self) -> bool:
        """Whether the day, the channel or the confirmation is corrected at all."""
        case = self.case
        return (
            self.confirmed_on is not None
            or self.arrived_on not in (None, case.arrived_on)
            or self.channel not in (None, Channel(case.channel))
        )

    def _lacking_arrival(self) -> str | None:
        """A day and a channel that can be; nothing may have happened before the arrival."""
        case = self.case
        on = self.arrived_on or case.arrived_on
        channel = self.channel or Channel(case.channel)
        if Channel.ONLINE in (channel, Channel(case.channel)):
            return _("网上提交的申请以系统时间为准。")
        if on > clock.today():
            return _("日期不能晚于今天。")
        events = case.events.filter(struck=None)
        first = events.exclude(kind=Kind.ARRIVED).filter(on__lt=on).order_by("on", "pk").first()
        if first is not None:
            said = _("到达日期不能晚于“%(what)s”的日期（%(on)s）。")
            return said % {"what": first.in_words, "on": first.on}
        if self.confirmed_on is None:
            return None
        if channel not in BY_CONFIRMATION:
            return _("这种方式以到达当日为收到申请之日，不需要确认（第三十一条）。")
        if events.filter(kind=Kind.CONFIRMED).exists():
            return _("已经登记过确认收到；日期不对的，先由负责人作废那一条。")
        if not on <= self.confirmed_on <= clock.today():
            return _("确认日期不能早于到达日期，也不能晚于今天。")
        return None

    def do(self) -> Case:
        """Write the new particulars, and append what was there before."""
        case = self.case
        before: dict[str, Any] = {}
        for name in ASKED:
            if self.asked is not None and name in self.asked:
                before[name] = getattr(case, name)
                setattr(case, name, self.asked[name].strip())
        case.fingerprint = fingerprint(case.subject, case.content)
        if self.applicant is not None:
            self._change_applicant(self.applicant)
        moved = self._arrives() if self._comes_otherwise() else {}
        case.full_clean(exclude=["handler_id", "token", "code", "check_mark", "fingerprint"])
        case.save()
        corrected = {"applicant": sorted(self.applicant)} if self.applicant else {}
        event = self.append(opinion=self.why, facts={"before": before, **corrected, **moved})
        if moved:
            event.facts["arrival"]["due_after"] = _iso(case.due_on)
            event.save(update_fields=["facts"])
        return case

    def _change_applicant(self, given: Mapping[str, str]) -> None:
        case = self.case
        person = Applicant.objects.select_for_update().get(pk=case.applicant_id)
        person.kind = given.get("kind", person.kind)
        person.name = given.get("name", person.name).strip()
        kept = {k: v for k, v in given.items() if k not in ("kind", "name")}
        known = {**person.unseal(), **kept}
        person.seal(known)
        person.full_clean()
        person.save()
        case.kind = person.kind
        if case.code:  # what the applicant proves himself with goes with the telephone
            case.check_mark = check_mark(known)

    def _arrives(self) -> dict[str, Any]:
        """Let a new arrival take the place of the old one; return what both say.

        A request of another year is numbered in the series of that year.
        """
        case, old = self.case, CaseEvent.objects.get(case=self.case, kind=Kind.ARRIVED, struck=None)
        was = {
            "on": _iso(case.arrived_on),
            "channel": case.channel,
            "number": case.number,
            "due": _iso(case.due_on),
        }
        on = self.arrived_on or case.arrived_on
        if on.year != case.arrived_on.year:
            case.number = next_number(case.organ, on)
        case.arrived_on = on
        case.channel = self.channel or case.channel
        case.oral = case.oral and case.channel == Channel.IN_PERSON
        who = {"user_id": self.by.user_id, "who": self.by.name[:80]}
        old.struck = CaseEvent.objects.create(case=case, kind=Kind.ARRIVED, on=on, **who)
        old.save(update_fields=["struck"])
        if self.confirmed_on is not None:
            CaseEvent.objects.create(case=case, kind=Kind.CONFIRMED, on=self.confirmed_on, **who)
        return {"arrival": {**was, "on_after": _iso(on), "channel_after": case.channel}}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
