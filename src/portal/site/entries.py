"""What the public site lists: read from the projection, at any size.

Every function takes the same choice: an organ (`within`: with all below it), a column or a part, and
genre, topic, year, validity. A page costs a few index lookups whichever its number.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection, models
from django.db.models import Q

from portal.acts import ready
from portal.acts.public_version import while_unchanged
from portal.organs.models import Organ
from portal.publishing.models import Column
from portal.publishing.queries import all_columns
from portal.site.choices import Choice, choose, query
from portal.site.counts import count
from portal.site.models import Entry

SIZE = 20
NUMBERED = 50
"""How many pages can be called by number; later ones are reached by their neighbours or a facet."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, newest first.

    total         how many entries the whole list has, or None where counting would be slow
    newer, older  what ``?page=`` must say for the neighbours; empty where there is none
    """

    rows: tuple[Entry, ...]
    number: int
    total: int | None
    newer: str
    older: str

    @property
    def pages(self) -> int | None:
        """How many pages there are, where the total is known."""
        return None if self.total is None else max(-(-self.total // SIZE), 1)


def entries(organ: Organ, **chosen: Any) -> models.QuerySet[Entry]:
    """Return what a choice lists, newest first."""
    choice = Choice(organ=organ, **chosen)
    return query(choice).select_related("organ", "column")


def newest(organ: Organ, wanted: Mapping[Column | None, int]) -> dict[Column | None, list[Entry]]:
    """Return the newest entries of an organ in several columns at once (None: in all together).

    wanted  how many of each
    """
    found: dict[Column | None, list[Entry]] = {}
    name = connection.ops.quote_name
    fields = ", ".join(name(str(field.column)) for field in Entry._meta.concrete_fields)
    branches: list[str] = []
    params: list[int] = []
    for number, (column, most) in enumerate(wanted.items()):
        found[column] = []
        where = "organ_id = %s" + (" AND column_id = %s" if column else "")
        params += [organ.pk, *([column.pk] if column else []), most]
        branches.append(
            f"SELECT * FROM (SELECT {fields}, {number} AS branch"
            f" FROM {name(Entry._meta.db_table)} WHERE {where}"
            " ORDER BY published_at DESC, document_id DESC LIMIT %s) AS b"
        )
    if branches:
        order, columns = list(wanted), all_columns()
        for entry in Entry.objects.raw(" UNION ALL ".join(branches), params):
            entry.organ, entry.column = organ, columns[entry.column_id]
            found[order[getattr(entry, "branch")]].append(entry)  # noqa: B009
    for rows in found.values():
        rows.sort(key=lambda e: (e.published_at, e.pk), reverse=True)
    return found


@while_unchanged
def last_published(organ: Organ) -> datetime | None:
    """Return when an organ last published something."""
    found = ready.tuples(
        "last",
        lambda: (
            Entry.objects.filter(organ=ready.number("organ"))
            .order_by("-published_at", "-pk")
            .values_list("published_at")
        ),
        {"organ": organ.pk},
        1,
    )
    return found[0][0] if found else None


_AT = re.compile(r"(\d{1,7})(?:([on])(-?\d{1,17})\.(\d{1,18}))?")


def page(organ: Organ, at: str = "", **chosen: Any) -> Page:
    """Return one page of a list.

    at  what the address says: a number (at most NUMBERED), or a neighbour's mark: the number, o for
        older or n for newer, and the entry it begins after. Anything else is the first page.
    """
    choice = choose(organ, chosen)
    found = _AT.fullmatch(at) if at.isascii() else None
    number = max(int(found[1]), 1) if found else 1
    total = count(organ, **chosen)
    backwards = False
    if found and found[2]:
        moment = _EPOCH + timedelta(microseconds=int(found[3]))
        backwards = found[2] == "n"
        rows = _after(choice, moment, int(found[4]), backwards)
    else:
        number = min(number, NUMBERED)
        if total is not None:
            number = min(number, max(-(-total // SIZE), 1))
        rows = _listed(choice, ("page",), query, {}, (number - 1) * SIZE)
    more, rows = len(rows) > SIZE, rows[:SIZE]
    if backwards:
        rows.reverse()
        if not more:
            number = 1
    has_newer, has_older = (more, bool(rows)) if backwards else (number > 1, more)
    columns = all_columns()
    for row in rows:
        row.column = columns[row.column_id]
        if not choice.within:
            row.organ = organ
    return Page(
        tuple(rows),
        number,
        total,
        _mark(number - 1, "n", rows[0]) if has_newer and rows else "",
        _mark(number + 1, "o", rows[-1]) if has_older and rows else "",
    )


def _after(choice: Choice, moment: datetime, pk: int, backwards: bool) -> list[Entry]:
    """Return what stands in a list after an entry, or, backwards, before it."""
    by, key = ("placements__", "placements__entry") if choice.within else ("", "pk")
    way = "gt" if backwards else "lt"

    def made(asked: Choice) -> models.QuerySet[Entry]:
        at, one = ready.moment("at"), ready.number("pk")
        # The first condition is the index's range, the second parts those of the same moment.
        after = Q(**{f"{by}published_at__{way}e": at}) & (
            Q(**{f"{by}published_at__{way}": at}) | Q(**{f"{key}__{way}": one})
        )
        found = query(asked, after)
        return found.reverse() if backwards else found

    return _listed(choice, ("after", way), made, {"at": moment, "pk": pk})


def _listed(
    choice: Choice,
    shape: tuple[str, ...],
    made: Callable[[Choice], models.QuerySet[Entry]],
    values: dict[str, Any],
    skip: int = 0,
) -> list[Entry]:
    """Return the entries of one page and one more, in the order of the query.

    With the organs below, an index gives their numbers: what is passed by is not read.
    """
    shape, values = (*shape, *choice.shape), choice.values | values
    if not choice.within:
        return ready.objects(shape, lambda: made(choice.slots), values, SIZE + 1, skip)
    found = ready.tuples(
        shape,
        lambda: made(choice.slots).values_list("placements__entry_id"),
        values,
        SIZE + 1,
        skip,
    )
    pks = [pk for (pk,) in found]
    rows = {one.pk: one for one in with_organs(pks)}
    return [rows[pk] for pk in pks if pk in rows]  # what was withdrawn in between is gone


def with_organs(pks: Sequence[int]) -> list[Entry]:
    """Return up to a page's entries with the names of their organs, in no order."""
    names = [f"e{at}" for at in range(SIZE + 1)]
    return ready.objects(
        ("entries", SIZE),
        lambda: (
            Entry.objects.filter(reduce(or_, (Q(pk=ready.number(name)) for name in names)))
            .select_related("organ")
            .only(*_OF_ENTRY, "organ__name", "organ__short_name")
        ),
        dict.fromkeys(names) | dict(zip(names, pks, strict=False)),
    )


_OF_ENTRY = tuple(field.name for field in Entry._meta.concrete_fields)


def _mark(number: int, way: str, entry: Entry) -> str:
    """Return the mark of a neighbour page: plain while pages can be called by number."""
    if number <= NUMBERED and way == "o":
        return str(number)
    micro = (entry.published_at - _EPOCH) // timedelta(microseconds=1)
    return f"{max(number, 1)}{way}{micro}.{entry.pk}"
