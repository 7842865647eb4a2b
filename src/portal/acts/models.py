"""The append-only, hash-chained record of every act."""

from datetime import UTC
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.acts.digest import FIRST, digest


class ActRecord(models.Model):
    """Who did what to what, when, from where, what it was before and after, and why.

    Records are numbered without a gap; `digest` covers everything here and the record before. The
    person and the organ are kept as number and name, not as references: a record outlives both.
    """

    number = models.BigIntegerField(_("编号"), primary_key=True)
    at = models.DateTimeField(_("时间"))
    act = models.CharField(_("行为"), max_length=80)
    user_id = models.BigIntegerField(_("用户"), null=True)
    who = models.CharField(_("姓名"), max_length=80)
    post = models.CharField(_("岗位"), max_length=200, blank=True)
    organ_id = models.BigIntegerField(_("机关"), null=True)
    address = models.CharField(_("来源地址"), max_length=45, blank=True)
    subject = models.CharField(_("对象"), max_length=120)
    about = models.CharField(_("对象名称"), max_length=300, blank=True)
    before = models.JSONField(_("之前"), default=dict)
    after = models.JSONField(_("之后"), default=dict)
    reason = models.TextField(_("理由"), blank=True)
    algorithm = models.CharField(_("摘要算法"), max_length=10)
    previous = models.CharField(_("上一条摘要"), max_length=64)
    digest = models.CharField(pgettext_lazy("digest", "摘要"), max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("行为记录")
        ordering: ClassVar[list[str]] = ["number"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "number"], name="act_by_subject"),
            models.Index(fields=["organ_id", "number"], name="act_by_organ"),
            models.Index(fields=["user_id", "number"], name="act_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.act} {self.subject}"

    def facts(self) -> dict[str, Any]:
        """Return what the digest covers, beside the digest before."""
        return {
            "number": self.number,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "act": self.act,
            "user_id": self.user_id,
            "who": self.who,
            "post": self.post,
            "organ_id": self.organ_id,
            "address": self.address,
            "subject": self.subject,
            "about": self.about,
            "before": self.before,
            "after": self.after,
            "reason": self.reason,
            "algorithm": self.algorithm,
        }

    def right_digest(self) -> str:
        """Return the digest this record must have."""
        return digest(self.algorithm, self.previous, self.facts())


class ChainHead(models.Model):
    """The number and digest of the newest record: one row, locked while a record is appended.

    It shows a tail cut off the records, which the chain alone cannot.
    """

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=FIRST)

    class Meta:
        verbose_name = verbose_name_plural = _("记录链头")

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"
