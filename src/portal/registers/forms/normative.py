"""Forms of the register of 规章 and 行政规范性文件."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.organs.keeping.forms import ActForm, day, words
from portal.publishing.models import Document, DocumentLink, LinkKind
from portal.registers.forms.base import WithDocument
from portal.registers.models import NormativeEntry, NormativeKind


class NormativeForm(WithDocument):
    """A document of the organ."""

    kind = forms.ChoiceField(label=_("类别"), choices=NormativeKind.choices)
    title = forms.CharField(label=_("名称"), max_length=300)
    number = forms.CharField(label=_("文号"), max_length=80, required=False)
    unified_number = forms.CharField(
        label=_("统一编号"), max_length=80, required=False, help_text=_("已有编号的填在这里。")
    )
    numbered = forms.BooleanField(
        label=_("没有编号的，按规则编一个（编定后不变，也不再给别的文件）"), required=False
    )
    issued_on = day(_("制发日期"), help_text=_("印发、公布的日期；计入这一年的“制发件数”。"))
    effective_on = day(_("施行日期"), required=False)
    expires_on = day(
        _("有效期至"), required=False, help_text=_("施行的最后一天。没有有效期的不填。")
    )
    disclosed_on = day(_("公开日期"), required=False)
    must_file = forms.BooleanField(label=_("须报备案"), required=False)
    field_order = ("kind", "title", "number", "unified_number", "numbered", "document")

    def facts(self) -> dict[str, Any]:
        """Return the fields, and whether it is to be numbered."""
        fields = dict(self.cleaned_data)
        return {"numbered": fields.pop("numbered"), "fields": fields}


class CorrectNormativeForm(NormativeForm):
    """What was entered wrongly."""

    reason = words(_("更正的理由"), max_length=300)

    def __init__(self, *args: Any, target: NormativeEntry, **kwargs: Any) -> None:
        super().__init__(*args, target=target, **kwargs)
        del self.fields["numbered"]
        for name in self.fields:
            if name not in ("reason", "seen", "document"):
                self.initial.setdefault(name, getattr(target, name))
        if target.document:
            self.initial.setdefault("document", target.document.index_number)

    def facts(self) -> dict[str, Any]:
        """Return the fields, and why."""
        fields = dict(self.cleaned_data)
        return {"seen": fields.pop("seen"), "reason": fields.pop("reason"), "fields": fields}


class ChangeForm(ActForm):
    """A change by a decision; by which document, where one is linked to it."""

    on = day(_("日期"), initial=clock.today)
    basis = forms.CharField(
        label=_("依据"), max_length=300, help_text=_("作出决定的文件、文号或会议。")
    )
    document = forms.ModelChoiceField(
        label=_("由哪份公开的文件"), queryset=Document.objects.none(), required=False
    )

    def __init__(self, *args: Any, target: NormativeEntry, **kwargs: Any) -> None:
        super().__init__(*args, target=target, **kwargs)
        sources = DocumentLink.objects.filter(
            target=target.document_id or 0,
            kind__in=[LinkKind.AMENDS, LinkKind.REPEALS],
            ended_at=None,
            source__is_public=True,
        )
        found = Document.objects.filter(pk__in=sources.values("source")).select_related("working")
        self.fields["document"].queryset = found  # type: ignore[attr-defined]
        if not found.exists():
            del self.fields["document"]


class AmendForm(ChangeForm):
    """An amendment."""

    expires_on = day(_("修改后的有效期至"), required=False, help_text=_("没有变化的不填。"))


class ContinueForm(ActForm):
    """The outcome of the review: it goes on."""

    on = day(_("决定日期"), initial=clock.today)
    basis = forms.CharField(label=_("依据"), max_length=300)
    expires_on = day(_("新的有效期至"), required=False, help_text=_("不再设有效期的不填。"))


class FilingForm(ActForm):
    """A filing."""

    to = forms.CharField(label=_("备案机关"), max_length=120)
    on = day(_("报备日期"), initial=clock.today)


class ReceiptForm(ActForm):
    """The receipt of a filing."""

    on = day(_("回执日期"), initial=clock.today)
    receipt = forms.CharField(label=_("备案号"), max_length=80, required=False)
