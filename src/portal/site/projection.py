"""Keeping the lists in step with what is public: inside the act's own transaction, or all anew."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from portal.acts import public_version
from portal.organs.models import Organ
from portal.publishing import queries
from portal.publishing.models import Document, DocumentLink, LinkKind
from portal.registers.models import Ended
from portal.registers.queries import of_documents
from portal.site.models import Entry, FacetCount, Listed, Placement

LISTED = tuple(field.attname for field in Listed._meta.local_fields)
BATCH = 1000

Key = tuple[str, str, str]
"""place, facet, value: what a count is of."""

_COLUMNS = (
    "pk",
    "organ_id",
    "column_id",
    "column__part",
    "genre",
    "published_at",
    "shown__title",
    "shown__number",
    "shown__topic",
    "shown__formed_on",
    "shown__effective_on",
    "shown__expires_on",
)


def follow(document: Document) -> None:
    """Bring a document's entry in line, and those of the documents that it amends or repeals."""
    assert transaction.get_connection().in_atomic_block
    touched = document.links.filter(kind__in=[LinkKind.AMENDS, LinkKind.REPEALS])
    refresh([document.pk, *touched.values_list("target_id", flat=True).distinct()])


def refresh(pks: Iterable[int]) -> None:
    """Bring some documents' entries and the counts in line; call it inside a transaction."""
    pks, deltas = list(pks), Counter[tuple[int, bool, Key]]()
    old = Entry.objects.filter(pk__in=pks).prefetch_related("placements")
    for entry in old:
        scopes = {p.scope_id for p in entry.placements.all()}
        _count(deltas, entry, scopes, -1)
    Placement.objects.filter(entry__in=pks).delete()
    Entry.objects.filter(pk__in=pks).delete()
    made = list(_entries(pk__in=pks))
    paths = dict(Organ.objects.filter(pk__in={e.organ_id for e in made}).values_list("pk", "path"))
    Entry.objects.bulk_create(made)
    for entry in made:
        scopes = set(_above(paths[entry.organ_id]))
        Placement.objects.bulk_create(_placements(entry, scopes))
        _count(deltas, entry, scopes, +1)
    _add(deltas)


def rebuild(progress: Callable[[int, int], object] = lambda done, of: None) -> int:
    """Make all lists and counts anew, an organ at a time; return how many entries there are.

    Acts go on meanwhile: each organ is one short transaction, once for its own and once for what is
    below it; `progress` is told after each.
    """
    organs = list(Organ.objects.order_by("path"))
    steps = [(make, organ) for make in (rebuild_organ, recount_below) for organ in organs]
    for done, (make, organ) in enumerate(steps, 1):
        with transaction.atomic():
            make(organ)
        progress(done, len(steps))
    public_version.changed()
    return Entry.objects.count()


def moved(organ: Organ, old_path: str) -> None:
    """Follow an organ that got another place in the tree, with all below it."""
    for one in Organ.objects.filter(path__startswith=organ.path):
        rebuild_organ(one)
    for pk in {*_above(old_path), *_above(organ.path)}:
        recount_below(Organ.objects.get(pk=pk))


def rebuild_organ(organ: Organ) -> None:
    """Make the entries of one organ anew with its own counts; call it inside a transaction."""
    Placement.objects.filter(entry__organ=organ)._raw_delete(using="default")
    Entry.objects.filter(organ=organ)._raw_delete(using="default")
    FacetCount.objects.filter(organ=organ, below=False)._raw_delete(using="default")
    scopes, counts = _above(organ.path), Counter[Key]()
    for batch in _batches(_entries(organ=organ)):
        Entry.objects.bulk_create(batch)
        for entry in batch:
            counts.update(_keys(entry))
    _place(organ, scopes)
    _add({(organ.pk, False, key): n for key, n in counts.items()})


def recount_below(organ: Organ) -> None:
    """Sum the counts of everything below an organ anew; call it inside a transaction."""
    FacetCount.objects.filter(organ=organ, below=True)._raw_delete(using="default")
    below = Organ.objects.under(organ).exclude(pk=organ.pk).values_list("pk", flat=True)
    sums: Counter[Key] = Counter()
    for pk in below:
        own = FacetCount.objects.filter(organ=pk, below=False)
        for place, facet, value, n in own.values_list("place", "facet", "value", "n"):
            sums[place, facet, value] += n
    _add({(organ.pk, True, key): n for key, n in sums.items()})


