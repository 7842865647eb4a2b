"""The annual report of an organ derived from its records, and where each of them counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gongkai.counting.place import Place
from gongkai.counting.requests import Practice
from gongkai.counting.tally import Registered, Tally, tally
from gongkai.forms.filled import FilledForm
from gongkai.forms.form import Address, edition_for
from portal.acts import clock
from portal.cases import counting_feed
from portal.disputes import queries as disputes
from portal.organs.models import Organ
from portal.registers.figures import table_two


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

    @cached_property
    def ids(self) -> Mapping[Address, Sequence[str]]:
        """The records behind each figure of the form, sums too (``cases.case:17``)."""
        return {address: self.tally.behind(address) for address in self.tally.form.addresses}

    def behind(self, address: Address) -> Sequence[str]:
        """Return the records behind one figure."""
        return self.tally.behind(address)

    def nowhere(self) -> list[tuple[str, Place]]:
        """Return the requests and disputes there is something to say of: what does not count, and why."""
        return [
            (one, place) for one, place in self.tally.places.items() if place.reason is not None
        ]


def derive(organ: Organ, year: int, *, as_at: date | None = None) -> Derived:
    """Derive an organ's own report on a year from requests, disputes and registers.

    as_at  where not given, 31 December of the year, or today while the year runs
    Raises UnknownEdition before 2019, InputError for a day of another year.
    """
    close = as_at or min(date(year, 12, 31), clock.today())
    form = edition_for(year)
    counted = tally(
        form,
        year,
        requests=counting_feed.of_year(organ, year, close),
        disputes=disputes.for_counting(organ, close),
        registered={a: Registered(*figure) for a, figure in table_two(organ, year).items()},
        close=close,
        practice=practice_of(organ),
    )
    return Derived(organ, year, close, counted)


def practice_of(organ: Organ) -> Practice:
    """Return how an organ counts what no instrument states."""
    return Practice()
