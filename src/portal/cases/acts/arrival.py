"""The day on which a consultation letter or a fee notice arrived at its addressee, where it is known later."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.events import ASKED, Kind
from gongkai.cases.standing import Consultation
from gongkai.errors import CalendarUnknown
from portal.acts import clock
from portal.cases import policies
from portal.cases.acts.base import CaseAct
from portal.cases.lifecycle import Office
from portal.cases.models import Case, CaseEvent, Inquiry
from portal.cases.queries import events_of

_COUNTED_FROM_ARRIVAL = frozenset({*ASKED, Kind.FEE_NOTIFIED})


def arrivals(case: Case) -> dict[int, CaseEvent]:
    """Return the entries of arrival of a request's letters, by the entry that sent each."""
    found = case.events.filter(kind=Office.LETTER_ARRIVED, struck=None)
    return {one.facts["event"]: one for one in found}


def awaited(case: Case) -> list[CaseEvent]:
    """Return the entries of letters whose arrival counts and of which no day is known."""
    sent = [
        one
        for one in events_of(case)
        if one.kind in _COUNTED_FROM_ARRIVAL and one.struck_id is None and one.received_on is None
    ]
    known = arrivals(case) if sent else {}
    return sorted((one for one in sent if one.pk not in known), key=lambda one: (one.on, one.pk))


def follow(inquiry: Inquiry) -> None:
    """Bring an inquiry's days in line with what is entered of its letter's arrival."""
    sent = next(
        (one for one in inquiry.case.events.filter(kind__in=ASKED, on=inquiry.asked_on)
         if one.facts.get("inquiry") == inquiry.pk), None
    )  # fmt: skip
    if sent is None:
        return
    entered = arrivals(inquiry.case).get(sent.pk)
    inquiry.received_on = entered.received_on if entered else sent.received_on
    try:
        inquiry.until = Consultation(inquiry.kind, inquiry.asked_on, inquiry.received_on).expires_on
    except CalendarUnknown:
        inquiry.until = None
    inquiry.version += 1
    inquiry.save()


@dataclass(kw_only=True)
class EnterArrival(CaseAct):
    """Enter the day on which a consultation letter or a fee notice reached its addressee.

    Its period counts from that day where the law counts from the arrival (arts. 32, 34; 109号).

    event  the entry by which the letter went out
    """

    name = "cases.enter_arrival"
    title = gettext_lazy("登记文书送到对方的日期")
    policy = staticmethod(policies.may_handle)
    kind = Office.LETTER_ARRIVED

    event: int = 0
    received_on: date | None = None

    def lacking(self) -> str | None:
        """One of the letters whose arrival counts, once, on a day after it was sent."""
        sent = next((one for one in awaited(self.case) if one.pk == self.event), None)
        if sent is None:
            return _("请选择一份还没有登记送到日期的征求意见书或者收费通知。")
        if self.received_on is None or not sent.on <= self.received_on <= clock.today():
            return _("送到日期不能早于发出日期（%(on)s），也不能晚于今天。") % {"on": sent.on}
        return None

    def do(self) -> Case:
        """Append it; the days of the inquiry follow."""
        sent = CaseEvent.objects.get(pk=self.event)
        inquiry = sent.facts.get("inquiry")
        facts = {"event": sent.pk, "kind": sent.kind, **({"inquiry": inquiry} if inquiry else {})}
        self.append(received_on=self.received_on, whom=sent.whom, facts=facts)
        found = self.case.inquiries.filter(pk=inquiry or 0).first()
        if found is not None:
            follow(found)
        return self.case
