"""The archive: each published annual report as the file it is and as what the library read in it."""

from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.forms.filled import FilledForm, Issue
from gongkai.readers import json as reading
from portal.acts import clock
from portal.acts.act import Versioned, subject_of
from portal.annual.models.filing import Scope
from portal.organs.models import Organ
from portal.publishing.models import Document


class AnnualReport(Versioned):
    """One organ's published report on one year (arts. 49, 50).

    reading      what was read in the file, in the library's own JSON: figures with their places
    document     the entry of the report among the organ's documents, by which it is found
    scope        own figures or those of the whole region; a file that was archived counts as own
    filed        the version of a filing it was published from; None for a file that was archived
    note         what was corrected and why, where it stands in place of one published before
    replaced_at  a later report stands in its place; the old one stays readable for the record
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="annual_reports")
    year = models.PositiveSmallIntegerField(_("年度"))
    scope = models.CharField(_("范围"), max_length=6, choices=Scope, default=Scope.OWN)
    edition = models.CharField(_("表式"), max_length=10, blank=True)
    title = models.CharField(_("标题"), max_length=300)
    reading = models.TextField(editable=False)
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    filed = models.ForeignKey(
        "FilingVersion", models.PROTECT, null=True, blank=True, related_name="published"
    )
    note = models.CharField(_("更正说明"), max_length=1000, blank=True)
    archived_at = models.DateTimeField(default=clock.now, editable=False)
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_why = models.CharField(_("更换原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("政府信息公开工作年度报告")
        ordering: ClassVar[list[str]] = ["-year", "organ"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "-year"], name="annual_by_organ")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organ", "year", "scope"],
                condition=Q(replaced_at=None),
                name="annual_report_once",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """How the record names this report."""
        return subject_of(self)

    @cached_property
    def read(self) -> tuple[FilledForm, tuple[Issue, ...]]:
        """The report as it was read, and what of it could not be."""
        return reading.parse(self.reading.encode())

    @property
    def report(self) -> FilledForm:
        """The report's figures and texts."""
        return self.read[0]
