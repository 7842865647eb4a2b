"""Files of rows on their way into a register, and what became of them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.organs.keeping.struck import Struck
from portal.organs.models import Organ


class Batch(Struck):
    """A file of entries: read and shown first, entered by a second act.

    fresh, same, refused  what the rows would bring; once entering has begun, what they brought so far
    who, begun_at         who had it entered, and when that began
    upto                  the last row of the file that is dealt with; task: who deals with a long file
    """

    class State(models.TextChoices):
        """Where it stands."""

        READ = "read", _("已读取，等待确认")
        ENTERING = "entering", _("正在登记")
        ENTERED = "entered", _("已登记")
        DROPPED = "dropped", _("已放弃")

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    register = models.CharField(max_length=16)
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    rows = models.PositiveIntegerField(_("行数"), default=0)
    fresh = models.PositiveIntegerField(_("新登记"), default=0)
    same = models.PositiveIntegerField(_("已登记过"), default=0)
    refused = models.PositiveIntegerField(_("不能登记"), default=0)
    ignored = models.JSONField(_("没有导入的列"), default=list)
    who = models.CharField(max_length=80, blank=True)
    begun_at = models.DateTimeField(null=True, editable=False)
    upto = models.PositiveIntegerField(default=0, editable=False)
    task = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("导入")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "register", "-id"], name="batch_newest"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def dealt_with(self) -> int:
        """How many rows are entered, known already, or refused."""
        return self.fresh + self.same + self.refused

    @property
    def percent(self) -> int:
        """How much of the file is dealt with."""
        return 100 * self.dealt_with // self.rows if self.rows else 100


class BatchFile(models.Model):
    """The file of a batch while it waits; emptied once it is entered or dropped."""

    batch = models.OneToOneField(Batch, models.CASCADE, related_name="file")
    content = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = _("导入的文件")

    def __str__(self) -> str:
        return str(self.batch)


class RefusedRow(models.Model):
    """A row that could not be entered: which, and why. What it says stays in the clerk's own file."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="refusals")
    row = models.PositiveIntegerField(_("行号"))
    number = models.CharField(_("编号"), max_length=120, blank=True)
    reason = models.CharField(_("原因"), max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = _("不能登记的行")
        ordering: ClassVar[list[str]] = ["batch", "row"]

    def __str__(self) -> str:
        return f"{self.row} {self.reason}"
