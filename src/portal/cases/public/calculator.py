"""The public calculator: dates in, due date and reasons out; numbers in, fee and working out. Nothing is kept."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gongkai import fees
from gongkai.calendar import workdays
from gongkai.cases import clock as law_clock
from gongkai.cases import history
from gongkai.cases.events import Channel, Event, Kind
from gongkai.deadlines import Reason
from gongkai.errors import CalendarUnknown, GongkaiError
from portal.acts import clock
from portal.cases import provisional
from portal.cases.channel import CHOICES
from portal.cases.desk_words import days_left
from portal.cases.public.pages import page
from portal.ui.language import spoken

ASKED = {
    "third_party": Kind.THIRD_PARTY_ASKED,
    "organ": Kind.ORGAN_ASKED,
    "co_maker": Kind.CO_MAKER_ASKED,
}
ANSWERED = {
    "third_party": Kind.THIRD_PARTY_ANSWERED,
    "organ": Kind.ORGAN_ANSWERED,
    "co_maker": Kind.CO_MAKER_ANSWERED,
}
_EARLIEST, _LATEST = date(2008, 5, 1), date(2100, 1, 1)


class DayField(forms.DateField):
    """A day that may be left empty."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        kwargs.setdefault("required", False)
        super().__init__(label=label, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the day; raises ValidationError for one before the Regulation or far off."""
        day = super().clean(value)
        if day is not None and not _EARLIEST <= day <= _LATEST:
            raise forms.ValidationError(_("请检查年份：条例自2008年5月1日起施行。"))
        return day


class DatesForm(forms.Form):
    """The days of a request."""

    channel = forms.ChoiceField(label=_("提出方式"), choices=CHOICES)
    arrived = DayField(
        _("到达日期"), required=True, help_text=_("机关收到信件、传真、邮件或者当面收下的日期。")
    )
    confirmed = DayField(
        _("与申请人确认的日期"), help_text=_("平常信函、传真、互联网渠道和电子邮件才需要。")
    )
    correction_asked = DayField(_("告知补正的日期"))
    correction_until = DayField(_("补正期限"))
    corrected = DayField(_("收到补正的日期"))
    third_party_asked = DayField(_("征求第三方意见"))
    third_party_received = DayField(_("第三方收到征求意见书"))
    third_party_answered = DayField(_("收到第三方意见"))
    organ_asked = DayField(_("征求其他机关意见"))
    organ_received = DayField(_("其他机关收到征求意见书"))
    organ_answered = DayField(_("收到其他机关意见"))
    co_maker_asked = DayField(_("征求共同制作机关意见"))
    co_maker_received = DayField(_("共同制作机关收到征求意见书"))
    co_maker_answered = DayField(_("收到共同制作机关意见"))
    extended = DayField(_("决定延长的日期"))
    days = forms.IntegerField(label=_("延长几个工作日"), required=False, min_value=1, max_value=99)
    fee_notified = DayField(_("收费通知的日期"))
    fee_received = DayField(_("收到收费通知的日期"))
    fee_paid = DayField(_("缴费日期"))
    replied = DayField(_("答复日期"))

    GROUPS = (
        (_("提出"), ("channel", "arrived", "confirmed")),
        (_("补正"), ("correction_asked", "correction_until", "corrected")),
        (
            _("征求第三方意见"),
            ("third_party_asked", "third_party_received", "third_party_answered"),
        ),
        (_("征求其他机关意见"), ("organ_asked", "organ_received", "organ_answered")),
        (_("征求共同制作机关意见"), ("co_maker_asked", "co_maker_received", "co_maker_answered")),
        (_("延长"), ("extended", "days")),
        (_("收费"), ("fee_notified", "fee_received", "fee_paid")),
        (_("答复"), ("replied",)),
    )

    def events(self) -> list[Event]:
        """Return the events in the order of their days; raises GongkaiError for a day out of place."""
        said = self.cleaned_data
        found: list[Event] = []

        def add(kind: Kind, name: str, **details: Any) -> None:
            if said.get(name):
                found.append(Event(kind, said[name], **details))

        add(Kind.ARRIVED, "arrived")
        add(Kind.CONFIRMED, "confirmed")
        add(Kind.CORRECTION_ASKED, "correction_asked", until=said.get("correction_until"))
        add(Kind.CORRECTED, "corrected")
        for name, kind in ASKED.items():
            add(kind, f"{name}_asked", received_on=said.get(f"{name}_received"))
        for name, kind in ANSWERED.items():
            add(kind, f"{name}_answered")
        add(Kind.EXTENDED, "extended", days=said.get("days"))
        add(Kind.FEE_NOTIFIED, "fee_notified", received_on=said.get("fee_received"))
        add(Kind.FEE_PAID, "fee_paid")
        add(Kind.REPLIED, "replied")
        return sorted(found, key=lambda event: event.on)

    def groups(self) -> list[tuple[Any, list[forms.BoundField], bool]]:
        """Return the fields by what they belong to, and whether the group is open."""
        return [
            (title, [self[n] for n in names], any(self[n].value() or self[n].errors for n in names))
            for title, names in self.GROUPS
        ]


class FeeForm(forms.Form):
    """How many requests in a month, or how many pages."""

    items = forms.IntegerField(
        label=_("同一申请人一个自然月内的申请件数"),
        required=False,
        min_value=0,
        max_value=fees.MOST["items"],
    )
    pages = forms.IntegerField(
        label=_("所提供信息的页数（A4）"), required=False, min_value=0, max_value=fees.MOST["pages"]
    )


@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """Answer with the due date and the reasons, or with the fee; the address carries what was typed."""
    dates = DatesForm(
        request.GET if "arrived" in request.GET else None, initial={"channel": "online"}
    )
    fee = FeeForm(request.GET if {"items", "pages"} & set(request.GET) else None)
    context: dict[str, Any] = {"dates": dates, "fee": fee}
    status = 200
    if dates.is_bound:
        said = _due(dates) if dates.is_valid() else {}
        status = 200 if "reading" in said else 422
        context |= said
    if fee.is_bound:
        if fee.is_valid():
            items, pages = fee.cleaned_data["items"], fee.cleaned_data["pages"]
            context["by_items"] = None if items is None else fees.by_items(items, lang=spoken())
            context["by_pages"] = None if pages is None else fees.by_pages(pages, lang=spoken())
        else:
            status = 422
    response = page(request, "calculator.html", None, status=status, **context)
    response["Cache-Control"] = "no-store"
    return response


def _due(form: DatesForm) -> dict[str, Any]:
    """Return what the clock shows, or the library's own sentence for what cannot be.

    Days in the next year are provisional, and said to be, until its holidays are published.
    """
    unknown = ""
    try:
        try:
            found = _read(form)
        except CalendarUnknown as error:
            if error.facts["year"] != clock.today().year + 1:
                raise
            unknown = error.sentence(spoken())
            with workdays.assumed():
                found = _read(form)
    except GongkaiError as error:
        form.add_error(None, error.sentence(spoken()))
        return {}
    return {**found, "unknown": unknown, "provisional": provisional.MARK}


def _read(form: DatesForm) -> dict[str, Any]:
    built = history.build(Channel(form.cleaned_data["channel"]), form.events())
    last = built.standing.last_on
    today = max(clock.today(), last) if last else clock.today()
    reading = built.reading(today=today)
    return {
        "reading": reading,
        "reasons": [(one.sentence(spoken()), _practice(one)) for one in reading.reasons],
        "overdue": reading.status == law_clock.OVERDUE,
        "waits": _WAITS.get(reading.status, ""),
        "fee_due": law_clock.fee_due(built.standing),
        "left": days_left(reading.due_on, clock.today()),
    }


def _practice(one: Reason) -> bool:
    """Whether a reason rests on practice and does not say so itself."""
    return one.basis == "practice" and "通行" not in one.text


_WAITS = {
    "waiting_confirmation": _("还没有与申请人确认，收到申请之日没有确定，答复期限没有开始计算。"),
    "waiting_applicant": _("正在等待申请人补正，答复期限不计算。"),
    "correction_lapsed": _("补正期限已过，申请人没有补正。"),
    "waiting_fee": _("正在等待缴费，答复期限不计算。"),
    "fee_lapsed": _("缴费期限已过，没有缴费。"),
}
