"""The 20 working days within which information is published (article 26), and what came too late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai import deadlines
from gongkai.calendar import workdays
from gongkai.errors import CalendarUnknown
from gongkai.law.limits import limit
from portal.acts import clock, ready
from portal.organs.models import Organ
from portal.publishing.lifecycle import Event, State
from portal.publishing.models import Attribute, Document, DocumentEvent
from portal.ui.language import spoken
from portal.ui.templatetags.ui import day

SOON = 5  # working days before the last one at which a desk begins to say so (practice)
WAITING = (State.DRAFT, State.REVIEW, State.SIGNED, State.SCHEDULED)


class Pace(StrEnum):
    """Where the publication of a document stands in time."""

    UNKNOWN = "unknown"
    RUNNING = "running"
    SOON = "soon"
    OVERDUE = "overdue"
    IN_TIME = "in_time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class PublicationClock:
    """By when a document is or was to be public, and why.

    started_on  the day it was formed or, where a public one is being changed, the day that began
    changed     the clock runs from a change
    distance    working days left, or past the last day; None where the calendar is not known
    reasons     the story of the due day, or why there is none
    """

    pace: Pace
    started_on: date | None = None
    due_on: date | None = None
    published_on: date | None = None
    changed: bool = False
    distance: int | None = None
    reasons: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.published_on is None

    @property
    def in_words(self) -> str:
        """Where it stands, in one sentence."""
        by = {"due": day(self.due_on), "on": day(self.published_on), "n": self.distance}
        if self.pace is Pace.UNKNOWN:
            return _("公开期限不能确定：%(why)s") % {"why": "".join(self.reasons)}
        if self.pace is Pace.IN_TIME:
            return _("%(on)s公开，在期限%(due)s之内。") % by
        if self.distance is None:
            words = {
                Pace.LATE: _("%(on)s公开，期限是%(due)s。"),
                Pace.OVERDUE: _("应在%(due)s前公开，已经过期。"),
            }
            return words.get(self.pace, _("应在%(due)s前公开。")) % by
        words = {
            Pace.LATE: _("%(on)s公开，比期限%(due)s晚%(n)d个工作日。"),
            Pace.OVERDUE: _("应在%(due)s前公开，已超过%(n)d个工作日。"),
        }
        if self.distance == 0 and self.pace is Pace.SOON:
            return _("应在今天（%(due)s）公开。") % by
        return words.get(self.pace, _("应在%(due)s前公开，还剩%(n)d个工作日。")) % by


def publication_clock(document: Document) -> PublicationClock | None:
    """Return a document's clock; None where none runs: not to be disclosed proactively, discarded."""
    return next(iter(clocks([document]).values()), None)


def clocks(documents: Iterable[Document]) -> dict[int, PublicationClock]:
    """Return the clocks of documents by number; `working` should have been fetched with them."""
    asked = [d for d in documents if d.attribute == Attribute.OPEN and d.state != State.DISCARDED]
    again = [d.pk for d in asked if d.published_at is not None and d.state in WAITING]
    revised: dict[int, date] = {}
    if again:
        events = DocumentEvent.objects.filter(document__in=again, kind=Event.REVISED)
        for number, at in events.order_by("pk").values_list("document_id", "at"):
            revised[number] = timezone.localdate(at)
    dues: dict[date, _Due] = {}
    return {d.pk: _clock(d, revised.get(d.pk), dues) for d in asked}


@dataclass(frozen=True, slots=True)
class _Due:
    on: date | None
    reasons: tuple[str, ...]


def _due(start: date, known: dict[date, _Due]) -> _Due:
    if start not in known:
        try:
            due = deadlines.due(limit("publication"), start)
            known[start] = _Due(
                due.due_on, tuple(reason.sentence(spoken()) for reason in due.reasons)
            )
        except CalendarUnknown as unknown:
            known[start] = _Due(None, (_unknown(unknown),))
    return known[start]


def _unknown(unknown: CalendarUnknown) -> str:
    return _("%(year)s年的节假日安排还没有公布或者没有装入，推算不到最后一天。") % {
        "year": unknown.facts["year"]
    }


def _clock(document: Document, revised: date | None, dues: dict[date, _Due]) -> PublicationClock:
    version = document.shown or document.working
    start = revised or (version.formed_on if version else None)
    published = None
    if revised is None and document.published_at is not None:
        published = timezone.localdate(document.published_at)
    changed = revised is not None
    if start is None:
        why = _("还没有填写成文日期。")
        return PublicationClock(Pace.UNKNOWN, published_on=published, reasons=(why,))
    due = _due(start, dues)
    if due.on is None:
        return PublicationClock(Pace.UNKNOWN, start, None, published, changed, None, due.reasons)
    seen = published or clock.today()
    distance = _between(seen, due.on)
    if published:
        pace = Pace.LATE if published > due.on else Pace.IN_TIME
    elif seen > due.on:
        pace = Pace.OVERDUE
    else:
        pace = Pace.SOON if distance is None or distance <= SOON else Pace.RUNNING
    return PublicationClock(pace, start, due.on, published, changed, distance, due.reasons)


def _between(one: date, other: date) -> int | None:
    try:
        return workdays.count(min(one, other), max(one, other))
    except CalendarUnknown:
        return None


def waiting(organ: Organ) -> list[tuple[Document, PublicationClock]]:
    """Return the organ's documents that are still to be published, the most urgent first."""
    return _with_clock(_waiting(organ=organ.pk))


@ready.query
def _waiting() -> QuerySet[Document]:
    return _dated(
        Document.objects.filter(
            organ=ready.number("organ"), attribute=Attribute.OPEN, state__in=WAITING
        )
    )


def published_in(organ: Organ, year: int) -> list[tuple[Document, PublicationClock]]:
    """Return what the organ first published in a year with its clock, the latest due first."""
    found = Document.objects.filter(organ=organ, attribute=Attribute.OPEN, published_at__year=year)
    return [(d, c) for d, c in _with_clock(_dated(found)) if not c.open]


def late_in(organ: Organ, year: int) -> list[tuple[Document, PublicationClock]]:
    """Return what the organ published too late in a year."""
    return [(d, c) for d, c in published_in(organ, year) if c.pace is Pace.LATE]


def _dated(found: QuerySet[Document]) -> QuerySet[Document]:
    """Return documents with what their clocks need."""
    return found.select_related("working", "shown", "column").defer("working__body", "shown__body")


def _with_clock(found: Iterable[Document]) -> list[tuple[Document, PublicationClock]]:
    documents = list(found)
    told = clocks(documents)
    pairs = [(d, told[d.pk]) for d in documents if d.pk in told]
    return sorted(pairs, key=lambda pair: (pair[1].due_on or date.max, pair[0].pk))
