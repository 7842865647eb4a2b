"""A year's report of one organ while it is written, sent up, sent back, accepted and published."""

from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.forms import whose
from gongkai.forms.filled import FilledForm
from gongkai.readers import json as reading
from portal.acts import clock
from portal.acts.act import Versioned, subject_of
from portal.annual.lifecycle import Event, Stage
from portal.organs.models import Organ


class Scope(models.TextChoices):
    """Whose figures a report holds: the organ's own, or those of its whole region."""

    OWN = "own", _("本机关")
    REGION = "region", _("本行政区域汇总")


SAID = {Scope.OWN: whose.OWN, Scope.REGION: whose.REGION}
"""How a title says whose figures a report holds."""


class How(models.TextChoices):
    """How a finding of the checks was answered."""

    FIXED = "fixed", _("已改正")
    EXPLAINED = "explained", _("说明情况")


STAGES = {
    Stage.DRAFTING: _("填报中"),
    Stage.SUBMITTED: _("已报送，待审核"),
    Stage.RETURNED: _("已退回，待修改"),
    Stage.ACCEPTED: _("审核通过，待公布"),
    Stage.PUBLISHED: _("已公布"),
}
EVENTS = {
    Event.STARTED: _("开始填报"),
    Event.SUBMITTED: _("报送"),
    Event.RETURNED: _("退回修改"),
    Event.ACCEPTED: pgettext_lazy("annual report", "审核通过"),
    Event.PUBLISHED: _("公布"),
    Event.CORRECTED: _("公布后更正"),
    Event.PERMITTED: _("同意保留一处检查结果"),
    Event.REMINDED: _("催报"),
}


class Filing(Versioned):
    """One organ's report on one year, from its first line to its publication (arts. 49, 50).

    `stage`, `submitted_at`, `published_at`, `current` are what the events amount to, kept for lists
    and written by `acts.base.append` alone.

    texts    the working draft: "0" (before part one) to "6" -> paragraphs with {{chips}}
    wrapper  of the official document: number, copies_to (抄送), printer, printed_on (印发)
    current  the version that went up last; None while none has
    edits    rises with every saving of the texts alone, so that two who write at once both keep theirs
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="filings")
    year = models.PositiveSmallIntegerField(_("年度"))
    scope = models.CharField(_("范围"), max_length=6, choices=Scope, default=Scope.OWN)
    texts: Any = models.JSONField(default=dict, blank=True)
    wrapper: Any = models.JSONField(default=dict, blank=True)
    edits = models.PositiveIntegerField(default=0, editable=False)

    stage = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Stage])
    started_at = models.DateTimeField(default=clock.now, editable=False)
    stage_since = models.DateTimeField(default=clock.now, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    current = models.ForeignKey(
        "FilingVersion", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    unrecorded = ("texts",)

    class Meta:
        verbose_name = verbose_name_plural = _("年度报告填报")
        ordering: ClassVar[list[str]] = ["-year", "organ", "scope"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organ", "year", "scope"], name="filing_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["year", "scope", "stage"], name="filing_by_stage")
        ]

    def __str__(self) -> str:
        said = f"{self.organ.name}{self.year}年度政府信息公开工作年度报告"
        return f"{said}（汇总）" if self.scope == Scope.REGION else said

    @property
    def record(self) -> str:
        """How the record names this filing."""
        return subject_of(self)

    @property
    def stage_in_words(self) -> str:
        """Where it stands, in words."""
        if self.stage == Stage.DRAFTING and self.published_at:
            return str(_("已公布，正在更正"))
        return str(STAGES[Stage(self.stage)])


class FilingEvent(models.Model):
    """What happened to a filing; appended by acts, never edited.

    version  the version it is about, where it is about one
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=[(e.value, e.value) for e in Event])
    at = models.DateTimeField(default=clock.now, editable=False)
    user_id = models.BigIntegerField(null=True, blank=True)
    who = models.CharField(max_length=150, blank=True)
    words = models.TextField(blank=True)
    version = models.ForeignKey(
        "FilingVersion", models.PROTECT, null=True, blank=True, related_name="events"
    )
    facts: Any = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["filing", "kind"], name="filing_event_kind")
        ]

    def __str__(self) -> str:
        return self.kind_in_words

    @property
    def kind_in_words(self) -> str:
        """What happened, in words."""
        return str(EVENTS[Event(self.kind)])


