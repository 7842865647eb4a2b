"""The forms of the acts on a request, one for each."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.cases import queries
from portal.cases.acts.fees import ordinal
from portal.cases.forms import ActForm, PapersField, day, line, words
from portal.cases.lifecycle import Office
from portal.cases.models import CaseLetter, Inquiry
from portal.organs.forms import OrganChoice, existing
from portal.organs.models import Organ


class DayForm(ActForm):
    """The day alone."""


class ConfirmForm(ActForm):
    """Confirming receipt with the applicant."""

    happened = gettext_lazy("双方确认之日")


class CorrectionForm(ActForm):
    """Asking for correction."""

    happened = gettext_lazy("告知日期")
    what = words(
        gettext_lazy("需要补正的全部事项"),
        rows=5,
        help_text=gettext_lazy("一行一项，一次写全：补正只能要求一次。"),
    )
    guidance = words(
        gettext_lazy("指导和释明"),
        help_text=gettext_lazy("告诉申请人怎样写才能找到，例如写明年度、项目名称、文号。"),
    )
    until = day(gettext_lazy("补正期限的最后一日"))

    def facts(self) -> dict[str, Any]:
        """Return the facts of the act; the guidance is of its letter."""
        kept = super().facts()
        return {"letter": {"guidance": kept.pop("guidance")}, **kept}


class CorrectedForm(ActForm):
    """The correction that came in."""

    happened = gettext_lazy("收到补正之日")
    text = words(gettext_lazy("补正的内容"), rows=5, required=False, most=5000)
    files = PapersField(label=gettext_lazy("补正材料"))  # type: ignore[assignment]


class WhyForm(ActForm):
    """The day and a reason that may be left out."""

    why = words(gettext_lazy("说明"), required=False)


class AskForm(ActForm):
    """Asking a third party, a co-maker, another organ, or a unit for its records."""

    happened = gettext_lazy("发出日期")
    asked = forms.ChoiceField(
        label=gettext_lazy("向谁征求"), choices=Inquiry.Kind.choices, widget=forms.RadioSelect
    )
    organ = OrganChoice(
        label=gettext_lazy("本系统内的机关"),
        queryset=Organ.objects.none(),
        required=False,
        empty_label="—",
        help_text=gettext_lazy(
            "选了它，对方在自己的工作台上答复；对方看不到申请人是谁、申请的内容。"
        ),
    )
    whom = line(
        gettext_lazy("对方名称"),
        required=False,
        help_text=gettext_lazy("第三方、系统外的机关或者内部单位的名称。选了上面的机关可以不填。"),
    )
    question = words(
        gettext_lazy("征求意见的内容、要调取的材料"),
        rows=4,
        help_text=gettext_lazy(
            "只写所涉政府信息，例如“2024年养护合同的单价”，或者要调取的材料；是否同意公开、何时答复，"
            "文书里已经写好。不要写申请人是谁。"
        ),
    )
    received_on = day(
        gettext_lazy("对方收到之日"),
        required=False,
        help_text=gettext_lazy("还不知道的，留空；期限先从发出日期起算。"),
    )
    until = day(
        gettext_lazy("调取材料的期限"),
        required=False,
        help_text=gettext_lazy("只用于内部单位；其他的期限是15个工作日。"),
    )
    harm = words(
        gettext_lazy("为什么可能损害第三方"),
        rows=2,
        required=False,
        help_text=gettext_lazy("只用于第三方，例如：其中的合同单价涉及贵公司的商业秘密。"),
    )
    field_order = ("asked", "organ", "whom", "question", "harm", "on", "received_on", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = existing().exclude(pk=self.case.organ_id)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Return the facts of the act; why a third party may be harmed is of its letter."""
        kept = super().facts()
        return {"letter": {"harm": kept.pop("harm")}, **kept}

    def clean(self) -> dict[str, Any]:
        """Take the organ's name where no other was written."""
        cleaned = super().clean() or self.cleaned_data
        organ = cleaned.get("organ")
        if organ is not None and not cleaned.get("whom"):
            cleaned["whom"] = organ.name
        if cleaned.get("asked") == Inquiry.Kind.THIRD_PARTY and organ is not None:
            raise ValidationError(_("第三方不是本系统内的机关：请填写第三方的名称。"))
        return cleaned


class OverrideForm(ActForm):
    """Disclosing against an objection."""

    whom = forms.ChoiceField(label=gettext_lazy("第三方"))
    what = words(gettext_lazy("决定公开的内容和理由"), rows=5)
    field_order = ("whom", "what", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        objected = self.case.inquiries.filter(
            kind=Inquiry.Kind.THIRD_PARTY, answer__in=["objects", "partly", "silent"]
        )
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            (one.whom, f"{one.whom}（{one.get_answer_display()}）") for one in objected
        ]


