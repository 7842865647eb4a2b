"""The form of the reply: for each part its outcome, its grounds, and what its letter has to say."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.letters import asked
from gongkai.law.entries import cite
from gongkai.law.grounds import grounds
from gongkai.law.outcomes import Outcome, outcomes
from portal.cases.acts.reply import Part
from portal.cases.forms import ActForm, PapersField
from portal.organs.forms import DayInput
from portal.ui.language import article, said, spoken

MOST_PARTS = 8
TOLD = frozenset(
    {
        *("organ", "number", "date", "mark", "office", "address", "contact", "phone", "applicant"),
        *("applicant_kind", "request", "request_number", "received_on", "corrected_on", "grounds"),
        *("extended_on", "fee_paid_on", "attachments", "served_on", "organ_level", "review_body"),
        *("review_address", "court", "correction_asked_on", "fee_notified_on", "until", "asked_on"),
    }
)
"""What the organ, the request and its events tell themselves: nobody types it."""
LONG = frozenset({"reasons", "content", "withheld", "search", "access", "advice", "finding"})


def asked_of(outcome: str) -> list[Any]:
    """Return the facts that somebody has to type for the letter of an outcome."""
    return (
        [one for one in asked(outcome) if one.fact.id not in TOLD] if outcome in outcomes() else []
    )


def _with_article(outcome: Outcome) -> str:
    """Return an outcome with its article; one of another instrument names that."""
    if not outcome.article:
        return said(outcome)
    own = outcome.source == "regulation"
    where = outcome.article if own else cite(outcome.source, outcome.article)
    return f"{said(outcome)}（{article(where)}）"


class PartForm(forms.Form):
    """One part: what it is about, how it ends, and the facts of its letter."""

    outcome = forms.ChoiceField(label=gettext_lazy("办理结果"), required=False)
    what = forms.CharField(
        label=gettext_lazy("是哪一部分"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("只有一部分时可以不填。"),
    )
    grounds = forms.MultipleChoiceField(
        label=gettext_lazy("不予公开的依据"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, chosen: str, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].required = first
        self.chosen = outcomes().get(chosen)
        ends = [o for o in outcomes().values() if o.ends and o.id != "withdrawn"]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((o.id, _with_article(o)) for o in ends),
        ]
        if self.chosen is None or self.chosen.grounds == "none":
            del self.fields["grounds"]
        else:
            self.fields["grounds"].choices = [  # type: ignore[attr-defined]
                (g.id, f"{said(g)}（{article(g.article)}）") for g in grounds().values()
            ]
        for one in asked_of(chosen):
            self.fields[f"fact_{one.fact.id}"] = _fact_field(one)

    def clean(self) -> dict[str, Any]:
        """A draft may still lack what its letter needs; it is shown as needed and asked for later."""
        for name in [n for n in self.errors if n.startswith("fact_") and not self[n].data]:
            del self.errors[name]
        return self.cleaned_data

    @property
    def must_state(self) -> tuple[str, ...]:
        """What the letter of the chosen outcome must state beside the common elements."""
        return self.chosen.must_state if self.chosen else ()

    def part(self) -> Part:
        """Return the part as it was typed, valid or not."""
        kept = self.cleaned_data if hasattr(self, "cleaned_data") else {}
        told = {
            name.removeprefix("fact_"): str(value).strip()
            for name, value in kept.items()
            if name.startswith("fact_") and value
        }
        chosen = tuple(kept.get("grounds", ()))
        return Part(str(kept.get("outcome", "")), chosen, str(kept.get("what", "")).strip(), told)


def _fact_field(one: Any) -> forms.Field:
    label = one.fact.zh if spoken() == "zh" else one.fact.en
    if one.fact.kind == "date":
        return forms.DateField(label=label, required=one.needed, widget=DayInput())
    if one.fact.id in LONG:
        area = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(label=label, required=one.needed, max_length=5000, widget=area)
    return forms.CharField(label=label, required=one.needed, max_length=500)


class ReplyForm(ActForm):
    """Every part of the reply, and the files it provides."""

    files = PapersField(label=gettext_lazy("提供给申请人的文件"))  # type: ignore[assignment]
    count = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=MOST_PARTS
    )
    happened = gettext_lazy("拟写日期")
    field_order = ("files", "on")
    preview_refused = ""

    def __init__(
        self, data: Any, files: Any, *, parts: Sequence[Mapping[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.drafted = list(parts)
        self._build(data, self._count(data) if data is not None else max(1, len(self.drafted)))

    def _count(self, data: Any) -> int:
        text = str(data.get("count", ""))
        return (
            min(max(int(text), 1), MOST_PARTS)
            if text.isascii() and text.isdigit() and len(text) < 4
            else 1
        )

    def _build(self, data: Any, count: int) -> None:
        self.parts = []
        for number in range(count):
            prefix = f"p{number}"
            first = self.drafted[number] if number < len(self.drafted) else {}
            chosen = (
                data.get(f"{prefix}-outcome", "") if data is not None else first.get("outcome", "")
            )
            told = {f"fact_{n}": v for n, v in (first.get("facts") or {}).items()}
            initial = {**first, **told}
            self.parts.append(
                PartForm(data, prefix=prefix, chosen=chosen, first=number == 0, initial=initial)
            )
        self.fields["count"].initial = count

    def rebuild(self, *, more: bool) -> None:
        """Show the form again as it was typed, with one part more where asked for."""
        count = min(len(self.parts) + (1 if more else 0), MOST_PARTS)
        given: Any = self.data
        data = given.copy()
        data["count"] = str(count)
        self.data = data
        self.error_messages_hidden = True
        self._build(data, count)

    def typed(self) -> list[Part]:
        """Return the parts as they were typed."""
        for one in self.parts:
            one.is_valid()
        return [one.part() for one in self.parts]

    def is_valid(self) -> bool:
        """Whether the form and every part of it hold."""
        held = super().is_valid()
        for number, part in enumerate(self.parts, 1):
            if not part.is_valid():
                held = False
                for name, errors in part.errors.items():
                    label = part.fields[name].label if name in part.fields else ""
                    for error in errors:
                        self.add_error(
                            None,
                            _("第%(n)d部分，%(label)s：%(error)s")
                            % {"n": number, "label": label, "error": error},
                        )
        return held

    def facts(self) -> dict[str, Any]:
        """Return the facts of the act: the parts of which an outcome was chosen."""
        kept = self.cleaned_data
        return {
            "on": kept["on"],
            "seen": kept["seen"],
            "files": kept["files"],
            "parts": [part for part in self.typed() if part.outcome],
        }
