"""Documents with their versions, their events, their files and how they are found."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.acts import clock
from portal.acts.act import Versioned, subject_of
from portal.organs.models import Organ, Role
from portal.publishing.lifecycle import Event, State


class Part(models.TextChoices):
    """The fixed columns of a disclosure platform (国办公开办函〔2019〕61号)."""

    GUIDE = "guide", _("政府信息公开指南")
    SYSTEMS = "systems", _("政府信息公开制度")
    CONTENT = "content", _("法定主动公开内容")
    REPORTS = "reports", _("政府信息公开年报")


class Column(models.Model):
    """A branch of the platform; `organ` is empty for one that every organ has."""

    code = models.SlugField(_("代码"), max_length=40)
    title = models.CharField(_("栏目"), max_length=60)
    part = models.CharField(_("部分"), max_length=10, choices=Part)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    organ = models.ForeignKey(Organ, models.CASCADE, null=True, blank=True, related_name="columns")
    levels = models.JSONField(_("适用层级"), default=list, blank=True)
    duties = models.JSONField(_("法定事项"), default=list, blank=True)
    update_days = models.PositiveIntegerField(_("更新期限（天）"), null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("栏目")
        ordering: ClassVar[list[str]] = ["order", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "organ"], name="column_code_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(organ=None), name="column_shared_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Genre(models.TextChoices):
    """What a document is; the first two feed the form's table two."""

    RULE = "rule", _("规章")
    NORMATIVE = "normative", _("行政规范性文件")
    POLICY = "policy", _("其他文件")
    INTERPRETATION = "interpretation", _("政策解读")
    NOTICE = "notice", _("公告公示")
    NEWS = "news", _("工作动态")
    INSTITUTION = "institution", _("机构职能")
    SYSTEM = "system", _("制度")
    FINANCE = "finance", _("财政信息")
    REPORT = "report", _("年度报告")
    CLARIFICATION = "clarification", _("澄清说明")
    OTHER = "other", _("其他")


class Attribute(models.TextChoices):
    """How a document is disclosed, fixed when it is drafted (arts. 13 to 16)."""

    OPEN = "open", _("主动公开")
    ON_REQUEST = "on_request", _("依申请公开")
    CLOSED = "closed", _("不予公开")


class Content(models.Model):
    """What a reader of a document sees; a version keeps it, the public entry shows it."""

    title = models.CharField(_("标题"), max_length=300)
    number = models.CharField(_("文号"), max_length=80, blank=True)
    issuer = models.CharField(_("发文机关"), max_length=200, blank=True)
    formed_on = models.DateField(_("成文日期"), null=True, blank=True)
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    topic = models.CharField(_("主题分类"), max_length=60, blank=True)
    keywords = models.CharField(_("关键词"), max_length=200, blank=True)
    summary = models.TextField(_("内容概述"), max_length=500, blank=True)
    source = models.CharField(_("来源"), max_length=120, blank=True)
    body = models.TextField(_("正文"), blank=True)

    class Meta:
        abstract = True


CONTENT = tuple(field.name for field in Content._meta.local_fields)
"""The names of the columns that a version keeps."""


_STATES = {
    State.DRAFT: _("起草中"),
    State.SIGNED: _("已签发，等待公开"),
    State.SCHEDULED: _("已定时公开"),
    State.PUBLISHED: _("已公开"),
    State.WITHDRAWN: _("已撤回"),
    State.DISCARDED: _("已作废"),
}
_EVENTS = {
    Event.DRAFTED: _("起草"),
    Event.IMPORTED: _("从原网站转入"),
    Event.EDITED: pgettext_lazy("event", "修改"),
    Event.SUBMITTED: _("送审"),
    Event.PASSED: _("通过"),
    Event.RETURNED: _("退回"),
    Event.SCHEDULED: _("定时公开"),
    Event.PUBLISHED: _("公开"),
    Event.REVISED: _("开始更正"),
    Event.WITHDRAWN: _("撤回"),
    Event.DISCARDED: _("作废"),
}


