"""Forms of a filing: its texts, its wrapper, and the words an act asks for."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.annual import unspoken
from portal.annual.acts.judging import LONGEST
from portal.annual.acts.writing import PARTS, WRAPPER
from portal.annual.models import Filing, How
from portal.organs.forms import DayInput
from portal.organs.keeping.forms import NoneForm

LONGEST_PART = 200_000


class TextsForm(forms.Form):
    """The texts of a report, a line a paragraph."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, filing: Filing, titles: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filing = filing
        self.initial.setdefault("base", filing.edits)
        for part in PARTS:
            said = filing.texts.get(str(part), ())
            self.fields[f"part_{part}"] = forms.CharField(
                label=titles[part],
                required=False,
                max_length=LONGEST_PART,
                initial="\n".join(said),
                widget=forms.Textarea(attrs={"rows": _rows(part, said), "class": "form-control"}),
            )

    def texts(self) -> dict[str, list[str]]:
        """Return the paragraphs of each part."""
        return {
            str(part): [
                line for line in self.cleaned_data[f"part_{part}"].splitlines() if line.strip()
            ]
            for part in PARTS
        }


def _rows(part: int, paragraphs: Any) -> int:
    """Return as many lines as the words need; parts that are mostly a table begin small."""
    needed = sum(1 + len(text) // 40 for text in paragraphs) + 1
    return max(2 if part in (0, 2, 3, 4) else 5, min(18, needed))


class WordsForm(forms.Form):
    """Words to an act; `needed` where it does not go without."""

    words = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *args: Any,
        label: Any = None,
        needed: bool = False,
        help_text: Any = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["words"].label = label
        self.fields["words"].required = needed
        self.fields["words"].help_text = help_text


class ZeroForm(NoneForm):
    """What a report without requests says besides that the year had none of."""

    def __init__(self, posted: Any, filing: Filing) -> None:
        unsaid = unspoken.all_of(filing.organ, filing.year)
        super().__init__(posted, organ=filing.organ, unsaid=unsaid)
        self.fields["things"].required = False
        self.fields["things"].label = _("一并确认本年没有")
        if not unsaid:
            del self.fields["things"]


class BareForm(forms.Form):
    """Nothing to be said."""


class AdjustForm(forms.Form):
    """A difference and its reason."""

    delta = forms.DecimalField(
        label=_("调整数"),
        max_digits=20,
        decimal_places=6,
        help_text=_("增加填正数，减少填负数。登记的记录不变，调整数显示在数字旁边。"),
    )
    reason = forms.CharField(
        label=_("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def delta_of(self) -> Decimal:
        """Return the difference."""
        delta: Decimal = self.cleaned_data["delta"]
        return delta


class AnswerForm(forms.Form):
    """How a finding is answered."""

    how = forms.ChoiceField(label=_("答复"), choices=How.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("选“说明情况”的必须填写；这条结果以后再查出时，说明仍然有效。"),
    )


class ExplainForm(forms.Form):
    """Which findings one explanation answers, and the explanation."""

    keys = forms.MultipleChoiceField(label=_("要说明的各处"), widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(
        label=_("说明"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, asking: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = self.fields["keys"]
        assert isinstance(keys, forms.MultipleChoiceField)
        keys.choices = asking


class WrapperForm(forms.Form):
    """The particulars of the official document, none of them needed."""

    number = forms.CharField(
        label=_("发文字号"), required=False, max_length=60, help_text=_("例如：示政发〔2026〕3号")
    )
    written_on = forms.DateField(label=_("成文日期"), required=False, widget=DayInput())
    copies_to = forms.CharField(label=_("抄送"), required=False, max_length=300)
    printer = forms.CharField(label=_("印发机关"), required=False, max_length=100)
    printed_on = forms.DateField(label=_("印发日期"), required=False, widget=DayInput())

    def wrapper(self) -> dict[str, str]:
        """Return what was filled in, days as ISO dates."""
        return {n: str(self.cleaned_data[n]) for n in WRAPPER if self.cleaned_data[n]}
