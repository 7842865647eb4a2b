"""The tables of one organ's report on one year, and the records behind each of their figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from gongkai.counting import disputes as table_four
from gongkai.counting.disputes import Dispute
from gongkai.counting.place import Place
from gongkai.counting.requests import Practice, Request, Rows
from gongkai.errors import InputError
from gongkai.figures import number
from gongkai.forms.counts import registered as register_addresses
from gongkai.forms.evaluate import complete, relations
from gongkai.forms.filled import FilledForm, filled
from gongkai.forms.form import Address, Form

BY_LAW = Practice()


class Registered(NamedTuple):
    """What a register says of a year: the figure, and the ids behind it."""

    value: Decimal
    ids: Sequence[str]


@dataclass(frozen=True)
class Tally:
    """What was counted.

    close   the day at whose close the records were read
    places  where each request and dispute counts, by its id
    counted the ids behind each cell of tables three and four that is no sum
    registered  what registers say; an address of table two that is not in it is not kept
    """

    form: Form
    year: int
    close: date
    places: Mapping[str, Place]
    counted: Mapping[Address, Sequence[str]]
    registered: Mapping[Address, Registered]

    def report(self, **facts: object) -> FilledForm:
        """Return the report with its sums worked out; `facts` are further fields of FilledForm."""
        by_register = {address for address, _, _ in register_addresses(self.form)}
        leaves = {
            address: number(len(self.counted.get(address, ())))
            for address in self.form.addresses
            if address not in by_register
        }
        leaves |= {address: number(found.value) for address, found in self.registered.items()}
        figures = complete(self.form, leaves)
        return filled(self.form, figures, **({"year": self.year} | facts))

    def behind(self, address: Address) -> Sequence[str]:
        """Return the ids behind a figure, of a sum those behind its parts, each once."""
        if address in self.registered:
            return self.registered[address].ids
        parts = self._parts.get(address)
        if parts is None:
            return self.counted.get(address, ())
        return tuple(dict.fromkeys(one for part in parts for one in self.behind(part)))

    def place(self, record: str) -> Place | None:
        """Return where a request or dispute counts, None for one that was not among those counted."""
        return self.places.get(record)

    @cached_property
    def _parts(self) -> dict[Address, tuple[Address, ...]]:
        found: dict[Address, tuple[Address, ...]] = {}
        for relation in relations(self.form.id):
            if relation.kind == "sum":
                found.setdefault(relation.right[0], relation.left)
        return found


def tally(
    form: Form,
    year: int,
    *,
    requests: Iterable[Request] = (),
    disputes: Iterable[Dispute] = (),
    registered: Mapping[Address, Registered] | None = None,
    close: date | None = None,
    practice: Practice = BY_LAW,
) -> Tally:
    """Count one organ's records of a year as they stood at the close of a day.

    close  31 December where not given; another day of the year tells how it stands by then
    Raises InputError for a day of another year, DataError for an applicant or an override that the
    edition does not know.
    """
    last = close or date(year, 12, 31)
    if last.year != year:
        raise InputError("counting.another_year", close=last, year=year)
    rows = Rows(form, year, last, practice)
    places: dict[str, Place] = {one.id: rows.place(one) for one in requests}
    for dispute in disputes:
        places[dispute.id] = table_four.place(form, year, last, dispute)
    counted: dict[Address, list[str]] = {}
    for record, place in places.items():
        for address in place.addresses:
            counted.setdefault(address, []).append(record)
    return Tally(form, year, last, places, counted, registered or {})
