"""What somebody wants listed: an organ, with all below it or not, and what narrows the list.

Every list, count and facet starts from the same conditions, written down here once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.acts import clock, ready
from portal.organs.models import Organ
from portal.publishing.models import Column
from portal.site.models import Entry, Placement


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


def choose(organ: Organ, chosen: Mapping[str, Any]) -> Choice:
    """Return a choice as of today, which is asked only once."""
    return Choice(organ=organ, **{"on": clock.today(), **chosen})


def query(choice: Choice, extra: Q | None = None) -> models.QuerySet[Entry]:
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


def rows(choice: Choice) -> models.QuerySet[Any]:
    """Return what a choice leaves, to be counted: without its titles, so without a join."""
    listed: Any = Placement if choice.within else Entry
    return listed.objects.filter(_conditions(choice, "")).order_by()  # type: ignore[no-any-return]
