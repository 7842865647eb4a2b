"""Whether a document is in force, in words: the same in lists, in search, on its page and in downloads."""

from datetime import date

from django.utils.translation import gettext as _

from portal.acts import clock
from portal.publishing import queries
from portal.publishing.models import Document
from portal.site.models import Entry


def on_day(entry: Entry, on: date) -> str:
    """Return it on a day: by the document's dates, the register, and what amends or repeals it."""
    if entry.ended_on and entry.ended_on <= on:
        return _("废止") if entry.repealed_on == entry.ended_on else _("失效")
    if entry.begins_on and entry.begins_on > on:
        return _("尚未施行")
    if entry.amended_on and entry.amended_on <= on:
        return _("有效（已修改）")
    return _("有效")


def plain(entry: Entry, on: date) -> bool:
    """Whether a document is in force on a day and nothing more is to be said of it."""
    begun = entry.begins_on is None or entry.begins_on <= on
    changed = any(day and day <= on for day in (entry.ended_on, entry.amended_on))
    return begun and not changed


def today(document: Document) -> str:
    """Return it today, of a document whose entry was asked for with it; of a repealed one since when."""
    entry: Entry | None = getattr(document, "entry", None)
    if entry is None:  # the lists are being made anew
        return queries.validity(document, clock.today())
    from_on = entry.repealed_on
    if from_on and from_on == entry.ended_on and from_on <= clock.today():
        return _("废止（自%(year)d年%(month)d月%(day)d日起）") % {
            "year": from_on.year,
            "month": from_on.month,
            "day": from_on.day,
        }
    return on_day(entry, clock.today())
