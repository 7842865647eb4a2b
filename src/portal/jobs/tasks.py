"""Naming a task: Django's own interface, and the words the desk shows for it.

    @task(_("转换文件"))
    def convert(attachment: int) -> None: …

    convert.enqueue(attachment.pk)      # inside the act's transaction: enqueued only if it commits

A task is idempotent. What must happen exactly once stands in `with leases.effects(last=True):`.
"""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django_tasks import task as django_task
from django_tasks.base import Task

TITLES: dict[str, str | Promise] = {}


def task(
    title: str | Promise, *, priority: int = 0
) -> Callable[[Callable[..., Any]], Task[..., Any]]:
    """Return the decorator that makes a function a task with a title."""

    def make(function: Callable[..., Any]) -> Task[..., Any]:
        made: Task[..., Any] = django_task(priority=priority)(function)
        TITLES[made.module_path] = title
        return made

    return make
