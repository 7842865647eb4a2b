"""Forms of letters: what a notice lacks, how it was served, an organ's own wording."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongkai.cases.letters import asked
from portal.acts import clock
from portal.cases.forms import PapersField, day, line
from portal.cases.forms_reply import LONG
from portal.cases.models import CaseLetter, LetterTemplate
from portal.organs.forms import DayInput
from portal.ui.language import spoken

_TOLD = frozenset(
    {
        *("organ", "number", "date", "mark", "applicant", "applicant_kind", "request_number"),
        *("request", "received_on", "corrected_on", "served_on", "organ_level", "court", "contact"),
        *("consulted", "asked_on", "extension_days", "new_due_on", "item_ordinal", "pages"),
    }
)


class LetterForm(forms.Form):
    """A form about a letter; it carries the version its page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, letter: CaseLetter, **kwargs: Any) -> None:
        self.letter = letter
        kwargs["initial"] = {"seen": letter.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def facts(self) -> dict[str, Any]:
        """Return the facts of the act."""
        return dict(self.cleaned_data)

    def look_again(self) -> None:
        """Take over the version as it is now; what was typed stays."""
        given: Any = self.data
        data = given.copy()
        data["seen"] = str(
            CaseLetter.objects.values_list("version", flat=True).get(pk=self.letter.pk)
        )
        self.data = data


class CompleteForm(LetterForm):
    """Every fact of a notice that somebody may have to type."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in asked(self.letter.kind):
            if one.fact.id in _TOLD or (
                one.fact.kind == "choice" and one.fact.id != "third_party_kind"
            ):
                continue
            label = one.fact.zh if spoken() == "zh" else one.fact.en
            value = self.letter.facts.get(one.fact.id)
            common: dict[str, Any] = {"label": label, "required": False, "initial": value}
            field: forms.Field
            if one.fact.kind == "date":
                field = forms.DateField(widget=DayInput(), **common)
            elif one.fact.kind == "choice":
                field = forms.ChoiceField(choices=list(one.fact.among.items()), **common)
            elif one.fact.kind == "list":
                common["initial"] = "\n".join(value or [])
                field = forms.CharField(
                    widget=forms.Textarea(attrs={"rows": 4}), max_length=5000, **common
                )
            elif one.fact.id in LONG | {"information", "harm", "guidance", "reason", "question"}:
                field = forms.CharField(
                    widget=forms.Textarea(attrs={"rows": 3}), max_length=5000, **common
                )
            else:
                field = forms.CharField(max_length=500, **common)
            self.fields[f"fact_{one.fact.id}"] = field

    def facts(self) -> dict[str, Any]:
        """Return what was typed; lists line by line."""
        lists = {one.fact.id for one in asked(self.letter.kind) if one.fact.kind == "list"}
        given: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            fact = name.removeprefix("fact_")
            if fact != name and value:
                given[fact] = str(value).splitlines() if fact in lists else value
        return {"seen": self.cleaned_data["seen"], "given": given}


class ServeLetterForm(LetterForm):
    """How a notice was served."""

    service = forms.ChoiceField(
        label=gettext_lazy("送达方式"), choices=CaseLetter.Service.choices, widget=forms.RadioSelect
    )
    on = day(gettext_lazy("送达日期"))
    tracking = line(gettext_lazy("邮件号码"), required=False, most=60)
    files = PapersField(label=gettext_lazy("送达回证、交邮凭证"))  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today


class WordingForm(forms.Form):
    """An organ's own text of a kind of letter."""

    text = forms.CharField(
        label=gettext_lazy("正文"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16, "class": "reading"}),
        help_text=gettext_lazy(
            "一行一段；{…}填入事实，[[…]]其中的事实没有时整段略去。清空后保存，恢复标准文本。"
        ),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, *args: Any, template: LetterTemplate | None, standard: str, **kwargs: Any
    ) -> None:
        own = template.text if template and template.text else standard
        kwargs["initial"] = {"text": own, "seen": template.version if template else None}
        super().__init__(*args, **kwargs)
