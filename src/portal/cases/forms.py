"""What every form of an act on a request shares: its day, the version seen, papers that come with it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.cases import papers
from portal.cases.models import Case
from portal.organs.forms import DayInput


class ManyFiles(forms.ClearableFileInput):
    """The browser's own choice of several files."""

    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Several papers; each is refused in one sentence that names it."""

    widget = ManyFiles

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("label", gettext_lazy("材料"))
        kwargs.setdefault(
            "help_text", gettext_lazy("可以选几个文件。退回填写页时需要重新选择文件。")
        )
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[papers.Paper]:
        """Return the papers as the request keeps them."""
        given = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(given) > papers.MOST:
            raise ValidationError(_("一次最多%(n)d个文件。") % {"n": papers.MOST})
        found = []
        for one in given:
            super().clean(one, initial)
            try:
                found.append(papers.received(one.name, one.read()))
            except Refused as refused:
                raise ValidationError(refused.sentence) from refused
        if self.required and not found:
            raise ValidationError(self.error_messages["required"], code="required")
        return found


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, required=required, help_text=help_text, widget=DayInput())


def words(
    label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "", most: int = 3000
) -> forms.CharField:
    """Return a field for some sentences."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line(
    label: Any, *, required: bool = True, help_text: Any = "", most: int = 120
) -> forms.CharField:
    """Return a field for one line."""
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=most)


class SeenForm(forms.Form):
    """A form that carries the version its page showed, so that no second edit is lost."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, case: Case, by: Actor, **kwargs: Any) -> None:
        self.case, self.by = case, by
        kwargs["initial"] = {"seen": case.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def facts(self) -> dict[str, Any]:
        """Return the facts of the act, its `seen` among them."""
        return dict(self.cleaned_data)

    def look_again(self) -> None:
        """Take over the version as it is now: the page shows what changed, what was typed stays."""
        now = Case.objects.values_list("version", flat=True).get(pk=self.case.pk)
        given: Any = self.data
        data = given.copy()
        data["seen"] = str(now)
        self.data = data


class ActForm(SeenForm):
    """A form of an act: the day it happened comes first.

    happened  what the day is the day of, in the words of this act
    """

    on = day(gettext_lazy("发生日期"))
    happened: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today
        if self.happened:
            self.fields["on"].label = self.happened
