"""Registers: normative documents, decisions and payments, monthly counts, powers, and what was imported."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.act import Versioned, subject_of
from portal.organs.models import Organ
from portal.publishing.models import Document
from portal.registers import rules


def in_yuan(fen: int) -> str:
    """Return 分 written as 元 with two decimals."""
    return f"{fen // 100:,}.{fen % 100:02d}"


class Struck(Versioned):
    """What is never deleted: an entry made wrongly is struck, with the reason."""

    struck_at = models.DateTimeField(_("注销时间"), null=True, blank=True, editable=False)
    struck_reason = models.CharField(_("注销理由"), max_length=300, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True

    @property
    def subject(self) -> str:
        """How the record names this entry."""
        return subject_of(self)


class NormativeKind(models.TextChoices):
    """The two rows of the form's table under article 20 (1)."""

    RULE = "rule", _("规章")
    NORMATIVE = "normative", _("行政规范性文件")


class Ended(models.TextChoices):
    """How a document stopped being in force by a decision."""

    REPEALED = "repealed", _("废止")
    LAPSED = "lapsed", _("宣布失效")


class NormativeEntries(models.QuerySet["NormativeEntry"]):
    """Entries as counts and lists look for them; a struck entry counts nowhere."""

    def live(self) -> Self:
        """Those not struck."""
        return self.filter(struck_at=None)

    def in_force(self, on: date) -> Self:
        """Those in force on a day."""
        return (
            self.live()
            .filter(issued_on__lte=on)
            .filter(Q(effective_on=None) | Q(effective_on__lte=on))
            .filter(Q(ended_on=None) | Q(ended_on__gt=on))
            .filter(Q(expires_on=None) | Q(expires_on__gte=on))
        )


class NormativeEntry(Struck):
    """A 规章 or 行政规范性文件 of an organ. What happens to it are events; the columns follow them.

    issued_on     印发、公布; counts as 制发 of its year
    expires_on    the last day in force, by its 有效期
    ended_on      the first day no longer in force, by a decision
    disclosed_on  the first day before the public
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    kind = models.CharField(_("类别"), max_length=10, choices=NormativeKind)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    unified_number = models.CharField(_("统一编号"), max_length=80, blank=True)
    title = models.CharField(_("名称"), max_length=300)
    number = models.CharField(_("文号"), max_length=80, blank=True)
    issued_on = models.DateField(_("制发日期"))
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    disclosed_on = models.DateField(_("公开日期"), null=True, blank=True)
    must_file = models.BooleanField(_("须报备案"), default=True)
    filed_to = models.CharField(_("备案机关"), max_length=120, blank=True)
    filed_on = models.DateField(_("报备日期"), null=True, blank=True)
    received_on = models.DateField(_("备案回执日期"), null=True, blank=True)
    receipt = models.CharField(_("备案号"), max_length=80, blank=True)
    amended_on = models.DateField(_("最近修改"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_how = models.CharField(max_length=10, choices=Ended, blank=True)

    objects: ClassVar[Any] = NormativeEntries.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("规范性文件登记")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "kind", "issued_on"], name="normative_by_issue"),
            models.Index(fields=["organ", "ended_on"], name="normative_by_end"),
            models.Index(fields=["organ", "expires_on"], name="normative_by_expiry"),
            models.Index(fields=["organ", "-issued_on", "-id"], name="normative_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["unified_number"],
                condition=~Q(unified_number=""),
                name="unified_number_once",
            ),
            models.UniqueConstraint(
                fields=["document"], condition=Q(struck_at=None), name="normative_document_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("issued_on")),
                name="normative_ends_after_issue",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def validity_on(self, on: date) -> str:
        """Return in words whether it is in force on a day."""
        if self.ended_on and on >= self.ended_on:
            return str(_("废止") if self.ended_how == Ended.REPEALED else _("失效"))
        if self.expires_on and on > self.expires_on:
            return str(_("失效"))
        if self.effective_on and on < self.effective_on:
            return str(_("尚未施行"))
        if self.amended_on and self.amended_on <= on:
            return str(_("有效（已修改）"))
        return str(_("有效"))

    @property
    def validity(self) -> str:
        """In words, today."""
        return str(_("已注销")) if self.struck_at else self.validity_on(clock.today())


class NormativeEvent(models.Model):
    """What happened to an entry: when in the world, on what basis, by whom; appended, never edited."""

    class Kind(models.TextChoices):
        """What happened."""

        ISSUED = "issued", _("制发")
        AMENDED = "amended", _("修改")
        CONTINUED = "continued", _("评估后继续有效")
        REPEALED = "repealed", _("废止")
        LAPSED = "lapsed", _("宣布失效")
        FILED = "filed", _("报送备案")
        RECEIVED = "received", _("收到备案回执")
        CORRECTED = "corrected", _("更正登记")
        STRUCK = "struck", _("注销登记")

    entry = models.ForeignKey(NormativeEntry, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField(_("日期"))
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now, editable=False)
    who = models.CharField(max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("经过")
        ordering: ClassVar[list[str]] = ["entry", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class NotNormative(models.Model):
    """That a published document is not entered, and why: the desk proposes it no more."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=300)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("不登记的文件")

    def __str__(self) -> str:
        return self.reason


