"""Taking a task, keeping it, giving it back: none is lost and none ends twice.

A task is the worker's while its lease lasts. The lease of a worker that died ends by itself, or at
once when the next worker of the same place starts; then the task is begun again, up to `CAP` times.
Times here are the machine's, not the story's (`portal.acts.clock`): they measure a running process.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.jobs.models import Lease, TaskRow

LENGTH = timedelta(seconds=60)
CAP = 3
PAUSE = timedelta(seconds=10)
"""How long a task that fell with its worker waits before the next attempt, times the attempt."""


class Lost(Exception):
    """The task is no longer this worker's: another attempt has begun, or its lease has run out."""


class WorkerDied(Exception):
    """The worker died each time it ran the task."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A task taken, under its fence."""

    task: UUID
    attempt: int
    fence: int


_held: ContextVar[Hold | None] = ContextVar("portal_held_task", default=None)


@contextmanager
def holding(hold: Hold) -> Iterator[None]:
    """Run a task's function under its hold, so that `effects` knows the fence."""
    token = _held.set(hold)
    try:
        yield
    finally:
        _held.reset(token)


@contextmanager
def effects(*, last: bool = False) -> Iterator[None]:
    """Write a task's effects in one transaction, only while its fence still holds.

    last  the task is done with these: a worker that dies after them leaves nothing to repeat, so
          what stands in this block happens exactly once
    Outside a worker it is a plain transaction. Raises Lost, and then nothing was written.
    """
    hold = _held.get()
    with transaction.atomic():
        if hold is not None:
            _still(hold)
        yield
        if hold is not None and last:
            Lease.objects.filter(task=hold.task).update(done=True)


def _still(hold: Hold) -> Lease:
    lease = Lease.objects.select_for_update().filter(task=hold.task, fence=hold.fence).first()
    if lease is None or lease.until is None:
        raise Lost(str(hold.task))
    return lease


def take(place: str) -> tuple[TaskRow, Hold] | None:
    """Take the most urgent task that is ready, or None; the hold begins with the same commit."""
    if not DBTaskResult.objects.ready().exists():
        return None
    with transaction.atomic():
        task = DBTaskResult.objects.ready().get_locked()
        if task is None:
            return None
        task.claim(place[:64])
        lease, _made = Lease.objects.select_for_update().get_or_create(task=task)
        lease.attempt += 1
        lease.fence += 1
        lease.place, lease.until, lease.done = place, timezone.now() + LENGTH, False
        lease.save()
    return task, Hold(task.pk, lease.attempt, lease.fence)


def prolong(hold: Hold) -> bool:
    """Keep a task for another length; False where it is no longer ours."""
    mine = Lease.objects.filter(task=hold.task, fence=hold.fence).exclude(until=None)
    return bool(mine.update(until=timezone.now() + LENGTH))


def succeed(task: TaskRow, hold: Hold, value: Any) -> None:
    """Close a task that was done; raises Lost."""
    with transaction.atomic():
        _end(_still(hold))
        task.set_successful(value)


def fail(task: TaskRow, hold: Hold, error: BaseException) -> None:
    """Close a task that raised; raises Lost."""
    with transaction.atomic():
        _end(_still(hold))
        task.set_failed(error)


def give_back(hold: Hold) -> None:
    """Let go of a task that the worker must leave: it waits again, the attempt does not count."""
    with transaction.atomic():
        lease = _still(hold)
        lease.attempt -= 1
        _end(lease)
        _wait(hold.task, None)


def _end(lease: Lease) -> None:
    lease.until = None
    lease.fence += 1
    lease.save()


def _wait(task: UUID, until: datetime | None) -> None:
    DBTaskResult.objects.filter(pk=task).update(
        status=TaskResultStatus.READY, started_at=None, run_after=until or get_date_max()
    )


def reap(*, place: str = "") -> int:
    """Free the tasks whose worker is dead and return how many.

    place  at a worker's start: whatever an earlier worker of this place still holds is dead too
    """
    now = timezone.now()
    dead = (
        Q(lease__until__lt=now)
        | Q(lease=None, started_at__lt=now - LENGTH)
        | Q(lease__until=None, started_at__lt=now - LENGTH)
    )
    if place:
        dead |= Q(lease__place=place)
    freed = 0
    for pk in DBTaskResult.objects.running().filter(dead).values_list("pk", flat=True):
        freed += _free(pk, place, now)
    return freed


def _free(pk: UUID, place: str, now: datetime) -> int:
    with transaction.atomic():
        task = DBTaskResult.objects.select_for_update().running().filter(pk=pk).first()
        if task is None:
            return 0
        lease, _made = Lease.objects.select_for_update().get_or_create(task=task)
        if lease.until is not None and lease.until >= now and lease.place != place:
            return 0  # prolonged since it was looked at
        _end(lease)
        if lease.done:
            task.set_successful(None)
        elif lease.attempt >= CAP:
            task.set_failed(
                WorkerDied(
                    _("后台进程在办理时中断了%(times)s次，不再自动重试。")
                    % {"times": lease.attempt}
                )
            )
        else:
            _wait(pk, now + PAUSE * lease.attempt)
    return 1
