"""What the public site lists, and how many of what: read from the projection, at any size.

Every function takes the same choice: an organ (`within`: with all below it), a column or a part, and
genre, topic, year, validity. A page costs a few index lookups whichever its number.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection, models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.acts import clock, ready
from portal.acts.public_version import while_unchanged
from portal.organs.models import Organ
from portal.publishing.models import Column, Genre, Part
from portal.publishing.queries import all_columns
from portal.site.models import Entry, FacetCount, Placement

SIZE = 20
NUMBERED = 50
"""How many pages can be called by number; later ones are reached by their neighbours or a facet."""
LIVE = 3000
"""Up to how many entries several facets at once are counted when asked; beyond, no count is shown."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Validity(models.TextChoices):
    """Whether a document is in force on a day, by its own dates, the register and what repeals it.

    What was amended is in force too: it is counted twice, and found under both.
    """

    CURRENT = "current", _("有效")
    AMENDED = "amended", _("已修改")
    PENDING = "pending", _("尚未施行")
    ENDED = "ended", _("失效或废止")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What somebody wants listed; `on` is the day that validity is asked of (today)."""

    organ: Organ
    within: bool = False
    column: Column | None = None
    part: str = ""
    genre: str = ""
    topic: str = ""
    year: int | None = None
    validity: str = ""
    on: date | None = None

    @property
    def day(self) -> date:
        """The day that validity is asked of."""
        return self.on or clock.today()

    @property
    def shape(self) -> tuple[Any, ...]:
        """What the text of a query depends on."""
        return (
            self.within,
            self.column is not None,
            bool(self.part),
            self.validity,
            *(f for f in ("genre", "topic", "year") if getattr(self, f)),
        )

    @property
    def slots(self) -> "Choice":
        """The same choice with slots for its values, to make a query that serves all of this shape."""
        words = {name: ready.word(name) for name in ("part", "genre", "topic")}
        return replace(
            self,
            organ=ready.number("organ"),
            column=ready.number("column") if self.column is not None else None,
            year=ready.number("year") if self.year else None,
            on=ready.day("on"),
            **{name: slot for name, slot in words.items() if getattr(self, name)},
        )

    @property
    def values(self) -> dict[str, Any]:
        """What the slots stand for."""
        return {
            "organ": self.organ.pk,
            "column": self.column.pk if self.column is not None else None,
            "part": self.part,
            "genre": self.genre,
            "topic": self.topic,
            "year": self.year,
            "on": self.day,
        }

    @property
    def place(self) -> str:
        """The place whose counts are asked: a column, else a part, else the whole platform."""
        if self.column is not None:
            return f"c:{self.column.pk}"
        return f"p:{self.part}" if self.part else ""

    @property
    def narrowed(self) -> tuple[str, ...]:
        """The facets chosen beside the place."""
        return tuple(f for f in ("genre", "topic", "year", "validity") if getattr(self, f))


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet; `count` is None where counting would be slow, and then none is shown."""

    value: str
    label: str | Promise
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a list: column, part, genre, topic, year or validity."""

    name: str
    title: str | Promise
    values: tuple[Value, ...]


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


TITLES = {
    "part": _("部分"),
    "column": _("栏目"),
    "genre": _("类别"),
    "topic": _("主题分类"),
    "year": _("年份"),
    "validity": _("有效性"),
}


def _choice(organ: Organ, chosen: Mapping[str, Any]) -> Choice:
    """Return a choice as of today, which is asked only once."""
    return Choice(organ=organ, **{"on": clock.today(), **chosen})


def entries(organ: Organ, **chosen: Any) -> models.QuerySet[Entry]:
    """Return what a choice lists, newest first."""
    choice = Choice(organ=organ, **chosen)
    return _query(choice).select_related("organ", "column")


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


def _query(choice: Choice, extra: Q | None = None) -> models.QuerySet[Entry]:
    by, key = ("placements__", "placements__entry") if choice.within else ("", "pk")
    # One call: each further one would be another join.
    found = Entry.objects.filter(_conditions(choice, by) & (extra or Q()))
    return found.order_by(f"-{by}published_at", f"-{key}")


def _conditions(choice: Choice, by: str) -> Q:
    which: dict[str, Any] = {f"{by}{'scope' if choice.within else 'organ'}": choice.organ}
    if choice.column is not None:
        which[f"{by}column"] = choice.column
    elif choice.part:
        which[f"{by}part"] = choice.part
    for name in ("genre", "topic", "year"):
        if getattr(choice, name):
            which[f"{by}{name}"] = getattr(choice, name)
    return Q(**which) & _in_force(choice, by)


def _in_force(choice: Choice, by: str) -> Q:
    begun = Q(**{f"{by}begins_on": None}) | Q(**{f"{by}begins_on__lte": choice.day})
    lasts = Q(**{f"{by}ended_on": None}) | Q(**{f"{by}ended_on__gt": choice.day})
    match choice.validity:
        case Validity.CURRENT:
            return begun & lasts
        case Validity.AMENDED:
            return Q(**{f"{by}amended_on__lte": choice.day}) & lasts
        case Validity.PENDING:
            return Q(**{f"{by}begins_on__gt": choice.day}) & lasts
        case Validity.ENDED:
            return Q(**{f"{by}ended_on__lte": choice.day})
        case _:
            return Q()


# Pages --------------------------------------------------------------------------------------------

_AT = re.compile(r"(\d{1,7})(?:([on])(-?\d{1,17})\.(\d{1,18}))?")


def page(organ: Organ, at: str = "", **chosen: Any) -> Page:
    """Return one page of a list.

    at  what the address says: a number (at most NUMBERED), or a neighbour's mark: the number, o for
        older or n for newer, and the entry it begins after. Anything else is the first page.
    """
    choice = _choice(organ, chosen)
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
        rows = _listed(choice, ("page",), lambda asked: _query(asked), {}, (number - 1) * SIZE)
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
        query = _query(asked, after)
        return query.reverse() if backwards else query

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


# Counts -------------------------------------------------------------------------------------------

Counts = dict[str, dict[str, int]]
"""How many by facet and value."""


def count(organ: Organ, **chosen: Any) -> int | None:
    """Return how many entries a choice lists; None where several facets at once leave too many."""
    choice = _choice(organ, chosen)
    kept = _kept(choice)
    if not choice.narrowed:
        return kept["total"][""]
    singles = [kept[f].get(_chosen(choice, f), 0) for f in choice.narrowed]
    if len(singles) == 1 or min(singles) == 0:
        return min(singles)
    return _left(choice)["total"][""] if _few(choice) else None


def column_counts(organ: Organ, within: bool = False) -> dict[int, int]:
    """Return how many entries each column of an organ's platform has."""
    kept = _kept(_choice(organ, {"within": within}))
    return {int(value): n for value, n in kept["column"].items() if n}


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


