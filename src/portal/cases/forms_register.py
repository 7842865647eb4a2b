"""The form by which an office registers a request: who, what for, how it came, with which papers."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.cases.events import Channel
from portal.acts import clock
from portal.cases.acts.registration import ASKED
from portal.cases.channel import CHOICES
from portal.cases.forms import PapersField, day, line, words
from portal.cases.models import ApplicantKind, Case
from portal.cases.models.case import SEALED

ORAL = "oral"


class RegisterForm(forms.Form):
    """Art. 29: name and identity, contact, what is asked, in which form it is wanted."""

    channel = forms.ChoiceField(
        label=gettext_lazy("怎样提出的"), widget=forms.RadioSelect, initial=Channel.IN_PERSON.value
    )
    arrived_on = day(
        gettext_lazy("到达日期"),
        help_text=gettext_lazy("当面递交、签收、收到信函或者传真、邮件到达的日期。"),
    )
    confirmed_on = day(
        gettext_lazy("与申请人确认收到之日"),
        required=False,
        help_text=gettext_lazy(
            "平常信函、传真、电子邮件以双方确认之日为收到申请之日；还没有确认的留空。"
        ),
    )
    kind = forms.ChoiceField(label=gettext_lazy("申请人类别"), choices=ApplicantKind.choices)
    name = line(gettext_lazy("姓名或者名称"))
    id_kind = line(gettext_lazy("证件名称"), required=False, most=60)
    id_number = line(
        gettext_lazy("证件号码"),
        required=False,
        most=40,
        help_text=gettext_lazy("加密保存，页面上只显示头尾几位。"),
    )
    representative = line(gettext_lazy("法定代表人或者代理人"), required=False, most=60)
    contact = line(gettext_lazy("联系人"), required=False, most=60)
    phone = line(gettext_lazy("联系电话"), required=False, most=40)
    address = line(gettext_lazy("通信地址"), required=False, most=200)
    postal_code = line(gettext_lazy("邮政编码"), required=False, most=10)
    email = forms.EmailField(label=gettext_lazy("电子邮箱"), required=False)
    subject = words(
        gettext_lazy("所需信息的名称、文号或者其他特征"),
        rows=2,
        most=300,
        help_text=gettext_lazy("按申请书原文填写。不询问用途。"),
    )
    content = words(gettext_lazy("内容描述"), rows=4, required=False, most=5000)
    document_number = line(gettext_lazy("文号"), required=False, most=100)
    period = line(gettext_lazy("信息形成的时间"), required=False, most=100)
    form = forms.ChoiceField(
        label=gettext_lazy("信息的形式"), choices=Case._meta.get_field("form").choices or ()
    )
    way = forms.ChoiceField(
        label=gettext_lazy("获取方式"), choices=Case._meta.get_field("way").choices or ()
    )
    topic = line(
        gettext_lazy("主题"),
        required=False,
        most=60,
        help_text=gettext_lazy("用于统计，可以不填。"),
    )
    files = PapersField(label=gettext_lazy("申请书、证明材料"))  # type: ignore[assignment]
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    WHO = ("kind", "name", "id_kind", "id_number", "representative", "contact", "phone", "address", "postal_code", "email")  # fmt: skip
    WHAT = ("subject", "content", "document_number", "period", "topic", "form", "way", "files")
    HOW = ("channel", "arrived_on", "confirmed_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            *(one for one in CHOICES if one[0] != Channel.ONLINE),
            (ORAL, _("口头提出，由本机关代为填写")),
        ]
        self.fields["arrived_on"].initial = clock.today
        self.fields["token"].initial = uuid.uuid4

    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [
            (_("怎样提出的"), [self[name] for name in self.HOW]),
            (_("申请人"), [self[name] for name in self.WHO]),
            (_("需要什么信息"), [self[name] for name in self.WHAT]),
        ]

    def facts(self) -> dict[str, Any]:
        """Return the facts of the act."""
        kept = self.cleaned_data
        oral = kept["channel"] == ORAL
        return {
            "channel": Channel.IN_PERSON if oral else Channel(kept["channel"]),
            "oral": oral,
            "arrived_on": kept["arrived_on"],
            "confirmed_on": kept["confirmed_on"],
            "applicant": {n: kept[n] for n in ("kind", "name", *SEALED)},
            "asked": {n: kept[n] for n in ASKED},
            "files": kept["files"],
            "token": kept["token"],
        }
