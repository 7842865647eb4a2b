"""Work that comes round: other apps name it once, the worker sees to it.

    from portal.jobs import periodic

    @periodic.every(24 * 3600, _("检查失效链接"))
    def check_links() -> None: …

Under a minute it runs in the worker's clock, and must be short; from a minute on it is a task like
any other: it may take long, is begun again if the worker dies, and shows on the desk if it fails.
Either way it may run more often than asked, so it must be idempotent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.jobs.models import Routine
from portal.jobs.tasks import task

F = TypeVar("F", bound=Callable[[], object])

AS_TASK = 60
"""From so many seconds on, regular work is a task."""


@dataclass(frozen=True, slots=True)
class Regular:
    """A work, how often it is due, and what the desk calls it."""

    name: str
    seconds: float
    title: str | Promise
    function: Callable[[], object]


REGULAR: dict[str, Regular] = {}


def every(seconds: float, title: str | Promise) -> Callable[[F], F]:
    """Return the decorator that names a function as regular work.

    Raises TypeError where two functions would have one name.
    """

    def register(function: F) -> F:
        name = f"{function.__module__}.{function.__qualname__}"
        if name in REGULAR and REGULAR[name].function is not function:
            raise TypeError(f"two regular works are named {name}")
        REGULAR[name] = Regular(name, seconds, title, function)
        return function

    return register


def short() -> list[Regular]:
    """Return the works of the clock."""
    return [one for one in REGULAR.values() if one.seconds < AS_TASK]


def enqueue_due(now: datetime | None = None) -> int:
    """Enqueue the longer works that are due, each at most once a period; return how many."""
    now = now or timezone.now()
    known = dict(Routine.objects.values_list("name", "due_at"))
    count = 0
    for one in REGULAR.values():
        if one.seconds < AS_TASK or known.get(one.name, now) > now:
            continue
        with transaction.atomic():
            routine, made = Routine.objects.select_for_update().get_or_create(
                name=one.name, defaults={"due_at": now}
            )
            if not made and routine.due_at > now:
                continue
            routine.due_at = now + timedelta(seconds=one.seconds)
            routine.ran_at = now
            routine.save()
            run.enqueue(one.name)
            count += 1
    return count


@task(_("定期工作"))
def run(name: str) -> None:
    """Run one regular work; one that this version no longer has is passed over."""
    one = REGULAR.get(name)
    if one is not None:
        one.function()
