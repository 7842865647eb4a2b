"""What pages and other apps ask of the registers: what waits, what a year holds."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, QuerySet, Sum, When

from portal.acts import clock, ready
from portal.acts.reading import once
from portal.organs.keeping.queries import none_said
from portal.organs.models import Organ
from portal.publishing.models import Document, DocumentLink, Genre, LinkKind
from portal.registers import rules
from portal.registers.models import (
    Batch,
    Entry,
    MonthlyCount,
    NormativeEntry,
    NormativeEvent,
    NormativeKind,
    NotNormative,
    PowerItem,
    RegisterRules,
    ZeroReport,
    in_yuan,
)
from portal.registers.models.normative import NormativeEntries

# --- what is set ------------------------------------------------------------------------------


@once(lambda organ: organ.path)
def _set_for(organ: Organ) -> list[RegisterRules]:
    found = RegisterRules.objects.filter(organ__path__in=organ.lineage)
    return list(found.order_by("-organ__path"))


def setting(organ: Organ, name: str) -> Any:
    """Return what holds for an organ: set by itself, by the nearest above, or the practice."""
    for one in _set_for(organ):
        value = getattr(one, name)
        if value not in (None, ""):
            return value
    return rules.practice(name)


# --- normative documents ----------------------------------------------------------------------


def unentered(organ: Organ) -> QuerySet[Document]:
    """Return the public 规章 and 规范性文件 of an organ that nobody has entered nor declined."""
    entered = NormativeEntry.objects.live().filter(document__isnull=False)
    return (
        Document.objects.filter(
            organ=organ, is_public=True, genre__in=[Genre.RULE, Genre.NORMATIVE]
        )
        .exclude(pk__in=entered.filter(organ=organ).values("document"))
        .exclude(pk__in=NotNormative.objects.filter(organ=organ).values("document"))
        .select_related("shown", "organ")
        .order_by("pk")
    )


def disclosed(organ: Organ) -> NormativeEntries:
    """Return the normative documents that the public knows of."""
    return NormativeEntry.objects.live().filter(organ=organ, disclosed_on__isnull=False)


def shown(organ: Organ, register: str) -> QuerySet[Entry]:
    """Return the results of a register that are public (art. 20 (5), (6))."""
    return Entry.objects.filter(organ=organ, register=register, shown=True, struck_at=None)


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier; the month's last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def review_from(entry: NormativeEntry, months: int) -> date | None:
    """Return the day from which an entry waits for its review, None without a period of validity."""
    return months_before(entry.expires_on, months) if entry.expires_on else None


def to_review(organ: Organ, on: date) -> list[NormativeEntry]:
    """Return what is in force and comes to its end within the months set (practice: six)."""
    months = setting(organ, "review_months")
    found = _expiring(organ=organ.pk, on=on, by=on + timedelta(days=31 * months))
    return [e for e in found if (review_from(e, months) or on) <= on]


@ready.query
def _expiring() -> QuerySet[NormativeEntry]:
    found: QuerySet[NormativeEntry] = NormativeEntry.objects.in_force(ready.day("on")).filter(
        organ=ready.number("organ"), expires_on__lte=ready.day("by")
    )
    return found.order_by("expires_on", "pk")


def to_file(organ: Organ) -> QuerySet[NormativeEntry]:
    """Return what has to be filed and was not sent yet."""
    live = NormativeEntry.objects.live().filter(organ=organ, must_file=True, filed_on=None)
    return live.filter(ended_on=None).order_by("issued_on", "pk")


def touched_by_links(organ: Organ) -> list[tuple[NormativeEntry, DocumentLink]]:
    """Return the entries that a published document says it amends or repeals, and nobody entered so.

    An amendment that was entered names its document in the event.
    """
    links = _touching(organ=organ.pk, on=clock.today())
    if not links:
        return []
    touched = NormativeEntry.objects.live().filter(
        organ=organ, document__in=[link.target_id for link in links]
    )
    entries = {e.document_id: e for e in touched.prefetch_related("events")}
    found = []
    for link in links:
        entry = entries[link.target_id]
        known = {event.facts.get("document") for event in entry.events.all()}
        if link.source_id not in known:
            found.append((entry, link))
    return found


@ready.query
def _touching() -> QuerySet[DocumentLink]:
    in_force = NormativeEntry.objects.in_force(ready.day("on")).filter(
        organ=ready.number("organ"), document__isnull=False
    )
    found = DocumentLink.objects.filter(
        target__in=in_force.values("document"),
        kind__in=[LinkKind.AMENDS, LinkKind.REPEALS],
        ended_at=None,
        source__is_public=True,
    )
    return found.select_related("source", "source__shown", "source__working").order_by("pk")


def of_documents(**which: Any) -> dict[int, Any]:
    """Return the entries of some documents by document: `continued`, `first_amended` beside their columns."""
    continued = NormativeEvent.objects.filter(
        entry=OuterRef("pk"), kind=NormativeEvent.Kind.CONTINUED
    )
    amended = Min("events__on", filter=Q(events__kind=NormativeEvent.Kind.AMENDED))
    found = NormativeEntry.objects.live().filter(document__isnull=False, **which)
    found = found.annotate(continued=Exists(continued), first_amended=amended)
    return {entry.document_id or 0: entry for entry in found}


def being_entered(organ: Organ) -> QuerySet[Batch]:
    """Return the long files that the worker is entering, or that wait for it."""
    return Batch.objects.filter(organ=organ, state=Batch.State.ENTERING).order_by("pk")


# --- what a year holds ------------------------------------------------------------------------


def months_of(year: int) -> tuple[int, int]:
    """Return the first and the last month of a year, as entries carry them."""
    return year * 100 + 1, year * 100 + 12


def live(organ: Organ, register: str) -> tuple[QuerySet[Entry], QuerySet[MonthlyCount]]:
    """Return what counts in a register: single entries, and monthly counts."""
    mine = {"organ": organ, "register": register, "struck_at": None}
    return Entry.objects.filter(**mine), MonthlyCount.objects.filter(**mine)


def powers_on(organ: Organ, on: date) -> QuerySet[PowerItem]:
    """Return the items of an organ's list of powers on a day."""
    return PowerItem.objects.filter(organ=organ, struck_at=None, from_on__lte=on).filter(
        Q(to_on=None) | Q(to_on__gt=on)
    )


