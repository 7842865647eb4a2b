"""A field that names the public document an entry stands for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.organs.keeping.forms import ActForm
from portal.publishing.models import Document


class DocumentField(forms.CharField):
    """A public document of the organ, named by its index number or the number in its address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("对应的公开信息"),
            required=False,
            max_length=60,
            help_text=_("填索引号；没有就不填。"),
            **kwargs,
        )


class WithDocument(ActForm):
    """A form that may name the public document an entry stands for."""

    document = DocumentField()

    def clean_document(self) -> Document | None:
        """Return the organ's public document of that number."""
        text = self.cleaned_data["document"].strip()
        if not text:
            return None
        found = Document.objects.filter(organ=self.organ, index_number=text, is_public=True).first()
        if found is None:
            raise forms.ValidationError(_("本机关没有这个索引号的公开信息。"))
        return found
