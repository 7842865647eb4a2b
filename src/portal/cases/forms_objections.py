"""The form that sets an objection aside."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from portal.cases.acts.objections import Aside, standing
from portal.cases.forms import ActForm, words


class AsideForm(ActForm):
    """Whose objection, why it does not stand in the way, and the reasons."""

    objection = forms.TypedChoiceField(label=gettext_lazy("第三方"), coerce=int)
    how = forms.ChoiceField(
        label=gettext_lazy("为什么不受影响"), choices=Aside.choices, widget=forms.RadioSelect
    )
    why = words(gettext_lazy("公开哪些内容，为什么"), rows=5)
    field_order = ("objection", "how", "why", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["objection"].choices = [  # type: ignore[attr-defined]
            (one.pk, f"{one.whom}（{one.get_answer_display()}）") for one in standing(self.case)
        ]
