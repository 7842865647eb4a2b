"""What pages and other apps ask of the registers: who sees what, and the figures of table two."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple, TypeVar, overload

from django.db.models import Case, Count, Exists, Min, Model, OuterRef, Q, QuerySet, Sum, When

from gongkai.forms.counts import registered
from gongkai.forms.form import Address, edition_for
from portal.acts import clock
from portal.acts.actor import Actor
from portal.organs.models import ADMINISTRATORS, Organ, Post, Role
from portal.publishing.models import Document, DocumentLink, Genre, LinkKind
from portal.registers import rules
from portal.registers.models import (
    Batch,
    Ended,
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

M = TypeVar("M", bound=Model)
YUAN_WAN = Decimal(1_000_000)  # 分 in 万元


# --- who sees what ----------------------------------------------------------------------------


def organs(actor: Actor) -> QuerySet[Organ]:
    """Return the organs whose registers somebody may read: where he works, or below his supervision."""
    if actor.user_id is None:
        return Organ.objects.none()
    posts = Post.objects.held(clock.today()).filter(user=actor.user_id)
    seen = Q(pk__in=posts.exclude(role__in=list(ADMINISTRATORS)).values("organ"))
    for path in posts.filter(role=Role.SUPERVISOR).values_list("organ__path", flat=True):
        seen |= Q(path__startswith=path)
    return Organ.objects.filter(seen)


def visible(model: type[M], actor: Actor) -> QuerySet[M]:
    """Return the entries of one kind that somebody may read on the desk."""
    return model._default_manager.filter(organ__in=organs(actor)).select_related("organ")


# --- what is set ------------------------------------------------------------------------------


def setting(organ: Organ, name: str) -> Any:
    """Return what holds for an organ: set by itself, by the nearest above, or the practice."""
    above = [organ.path[: end + 1] for end, c in enumerate(organ.path) if c == "."]
    found = RegisterRules.objects.filter(organ__path__in=above).order_by("-organ__path")
    for value in found.values_list(name, flat=True):
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
    found = NormativeEntry.objects.in_force(on).filter(
        organ=organ, expires_on__lte=on + timedelta(days=31 * months)
    )
    return [e for e in found.order_by("expires_on", "pk") if (review_from(e, months) or on) <= on]


def to_file(organ: Organ) -> QuerySet[NormativeEntry]:
    """Return what has to be filed and was not sent yet."""
    live = NormativeEntry.objects.live().filter(organ=organ, must_file=True, filed_on=None)
    return live.filter(ended_on=None).order_by("issued_on", "pk")


def touched_by_links(organ: Organ) -> list[tuple[NormativeEntry, DocumentLink]]:
    """Return the entries that a published document says it amends or repeals, and nobody entered so.

    An amendment that was entered names its document in the event.
    """
    today = clock.today()
    entries = {
        e.document_id: e
        for e in NormativeEntry.objects.in_force(today).filter(organ=organ, document__isnull=False)
    }
    links = (
        DocumentLink.objects.filter(
            target__in=list(entries),
            kind__in=[LinkKind.AMENDS, LinkKind.REPEALS],
            ended_at=None,
            source__is_public=True,
        )
        .select_related("source", "source__shown", "source__working")
        .order_by("pk")
    )
    found = []
    for link in links:
        entry = entries[link.target_id]
        known = {event.facts.get("document") for event in entry.events.all()}
        if link.source_id not in known:
            found.append((entry, link))
    return found


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


# --- the figures ------------------------------------------------------------------------------


class Ids(Sequence[str]):
    """The ids behind a figure as records name them (``registers.entry:17``), read when asked for."""

    def __init__(self, *sets: QuerySet[Any]) -> None:
        self._sets = sets
        self._read: tuple[str, ...] | None = None

    def _all(self) -> tuple[str, ...]:
        if self._read is None:
            self._read = tuple(
                f"{found.model._meta.label_lower}:{pk}"
                for found in self._sets
                for pk in found.order_by("pk").values_list("pk", flat=True)
            )
        return self._read

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        """Return one id, or some."""
        return self._all()[index]

    def __len__(self) -> int:
        """Return how many records stand behind the figure."""
        return len(self._all())

    def __iter__(self) -> Iterator[str]:
        """Yield the ids."""
        return iter(self._all())


class Counted(NamedTuple):
    """A figure and the ids behind it."""

    value: Decimal
    ids: Ids


def table_two(organ: Organ, year: int) -> dict[Address, Counted]:
    """Return the figures of table two of an organ's own report on a year, with the ids behind each.

    The keys are the addresses of the year's edition, as far as a register keeps them: what is not
    kept here (2019: 行政事业性收费 as items) is absent, never 0. Raises UnknownEdition before 2019.
    """
    form = edition_for(year)
    figures = {}
    for address, register, measure in registered(form):
        if register in NormativeKind:
            figures[address] = _normative(organ, register, measure, year)
        elif measure in ("items_before", "items_change"):
            if any(kind.register == register for kind in rules.powers().values()):
                figures[address] = _items(organ, register, measure, year)
        else:
            figure = _entries(organ, register, measure, year)
            if measure == "amount":
                wan = form.kind(address) == "money_wan"
                value = in_wan(organ, figure.value) if wan else figure.value / 100
                figure = Counted(value, figure.ids)
            figures[address] = figure
    return figures


def in_wan(organ: Organ, fen: Decimal | int) -> Decimal:
    """Return 分 as 万元, rounded half up to the decimals set (practice: the form names none)."""
    places = Decimal(1).scaleb(-setting(organ, "fee_decimals"))
    return (Decimal(fen) / YUAN_WAN).quantize(places, ROUND_HALF_UP)


def _counted(found: QuerySet[Any]) -> Counted:
    return Counted(Decimal(found.count()), Ids(found))


def _normative(organ: Organ, kind: str, measure: str, year: int) -> Counted:
    entries = NormativeEntry.objects.live().filter(organ=organ, kind=kind)
    end = date(year, 12, 31)
    if measure == "issued":
        return _counted(entries.filter(issued_on__range=(date(year, 1, 1), end)))
    if measure == "repealed":
        gone = entries.filter(_repealed(year))
        if setting(organ, "lapsed_as_repealed"):
            gone = entries.filter(_repealed(year) | _lapsed(year))
        return _counted(gone)
    if measure == "in_force":
        return _counted(entries.in_force(end))
    before = (
        Q(document=None) | Q(document__is_public=True) | Q(document__withdrawn_at__year__gt=year)
    )
    since = date(year, 1, 1) if measure == "disclosed" else date.min
    return _counted(entries.filter(before, disclosed_on__range=(since, end)))


def _repealed(year: int) -> Q:
    return Q(ended_how=Ended.REPEALED, ended_on__range=(date(year, 1, 1), date(year, 12, 31)))


def _lapsed(year: int) -> Q:
    """Lapsed within a year: declared so, or past its last day (31 December itself still counts)."""
    declared = Q(ended_how=Ended.LAPSED, ended_on__range=(date(year, 1, 1), date(year, 12, 31)))
    expired = Q(ended_on=None, expires_on__range=(date(year - 1, 12, 31), date(year, 12, 30)))
    return declared | expired


class Reconciliation(NamedTuple):
    """Why the number in force is what it is: before + issued - repealed - lapsed + begun = now (K6)."""

    before: int
    issued: int
    repealed: int
    lapsed: int
    waiting: int
    now: int

    @property
    def holds(self) -> bool:
        """Whether the parts explain the whole."""
        made = self.before + self.issued - self.repealed - self.lapsed - self.waiting
        return made == self.now


def reconciliation(organ: Organ, kind: str, year: int) -> Reconciliation:
    """Return how the number in force at the end of a year follows from the year before.

    waiting  by how many more stand issued but not yet in effect than at the year's beginning
    """
    entries = NormativeEntry.objects.live().filter(organ=organ, kind=kind)
    last, end = date(year - 1, 12, 31), date(year, 12, 31)

    def pending(on: date) -> int:
        ended = Q(ended_on=None) | Q(ended_on__gt=on)
        return int(entries.filter(ended, issued_on__lte=on, effective_on__gt=on).count())

    return Reconciliation(
        entries.in_force(last).count(),
        entries.filter(issued_on__range=(date(year, 1, 1), end)).count(),
        entries.filter(_repealed(year)).count(),
        entries.filter(_lapsed(year)).count(),
        pending(end) - pending(last),
        entries.in_force(end).count(),
    )


def _months(year: int) -> tuple[int, int]:
    return year * 100 + 1, year * 100 + 12


def live(organ: Organ, register: str) -> tuple[QuerySet[Entry], QuerySet[MonthlyCount]]:
    """Return what counts in a register: single entries, and monthly counts."""
    mine = {"organ": organ, "register": register, "struck_at": None}
    return Entry.objects.filter(**mine), MonthlyCount.objects.filter(**mine)


def _entries(organ: Organ, register: str, measure: str, year: int) -> Counted:
    """Count a register's year; a month has entries or a monthly count, never both."""
    entries, counts = (q.filter(month__range=_months(year)) for q in live(organ, register))
    if measure == "amount":
        single = entries.aggregate(all=Sum("amount"))["all"] or 0
        monthly = counts.aggregate(all=Sum("amount"))["all"] or 0
    else:
        single = entries.count()
        monthly = counts.aggregate(all=Sum("count"))["all"] or 0
    return Counted(Decimal(single + monthly), Ids(entries, counts))


