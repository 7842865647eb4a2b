"""What an organ has set where no instrument says how a register is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.acts.act import Versioned
from portal.organs.models import Organ


class RegisterRules(Versioned):
    """What an organ has set otherwise than the practice of the data; it holds for those below too."""

    organ = models.OneToOneField(Organ, models.PROTECT, related_name="+")
    number_pattern = models.CharField(_("统一编号规则"), max_length=60, blank=True)
    review_months = models.PositiveSmallIntegerField(_("届满前几个月评估"), null=True, blank=True)
    filing_days = models.PositiveSmallIntegerField(_("印发后几日内报备案"), null=True, blank=True)
    fee_decimals = models.PositiveSmallIntegerField(
        _("收费金额（万元）保留的小数位数"), null=True, blank=True
    )
    lapsed_as_repealed = models.BooleanField(_("失效的计入“本年废止件数”"), null=True, blank=True)
    reopened_counts = models.CharField(
        _("往年已计入办理结果、又被责令重新处理的申请"), max_length=12, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = _("登记规则")

    def __str__(self) -> str:
        return str(self.organ)
