"""The list of powers of an organ, and what changed in it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.organs.keeping.struck import Struck
from portal.organs.models import Organ
from portal.registers import rules
from portal.registers.models.batches import Batch


class PowerItem(Struck):
    """One item of an organ's list of powers, from one day up to (not including) another."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    code = models.CharField(_("事项编码"), max_length=60)
    kind = models.CharField(_("类型"), max_length=16)
    name = models.CharField(_("事项名称"), max_length=300)
    basis = models.TextField(_("设定依据"), max_length=4000, blank=True)
    unit = models.CharField(_("责任单位"), max_length=120, blank=True)
    from_on = models.DateField(_("纳入日期"))
    to_on = models.DateField(_("取消日期"), null=True, blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("权责事项")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "kind", "from_on", "to_on"], name="power_by_kind"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organ", "code"],
                condition=Q(struck_at=None),
                name="power_code_once",
                violation_error_message=_("这个事项编码已经登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="power_ends_after_begin"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_kind_display(self) -> str:
        """Return the type's title."""
        return rules.powers()[self.kind].title


class PowerEvent(models.Model):
    """What changed in an item: when, on what basis, from what to what."""

    item = models.ForeignKey(PowerItem, models.PROTECT, related_name="events")
    on = models.DateField(_("日期"))
    what = models.CharField(max_length=20)
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now, editable=False)
    who = models.CharField(max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("变更")
        ordering: ClassVar[list[str]] = ["item", "pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.on}"
