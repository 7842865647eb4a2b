"""Forms of the records; their fields come from ``kinds.toml``."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.assurance.checks import MOST
from portal.assurance.kinds import Field, Kind, Words, kinds
from portal.assurance.models import Record
from portal.organs.keeping.forms import ActForm, day, words

_NAMES = Words("不要登记个人姓名。", "Enter no names of people.")


class RecordForm(ActForm):
    """One record of a kind."""

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["on"] = day(str(kind.on), initial=clock.today)
        if kind.asks_year:
            today = clock.today()
            years = [(year, str(year)) for year in (today.year, today.year - 1, today.year - 2)]
            # Until April the report on last year is open, and results of last year come in.
            self.initial.setdefault("year", today.year - (today.month <= 3))
            self.fields["year"] = forms.TypedChoiceField(
                label=_("计入哪一年的年度报告"),
                coerce=int,
                choices=years,
                help_text=_("评的是哪一年的工作就选哪一年；那一年的报告已经公布的，选下一年。"),
            )
        self.fields["title"] = forms.CharField(label=str(kind.subject), max_length=200)
        for one in kind.fields:
            self.fields[one.name] = _input(one)
            if one.own:
                self.initial.setdefault(one.name, self.organ.name)
        if kind.code == "accountability":
            self.fields["title"].help_text = str(_NAMES)

    def facts(self) -> dict[str, Any]:
        """Return the day, the year, the title and what else is said."""
        given = self.cleaned_data
        facts: dict[str, Any] = {name: given[name] for name in ("seen", "reason") if name in given}
        fields: dict[str, Any] = {n: given[n] for n in ("on", "year", "title") if n in given}
        names = {one.name for one in self.kind.fields}
        fields["said"] = {n: _kept(given[n]) for n in names if given[n] not in (None, "")}
        return {**facts, "fields": fields}


class CorrectRecordForm(RecordForm):
    """What was recorded wrongly, and why."""

    def __init__(self, *args: Any, target: Record, **kwargs: Any) -> None:
        super().__init__(*args, target=target, kind=kinds()[target.kind], **kwargs)
        self.fields["reason"] = words(_("更正的理由"), max_length=250)
        said = {"on": target.on, "year": target.year, "title": target.title, **target.said}
        self.initial.update(said)
        if "year" in self.fields:
            years = range(target.on.year + 1, target.on.year - 2, -1)
            this = clock.today().year
            self.fields["year"].choices = [(y, str(y)) for y in years if y <= this]  # type: ignore[attr-defined]


def _input(one: Field) -> forms.Field:
    label, required = str(one.label), one.required
    match one.type:
        case "number":
            return forms.IntegerField(label=label, required=required, min_value=0)
        case "decimal":
            return forms.DecimalField(
                label=label, required=required, min_value=0, max_digits=10, decimal_places=2
            )
        case "choice":
            choices = [("", "—"), *((code, str(text)) for code, text in one.choices.items())]
            return forms.ChoiceField(label=label, required=required, choices=choices)
        case "day":
            return day(label, required=required)
        case "words":
            return words(label, required=required, max_length=MOST["words"])
    return forms.CharField(label=label, required=required, max_length=MOST["text"])


def _kept(value: Any) -> Any:
    """Return a value as records keep it: text, int, and as text decimals and days."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | str):
        return value
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
