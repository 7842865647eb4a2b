"""Forms of channels and their log."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.channels.acts.log import MOST_LINES, Line
from portal.channels.acts.register import FIELDS
from portal.channels.kinds import Kind
from portal.channels.models import Channel
from portal.publishing.models import Document


class DateInput(forms.DateInput):
    """The browser's own date field."""

    def __init__(self) -> None:
        super().__init__(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")


class ChannelForm(forms.ModelForm):  # type: ignore[type-arg]
    """A channel's particulars."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Channel
        fields = FIELDS
        widgets = {"opened_on": DateInput()}
        help_texts = {
            "url": gettext_lazy("网站、可打开的账号主页。"),
            "account": gettext_lazy("微信号、微博名等，群众据此找到它。"),
            "address": gettext_lazy("公示栏、查阅点等在哪里，例如：镇政府大院东门。"),
            "hours": gettext_lazy("查阅点、热线的开放时间。"),
            "phone": gettext_lazy("在网站上向群众公布。"),
            "keeper": gettext_lazy("岗位或姓名，只在工作台显示。"),
            "keeper_phone": gettext_lazy("只在工作台显示。"),
            "update_days": gettext_lazy("不填则按国家检查指标：网站、账号两周（14天）。"),
            "post_limit": gettext_lazy("不填则按该类账号的常用上限。"),
        }

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            if name not in kind.asks:
                del self.fields[name]
        if kind.needs and kind.code != "website":
            self.fields[kind.needs].required = True

    def facts(self) -> dict[str, Any]:
        """Return the fields of the act."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}


class OpenForm(ChannelForm):
    """A new channel."""

    automatic = forms.BooleanField(
        label=gettext_lazy("这就是本平台上的政府信息公开专栏"),
        required=False,
        help_text=gettext_lazy("勾选后，信息公开、撤回时自动登记，不需要手工登记。只用于网站。"),
    )
    field_order = ["name", "automatic"]

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        if kind.code != "website":
            del self.fields["automatic"]


class CloseForm(forms.Form):
    """The end of a channel."""

    on = forms.DateField(label=gettext_lazy("停用（关停）日期"), widget=DateInput())
    reason = forms.CharField(
        label=gettext_lazy("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class WhenForm(forms.Form):
    """What every publication that is logged has."""

    on = forms.DateField(label=gettext_lazy("发布（张贴、播出）日期"), widget=DateInput())
    until_on = forms.DateField(
        label=gettext_lazy("公示期至"),
        required=False,
        widget=DateInput(),
        help_text=gettext_lazy("有公示期的填写；期满后提醒撤下。"),
    )
    link = forms.CharField(
        label=gettext_lazy("链接"), required=False, max_length=300, widget=forms.URLInput
    )
    photo = forms.FileField(
        label=gettext_lazy("照片"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy(
            "张贴现场的照片，JPG、PNG 或 WebP。照片里的拍摄地点、手机型号等会自动去掉。"
        ),
    )

    def picture(self) -> bytes | None:
        """Return the bytes of the picture, None where there is none."""
        photo = self.cleaned_data.get("photo")
        return None if photo is None else photo.read()


class Chosen(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Objects ticked in a list; a number that no database can hold is none of them."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """Keep what can be a number."""
        return super().clean(numbers_in(value or []))


class ManyDocumentsForm(WhenForm):
    """Several documents, or a title, on one channel."""

    documents = Chosen(
        label=gettext_lazy("信息"),
        queryset=Document.objects.none(),
        required=False,
    )
    title = forms.CharField(
        label=gettext_lazy("其他信息的标题"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("不是本平台文件的信息（如账号推文）写在这里。"),
    )
    topic = forms.CharField(
        label=gettext_lazy("主题"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"list": "topics"}),
        help_text=gettext_lazy("其他信息按主题统计。"),
    )
    field_order = ["documents", "title", "topic", "on", "until_on", "link", "photo"]

    def __init__(self, *args: Any, documents: "QuerySet[Document]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].queryset = documents  # type: ignore[attr-defined]

    def lines(self, channel: Channel) -> list[Line]:
        """Return the publications to be logged on the channel."""
        data = self.cleaned_data
        facts = {name: data[name] for name in ("on", "until_on", "link")}
        lines = [Line(channel, document=one, **facts) for one in data["documents"]]
        if data["title"].strip():
            lines.append(Line(channel, title=data["title"], topic=data["topic"], **facts))
        return lines


class ManyChannelsForm(WhenForm):
    """One document, or a title, on several channels."""

    channels = Chosen(
        label=gettext_lazy("渠道"),
        queryset=Channel.objects.none(),
    )
    title = ManyDocumentsForm.base_fields["title"]
    topic = ManyDocumentsForm.base_fields["topic"]
    field_order = ["title", "topic", "channels", "on", "until_on", "link", "photo"]

    def __init__(
        self, *args: Any, channels: "QuerySet[Channel]", document: Document | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        self.fields["channels"].queryset = channels  # type: ignore[attr-defined]
        if document is not None:
            del self.fields["title"], self.fields["topic"]
        else:
            self.fields["title"].label = _("标题")
            self.fields["title"].required = True

    def lines(self) -> list[Line]:
        """Return the publications to be logged."""
        data = self.cleaned_data
        facts = {name: data[name] for name in ("on", "until_on", "link")}
        return [
            Line(
                channel,
                document=self.document,
                title=data.get("title", ""),
                topic=data.get("topic", ""),
                **facts,
            )
            for channel in data["channels"]
        ]


_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


class PasteForm(forms.Form):
    """Many titles on one channel, pasted from a table: day, title, topic, link."""

    rows = forms.CharField(
        label=gettext_lazy("逐行粘贴：日期、标题、主题、链接"),
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 14, "class": "paste"}),
        help_text=gettext_lazy(
            "从表格里复制四列后直接粘贴，主题和链接可以空着；日期写成 2026-03-08 或 2026年3月8日。"
        ),
    )

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel = channel
        self.lines: list[Line] = []

    def clean_rows(self) -> str:
        """Read every line; the first that cannot be read is named with its number."""
        text = str(self.cleaned_data["rows"])
        rows = [(number, row) for number, row in enumerate(text.splitlines(), 1) if row.strip()]
        if len(rows) > MOST_LINES:
            raise forms.ValidationError(_("一次最多登记%(most)s条。") % {"most": MOST_LINES})
        self.lines = [self._line(number, row) for number, row in rows]
        return text

    def _line(self, number: int, row: str) -> Line:
        cells = [*(cell.strip() for cell in row.split("\t")), "", "", ""][:4]
        where = {"n": number}
        found = _DAY.fullmatch(cells[0])
        if found is None:
            raise forms.ValidationError(_("第%(n)s行：第一列应是日期，如2026-03-08。") % where)
        try:
            on = date(*(int(part) for part in found.groups()))
        except ValueError as error:
            raise forms.ValidationError(_("第%(n)s行：没有这个日期。") % where) from error
        if not cells[1] or len(cells[1]) > 300:
            raise forms.ValidationError(_("第%(n)s行：第二列应是标题，不超过300字。") % where)
        if len(cells[2]) > 60 or len(cells[3]) > 300:
            raise forms.ValidationError(_("第%(n)s行：主题或链接太长。") % where)
        return Line(self.channel, on, title=cells[1], topic=cells[2], link=cells[3])


class DayReasonForm(forms.Form):
    """When, and why."""

    on = forms.DateField(label=gettext_lazy("日期"), widget=DateInput(), initial=clock.today)
    reason = forms.CharField(label=gettext_lazy("原因"), required=False, max_length=300)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("原因"), max_length=300)


class PhotoForm(forms.Form):
    """A picture."""

    photo = forms.FileField(
        label=gettext_lazy("照片"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy("照片里的拍摄地点、手机型号等会自动去掉。"),
    )


class ExplainForm(forms.Form):
    """Why something is not updated, and until when."""

    reason = forms.CharField(
        label=gettext_lazy("停更或不适用的原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    until_on = forms.DateField(
        label=gettext_lazy("说明有效至"),
        widget=DateInput(),
        help_text=gettext_lazy("最长一年；到期后需要重新说明。"),
    )


class HandoverForm(forms.Form):
    """A batch for an archive, a library or a reading point."""

    from_on = forms.DateField(label=gettext_lazy("信息公开日期自"), widget=DateInput())
    until_on = forms.DateField(label=gettext_lazy("至"), widget=DateInput())
    on = forms.DateField(label=gettext_lazy("移交日期"), widget=DateInput(), initial=clock.today)
    form = forms.CharField(
        label=gettext_lazy("载体"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("如：纸质、光盘、电子文件。"),
    )


class ReceiptForm(forms.Form):
    """Who received a batch, and when."""

    on = forms.DateField(label=gettext_lazy("签收日期"), widget=DateInput(), initial=clock.today)
    who = forms.CharField(label=gettext_lazy("签收人"), max_length=80)


class SheetForm(forms.Form):
    """How a notice for a board is printed."""

    body = forms.ChoiceField(
        label=gettext_lazy("正文"),
        choices=[("whole", gettext_lazy("全文")), ("short", gettext_lazy("摘要"))],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    from_on = forms.DateField(label=gettext_lazy("公示期自"), widget=DateInput(), required=False)
    until_on = forms.DateField(label=gettext_lazy("至"), widget=DateInput(), required=False)


def numbers_in(values: Iterable[Any]) -> list[int]:
    """Return those values that can be an object's number; the rest names nothing."""
    texts = (str(value) for value in values)
    return [int(t) for t in texts if t.isascii() and t.isdigit() and len(t) <= 18]


def year_in(value: str | None, default: int) -> int:
    """Return the year somebody asked for, or the default where it is none."""
    if value and value.isascii() and value.isdigit() and 1990 <= int(value[:4]) <= 2200:
        return int(value[:4])
    return default
