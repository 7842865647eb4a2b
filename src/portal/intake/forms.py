"""What people fill in about reports taken in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.figures import Status
from gongkai.forms.form import EDITIONS
from portal.organs.models import Organ

STATUSES = {
    Status.NUMBER: gettext_lazy("数字"),
    Status.BLANK: gettext_lazy("空白（有这一格，没有填）"),
    Status.ABSENT: gettext_lazy("没有这一格"),
    Status.UNREADABLE: gettext_lazy("看不清"),
}


class ManyFilesInput(forms.ClearableFileInput):
    """An input onto which many files may be dropped."""

    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Some files."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return every file that was handed over; an empty one is named later, as one that was not read."""
        given = data if isinstance(data, list | tuple) else [data]
        given = [one for one in given if one]
        if not given:
            raise forms.ValidationError(self.error_messages["required"])
        return given


class TakeInForm(forms.Form):
    """Files for a new batch."""

    given = ManyFiles(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy(
            "可以一次选几百个，也可以把文件拖到这一格里；几百个以上的请打成一个ZIP压缩包。"
            "Word、WPS、PDF、OFD、Excel、网页、纯文本、图片都可以。"
        ),
    )
    batch_name = forms.CharField(
        label=gettext_lazy("这一批叫什么"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("如“2024年度乡镇报告”。不填的，用第一个文件的名称。"),
    )


class AddForm(forms.Form):
    """Files for a standing batch."""

    given = ManyFiles(label=gettext_lazy("文件"))


class SeenForm(forms.Form):
    """Nothing to fill in; `seen` is the version that was looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RecogniseForm(SeenForm):
    """Whose report it is."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("机关"), queryset=Organ.objects.none(), required=False
    )
    unit_name = forms.CharField(
        label=gettext_lazy("机关名称"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("只在上面没有这个机关时填写。"),
    )
    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2008, max_value=2999)
    edition = forms.ChoiceField(
        label=gettext_lazy("表式"),
        required=False,
        choices=[("", gettext_lazy("不改")), *((one, one) for one in EDITIONS)],
        help_text=gettext_lazy("表格认错了表式时才选；按所选的表式重新读一遍文件。"),
    )


class ConfirmForm(SeenForm):
    """What stands in a cell of the original."""

    status = forms.ChoiceField(
        label=gettext_lazy("原件这一格写的是"), choices=[(s.value, w) for s, w in STATUSES.items()]
    )
    value = forms.DecimalField(
        label=gettext_lazy("数字"),
        required=False,
        max_digits=40,
        decimal_places=None,
        widget=forms.NumberInput(attrs={"autofocus": True}),
    )
    reason = forms.CharField(label=gettext_lazy("说明"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """A number stands where a number is said to stand, and nowhere else."""
        said = super().clean() or {}
        is_number, value = said.get("status") == Status.NUMBER, said.get("value")
        if "status" in said and "value" not in self.errors:
            if is_number and value is None:
                self.add_error("value", _("请填写数字。"))
            elif not is_number and value is not None:
                self.add_error(
                    "status", _("您填了数字，请把这里改为“数字”；确实没有数字的，请清空数字。")
                )
        return said


class Shown(forms.CharField):
    """The cells a page showed, primary key and version: ``17:0,18:2``."""

    widget = forms.HiddenInput

    def prepare_value(self, value: Any) -> Any:
        """Write them down."""
        if isinstance(value, dict):
            return ",".join(f"{pk}:{version}" for pk, version in value.items())
        return value

    def to_python(self, value: Any) -> Any:
        """Read them; what nobody wrote there is no cell."""
        pairs = [one.split(":") for one in str(value or "")[:20_000].split(",")]
        return {
            int(pair[0]): int(pair[1])
            for pair in pairs
            if len(pair) == 2 and all(n.isascii() and n.isdigit() and len(n) < 19 for n in pair)
        }


class ConfirmTableForm(SeenForm):
    """That somebody looked at the figures of a table; its sentence names table and number."""

    shown = Shown(required=False)
    looked = forms.BooleanField(required=False)


class ReasonForm(SeenForm):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("原因"), max_length=300)
