"""Files taken in, what was read in them, and every cell of every report.

A report of the archive (`portal.annual`) has its cells here too, so that one table answers for all.
"""

import zlib
from decimal import Decimal
from functools import cached_property
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.errors import DataError
from gongkai.figures import UNREADABLE, Figure, Status
from gongkai.forms.filled import FilledForm, Issue
from gongkai.forms.form import Address
from gongkai.readers import json as reading
from portal.acts import clock
from portal.acts.act import Versioned, subject_of
from portal.annual.models import AnnualReport, Scope
from portal.organs.models import Organ


class Batch(Versioned):
    """Files that one office took in together."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    name = models.CharField(_("名称"), max_length=120)
    who = models.CharField(_("收件人"), max_length=80)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_why = models.CharField(_("原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("收到的一批报告")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "-id"], name="intake_batch_newest")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """How the record names it."""
        return subject_of(self)


class File(models.Model):
    """One file of a batch, kept as it came under its digest; `inside` is the ZIP it lay in.

    why      of a file that was not read: one sentence
    same_as  the office has these bytes already
    tries    how often a worker began to read it; task: who is to
    is_scan  somebody asked that its words, or those of some pages, be recognised from pictures;
             page: the one under way
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("等待读取")
        STOPPED = "stopped", _("停下了，还没有读")
        SCAN = "scan", _("扫描件，还没有识别")
        READ = "read", _("已读取")
        REFUSED = "refused", _("读不出")
        SAME = "same", _("重复")
        OPENED = "opened", _("压缩包，已拆开")

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="files")
    inside = models.ForeignKey("self", models.PROTECT, null=True, related_name="members")
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("文件名"), max_length=300)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    why = models.CharField(_("原因"), max_length=400, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    task = models.UUIDField(null=True, editable=False)
    is_scan = models.BooleanField(default=False)
    page = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("收到的文件")
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["batch", "state"], name="intake_file_by_state"),
            models.Index(fields=["sha256"], name="intake_file_by_digest"),
        ]

    def __str__(self) -> str:
        return self.name


class Report(Versioned):
    """One organ's report on one year, as it was read.

    office     who took it in; None: it stands in the public archive
    unit       the organ it is on, where this portal knows it; else `unit_name` is as printed
    scope      of the archive: the organ's own figures or those of its region
    unit_key   by what two reports are known to be on the same organ
    said       what the file itself said: authority, year; a person's correction stands beside it
    statuses   what its cells are as they were read or confirmed: "absent number"
    chosen     of several on one organ and year the one that counts
    pictured   how many of its pages are pictures whose words were not read
    packed     what was read, in the library's JSON; grids: the tables of the original
    """

    office = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+")
    file = models.OneToOneField(File, models.PROTECT, null=True, related_name="report")
    archived = models.OneToOneField(AnnualReport, models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey(Organ, models.PROTECT, null=True, blank=True, related_name="+")
    unit_name = models.CharField(_("机关"), max_length=120, blank=True)
    unit_key = models.CharField(max_length=130)
    scope = models.CharField(_("范围"), max_length=6, choices=Scope, default=Scope.OWN)
    level = models.CharField(_("层级"), max_length=12, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    edition = models.CharField(_("表式"), max_length=10)
    due = models.CharField(_("应用表式"), max_length=10, blank=True)
    title = models.CharField(_("标题"), max_length=300, blank=True)
    said = models.JSONField(default=dict)
    media_type = models.CharField(max_length=100)
    pages = models.PositiveIntegerField(null=True)
    pictured = models.PositiveSmallIntegerField(default=0)
    chosen = models.BooleanField(default=False)
    doubtful = models.PositiveIntegerField(_("待确认"), default=0)
    statuses = models.CharField(max_length=60, blank=True)
    findings = models.JSONField(default=dict)
    read_at = models.DateTimeField(default=clock.now, editable=False)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_why = models.CharField(_("原因"), max_length=300, blank=True)
    # At the end of the row: who lists reports does not read over them.
    packed = models.BinaryField(editable=False)
    grids = models.BinaryField(editable=False)

    unrecorded = ("packed", "grids")

    class Meta:
        verbose_name = verbose_name_plural = _("读出的年度报告")
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "year"], name="intake_report_by_year"),
            models.Index(fields=["unit_key", "year"], name="intake_report_by_unit"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["office", "unit_key", "year"],
                condition=Q(chosen=True, office__isnull=False),
                name="intake_report_chosen_once",
            )
        ]

    def __str__(self) -> str:
        return self.title or (self.file.name if self.file else "")

    @property
    def organ_id(self) -> int | None:
        """Whose record an act on it belongs to."""
        return self.office_id

    @property
    def subject(self) -> str:
        """How the record names it."""
        return subject_of(self)

    @property
    def name(self) -> str:
        """The organ as people call it."""
        return self.unit.name if self.unit else self.unit_name

    @cached_property
    def read(self) -> tuple[FilledForm, tuple[Issue, ...]]:
        """The report as it was read, and what of it could not be."""
        if self.archived is not None:
            return self.archived.read
        return reading.parse(zlib.decompress(bytes(self.packed)))


