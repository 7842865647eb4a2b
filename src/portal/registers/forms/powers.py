"""Forms of the list of powers, and of how registers are kept."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from gongkai.counting.requests import Reopened
from portal.acts import clock
from portal.organs.keeping.forms import ActForm, day, words
from portal.registers import rules


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
    reopened_counts = forms.ChoiceField(
        label=_("往年已计入办理结果、又被责令重新处理的申请"),
        required=False,
        choices=[
            ("", _("不另设定")),
            (Reopened.NOT_AGAIN.value, _("不再计入")),
            (Reopened.AS_RECEIVED.value, _("按当年新收计入")),
        ],
    )

    def facts(self) -> dict[str, Any]:
        """Return the fields."""
        fields = dict(self.cleaned_data)
        fields.pop("seen", None)
        return {"fields": fields}
