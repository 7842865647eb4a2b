"""The figures of table two: what a register counts of a year, with the ids behind each figure."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple, overload

from django.db.models import Q, QuerySet, Sum

from gongkai.forms.counts import registered
from gongkai.forms.form import Address, edition_for
from portal.organs.models import Organ
from portal.registers import rules
from portal.registers.models import Ended, NormativeEntry, NormativeKind
from portal.registers.queries import live, months_of, powers_on, setting

YUAN_WAN = Decimal(1_000_000)  # 分 in 万元


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

    def __contains__(self, one: object) -> bool:
        """Whether a record stands behind the figure, without reading the others."""
        kind, _, pk = str(one).partition(":")
        return pk.isdecimal() and any(
            found.model._meta.label_lower == kind and found.filter(pk=int(pk)).exists()
            for found in self._sets
        )


class Counted(NamedTuple):
    """A figure and the ids behind it."""

    value: Decimal
    ids: Ids


def table_two(organ: Organ, year: int, *, as_at: date | None = None) -> dict[Address, Counted]:
    """Return the figures of table two of an organ's own report on a year, with the ids behind each.

    The keys are the addresses of the year's edition, as far as a register keeps them: what is not
    kept here (2019: 行政事业性收费 as items) is absent, never 0. Raises UnknownEdition before 2019.

    as_at  the day of the year at whose close the registers are read; None: 31 December
    """
    form, end = edition_for(year), as_at or date(year, 12, 31)
    figures = {}
    for address, register, measure in registered(form):
        if register in NormativeKind:
            figures[address] = _normative(organ, register, measure, end)
        elif measure in ("items_before", "items_change"):
            if any(kind.register == register for kind in rules.powers().values()):
                figures[address] = _items(organ, register, measure, end)
        else:
            figure = _entries(organ, register, measure, end)
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


def _normative(organ: Organ, kind: str, measure: str, end: date) -> Counted:
    entries = NormativeEntry.objects.live().filter(organ=organ, kind=kind)
    year, first = end.year, date(end.year, 1, 1)
    if measure == "issued":
        return _counted(entries.filter(issued_on__range=(first, end)))
    if measure == "repealed":
        gone = entries.filter(_repealed(end))
        if setting(organ, "lapsed_as_repealed"):
            gone = entries.filter(_repealed(end) | _lapsed(end))
        return _counted(gone)
    if measure == "in_force":
        return _counted(entries.in_force(end))
    before = (
        Q(document=None) | Q(document__is_public=True) | Q(document__withdrawn_at__year__gt=year)
    )
    since = first if measure == "disclosed" else date.min
    return _counted(entries.filter(before, disclosed_on__range=(since, end)))


def _repealed(end: date) -> Q:
    return Q(ended_how=Ended.REPEALED, ended_on__range=(date(end.year, 1, 1), end))


def _lapsed(end: date) -> Q:
    """Lapsed from New Year to a day: declared so, or past its last day (which itself still counts)."""
    first, day = date(end.year, 1, 1), timedelta(days=1)
    declared = Q(ended_how=Ended.LAPSED, ended_on__range=(first, end))
    expired = Q(ended_on=None, expires_on__range=(first - day, end - day))
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
        entries.filter(_repealed(end)).count(),
        entries.filter(_lapsed(end)).count(),
        pending(end) - pending(last),
        entries.in_force(end).count(),
    )


def _entries(organ: Organ, register: str, measure: str, end: date) -> Counted:
    """Count a register's year up to a day; a month has entries or a monthly count, never both."""
    first, _last = months_of(end.year)
    months = (first, end.year * 100 + end.month)
    entries, counts = live(organ, register)
    entries, counts = entries.filter(month__range=months), counts.filter(month__range=months)
    if end.month < 12 or end.day < 31:  # within a month the day decides
        entries = entries.filter(on__lte=end)
    if measure == "amount":
        single = entries.aggregate(all=Sum("amount"))["all"] or 0
        monthly = counts.aggregate(all=Sum("amount"))["all"] or 0
    else:
        single = entries.count()
        monthly = counts.aggregate(all=Sum("count"))["all"] or 0
    return Counted(Decimal(single + monthly), Ids(entries, counts))


def _items(organ: Organ, register: str, measure: str, end: date) -> Counted:
    kinds = [k.code for k in rules.powers().values() if k.register == register]
    before = powers_on(organ, date(end.year - 1, 12, 31)).filter(kind__in=kinds)
    if measure == "items_before":
        return _counted(before)
    after = powers_on(organ, end).filter(kind__in=kinds)
    come = after.exclude(pk__in=before.values("pk"))
    gone = before.exclude(pk__in=after.values("pk"))
    return Counted(Decimal(come.count() - gone.count()), Ids(come, gone))
