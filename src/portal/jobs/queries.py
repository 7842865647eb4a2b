"""What the desk shows of tasks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.jobs.models import Routine, TaskRow
from portal.jobs.periodic import AS_TASK, REGULAR, run
from portal.jobs.tasks import TITLES

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One task as the desk shows it; `why` is the last line of what went wrong."""

    task: TaskRow
    title: str | Promise
    attempts: int
    why: str


def title_of(task: TaskRow) -> str | Promise:
    """Return what a task is called: of a regular work its own title."""
    if task.task_path == run.module_path:
        one = REGULAR.get(next(iter(task.args_kwargs.get("args", [])), ""))
        if one is not None:
            return one.title
    path: str = task.task_path
    return TITLES.get(path, path)


def stands(pk: UUID | None) -> str:
    """Return whether a task is waiting, running, done or failed; "" for one that is not known."""
    words = {"READY": "waiting", "RUNNING": "running", "SUCCESSFUL": "done", "FAILED": "failed"}
    known = DBTaskResult.objects.filter(pk=pk) if pk else DBTaskResult.objects.none()
    found = known.values_list("status", flat=True).first()
    return words.get(found or "", "")


def counts() -> dict[str, int]:
    """Return how many tasks wait, run, failed and succeeded."""
    rows = DBTaskResult.objects.order_by().values_list("status").annotate(count=Count("pk"))
    found = dict(rows)
    return {str(status).lower(): found.get(status, 0) for status in TaskResultStatus.values}


def rows(found: QuerySet[TaskRow]) -> list[Row]:
    """Return the first of some tasks."""
    return [
        Row(
            task,
            title_of(task),
            task.lease.attempt if hasattr(task, "lease") else 0,
            (task.traceback.strip().splitlines() or [""])[-1][:300],
        )
        for task in found.select_related("lease")[:SHOWN]
    ]


def regular() -> list[dict[str, Any]]:
    """Return the regular works: title, how often, when last and when next."""
    ran: dict[str, Routine] = {r.name: r for r in Routine.objects.all()}
    return [
        {
            "title": one.title,
            "often": _often(one.seconds),
            "last": _at(ran, one.name, "ran_at"),
            "next": _at(ran, one.name, "due_at"),
            "clock": one.seconds < AS_TASK,
        }
        for one in REGULAR.values()
    ]


def _at(ran: dict[str, Routine], name: str, column: str) -> datetime | None:
    return getattr(ran[name], column) if name in ran else None


def _often(seconds: float) -> tuple[int, str]:
    for length, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= length and seconds % length == 0:
            return int(seconds // length), unit
    return int(seconds) or 1, "second"
