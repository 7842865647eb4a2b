"""Forms of documents."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.organs.forms import DayInput
from portal.publishing.models import Attribute, Column, DocumentVersion, Genre


class ContentForm(forms.ModelForm[DocumentVersion]):
    """What a document says."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = DocumentVersion
        fields: ClassVar[list[str]] = [
            "title", "number", "issuer", "formed_on", "effective_on", "expires_on", "topic",
            "keywords", "summary", "source", "body",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "formed_on": DayInput(),
            "effective_on": DayInput(),
            "expires_on": DayInput(),
            "summary": forms.Textarea(attrs={"rows": 2}),
            "body": forms.Textarea(attrs={"rows": 18, "class": "reading"}),
        }

    def content(self) -> dict[str, Any]:
        """Return the content alone."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class StartForm(ContentForm):
    """A new document: where it belongs, how it is disclosed, what it says."""

    column = forms.ModelChoiceField(label=_("栏目"), queryset=Column.objects.none())
    genre = forms.ChoiceField(label=_("类别"), choices=Genre.choices)
    attribute = forms.ChoiceField(
        label=_("公开属性"),
        choices=Attribute.choices,
        help_text=_("起草时确定。以公开为常态、不公开为例外（条例第五条）。"),
    )
    ground = forms.CharField(label=_("不予公开的依据"), required=False, max_length=20)
    ground_reason = forms.CharField(
        label=_("不主动公开的理由"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = [
        "column", "genre", "attribute", "ground", "ground_reason",
    ]  # fmt: skip

    def __init__(self, *args: Any, columns: list[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Column.objects.filter(pk__in=[c.pk for c in columns])
        self.fields["column"].queryset = chosen  # type: ignore[attr-defined]


class OpinionForm(forms.Form):
    """An opinion on a step."""

    opinion = forms.CharField(
        label=_("意见"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("原因"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class TimeForm(forms.Form):
    """When."""

    at = forms.DateTimeField(
        label=_("公开时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
