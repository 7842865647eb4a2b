"""A request: who asks, what for, its events, and the standing they amount to."""

import json
import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.cases.events import Kind
from gongkai.cases.transitions import State
from portal.acts import clock
from portal.acts.act import Versioned
from portal.cases import sealing
from portal.cases.channel import CHOICES
from portal.cases.lifecycle import Office, Stage
from portal.organs.models import Organ, Role


class ApplicantKind(models.TextChoices):
    """The columns of the form's table three, by their ids there."""

    PERSON = "natural", _("自然人")
    COMPANY = "enterprise", _("商业企业")
    RESEARCH = "research", _("科研机构")
    WELFARE = "charity", _("社会公益组织")
    LEGAL = "law_service", _("法律服务机构")
    OTHER = "other_org", _("其他")


SEALED = (
    "id_kind",
    "id_number",
    "representative",
    "contact",
    "phone",
    "address",
    "postal_code",
    "email",
)
"""What of an applicant is sealed at rest."""


class Applicant(models.Model):
    """Who asks: the name, and sealed what identifies and reaches him (art. 29).

    same  the keyed digest of the identity, by which requests of one applicant are found together
    """

    mark = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    kind = models.CharField(_("申请人类别"), max_length=16, choices=ApplicantKind)
    name = models.CharField(_("姓名或者名称"), max_length=120, blank=True)
    sealed = models.TextField(blank=True, editable=False)
    same = models.CharField(max_length=64, blank=True, db_index=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("申请人")

    def __str__(self) -> str:
        return f"#{self.pk}"

    def seal(self, facts: dict[str, str]) -> None:
        """Take over identity and contact, sealed; unknown names are refused with ValueError."""
        if set(facts) - set(SEALED):
            raise ValueError(f"not kept of an applicant: {sorted(set(facts) - set(SEALED))}")
        kept = {name: value.strip() for name, value in facts.items() if value.strip()}
        self.sealed = sealing.seal(
            json.dumps(kept, ensure_ascii=False), of=f"applicant:{self.mark}"
        )
        identity = "".join((kept.get("id_number") or kept.get("phone") or "").split()).upper()
        words = f"{self.kind}:{''.join(self.name.split())}:{identity}"
        self.same = sealing.mark(words, purpose="applicant")

    def erase(self) -> None:
        """Take out whatever the person could be known by; the kind stays for the counts."""
        self.name, self.sealed, self.same, self.erased_at = "", "", "", clock.now()
        self.save()

    def unseal(self) -> dict[str, str]:
        """Return identity and contact in the clear; pages show them only through an act."""
        plain = sealing.unseal(self.sealed, of=f"applicant:{self.mark}")
        return dict(json.loads(plain)) if plain else {}


_STAGES = {
    Stage.HANDLING: _("办理中"),
    Stage.DRAFT: _("拟稿"),
    Stage.REVIEW: _("审核中"),
    Stage.SIGNED: _("已签发，待送达"),
    Stage.ENDED: _("已办结"),
    Stage.CLOSED: _("已结案"),
    Stage.ARCHIVED: _("已归档"),
}


class Case(Versioned):
    """One request (政府信息公开申请).

    `state`, `stage`, `step`, `received_on`, `due_on`, `ended_on`, `reopened_on`, `waiting` and
    `waiting_until` are what the events amount to, kept for lists and written by `projection.refresh`
    alone.

    ground       the ground of the outcome it counts as, where that rests on one
    letter       the letter it came in, where one letter became several requests: the first of them
    fingerprint  of what is asked without white space and signs: shows the same request again
    code, check  keyed digests of the query code and of what the applicant proves himself with
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="cases")
    number = models.CharField(_("申请编号"), max_length=60)
    applicant = models.OneToOneField(Applicant, models.PROTECT, related_name="case")
    kind = models.CharField(_("申请人类别"), max_length=16, choices=ApplicantKind)
    channel = models.CharField(_("提出方式"), max_length=10, choices=CHOICES)
    oral = models.BooleanField(_("口头提出，由本机关代为填写"), default=False)
    subject = models.CharField(_("所需信息"), max_length=300)
    content = models.TextField(_("内容描述"), max_length=5000, blank=True)
    document_number = models.CharField(_("文号"), max_length=100, blank=True)
    period = models.CharField(_("信息形成的时间"), max_length=100, blank=True)
    form = models.CharField(
        _("信息的形式"),
        max_length=10,
        default="paper",
        choices=[
            ("paper", _("纸质")),
            ("electronic", _("电子数据")),
            ("inspect", _("查阅、抄录")),
        ],
    )
    way = models.CharField(
        _("获取方式"),
        max_length=10,
        default="post",
        choices=[
            ("post", _("邮寄")),
            ("email", _("电子邮件")),
            ("pickup", _("当面领取")),
            ("online", _("网上下载")),
        ],
    )
    topic = models.CharField(_("主题"), max_length=60, blank=True)
    handler_id = models.BigIntegerField(_("承办人"), null=True, blank=True)
    letter = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    fingerprint = models.CharField(max_length=64, blank=True)
    token = models.CharField(max_length=36, blank=True)
    code = models.CharField(max_length=64, blank=True)
    check_mark = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(_("办理结果"), max_length=24, blank=True)
    ground = models.CharField(_("不公开的理由"), max_length=16, blank=True)
    steps: Any = models.JSONField(_("审核步骤"), default=list, blank=True)

    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in State])
    stage = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Stage])
    step = models.PositiveSmallIntegerField(default=0)
    arrived_on = models.DateField(_("到达日期"))
    received_on = models.DateField(_("收到申请之日"), null=True, blank=True)
    due_on = models.DateField(_("答复期限"), null=True, blank=True)
    ended_on = models.DateField(_("办结日期"), null=True, blank=True)
    reopened_on = models.DateField(_("责令重新答复的日期"), null=True, blank=True)
    waiting = models.CharField(max_length=20, blank=True)
    waiting_until = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    unrecorded = (
        *("subject", "content", "document_number", "period"),
        *("code", "check_mark", "token", "fingerprint"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("政府信息公开申请")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organ", "number"], name="case_number_once"),
            models.UniqueConstraint(
                fields=["token"], condition=~models.Q(token=""), name="case_token_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organ", "due_on", "id", "waiting"],
                condition=models.Q(ended_on=None),
                name="case_open_by_due",
            ),
            models.Index(
                fields=["organ", "ended_on", "waiting_until"],
                condition=models.Q(waiting_until__isnull=False),
                name="case_by_waiting",
            ),
            models.Index(fields=["organ", "stage", "-id"], name="case_by_stage"),
            models.Index(
                fields=["organ", "received_on", "channel", "kind", "topic"], name="case_by_receipt"
            ),
            models.Index(fields=["organ", "-ended_on", "-id"], name="case_by_end"),
            models.Index(
                fields=["organ", "ended_on", "outcome", "received_on", "due_on"],
                name="case_by_outcome",
            ),
            models.Index(fields=["code"], name="case_by_code"),
            models.Index(fields=["organ", "fingerprint"], name="case_by_fingerprint"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def in_words(self) -> str:
        """Where the office's work stands, in words."""
        return str(_STAGES[Stage(self.stage)])

    @property
    def place(self) -> str:
        """How what is sealed of this case is bound to it."""
        return f"case:{self.applicant.mark}"


_EVENTS = {
    Office.ASSIGNED: _("交办"),
    Office.REASONS_ASKED: _("要求说明理由"),
    Office.REASONS_GIVEN: _("收到理由说明"),
    Office.RECORDS_ASKED: _("调取材料"),
    Office.RECORDS_GIVEN: _("收到材料"),
    Office.OVERRIDDEN: _("决定公开并告知第三方"),
    Office.EXTENSION_ASKED: _("提请延长答复期限"),
    Office.DRAFTED: _("拟写答复"),
    Office.SUBMITTED: _("送审"),
    Office.PASSED: _("通过"),
    Office.RETURNED: _("退回"),
    Office.CLOSED: _("结案"),
    Office.ARCHIVED: pgettext_lazy("case", "归档"),
    Office.LINKED: _("关联其他申请"),
    Office.SPLIT: _("拆分"),
    Office.JOINED: _("并案"),
    Office.STRUCK: _("作废一条记录"),
    Office.CHANGED: _("更正登记"),
    Office.LETTER_ARRIVED: _("文书送到对方"),
    Office.NOTED: _("备注"),
    Office.RECOMPUTED: _("重新计算期限"),
    Office.ERASED: _("清除个人信息"),
}
_NOTES = {
    "redacted": _("遮盖文件"),
    "whole": _("整份提供文件"),
    "taken_back": _("收回文件"),
    "objection": _("说明公开不受第三方意见影响"),
    "reminder": _("催办"),
    "affirmed": _("申请人确认申请"),
    "paid": _("申请人提交缴费凭证"),
    "silent": _("对方期满没有答复"),
    "taken": pgettext_lazy("case", "承办"),
}
"""What a note is that an act left, or who gave whom the request: by a fact, or what that fact says."""


class CaseEvent(models.Model):
    """One event of a request; written by acts alone.

    on      the day it happened, which the law counts; at: when it was entered
    whom    who was asked or answers, who takes over
    struck  the event by which it was struck as an error
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=22, choices=[(k.value, k.value) for k in (*Kind, *Office)])
    on = models.DateField()
    received_on = models.DateField(null=True, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    whom = models.CharField(max_length=120, blank=True)
    opinion = models.TextField(_("意见"), blank=True)
    facts: Any = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)
    user_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=80)
    role = models.CharField(max_length=12, blank=True)
    struck = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("办理经过")
        ordering: ClassVar[list[str]] = ["case", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["on"], condition=models.Q(kind=Kind.FEE_PAID.value), name="case_fee_paid"
            ),
            models.Index(
                fields=["case"],
                condition=models.Q(kind=Office.EXTENSION_ASKED.value),
                name="case_extension_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def what(self) -> Kind | Office:
        """The event's kind."""
        return Kind(self.kind) if self.kind in set(Kind) else Office(self.kind)

    @property
    def in_words(self) -> str:
        """What happened, in words."""
        what = self.what
        if what is Kind.ARRIVED:  # received in law on the day that article 31 says
            return str(_("申请到达"))
        if what in (Office.NOTED, Office.ASSIGNED):
            told = (*self.facts, self.facts.get("said"), self.facts.get("answer"))
            named = next((_NOTES[one] for one in told if one in _NOTES), "")
            if named:
                return str(named)
        if what is Office.PASSED and self.role == Role.SIGNER:
            return str(_("签发"))
        return str(_EVENTS[what]) if isinstance(what, Office) else what.label


class CaseLink(models.Model):
    """That two requests belong together, and how; it ends, it is not deleted."""

    class How(models.TextChoices):
        """Why they belong together."""

        REPEATS = "repeats", _("内容相同")
        RELATED = "related", pgettext_lazy("link", "相关")

    case = models.ForeignKey(Case, models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, models.CASCADE, related_name="linked")
    how = models.CharField(max_length=8, choices=How)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("关联申请")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "other"], condition=models.Q(ended_at=None), name="case_link_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.how} {self.other_id}"


class Series(models.Model):
    """The last number given out in a series of requests or letters; none is given twice."""

    key = models.CharField(max_length=80, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("编号序列")

    def __str__(self) -> str:
        return f"{self.key} {self.last}"