def facets(organ: Organ, **chosen: Any) -> list[Facet]:
    """Return how a list can be narrowed; each facet counts what the *other* choices leave."""
    choice, found = _choice(organ, chosen), []
    for facet in TITLES:
        if facet == "part" and choice.column is not None:
            continue
        others = _without(choice, facet)
        kept = _kept(others)
        values = kept[facet]
        if others.narrowed:
            values = _left(others)[facet] if _few(others) else dict.fromkeys(values, -1)
        own = _chosen(choice, facet)
        if own and own not in values:
            values = {**values, own: 0}
        shown = tuple(
            Value(value, label, None if values[value] < 0 else values[value], value == own)
            for value, label in _labelled(facet, values)
            if values[value] or value == own
        )
        if shown:
            found.append(Facet(facet, TITLES[facet], shown))
    return found


def _without(choice: Choice, facet: str) -> Choice:
    none: Any = None if facet in ("column", "year") else ""
    return replace(choice, **{facet: none})


def _chosen(choice: Choice, facet: str) -> str:
    value = getattr(choice, facet)
    return str(value.pk if isinstance(value, Column) else value or "")


def _kept(choice: Choice) -> Counts:
    return _counts(choice.organ.pk, choice.within, choice.place, choice.day)


@while_unchanged
def _counts(organ: int, within: bool, place: str, day: date) -> Counts:
    """Return the kept counts of a place, validity as it is on a day: a few ranges of one index."""
    table = connection.ops.quote_name(FacetCount._meta.db_table)
    here = f"FROM {table} WHERE organ_id = %s AND place = %s"
    if not within:
        here += " AND NOT below"
    stored = ("total", *(name for name in TITLES if name != "validity"))
    among = ", ".join(["%s"] * len(stored))
    days = {"begins": ">", "ends": "<=", "amends": "<=", "unamends": "<="}
    sums = "".join(
        f" UNION ALL SELECT '{facet}', '', SUM(n) {here} AND facet = '{facet}' AND value {than} %s"
        for facet, than in days.items()
    )
    found: Counts = {facet: {} for facet in (*days, *stored)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT facet, value, n {here} AND facet IN ({among}){sums}",
            [organ, place, *stored, *(organ, place, day.isoformat()) * len(days)],
        )
        for facet, value, n in cursor.fetchall():
            found[facet][value] = found[facet].get(value, 0) + int(n or 0)
    total = found["total"].setdefault("", 0)
    pending, ended, amended, unamended = (found.pop(facet)[""] for facet in days)
    counted = {
        Validity.CURRENT: total - pending - ended,
        Validity.AMENDED: amended - unamended,
        Validity.PENDING: pending,
        Validity.ENDED: ended,
    }
    validity = {str(v): n for v, n in counted.items() if n or v == Validity.CURRENT}
    return found | {"validity": validity}


