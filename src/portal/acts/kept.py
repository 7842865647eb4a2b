"""Answers kept until an act touches what they were made of; every process learns it from the record.

    @until_touched(lambda new, organ, year: new.app == "cases" and new.organ_id == organ.pk)
    def figures(organ, year): …

Every change is an act, every act has a record, and records are numbered in the order in which they are
committed (the chain's head is locked from the numbering to the commit). So what was found after record
n was read knows every act up to n; whether it still holds, the records after n say. They are asked each
time: an answer is never older than what its reader was told before he asked. Nothing is stored, several
machines may serve one database, and an act that is on its way when an answer is made comes after it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language

from portal.acts import clock, ready
from portal.acts.models import ActRecord

T = TypeVar("T")
MOST = 2000  # answers kept where nothing else is said
FEW = 200  # records looked through; after more of them an answer is made anew


class New(NamedTuple):
    """A record, as far as it tells what was touched."""

    number: int
    digest: str
    act: str
    organ_id: int | None
    subject: str

    @property
    def app(self) -> str:
        """The app whose act it was."""
        return self.act.partition(".")[0]


def until_touched(
    touches: Callable[..., bool], *, most: int = MOST
) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Return the decorator by which a function's answer is kept until a record touches it.

    touches  whether a record may have changed the answer, from it and the function's arguments
    most     answers kept, the one not asked for longest goes first

    An answer is made of the database, the day and the language alone, and nobody alters it. Arguments
    are plain or model objects. Inside a transaction the function is asked each time.
    """

    def make(function: Callable[..., T]) -> Callable[..., T]:
        found: OrderedDict[Any, tuple[New, T]] = OrderedDict()
        mutex = threading.Lock()

        @wraps(function)
        def ask(*args: Any) -> T:
            if transaction.get_connection().in_atomic_block:
                return function(*args)
            key = (clock.today(), get_language(), args)
            kept = found.get(key)
            last = _still(kept[0], touches, args) if kept else None
            if kept is not None and last is not None:
                value = kept[1]
            else:
                last = _newest()  # before the answer: what is committed meanwhile comes after it
                value = function(*args)
            if last is not None:
                with mutex:
                    found[key] = last, value
                    found.move_to_end(key)
                    if len(found) > most:
                        found.popitem(last=False)
            return value

        return ask

    return make


def _still(seen: New, touches: Callable[..., bool], args: Any) -> New | None:
    """Return the newest record if none since the one seen touches the answer, else None."""
    records = [New(*row) for row in _since.rows(seen=seen.number, most=FEW)]
    if not records or records[0] != seen or len(records) == FEW:
        return None
    return None if any(touches(one, *args) for one in records[1:]) else records[-1]


def _newest() -> New | None:
    return next((New(*row) for row in _last.rows(most=1)), None)


@ready.query
def _since() -> QuerySet[Any]:
    return _told().filter(number__gte=ready.number("seen")).order_by("number")


@ready.query
def _last() -> QuerySet[Any]:
    return _told().order_by("-number")


def _told() -> QuerySet[Any]:
    return ActRecord.objects.values_list(*New._fields)
