"""The search index: a projection of what is public, rebuilt at any time, never the truth.

One process writes (the worker); it follows the rows of `SearchChange`, which acts append in their own
transaction. What the index finds is shown only if the database says that it is public, so a withdrawn
document is gone from the results at the moment of its withdrawal.
"""

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from tantivy import Occur, Query, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from portal.acts import public_version
from portal.publishing.models import Document, SearchChange
from portal.publishing.queries import public
from portal.publishing.search.text import Asked, folded, pairs, plain, spaceless

MEMORY = 64 << 20  # of the worker, following one change after another
BUILDING = 512 << 20  # of a rebuild: fewer, larger parts, which have to be joined less often
BATCH = 2000


class Busy(Exception):
    """Another process is writing the index."""


def folder() -> Path:
    """Return where the index is kept."""
    return Path(settings.DATA) / "search"


@lru_cache(maxsize=1)
def _schema() -> tantivy.Schema:
    builder = SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="pairs", index_option="freq")
    builder.add_text_field("exact", tokenizer_name="raw", index_option="basic")
    for name in ("organ", "column", "year", "date"):
        builder.add_integer_field(name, indexed=True, fast=True)
    # The organ and all above it: an organ with all below it is one term to look up.
    builder.add_integer_field("within", indexed=True)
    for name in ("genre", "topic"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def _open(path: Path) -> tantivy.Index:
    path.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema(), path=str(path))
    # What is indexed and what is asked is folded alike before: there is nothing to filter.
    analyzer = TextAnalyzerBuilder(Tokenizer.ngram(2, 2, False)).build()
    index.register_tokenizer("pairs", analyzer)
    return index


@lru_cache(maxsize=4)
def _searcher_of(path: Path, _commit: tuple[int, int]) -> Any:
    return _open(path).searcher()


def _searcher() -> Any:
    """Return a searcher over the newest commit, which one look at the file that names it tells."""
    path = folder()
    try:
        named = (path / "meta.json").stat()
    except FileNotFoundError:
        return _open(path).searcher()
    return _searcher_of(path, (named.st_ino, named.st_mtime_ns))


_COLUMNS = (
    "pk",
    "organ_id",
    "organ__path",
    "column_id",
    "genre",
    "published_at",
    "index_number",
    "shown__title",
    "shown__number",
    "shown__formed_on",
    "shown__topic",
    "shown__body",
)


def _entries(**which: Any) -> Iterator[tantivy.Document]:
    """Yield what the index holds of some documents: of those that are public."""
    found = public().filter(**which).select_related(None).order_by("pk").values_list(*_COLUMNS)
    for row in found.iterator(BATCH):
        pk, organ, path, column, genre, at, index_number, title, number, formed, topic, body = row
        yield tantivy.Document(
            id=pk,
            title=[folded(title)],
            body=[folded(plain(body))],
            exact=[spaceless(one) for one in (number, index_number) if one],
            organ=organ,
            within=[int(above) for above in path.split(".") if above],
            column=column,
            year=(formed or timezone.localdate(at)).year,
            date=int(at.timestamp()),
            genre=[genre],
            topic=[topic] if topic else [],
        )


@contextmanager
def _writing(path: Path, memory: int = MEMORY, threads: int = 1) -> Iterator[Any]:
    index = _open(path)
    try:
        writer = index.writer(memory, num_threads=threads)
    except ValueError as error:  # the lock of another writer
        raise Busy from error
    try:
        yield writer
        writer.commit()
    finally:
        writer.wait_merging_threads()


def follow() -> int:
    """Bring the index up to the newest change; return how many documents were looked at.

    Raises Busy while another process writes. A crash between the commit and the removal of the
    changes only makes them be followed once more.
    """
    last = SearchChange.objects.order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        return 0
    changed = set(SearchChange.objects.filter(pk__lte=last).values_list("document_id", flat=True))
    with _writing(folder()) as writer:
        for pk in changed:
            writer.delete_documents_by_term("id", pk)
        for entry in _entries(pk__in=changed):
            writer.add_document(entry)
    SearchChange.objects.filter(pk__lte=last).delete()
    public_version.changed()
    return len(changed)


