"""Two reports side by side: what was carried over, which figures changed, which words were copied.

The two may be two years of one organ (then last year's closing figures must be this year's opening
ones) or two organs. Nothing here judges: `checks` says what a continuity break or a copied text
weighs.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

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
class Passage:
    """A sentence of the second report and the one of the first it was taken from."""

    text: str
    source: str
    likeness: float  # 0 to 1, figures left out of account


@dataclass(frozen=True, slots=True)
class Likeness:
    """One part of both reports: how much of the second's text stands in the first.

    share  characters of copied sentences among those of all the part's own sentences
    """

    section: int
    title: str
    share: float
    passages: tuple[Passage, ...]


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


# A sentence is called copied from this likeness on, and only if it is long enough to be somebody's.
COPIED_FROM = 0.9
SHORTEST = 12
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_LOOSE = re.compile(r"[\s\d０-９〇零一二三四五六七八九十百千万.,，、%％]+")


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
    issued = {_loose(s) for text in templates for s in _sentences(text)}
    likeness = tuple(_likeness(first, second, issued))
    return Comparison(
        kind=kind,
        first=first,
        second=second,
        openings=tuple(_openings(before, second)) if kind is Kind.NEXT_YEAR else (),
        changes=tuple(_changes(before, second)),
        likeness=likeness,
        share=_share_of_all(second, likeness, issued),
        losses=losses,
    )


def copied(
    text: str, source: str, *, issued: frozenset[str] | set[str] = frozenset()
) -> tuple[Passage, ...]:
    """Return the sentences of `text` that stand in `source`, figures left out of account.

    Sentences too short to be anybody's, and those in `issued`, are passed over.
    """
    from rapidfuzz import fuzz, process

    known = {_loose(s): s for s in _sentences(source)}
    choices = list(known)
    found: list[Passage] = []
    for sentence in _own(text, issued):
        loose = _loose(sentence)
        if loose in known:
            found.append(Passage(sentence, known[loose], 1.0))
            continue
        best = process.extractOne(loose, choices, scorer=fuzz.ratio, score_cutoff=100 * COPIED_FROM)
        if best is not None:
            found.append(Passage(sentence, known[best[0]], round(best[1] / 100, 3)))
    return tuple(found)


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


def _likeness(first: FilledForm, second: FilledForm, issued: set[str]) -> Iterator[Likeness]:
    # A sentence moved to another part is copied all the same: the source is the whole first report.
    source = "\n".join(section.text for section in _parts(first))
    for section in _parts(second):
        sentences = _own(section.text, issued)
        if not sentences:
            continue
        passages = copied(section.text, source, issued=issued)
        share = _length(p.text for p in passages) / _length(sentences)
        yield Likeness(section.number, section.title, round(share, 3), passages)


def _parts(report: FilledForm) -> tuple[Section, ...]:
    """Return the six parts; the preface says the same in every report by its nature."""
    return tuple(section for section in report.sections if section.number)


def _share_of_all(second: FilledForm, likeness: Sequence[Likeness], issued: set[str]) -> float:
    whole = _length(s for section in _parts(second) for s in _own(section.text, issued))
    taken = _length(p.text for part in likeness for p in part.passages)
    return round(taken / whole, 3) if whole else 0.0


def _length(texts: Iterable[str]) -> int:
    return sum(len(text) for text in texts)


def _sentences(text: str) -> list[str]:
    return [s.strip() for s in _SENTENCE.findall(text) if s.strip()]


def _own(text: str, issued: frozenset[str] | set[str]) -> list[str]:
    """Return the sentences long enough to be somebody's own, without those that were issued."""
    return [
        s for s in _sentences(text) if len(loose := _loose(s)) >= SHORTEST and loose not in issued
    ]


def _loose(sentence: str) -> str:
    """Return a sentence without figures, years and spaces: a new number makes no new sentence."""
    return _LOOSE.sub("", sentence)