class Batch(Struck):
    """A file of entries: read and shown first, entered by a second act."""

    class State(models.TextChoices):
        """Where it stands."""

        READ = "read", _("已读取，等待确认")
        ENTERED = "entered", _("已登记")
        DROPPED = "dropped", _("已放弃")

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    register = models.CharField(max_length=16)
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    rows = models.PositiveIntegerField(_("行数"), default=0)
    fresh = models.PositiveIntegerField(_("新登记"), default=0)
    same = models.PositiveIntegerField(_("已登记过"), default=0)
    refused = models.PositiveIntegerField(_("不能登记"), default=0)
    ignored = models.JSONField(_("没有导入的列"), default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("导入")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "register", "-id"], name="batch_newest"),
        ]

    def __str__(self) -> str:
        return self.name


class BatchFile(models.Model):
    """The file of a batch while it waits; emptied once it is entered or dropped."""

    batch = models.OneToOneField(Batch, models.CASCADE, related_name="file")
    content = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = _("导入的文件")

    def __str__(self) -> str:
        return str(self.batch)


class RefusedRow(models.Model):
    """A row that could not be entered: which, and why. What it says stays in the clerk's own file."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="refusals")
    row = models.PositiveIntegerField(_("行号"))
    number = models.CharField(_("编号"), max_length=120, blank=True)
    reason = models.CharField(_("原因"), max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = _("不能登记的行")
        ordering: ClassVar[list[str]] = ["batch", "row"]

    def __str__(self) -> str:
        return f"{self.row} {self.reason}"


class Party(models.TextChoices):
    """Whom a decision concerns."""

    PERSON = "person", _("个人")
    ORGANISATION = "organisation", _("法人或非法人组织")


class Entry(Struck):
    """One decision or payment of a register. A correction strikes it and makes another.

    month   of `on`, as 202603: what yearly and monthly counts read
    amount  in 分, so that sums are exact
    shown   it stands in the public list of results
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    register = models.CharField(max_length=16)
    number = models.CharField(_("编号"), max_length=120)
    on = models.DateField(_("日期"))
    month = models.PositiveIntegerField(editable=False)
    kind = models.CharField(_("类别"), max_length=60, blank=True)
    party_kind = models.CharField(_("相对人类型"), max_length=12, choices=Party, blank=True)
    party = models.CharField(_("相对人"), max_length=120, blank=True)
    item = models.CharField(_("事项"), max_length=300, blank=True)
    amount = models.BigIntegerField(null=True, blank=True)
    shown = models.BooleanField(_("列入对外公开的结果名单"), default=False)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("登记")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                # `struck_at` too, or SQLite would look it up in every row.
                fields=["organ", "register", "month", "amount", "struck_at"],
                condition=Q(struck_at=None),
                name="entry_by_month",
            ),
            models.Index(
                fields=["organ", "register", "-on", "-id", "struck_at"],
                condition=Q(struck_at=None),
                name="entry_newest",
            ),
            models.Index(
                fields=["organ", "register", "-on", "-id", "struck_at", "shown"],
                condition=Q(shown=True, struck_at=None),
                name="entry_shown_newest",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organ", "register", "number"],
                condition=Q(struck_at=None),
                name="entry_number_once",
                violation_error_message=_("这个编号已经登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="entry_amount_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{rules.registers()[self.register].title} {self.number}"

    @property
    def yuan(self) -> str:
        """The amount in 元, as it is written."""
        return "" if self.amount is None else in_yuan(self.amount)


class MonthlyCount(Struck):
    """How many there were in a month, where nobody enters them one by one; corrected by another."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    register = models.CharField(max_length=16)
    month = models.PositiveIntegerField(_("月份"))
    count = models.PositiveIntegerField(_("数量"))
    amount = models.BigIntegerField(null=True, blank=True)
    source = models.CharField(_("数据来源"), max_length=200)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("月报数")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organ", "register", "month"],
                condition=Q(struck_at=None),
                name="monthly_count_once",
            )
        ]

    def __str__(self) -> str:
        title = rules.registers()[self.register].title
        return f"{title} {self.month // 100}年{self.month % 100}月"


class PowerItem(Struck):
    """One item of an organ's list of powers, from one day up to (not including) another."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    code = models.CharField(_("事项编码"), max_length=60)
    kind = models.CharField(_("类型"), max_length=16)
    name = models.CharField(_("事项名称"), max_length=300)
    basis = models.TextField(_("设定依据"), max_length=4000, blank=True)
    unit = models.CharField(_("责任单位"), max_length=120, blank=True)
    from_on = models.DateField(_("纳入日期"))
    to_on = models.DateField(_("取消日期"), null=True, blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("权责事项")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "kind", "from_on", "to_on"], name="power_by_kind"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organ", "code"],
                condition=Q(struck_at=None),
                name="power_code_once",
                violation_error_message=_("这个事项编码已经登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="power_ends_after_begin"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_kind_display(self) -> str:
        """Return the type's title."""
        return rules.powers()[self.kind].title


class PowerEvent(models.Model):
    """What changed in an item: when, on what basis, from what to what."""

    item = models.ForeignKey(PowerItem, models.PROTECT, related_name="events")
    on = models.DateField(_("日期"))
    what = models.CharField(max_length=20)
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now, editable=False)
    who = models.CharField(max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("变更")
        ordering: ClassVar[list[str]] = ["item", "pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.on}"


class ZeroReport(Struck):
    """That there was nothing in some registers in a year, said by a person; it counts while it is so."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    year = models.PositiveIntegerField(_("年度"))
    registers = models.JSONField(_("登记簿"))
    up_to = models.DateField(_("截至"))
    who = models.CharField(max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("零报告")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "year"], name="zero_by_year"),
        ]

    def __str__(self) -> str:
        return str(_("%(year)s年零报告") % {"year": self.year})


class RegisterRules(Versioned):
    """What an organ has set otherwise than the practice of the data; it holds for those below too."""

    organ = models.OneToOneField(Organ, models.PROTECT, related_name="+")
    number_pattern = models.CharField(_("统一编号规则"), max_length=60, blank=True)
    review_months = models.PositiveSmallIntegerField(_("届满前几个月评估"), null=True, blank=True)
    filing_days = models.PositiveSmallIntegerField(_("印发后几日内报备案"), null=True, blank=True)
    fee_decimals = models.PositiveSmallIntegerField(
        _("收费金额（万元）保留的小数位数"), null=True, blank=True
    )
    lapsed_as_repealed = models.BooleanField(_("失效的计入“本年废止件数”"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("登记规则")

    def __str__(self) -> str:
        return str(self.organ)
