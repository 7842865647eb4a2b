"""The system administrator sees what waits, runs and failed, and begins a failed task again."""

import pytest
from django_tasks_db.models import DBTaskResult

from portal.acts.act import Refused
from portal.acts.actor import SYSTEM
from portal.acts.models import ActRecord
from portal.jobs import leases
from portal.jobs.acts import RetryTask
from portal.organs.models import Role
from tests.portal.conftest import County
from tests.portal.jobs import works


def failed() -> DBTaskResult:
    works.stumble.enqueue()
    taken = leases.take("here")
    assert taken
    leases.fail(*taken, ZeroDivisionError("<b>除数为零</b>"))
    return taken[0]


def test_a_failed_task_is_shown_with_its_reason_and_begun_again(county: County) -> None:
    client = county.client("xitong", Role.SYSTEM, organ=county.county)
    works.note.enqueue("甲")
    task = failed()
    page = client.get("/desk/tasks/").content.decode()
    assert "失败1项，正在办理0项，等待1项" in page
    assert "办不成" in page and "记一笔" in page
    assert "&lt;b&gt;除数为零" in page and "<b>除数" not in page
    count = ActRecord.objects.count()
    answer = client.post(f"/desk/tasks/{task.pk}/retry/", follow=True)
    assert "已重新排队" in answer.content.decode()
    assert ActRecord.objects.count() == count + 1
    assert ActRecord.objects.order_by("-number")[0].act == "jobs.retry"
    again = leases.take("here")
    taken = {again[0].pk} if again else set()
    other = leases.take("here")
    taken |= {other[0].pk} if other else set()
    assert task.pk in taken


def test_what_did_not_fail_is_not_begun_again(county: County) -> None:
    works.note.enqueue("甲")
    with pytest.raises(Refused, match="没有失败"):
        RetryTask(by=SYSTEM, target=DBTaskResult.objects.get()).execute()


def test_nobody_else_sees_the_tasks(county: County) -> None:
    task = failed()
    for name, role in (("a", Role.HANDLER), ("b", Role.SECURITY), ("c", Role.AUDIT)):
        client = county.client(name, role, organ=county.county)
        assert client.get("/desk/tasks/").status_code == 403
        assert client.post(f"/desk/tasks/{task.pk}/retry/").status_code == 403
