"""What time it is for acts: now, or the moment a told story has reached.

Acts ask here and not the machine, so that an example world can be told through the same acts that
real work uses. Nothing but `portal.demo` and tests sets another time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("portal_told_time", default=None)


def now() -> datetime:
    """Return the moment, aware."""
    return _told.get() or timezone.now()


def today() -> date:
    """Return the day in the country's one time zone."""
    return timezone.localdate(now())


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Let acts happen at another moment."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
