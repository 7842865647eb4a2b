"""Forms of keeping the file: who handles it, notes, errors, what belongs together, reopening."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.events import Channel
from portal.acts import clock
from portal.cases.acts.arrival import awaited
from portal.cases.acts.striking import NEVER
from portal.cases.channel import CHOICES
from portal.cases.forms import ActForm, PapersField, SeenForm, day, line, words
from portal.cases.models import Case, CaseFile, CaseLink
from portal.organs.models import Post, Role


class AssignForm(ActForm):
    """To whom."""

    to = forms.TypedChoiceField(label=gettext_lazy("交给"), coerce=int)
    field_order = ("to", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = handlers(self.case.organ_id)  # type: ignore[attr-defined]


def handlers(organ_id: int) -> list[tuple[int, str]]:
    """Return who may handle requests of an organ today."""
    held = Post.objects.held(clock.today()).filter(
        organ=organ_id, role__in=[Role.HANDLER, Role.HEAD]
    )
    return list(held.values_list("user_id", "user__name").distinct().order_by("user__name"))


class NoteForm(ActForm):
    """A note, with papers."""

    text = words(gettext_lazy("备注"), required=False)
    what = forms.ChoiceField(
        label=gettext_lazy("材料是什么"),
        choices=CaseFile.What.choices,
        initial=CaseFile.What.OTHER,
    )
    files = PapersField()  # type: ignore[assignment]


class StrikeForm(ActForm):
    """Which entry, and why."""

    event = forms.TypedChoiceField(
        label=gettext_lazy("作废哪一条"), coerce=int, widget=forms.RadioSelect
    )
    why = words(gettext_lazy("为什么作废"), rows=2)
    field_order = ("event", "why", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = self.case.events.filter(struck=None).exclude(kind__in=NEVER)
        self.fields["event"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"{one.on}　{one.in_words}　{one.who}") for one in events.order_by("pk")
        ]


def _other(case: Case, number: str) -> Case:
    found = Case.objects.filter(organ=case.organ_id, number=number.strip()).first()
    if found is None:
        raise ValidationError(_("本机关没有这个编号的申请。"))
    return found


class JoinForm(ActForm):
    """With which other request."""

    other = line(
        gettext_lazy("另一件申请的编号"),
        most=60,
        help_text=gettext_lazy("例如：公开申请〔2026〕12号"),
    )

    def clean_other(self) -> Case:
        """Return the request of that number."""
        return _other(self.case, self.cleaned_data["other"])


class LinkForm(JoinForm):
    """With which other request, and how they belong together."""

    how = forms.ChoiceField(
        label=gettext_lazy("怎样相关"), choices=CaseLink.How.choices, initial=CaseLink.How.RELATED
    )


class SplitForm(ActForm):
    """One line for each request."""

    subjects = words(
        gettext_lazy("拆分后的每一件"),
        rows=6,
        most=9000,
        help_text=gettext_lazy("一行一件。第一行留在这件申请里，其余各成一件，收到日期不变。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subjects"].initial = self.case.subject

    def clean_subjects(self) -> list[str]:
        """Return the lines."""
        return str(self.cleaned_data["subjects"]).splitlines()


class ReopenForm(ActForm):
    """What orders a new reply, and by when."""

    happened = gettext_lazy("收到决定、判决之日")
    basis = line(gettext_lazy("复议决定、判决的文号"), most=120)
    until = day(
        gettext_lazy("重新答复的期限"),
        required=False,
        help_text=gettext_lazy("决定、判决没有写明期限的留空，从这一天起另计20个工作日。"),
    )


class ChangeForm(SeenForm):
    """What was registered, to be corrected."""

    subject = words(gettext_lazy("所需信息"), rows=2, most=300)
    content = words(gettext_lazy("内容描述"), rows=4, required=False, most=5000)
    document_number = line(gettext_lazy("文号"), required=False, most=100)
    period = line(gettext_lazy("信息形成的时间"), required=False, most=100)
    topic = line(gettext_lazy("主题"), required=False, most=60)
    channel = forms.ChoiceField(label=gettext_lazy("提出方式"))
    arrived_on = day(
        gettext_lazy("到达日期"),
        help_text=gettext_lazy("改到另一年的，按那一年的编号序列重新编号。"),
    )
    confirmed_on = day(
        gettext_lazy("与申请人确认收到之日"),
        required=False,
        help_text=gettext_lazy("改为需要确认的方式、而且已经确认的才填。"),
    )
    why = words(
        gettext_lazy("为什么更正"),
        rows=2,
        help_text=gettext_lazy("更正到达日期、提出方式的，申请人查询进度时看得到这里写的内容。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        case: Case = kwargs["case"]
        asked = ("subject", "content", "document_number", "period", "topic")
        arrival = ("channel", "arrived_on")
        kwargs["initial"] = {name: getattr(case, name) for name in (*asked, *arrival)}
        super().__init__(*args, **kwargs)
        if case.channel == Channel.ONLINE:  # by the time of the system
            for name in (*arrival, "confirmed_on"):
                del self.fields[name]
            return
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            one for one in CHOICES if one[0] != Channel.ONLINE
        ]

    def facts(self) -> dict[str, Any]:
        """Return what is asked, apart from the reason."""
        kept: Mapping[str, Any] = self.cleaned_data
        asked = {n: kept[n] for n in ("subject", "content", "document_number", "period", "topic")}
        facts = {"seen": kept["seen"], "why": kept["why"], "asked": asked}
        if "channel" in kept:
            facts |= {n: kept[n] for n in ("arrived_on", "confirmed_on")}
            facts["channel"] = Channel(kept["channel"])
        return facts


class ArrivalForm(SeenForm):
    """Which letter, and the day its addressee had it."""

    event = forms.TypedChoiceField(
        label=gettext_lazy("哪一份文书"), coerce=int, widget=forms.RadioSelect
    )
    received_on = day(gettext_lazy("对方收到的日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [
            (one.pk, "　".join(filter(None, (str(one.on), one.in_words, one.whom))))
            for one in awaited(self.case)
        ]
        self.fields["event"].choices = known  # type: ignore[attr-defined]
        if len(known) == 1:
            self.fields["event"].initial = known[0][0]
