"""What the search index is asked: which documents hold all words, and how many of each kind.

What was found is remembered for as long as the index stays as it is: common words are asked often, and
counting them passes by every document that holds them.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from tantivy import Occur, Query

from portal.publishing.search import index
from portal.publishing.search.text import Asked, pairs

FIRST = 60  # places of a result that are found at once: three pages
REMEMBERED = 2000

T = TypeVar("T")
Narrow = Mapping[str, int | str] | None


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found: the documents of one page in order, and how many there are."""

    ids: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How many were found, and how many of them have each value of some fields, the most frequent first."""

    count: int
    by_field: Mapping[str, list[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with what it is narrowed to, to be remembered by."""

    question: Asked
    narrow: tuple[tuple[str, int | str], ...]
    within: int | None
    organs: tuple[int, ...] | None


def find(
    question: Asked,
    *,
    narrow: Narrow = None,
    within: int | None = None,
    organs: Iterable[int] | None = None,
    newest: bool = False,
    offset: int = 0,
    limit: int = 20,
) -> Hits:
    """Return the documents that hold every word, the best first (`_ranks`), or the newest.

    narrow  column, year, genre or topic; within  an organ with all below it; organs  only of these
    """
    found = places(
        question,
        narrow=narrow,
        within=within,
        organs=organs,
        newest=newest,
        offset=offset,
        limit=limit,
    )
    return Hits(found, counted(question, {}, narrow=narrow, within=within, organs=organs).count)


def places(
    question: Asked,
    *,
    narrow: Narrow = None,
    within: int | None = None,
    organs: Iterable[int] | None = None,
    newest: bool = False,
    offset: int = 0,
    limit: int = 20,
) -> tuple[int, ...]:
    """Return what `find` finds, not counted."""
    asked = _asked(question, narrow, within, organs)
    if offset + limit > FIRST:
        return _ids(asked, newest, offset, limit)
    first = _remembered(("first", asked, newest), lambda: _ids(asked, newest, 0, FIRST))
    return first[offset : offset + limit]


def _ids(asked: _Asked, newest: bool, offset: int, limit: int) -> tuple[int, ...]:
    found: list[int] = []
    at = index._searcher()
    for query in [_query(asked)] if newest else _ranks(asked):
        part = at.search(
            query, limit - len(found), count=offset > 0, offset=offset, order_by_field="date"
        )
        found += at.fast_field_values("id", [address for _date, address in part.hits])
        if len(found) == limit:
            break
        offset = max(offset - part.count, 0) if offset else 0
    return tuple(found)


def counts(
    question: Asked,
    field: str,
    *,
    narrow: Narrow = None,
    within: int | None = None,
    organs: Iterable[int] | None = None,
    most: int = 50,
) -> list[tuple[str, int]]:
    """Return how many of the documents found have each value of a field, the most frequent first.

    field  organ, column, year, genre or topic
    """
    found = counted(question, {field: most}, narrow=narrow, within=within, organs=organs)
    return found.by_field[field]


def counted(
    question: Asked,
    fields: Mapping[str, int],
    *,
    narrow: Narrow = None,
    within: int | None = None,
    organs: Iterable[int] | None = None,
) -> Counted:
    """Return how many there are and the `counts` of several fields, in one pass; `fields` says how many values of each."""
    asked = _asked(question, narrow, within, organs)
    key = ("counted", asked, tuple(fields.items()))
    return _remembered(key, lambda: _counted(asked, fields))


def _counted(asked: _Asked, fields: Mapping[str, int]) -> Counted:
    # Every document has one year: their sum is how many there are.
    wanted = {"year": 1, **fields}
    terms = {name: {"terms": {"field": name, "size": most}} for name, most in wanted.items()}
    found = index._searcher().aggregate(_query(asked), terms)
    years = found["year"]
    return Counted(
        int(years["sum_other_doc_count"]) + sum(int(b["doc_count"]) for b in years["buckets"]),
        {
            name: [
                (str(b["key"]).removesuffix(".0"), int(b["doc_count"]))
                for b in found[name]["buckets"]
            ]
            for name in fields
        },
    )


