"""The figures of table two: what a register counts of a year, with the ids behind each figure."""

from collections.abc import Iterator, Sequence
from datetime import date
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


def _entries(organ: Organ, register: str, measure: str, year: int) -> Counted:
    """Count a register's year; a month has entries or a monthly count, never both."""
    entries, counts = (q.filter(month__range=months_of(year)) for q in live(organ, register))
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
