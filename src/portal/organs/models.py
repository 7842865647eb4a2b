"""Organs in a dated tree, and the posts people hold there.

An organ keeps its number and its address for ever. What can change (name, level, parents) is kept as
dated states; the columns of `Organ` are the state of today, so that lists need no join.
"""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.acts.act import Versioned, subject_of
from portal.organs import codes


class Level(models.TextChoices):
    """Where an organ stands (levels of government)."""

    STATE = "state", _("国家级")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
    TOWNSHIP = "township", _("乡镇级")


class Kind(models.TextChoices):
    """What an organ is (arts. 4, 10, 27 and 54 of the Regulation)."""

    GOVERNMENT = "government", _("人民政府")
    OFFICE = "office", _("政府办公厅（室）")
    DEPARTMENT = "department", _("工作部门")
    BRANCH = "branch", _("派出机关")
    AGENCY = "agency", _("派出机构")
    AUTHORISED = "authorised", _("法律、法规授权的组织")


class Dated(models.Model):
    """What of an organ can change by a decision, and then keeps its date."""

    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40)
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "organs.Organ",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_children",
        verbose_name=_("上级机关"),
    )
    reports_to = models.ForeignKey(
        "organs.Organ",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_reporters",
        verbose_name=_("政府信息公开主管部门"),
        help_text=_("年度报告报送给谁；空着表示报送上级机关。"),
    )

    class Meta:
        abstract = True


DATED = ("name", "short_name", "level", "kind", "parent_id", "reports_to_id")
"""The columns that a state keeps."""


class Organs(models.QuerySet["Organ"]):
    """Organs as people look for them."""

    def existing(self, on: date) -> Self:
        """Those founded and not yet abolished on a day."""
        return self.filter(Q(founded_on=None) | Q(founded_on__lte=on)).filter(
            Q(abolished_on=None) | Q(abolished_on__gt=on)
        )

    def under(self, organ: "Organ") -> Self:
        """The organ and everything below it in the administrative tree of today."""
        return self.filter(path__startswith=organ.path)

    def roots(self) -> Self:
        """Those with nobody above them here."""
        return self.filter(parent=None)


class Organ(Versioned, Dated):
    """A public authority that discloses information."""

    code = models.SlugField(
        _("网址代码"),
        max_length=40,
        unique=True,
        help_text=_("出现在网址里，设立后不变。"),
    )
    credit_code = models.CharField(
        _("统一社会信用代码"),
        max_length=18,
        blank=True,
        validators=[codes.validate_credit_code],
    )
    division_code = models.CharField(
        _("行政区划代码"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^(\d{6}|\d{9}|\d{12})$", _("应为6、9或12位数字。"))],
    )
    path = models.CharField(max_length=250, unique=True, editable=False)
    founded_on = models.DateField(_("设立日期"), null=True, blank=True)
    abolished_on = models.DateField(_("撤销日期"), null=True, blank=True)
    order = models.PositiveIntegerField(_("排列次序"), default=0)

    objects: ClassVar[Any] = Organs.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("机关")
        ordering: ClassVar[list[str]] = ["order", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                name="organ_credit_code_once",
                violation_error_message=_("已有机关使用这个统一社会信用代码。"),
            ),
            models.CheckConstraint(
                condition=Q(abolished_on=None)
                | Q(founded_on=None)
                | Q(abolished_on__gt=models.F("founded_on")),
                name="organ_abolished_after_founded",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """How the record names this organ."""
        return subject_of(self)

    @property
    def depth(self) -> int:
        """How many organs stand above this one."""
        return self.path.count(".") - 1

    @property
    def lineage(self) -> list[str]:
        """The paths of the organs above it, the highest first, and its own."""
        return [self.path[: end + 1] for end, sign in enumerate(self.path) if sign == "."]


class OrganState(Dated):
    """What an organ was from one day up to (not including) another; no end: it is so today."""

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="states")
    from_on = models.DateField(_("自"), null=True, blank=True)
    to_on = models.DateField(_("至"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("机关沿革")
        ordering: ClassVar[list[str]] = ["organ", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organ"], condition=Q(to_on=None), name="organ_state_of_today_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.from_on or ''}–{self.to_on or ''}"


class Succession(models.Model):
    """Whose duties and records passed to whom (art. 10; 国办公开办函〔2019〕14号)."""

    class Why(models.TextChoices):
        """What happened to the organ before."""

        MERGED = "merged", _("合并")
        SPLIT = "split", _("分立")
        ABOLISHED = "abolished", _("撤销，职责划转")

    before = models.ForeignKey(Organ, models.PROTECT, related_name="successions")
    after = models.ForeignKey(Organ, models.PROTECT, related_name="inheritances")
    on = models.DateField(_("日期"))
    why = models.CharField(_("方式"), max_length=10, choices=Why)
    basis = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("职责承接")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["before", "after"], name="succession_once")
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Role(models.TextChoices):
    """What a post is for. A right always belongs to a post at an organ, never to a person."""

    HANDLER = "handler", _("经办")
    REVIEWER = "reviewer", _("审核")
    SECRECY = "secrecy", _("保密审查")
    SIGNER = "signer", _("签发")
    HEAD = "head", _("政府信息公开工作机构负责人")
    SUPERVISOR = "supervisor", _("主管部门")
    SYSTEM = "system", _("系统管理")
    SECURITY = "security", _("安全管理")
    AUDIT = "audit", _("审计管理")


ADMINISTRATORS = frozenset({Role.SYSTEM, Role.SECURITY, Role.AUDIT})
"""The three that GB/T 22239 8.1.5 keeps apart: nobody holds two of them."""


class Posts(models.QuerySet["Post"]):
    """Posts as policies look for them."""

    def held(self, on: date) -> Self:
        """Those held on a day."""
        return self.filter(from_on__lte=on).filter(Q(to_on=None) | Q(to_on__gt=on))


class Post(models.Model):
    """A person in a role at an organ, from one day up to (not including) another."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="posts", verbose_name=_("机关"))
    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name=_("人员"))
    role = models.CharField(_("岗位"), max_length=12, choices=Role)
    from_on = models.DateField(_("自"))
    to_on = models.DateField(_("至"), null=True, blank=True)

    objects: ClassVar[Any] = Posts.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("岗位")
        ordering: ClassVar[list[str]] = ["organ", "role", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organ", "user", "role"], condition=Q(to_on=None), name="post_held_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organ.short_name} {self.get_role_display()}"
