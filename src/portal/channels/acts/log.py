"""The log of publications: entering, adding a picture, taking down, striking out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.acts import clock
from portal.acts.act import Act, Refused
from portal.channels import follow, photos, policies
from portal.channels.models import Channel, ChannelEntry, Item, Logging, Photo
from portal.organs.models import Organ
from portal.publishing.models import Document

SAME_DAYS = 30
"""A title without a document, entered on another channel within so many days, is the same item
(practice; so that one post on three channels counts once)."""
MOST_LINES = 1000
MOST_ALIKE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One publication to be logged: a document, or a title with its topic; where, when, the link."""

    channel: Channel
    on: date
    document: Document | None = None
    title: str = ""
    topic: str = ""
    link: str = ""
    until_on: date | None = None

    @property
    def called(self) -> str:
        """The title as sentences name it."""
        return str(self.document) if self.document else self.title


def _objection(line: Line, organ: Organ, today: date) -> str | None:
    """Return why a line cannot be logged by its own facts, as a sentence, or None."""
    channel, called = line.channel, {"title": line.called, "channel": line.channel.name}
    if channel.organ_id != organ.pk:
        return _("“%(channel)s”是别的机关的渠道。") % called
    if channel.what.keeps != "log":
        return _("“%(channel)s”不逐条登记发布；移交请按批次登记。") % called
    if channel.automatic:
        return _("“%(channel)s”随信息公开自动登记，不需要手工登记。") % called
    if line.document is None and not line.title.strip():
        return _("请写明信息的标题。")
    if len(line.title.strip()) > 300 or len(line.topic.strip()) > 60:
        return _("标题不超过300字，主题不超过60字。")
    if line.on > today:
        return _("“%(title)s”的发布日期不能在今天之后。") % called
    if channel.opened_on and line.on < channel.opened_on:
        return _("“%(title)s”的发布日期早于“%(channel)s”的启用日期。") % called
    if not channel.is_open(line.on):
        return _("“%(channel)s”在“%(title)s”的发布日期已经停用。") % called
    if line.until_on and line.until_on < line.on:
        return _("“%(title)s”的公示期应在发布日期之后结束。") % called
    return None if line.document is None else _of_document(line.document, organ, line.on)


def _of_document(document: Document, organ: Organ, on: date) -> str | None:
    called = {"title": str(document)}
    if document.organ_id != organ.pk:
        return _("“%(title)s”是别的机关的信息。") % called
    if document.published_at is None:
        return _("“%(title)s”还没有公开，不能登记发布。") % called
    if document.withdrawn_at and on > timezone.localdate(document.withdrawn_at):
        return _("“%(title)s”已经撤回，不能再发布。") % called
    return None


def _item(line: Line, organ: Organ) -> Item:
    """Return the item of a line: of its document, of the same title lately, or a new one."""
    if line.document is not None:
        return follow.item_of(line.document)
    title = line.title.strip()
    near = timedelta(days=SAME_DAYS)
    alike = Item.objects.filter(organ=organ, document=None, title=title).order_by("-pk")
    for one in alike[:MOST_ALIKE]:
        out = one.entries.filter(struck_at=None)
        here = out.filter(channel=line.channel).exclude(on=line.on)
        if out.filter(on__range=(line.on - near, line.on + near)).exists() and not here.exists():
            return one
    return Item.objects.create(organ=organ, title=title, topic=line.topic.strip())


def _entry(line: Line, item: Item, logging: Logging) -> ChannelEntry:
    facts = {"title": line.called, "channel": line.channel.name, "on": line.on}
    double = ChannelEntry.objects.filter(
        channel=line.channel, item=item, on=line.on, ended_on=None, struck_at=None
    )
    if double.exists():
        raise Refused(_("“%(title)s”在“%(channel)s”%(on)s已经登记过。") % facts)
    entry = ChannelEntry(
        channel=line.channel,
        item=item,
        on=line.on,
        until_on=line.until_on,
        link=line.link.strip(),
        logging=logging,
    )
    try:
        entry.full_clean(exclude=["channel", "item", "logging"])
    except ValidationError as error:
        facts = {"title": line.called, "why": " ".join(error.messages)}
        raise Refused(_("“%(title)s”：%(why)s") % facts) from error
    entry.save()
    return entry


