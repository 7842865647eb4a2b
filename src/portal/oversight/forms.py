"""Forms of the wall."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.organs.forms import DayInput
from portal.oversight.models import Tier


class TimetableForm(forms.Form):
    """By when the units of one tier send and publish."""

    tier = forms.ChoiceField(label=_("哪些单位"), choices=Tier.choices)
    submit_on = forms.DateField(label=_("报送截止"), required=False, widget=DayInput)
    publish_on = forms.DateField(
        label=_("公布截止"),
        required=False,
        widget=DayInput,
        help_text=_("空着：按条例第四十九条。"),
    )


class RemindForm(forms.Form):
    """What is said to the units that are reminded."""

    words = forms.CharField(
        label=_("催报内容"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写给单位看的话，可以空着。"),
    )
