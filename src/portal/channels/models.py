"""Channels, what went out on each, what was handed over, and why one is silent."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.acts import clock
from portal.acts.act import Versioned, subject_of
from portal.channels.kinds import Kind, kinds
from portal.organs.models import Organ
from portal.publishing.models import Column, Document

web_address = URLValidator(["http", "https"], message=_("网址应以 http:// 或 https:// 开头。"))


class Channels(models.QuerySet["Channel"]):
    """Channels as people look for them."""

    def open(self, on: date) -> Self:
        """Those not yet ended on a day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on))


class Channel(Versioned):
    """A place where an organ makes information public, or hands it over for reading.

    automatic    the organ's platform on this site: its entries follow the documents by themselves
    ended_on     the first day on which it is no longer there (关停)
    update_days  stricter or other than the kind's own; None: the kind's
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="channels")
    kind = models.CharField(_("类别"), max_length=20)
    name = models.CharField(_("名称"), max_length=80)
    url = models.CharField(_("网址"), max_length=300, blank=True, validators=[web_address])
    account = models.CharField(_("账号"), max_length=120, blank=True)
    address = models.CharField(_("地点"), max_length=200, blank=True)
    hours = models.CharField(_("开放时间"), max_length=120, blank=True)
    phone = models.CharField(_("对外电话"), max_length=40, blank=True)
    keeper = models.CharField(_("管护人"), max_length=80, blank=True)
    keeper_phone = models.CharField(_("管护人电话"), max_length=40, blank=True)
    opened_on = models.DateField(_("启用（备案）日期"), null=True, blank=True)
    ended_on = models.DateField(_("停用（关停）日期"), null=True, blank=True)
    ended_why = models.CharField(_("停用原因"), max_length=300, blank=True)
    update_days = models.PositiveIntegerField(
        _("更新期限（天）"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3660)],
    )
    post_limit = models.PositiveIntegerField(
        _("推文字数上限"),
        null=True,
        blank=True,
        validators=[MinValueValidator(50), MaxValueValidator(100000)],
    )
    automatic = models.BooleanField(_("本平台"), default=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[Any] = Channels.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("渠道")
        ordering: ClassVar[list[str]] = ["organ", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organ", "kind", "name"],
                condition=Q(ended_on=None),
                name="channel_name_once",
                violation_error_message=_("已有同类别、同名称的渠道。"),
            ),
            models.UniqueConstraint(
                fields=["organ"],
                condition=Q(ended_on=None, automatic=True),
                name="channel_automatic_once",
                violation_error_message=_("本平台已登记为渠道。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """How the record names this channel."""
        return subject_of(self)

    @property
    def what(self) -> Kind:
        """What kind of channel it is."""
        return kinds()[self.kind]

    @property
    def where(self) -> str:
        """Where it is found: its address on the web, account, place or telephone."""
        return self.url or self.account or self.address or self.phone

    @property
    def days(self) -> int | None:
        """How many days it may stay without a publication; None: no clock."""
        return self.update_days or self.what.update_days

    @property
    def limit(self) -> int | None:
        """How many characters the text of a post may have; None: no post is written for it."""
        return self.post_limit or self.what.post_limit

    def is_open(self, on: date) -> bool:
        """Whether it is there on a day."""
        return self.ended_on is None or on < self.ended_on


class Item(models.Model):
    """One piece of information, however many channels carry it: a document, or a title alone.

    It is what is counted as 信息; its entries are counted as 次发布.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(_("标题"), max_length=300)
    topic = models.CharField(_("主题"), max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("信息")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organ", "title"], name="item_by_title")
        ]

    def __str__(self) -> str:
        return self.title


class Logging(models.Model):
    """One go of entering publications in the log: who, when."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    user_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=80)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("登记")

    def __str__(self) -> str:
        return f"{self.who} {self.at:%Y-%m-%d}"


class ChannelEntry(models.Model):
    """That an item went out on a channel on a day; never edited: it ends or is struck.

    until_on   the last day of a public notice (公示期)
    ended_on   when it was taken down
    logging    None: it arose by itself when the document became public
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="entries")
    item = models.ForeignKey(Item, models.PROTECT, related_name="entries")
    on = models.DateField(_("发布日期"))
    until_on = models.DateField(_("公示期至"), null=True, blank=True)
    link = models.CharField(_("链接"), max_length=300, blank=True, validators=[web_address])
    logging = models.ForeignKey(Logging, models.PROTECT, null=True, related_name="entries")
    ended_on = models.DateField(_("撤下日期"), null=True, blank=True)
    ended_why = models.CharField(_("撤下原因"), max_length=300, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_why = models.CharField(_("划去原因"), max_length=300, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("发布登记")
        ordering: ClassVar[list[str]] = ["-on", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["channel", "-on", "-id"], name="entry_by_day"),
            models.Index(
                fields=["channel", "until_on"],
                condition=Q(until_on__isnull=False, ended_on=None, struck_at=None),
                name="entry_notice_running",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["channel", "item", "on"],
                condition=Q(ended_on=None, struck_at=None),
                name="entry_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel}：{self.item}（{self.on}）"


class Photo(models.Model):
    """A picture that shows an entry where it hung; `path` lies below MEDIA_ROOT.

    taken_on  the day the camera wrote into it, where it did; everything else it wrote is removed
    """

    entry = models.ForeignKey(ChannelEntry, models.PROTECT, related_name="photos")
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    taken_on = models.DateField(_("拍摄日期"), null=True, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("照片")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.path


class Silence(models.Model):
    """Why a channel or a column need not be updated for a time (停更说明), and until when."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, related_name="silences")
    column = models.ForeignKey(Column, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("说明"), max_length=300)
    from_on = models.DateField(_("自"))
    until_on = models.DateField(_("至"))
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("停更说明")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(channel=None, column__isnull=False)
                | Q(channel__isnull=False, column=None),
                name="silence_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel or self.column}：{self.reason}"


class Handover(Versioned):
    """Documents handed to an archive, a library or a reading point in one batch (art. 25)."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="handovers")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    from_on = models.DateField(_("信息公开日期自"))
    until_on = models.DateField(_("至"))
    on = models.DateField(_("移交日期"))
    by = models.CharField(_("移交人"), max_length=80)
    form = models.CharField(_("载体"), max_length=60, blank=True)
    received_on = models.DateField(_("签收日期"), null=True, blank=True)
    received_by = models.CharField(_("签收人"), max_length=80, blank=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("移交")
        ordering: ClassVar[list[str]] = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.channel}（{self.on}）"

    @property
    def subject(self) -> str:
        """How the record names this batch."""
        return subject_of(self)


class HandoverLine(models.Model):
    """One document of a batch, as its list named it on the day."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="lines")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=80, blank=True)
    index_number = models.CharField(max_length=60, blank=True)
    published_on = models.DateField()

    class Meta:
        verbose_name = verbose_name_plural = _("移交清单")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["handover", "document"], name="handover_line_once")
        ]

    def __str__(self) -> str:
        return self.title
