"""The register of 规章 and 行政规范性文件, and what happened to each."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.organs.keeping.struck import Struck
from portal.organs.models import Organ
from portal.publishing.models import Document


class NormativeKind(models.TextChoices):
    """The two rows of the form's table under article 20 (1)."""

    RULE = "rule", _("规章")
    NORMATIVE = "normative", _("行政规范性文件")


class Ended(models.TextChoices):
    """How a document stopped being in force by a decision."""

    REPEALED = "repealed", _("废止")
    LAPSED = "lapsed", _("宣布失效")


class NormativeEntries(models.QuerySet["NormativeEntry"]):
    """Entries as counts and lists look for them; a struck entry counts nowhere."""

    def live(self) -> Self:
        """Those not struck."""
        return self.filter(struck_at=None)

    def in_force(self, on: date) -> Self:
        """Those in force on a day."""
        return (
            self.live()
            .filter(issued_on__lte=on)
            .filter(Q(effective_on=None) | Q(effective_on__lte=on))
            .filter(Q(ended_on=None) | Q(ended_on__gt=on))
            .filter(Q(expires_on=None) | Q(expires_on__gte=on))
        )


class NormativeEntry(Struck):
    """A 规章 or 行政规范性文件 of an organ. What happens to it are events; the columns follow them.

    issued_on     印发、公布; counts as 制发 of its year
    expires_on    the last day in force, by its 有效期
    ended_on      the first day no longer in force, by a decision
    disclosed_on  the first day before the public
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    kind = models.CharField(_("类别"), max_length=10, choices=NormativeKind)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    unified_number = models.CharField(_("统一编号"), max_length=80, blank=True)
    title = models.CharField(_("名称"), max_length=300)
    number = models.CharField(_("文号"), max_length=80, blank=True)
    issued_on = models.DateField(_("制发日期"))
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    disclosed_on = models.DateField(_("公开日期"), null=True, blank=True)
    must_file = models.BooleanField(_("须报备案"), default=True)
    filed_to = models.CharField(_("备案机关"), max_length=120, blank=True)
    filed_on = models.DateField(_("报备日期"), null=True, blank=True)
    received_on = models.DateField(_("备案回执日期"), null=True, blank=True)
    receipt = models.CharField(_("备案号"), max_length=80, blank=True)
    amended_on = models.DateField(_("最近修改"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_how = models.CharField(max_length=10, choices=Ended, blank=True)

    objects: ClassVar[Any] = NormativeEntries.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("规范性文件登记")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "kind", "issued_on"], name="normative_by_issue"),
            models.Index(fields=["organ", "ended_on"], name="normative_by_end"),
            models.Index(fields=["organ", "expires_on"], name="normative_by_expiry"),
            models.Index(fields=["organ", "-issued_on", "-id"], name="normative_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unified_number"],
                condition=~Q(unified_number=""),
                name="unified_number_once",
            ),
            models.UniqueConstraint(
                fields=["document"], condition=Q(struck_at=None), name="normative_document_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("issued_on")),
                name="normative_ends_after_issue",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def validity_on(self, on: date) -> str:
        """Return in words whether it is in force on a day."""
        if self.ended_on and on >= self.ended_on:
            return str(_("废止") if self.ended_how == Ended.REPEALED else _("失效"))
        if self.expires_on and on > self.expires_on:
            return str(_("失效"))
        if self.effective_on and on < self.effective_on:
            return str(_("尚未施行"))
        if self.amended_on and self.amended_on <= on:
            return str(_("有效（已修改）"))
        return str(_("有效"))

    @property
    def validity(self) -> str:
        """In words, today."""
        return str(_("已注销")) if self.struck_at else self.validity_on(clock.today())


class NormativeEvent(models.Model):
    """What happened to an entry: when in the world, on what basis, by whom; appended, never edited."""

    class Kind(models.TextChoices):
        """What happened."""

        ISSUED = "issued", _("制发")
        AMENDED = "amended", _("修改")
        CONTINUED = "continued", _("评估后继续有效")
        REPEALED = "repealed", _("废止")
        LAPSED = "lapsed", _("宣布失效")
        FILED = "filed", _("报送备案")
        RECEIVED = "received", _("收到备案回执")
        CORRECTED = "corrected", _("更正登记")
        STRUCK = "struck", _("注销登记")

    entry = models.ForeignKey(NormativeEntry, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField(_("日期"))
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now, editable=False)
    who = models.CharField(max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("经过")
        ordering: ClassVar[list[str]] = ["entry", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class NotNormative(models.Model):
    """That a published document is not entered, and why: the desk proposes it no more."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=300)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("不登记的文件")

    def __str__(self) -> str:
        return self.reason
