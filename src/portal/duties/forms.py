"""Forms of duties, catalogues and the guide."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.duties.catalogue import MOST_BYTES
from portal.duties.models import PARTICULARS, DisclosureOffice
from portal.organs.models import Organ
from portal.publishing.lifecycle import State
from portal.publishing.models import Document

SHOWN = 30  # documents offered at once


class ReasonForm(forms.Form):
    """Why something does not apply."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("上级和公众会看到，如“本镇没有此项职能，由县自然资源局办理”。"),
    )


class OfficeForm(forms.ModelForm[DisclosureOffice]):
    """The particulars of the disclosure office."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    website = forms.URLField(
        label=_("网上申请的网址"), required=False, max_length=300, assume_scheme="https"
    )

    class Meta:
        model = DisclosureOffice
        fields: ClassVar[list[str]] = list(PARTICULARS)
        widgets: ClassVar[dict[str, Any]] = {"obtaining": forms.Textarea(attrs={"rows": 3})}

    def particulars(self) -> dict[str, Any]:
        """Return what was filled in."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class FindForm(forms.Form):
    """Words of a title, a document number or an index number."""

    q = forms.CharField(label=_("标题、文号或索引号"), required=False, max_length=100)


class AssignForm(forms.Form):
    """Which document fulfils a duty."""

    document = forms.ModelChoiceField(
        label=_("信息"),
        queryset=Document.objects.none(),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择一条信息。"), "invalid_choice": _("请重新选择信息。")},
    )

    def __init__(self, *args: Any, organ: Organ, words: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Document.objects.filter(organ=organ).exclude(state=State.DISCARDED)
        self.fields["document"].queryset = own  # type: ignore[attr-defined]
        found = own.select_related("working", "column").order_by("-pk")
        if words:
            by_words = found.filter(working__title__icontains=words)
            by_number = found.filter(working__number__icontains=words)
            found = by_words | by_number | found.filter(index_number=words)
        self.offered = list(found.defer("working__body")[:SHOWN])


class DutyForm(forms.Form):
    """Which duty, or item of the catalogue, a document fulfils."""

    code = forms.ChoiceField(label=pgettext_lazy("duty", "事项"))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]


class CatalogueForm(forms.Form):
    """A table of a field's items."""

    table = forms.FileField(
        label=_("目录文件"),
        help_text=_(
            "Excel、WPS表格、Word或CSV。表头按标准目录：公开事项、公开内容（要素）、公开依据、公开时限、公开主体等。"
        ),
    )

    def clean_table(self) -> Any:
        """Refuse what is too large before it is read."""
        table = self.cleaned_data["table"]
        if table.size > MOST_BYTES:
            raise forms.ValidationError(_("文件超过%(n)dMB。"), params={"n": MOST_BYTES >> 20})
        return table
