"""What else people ask under the Regulation: make it public, correct it, see to an organ's silence."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.act import Versioned
from portal.cases.models.case import Applicant, Case
from portal.organs.models import Organ


class Matter(Versioned):
    """A suggestion to publish (art. 44), a demand to correct (art. 41), a report (arts. 47, 51).

    organ    who handles it: of a report the organ above, or the one in charge
    against  of a report: the organ that is said not to have published or answered
    """

    class Kind(models.TextChoices):
        """What is asked."""

        SUGGESTION = "suggestion", _("建议主动公开")
        CORRECTION = "correction", _("要求更正与自身相关的信息")
        REPORT = "report", _("投诉、举报")

    class Result(models.TextChoices):
        """How it ended."""

        PUBLISHED = "published", _("已主动公开")
        NOT_PUBLISHED = "not_published", _("不属于主动公开")
        CORRECTED = "corrected", _("已更正")
        ACCURATE = "accurate", _("经核实无误")
        PASSED_ON = "passed_on", _("已转送有权更正的机关")
        ADVISED = "advised", _("告知向有权更正的机关提出")
        ORDERED = "ordered", _("督促整改")
        CRITICISED = "criticised", _("通报批评")
        UNFOUNDED = "unfounded", _("情况不属实")

    class Source(models.TextChoices):
        """How it came in."""

        LETTER = "letter", _("来信")
        VISIT = "visit", _("来访")
        PHONE = "phone", _("电话")
        ONLINE = "online", _("网络")
        HANDED_DOWN = "handed_down", _("上级转办")

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="matters")
    kind = models.CharField(max_length=10, choices=Kind)
    source = models.CharField(_("来源"), max_length=11, choices=Source, default=Source.ONLINE)
    number = models.CharField(_("编号"), max_length=60)
    applicant = models.ForeignKey(
        Applicant, models.PROTECT, null=True, blank=True, related_name="+"
    )
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="matters")
    against = models.ForeignKey(Organ, models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField(_("事项"), max_length=300)
    content = models.TextField(_("内容"), max_length=5000)
    received_on = models.DateField(_("收到日期"))
    result = models.CharField(_("处理结果"), max_length=14, choices=Result, blank=True)
    answer = models.TextField(_("答复"), max_length=5000, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    code = models.CharField(max_length=64, blank=True, db_index=True)
    check_mark = models.CharField(max_length=64, blank=True)
    token = models.CharField(max_length=36, blank=True)
    facts: Any = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    unrecorded = ("subject", "content", "answer", "code", "check_mark", "token", "facts")

    class Meta:
        verbose_name = verbose_name_plural = _("建议、更正与举报")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organ", "number"], name="matter_number_once"),
            models.UniqueConstraint(
                fields=["token"], condition=~models.Q(token=""), name="matter_token_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number