def _entries(**which: Any) -> Iterator[Entry]:
    """Yield the entries that some documents have now: those that are public."""
    found = queries.public().filter(**which)
    links = {f"target__{name}": value for name, value in which.items()}
    repealed, amended = _days(LinkKind.REPEALS, links), _days(LinkKind.AMENDS, links)
    entered = of_documents(**{f"document__{name}": value for name, value in which.items()})
    for row in found.select_related(None).order_by("pk").values_list(*_COLUMNS).iterator():
        pk, organ, column, part, genre, at, title, number, topic, formed, effective, expires = row
        day = timezone.localdate(at)
        gone, changed, lapsed = repealed.get(pk), amended.get(pk), None
        if (
            pk in entered
        ):  # the register knows better than the text: what was continued, ended, amended
            known = entered[pk]
            expires = known.expires_on if known.expires_on or known.continued else expires
            if known.ended_how == Ended.REPEALED:
                gone = _first(gone, known.ended_on)
            else:
                lapsed = known.ended_on
            changed = _first(changed, known.first_amended)
        ended = _first(expires and expires + timedelta(days=1), gone, lapsed)
        if changed and effective:
            changed = max(changed, effective)
        if changed and ended and ended <= changed:
            changed = None
        yield Entry(
            document_id=pk,
            organ_id=organ,
            column_id=column,
            part=part,
            genre=genre,
            topic=topic,
            year=(formed or day).year,
            published_at=at,
            title=title,
            number=number,
            effective_on=effective,
            expires_on=expires,
            repealed_on=gone,
            amended_on=changed,
            begins_on=effective if effective and not (ended and ended <= effective) else None,
            ended_on=ended,
        )


def _first(*days: date | None) -> date | None:
    return min((day for day in days if day), default=None)


def _days(kind: LinkKind, which: dict[str, Any]) -> dict[int, date]:
    """Return the day from which documents are amended, or repealed, by others that are public."""
    links = DocumentLink.objects.filter(
        kind=kind, ended_at=None, source__is_public=True, **which
    ).values_list("target_id", "source__shown__effective_on", "source__published_at")
    days: dict[int, date] = {}
    for target, effective, published in links:
        day = effective or timezone.localdate(published)
        days[target] = min(day, days.get(target, day))
    return days


def _above(path: str) -> list[int]:
    """Return the organs in whose lists an organ's entries stand: itself and all above."""
    return [int(pk) for pk in path.split(".") if pk]


def _place(organ: Organ, scopes: Iterable[int]) -> None:
    """Place all entries of an organ, one statement for each list they stand in."""
    name = connection.ops.quote_name
    to, of = name(Placement._meta.db_table), name(Entry._meta.db_table)
    columns = ", ".join(map(name, LISTED))
    with connection.cursor() as cursor:
        for scope in scopes:
            cursor.execute(
                f"INSERT INTO {to} (entry_id, scope_id, {columns})"
                f" SELECT document_id, %s, {columns} FROM {of} WHERE organ_id = %s",
                [scope, organ.pk],
            )


def _placements(entry: Entry, scopes: Iterable[int]) -> Iterator[Placement]:
    listed = {name: getattr(entry, name) for name in LISTED}
    return (Placement(entry_id=entry.pk, scope_id=scope, **listed) for scope in scopes)


def _keys(entry: Entry) -> Iterator[Key]:
    """Yield what an entry is counted as."""
    part = f"p:{entry.part}"
    for place in ("", part, f"c:{entry.column_id}"):
        yield place, "total", ""
        yield place, "genre", entry.genre
        yield place, "year", str(entry.year)
        if entry.topic:
            yield place, "topic", entry.topic
        if entry.begins_on:
            yield place, "begins", entry.begins_on.isoformat()
        if entry.ended_on:
            yield place, "ends", entry.ended_on.isoformat()
        if entry.amended_on:
            yield place, "amends", entry.amended_on.isoformat()
            if entry.ended_on:
                yield place, "unamends", entry.ended_on.isoformat()
    yield "", "part", entry.part
    yield "", "column", str(entry.column_id)
    yield part, "column", str(entry.column_id)


def _count(
    deltas: Counter[tuple[int, bool, Key]], entry: Entry, scopes: Iterable[int], n: int
) -> None:
    for key in _keys(entry):
        for scope in scopes:
            deltas[scope, scope != entry.organ_id, key] += n


def _add(deltas: dict[tuple[int, bool, Key], int]) -> None:
    """Add to the counts; always in the same order, so that two transactions cannot block each other."""
    rows = [(o, below, *key, n) for (o, below, key), n in sorted(deltas.items()) if n]
    table = connection.ops.quote_name(FacetCount._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (organ_id, below, place, facet, value, n)"
            " VALUES (%s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (organ_id, place, facet, value, below)"
            f" DO UPDATE SET n = {table}.n + excluded.n",
            rows,
        )


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