def _items(organ: Organ, register: str, measure: str, year: int) -> Counted:
    kinds = [k.code for k in rules.powers().values() if k.register == register]
    before = powers_on(organ, date(year - 1, 12, 31)).filter(kind__in=kinds)
    if measure == "items_before":
        return _counted(before)
    after = powers_on(organ, date(year, 12, 31)).filter(kind__in=kinds)
    come = after.exclude(pk__in=before.values("pk"))
    gone = before.exclude(pk__in=after.values("pk"))
    return Counted(Decimal(come.count() - gone.count()), Ids(come, gone))


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
    entries = entries.filter(month__range=_months(year))
    counts = counts.filter(month__range=_months(year))
    single = {
        month: (count, amount or 0)
        for month, count, amount in entries.order_by()
        .values_list("month")
        .annotate(count=Count("pk"), all=Sum("amount"))
    }
    monthly: dict[int, MonthlyCount] = {one.month: one for one in counts}
    rows = []
    for month in range(_months(year)[0], _months(year)[1] + 1):
        one = monthly.get(month)
        count, amount = (one.count, one.amount or 0) if one else single.get(month, (0, 0))
        rows.append(Month(month, count, amount, one))
    return rows


# --- zero -------------------------------------------------------------------------------------


def confirmed_zero(organ: Organ, year: int) -> dict[str, ZeroReport]:
    """Return the newest statement of each register that there was nothing in a year."""
    found = ZeroReport.objects.filter(organ=organ, year=year, struck_at=None).order_by("pk")
    return {register: report for report in found for register in report.registers}


def is_final(report: ZeroReport) -> bool:
    """Whether a statement was made when the year was over, so that nothing could follow."""
    return report.up_to >= date(report.year, 12, 31)


def title_of(register: str) -> str:
    """Return a register's name, of decisions or of normative documents."""
    known = rules.registers().get(register)
    return known.title if known else str(NormativeKind(register).label)


def nothing_in(organ: Organ, year: int) -> set[str]:
    """Return the registers that hold nothing in a year: no entry, and no monthly count above 0."""
    empty = set()
    for register in rules.registers():
        entries, counts = (q.filter(month__range=_months(year)) for q in live(organ, register))
        if not entries.exists() and not counts.filter(Q(count__gt=0) | Q(amount__gt=0)).exists():
            empty.add(register)
    stood = NormativeEntry.objects.live().filter(organ=organ, issued_on__lte=date(year, 12, 31))
    stood = stood.filter(Q(ended_on=None) | Q(ended_on__gte=date(year, 1, 1)))
    return empty | {kind for kind in NormativeKind.values if not stood.filter(kind=kind).exists()}
