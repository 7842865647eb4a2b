"""The search index: a projection of what is public, rebuilt at any time, never the truth.

One process writes (the worker); it follows the rows of `SearchChange`, which acts append in their own
transaction. What the index finds is shown only if the database says that it is public, so a withdrawn
document is gone from the results at the moment of its withdrawal.
"""

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
from tantivy import Filter, Occur, Query, SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from portal.publishing.models import Document, SearchChange
from portal.publishing.queries import public
from portal.publishing.search.text import Asked, folded, pairs, plain, spaceless

MEMORY = 128 << 20
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
    builder.add_text_field("genre", tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def _open(path: Path) -> tantivy.Index:
    path.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema(), path=str(path))
    analyzer = TextAnalyzerBuilder(Tokenizer.ngram(2, 2, False)).filter(Filter.lowercase()).build()
    index.register_tokenizer("pairs", analyzer)
    return index


@lru_cache(maxsize=4)
def _reader(path: Path, generation: int) -> tantivy.Index:
    return _open(path)


def _searcher() -> Any:
    """Return a searcher over the newest commit; the generation changes when the index is rebuilt."""
    path = folder()
    stat = path.stat().st_ino if path.exists() else 0
    index = _reader(path, stat)
    index.reload()
    return index.searcher()


def _entry(document: Document) -> tantivy.Document:
    shown = document.shown
    assert shown is not None and document.published_at is not None
    day = document.published_at
    return tantivy.Document(
        id=document.pk,
        title=[folded(shown.title)],
        body=[folded(plain(shown.body))],
        exact=[spaceless(one) for one in (shown.number, document.index_number) if one],
        organ=document.organ_id,
        column=document.column_id,
        year=(shown.formed_on or day).year,
        date=int(day.timestamp()),
        genre=[document.genre],
    )


@contextmanager
def _writing(path: Path) -> Iterator[Any]:
    index = _open(path)
    try:
        writer = index.writer(MEMORY, num_threads=1)
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
        for document in public().filter(pk__in=changed).iterator(BATCH):
            writer.add_document(_entry(document))
    SearchChange.objects.filter(pk__lte=last).delete()
    return len(changed)


def rebuild() -> int:
    """Build the index anew beside the old one and put it in its place; return how many documents."""
    new, count = folder().with_name("search-new"), 0
    shutil.rmtree(new, ignore_errors=True)
    last = SearchChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with _writing(new) as writer:
        for document in public().order_by("pk").iterator(BATCH):
            writer.add_document(_entry(document))
            count += 1
    old = folder().with_name(f"search-old-{time.time_ns()}")
    if folder().exists():
        folder().rename(old)
    new.rename(folder())
    shutil.rmtree(old, ignore_errors=True)
    # What changed meanwhile is still in the table and followed next.
    SearchChange.objects.filter(pk__lte=last).delete()
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
    organs: Iterable[int] | None = None,
    newest: bool = False,
    offset: int = 0,
    limit: int = 20,
) -> Hits:
    """Return the documents that hold every word, the best first, or the newest.

    narrow  column, year or genre; organs  only of these
    """
    query = _query(question, narrow, organs)
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
    organs: Iterable[int] | None = None,
    most: int = 50,
) -> list[tuple[str, int]]:
    """Return how many of the documents found have each value of a field, the most frequent first.

    field  organ, column, year or genre
    """
    asked = {"counts": {"terms": {"field": field, "size": most}}}
    found = _searcher().aggregate(_query(question, narrow, organs), asked)
    buckets = found["counts"]["buckets"]
    return [(str(b["key"]).removesuffix(".0"), int(b["doc_count"])) for b in buckets]


def _query(
    question: Asked, narrow: Mapping[str, int | str] | None, organs: Iterable[int] | None
) -> Any:
    schema = _schema()
    must: list[tuple[Any, Any]] = []
    if question.number:
        must.append((Occur.Must, Query.term_query(schema, "exact", question.number)))
    else:
        must += [(Occur.Must, query) for query in map(_word, question.words)]
    for name, value in (narrow or {}).items():
        must.append((Occur.Must, Query.term_query(schema, name, value)))
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
