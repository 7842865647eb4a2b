"""The search index: a projection of what is public, rebuilt at any time, never the truth.

One process writes (the worker); it follows the rows of `SearchChange`, which acts append in their own
transaction. What the index finds is shown only if the database says that it is public, so a withdrawn
document is gone from the results at the moment of its withdrawal.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from tantivy import SchemaBuilder, TextAnalyzerBuilder, Tokenizer

from portal.acts import public_version
from portal.publishing.models import Document, SearchChange
from portal.publishing.queries import public
from portal.publishing.search.text import folded, plain, spaceless

MEMORY = 64 << 20  # of the worker, following one change after another
BUILDING = 1200 << 20  # of a rebuild: fewer, larger parts, which have to be joined less often
BATCH = 2000
PATIENCE = 3.0  # seconds that a rebuild waits for the worker, who is done in one


class Busy(Exception):
    """Another process is writing the index."""


class Outdated(Exception):
    """The index on disk is of another version; its text is the sentence that says what to do."""

    def __init__(self) -> None:
        super().__init__("检索库需要重建：portal rebuild-search")


def folder() -> Path:
    """Return where the index is kept."""
    return Path(settings.DATA) / "search"


@lru_cache(maxsize=1)
def _schema() -> tantivy.Schema:
    builder = SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    for name in ("title", "body"):
        # How often a pair stands in a text orders nothing that its title and date do not order better.
        builder.add_text_field(name, tokenizer_name="pairs", index_option="basic")
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
    try:
        index = tantivy.Index(_schema(), path=str(path))
    except ValueError as error:
        if tantivy.Index.exists(str(path)):
            raise Outdated from error
        raise
    # What is indexed and what is asked is folded alike before: there is nothing to filter.
    analyzer = TextAnalyzerBuilder(Tokenizer.ngram(2, 2, False)).build()
    index.register_tokenizer("pairs", analyzer)
    return index


def current() -> bool:
    """Return whether the index on disk is of this version; where there is none, one will be made."""
    try:
        if (folder() / "meta.json").exists():
            _open(folder())
    except Outdated:
        return False
    return True


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


def _rows(**which: Any) -> Any:
    return public().filter(**which).select_related(None).order_by("pk").values_list(*_COLUMNS)


def _entry(row: tuple[Any, ...]) -> tantivy.Document:
    """Return what the index holds of a document."""
    pk, organ, path, column, genre, at, index_number, title, number, formed, topic, body = row
    return tantivy.Document(
        id=pk,
        # The end of a line after the last character: so every character begins a pair.
        title=[f"{folded(title)}\n"],
        body=[f"{folded(plain(body))}\n"],
        exact=[spaceless(one) for one in (number, index_number) if one],
        organ=organ,
        within=[int(above) for above in path.split(".") if above],
        column=column,
        year=(formed or timezone.localdate(at)).year,
        date=int(at.timestamp()),
        genre=[genre],
        topic=[topic] if topic else [],
    )


def _everything() -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows of all that is public, some at a time: no query is open for long."""
    last = 0
    while rows := list(_rows(pk__gt=last)[:BATCH]):
        yield rows
        last = rows[-1][0]


@contextmanager
def _alone(patience: float = 0.0) -> Iterator[None]:
    """Be the only one who writes; raises Busy. The lock goes with the process, however it ends."""
    lock, end = folder().with_name("search.lock"), time.monotonic() + patience
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= end:
                    raise Busy from error
                time.sleep(0.1)
        yield


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

    Raises Busy while another process writes, Outdated if it has to be built anew first. A crash
    between the commit and the removal of the changes only makes them be followed once more.
    """
    changes = list(SearchChange.objects.order_by("pk").values_list("pk", "document_id"))
    if not changes:
        return 0
    changed = sorted({document for _pk, document in changes})
    with _alone(), _writing(folder()) as writer:
        for some in _portions(changed):
            for pk in some:
                writer.delete_documents_by_term("id", pk)
            for row in _rows(pk__in=some):
                writer.add_document(_entry(row))
    _followed(pk for pk, _document in changes)
    public_version.changed()
    return len(changed)


def rebuild(progress: Callable[[int, int], object] = lambda done, of: None) -> int:
    """Build the index anew beside the old one and put it in its place; return how many documents.

    Raises Busy while another process writes; nobody else writes meanwhile, everybody searches.
    """
    new, count = folder().with_name("search-new"), 0
    with _alone(PATIENCE):
        shutil.rmtree(new, ignore_errors=True)
        # What changes from here on stays in the table and is followed next.
        changes = list(SearchChange.objects.values_list("pk", flat=True))
        total = public().count()
        with _writing(new, BUILDING, min(len(os.sched_getaffinity(0)), 8)) as writer:
            for rows in _everything():
                for row in rows:
                    writer.add_document(_entry(row))
                count += len(rows)
                progress(count, max(count, total))
        old = folder().with_name(f"search-old-{time.time_ns()}")
        if folder().exists():
            folder().rename(old)
        new.rename(folder())
        shutil.rmtree(old, ignore_errors=True)
        _followed(changes)
    public_version.changed()
    return count


def _followed(changes: Iterable[int]) -> None:
    """Remove changes that the index has: only those that were seen, others may have come between."""
    for some in _portions(sorted(changes)):
        SearchChange.objects.filter(pk__in=some).delete()


def _portions(numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[at : at + BATCH] for at in range(0, len(numbers), BATCH))


def note(document: Document) -> None:
    """Note that a document's public face changed; call it inside the act's transaction."""
    assert transaction.get_connection().in_atomic_block
    SearchChange.objects.create(document=document)