class ReviewChain(models.Model):
    """The steps a document passes before it is published; the most particular chain counts.

    steps  roles in order, the last one signs: ``["reviewer", "secrecy", "signer"]``
    alone  the drafter may take one step too (an office of very few people)
    """

    organ = models.ForeignKey(Organ, models.CASCADE, null=True, blank=True, related_name="+")
    genre = models.CharField(max_length=16, choices=Genre, blank=True)
    steps = models.JSONField(_("审查步骤"))
    alone = models.BooleanField(_("起草人可承担一步"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("审查流程")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organ", "genre"], name="review_chain_once"),
            models.UniqueConstraint(
                fields=["genre"], condition=Q(organ=None), name="review_chain_default_once"
            ),
        ]

    def __str__(self) -> str:
        return " → ".join(self.steps)


class PublishingRules(Versioned):
    """What an organ has set for its documents; it holds for the organs below that set nothing."""

    organ = models.OneToOneField(Organ, models.PROTECT, related_name="+")
    index_pattern = models.CharField(_("索引号规则"), max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("编号规则")

    def __str__(self) -> str:
        return str(self.organ)


class Document(Versioned):
    """One piece of government information, from its draft to its withdrawal.

    `state`, `step` and `is_public` are the standing that the events give, kept for lists.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="documents")
    column = models.ForeignKey(Column, models.PROTECT, related_name="documents")
    genre = models.CharField(_("类别"), max_length=16, choices=Genre)
    attribute = models.CharField(_("公开属性"), max_length=10, choices=Attribute)
    ground = models.CharField(_("不公开的依据"), max_length=20, blank=True)
    ground_reason = models.TextField(_("理由"), blank=True)
    reassess_on = models.DateField(_("下次复核日期"), null=True, blank=True)
    steps = models.JSONField(_("审查步骤"), default=list)
    alone = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State])
    step = models.PositiveSmallIntegerField(default=0)
    is_public = models.BooleanField(default=False)
    working = models.ForeignKey("DocumentVersion", models.PROTECT, null=True, related_name="+")
    shown = models.ForeignKey("DocumentVersion", models.PROTECT, null=True, related_name="+")
    index_number = models.CharField(_("索引号"), max_length=60, blank=True)
    publish_at = models.DateTimeField(_("定时公开"), null=True, blank=True)
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawal_ground = models.TextField(_("撤回原因"), blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("政府信息")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "state", "-id"], name="document_by_state"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["index_number"], condition=~Q(index_number=""), name="index_number_once"
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(attribute=Attribute.OPEN),
                name="only_open_is_public",
            ),
        ]

    def __str__(self) -> str:
        return self.working.title if self.working else f"#{self.pk}"

    @property
    def subject(self) -> str:
        """How the record names this document."""
        return subject_of(self)

    @property
    def in_words(self) -> str:
        """Where the document stands, in words."""
        if self.state == State.REVIEW:
            role = Role(self.steps[self.step])
            return str(_("等待%(role)s") % {"role": role.label})
        words = str(_STATES[State(self.state)])
        if self.is_public and self.state != State.PUBLISHED:
            return str(_("已公开，更正中：%(words)s") % {"words": words})
        return words


class DocumentVersion(Content):
    """What a document said at one time; never changed once it left the draft."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    serial = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made_by = models.BigIntegerField(null=True)
    note = models.CharField(_("修改说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("版本")
        ordering: ClassVar[list[str]] = ["document", "serial"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "serial"], name="version_serial_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.serial})"


class DocumentEvent(models.Model):
    """One event of a document; written by acts alone."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=[(e.value, e.value) for e in Event])
    at = models.DateTimeField(default=clock.now, editable=False)
    user_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=80)
    role = models.CharField(max_length=12, blank=True)
    opinion = models.TextField(_("意见"), blank=True)
    serial = models.PositiveIntegerField(default=0)
    facts: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("经过")
        ordering: ClassVar[list[str]] = ["document", "pk"]

    def __str__(self) -> str:
        return f"{self.document_id} {self.kind}"

    @property
    def in_words(self) -> str:
        """What happened, in words."""
        words = str(_EVENTS[Event(self.kind)])
        return f"{Role(self.role).label}{words}" if self.role else words


class FileKind(models.TextChoices):
    """What a file is to its document."""

    ORIGINAL = "original", _("原文件")
    ATTACHMENT = "attachment", pgettext_lazy("kind", "附件")


class Attachment(models.Model):
    """A file that belongs to a document; which versions it belongs to, the serials say.

    sha256       of the file as it is kept and served; `path` lies below MEDIA_ROOT and is made of it
    findings     what was found hidden in the file as it came, and what was done about it
    recognised   of an original: by field what was read from it, from which words, how sure
    upload       the form that brought it, so that sending it twice makes one document
    from_serial  the first version that has it; to_serial the first that no longer has, or None
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=10, choices=FileKind)
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    findings: Any = models.JSONField(default=list, blank=True)
    recognised: Any = models.JSONField(default=dict, blank=True)
    upload = models.CharField(max_length=36, blank=True)
    from_serial = models.PositiveIntegerField()
    to_serial = models.PositiveIntegerField(null=True, blank=True)
    added_at = models.DateTimeField(default=clock.now, editable=False)
    added_by = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("附件")
        ordering: ClassVar[list[str]] = ["document", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sha256"], name="attachment_by_digest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["upload"], condition=~Q(upload=""), name="attachment_upload_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class LinkKind(models.TextChoices):
    """How one document stands to another; read as: source - kind - target."""

    INTERPRETS = "interprets", pgettext_lazy("link", "解读")
    CLARIFIES = "clarifies", pgettext_lazy("link", "澄清")
    AMENDS = "amends", pgettext_lazy("link", "修改")
    REPEALS = "repeals", pgettext_lazy("link", "废止")
    RELATED = "related", pgettext_lazy("link", "相关")


class DocumentLink(models.Model):
    """That one document interprets, clarifies, amends or repeals another; it ends, it is not deleted."""

    source = models.ForeignKey(Document, models.PROTECT, related_name="links")
    target = models.ForeignKey(Document, models.PROTECT, related_name="linked")
    kind = models.CharField(max_length=10, choices=LinkKind)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("关联")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                condition=Q(ended_at=None),
                name="document_link_once",
            ),
            models.CheckConstraint(
                condition=~Q(source=models.F("target")), name="no_link_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"


class Series(models.Model):
    """The last number given out in a series of index numbers; a number is never given twice."""

    key = models.CharField(max_length=60, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("编号序列")

    def __str__(self) -> str:
        return f"{self.key} {self.last}"


class SearchChange(models.Model):
    """A document whose public face changed and which the search index has yet to follow."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("待更新的检索")

    def __str__(self) -> str:
        return str(self.document_id)


class PersonalDataDecision(models.Model):
    """That a piece of personal data may be published, and why; the piece is named by its digest."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="personal_data")
    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=12)
    reason = models.CharField(_("理由"), max_length=300)
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("个人信息处理")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["document", "key"], name="personal_data_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reason}"
