"""What a clerk takes out of a file: suggestions, further words, areas drawn; each on a ground of its own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.errors import GongkaiError
from gongkai.law.grounds import grounds
from gongkai.redaction import redact as redaction
from gongkai.redaction.marks import PERSONAL, Box, Mark, Page, Pages
from portal.cases.forms import words
from portal.ui.language import article, said, spoken

MOST_MARKS = 2000
MOST_AREAS = 200
POINTS = 72 / 25.4
"""How many points a millimetre has."""
_MEASURES = ("page", "left", "top", "width", "height")


def ground_choices() -> list[tuple[str, str]]:
    """Return every ground of the law, its article first."""
    return [(one.id, f"{article(one.article)}　{said(one)}") for one in grounds().values()]


class AreaForm(forms.Form):
    """One area: page, place and size, ground."""

    page = forms.IntegerField(label=gettext_lazy("页"), min_value=1)
    left = forms.FloatField(label=gettext_lazy("左"), min_value=0, max_value=5000)
    top = forms.FloatField(label=gettext_lazy("上"), min_value=0, max_value=5000)
    width = forms.FloatField(label=gettext_lazy("宽"), min_value=0, max_value=5000)
    height = forms.FloatField(label=gettext_lazy("高"), min_value=0, max_value=5000)
    ground = forms.ChoiceField(label=gettext_lazy("依据"), initial=PERSONAL)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = ground_choices()  # type: ignore[attr-defined]
        self.fields["ground"].widget.attrs["class"] = "form-select"
        for name in _MEASURES:
            told = {"class": "form-control", "step": "any", "inputmode": "decimal"}
            self.fields[name].widget.attrs.update(told)

    def has_changed(self) -> bool:
        """A row of which the ground alone was chosen is empty still."""
        return bool(set(self.changed_data) - {"ground"})


_Areas = forms.formset_factory(
    AreaForm, extra=1, can_delete=True, max_num=MOST_AREAS, absolute_max=MOST_AREAS
)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion as the form shows it."""

    number: int
    text: str
    pages: str
    chosen: bool
    ground: str


