"""Keys of organs for their own systems, and what was answered to a call that may come twice."""

from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.act import Versioned, subject_of
from portal.organs.models import Organ


class Scope(models.TextChoices):
    """What a key may be used for."""

    DOCUMENTS = "documents", _("起草信息、上传附件、送审")
    CASES = "cases", _("登记公开申请、查看办理状态")
    REGISTERS = "registers", _("登记行政许可、处罚等")
    REPORTS = "reports", _("存入、填写年度报告")
    SUBMISSION = "submission", _("代工作机构负责人报送年度报告")


class ApiKey(Versioned):
    """That a system of an organ may act for it; the secret is known to that system alone.

    prefix  by which the key is found and recognised; digest of the whole secret
    """

    unrecorded = ("digest",)

    organ = models.ForeignKey(
        Organ, models.PROTECT, related_name="api_keys", verbose_name=_("机关")
    )
    name = models.CharField(_("系统名称"), max_length=80)
    scopes: Any = models.JSONField(_("权限"), default=list)
    prefix = models.CharField(_("前缀"), max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("建立时间"), default=clock.now, editable=False)
    ended_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("接口密钥")
        ordering: ClassVar[list[str]] = ["organ", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.prefix}…"

    @property
    def subject(self) -> str:
        """How the record names this key."""
        return subject_of(self)

    @property
    def scopes_in_words(self) -> list[str]:
        """What it may be used for, in words."""
        return [str(Scope(scope).label) for scope in self.scopes]


class Call(models.Model):
    """What was answered to a call that changed something: called again, it is answered the same.

    token   the caller's Idempotency-Key; digest of what was sent with it
    answer  as it was given, without what is shown only once
    """

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="+")
    token = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer: Any = models.JSONField(encoder=DjangoJSONEncoder)
    at = models.DateTimeField(default=clock.now, editable=False, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("接口调用")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key", "token"], name="api_call_once")
        ]

    def __str__(self) -> str:
        return f"{self.key_id} {self.token}"