class AskReasonsForm(ActForm):
    """Asking for the reasons of many requests."""

    happened = gettext_lazy("告知日期")
    what = words(gettext_lazy("申请的数量、频次，要求说明什么"), rows=4)
    until = day(gettext_lazy("说明理由的期限"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = clock.today().replace(month=1, day=1)
        count = queries.same_applicant(self.case, year).count() + 1
        # what the notice will say to the applicant, in the language of the installation
        self.fields[
            "what"
        ].initial = f"自{year.year}年1月1日起已向本机关提出{count}件政府信息公开申请。"


class ReasonsForm(ActForm):
    """The reasons given."""

    happened = gettext_lazy("收到日期")
    text = words(gettext_lazy("申请人说明的理由"), rows=5)


class ExtensionForm(ActForm):
    """Extending, or asking for it."""

    days = forms.IntegerField(
        label=gettext_lazy("延长几个工作日"), min_value=1, max_value=20, initial=20
    )
    why = words(
        gettext_lazy("延长的理由"), help_text=gettext_lazy("写进告知申请人的延期答复告知书。")
    )
    field_order = ("days", "why", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.case.events.filter(kind=Office.EXTENSION_ASKED, struck=None).last()
        if asked is not None:
            self.fields["days"].initial, self.fields["why"].initial = asked.days, asked.opinion


class DelayForm(ActForm):
    """A later day for the reply."""

    happened = gettext_lazy("告知日期")
    until = day(gettext_lazy("延迟到"))
    why = words(gettext_lazy("为什么不能按期答复"))


class FeeForm(ActForm):
    """The fee notice: which tariff, how many, when it arrived."""

    happened = gettext_lazy("通知日期")
    tariff = forms.ChoiceField(
        label=gettext_lazy("怎样计收"),
        choices=[("pages", gettext_lazy("按量计收（页数）")), ("items", gettext_lazy("按件计收"))],
        widget=forms.RadioSelect,
        initial="pages",
        help_text=gettext_lazy("同一件申请只能选一种（国办函〔2020〕109号第三条）。"),
    )
    number = forms.IntegerField(
        label=gettext_lazy("页数，或者本月第几件"), min_value=1, max_value=1_000_000
    )
    how = line(
        gettext_lazy("缴纳方式"),
        most=200,
        help_text=gettext_lazy("例如：到镇政务服务中心1号窗口，或者转账到非税收入账户。"),
    )
    received_on = day(gettext_lazy("申请人收到通知之日"), required=False)
    field_order = ("tariff", "number", "how", "on", "received_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = _("这是该申请人本月的第%(n)d件申请。") % {
            "n": ordinal(self.case)
        }


class PaymentForm(ActForm):
    """The payment."""

    happened = gettext_lazy("缴费完成之日")
    receipt = line(gettext_lazy("财政票据号码"), most=60)
    files = PapersField(label=gettext_lazy("缴费凭证"))  # type: ignore[assignment]


_USUAL = {
    "online": CaseLetter.Service.ONLINE,
    "post": CaseLetter.Service.POST,
    "email": CaseLetter.Service.ONLINE,
    "pickup": CaseLetter.Service.DIRECT,
}
"""How a reply is served by the way in which the applicant wants the information."""


class ServeForm(ActForm):
    """How the reply was served."""

    happened = gettext_lazy("送达日期")
    service = forms.ChoiceField(
        label=gettext_lazy("送达方式"),
        choices=CaseLetter.Service.choices,
        widget=forms.RadioSelect,
    )
    tracking = line(
        gettext_lazy("邮件号码"),
        required=False,
        most=60,
        help_text=gettext_lazy("邮寄的填写邮政企业（EMS、挂号信）的号码；快递公司寄出的不是送达。"),
    )
    files = PapersField(label=gettext_lazy("送达回证、交邮凭证"))  # type: ignore[assignment]
    field_order = ("service", "on", "tracking", "files")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].help_text = _("直接、委托送达为签收之日，邮寄为交邮之日。")
        self.fields["service"].error_messages["required"] = _("请选择怎样送达。")
        self.fields["service"].initial = _USUAL.get(self.case.way)


class OpinionForm(ActForm):
    """An opinion that may be left out."""

    opinion = words(gettext_lazy("意见"), required=False, rows=2)


class ReturnForm(ActForm):
    """What has to be corrected."""

    opinion = words(gettext_lazy("要修改什么"))


class LookForm(forms.Form):
    """Why somebody looks at what is masked."""

    reason = line(
        gettext_lazy("为什么查看"),
        most=200,
        help_text=gettext_lazy("例如：电话联系申请人确认收到。每次查看都会记录。"),
    )


class AnswerForm(forms.Form):
    """The answer of who was asked."""

    answer = forms.ChoiceField(
        label=gettext_lazy("意见"), choices=Inquiry.Answer.choices, widget=forms.RadioSelect
    )
    why = words(
        gettext_lazy("理由、说明"),
        required=False,
        help_text=gettext_lazy("不同意或者部分同意的，写明理由。"),
    )
    on = day(gettext_lazy("答复日期"))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, inquiry: Inquiry, own: bool, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": inquiry.version, "on": clock.today()}
        super().__init__(*args, **kwargs)
        answers = Inquiry.Answer
        records = (answers.GIVEN, answers.NONE)
        opinions = (answers.AGREES, answers.PARTLY, answers.OBJECTS)
        shown: tuple[Inquiry.Answer, ...] = (
            records if inquiry.kind == Inquiry.Kind.RECORDS else opinions
        )
        if inquiry.kind == Inquiry.Kind.ORGAN:
            shown = (*opinions, *records)
        if not own:
            shown = (*shown, answers.SILENT)
        self.fields["answer"].choices = [(one.value, one.label) for one in shown]  # type: ignore[attr-defined]
