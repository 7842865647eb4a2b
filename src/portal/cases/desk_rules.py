"""How an organ reviews its replies and how long it keeps personal data: its head says so."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from portal.acts.pages import about
from portal.cases.acts.rules import STEPS, SetRules
from portal.cases.desk_views import acting, form_page, own_organ
from portal.cases.rules import DEFAULT_STEPS, rules_for
from portal.ui.pages import act_page


class RulesForm(forms.Form):
    """The steps in their fixed order, who may take one, and the years."""

    steps = forms.MultipleChoiceField(
        label=gettext_lazy("答复的审核步骤"),
        choices=[(role.value, role.label) for role in STEPS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选择签发。")},
        help_text=gettext_lazy(
            "按这个次序逐级办理，最后一步应为签发；不予公开的内容另经保密审查。没有文件规定步骤，由本机关自定。"
        ),
    )
    alone = forms.BooleanField(
        label=gettext_lazy("拟稿人可以承担其中一步（人很少的机关）"), required=False
    )
    keep_years = forms.IntegerField(
        label=gettext_lazy("归档后个人信息保管几年"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=gettext_lazy(
            "空着表示一直保管。期满后姓名、联系方式、申请内容和文件清除，件数、日期、结果保留，统计不变。清除不能恢复。"
        ),
    )

    def facts(self) -> dict[str, Any]:
        """Return what the act takes: the steps in their order."""
        chosen = self.cleaned_data["steps"]
        steps = [role.value for role in STEPS if role.value in chosen]
        return {**self.cleaned_data, "steps": steps}


@login_required
@never_cache
@form_page
def rules(request: HttpRequest) -> HttpResponse:
    """Set the organ's rules for requests."""
    organ, by = own_organ(request), acting(request)
    refusal = SetRules(by=by, organ=organ).refusal()
    if refusal is not None:
        raise PermissionDenied(refusal.sentence)
    now = rules_for(organ)
    first = {
        "steps": now.steps or [*DEFAULT_STEPS],
        "alone": now.alone,
        "keep_years": now.keep_years,
    }
    above = now.pk is not None and now.organ_id != organ.pk
    effect = (
        _("现在沿用%(organ)s的设置；保存后按本机关自己的办理。") % {"organ": now.organ.name}
        if above
        else _("只对以后送审的答复和到期的案卷起作用。")
    )
    return act_page(
        request,
        RulesForm(request.POST or None, initial=first),
        lambda form: SetRules(by=by, organ=organ, **form.facts()).execute(),
        **about(SetRules, organ.name, reverse("cases")),
        effect=effect,
        done=_("办理规则已保存。"),
    )
