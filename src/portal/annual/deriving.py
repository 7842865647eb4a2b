"""The annual report of an organ derived from its records, and where each of them counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gongkai.counting.place import Place
from gongkai.counting.requests import Practice, Reopened
from gongkai.counting.tally import Registered, Tally, tally
from gongkai.forms.filled import FilledForm
from gongkai.forms.form import Address, edition_for
from portal.acts import clock
from portal.cases import counting_feed
from portal.disputes import queries as disputes
from portal.organs.models import Organ
from portal.registers.figures import table_two
from portal.registers.queries import setting

FIRST = 2019
"""The first year with a national form."""
_BEFORE = frozenset({"counting.ended_earlier", "counting.decided_earlier"})


@dataclass(frozen=True)
class Derived:
    """What an organ's records say of a year.

    as_at  the day at whose close the records are read
    """

    organ: Organ
    year: int
    as_at: date
    tally: Tally

    @cached_property
    def report(self) -> FilledForm:
        """The figures, sums worked out, without the words of the report."""
        return self.tally.report(authority=self.organ.name)

    @property
    def units(self) -> Mapping[str, FilledForm | None]:
        """No other organ's report is in it."""
        return {}

    @cached_property
    def ids(self) -> Mapping[Address, Sequence[str]]:
        """The records behind each figure of the form, sums too (``cases.case:17``)."""
        return {address: self.tally.behind(address) for address in self.tally.form.addresses}

    def behind(self, address: Address) -> Sequence[str]:
        """Return the records behind one figure."""
        return self.tally.behind(address)

    def nowhere(self) -> list[tuple[str, Place]]:
        """Return the requests and disputes of which something does not count, each with the reason."""
        return [
            (one, place) for one, place in self.tally.places.items() if place.reason is not None
        ]


def derive(organ: Organ, year: int, *, as_at: date | None = None) -> Derived:
    """Derive an organ's own report on a year from requests, disputes and registers.

    as_at  where not given, 31 December of the year, or today while the year runs
    Raises UnknownEdition before 2019, InputError for a day of another year.
    """
    form, close = edition_for(year), as_at or _close(year)
    counted = tally(
        form,
        year,
        requests=counting_feed.of_year(organ, year, close),
        disputes=disputes.for_counting(organ, close),
        registered={
            a: Registered(*figure) for a, figure in table_two(organ, year, as_at=close).items()
        },
        close=close,
        practice=practice_of(organ),
    )
    return Derived(organ, year, close, counted)


def places(organ: Organ, record: str) -> list[tuple[int, Place]]:
    """Return in which years' reports a record of an organ counts, and where; else why in none.

    record  ``cases.case:17``, ``disputes.dispute:3``, or an entry of a register
    """
    found = [(year, _place(organ, year, record)) for year in range(FIRST, clock.today().year + 1)]
    said = [
        (year, place)
        for year, place in found
        if place.addresses or (place.reason is not None and place.reason.code not in _BEFORE)
    ]
    counting = [one for one in said if one[1].addresses]
    if not counting:
        return said[-1:]
    # Why it did not count before it did needs no words; why it does not any more is said once.
    return counting + [one for one in said if one[0] > counting[-1][0]][:1]


def practice_of(organ: Organ) -> Practice:
    """Return how an organ counts what no instrument states."""
    return Practice(Reopened(setting(organ, "reopened_counts")))


def _close(year: int) -> date:
    return min(date(year, 12, 31), clock.today())


def _place(organ: Organ, year: int, record: str) -> Place:
    kind, _, pk = record.partition(":")
    form, close = edition_for(year), _close(year)
    if kind == "cases.case":
        requests, practice = counting_feed.some(organ, [int(pk)]), practice_of(organ)
        counted = tally(form, year, requests=requests, close=close, practice=practice)
        return counted.places.get(record, Place())
    if kind == "disputes.dispute":
        mine = [one for one in disputes.for_counting(organ, close) if one.id == record]
        return tally(form, year, disputes=mine, close=close).places.get(record, Place())
    figures = table_two(organ, year, as_at=close)
    return Place(tuple(address for address, figure in figures.items() if record in figure.ids))
