"""Which state of the public site is the newest, known to every process of this machine at once.

Two numbers in a mapped file: how many changes have begun and how many have ended. While they differ, a
change is under way and kept pages are passed by; where they agree, the number names the state, and a
page kept under an earlier one is never shown again. A change begins before its transaction commits and
ends before the person who made it is answered, so nobody can be shown afterwards what was withdrawn.

A process that dies in between leaves the numbers apart: pages are passed by, never wrong, until `mend`
has seen that nobody is at work and that the database has decided what the dead one had sent.

The file serves one machine. Several machines before one database keep no pages (PORTAL_PAGE_CACHE=0).
"""

import fcntl
import mmap
import os
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache, partial, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import transaction

from portal.acts import clock
from portal.acts.models import ChainHead

_BEGUN, _ENDED = 0, 1


class Counter:
    """The two numbers in their file, and who is at work in a second one."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._at_work_path = path.with_suffix(".at-work")
        self._at_work = self._open_at_work()
        if os.fstat(self._file).st_size < mmap.PAGESIZE:
            os.ftruncate(self._file, mmap.PAGESIZE)
        # Native eight-byte words: one read is one load, never half of an old and a new number.
        self._numbers = memoryview(mmap.mmap(self._file, mmap.PAGESIZE)).cast("Q")
        self._mutex, self._working = threading.RLock(), 0

    def _open_at_work(self) -> int:
        return os.open(self._at_work_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the numbers against every other thread and process, for an instant."""
        with self._mutex:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def read(self) -> int | None:
        """Return the newest state's number, or None while a change is under way."""
        # In this order: if they agree, they agreed when the second was read.
        ended = self._numbers[_ENDED]
        begun = self._numbers[_BEGUN]
        return begun if begun == ended else None

    def begin(self) -> None:
        """Say that a change is under way."""
        with self._locked():
            if self._working == 0:
                fcntl.flock(self._at_work, fcntl.LOCK_SH)  # given back if the process dies
            self._working += 1
            self._numbers[_BEGUN] += 1

    def end(self) -> None:
        """Say that it has been committed or rolled back."""
        with self._locked():
            self._numbers[_ENDED] += 1
            self._working -= 1
            if self._working == 0:
                fcntl.flock(self._at_work, fcntl.LOCK_UN)

    def numbers(self) -> tuple[int, int]:
        """Return how many changes have begun and ended."""
        with self._locked():
            return self._numbers[_BEGUN], self._numbers[_ENDED]

    def somebody_at_work(self) -> bool:
        """Whether a living process is between a beginning and its end."""
        probe = self._open_at_work()  # opened anew: a lock belongs to an opening
        try:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(probe)
        return False

    def settle(self, seen: tuple[int, int]) -> bool:
        """End what was begun by the dead, unless anything moved since the numbers were seen."""
        with self._locked():
            if (self._numbers[_BEGUN], self._numbers[_ENDED]) != seen:
                return False
            self._numbers[_ENDED] = self._numbers[_BEGUN]
            return True


@lru_cache(maxsize=4)
def _counter(folder: str, _pid: int) -> Counter:
    return Counter(Path(folder) / "public-version")


def counter() -> Counter:
    """Return this process's view of the numbers."""
    return _counter(str(settings.DATA), os.getpid())


class _Change:
    """A change under way; it ends when its transaction drops it, whether committed or rolled back."""

    __slots__ = ("__weakref__",)


def changing() -> None:
    """Say that this transaction may change what the public sees; call it before it commits.

    The change ends by itself right after the commit, or with the rollback.
    """
    assert transaction.get_connection().in_atomic_block
    numbers, change = counter(), _Change()
    numbers.begin()
    end = weakref.finalize(change, numbers.end)
    # Django drops what was to be called after the commit when the transaction is rolled back.
    transaction.on_commit(partial(_ended, change, end))


def _ended(_change: _Change, end: "weakref.finalize[[], _Change]") -> None:
    end()


def changed() -> None:
    """Say that something the public sees changed which no act did (the search index followed)."""
    numbers = counter()
    numbers.begin()
    numbers.end()


P = ParamSpec("P")
T = TypeVar("T")
REMEMBERED = 2000


def while_unchanged(function: Callable[P, T]) -> Callable[P, T]:
    """Remember what a function returned until something public changes, or the day does.

    For what many pages ask and no transaction of one's own has to see: arguments are plain or model
    objects, and nobody alters what is returned. Like kept pages, it needs one machine.
    """
    found: dict[Any, T] = {}
    mutex, of = threading.Lock(), [-1]

    @wraps(function)
    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        state = counter().read() if settings.PAGE_CACHE_MB else None
        if state is None or transaction.get_connection().in_atomic_block:
            return function(*args, **kwargs)
        key = (settings.DATA, clock.today(), args, tuple(sorted(kwargs.items())))
        if of[0] == state and key in found:
            with suppress(KeyError):  # forgotten since the line above
                return found[key]
        value = function(*args, **kwargs)
        with mutex:
            if of[0] != state or len(found) >= REMEMBERED:
                found.clear()
            of[0], found[key] = state, value
        return value

    return ask


def mend() -> bool:
    """Let pages count again after a process died in the middle; return whether it was needed and done.

    The database is asked for the lock that every act holds to its commit: whatever the dead process
    had sent is decided before pages of the present state may be kept.
    """
    numbers = counter()
    seen = numbers.numbers()
    if seen[0] == seen[1] or numbers.somebody_at_work():
        return False
    with transaction.atomic():
        ChainHead.objects.select_for_update().filter(pk=1).first()
    return numbers.settle(seen)
