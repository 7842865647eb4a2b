"""The report of a region: an organ's own figures and those of every unit that reports to it.

A unit belongs to a year's total if it reported there on 31 December (practice: no instrument says
otherwise), and gives its accepted version. A unit that has none is named, never 0. A unit that stands
over others gives its region's report; every other its own. What a unit published elsewhere never counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from gongkai.consolidation import add
from gongkai.figures import ABSENT, Figure, Status, kept, number, plus
from gongkai.forms.bridge import Loss
from gongkai.forms.filled import FilledForm, filled
from gongkai.forms.form import Address, Form, edition_for
from portal.annual.lifecycle import Event, Stage
from portal.annual.models import Filing, FilingCell, FilingEvent, FilingVersion, Scope
from portal.organs.models import Kind, Organ
from portal.organs.queries import children_on, parents_on


class Share(StrEnum):
    """Which part of the total a unit belongs to (国办发〔2014〕32号 parts 本级 from the region)."""

    OWN = "own"  # 本机关
    LEVEL = "level"  # 本级其他机关
    BELOW = "below"  # 下级政府


@dataclass(frozen=True, slots=True)
class Unit:
    """One organ of a total and what it gives.

    filing  what it has on the year, in the scope that counts; version: what was accepted of it
    """

    organ: Organ
    share: Share
    scope: Scope
    filing: Filing | None
    version: FilingVersion | None

    @property
    def stage(self) -> Stage | None:
        """Where its report stands; None: not begun."""
        return None if self.filing is None else Stage(self.filing.stage)


@dataclass(frozen=True)
class Consolidated:
    """What the units of an organ add up to on a year, by the shares asked for.

    figures  every address of the edition; ABSENT where no unit gives a number
    gaps     address -> how many units give no number there
    losses   (unit, what its report in the other edition of the form cannot say)
    """

    organ: Organ
    year: int
    form: Form
    units: tuple[Unit, ...]
    figures: Mapping[Address, Figure]
    gaps: Mapping[Address, int]
    losses: tuple[tuple[str, Loss], ...] = ()

    @cached_property
    def counted(self) -> tuple[Unit, ...]:
        """The units whose figures are in the total."""
        return tuple(unit for unit in self.units if unit.version)

    @cached_property
    def missing(self) -> tuple[Unit, ...]:
        """The units whose figures are not: nothing begun, not sent, sent back, not yet accepted."""
        return tuple(unit for unit in self.units if not unit.version)

    @property
    def complete(self) -> bool:
        """Whether every unit is in it with every figure."""
        return not self.missing and not self.gaps

    @cached_property
    def report(self) -> FilledForm:
        """The sums as a report without words."""
        return filled(self.form, self.figures, year=self.year, authority=self.organ.name)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one unit gives to one figure of the total."""

    unit: Unit
    figure: Figure


def units(organ: Organ, year: int) -> tuple[Unit, ...]:
    """Return the organ itself and every organ that reported to it on 31 December of a year."""
    end = date(year, 12, 31)
    below = children_on(organ, end, reporting=True)
    over = parents_on(below, end)
    wanted = {organ.pk: (organ, Share.OWN, Scope.OWN)}
    for one in below:
        if one.pk in over:
            share = Share.BELOW if one.kind == Kind.GOVERNMENT else Share.LEVEL
            wanted[one.pk] = (one, share, Scope.REGION)
        else:
            township = one.kind in (Kind.GOVERNMENT, Kind.BRANCH)
            wanted[one.pk] = (one, Share.BELOW if township else Share.LEVEL, Scope.OWN)
    filings = {
        (one.organ_id, one.scope): one
        for one in Filing.objects.filter(organ__in=wanted, year=year).defer("texts", "wrapper")
    }
    versions = accepted(filings.values())
    found = []
    for pk, (one, share, scope) in wanted.items():
        filing = filings.get((pk, scope))
        found.append(Unit(one, share, scope, filing, versions.get(filing.pk) if filing else None))
    return tuple(found)


def accepted(filings: Iterable[Filing]) -> dict[int, FilingVersion]:
    """Return filing -> its version that was accepted last and not sent back since."""
    sent_back = FilingEvent.objects.filter(
        kind=Event.RETURNED, version=OuterRef("version"), pk__gt=OuterRef("pk")
    )
    standing = (
        FilingEvent.objects.filter(
            kind=Event.ACCEPTED, filing__in=[f.pk for f in filings], version__isnull=False
        )
        .exclude(Exists(sent_back))
        .order_by("pk")
        .values_list("filing_id", "version_id")
    )
    by_filing: dict[int, int] = dict(standing)
    found = FilingVersion.objects.only("id", "filing", "number", "edition", "sha256", "at")
    versions = found.in_bulk(by_filing.values())
    return {filing: versions[version] for filing, version in by_filing.items()}


def consolidate(organ: Organ, year: int, *, shares: Iterable[Share] = tuple(Share)) -> Consolidated:
    """Return the total of a year: every share by default, 本级 with OWN and LEVEL alone."""
    form, wanted = edition_for(year), set(shares)
    members = tuple(unit for unit in units(organ, year) if unit.share in wanted)
    same = [u.version for u in members if u.version and u.version.edition == form.id]
    sums, gaps = summed(form, same)
    others = {
        u.organ.name: u.version.filled
        for u in members
        if u.version and u.version.edition != form.id
    }
    carried = add.add(form, others)
    for address, total in carried.totals.items() if others else ():
        sums[address] = plus(sums[address], total.figure)
        gaps[address] += len(total.gaps)
    return Consolidated(
        organ, year, form, members, sums, {a: n for a, n in gaps.items() if n}, carried.losses
    )


def contributions(organ: Organ, year: int, address: Address) -> list[Contribution]:
    """Return what each unit in the total gives to one figure, in the order of the units."""
    form = edition_for(year)
    members = [unit for unit in units(organ, year) if unit.version]
    same = [u.version.pk for u in members if u.version and u.version.edition == form.id]
    printed = {
        version: kept(status, value)
        for version, status, value in FilingCell.objects.filter(
            version__in=same, address=str(address)
        ).values_list("version", "status", "value")
    }
    found = []
    for unit in members:
        assert unit.version is not None
        figure = printed.get(unit.version.pk, ABSENT)
        if unit.version.edition != form.id:
            figure = add.add(form, {"": unit.version.filled}).totals[address].figure
        found.append(Contribution(unit, figure))
    return found


def summed(
    form: Form, versions: Sequence[FilingVersion]
) -> tuple[dict[Address, Figure], dict[Address, int]]:
    """Add up frozen versions of one edition, where they lie.

    Their totals were worked out from their cells when they were frozen, so that adding these is the
    same as working them out from the sums.
    """
    cells: QuerySet[FilingCell] = FilingCell.objects.filter(version__in=[v.pk for v in versions])
    rows = cells.values_list("address").annotate(
        all=Sum("value"),
        numbers=Count("pk", filter=Q(status=Status.NUMBER)),
    )
    sums: dict[Address, Figure] = dict.fromkeys(form.addresses, ABSENT)
    gaps = dict.fromkeys(form.addresses, len(versions))
    for text, total, numbers in rows.order_by():
        address = Address.parse(text)
        if numbers:
            sums[address] = number(total)
        gaps[address] -= numbers
    return sums, gaps