def rebuild() -> int:
    """Build the index anew beside the old one and put it in its place; return how many documents."""
    new, count = folder().with_name("search-new"), 0
    shutil.rmtree(new, ignore_errors=True)
    last = SearchChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with _writing(new, BUILDING, os.cpu_count() or 1) as writer:
        for count, entry in enumerate(_entries(), 1):  # noqa: B007
            writer.add_document(entry)
    old = folder().with_name(f"search-old-{time.time_ns()}")
    if folder().exists():
        folder().rename(old)
    new.rename(folder())
    shutil.rmtree(old, ignore_errors=True)
    # What changed meanwhile is still in the table and followed next.
    SearchChange.objects.filter(pk__lte=last).delete()
    public_version.changed()
    return count


def note(document: Document) -> None:
    """Note that a document's public face changed; call it inside the act's transaction."""
    assert transaction.get_connection().in_atomic_block
    SearchChange.objects.create(document=document)


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found: the documents of one page in order, and how many there are."""

    ids: tuple[int, ...]
    count: int


def find(
    question: Asked,
    *,
    narrow: Mapping[str, int | str] | None = None,
    within: int | None = None,
    organs: Iterable[int] | None = None,
    newest: bool = False,
    offset: int = 0,
    limit: int = 20,
) -> Hits:
    """Return the documents that hold every word, the best first, or the newest.

    narrow  column, year, genre or topic; within  an organ with all below it; organs  only of these
    """
    query = _query(question, narrow, within, organs)
    searcher = _searcher()
    order = {"order_by_field": "date"} if newest else {}
    result = searcher.search(query, limit, offset=offset, **order)
    ids = tuple(searcher.doc(address)["id"][0] for _score, address in result.hits)
    return Hits(ids, result.count)


def counts(
    question: Asked,
    field: str,
    *,
    narrow: Mapping[str, int | str] | None = None,
    within: int | None = None,
    organs: Iterable[int] | None = None,
    most: int = 50,
) -> list[tuple[str, int]]:
    """Return how many of the documents found have each value of a field, the most frequent first.

    field  organ, column, year, genre or topic
    """
    return facets(question, {field: most}, narrow=narrow, within=within, organs=organs)[field]


def facets(
    question: Asked,
    fields: Mapping[str, int],
    *,
    narrow: Mapping[str, int | str] | None = None,
    within: int | None = None,
    organs: Iterable[int] | None = None,
) -> dict[str, list[tuple[str, int]]]:
    """Return `counts` of several fields in one pass; `fields` says how many values of each."""
    asked = {name: {"terms": {"field": name, "size": most}} for name, most in fields.items()}
    found = _searcher().aggregate(_query(question, narrow, within, organs), asked)
    return {
        name: [
            (str(b["key"]).removesuffix(".0"), int(b["doc_count"])) for b in found[name]["buckets"]
        ]
        for name in fields
    }


def _query(
    question: Asked,
    narrow: Mapping[str, int | str] | None,
    within: int | None,
    organs: Iterable[int] | None,
) -> Any:
    schema = _schema()
    must: list[tuple[Any, Any]] = []
    if question.number:
        must.append((Occur.Must, Query.term_query(schema, "exact", question.number)))
    else:
        must += [(Occur.Must, query) for query in map(_word, question.words)]
    for name, value in (narrow or {}).items():
        must.append((Occur.Must, Query.term_query(schema, name, value)))
    if within is not None:
        must.append((Occur.Must, Query.term_query(schema, "within", within)))
    if organs is not None:
        must.append((Occur.Must, Query.term_set_query(schema, "organ", list(organs))))
    return Query.boolean_query(must) if must else Query.all_query()


def _word(word: str) -> Any:
    """Return the query for one word: all its pairs, in the title (worth more) or in the body."""
    schema = _schema()
    if len(word) == 1:
        # One character: every pair that begins or ends with it.
        either = [
            Query.regex_query(schema, field, pattern)
            for field in ("title", "body")
            for pattern in (f"{_literal(word)}.", f".{_literal(word)}")
        ]
        return Query.boolean_query([(Occur.Should, one) for one in either])
    fields = []
    for field, weight in (("title", 4.0), ("body", 1.0)):
        every = [(Occur.Must, Query.term_query(schema, field, pair)) for pair in pairs(word)]
        fields.append((Occur.Should, Query.boost_query(Query.boolean_query(every), weight)))
    return Query.boolean_query(fields)


def _literal(c: str) -> str:
    return "\\" + c if c.isascii() and not c.isalnum() else c
