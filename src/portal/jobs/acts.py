"""Beginning a failed task again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import get_date_max

from portal.acts.act import Act
from portal.jobs import policies
from portal.jobs.models import Lease, TaskRow


@dataclass(kw_only=True)
class RetryTask(Act[TaskRow]):
    """Let a failed task wait for the worker again, with all its attempts before it."""

    name = "jobs.retry"
    title = gettext_lazy("重办任务")
    policy = staticmethod(policies.may_run_tasks)

    def possible(self) -> str | None:
        """Only what failed is begun again."""
        assert self.target is not None
        if self.target.status != TaskResultStatus.FAILED:
            return _("这个任务没有失败，不需要重办。")
        return None

    def do(self) -> TaskRow:
        """Put the task back among those that wait."""
        assert self.target is not None
        self.target.status = TaskResultStatus.READY
        self.target.started_at = self.target.finished_at = None
        self.target.run_after = get_date_max()
        self.target.exception_class_path = self.target.traceback = ""
        self.target.save()
        Lease.objects.filter(task=self.target).update(attempt=0, done=False)
        return self.target

    def facts(self, of: TaskRow) -> Mapping[str, Any]:
        """Keep which task it is and what became of it; its arguments may name people."""
        return {"task": of.task_path, "status": of.status, "error": of.exception_class_path}