def _few(choice: Choice) -> bool:
    """Whether one index leads to so few rows that what is left of them can be counted when asked."""
    ranges = [_kept(choice)["total"][""]]
    if choice.within:  # placements have an index for each facet; an organ's own entries are fewer
        everywhere = _kept(replace(choice, column=None, part=""))
        ranges += [everywhere[f].get(_chosen(choice, f), 0) for f in choice.narrowed]
    return min(ranges) <= LIVE


def _rows(choice: Choice) -> models.QuerySet[Any]:
    """Return what a choice leaves, to be counted: without its titles, so without a join."""
    listed: Any = Placement if choice.within else Entry
    return listed.objects.filter(_conditions(choice, "")).order_by()  # type: ignore[no-any-return]


@while_unchanged
def _left(choice: Choice) -> Counts:
    """Count every facet over what is left, which is little: its rows are read once."""
    rows = ready.tuples(
        ("left", choice.shape),
        lambda: _rows(choice.slots).values_list(
            "column", "part", "genre", "topic", "year", _state(ready.day("on"))
        ),
        choice.values,
    )
    found: Counts = {facet: {} for facet in ("total", *TITLES)}
    for values, n in Counter(rows).items():
        *plain, state = values
        said = [("total", ""), *zip(_PLAIN, map(str, plain), strict=True), ("validity", state)]
        if state == Validity.AMENDED:
            said.append(("validity", Validity.CURRENT))
        for facet, value in said:
            if value or facet == "total":
                found[facet][str(value)] = found[facet].get(str(value), 0) + n
    found["total"].setdefault("", 0)
    return found


_PLAIN = ("column", "part", "genre", "topic", "year")


def _state(on: Any) -> models.Case:
    """Return the validity on a day, of what is amended only that."""
    return models.Case(
        models.When(ended_on__lte=on, then=models.Value(Validity.ENDED.value)),
        models.When(begins_on__gt=on, then=models.Value(Validity.PENDING.value)),
        models.When(amended_on__lte=on, then=models.Value(Validity.AMENDED.value)),
        default=models.Value(Validity.CURRENT.value),
    )


def _labelled(facet: str, values: dict[str, int]) -> list[tuple[str, str | Promise]]:
    """Return the values of a facet with their words, in the order they are shown."""
    match facet:
        case "column":
            return [(str(pk), c.title) for pk, c in all_columns().items() if str(pk) in values]
        case "part":
            return [(p.value, p.label) for p in Part if p.value in values]
        case "genre":
            return [(g.value, g.label) for g in Genre if g.value in values]
        case "validity":
            return [(v.value, v.label) for v in Validity if v.value in values]
        case "year":
            return [(year, year) for year in sorted(values, reverse=True)]
        case _:
            return [(v, v) for v in sorted(values, key=lambda v: (-values[v], v))]
