"""Forms of decisions and payments: one, a month, a file of them, none in a year."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import tables
from portal.acts import clock
from portal.organs.keeping.forms import ActForm, day, words
from portal.registers import rules
from portal.registers.forms.base import WithDocument
from portal.registers.models import Entry, MonthlyCount, Party


class EntryForm(WithDocument):
    """One decision or payment."""

    number = forms.CharField(max_length=120)
    on = day("", initial=clock.today)
    kind = forms.CharField(max_length=60, required=False)
    party_kind = forms.ChoiceField(
        label=_("相对人类型"), choices=[("", "—"), *Party.choices], required=False
    )
    party = forms.CharField(
        label=_("相对人"),
        max_length=120,
        required=False,
        help_text=_("个人姓名对外只显示姓。不要填写身份证号、电话。"),
    )
    item = forms.CharField(label=_("事项"), max_length=300, required=False)
    amount = forms.DecimalField(
        label=_("金额（元）"), max_digits=15, decimal_places=2, min_value=0, required=False
    )
    shown = forms.BooleanField(label=_("列入对外公开的结果名单"), required=False)
    field_order = ("number", "on", "kind", "party_kind", "party", "item", "amount", "shown")

    def __init__(self, *args: Any, register: rules.Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].label = register.number
        self.fields["on"].label = register.date
        self.fields["kind"].label = register.kind
        self.fields["amount"].required = register.money
        unasked = [] if register.party else ["party", "party_kind"]
        unasked += [] if register.listed else ["shown"]
        unasked += [] if register.money or register.code == "penalty" else ["amount"]
        for name in unasked:
            del self.fields[name]
        self.initial.setdefault("shown", register.shown)

    def facts(self) -> dict[str, Any]:
        """Return the fields, the amount in 分."""
        fields = dict(self.cleaned_data)
        if "amount" in fields:
            amount = fields["amount"]
            fields["amount"] = None if amount is None else int(amount * 100)
        return {"fields": fields}


class CorrectEntryForm(EntryForm):
    """What was entered wrongly, and why."""

    reason = words(_("更正的理由"), max_length=250)

    def __init__(self, *args: Any, target: Entry, **kwargs: Any) -> None:
        register = rules.registers()[target.register]
        super().__init__(*args, target=target, register=register, **kwargs)
        for name in ("number", "on", "kind", "party_kind", "party", "item", "shown"):
            self.initial[name] = getattr(target, name)
        if target.amount is not None:
            self.initial["amount"] = f"{target.amount / 100:.2f}"
        if target.document:
            self.initial["document"] = target.document.index_number

    def facts(self) -> dict[str, Any]:
        """Return the fields, and why."""
        fields = super().facts()["fields"]
        return {"seen": fields.pop("seen"), "reason": fields.pop("reason"), "fields": fields}


class MonthForm(ActForm):
    """A month's count."""

    month = forms.TypedChoiceField(label=_("月份"), coerce=int)
    count = forms.IntegerField(label=_("数量"), min_value=0, max_value=2_000_000_000)
    amount = forms.DecimalField(
        label=_("金额（元）"), max_digits=15, decimal_places=2, min_value=0, required=False
    )
    source = forms.CharField(
        label=_("数据来源"), max_length=200, help_text=_("例如：政务服务平台3月月报。")
    )

    def __init__(self, *args: Any, register: rules.Register, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        last = 12 if year < today.year else today.month
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (year * 100 + m, gettext("%(year)s年%(month)s月") % {"year": year, "month": m})
            for m in range(1, last + 1)
        ]
        if not register.money:
            del self.fields["amount"]
        else:
            self.fields["amount"].required = True

    def facts(self) -> dict[str, Any]:
        """Return the fields, the amount in 分."""
        facts = dict(self.cleaned_data)
        if "amount" in facts:
            facts["amount"] = int(facts["amount"] * 100)
        return facts


class CorrectMonthForm(MonthForm):
    """Another count for a month, and why."""

    reason = words(_("更正的理由"), max_length=250)

    def __init__(self, *args: Any, target: MonthlyCount, **kwargs: Any) -> None:
        register = rules.registers()[target.register]
        super().__init__(
            *args, target=target, register=register, year=target.month // 100, **kwargs
        )
        del self.fields["month"]
        self.initial["count"], self.initial["source"] = target.count, target.source
        if target.amount is not None:
            self.initial["amount"] = f"{target.amount / 100:.2f}"


class FileForm(ActForm):
    """A file of rows."""

    file = forms.FileField(
        label=_("文件"), help_text=_("CSV（UTF-8 或 GBK）或 XLSX，不超过10万行。")
    )

    def facts(self) -> dict[str, Any]:
        """Return the name and the bytes; a file over the limit is not read beyond it."""
        upload = self.cleaned_data["file"]
        return {"file_name": upload.name, "content": upload.read(tables.MOST_BYTES + 1)}
