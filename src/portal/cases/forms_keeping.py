"""Forms of keeping the file: who handles it, notes, errors, what belongs together, reopening."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.cases.acts.striking import NEVER
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
    why = words(gettext_lazy("为什么更正"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        case: Case = kwargs["case"]
        asked = ("subject", "content", "document_number", "period", "topic")
        kwargs["initial"] = {name: getattr(case, name) for name in asked}
        super().__init__(*args, **kwargs)

    def facts(self) -> dict[str, Any]:
        """Return what is asked, apart from the reason."""
        kept: Mapping[str, Any] = self.cleaned_data
        asked = {n: kept[n] for n in ("subject", "content", "document_number", "period", "topic")}
        return {"seen": kept["seen"], "why": kept["why"], "asked": asked}
