"""How much was published in a year: publications per channel, and information without doubles.

One document on the website, in an account and on a board is one piece of information (信息) and three
publications (次发布). Every figure carries the numbers of the entries behind it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from portal.channels.kinds import kinds
from portal.channels.models import Channel, ChannelEntry, HandoverLine
from portal.organs.models import Organ


@dataclass(slots=True)
class Count:
    """A row of the count.

    entries  numbers of the `ChannelEntry` behind the publications (次发布)
    items    numbers of the `Item` behind the information (信息), each once
    """

    entries: list[int] = field(default_factory=list)
    items: set[int] = field(default_factory=set)

    @property
    def publications(self) -> int:
        """How often something was published."""
        return len(self.entries)

    @property
    def information(self) -> int:
        """How many different pieces of information were published."""
        return len(self.items)

    def add(self, entry: int, item: int) -> None:
        """Count one entry."""
        self.entries.append(entry)
        self.items.add(item)


@dataclass(frozen=True, slots=True)
class Counts:
    """What an organ published on its channels in a year.

    total       everything, doubles out in `information`
    by_kind     kind's code -> count;  by_channel  channel -> count (also those without any)
    by_topic    an item counts under one topic;  by_month  under the month of its first publication
                of the year, so that both add up to the total's `information`
    ended       publications of the year that were taken down since
    handed_over channel -> numbers of the `HandoverLine`s of the year
    """

    organ: Organ
    year: int
    total: Count
    by_kind: Mapping[str, Count]
    by_channel: Mapping[Channel, Count]
    by_topic: Mapping[str, Count]
    by_month: Mapping[int, Count]
    ended: list[int]
    handed_over: Mapping[Channel, list[int]]

    @property
    def in_words(self) -> str:
        """The sentence of the annual report, every kind with its publications."""
        if not self.total.publications and not any(self.handed_over.values()):
            return f"{self.year}年未通过各渠道发布信息。"
        parts = [f"{kinds()[k].said}{c.publications}条" for k, c in self.by_kind.items()]
        words = f"{self.year}年共公开信息{self.total.information}条"
        if parts:
            words += f"，各渠道发布{self.total.publications}次，其中" + "、".join(parts)
        given = [f"{c.what.said}{len(i)}件" for c, i in self.handed_over.items() if i]
        return f"{words}；移交" + "、".join(given) + "。" if given else f"{words}。"


def counts(organ: Organ, year: int) -> Counts:
    """Return what an organ published in a calendar year, by its log without what was struck out."""
    known = {channel.pk: channel for channel in Channel.objects.filter(organ=organ)}
    rows = (
        ChannelEntry.objects.filter(
            channel__organ=organ,
            struck_at=None,
            on__gte=date(year, 1, 1),
            on__lt=date(year + 1, 1, 1),
        )
        .order_by("on", "pk")
        .values_list(
            "pk",
            "channel_id",
            "item_id",
            "on",
            "ended_on",
            "item__topic",
            "item__document__column__title",
        )
    )
    total, ended = Count(), []
    by_kind: dict[str, Count] = {}
    by_channel = {channel.pk: Count() for channel in known.values() if _counts_in(channel, year)}
    by_topic: dict[str, Count] = {}
    by_month = {month: Count() for month in range(1, 13)}
    for pk, channel, item, on, ended_on, topic, column in rows.iterator(chunk_size=5000):
        seen = item in total.items
        total.add(pk, item)
        by_kind.setdefault(known[channel].kind, Count()).add(pk, item)
        by_channel.setdefault(channel, Count()).add(pk, item)
        by_topic.setdefault(column or topic or _("未分主题"), Count()).add(pk, item)
        month = by_month[on.month]
        month.entries.append(pk)
        if not seen:
            month.items.add(item)
        if ended_on is not None:
            ended.append(pk)
    order = list(kinds())
    return Counts(
        organ,
        year,
        total,
        {code: by_kind[code] for code in order if code in by_kind},
        {known[c]: by_channel[c] for c in sorted(by_channel, key=lambda c: _rank(known[c]))},
        dict(sorted(by_topic.items(), key=lambda row: -row[1].information)),
        by_month,
        ended,
        _handed_over(known.values(), year),
    )


def _rank(channel: Channel) -> tuple[int, int]:
    return list(kinds()).index(channel.kind), channel.pk


def _counts_in(channel: Channel, year: int) -> bool:
    """Whether a channel belongs in the year's table even with nothing on it."""
    opened = channel.opened_on is None or channel.opened_on.year <= year
    return channel.what.keeps == "log" and opened and channel.is_open(date(year, 1, 1))


def _handed_over(channels: Iterable[Channel], year: int) -> dict[Channel, list[int]]:
    batches = {c.pk: c for c in channels if c.what.keeps == "batches"}
    given: dict[Channel, list[int]] = {channel: [] for channel in batches.values()}
    lines = HandoverLine.objects.filter(
        handover__channel__in=batches,
        handover__on__gte=date(year, 1, 1),
        handover__on__lt=date(year + 1, 1, 1),
    )
    for pk, channel in lines.order_by("pk").values_list("pk", "handover__channel_id"):
        given[batches[channel]].append(pk)
    return given