class Cell(Versioned):
    """One cell of one report: what was read, and what a person confirmed or corrected.

    value  as read, None where no number stands there; doubt: a person has to look
    sure   how sure text recognition was of it, in percent; None where it recognised nothing
    confirmed_status, confirmed_value  what the last person said; the history is `Confirmation`
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="cells")
    year = models.PositiveSmallIntegerField(null=True)
    address = models.CharField(max_length=60)
    status = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=21, decimal_places=6, null=True)
    raw = models.CharField(max_length=60, blank=True)
    doubt = models.BooleanField(default=False)
    sure = models.PositiveSmallIntegerField(null=True)
    confirmed_status = models.CharField(max_length=10, blank=True)
    confirmed_value = models.DecimalField(max_digits=21, decimal_places=6, null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("报告的数字")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["year", "address"], name="intake_cell_by_place"),
            models.Index(fields=["doubt", "confirmed_status"], name="intake_cell_doubtful"),
        ]

    def __str__(self) -> str:
        return f"{self.report.name}{self.year or ''} {self.address}"

    @property
    def organ_id(self) -> int | None:
        """Whose record an act on it belongs to."""
        return self.report.office_id

    @property
    def where(self) -> Address:
        """Its place in the form."""
        return Address.parse(self.address)

    @property
    def figure(self) -> Figure:
        """What it counts as: what a person said, else what was read."""
        if self.confirmed_status:
            return figure_of(self.confirmed_status, self.confirmed_value)
        return figure_of(self.status, self.value)

    @property
    def unsure(self) -> bool:
        """Whether text recognition itself doubts what it read."""
        return self.sure is not None and self.sure < SURE

    @property
    def open(self) -> bool:
        """Whether a person still has to look."""
        return self.doubt and not self.confirmed_status


class Confirmation(models.Model):
    """What one person said of one cell; nothing is overwritten, the last word counts.

    status    "" where an earlier word was taken back, and none stands before it
    together  the same for all cells that were confirmed at one time
    """

    cell = models.ForeignKey(Cell, models.CASCADE, related_name="confirmations")
    together = models.UUIDField(default=uuid4, editable=False, db_index=True)
    status = models.CharField(max_length=10, blank=True)
    value = models.DecimalField(max_digits=21, decimal_places=6, null=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    who = models.CharField(_("确认人"), max_length=80)
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("数字的确认")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.cell_id} {self.status}"


SURE = 95
"""Percent; of what text recognition is less sure of, a person is told before all else."""
MOST = Decimal(10) ** 15
"""From here on a number is none that any report has; it is kept as it was printed, not as a value."""


def figure_of(status: str, value: Decimal | None) -> Figure:
    """Return a stored figure; a number whose value could not be stored cannot be told."""
    try:
        return Figure(Status(status), None if value is None else value.normalize())
    except DataError:
        return UNREADABLE