class FilingVersion(models.Model):
    """What went up, frozen: figures with the records behind them, texts, law data, one digest over it.

    report       the library's JSON of the FilledForm, chips resolved
    sources      address of a leaf -> the ids of the records behind it (``cases.case:17``)
    adjustments  those that stood: address, delta, reason, who, at
    facts        name -> value of the chips that the texts used;  texts: the texts with their chips
    wrapper      of the official document as it went up
    law          digest of the law data and editions by which it was derived
    sha256       over all of it: `freezing.digest`
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    edition = models.CharField(max_length=10)
    report = models.TextField(editable=False)
    sources: Any = models.JSONField(default=dict)
    adjustments: Any = models.JSONField(default=list)
    facts: Any = models.JSONField(default=dict)
    texts: Any = models.JSONField(default=dict)
    wrapper: Any = models.JSONField(default=dict)
    law = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now, editable=False)
    user_id = models.BigIntegerField(null=True, blank=True)
    who = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["filing", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["filing", "number"], name="filing_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.filing} 第{self.number}稿"

    @cached_property
    def filled(self) -> FilledForm:
        """The frozen report as the library knows it."""
        return reading.report(self.report.encode())


class FilingCell(models.Model):
    """One figure of a frozen version: the narrow table by which everything is summed and searched.

    organ, year, scope are those of the filing; standing: the version is the filing's `current`.
    """

    version = models.ForeignKey(FilingVersion, models.CASCADE, related_name="cells")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=6, choices=Scope)
    standing = models.BooleanField(default=True)
    address = models.CharField(max_length=80)
    status = models.CharField(max_length=10)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "address"], name="filing_cell_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["year", "address", "organ"],
                condition=Q(standing=True),
                name="filing_cell_by_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.value}"


class Adjustment(models.Model):
    """A correction of one derived figure: shown beside it, with the reason and who made it."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="adjustments")
    address = models.CharField(max_length=80)
    delta = models.DecimalField(max_digits=24, decimal_places=6)
    reason = models.CharField(_("原因"), max_length=500)
    user_id = models.BigIntegerField(null=True, blank=True)
    who = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("at")), name="adjustment_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.delta:+f}"


class Answer(models.Model):
    """What the unit said to a finding of the checks, and the supervising office's leave to keep it.

    key          of code, addresses and facts: the same finding keeps its answer in the next run
    said         the finding's sentence as it was answered
    replaced_at  a later answer stands in its place
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="answers")
    code = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    said = models.TextField()
    how = models.CharField(_("答复"), max_length=10, choices=How)
    words = models.TextField(_("说明"), blank=True)
    user_id = models.BigIntegerField(null=True, blank=True)
    who = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)
    replaced_at = models.DateTimeField(null=True, blank=True)
    permitted_at = models.DateTimeField(null=True, blank=True)
    permitted_by = models.BigIntegerField(null=True, blank=True)
    permitted_who = models.CharField(max_length=150, blank=True)
    permitted_words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["filing", "key"],
                condition=Q(replaced_at=None),
                name="finding_answered_once",
            )
        ]

    def __str__(self) -> str:
        return self.code


class Remark(models.Model):
    """What the supervising office says of one figure or one paragraph of a version.

    address    of a figure, or ""; section and paragraph (from 0) of a text, or None; neither: the whole
    reply      what the unit answers to it;  settled_at: the office needs nothing more
    """

    version = models.ForeignKey(FilingVersion, models.PROTECT, related_name="remarks")
    address = models.CharField(max_length=80, blank=True)
    section = models.PositiveSmallIntegerField(null=True, blank=True)
    paragraph = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(_("意见"))
    user_id = models.BigIntegerField(null=True, blank=True)
    who = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)
    reply = models.TextField(_("答复"), blank=True)
    replied_who = models.CharField(max_length=150, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.words[:40]
