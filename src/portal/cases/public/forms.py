"""What the public asks in forms: never why somebody wants to know (art. 29 does not ask)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.acts.act import Refused
from portal.cases import papers
from portal.cases.models import ApplicantKind, Case
from portal.publishing.files import refuse_size, safe_name

PEOPLE = ("居民身份证", "护照", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "其他证件")
ID_KINDS = [
    ("", _("请选择")),
    (PEOPLE[0], _("居民身份证")),
    (PEOPLE[1], _("护照")),
    (PEOPLE[2], _("港澳居民来往内地通行证")),
    (PEOPLE[3], _("台湾居民来往大陆通行证")),
    ("统一社会信用代码", _("统一社会信用代码（法人或者其他组织）")),
    (PEOPLE[4], _("其他证件")),
]
KINDS = [
    (ApplicantKind.PERSON, _("公民")),
    *((kind, kind.label) for kind in ApplicantKind if kind not in ("natural", "other_org")),
    (ApplicantKind.OTHER, _("其他组织")),
]


def _choices(name: str) -> list[Any]:
    known: Any = Case._meta.get_field(name)
    return list(known.choices)


class Several(forms.ClearableFileInput):
    """A control for several files."""

    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Several papers; its value is what will be kept. Each that is not accepted is named."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_empty_file=True, widget=Several(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the accepted papers; raises ValidationError with a sentence for each other."""
        given: Iterable[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        kept: list[papers.Paper] = []
        errors: list[str] = []
        for one in given:
            if not isinstance(one, UploadedFile):
                continue
            try:
                refuse_size(one.size or 0, safe_name(one.name or ""))
                kept.append(papers.received(one.name or "", one.read()))
            except Refused as refused:
                errors.append(refused.sentence)
        self.accepted = tuple(kept)
        if errors:
            raise ValidationError(errors)
        return self.accepted

    accepted: tuple[papers.Paper, ...] = ()


class _Plain(forms.Form):
    """A form whose sentences say what to do, with a field that only machines fill."""

    website = forms.CharField(
        label=_("请不要填写这一栏"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip
    token = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def clean_website(self) -> str:
        """A machine filled what nobody sees; a person who did so is told, and sees it now."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("这一栏用来辨认自动程序，请清空后再提交。"))
        return ""

    @property
    def caught(self) -> bool:
        """Whether the hidden field has to be shown."""
        return "website" in self.errors if self.is_bound else False

    def held(self) -> tuple[papers.Paper, ...]:
        """Return the papers that came along and are accepted, whatever else is wrong."""
        if "attached" not in self.fields:
            return ()
        field = self.fields["attached"]
        assert isinstance(field, PapersField)
        return field.accepted


class ApplicantForm(_Plain):
    """Who asks, and how to reach him (art. 29 (1))."""

    kind = forms.ChoiceField(
        label=_("申请人类别"), choices=KINDS, widget=forms.RadioSelect,
        initial=ApplicantKind.PERSON,
    )  # fmt: skip
    name = forms.CharField(
        label=_("姓名或者名称"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    id_kind = forms.ChoiceField(label=_("证件类别"), choices=ID_KINDS)
    id_number = forms.CharField(
        label=_("证件号码"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    representative = forms.CharField(label=_("法定代表人或者负责人"), max_length=60, required=False)
    contact = forms.CharField(label=_("联系人"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("联系电话"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("机关收到后要与您确认，请填能接通的电话。查询进度时用它的后四位核对。"),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("电子邮箱"), max_length=120, required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    address = forms.CharField(
        label=_("通信地址"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )  # fmt: skip
    postal_code = forms.CharField(
        label=_("邮政编码"), max_length=10, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric"}),
    )  # fmt: skip

    WHO = (
        *("kind", "name", "id_kind", "id_number", "representative", "contact"),
        *("phone", "email", "address", "postal_code"),
    )

    @property
    def applicant(self) -> dict[str, str]:
        """Who asks, as acts take it."""
        return {name: self.cleaned_data.get(name, "") for name in self.WHO}


class ApplyForm(ApplicantForm):
    """A request: who, what, in which form and way (art. 29)."""

    subject = forms.CharField(
        label=_("需要什么信息"), max_length=300,
        help_text=_("写文件名称，或者一句话说清楚。例如：示例镇2024年农村公路养护资金的拨付文件。"),
    )  # fmt: skip
    document_number = forms.CharField(
        label=_("文号"), max_length=100, required=False, help_text=_("知道就填，找得最快。"),
    )  # fmt: skip
    period = forms.CharField(
        label=_("信息形成的时间"), max_length=100, required=False, help_text=_("例如：2024年，或者2023年5月至12月。"),
    )  # fmt: skip
    content = forms.CharField(
        label=_("具体描述"), max_length=5000, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("能帮助查找的特征：涉及的项目、地点、单位。不需要写用途。一份申请写一件事。"),
    )  # fmt: skip
    form = forms.ChoiceField(
        label=_("信息的形式"), choices=_choices("form"),
        widget=forms.RadioSelect, initial="electronic",
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("获取方式"), choices=_choices("way"),
        widget=forms.RadioSelect, initial="online",
    )  # fmt: skip
    attached = PapersField(
        label=_("附件"), help_text=_("身份证明的照片、补充说明等，可以一次选几个文件。"),
    )  # fmt: skip

    field_order = ("subject", "document_number", "period", "content")
    ASKED = ("subject", "content", "document_number", "period", "form", "way")

    def clean(self) -> dict[str, Any]:
        """What one way of getting the information needs, is there."""
        said = super().clean() or {}
        if said.get("way") == "post" and not said.get("address"):
            self.add_error("address", _("选择邮寄的，请填写通信地址。"))
        if said.get("way") == "email" and not said.get("email") and "email" not in self.errors:
            self.add_error("email", _("选择发到电子邮箱的，请填写电子邮箱。"))
        if not any(said.get(name) for name in ("phone", "email", "address")):
            self.add_error("phone", _("请至少填写一种联系方式（第二十九条）。"))
        return said

    @property
    def asked(self) -> dict[str, str]:
        """What is asked, as acts take it."""
        return {name: self.cleaned_data.get(name, "") for name in self.ASKED}


class UnlockForm(_Plain):
    """The query code and the one-time check."""

    code = forms.CharField(
        label=_("查询码"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("提交时给您的12位字母和数字，例如ABCD-2345-EFGH。"),
    )  # fmt: skip
    check = forms.CharField(
        label=_("核对"), max_length=8,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("联系电话的后四位；没有填电话的，填证件号码的后四位。"),
    )  # fmt: skip


class WordsForm(_Plain):
    """Some words with files: a correction, a proof of payment."""

    text = forms.CharField(
        label=_("说明"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    attached = PapersField(label=_("附件"))


class SureForm(_Plain):
    """Yes, withdraw it."""

    why = forms.CharField(
        label=_("原因"), max_length=300, required=False, help_text=_("可以不写。")
    )
    sure = forms.BooleanField(
        label=_("我确认撤回这份申请。撤回后不能恢复，需要时可以重新申请。"),
        error_messages={"required": _("撤回前请勾选确认。")},
    )
