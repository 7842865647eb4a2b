"""No task is lost, none ends twice: holds, fences, the cap, and work that comes round."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.acts.models import ActRecord
from portal.jobs import leases, periodic
from portal.jobs.models import Lease, Routine
from portal.jobs.worker import Worker
from tests.portal.jobs import works

pytestmark = pytest.mark.django_db


def expire() -> None:
    Lease.objects.update(until=timezone.now() - timedelta(seconds=1))
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def effects() -> int:
    return ActRecord.objects.filter(act="test.effect").count()


def test_a_task_is_taken_by_one() -> None:
    works.note.enqueue("甲")
    assert leases.take("here") is not None
    assert leases.take("there") is None


def test_a_worker_that_lost_its_task_writes_nothing_more() -> None:
    works.note.enqueue("甲")
    taken = leases.take("here")
    assert taken
    old = taken[1]
    expire()
    assert leases.reap() == 1
    expire()
    again = leases.take("there")
    assert again and again[1].attempt == 2
    with leases.holding(old), pytest.raises(leases.Lost), leases.effects():
        works.effect("twice")
    assert effects() == 0
    assert not leases.prolong(old)
    with pytest.raises(leases.Lost):
        leases.succeed(taken[0], old, None)
    with leases.holding(again[1]), leases.effects():
        works.effect("once")
    assert effects() == 1


def test_what_still_runs_is_left_alone() -> None:
    works.note.enqueue("甲")
    assert leases.take("here")
    assert leases.reap() == 0
    assert leases.reap(place="elsewhere") == 0
    assert leases.reap(place="here") == 1  # its worker is being started anew


def test_a_task_whose_effects_are_complete_is_only_closed() -> None:
    works.note.enqueue("甲")
    taken = leases.take("here")
    assert taken
    with leases.holding(taken[1]):
        works.note.call("甲")
    expire()
    leases.reap()
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert effects() == 1


def test_after_three_dead_workers_the_task_has_failed_and_says_why() -> None:
    works.note.enqueue("甲")
    for attempt in (1, 2, 3):
        taken = leases.take("here")
        assert taken and taken[1].attempt == attempt
        expire()
        assert leases.reap() == 1
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    failed = DBTaskResult.objects.get()
    assert failed.status == "FAILED"
    assert "中断了3次" in failed.traceback


def test_a_task_left_on_purpose_waits_and_the_attempt_does_not_count() -> None:
    works.note.enqueue("甲")
    taken = leases.take("here")
    assert taken
    leases.give_back(taken[1])
    again = leases.take("here")
    assert again and again[1].attempt == 1


@pytest.fixture
def rounds() -> Iterator[list[str]]:
    """Return what a daily work of the test has done."""
    done: list[str] = []
    before = dict(periodic.REGULAR)
    periodic.REGULAR.clear()

    @periodic.every(24 * 3600, "每天一次")
    def daily() -> None:
        done.append("day")

    yield done
    periodic.REGULAR.clear()
    periodic.REGULAR.update(before)


def test_a_daily_work_is_enqueued_once_a_day(rounds: list[str]) -> None:
    now = timezone.now()
    assert [periodic.enqueue_due(now) for _ in range(3)] == [1, 0, 0]
    assert periodic.enqueue_due(now + timedelta(hours=23)) == 0
    assert periodic.enqueue_due(now + timedelta(hours=25)) == 1
    assert DBTaskResult.objects.count() == 2
    assert Routine.objects.get().ran_at == now + timedelta(hours=25)


def test_two_works_have_two_names(rounds: list[str]) -> None:
    def make() -> None:
        @periodic.every(60, "一")
        def twice() -> None: ...

    make()
    with pytest.raises(TypeError, match="two regular works"):
        make()


def test_the_worker_does_what_waits_and_says_what_failed(
    transactional_db: None, rounds: list[str]
) -> None:
    works.note.enqueue("甲")
    works.stumble.enqueue()
    assert Worker("here", idle=True, every=0.05).run()
    assert rounds == ["day"]
    assert effects() == 1
    assert set(DBTaskResult.objects.values_list("task_path", "status")) == {
        ("tests.portal.jobs.works.note", "SUCCESSFUL"),
        ("tests.portal.jobs.works.stumble", "FAILED"),
        ("portal.jobs.periodic.run", "SUCCESSFUL"),
    }
    assert "除数为零" in DBTaskResult.objects.get(status="FAILED").traceback