# What is remembered -------------------------------------------------------------------------------

_of: tuple[Any, dict[Hashable, Any]] = (None, {})


def _remembered(key: Hashable, find_out: Callable[[], T]) -> T:
    """Return what the index as it stands was found to hold; another index, and all is forgotten."""
    global _of
    now, (then, known) = index._searcher(), _of
    if then is not now or len(known) >= REMEMBERED:
        known = {}
        _of = (now, known)
    if key not in known:
        known[key] = find_out()
    found: T = known[key]
    return found


# The query ----------------------------------------------------------------------------------------


def _asked(
    question: Asked, narrow: Narrow, within: int | None, organs: Iterable[int] | None
) -> _Asked:
    narrowed = tuple(sorted((narrow or {}).items()))
    return _Asked(question, narrowed, within, None if organs is None else tuple(organs))


def _query(asked: _Asked) -> Any:
    return _narrowed(asked, _anywhere(asked.question))


def _anywhere(question: Asked) -> list[Any]:
    if question.number:
        return [Query.term_query(index._schema(), "exact", question.number)]
    return [_in("title", "body", word=word) for word in question.words]


def _ranks(asked: _Asked) -> list[Any]:
    """Return the queries for what is best, second best and so on: no document answers two of them.

    Best is what a title ends with (例江县物业管理办法 for 物业管理办法, before its interpretation), then what
    titles hold, wholly or in part, then what only bodies hold; of each the newest comes first.
    """
    words, anywhere = asked.question.words, _anywhere(asked.question)
    if asked.question.number or not words:
        return [_narrowed(asked, anywhere)]
    titled = [_in("title", word=word) for word in words]
    ended = [*titled[:-1], _all_pairs("title", f"{words[-1]}\n")]
    partly = [[*anywhere, Query.boolean_query([(Occur.Should, one) for one in titled])]]
    ranks: list[Any] = []
    better: list[tuple[Any, Any]] = []
    for rank in (ended, titled, *(partly if len(words) > 1 else ()), anywhere):
        ranks.append(Query.boolean_query([(Occur.Must, _narrowed(asked, rank)), *better]))
        better = [(Occur.MustNot, Query.boolean_query([(Occur.Must, one) for one in rank]))]
    return ranks


def _narrowed(asked: _Asked, must: list[Any]) -> Any:
    """Return the query for all that a question must hold, and what it is narrowed to."""
    fields = index._schema()
    must = [*must, *(Query.term_query(fields, name, value) for name, value in asked.narrow)]
    if asked.within is not None:
        must.append(Query.term_query(fields, "within", asked.within))
    if asked.organs is not None:
        must.append(Query.term_set_query(fields, "organ", list(asked.organs)))
    if not must:
        return Query.all_query()
    return must[0] if len(must) == 1 else Query.boolean_query([(Occur.Must, one) for one in must])


def _in(*names: str, word: str) -> Any:
    """Return the query for one word: all its pairs in one of these fields."""
    fields = [_all_pairs(name, word) for name in names]
    if len(fields) == 1:
        return fields[0]
    return Query.boolean_query([(Occur.Should, one) for one in fields])


def _all_pairs(field: str, word: str) -> Any:
    if len(word) == 1:  # every character begins a pair: the last one with the end of its line
        return Query.regex_query(index._schema(), field, f"{_literal(word)}(.|\n)")
    every = [Query.term_query(index._schema(), field, pair) for pair in pairs(word)]
    if len(every) == 1:
        return every[0]
    return Query.boolean_query([(Occur.Must, one) for one in every])


def _literal(c: str) -> str:
    return "\\" + c if c.isascii() and not c.isalnum() else c
