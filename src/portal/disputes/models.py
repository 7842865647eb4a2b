"""Disputes, what happened in them, and the papers of it."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.cases.disputes import Result, Stage, Step, Track
from portal.acts import clock
from portal.acts.act import Versioned, subject_of
from portal.cases.models import Applicant, Case, CaseFile
from portal.disputes import ways
from portal.disputes.lifecycle import Office
from portal.organs.models import Organ
from portal.publishing.models import Document

TRACKS = {
    Track.REVIEW: _("行政复议"),
    Track.DIRECT: _("行政诉讼（未经复议直接起诉）"),
    Track.AFTER_REVIEW: _("行政诉讼（复议后起诉）"),
}
STAGES = {
    Stage.NEW: _("尚未登记"),
    Stage.IN_REVIEW: _("复议审理中"),
    Stage.REVIEWED: _("复议已决定"),
    Stage.FIRST_INSTANCE: _("一审审理中"),
    Stage.JUDGED: _("一审已裁判"),
    Stage.SECOND_INSTANCE: _("二审审理中"),
    Stage.CLOSED: _("二审已裁判"),
}


class Dispute(Versioned):
    """A review or a suit about a decision on a request, a publication, or an omission.

    `stage`, `track`, `result`, `opened_on`, `closed_on` are what the events amount to, kept for lists
    and written by `projection.refresh` alone.

    party    who applied or sued, where it is not the applicant of the request
    grounds  of `law.grounds`: what the decision in dispute refused on
    mark     by which the sealed papers are bound to it
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="disputes")
    number = models.CharField(_("编号"), max_length=60)
    mark = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="disputes")
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="disputes"
    )
    party = models.ForeignKey(
        Applicant, models.PROTECT, null=True, blank=True, related_name="disputes"
    )
    subject = models.CharField(_("争议事项"), max_length=300)
    grounds: Any = models.JSONField(default=list, blank=True)
    handler_id = models.BigIntegerField(_("承办人"), null=True, blank=True)

    stage = models.CharField(max_length=16, choices=[(s.value, s.value) for s in Stage])
    track = models.CharField(max_length=12, choices=[(t.value, t.value) for t in Track])
    result = models.CharField(max_length=10, choices=[(r.value, r.value) for r in Result])
    opened_on = models.DateField(_("提起日期"))
    closed_on = models.DateField(_("结案日期"), null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    unrecorded = ("subject", "mark")

    class Meta:
        verbose_name = verbose_name_plural = _("复议诉讼")
        ordering: ClassVar[list[str]] = ["-opened_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organ", "number"], name="dispute_number_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organ", "-opened_on", "-id"],
                condition=models.Q(closed_on=None),
                name="dispute_open",
            ),
            models.Index(fields=["organ", "-opened_on", "-id"], name="dispute_by_day"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def record(self) -> str:
        """How the record names this dispute."""
        return subject_of(self)

    @property
    def place(self) -> str:
        """How what is sealed of this dispute is bound to it."""
        return f"dispute:{self.mark}"

    @property
    def who(self) -> Applicant | None:
        """Who applied or sued."""
        if self.party is not None:
            return self.party
        return self.case.applicant if self.case is not None else None

    @property
    def stage_in_words(self) -> str:
        """Where it stands, in words."""
        return str(_("已结案") if self.closed_on else STAGES[Stage(self.stage)])

    @property
    def track_in_words(self) -> str:
        """Which block of table four it belongs to, in words."""
        return str(TRACKS[Track(self.track)])

    @property
    def result_in_words(self) -> str:
        """The result as table four names it."""
        return str(ways.RESULTS[Result(self.result)])


_EVENTS = {
    Office.NOTIFIED: _("收到副本"),
    Office.ANSWERED: _("提交答复（答辩）和证据"),
    Office.HEARING: _("听证、开庭"),
    Office.CARRIED_OUT: _("履行决定（裁判）"),
    Office.COST: _("费用"),
    Office.LESSON: _("经验教训"),
    Office.NOTED: _("备注"),
    Office.LINKED: _("关联"),
    Office.ASSIGNED: _("交办"),
    Office.BUNDLED: _("整理证据材料"),
    Office.STRUCK: _("作废一条记录"),
    Office.CLOSED: pgettext_lazy("dispute", "结案"),
    Office.ERASED: _("清除个人信息"),
}


class DisputeEvent(models.Model):
    """One event of a dispute; written by acts alone, never edited.

    on           the day it happened; received_on: the day the organ had the paper
    until        a hearing's day, or the last day of what was ordered
    number       案号 or the decision's number; body: who reviews or judges
    way          how it was decided (`ways`), result: what that counts as
    struck       the event by which it was struck as an error
    """

    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in (*Step, *Office)])
    on = models.DateField()
    received_on = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    body = models.CharField(_("机关或者法院"), max_length=120, blank=True)
    number = models.CharField(_("案号、文号"), max_length=80, blank=True)
    way = models.CharField(max_length=24, blank=True)
    result = models.CharField(max_length=10, blank=True)
    claims = models.TextField(_("请求"), blank=True)
    opinion = models.TextField(blank=True)
    facts: Any = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)
    user_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=80)
    struck = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("经过")
        ordering: ClassVar[list[str]] = ["dispute", "pk"]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.kind}"

    @property
    def what(self) -> Step | Office:
        """The event's kind."""
        return Step(self.kind) if self.kind in set(Step) else Office(self.kind)

    @property
    def in_words(self) -> str:
        """What happened, in words."""
        what = self.what
        return str(_EVENTS[what]) if isinstance(what, Office) else str(STEPS[what])

    @property
    def way_in_words(self) -> str:
        """How it was decided, in words."""
        return ways.named(self.way)

    @property
    def result_in_words(self) -> str:
        """What it counts as, in words."""
        return str(ways.RESULTS[Result(self.result)]) if self.result else ""


STEPS = {
    Step.REVIEW_APPLIED: _("申请行政复议"),
    Step.REVIEW_DECIDED: _("行政复议决定"),
    Step.SUED: _("提起行政诉讼"),
    Step.JUDGED: _("一审裁判"),
    Step.APPEALED: _("上诉"),
    Step.APPEAL_JUDGED: _("二审裁判"),
}


class DisputeFile(models.Model):
    """A paper of a dispute: in the file of its request, or sealed by itself where there is none."""

    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="files")
    event = models.ForeignKey(
        DisputeEvent, models.CASCADE, null=True, blank=True, related_name="files"
    )
    case_file = models.ForeignKey(CaseFile, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200, blank=True)
    made_here = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=clock.now, editable=False)
    added_by = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("复议诉讼材料")
        ordering: ClassVar[list[str]] = ["dispute", "pk"]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.pk}"

    @property
    def gone(self) -> bool:
        """Whether its content was erased."""
        if self.case_file is not None:
            return self.case_file.erased_at is not None
        return not self.path


class DisputeReminder(models.Model):
    """That somebody was reminded of a day of a dispute: once for each day, matter and step upwards.

    why  what has to be done by then, in words
    """

    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="reminders")
    why = models.CharField(max_length=80)
    due_on = models.DateField()
    step = models.PositiveSmallIntegerField(default=0)
    to = models.CharField(max_length=200)
    sent_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("复议诉讼提醒")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dispute", "why", "due_on", "step"], name="dispute_reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.due_on} {self.step}"
