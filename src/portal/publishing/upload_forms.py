"""Forms that bring files in."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.acts.act import Refused
from portal.publishing import files
from portal.publishing.files import Received
from portal.publishing.forms import AttributeForm, ContentForm
from portal.publishing.models import Column, Genre
from portal.publishing.recognition import FIELDS

MOST = 20
"""Attachments that come with one upload."""


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class ReceivedField(forms.FileField):
    """A file that is looked into while the form is checked; its value is what will be kept."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("请选择文件。")})
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(files.ACCEPTED)}))
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file as it will be kept."""
        given = super().clean(data, initial)
        return _received(given) if isinstance(given, UploadedFile) else None


class ReceivedFiles(ReceivedField):
    """Several files at once."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"accept": ",".join(files.ACCEPTED)}
        super().__init__(widget=_Several(attrs=attrs), required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files as they will be kept; every one that is not accepted is named."""
        given: Iterable[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        given = list(given)
        if len(given) > MOST:
            raise ValidationError(_("一次最多上传%(most)d个附件。") % {"most": MOST})
        kept, errors = [], []
        for one in given:
            try:
                kept.append(_received(one))
            except ValidationError as error:
                errors += error.messages
        if errors:
            raise ValidationError(errors)
        return tuple(kept)


def _received(given: Any) -> Received:
    try:
        files.refuse_size(given.size or 0, files.safe_name(given.name or ""))
        return files.receive(given.name or "", given.read())
    except Refused as refused:
        raise ValidationError(refused.sentence) from refused


class UploadForm(AttributeForm):
    """A new document out of a file: the file, where it belongs, how it is disclosed."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=36, required=False)
    column = forms.ModelChoiceField(
        label=_("栏目"),
        queryset=Column.objects.none(),
        empty_label=_("请选择"),
        error_messages={"required": _("请选择栏目。")},
    )
    genre = forms.ChoiceField(
        label=_("类别"),
        choices=[("", _("请选择")), *Genre.choices],
        error_messages={"required": _("请选择类别。")},
    )
    file = ReceivedField(label=_("正文文件"))
    attachments = ReceivedFiles(label=_("附件"))
    field_order = [
        "file",
        "attachments",
        "column",
        "genre",
        "attribute",
        "ground",
        "ground_reason",
        "reassess_on",
    ]

    def __init__(self, *args: Any, columns: list[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", str(uuid.uuid4()))
        chosen = Column.objects.filter(pk__in=[c.pk for c in columns])
        self.fields["column"].queryset = chosen  # type: ignore[attr-defined]

    def place(self) -> dict[str, Any]:
        """Return where the document belongs and how it is disclosed, as the act takes it."""
        return {name: self.cleaned_data[name] for name in self.field_order[2:]}

    @property
    def withholding(self) -> list[forms.BoundField]:
        """The fields that only a document not disclosed by itself fills in."""
        return [self[n] for n in ("ground", "ground_reason", "reassess_on")]


class FileForm(forms.Form):
    """One file more."""

    file = ReceivedField(label=_("文件"))


class CheckForm(ContentForm):
    """What was recognised, to be looked over; the text is changed on the page of the draft."""

    class Meta(ContentForm.Meta):
        fields = list(FIELDS)
