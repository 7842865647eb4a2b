"""Who works on a task and until when, and when each regular work ran last."""

from typing import Any, ClassVar, TypeAlias

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

TaskRow: TypeAlias = DBTaskResult[..., Any]
"""A task as the database keeps it."""


class Lease(models.Model):
    """A worker's hold on one task: it ends by itself unless the worker keeps prolonging it.

    attempt  how often the task was begun
    fence    rises with every hold; effects are written only under the fence that still stands
    place    the installation whose worker holds it
    done     the task's last effects are written; only its closing may be missing
    """

    task = models.OneToOneField(
        DBTaskResult, models.CASCADE, primary_key=True, related_name="lease"
    )
    attempt = models.PositiveIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    place = models.CharField(max_length=200)
    until = models.DateTimeField(null=True)
    done = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("任务租约")

    def __str__(self) -> str:
        return f"{self.task_id} {self.attempt}"


class Routine(models.Model):
    """When a regular work is due next, and what became of it last."""

    name = models.CharField(_("名称"), max_length=80, primary_key=True)
    due_at = models.DateTimeField(_("下次"))
    ran_at = models.DateTimeField(_("上次"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("定期工作")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name
