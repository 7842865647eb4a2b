"""What a supervising office keeps of the reports below it: its days, its reminders, what was noticed."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.act import Versioned
from portal.annual.models import FilingVersion, Scope
from portal.organs.models import Organ


class Tier(models.TextChoices):
    """Units that have the same days."""

    DEPARTMENT = "department", _("部门和其他单位")
    TOWNSHIP = "township", _("乡镇、街道")
    GOVERNMENT = "government", _("县级以上人民政府（汇总）")


class Timetable(Versioned):
    """By when a supervising office wants reports sent and published, where it says more than the law.

    Both are days of the year after the one reported on (art. 49 names the last ones that are possible).
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="timetables")
    year = models.PositiveSmallIntegerField(_("年度"))
    tier = models.CharField(_("哪些单位"), max_length=12, choices=Tier)
    submit_on = models.DateField(_("报送截止"), null=True, blank=True)
    publish_on = models.DateField(_("公布截止"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("年报时间安排")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organ", "year", "tier"], name="timetable_once")
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.year} {self.tier}"


class Reminder(models.Model):
    """That a unit was reminded of its report, whether it has begun it or not."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="report_reminders")
    year = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=6, choices=Scope)
    words = models.TextField(_("内容"), blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)
    user_id = models.BigIntegerField(null=True, blank=True)
    who = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("年报催报")
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["year", "organ"], name="report_reminder_by_year")
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.year}"


class Judged(models.Model):
    """What the checks and the comparison with others said of a version; worked out once for each.

    codes       check -> how many findings
    like_last   share of the unit's own sentences that stand in its report on the year before, 0 to 1
    like_other  the same of the unit that is most like it, and which that is
    """

    version = models.OneToOneField(
        FilingVersion, models.CASCADE, primary_key=True, related_name="judged"
    )
    errors = models.PositiveSmallIntegerField(default=0)
    warnings = models.PositiveSmallIntegerField(default=0)
    notes = models.PositiveSmallIntegerField(default=0)
    codes: Any = models.JSONField(default=dict)
    like_last = models.FloatField(null=True)
    like_other = models.FloatField(null=True)
    like_whom = models.ForeignKey(Organ, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.version}"


class SentenceMark(models.Model):
    """One sentence of a version by the digest of its words: how reports are found that share it."""

    version = models.ForeignKey(FilingVersion, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    digest = models.BigIntegerField()
    length = models.PositiveSmallIntegerField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["year", "digest"], name="sentence_by_digest")
        ]

    def __str__(self) -> str:
        return f"{self.digest:x}"
