"""What the forms of kept entries share. `facts` gives what the act takes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.organs.forms import DayInput
from portal.organs.models import Organ


def day(label: Any, **kwargs: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=DayInput(), **kwargs)


def words(label: Any, rows: int = 2, **kwargs: Any) -> forms.CharField:
    """Return a field for some sentences."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class ActForm(forms.Form):
    """A form of an act on an entry; `target` is that entry, None where the act makes one."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, organ: Organ, target: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organ, self.target = organ, target
        if target is None:
            del self.fields["seen"]
        else:
            self.initial.setdefault("seen", target.version)

    def facts(self) -> dict[str, Any]:
        """Return what the act takes."""
        return dict(self.cleaned_data)


class ReasonForm(ActForm):
    """Why."""

    reason = words(_("理由"), max_length=300)


class NoneForm(ActForm):
    """Of which things the year had none; those nobody has spoken of are ticked."""

    things = forms.MultipleChoiceField(
        label=_("本年没有的事项"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *args: Any, unsaid: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["things"].choices = list(unsaid.items())  # type: ignore[attr-defined]
        self.initial.setdefault("things", list(unsaid))
