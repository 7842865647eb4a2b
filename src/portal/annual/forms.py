"""The form by which a published report comes into the archive."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.annual.models import Scope
from portal.organs.forms import DayInput
from portal.organs.models import Organ


class ArchiveForm(forms.Form):
    """A file and, where it does not say so itself, the year."""

    organ = forms.ModelChoiceField(label=_("机关"), queryset=Organ.objects.none())
    file = forms.FileField(
        label=_("年度报告文件"),
        max_length=200,
        help_text=_(
            "网页、Word、WPS、PDF、OFD、Excel 或纯文本；读出的每个数字都标明在文件中的位置。"
        ),
    )
    year = forms.IntegerField(
        label=_("年度"),
        required=False,
        min_value=2008,
        max_value=2999,
        help_text=_("文件里写明的不必填。"),
    )
    scope = forms.ChoiceField(
        label=_("范围"),
        choices=Scope.choices,
        initial=Scope.OWN,
        required=False,
        help_text=_("县级以上人民政府汇总下级数字的报告，选“本行政区域汇总”。"),
    )
    published_on = forms.DateField(label=_("公布日期"), required=False, widget=DayInput())
    reason = forms.CharField(
        label=_("更换原因"),
        required=False,
        max_length=300,
        help_text=_("只在档案中已有这一年度的报告时填写。"),
    )
