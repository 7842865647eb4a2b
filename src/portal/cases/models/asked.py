"""Whom an office asks about a request, and whom it reminds."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.act import Versioned
from portal.cases.models.case import Case
from portal.organs.models import Organ


class Inquiry(Versioned):
    """A letter asking somebody else: a third party, a co-maker, another organ, a unit for records.

    organ     the organ asked, where it works with this installation: it answers on its own desk and
              sees the question alone, never who applied
    until     the last day for the answer, as it is known now
    """

    class Kind(models.TextChoices):
        """Who is asked."""

        THIRD_PARTY = "third_party", _("第三方")
        ORGAN = "organ", _("其他机关")
        CO_MAKER = "co_maker", _("共同制作机关")
        RECORDS = "records", _("内部单位")

    class Answer(models.TextChoices):
        """What was answered."""

        AGREES = "agrees", _("同意公开")
        PARTLY = "partly", _("部分同意")
        OBJECTS = "objects", _("不同意公开")
        GIVEN = "given", _("已提供")
        NONE = "none", _("没有相关材料")
        SILENT = "silent", _("逾期未答复")

    case = models.ForeignKey(Case, models.CASCADE, related_name="inquiries")
    kind = models.CharField(max_length=12, choices=Kind)
    whom = models.CharField(_("对方名称"), max_length=120)
    organ = models.ForeignKey(Organ, models.PROTECT, null=True, blank=True, related_name="+")
    question = models.TextField(_("征求意见的内容"), max_length=3000, blank=True)
    sealed_contact = models.TextField(blank=True, editable=False)
    asked_on = models.DateField(_("发出日期"))
    received_on = models.DateField(_("对方收到日期"), null=True, blank=True)
    until = models.DateField(_("答复期限"), null=True, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answer = models.CharField(_("意见"), max_length=8, choices=Answer, blank=True)
    reasons = models.TextField(_("理由"), max_length=3000, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("征求意见")
        ordering: ClassVar[list[str]] = ["case", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "answered_on"], name="inquiry_by_organ"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Reminder(models.Model):
    """That somebody was reminded of a request: once for each reason, day and step upwards."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reminders")
    why = models.CharField(max_length=30)
    due_on = models.DateField()
    step = models.PositiveSmallIntegerField(default=0)
    to = models.CharField(max_length=200)
    sent_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("催办")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "why", "due_on", "step"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.why} {self.step}"
