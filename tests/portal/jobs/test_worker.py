"""The worker as a process: killed in the middle, stopped politely, started twice."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.cli.installation import Installation, installation, until

COUNT = """
from portal.acts.models import ActRecord
from django_tasks_db.models import DBTaskResult
print(ActRecord.objects.filter(act="test.effect").count(),
      *DBTaskResult.objects.filter(task_path__startswith="tests").values_list("status", flat=True))
"""
HURRY = """
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
DBTaskResult.objects.update(run_after=timezone.now())
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path) as one:
        yield one


def enqueue(place: Installation, call: str) -> None:
    place.python(f"from tests.portal.jobs import works\nworks.{call}")


@pytest.mark.parametrize("where", ["before", "within", "after"])
def test_a_worker_killed_in_the_middle_leaves_exactly_one_effect(
    place: Installation, tmp_path: Path, where: str
) -> None:
    enqueue(place, f"die_once.enqueue({str(tmp_path)!r}, {where!r})")
    assert place.portal("worker", "--once").returncode == -signal.SIGKILL
    # What was committed with the task's end is there; half of it never is.
    assert place.python(COUNT).split() == ["1" if where == "after" else "0", "RUNNING"]
    assert place.portal("worker", "--once").returncode == 0  # frees the task; it pauses a little
    place.python(HURRY)
    assert place.portal("worker", "--once").returncode == 0
    assert place.python(COUNT).split() == ["1", "SUCCESSFUL"]
    assert place.portal("verify-audit").returncode == 0


def test_a_task_that_kills_its_worker_each_time_fails_in_the_end(place: Installation) -> None:
    enqueue(place, "die_always.enqueue()")
    for _ in range(3):
        assert place.portal("worker", "--once").returncode == -signal.SIGKILL
        place.python(
            "from portal.jobs import leases; leases.reap(place=leases.Lease.objects.get().place)"
        )
        place.python(HURRY)
    assert place.portal("worker", "--once").returncode == 0
    assert place.python(COUNT).split() == ["0", "FAILED"]


def test_a_polite_stop_lets_the_task_end_and_a_second_worker_is_refused(
    place: Installation, tmp_path: Path
) -> None:
    enqueue(place, f"long.enqueue({str(tmp_path)!r})")
    worker = place.start("worker")
    until(lambda: (tmp_path / "begun").exists())
    second = place.portal("worker")
    assert (second.returncode, second.stderr.strip()) == (
        2,
        "后台进程已在运行（同一数据目录只能有一个）。",
    )
    worker.send_signal(signal.SIGTERM)
    (tmp_path / "end").touch()
    assert worker.wait(600) == 0
    assert place.python(COUNT).split() == ["1", "SUCCESSFUL"]