@dataclass(kw_only=True)
class LogPublications(Act[Logging]):
    """Log publications in one go: many on one channel, one on many channels, all or none.

    photo  a picture of them hanging there, as it was uploaded; kept for every line
    """

    name = "channels.log"
    title = gettext_lazy("登记发布")
    policy = staticmethod(policies.asked_by_possible)

    organ: Organ
    lines: Sequence[Line] = ()
    photo: bytes | None = None

    def possible(self) -> str | None:
        """Ask whether this person works for the organ."""
        return policies.may_work_for(self.by, self.organ)

    def lacking(self) -> str | None:
        """Every line can be logged."""
        if not self.lines:
            return _("没有要登记的发布。请选择信息或写明标题，并选择渠道。")
        if len(self.lines) > MOST_LINES:
            return _("一次最多登记%(most)s条。") % {"most": MOST_LINES}
        today = clock.today()
        # Locked until the end, so that nobody logs the same or closes the channel meanwhile.
        wanted = {line.channel.pk for line in self.lines}
        channels = Channel.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        now = {channel.pk: channel for channel in channels}
        for line in self.lines:
            objection = _objection(replace(line, channel=now[line.channel.pk]), self.organ, today)
            if objection:
                return objection
        return None

    def do(self) -> Logging:
        """Save the entries; the picture is kept once."""
        kept = photos.keep(photos.clean(self.photo)) if self.photo is not None else None
        logging = Logging.objects.create(
            organ=self.organ, user_id=self.by.user_id, who=self.by.name
        )
        fresh: dict[tuple[str, str], Item] = {}  # titles that go out on several channels now
        for line in self.lines:
            key = (line.title.strip(), str(line.on))
            item = fresh.get(key) if line.document is None else None
            item = item or _item(line, self.organ)
            if line.document is None:
                fresh[key] = item
            entry = _entry(line, item, logging)
            if kept is not None:
                Photo.objects.create(entry=entry, **kept)
        return logging

    def facts(self, of: Logging) -> Mapping[str, Any]:
        """Keep what was logged where and when."""
        found = of.entries.select_related("channel", "item").order_by("pk")
        return {
            "entries": [
                {"number": e.pk, "channel": e.channel.name, "title": e.item.title, "on": str(e.on)}
                for e in found
            ]
        }


class EntryAct(Act[ChannelEntry]):
    """An act on one line of the log, which itself is never edited."""

    policy = staticmethod(policies.may_keep_entry)

    @property
    def entry(self) -> ChannelEntry:
        """The line acted on."""
        assert self.target is not None
        return self.target

    def possible(self) -> str | None:
        """What is struck out stays struck out."""
        return _("这条登记已经划去。") if self.entry.struck_at else None


@dataclass(kw_only=True)
class AddPhoto(EntryAct):
    """Add a picture of a publication where it hangs."""

    name = "channels.photo"
    title = gettext_lazy("补充照片")

    photo: bytes = b""

    def do(self) -> ChannelEntry:
        """Clean and keep the picture."""
        Photo.objects.create(entry=self.entry, **photos.keep(photos.clean(self.photo)))
        return self.entry

    def facts(self, of: ChannelEntry) -> Mapping[str, Any]:
        """Keep the digests of its pictures too."""
        digests = of.photos.values_list("sha256", flat=True)
        return {**super().facts(of), "photos": list(digests)}


@dataclass(kw_only=True)
class TakeDown(EntryAct):
    """Say that a publication is no longer there, since when and why."""

    name = "channels.take_down"
    title = gettext_lazy("登记撤下")

    on: date | None = None

    def possible(self) -> str | None:
        """It is still there; the platform's own entries end with the document."""
        if self.entry.channel.automatic:
            return _("本平台上的信息随文件撤回，不在这里撤下。")
        if not self.entry.channel.what.stays:
            return _("已经播出、刊登或发布的，不能撤下。")
        if self.entry.ended_on:
            return _("它已于%(on)s撤下。") % {"on": self.entry.ended_on}
        return super().possible()

    def lacking(self) -> str | None:
        """The day lies between its publication and today."""
        if self.on is None or not self.entry.on <= self.on <= clock.today():
            return _("撤下日期应在发布日期（%(on)s）与今天之间。") % {"on": self.entry.on}
        return None

    def do(self) -> ChannelEntry:
        """Keep the day and the reason."""
        self.entry.ended_on, self.entry.ended_why = self.on, self.reason.strip()[:300]
        self.entry.save(update_fields=["ended_on", "ended_why"])
        return self.entry


@dataclass(kw_only=True)
class StrikeEntry(EntryAct):
    """Strike out a line that was entered by mistake; it stays readable and counts no more."""

    name = "channels.strike"
    title = gettext_lazy("划去误登")

    def possible(self) -> str | None:
        """What arose by itself is no mistake."""
        if self.entry.logging_id is None:
            return _("这条是随信息公开自动登记的，不能划去。")
        return super().possible()

    def lacking(self) -> str | None:
        """The reason is written down."""
        return None if self.reason.strip() else _("请写明划去的原因。")

    def do(self) -> ChannelEntry:
        """Keep the moment and the reason."""
        self.entry.struck_at, self.entry.struck_why = clock.now(), self.reason.strip()[:300]
        self.entry.save(update_fields=["struck_at", "struck_why"])
        return self.entry
