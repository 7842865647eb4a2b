"""What somebody searches among everything public, and what is found: for the page and for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString

from portal.acts import clock, ready
from portal.organs.models import Organ
from portal.publishing import queries
from portal.publishing.models import Document
from portal.publishing.search import asking, text
from portal.site.lists import row

AT_ONCE = 20  # results that are read in one query
MOST = 2000  # results that can be paged to
LONGEST = 200  # characters of a query that count


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody searches; genre and year are "" where any will do."""

    words: str
    organ: Organ | None
    genre: str
    year: str
    newest: bool

    @property
    def question(self) -> text.Asked:
        """The words as the index is asked them."""
        return text.asked(self.words)

    @property
    def narrow(self) -> dict[str, int | str]:
        """What the index narrows by."""
        found: dict[str, int | str] = {}
        if self.genre:
            found["genre"] = self.genre
        if self.year:
            found["year"] = int(self.year)
        return found

    @property
    def address(self) -> dict[str, Any]:
        """What the address says."""
        return {
            "q": self.words,
            "organ": self.organ.code if self.organ else None,
            "genre": self.genre,
            "year": self.year,
            "sort": "new" if self.newest else None,
        }

    @property
    def within(self) -> int | None:
        """The organ searched with all below it; None for all there are."""
        return self.organ.pk if self.organ else None


@dataclass(frozen=True, slots=True)
class Result:
    """A document found, with the words marked."""

    document: Document
    title: SafeString
    excerpt: SafeString
    validity: str


def places(query: Asked, offset: int, limit: int) -> tuple[int, ...]:
    """Return the numbers of some of the documents that the index finds."""
    return asking.places(
        query.question,
        narrow=query.narrow,
        within=query.within,
        newest=query.newest,
        offset=offset,
        limit=limit,
    )


def counted(query: Asked, fields: Mapping[str, int]) -> asking.Counted:
    """Return how many are found, and how many of them have each value of some fields."""
    return asking.counted(query.question, fields, narrow=query.narrow, within=query.within)


def found(query: Asked, offset: int, limit: int) -> list[Result]:
    """Return some of what is found, in its order, as far as it is public now."""
    pks = places(query, offset, limit)
    return [
        one
        for at in range(0, len(pks), AT_ONCE)
        for one in _results(pks[at : at + AT_ONCE], query.question.words)
    ]


_SHOWN = (
    "published_at",
    "organ__code",
    "organ__name",
    "shown__title",
    "shown__number",
    "shown__body",
    "entry__column",
    "entry__effective_on",
    "entry__expires_on",
    "entry__genre",
    "entry__number",
    "entry__published_at",
    "entry__title",
    "entry__topic",
    "entry__amended_on",
    "entry__begins_on",
    "entry__ended_on",
    "entry__repealed_on",
)
"""What of a document a result shows: twenty whole rows of four tables would cost more than the search."""


def _results(pks: Sequence[int], words: Sequence[str]) -> list[Result]:
    names = [f"d{at}" for at in range(AT_ONCE)]
    rows: list[Document] = ready.objects(
        ("results", AT_ONCE),
        lambda: (
            queries.public()
            .filter(reduce(or_, (Q(pk=ready.number(name)) for name in names)))
            .select_related(None)
            .select_related("organ", "shown", "entry")
            .only(*_SHOWN)
        ),
        dict.fromkeys(names) | dict(zip(names, pks, strict=False)),
    )
    by_pk, today = {one.pk: one for one in rows}, clock.today()
    results = []
    for one in (by_pk[pk] for pk in pks if pk in by_pk):
        assert one.shown is not None
        results.append(
            Result(
                one,
                text.marked(one.shown.title, words),
                text.excerpt(text.plain(one.shown.body), words),
                _validity(one, today),
            )
        )
    return results


def _validity(document: Document, on: date) -> str:
    entry = getattr(document, "entry", None)
    return row(entry, on).validity if entry is not None else ""
