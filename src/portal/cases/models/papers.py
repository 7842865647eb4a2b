"""The papers of a request: files that came in or go out, letters, and an organ's wording of them."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.act import Versioned
from portal.cases.models.case import Case
from portal.organs.models import Organ


class CaseFile(models.Model):
    """A file of a request, sealed on the disk.

    sha256   of the content, as contents lists and evidence name it
    shown    the applicant may download it on the tracking page
    facts    of a redacted file: the proof that nothing of what was taken out is left in it
    """

    class What(models.TextChoices):
        """What a file is to the request."""

        APPLICATION = "application", _("申请材料")
        CORRECTION = "correction", _("补正材料")
        ANSWER = "answer", _("征求意见的答复")
        MATERIAL = "material", _("调取的材料")
        PROVIDED = "provided", _("提供的信息")
        REDACTED = "redacted", _("遮盖后的信息")
        LETTER = "letter", _("文书")
        SERVICE = "service", _("送达凭证")
        FEE = "fee", _("缴费凭证")
        DISPUTE = "dispute", _("复议、诉讼材料")
        OTHER = "other", _("其他")

    case = models.ForeignKey(Case, models.CASCADE, related_name="files")
    what = models.CharField(max_length=12, choices=What)
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    shown = models.BooleanField(default=False)
    made_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    facts: Any = models.JSONField(default=dict, blank=True)
    added_at = models.DateTimeField(default=clock.now, editable=False)
    added_by = models.BigIntegerField(null=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("案卷文件")
        ordering: ClassVar[list[str]] = ["case", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.what}"


class LetterState(models.TextChoices):
    """Where a letter stands."""

    DRAFT = "draft", _("草稿")
    SIGNED = "signed", _("已签发")
    SERVED = "served", _("已送达")
    DISCARDED = "discarded", _("已作废")


class CaseLetter(Versioned):
    """A letter of a request: what it was composed from, how it reads, how it was served.

    kind     a kind of gongkai.law.letters
    parts    of a reply: what was decided on each part: outcome, grounds, what
    facts    what the letter was composed from; text: as it was signed, paragraph by paragraph
    """

    class Service(models.TextChoices):
        """How a letter reaches its addressee (国办公开办函〔2016〕235号)."""

        DIRECT = "direct", _("直接送达")
        ENTRUSTED = "entrusted", _("委托其他机关送达")
        POST = "post", _("邮政企业邮寄")
        ONLINE = "online", _("按申请人选择网上送达")

    case = models.ForeignKey(Case, models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=40)
    number = models.CharField(_("文号"), max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.DRAFT)
    parts: Any = models.JSONField(default=list, blank=True)
    facts: Any = models.JSONField(default=dict, blank=True)
    text: Any = models.JSONField(default=dict, blank=True)
    addressee = models.CharField(_("收件人"), max_length=120, blank=True)
    signed_on = models.DateField(_("签发日期"), null=True, blank=True)
    signed_by = models.BigIntegerField(null=True)
    served_on = models.DateField(_("送达日期"), null=True, blank=True)
    service = models.CharField(_("送达方式"), max_length=10, choices=Service, blank=True)
    tracking = models.CharField(_("邮件号码"), max_length=60, blank=True)
    to_applicant = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("文书")
        ordering: ClassVar[list[str]] = ["case", "pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class LetterTemplate(Versioned):
    """An organ's own wording of a kind of letter; what the law requires must still stand in it."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    text = models.TextField(_("正文"))

    class Meta:
        verbose_name = verbose_name_plural = _("文书模板")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organ", "kind"], name="letter_template_once")
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.kind}"
