"""What pages and other apps ask of channels."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.acts import clock, ready
from portal.acts.actor import Actor
from portal.channels.counting import Counts, counts
from portal.channels.kinds import GROUPS, kinds
from portal.channels.models import Channel, ChannelEntry, Handover, HandoverLine, Item
from portal.organs.models import ADMINISTRATORS, Organ, Post, Role
from portal.publishing import queries as publishing
from portal.publishing.models import Document

__all__ = ["Counts", "counts"]


def visible(actor: Actor) -> models.QuerySet[Channel]:
    """Return the channels somebody may see on the desk: of organs where he works or supervises."""
    if actor.user_id is None:
        return Channel.objects.none()
    posts = Post.objects.held(clock.today()).filter(user=actor.user_id)
    seen = Q(organ__in=posts.exclude(role__in=ADMINISTRATORS).values("organ"))
    for path in posts.filter(role=Role.SUPERVISOR).values_list("organ__path", flat=True):
        seen |= Q(organ__path__startswith=path)
    found: models.QuerySet[Channel] = Channel.objects.filter(seen).select_related("organ")
    return found


def of_organ(organ: Organ, on: date) -> list[Channel]:
    """Return the channels an organ has on a day, group by group and kind by kind."""
    return ordered(Channel.objects.filter(organ=organ).open(on).select_related("organ"))


def ordered(channels: models.QuerySet[Channel]) -> list[Channel]:
    """Return channels in the order in which registers show them."""
    order = {code: number for number, code in enumerate(kinds())}
    groups = list(GROUPS)
    return sorted(channels, key=lambda c: (groups.index(c.what.group), order[c.kind], c.pk))


@dataclass(frozen=True, slots=True)
class Place:
    """A channel as the public and the guide name it (art. 12, 23, 25).

    where  its account, place or address on the web, "" for the platform on this site
    url    where a link leads, or ""
    """

    kind: str
    group: str
    name: str
    where: str
    url: str
    hours: str
    phone: str


def for_guide(organ: Organ) -> list[Place]:
    """Return where an organ's information can be found today, for its guide and its public page."""
    return [
        Place(
            channel.what.said,
            str(GROUPS[channel.what.group]),
            channel.name,
            channel.account or channel.address or channel.url,
            channel.url or (f"/o/{organ.code}/" if channel.automatic else ""),
            channel.hours,
            channel.phone,
        )
        for channel in of_organ(organ, clock.today())
    ]


def entries(channel: Channel) -> models.QuerySet[ChannelEntry]:
    """Return a channel's log, newest first, with what was struck out."""
    return (
        channel.entries.select_related("item", "item__document", "logging")
        .prefetch_related("photos")
        .order_by("-on", "-pk")
    )


def entries_of(document: Document) -> models.QuerySet[ChannelEntry]:
    """Return where a document went out, newest first."""
    return (
        ChannelEntry.objects.filter(item__document=document)
        .select_related("channel", "item", "logging")
        .prefetch_related("photos")
        .order_by("-on", "-pk")
    )


def still_up(organ: Organ, on: date) -> list[ChannelEntry]:
    """Return what should have been taken down: withdrawn documents, notices past their last day."""
    past, withdrawn = _past(organ=organ.pk, on=on), _withdrawn(organ=organ.pk)
    found = {entry.pk: entry for entry in (*past, *withdrawn)}
    return sorted(found.values(), key=lambda e: (e.on, e.pk))


def _staying() -> models.QuerySet[ChannelEntry]:
    live = ChannelEntry.objects.filter(
        channel__organ=ready.number("organ"),
        channel__automatic=False,
        channel__kind__in=[k.code for k in kinds().values() if k.stays],
        ended_on=None,
        struck_at=None,
    )
    return live.select_related("channel", "item", "item__document")


@ready.query
def _past() -> models.QuerySet[ChannelEntry]:
    return _staying().filter(until_on__lt=ready.day("on"))


@ready.query
def _withdrawn() -> models.QuerySet[ChannelEntry]:
    withdrawn = Document.objects.filter(
        organ=ready.number("organ"), is_public=False, withdrawn_at__isnull=False
    )
    return _staying().filter(item__document__in=withdrawn.values("pk"))


def published_in(organ: Organ, year: int) -> tuple[dict[int, int], int]:
    """Return how often each channel (its number) published in a year, and how much in all, doubles out.

    What `counts` says, without the numbers behind it.
    """
    rows = ChannelEntry.objects.filter(
        channel__organ=organ,
        struck_at=None,
        on__gte=date(year, 1, 1),
        on__lt=date(year + 1, 1, 1),
    ).order_by()
    by_channel = dict(rows.values_list("channel").annotate(models.Count("pk")))
    given = HandoverLine.objects.filter(
        handover__organ=organ,
        handover__on__gte=date(year, 1, 1),
        handover__on__lt=date(year + 1, 1, 1),
    ).order_by()
    by_channel |= dict(given.values_list("handover__channel").annotate(models.Count("pk")))
    return by_channel, rows.aggregate(n=models.Count("item", distinct=True))["n"]


def topics(organ: Organ) -> list[str]:
    """Return the topics an organ's entries may be counted under: its columns, and those used."""
    columns = [column.title for column in publishing.columns_for(organ)]
    used = Item.objects.filter(organ=organ, document=None).exclude(topic="").order_by("-pk")
    return list(dict.fromkeys([*columns, *used.values_list("topic", flat=True)[:500]]))


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def to_hand_over(channel: Channel, from_on: date, until_on: date) -> models.QuerySet[Document]:
    """Return what became public in a period and was not yet handed over on this channel."""
    return (
        publishing.public()
        .filter(
            organ=channel.organ_id,
            published_at__gte=_start_of(from_on),
            published_at__lt=_start_of(until_on + timedelta(days=1)),
        )
        .exclude(pk__in=HandoverLine.objects.filter(handover__channel=channel).values("document"))
        .order_by("published_at", "pk")
    )


def handovers_unreceived(organ: Organ) -> list[Handover]:
    """Return the batches handed over whose receipt nobody has entered."""
    return _unreceived(organ=organ.pk)


@ready.query
def _unreceived() -> models.QuerySet[Handover]:
    found = Handover.objects.filter(organ=ready.number("organ"), received_on=None)
    return found.select_related("channel").order_by("on", "pk")