def in_order(items: QuerySet[PowerItem]) -> QuerySet[PowerItem]:
    """Return items by type, in the order of the data, and by code."""
    places = [When(kind=code, then=n) for n, code in enumerate(rules.powers())]
    return items.order_by(Case(*places, default=len(places)), "code", "pk")


def totals(items: QuerySet[PowerItem]) -> list[tuple[rules.PowerKind, int]]:
    """Return how many items each type has, in the order of the data, types without any left out."""
    counted = dict(items.order_by().values_list("kind").annotate(count=Count("pk")))
    return [(kind, counted[code]) for code, kind in rules.powers().items() if code in counted]


class Month(NamedTuple):
    """One month of a register: by entries, by a monthly count, or nothing yet."""

    month: int
    number: int
    amount: int
    monthly: MonthlyCount | None

    @property
    def of_year(self) -> int:
        """The month as people say it: 3."""
        return self.month % 100

    @property
    def yuan(self) -> str:
        """The amount in 元, as it is written."""
        return in_yuan(self.amount)


def by_month(organ: Organ, register: str, year: int) -> list[Month]:
    """Return the twelve months of a register's year."""
    entries, counts = live(organ, register)
    entries = entries.filter(month__range=months_of(year))
    counts = counts.filter(month__range=months_of(year))
    single = {
        month: (count, amount or 0)
        for month, count, amount in entries.order_by()
        .values_list("month")
        .annotate(count=Count("pk"), all=Sum("amount"))
    }
    monthly: dict[int, MonthlyCount] = {one.month: one for one in counts}
    rows = []
    for month in range(months_of(year)[0], months_of(year)[1] + 1):
        one = monthly.get(month)
        count, amount = (one.count, one.amount or 0) if one else single.get(month, (0, 0))
        rows.append(Month(month, count, amount, one))
    return rows


# --- none -------------------------------------------------------------------------------------


def title_of(register: str) -> str:
    """Return a register's name, of decisions or of normative documents."""
    known = rules.registers().get(register)
    return known.title if known else str(NormativeKind(register).label)


def nothing_in(organ: Organ, year: int) -> set[str]:
    """Return the registers that hold nothing in a year: no entry, and no monthly count above 0."""
    empty = set()
    for register in rules.registers():
        entries, counts = (q.filter(month__range=months_of(year)) for q in live(organ, register))
        if not entries.exists() and not counts.filter(Q(count__gt=0) | Q(amount__gt=0)).exists():
            empty.add(register)
    stood = NormativeEntry.objects.live().filter(organ=organ, issued_on__lte=date(year, 12, 31))
    stood = stood.filter(Q(ended_on=None) | Q(ended_on__gte=date(year, 1, 1)))
    return empty | {kind for kind in NormativeKind.values if not stood.filter(kind=kind).exists()}


def asked_in(year: int) -> dict[str, str]:
    """Return the registers that a year's form asks for, by code, with their titles; raises UnknownEdition."""
    codes = [*NormativeKind.values, *(register.code for register in rules.asked_in(year))]
    return {code: title_of(code) for code in codes}


def unsaid(organ: Organ, year: int) -> dict[str, str]:
    """Return the registers that hold nothing in a year and of which nobody said that there was none."""
    nothing, said = nothing_in(organ, year), none_said(ZeroReport, organ, year)
    return {
        code: title
        for code, title in asked_in(year).items()
        if code in nothing and not (code in said and said[code].holds)
    }
