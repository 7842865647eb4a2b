"""What is newly published as Atom and RSS, for an organ and for each of its columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _

from portal.organs.models import Organ
from portal.publishing.models import Column
from portal.site import entries
from portal.site.models import Entry
from portal.site.platforms import column_of, standing_organ

MOST = 50


@dataclass(frozen=True, slots=True)
class Place:
    """What a feed follows."""

    organ: Organ
    column: Column | None


class Rss(Feed[Entry, Place]):
    """The newest of an organ or a column as RSS 2.0."""

    feed_type: type[SyndicationFeed] = Rss201rev2Feed
    language = "zh-CN"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Place:
        """Return what is followed; Http404 where it does not exist."""
        organ = standing_organ(kwargs["code"])
        code = kwargs.get("column")
        return Place(organ, column_of(organ, code) if code else None)

    def title(self, obj: Place) -> str:
        """Name the organ and the column."""
        what = obj.column.title if obj.column else _("政府信息公开")
        return f"{obj.organ.name} {what}"

    def link(self, obj: Place) -> str:
        """Lead to the list itself."""
        if obj.column:
            return reverse("site_column", args=[obj.organ.code, obj.column.code])
        return reverse("site_platform", args=[obj.organ.code])

    def description(self, obj: Place) -> str:
        """Say what the feed holds."""
        return _("%(title)s最近公开的信息") % {"title": self.title(obj)}

    def items(self, obj: Place) -> Iterable[Entry]:
        """Return the newest."""
        return list(entries.entries(obj.organ, column=obj.column)[:MOST])

    def item_title(self, item: Any) -> str:
        """Return the title; the feed's own writer escapes it."""
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """Return what a list says beside the title."""
        return str(item.number)

    def item_link(self, item: Entry) -> str:
        """Lead to the document."""
        return reverse("site_document", args=[item.document_id])

    def item_pubdate(self, item: Entry) -> datetime:
        """Return when it was published."""
        return item.published_at

    def item_updateddate(self, item: Entry) -> datetime:
        """Atom asks for it; a list keeps the day of publication alone."""
        return item.published_at


class Atom(Rss):
    """The same as Atom."""

    feed_type = Atom1Feed

    def subtitle(self, obj: Place) -> str:
        """Atom's name for the description."""
        return self.description(obj)
