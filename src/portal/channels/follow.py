"""The log of an organ's own platform follows what is public there; nobody enters it by hand."""

from datetime import date

from django.utils import timezone

from portal.acts import clock
from portal.channels.models import Channel, ChannelEntry, Item
from portal.publishing import queries
from portal.publishing.models import Document

_BATCH = 1000


def topic_of(document: Document) -> str:
    """Return the topic a document is counted under: its column."""
    return document.column.title


def item_of(document: Document) -> Item:
    """Return the one item that stands for a document on every channel."""
    shown = document.shown or document.working
    item, made = Item.objects.get_or_create(
        document=document,
        defaults={
            "organ": document.organ,
            "title": shown.title if shown else str(document),
            "topic": topic_of(document),
        },
    )
    if not made and document.shown and item.title != document.shown.title:
        item.title = document.shown.title  # a corrected title counts from now on
        item.save(update_fields=["title"])
    return item


def document_changed(document: Document) -> None:
    """Log a document that became public; end the entries of one that no longer is."""
    today = clock.today()
    platforms = Channel.objects.open(today).filter(organ=document.organ_id, automatic=True)
    if document.is_public:
        item = item_of(document)
        for channel in platforms:
            _log(channel, item, today)
    else:
        ChannelEntry.objects.filter(
            channel__automatic=True, item__document=document, ended_on=None, struck_at=None
        ).update(ended_on=today, ended_why=document.withdrawal_ground[:300])


def _log(channel: Channel, item: Item, on: date) -> None:
    live = ChannelEntry.objects.filter(channel=channel, item=item, ended_on=None, struck_at=None)
    if not live.exists():  # a correction of what is public is no further publication
        ChannelEntry.objects.create(channel=channel, item=item, on=on)


def log_all(channel: Channel) -> None:
    """Log on a platform just entered in the register what it shows already, by its own dates."""
    found = queries.public().filter(organ=channel.organ_id).order_by("pk")
    batch: list[Document] = []
    for document in found.iterator(chunk_size=_BATCH):
        batch.append(document)
        if len(batch) == _BATCH:
            _log_batch(channel, batch)
            batch = []
    _log_batch(channel, batch)


def _log_batch(channel: Channel, documents: list[Document]) -> None:
    known = set(Item.objects.filter(document__in=documents).values_list("document_id", flat=True))
    Item.objects.bulk_create(
        Item(
            organ_id=document.organ_id,
            document=document,
            title=document.shown.title if document.shown else str(document),
            topic=topic_of(document),
        )
        for document in documents
        if document.pk not in known
    )
    items = {item.document_id: item for item in Item.objects.filter(document__in=documents)}
    ChannelEntry.objects.bulk_create(
        ChannelEntry(
            channel=channel,
            item=items[document.pk],
            on=timezone.localdate(document.published_at)
            if document.published_at
            else clock.today(),
        )
        for document in documents
    )
