"""Records of supervision and guarantee (arts. 46 to 48, 51 to 53), and that a year had none."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.assurance.kinds import Kind, kinds
from portal.organs.keeping.struck import SaidNone, Struck
from portal.organs.models import Organ


class Record(Struck):
    """One training, assessment, evaluation, case of accountability… A correction strikes it and makes another.

    year  the year in whose report it counts
    said  by the names of the kind's fields: text, int, and as text decimals and days
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    on = models.DateField(_("日期"))
    year = models.PositiveIntegerField(_("计入年度"))
    title = models.CharField(_("题目"), max_length=200)
    said = models.JSONField(default=dict)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("监督保障记录")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organ", "year", "kind", "struck_at"],
                condition=Q(struck_at=None),
                name="assurance_by_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what.title}：{self.title}"

    @property
    def what(self) -> Kind:
        """The kind it is of."""
        return kinds()[self.kind]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """What it says besides its day and title, field by field, as people read it."""
        shown = ((f, f.written(self.said.get(f.name))) for f in self.what.fields)
        return [(str(field.label), text) for field, text in shown if text]


class NoneReport(SaidNone):
    """That a year had none of some kinds of records."""

    class Meta:
        verbose_name = verbose_name_plural = _("监督保障“本年无”的确认")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "year"], name="assurance_none_by_year")
        ]

    def __str__(self) -> str:
        return str(_("%(year)s年监督保障“本年无”的确认") % {"year": self.year})
