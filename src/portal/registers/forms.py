"""Forms of the registers. `facts` gives what the act takes."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import tables
from portal.acts import clock
from portal.organs.forms import DayInput
from portal.organs.models import Organ
from portal.publishing.models import Document, DocumentLink, LinkKind
from portal.registers import queries, rules
from portal.registers.models import Entry, MonthlyCount, NormativeEntry, NormativeKind, Party


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


class _WithDocument(ActForm):
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


# --- normative documents ----------------------------------------------------------------------


class NormativeForm(_WithDocument):
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


# --- entries and counts -----------------------------------------------------------------------


class EntryForm(_WithDocument):
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


class ZeroForm(ActForm):
    """Which registers held nothing."""

    registers = forms.MultipleChoiceField(
        label=_("确认为零的登记簿"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, year: int, zero: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(register, queries.title_of(register)) for register in zero]
        self.fields["registers"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("registers", zero)


# --- powers and rules -------------------------------------------------------------------------


class PowerForm(ActForm):
    """An item of the list of powers."""

    kind = forms.ChoiceField(label=_("类型"))
    code = forms.CharField(label=_("事项编码"), max_length=60)
    name = forms.CharField(label=_("事项名称"), max_length=300)
    basis = words(_("设定依据"), 3, max_length=4000, required=False)
    unit = forms.CharField(label=_("责任单位"), max_length=120, required=False)
    from_on = day(_("纳入日期"), initial=clock.today)
    ground = forms.CharField(label=_("纳入清单的依据"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.code, kind.title) for kind in rules.powers().values()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Return the fields, and the ground."""
        fields = dict(self.cleaned_data)
        return {"ground": fields.pop("ground"), "fields": fields}


class ChangePowerForm(PowerForm):
    """An item changed by a decision."""

    on = day(_("变更日期"), initial=clock.today)
    field_order = ("on", "ground", "kind", "name", "basis", "unit")

    def __init__(self, *args: Any, target: Model, **kwargs: Any) -> None:
        super().__init__(*args, target=target, **kwargs)
        del self.fields["code"], self.fields["from_on"]
        self.fields["ground"].label = _("变更的依据")
        self.fields["ground"].required = True
        for name in ("kind", "name", "basis", "unit"):
            self.initial.setdefault(name, getattr(target, name))

    def facts(self) -> dict[str, Any]:
        """Return the fields, the day and the ground."""
        fields = dict(self.cleaned_data)
        return {name: fields.pop(name) for name in ("seen", "on", "ground")} | {"fields": fields}


class EndPowerForm(ActForm):
    """The end of an item."""

    on = day(_("自何日起取消"), initial=clock.today)
    ground = forms.CharField(label=_("取消的依据"), max_length=300)


class RulesForm(ActForm):
    """How registers are kept where no instrument says it; empty: as above, or as is usual."""

    number_pattern = forms.CharField(
        label=_("统一编号规则"),
        max_length=60,
        required=False,
        help_text=_(
            "例如 SLGF-{year}-{serial}。{organ} 是机关代码，{year} 是年份，{serial:03d} 是三位序号。"
        ),
    )
    review_months = forms.IntegerField(
        label=_("届满前几个月评估"), min_value=0, max_value=36, required=False
    )
    filing_days = forms.IntegerField(
        label=_("印发后几日内报备案"), min_value=0, max_value=365, required=False
    )
    fee_decimals = forms.IntegerField(
        label=_("收费金额以万元计时的小数位数"), min_value=0, max_value=6, required=False
    )
    lapsed_as_repealed = forms.NullBooleanField(
        label=_("失效的计入“本年废止件数”"),
        required=False,
        widget=forms.Select(
            choices=[("", _("不另设定")), ("true", _("计入")), ("false", _("不计入"))]
        ),
    )

    def facts(self) -> dict[str, Any]:
        """Return the fields."""
        fields = dict(self.cleaned_data)
        fields.pop("seen", None)
        return {"fields": fields}
