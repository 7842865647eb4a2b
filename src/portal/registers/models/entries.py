"""Registers of decisions and payments: one by one, by the month, or none in a year."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.organs.keeping.struck import SaidNone, Struck
from portal.organs.models import Organ
from portal.publishing.models import Document
from portal.registers import rules
from portal.registers.models.base import in_yuan
from portal.registers.models.batches import Batch


class Party(models.TextChoices):
    """Whom a decision concerns."""

    PERSON = "person", _("个人")
    ORGANISATION = "organisation", _("法人或非法人组织")


class Entry(Struck):
    """One decision or payment of a register. A correction strikes it and makes another.

    month   of `on`, as 202603: what yearly and monthly counts read
    amount  in 分, so that sums are exact
    shown   it stands in the public list of results
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    register = models.CharField(max_length=16)
    number = models.CharField(_("编号"), max_length=120)
    on = models.DateField(_("日期"))
    month = models.PositiveIntegerField(editable=False)
    kind = models.CharField(_("类别"), max_length=60, blank=True)
    party_kind = models.CharField(_("相对人类型"), max_length=12, choices=Party, blank=True)
    party = models.CharField(_("相对人"), max_length=120, blank=True)
    item = models.CharField(_("事项"), max_length=300, blank=True)
    amount = models.BigIntegerField(null=True, blank=True)
    shown = models.BooleanField(_("列入对外公开的结果名单"), default=False)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("登记")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                # `struck_at` too, or SQLite would look it up in every row.
                fields=["organ", "register", "month", "amount", "struck_at"],
                condition=Q(struck_at=None),
                name="entry_by_month",
            ),
            models.Index(
                fields=["organ", "register", "-on", "-id", "struck_at"],
                condition=Q(struck_at=None),
                name="entry_newest",
            ),
            models.Index(
                fields=["organ", "register", "-on", "-id", "struck_at", "shown"],
                condition=Q(shown=True, struck_at=None),
                name="entry_shown_newest",
            ),
            models.Index(
                fields=["organ", "register", "number"],
                condition=~Q(struck_at=None),
                name="entry_struck_number",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organ", "register", "number"],
                condition=Q(struck_at=None),
                name="entry_number_once",
                violation_error_message=_("这个编号已经登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="entry_amount_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{rules.registers()[self.register].title} {self.number}"

    @property
    def yuan(self) -> str:
        """The amount in 元, as it is written."""
        return "" if self.amount is None else in_yuan(self.amount)


class MonthlyCount(Struck):
    """How many there were in a month, where nobody enters them one by one; corrected by another."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    register = models.CharField(max_length=16)
    month = models.PositiveIntegerField(_("月份"))
    count = models.PositiveIntegerField(_("数量"))
    amount = models.BigIntegerField(null=True, blank=True)
    source = models.CharField(_("数据来源"), max_length=200)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("月报数")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organ", "register", "month"],
                condition=Q(struck_at=None),
                name="monthly_count_once",
            )
        ]

    def __str__(self) -> str:
        title = rules.registers()[self.register].title
        return f"{title} {self.month // 100}年{self.month % 100}月"


class ZeroReport(SaidNone):
    """That there was nothing in some registers in a year."""

    class Meta:
        verbose_name = verbose_name_plural = _("登记簿“本年无”的确认")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "year"], name="zero_by_year"),
        ]

    def __str__(self) -> str:
        return str(_("%(year)s年登记簿“本年无”的确认") % {"year": self.year})