class RedactForm(forms.Form):
    """Which suggestions are taken out, which further words, which areas; on which grounds."""

    text = words(
        gettext_lazy("还要遮盖的文字"),
        rows=3,
        required=False,
        help_text=gettext_lazy("一行一条，文件里每一处都会遮盖。"),
    )
    ground = forms.ChoiceField(label=gettext_lazy("这些文字的依据"), required=False)
    unit = forms.ChoiceField(
        label=gettext_lazy("单位"),
        required=False,
        choices=[("pct", gettext_lazy("页面的百分之几")), ("mm", gettext_lazy("毫米"))],
    )
    keep = forms.BooleanField(
        label=gettext_lazy("只遮盖选中的这几处，别处相同的文字照旧保留"), required=False
    )
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self, data: Any = None, *, pages: Pages, suggested: Sequence[Mark], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"ground": PERSONAL, "source": pages.source, "unit": "pct"}
        super().__init__(data, use_required_attribute=False, **kwargs)
        self.pages, self.suggested = pages, suggested
        self.choices = ground_choices()
        self.fields["ground"].choices = self.choices  # type: ignore[attr-defined]
        for name in ("unit", "ground"):
            self.fields[name].widget.attrs["class"] = "form-select"
        given = data if data is not None and "areas-TOTAL_FORMS" in data else None
        self.areas: Any = _Areas(given, prefix="areas")

    @property
    def suggestions(self) -> list[Suggested]:
        """Every suggestion with what was chosen for it."""
        chosen = self._chosen()
        return [
            Suggested(
                n,
                mark.text,
                "、".join(str(p) for p in dict.fromkeys(place.page for place in mark.places)),
                n in chosen,
                self._ground(n),
            )
            for n, mark in enumerate(self.suggested)
        ]

    def _chosen(self) -> frozenset[int]:
        if not self.is_bound:
            return frozenset(range(len(self.suggested)))
        known = {str(n): n for n in range(len(self.suggested))}
        return frozenset(known[n] for n in self.data.getlist("marks") if n in known)  # type: ignore[attr-defined]

    def _ground(self, number: int) -> str:
        named = str(self.data.get(f"ground-{number}", ""))
        return named if named in grounds() else self.suggested[number].ground or PERSONAL

    def clean(self) -> dict[str, Any]:
        """Return the marks; raises ValidationError for words that stand nowhere, areas off the page."""
        kept = super().clean() or self.cleaned_data
        ground = kept.get("ground") or PERSONAL
        found = [replace(self.suggested[n], ground=self._ground(n)) for n in sorted(self._chosen())]
        for line in str(kept.get("text", "")).splitlines():
            if line.strip():
                try:
                    found += redaction.occurrences(self.pages, line, ground=ground)
                except GongkaiError as error:
                    self.add_error("text", error.sentence(spoken()))
        found += self._drawn(kept.get("unit") or "pct")
        if not found and not self.errors:
            raise forms.ValidationError(_("没有选择要遮盖的内容。"))
        kept["found"] = list(dict.fromkeys(found))[:MOST_MARKS]
        return kept

    def _drawn(self, unit: str) -> list[Mark]:
        if not self.areas.is_bound:
            return []
        if not self.areas.is_valid():
            said = [str(one) for one in self.areas.non_form_errors()]
            self.add_error(None, said or [_("画的框没有填完整，或者不是数。")])
            return []
        made = []
        for one in self.areas.forms:
            told = one.cleaned_data
            if not told.get("page") or told.get("DELETE"):
                continue
            try:
                box = self._box(told, unit)
                made.append(redaction.area(self.pages, told["page"], box, ground=told["ground"]))
            except GongkaiError as error:
                one.add_error(None, error.sentence(spoken()))
                self.add_error(None, error.sentence(spoken()))
        return made

    def _box(self, told: Mapping[str, Any], unit: str) -> Box:
        page = next((p for p in self.pages.pages if p.number == told["page"]), Page(0, 100, 100))
        across, down = (POINTS, POINTS) if unit == "mm" else (page.width / 100, page.height / 100)
        left, top = told["left"] * across, told["top"] * down
        return Box(left, top, left + told["width"] * across, top + told["height"] * down)

    def boxes(self) -> list[tuple[int, Box]]:
        """Return the areas as far as they are numbers, to be drawn again on the pages."""
        drawn = []
        for one in self.areas.forms if self.areas.is_bound else ():
            told = {name: _number(one[name].value()) for name in _MEASURES}
            if all(value is not None for value in told.values()) and not one["DELETE"].value():
                drawn.append((int(told["page"] or 0), self._box(told, str(self.data.get("unit")))))
        return drawn

    def sizes(self) -> str:
        """Return how wide and high each page is, in points, for the script that draws."""
        return json.dumps({page.number: (page.width, page.height) for page in self.pages.pages})

    def quiet(self) -> None:
        """Show the form as it was typed, without saying what is wrong with it yet."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}
        for one in self.areas.forms:
            one._errors = forms.utils.ErrorDict()
            one.cleaned_data = {}

    def held(self) -> list[tuple[str, str]]:
        """Return everything that was typed, to be sent once more as it is."""
        typed: Any = self.data
        left_out = ("csrfmiddlewaretoken", *ASKS)
        return [(n, v) for n, values in typed.lists() if n not in left_out for v in values]


ASKS = ("preview", "change", "more", "apply", "turn")
"""What the form's other buttons ask: they show the page anew and keep nothing."""


def answered(typed: Any) -> Any:
    """Return what was typed after the button that asks for one area more, or one ground for all."""
    data = typed.copy()
    total = str(data.get("areas-TOTAL_FORMS", ""))
    count = min(int(total), MOST_AREAS) if total.isascii() and total.isdigit() else 0
    if "more" in data:
        data["areas-TOTAL_FORMS"] = str(min(count + 1, MOST_AREAS))
        data[f"areas-{count}-ground"] = PERSONAL
    if "apply" in data and data.get("all") in grounds():
        named = [n for n in data if n.startswith("ground-") or n.endswith("-ground")]
        for name in ("ground", *named):
            data[name] = data["all"]
    return data


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if 0 <= number <= 5000 else None
