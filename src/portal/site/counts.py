"""How many of what is listed: from the counts that are kept, or counted when asked where few are left."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection, models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.acts import ready
from portal.acts.public_version import while_unchanged
from portal.organs.models import Organ
from portal.publishing.models import Column, Genre, Part
from portal.publishing.queries import all_columns
from portal.site.choices import Choice, Validity, choose, rows
from portal.site.models import FacetCount

LIVE = 3000
"""Up to how many entries several facets at once are counted when asked; beyond, no count is shown."""


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


TITLES = {
    "part": _("部分"),
    "column": _("栏目"),
    "genre": _("类别"),
    "topic": _("主题分类"),
    "year": _("年份"),
    "validity": _("有效性"),
}


Counts = dict[str, dict[str, int]]
"""How many by facet and value."""


def count(organ: Organ, **chosen: Any) -> int | None:
    """Return how many entries a choice lists; None where several facets at once leave too many."""
    choice = choose(organ, chosen)
    kept = _kept(choice)
    if not choice.narrowed:
        return kept["total"][""]
    singles = [kept[f].get(_chosen(choice, f), 0) for f in choice.narrowed]
    if len(singles) == 1 or min(singles) == 0:
        return min(singles)
    return _left(choice)["total"][""] if _few(choice) else None


def column_counts(organ: Organ, within: bool = False) -> dict[int, int]:
    """Return how many entries each column of an organ's platform has."""
    kept = _kept(choose(organ, {"within": within}))
    return {int(value): n for value, n in kept["column"].items() if n}


def facets(organ: Organ, **chosen: Any) -> list[Facet]:
    """Return how a list can be narrowed; each facet counts what the *other* choices leave."""
    choice, found = choose(organ, chosen), []
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


@while_unchanged
def _left(choice: Choice) -> Counts:
    """Count every facet over what is left, which is little: its rows are read once."""
    left = ready.tuples(
        ("left", choice.shape),
        lambda: rows(choice.slots).values_list(
            "column", "part", "genre", "topic", "year", _state(ready.day("on"))
        ),
        choice.values,
    )
    found: Counts = {facet: {} for facet in ("total", *TITLES)}
    for values, n in Counter(left).items():
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
