"""What an organ says of its duties: what does not apply, what stands where, who handles disclosure."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.act import Versioned, subject_of
from portal.organs.models import Organ
from portal.publishing.models import Document

CODE = 40  # characters of a duty's code, of ``field:<code>`` or of ``item:<number>``


class NotApplicable(models.Model):
    """That a duty or a field does not apply to an organ, and why; it ends, it is not deleted.

    code  of a duty (``21-T6``) or of a pilot field (``field:taxes``)
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    code = models.CharField(_("事项"), max_length=CODE)
    reason = models.CharField(_("理由"), max_length=300)
    declared_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("不适用的事项")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organ", "code"], condition=Q(ended_at=None), name="not_applicable_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.code}"


class Assignment(models.Model):
    """That a document fulfils a duty or an item of a catalogue its column does not say."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    code = models.CharField(_("事项"), max_length=CODE)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("信息对应的事项")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["document", "code"], condition=Q(ended_at=None), name="assignment_once"
            )
        ]

    @property
    def organ_id(self) -> int:
        """The organ whose record this belongs to."""
        return self.document.organ_id

    def __str__(self) -> str:
        return f"{self.document} {self.code}"


class CatalogueItem(models.Model):
    """One item of an organ's grassroots catalogue, as imported; the next import ends what it drops."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    field = models.CharField(_("领域"), max_length=CODE)
    order = models.PositiveIntegerField(default=0)
    first = models.CharField(_("一级事项"), max_length=200, blank=True)
    second = models.CharField(_("二级事项"), max_length=200)
    content = models.TextField(_("公开内容（要素）"))
    grounds = models.TextField(_("公开依据"), blank=True)
    term = models.CharField(_("公开时限"), max_length=500)
    body = models.CharField(_("公开主体"), max_length=300)
    channels = models.TextField(_("公开渠道和载体"), blank=True)
    audience = models.CharField(_("公开对象"), max_length=200, blank=True)
    manner = models.CharField(_("公开方式"), max_length=100, blank=True)
    level = models.CharField(_("公开层级"), max_length=100, blank=True)
    from_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("目录事项")
        ordering: ClassVar[list[str]] = ["field", "order", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "field", "ended_at"], name="catalogue_by_field")
        ]

    def __str__(self) -> str:
        return self.second

    @property
    def code(self) -> str:
        """How an assignment names this item."""
        return f"item:{self.pk}"


class DisclosureOffice(Versioned):
    """The particulars of an organ's disclosure office (政府信息公开工作机构, arts. 4 and 12)."""

    organ = models.OneToOneField(Organ, models.PROTECT, related_name="disclosure_office")
    office = models.CharField(
        _("工作机构名称"), max_length=100, blank=True, help_text=_("如：党政综合办公室")
    )
    address = models.CharField(_("办公地址"), max_length=200, blank=True)
    postal_code = models.CharField(
        _("邮政编码"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{6}$", _("邮政编码应为6位数字。"))],
    )
    hours = models.CharField(
        _("办公时间"),
        max_length=200,
        blank=True,
        help_text=_("如：工作日8:30—12:00、14:30—17:30，法定节假日除外"),
    )
    phone = models.CharField(_("联系电话"), max_length=60, blank=True)
    fax = models.CharField(_("传真号码"), max_length=60, blank=True)
    without_fax = models.BooleanField(_("没有传真"), default=False)
    fax_applications = models.BooleanField(_("接收传真提交的申请"), default=False)
    email = models.EmailField(_("电子邮箱"), blank=True)
    email_applications = models.BooleanField(
        _("接收电子邮件提交的申请"),
        default=False,
        help_text=_("在指南中公布的申请渠道，机关要承担相应的法律义务；没有专人查收的不要勾选。"),
    )
    website = models.URLField(_("网上申请的网址"), blank=True, max_length=300)
    obtaining = models.TextField(
        _("获取方式的补充说明"),
        blank=True,
        max_length=2000,
        help_text=_("如查阅场所的位置和开放时间"),
    )
    complaints = models.CharField(
        _("投诉举报的电话和地址"),
        max_length=300,
        blank=True,
        help_text=_("上一级行政机关或者政府信息公开工作主管部门的联系方式"),
    )
    review_body = models.CharField(
        _("行政复议机关"), max_length=200, blank=True, help_text=_("名称、地址和电话")
    )
    site_id = models.CharField(
        _("网站标识码"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^\d{10}$", _("网站标识码为10位数字。"))],
    )
    icp = models.CharField(_("ICP备案号"), max_length=60, blank=True)
    police_record = models.CharField(_("公安备案号"), max_length=60, blank=True)
    changed_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("政府信息公开工作机构")

    def __str__(self) -> str:
        return f"{self.organ} {self.office}".strip()

    @property
    def subject(self) -> str:
        """How the record names this office."""
        return subject_of(self)

    @property
    def internet(self) -> str:
        """The contact over the internet: mailbox and address of the site."""
        return "；".join(each for each in (self.email, self.website) if each)

    def has(self, field: str) -> bool:
        """Whether an element of a guide is filled in; an office may say that it has no fax."""
        return bool(getattr(self, field)) or (field == "fax" and self.without_fax)


PARTICULARS = tuple(
    field.name
    for field in DisclosureOffice._meta.local_fields
    if field.name not in ("id", "version", "organ", "changed_on")
)
"""What an organ fills in."""
