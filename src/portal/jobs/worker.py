"""The worker: the clock, the tasks, and the regular works, in one process; one for each place.

The main thread only arranges: it takes tasks, prolongs their leases and ends them. The clock and the
tasks run in a thread each, so that a long task delays no publication.
"""

import fcntl
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import structlog
from django.db import Error as DatabaseTrouble
from django.db import close_old_connections
from django_tasks_db.compat import TaskContext, normalize_json

from portal.jobs import leases, periodic
from portal.jobs.models import TaskRow

_log = structlog.get_logger("portal.worker")

BEAT = leases.LENGTH.total_seconds() / 4
REAP = 15.0


class Running(Exception):
    """Another worker of this place is running."""


@contextmanager
def only_one(data: Path) -> Iterator[str]:
    """Hold the place's lock and yield the place's name; raises Running.

    The lock goes with the process, however it ends.
    """
    data.mkdir(parents=True, exist_ok=True)
    with (data / "worker.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Running from error
        yield f"{socket.gethostname()}:{data}"[:200]


class Worker:
    """Runs until told to stop; `idle` ends it as soon as nothing is ready."""

    def __init__(
        self, place: str, *, every: float = 1.0, idle: bool = False, grace: float = 60.0
    ) -> None:
        self.place, self.every, self.idle, self.grace = place, every, idle, grace
        self.stop = threading.Event()
        self._clock = ThreadPoolExecutor(1, "clock")
        self._tasks = ThreadPoolExecutor(1, "task")
        self._ticking: Future[None] | None = None
        self._work: Future[Any] | None = None
        self._now: tuple[TaskRow, leases.Hold] | None = None
        self._ticked: dict[str, float] = {}
        self._beaten = self._reaped = monotonic()

    def run(self) -> bool:
        """Work until stopped; a database that does not answer is waited for.

        Returns whether everything begun has ended; where not, the caller must leave the process.
        """
        freed = False
        while not self.stop.is_set():
            try:
                close_old_connections()
                if not freed:
                    freed = True
                    leases.reap(place=self.place)
                busy = self._turn()
            except DatabaseTrouble as error:
                _log.warning("database does not answer", why=str(error))
                self.stop.wait(5)
                continue
            if not busy and self.idle:
                break
            self._pause(busy)
        return self._leave()

    def _turn(self) -> bool:
        """Look after everything once; return whether anything is under way or was done."""
        self._tick()
        if monotonic() - self._reaped > REAP:
            self._reaped = monotonic()
            leases.reap()
        enqueued = periodic.enqueue_due()
        finished = self._finish()
        if self._now is None:
            self._begin()
        elif monotonic() - self._beaten > BEAT:
            self._beaten = monotonic()
            if not leases.prolong(self._now[1]):
                _log.warning("lease lost", task=str(self._now[0].pk))
        return bool(enqueued or finished or self._now or self._ticking)

    def _pause(self, busy: bool) -> None:
        futures = [f for f in (self._work, self._ticking) if f is not None]
        if futures:
            wait(futures, timeout=min(self.every, 1.0), return_when="FIRST_COMPLETED")
        elif not busy:
            self.stop.wait(self.every)

    # The clock --------------------------------------------------------------------------------------

    def _tick(self) -> None:
        if self._ticking is not None:
            if not self._ticking.done():
                return
            error = self._ticking.exception()
            self._ticking = None
            if error is not None:
                _log.error("clock failed", why=repr(error), exc_info=error)
        due = [one for one in periodic.short() if monotonic() >= self._ticked.get(one.name, 0.0)]
        if due:
            for one in due:
                self._ticked[one.name] = monotonic() + one.seconds
            self._ticking = self._clock.submit(_each, [one.function for one in due])

    # Tasks ------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        taken = leases.take(self.place)
        if taken is None:
            return
        self._now, self._beaten = taken, monotonic()
        _log.info("task begins", task=taken[0].task_path, attempt=taken[1].attempt)
        self._work = self._tasks.submit(_carry_out, *taken)

    def _finish(self) -> bool:
        if self._now is None or self._work is None or not self._work.done():
            return False
        task, hold = self._now
        error = self._work.exception()
        try:
            if error is None:
                leases.succeed(task, hold, self._work.result())
            elif not isinstance(error, leases.Lost):
                leases.fail(task, hold, error)
                _log.error("task failed", task=task.task_path, why=repr(error))
        except leases.Lost:
            _log.warning("task ended after its lease", task=task.task_path)
        self._now = self._work = None
        return True

    def _leave(self) -> bool:
        """End what is under way within the grace; what takes longer waits for the next worker."""
        futures = [f for f in (self._work, self._ticking) if f is not None]
        unfinished = wait(futures, timeout=self.grace).not_done
        if self._now is not None and self._work not in unfinished:
            self._finish()
        elif self._now is not None:
            leases.give_back(self._now[1])
        self._clock.shutdown(wait=False, cancel_futures=True)
        self._tasks.shutdown(wait=False, cancel_futures=True)
        return not unfinished


def _each(functions: list[Callable[[], object]]) -> None:
    close_old_connections()
    for function in functions:
        function()


def _carry_out(result: TaskRow, hold: leases.Hold) -> Any:
    close_old_connections()
    with leases.holding(hold):
        shown = result.task_result
        arguments: list[Any] = [TaskContext(task_result=shown)] if shown.task.takes_context else []
        return normalize_json(shown.task.call(*arguments, *shown.args, **shown.kwargs))
