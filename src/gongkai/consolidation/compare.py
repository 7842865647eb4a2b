"""Two reports side by side: what was carried over, which figures changed, which words were copied.

The two may be two years of one organ (then last year's closing figures must be this year's opening
ones) or two organs. Nothing here judges: `checks` says what a continuity break or a copied text
weighs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gongkai.checks.copied import Copy, copies, length, sentences, share
from gongkai.consolidation.plan import key
from gongkai.figures import Figure, Status
from gongkai.forms.bridge import Loss, bridge
from gongkai.forms.evaluate import openings
from gongkai.forms.filled import FilledForm, Section
from gongkai.forms.form import Address


class Kind(StrEnum):
    """What two reports are to each other."""

    NEXT_YEAR = "next_year"  # one organ, two years that follow each other
    OTHER_YEAR = "other_year"  # one organ, years apart
    OTHER_ORGAN = "other_organ"
    SAME = "same"  # one organ, one year: two versions of one report


@dataclass(frozen=True, slots=True)
class Opening:
    """A figure carried over: what last year closed with and what this year opens with."""

    address: Address  # this year's
    closed_at: Address  # last year's
    closed: Figure
    opened: Figure

    @property
    def holds(self) -> bool | None:
        """Whether they are equal; None where either is no number."""
        if not (self.closed.is_number and self.opened.is_number):
            return None
        return self.closed.value == self.opened.value


@dataclass(frozen=True, slots=True)
class Change:
    """A cell whose figure is not the same in both reports."""

    address: Address
    before: Figure
    after: Figure

    @property
    def difference(self) -> Decimal | None:
        """After less before, or None where either is no number."""
        if not (self.before.is_number and self.after.is_number):
            return None
        return self.after.value - self.before.value

    @property
    def ratio(self) -> Decimal | None:
        """After divided by before, or None from 0 and where either is no number."""
        if self.difference is None or self.before.value == 0:
            return None
        return self.after.value / self.before.value


@dataclass(frozen=True, slots=True)
class Likeness:
    """One part of both reports: how much of the second's text stands in the first.

    share  characters of copied sentences among those of all the part's own sentences
    """

    section: int
    title: str
    share: float
    passages: tuple[Copy, ...]


@dataclass(frozen=True)
class Comparison:
    """The first report (earlier, or the other organ's) and the second."""

    kind: Kind
    first: FilledForm
    second: FilledForm
    openings: tuple[Opening, ...]
    changes: tuple[Change, ...]
    likeness: tuple[Likeness, ...]
    share: float
    losses: tuple[Loss, ...] = ()  # what the first report's edition cannot say in the second's


def compare(one: FilledForm, other: FilledForm, *, templates: Iterable[str] = ()) -> Comparison:
    """Compare two reports; of one organ the earlier year comes first whatever the order given.

    `templates` are texts every organ was told to use: sentences found there are not called copied.
    """
    kind = _kind(one, other)
    first, second = one, other
    if kind in (Kind.NEXT_YEAR, Kind.OTHER_YEAR) and (one.year or 0) > (other.year or 0):
        first, second = other, one
    carried, losses = bridge(first, to=second.form.id)
    before = _comparable(carried, losses)
    likeness, copied = _likeness(first, second, tuple(templates))
    return Comparison(
        kind=kind,
        first=first,
        second=second,
        openings=tuple(_openings(before, second)) if kind is Kind.NEXT_YEAR else (),
        changes=tuple(_changes(before, second)),
        likeness=likeness,
        share=copied,
        losses=losses,
    )


def _kind(one: FilledForm, other: FilledForm) -> Kind:
    if key(one.authority) != key(other.authority):
        return Kind.OTHER_ORGAN
    if one.year is None or other.year is None or one.year == other.year:
        return Kind.SAME
    return Kind.NEXT_YEAR if abs(one.year - other.year) == 1 else Kind.OTHER_YEAR


def _comparable(carried: FilledForm, losses: tuple[Loss, ...]) -> Mapping[Address, Figure]:
    """Return the first report's figures, without the cells its edition does not ask for."""
    unknown = {address for loss in losses if loss.kind == "unknown" for address in loss.addresses}
    return {a: figure for a, figure in carried.figures.items() if a not in unknown}


def _openings(before: Mapping[Address, Figure], second: FilledForm) -> Iterator[Opening]:
    for here, there in openings(second.form):
        if there in before:
            yield Opening(here, there, before[there], second[here])


def _changes(before: Mapping[Address, Figure], second: FilledForm) -> Iterator[Change]:
    for address in second.form.addresses:
        if address not in before:
            continue
        then, now = before[address], second[address]
        both_absent = then.status is Status.ABSENT and now.status is Status.ABSENT
        if then != now and not both_absent:
            yield Change(address, then, now)


def _likeness(
    first: FilledForm, second: FilledForm, issued: Sequence[str]
) -> tuple[tuple[Likeness, ...], float]:
    """Return what each part has in common with the first report, and the share of the whole."""
    # A sentence moved to another part is copied all the same: the source is the whole first report.
    whole = "\n".join(section.text for section in _parts(first))
    source = sentences(whole, name=first.authority)
    parts, every, taken = [], 0, 0
    for section in _parts(second):
        own = sentences(section.text, name=second.authority, issued=issued)
        if own:
            same = copies(own, source)
            parts.append(Likeness(section.number, section.title, round(share(same, own), 3), same))
            every, taken = every + length(own), taken + length(same)
    return tuple(parts), round(taken / every, 3) if every else 0.0


def _parts(report: FilledForm) -> tuple[Section, ...]:
    """Return the six parts; the preface says the same in every report by its nature."""
    return tuple(section for section in report.sections if section.number)
