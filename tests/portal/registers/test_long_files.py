"""A long file is entered by the worker: in pieces, each row once, also when the power goes."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.acts.act import Refused, subject_of
from portal.acts.actor import Actor
from portal.acts.models import ActRecord
from portal.jobs.models import TaskRow
from portal.organs.models import Role
from portal.registers.acts import entering
from portal.registers.acts.importing import DropBatch, EnterBatch, ReadBatch
from portal.registers.models import Batch, BatchFile, Entry, PowerEvent, PowerItem
from tests.portal.cli.installation import Installation, installation
from tests.portal.conftest import County

HEADER = "决定书文号,决定日期,许可类别,相对人,事项名称\n"
Read = Callable[..., Batch]


def lines(count: int, *, first: int = 1) -> str:
    return HEADER + "".join(
        f"示许〔2026〕{n}号,2026-03-01,普通,示例公司,占用绿地\n"
        for n in range(first, first + count)
    )


@pytest.fixture
def read(county: County, handler: Actor) -> Read:
    """Return how the handler hands a file in."""

    def carry_out(content: str, register: str = "licence") -> Batch:
        return ReadBatch(
            by=handler,
            organ=county.town,
            register=register,
            file_name="全年.csv",
            content=content.encode(),
        ).execute()

    return carry_out


def test_a_long_file_is_begun_by_one_act_and_entered_afterwards(
    county: County, handler: Actor, read: Read
) -> None:
    batch = read(lines(4500) + "坏1,3月1日,,,\n")
    batch = EnterBatch(by=handler, target=batch).execute()
    assert (batch.state, batch.fresh, Entry.objects.count()) == ("entering", 0, 0)
    for again in (EnterBatch, DropBatch):
        with pytest.raises(Refused, match="正在登记"):
            again(by=handler, target=batch).execute()
    client = county.client("jingban", Role.HANDLER)
    page = client.get(f"/desk/registers/batch/{batch.pk}/").content.decode()
    assert "排队等待登记" in page and "已办0行，共4501行（0%）" in page
    assert "正在登记“全年.csv”" in client.get("/desk/").content.decode()  # found again

    entering.carry_on(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.rows, batch.fresh, batch.same, batch.refused) == (
        "entered", 4501, 4500, 0, 1,
    )  # fmt: skip
    assert Entry.objects.count() == 4500
    assert list(
        ActRecord.objects.filter(subject=subject_of(batch)).values_list("act", flat=True)
    ) == ["registers.read_batch", "registers.enter_batch"]
    assert bytes(BatchFile.objects.get(batch=batch).content) == b""
    page = client.get(f"/desk/registers/batch/{batch.pk}/").content.decode()
    assert "4500" in page and "认不出来" in page and "entering" not in page
    assert "正在登记" not in client.get("/desk/").content.decode()
    entering.carry_on(batch.pk)  # a task that is begun again finds nothing to do
    assert Entry.objects.count() == 4500


def test_what_somebody_enters_meanwhile_is_not_entered_twice(
    county: County, handler: Actor, read: Read
) -> None:
    batch = EnterBatch(by=handler, target=read(lines(2500))).execute()
    EnterBatch(by=handler, target=read(lines(10, first=2495))).execute()
    entering.carry_on(batch.pk)
    batch.refresh_from_db()
    assert (batch.fresh, batch.same, batch.refused) == (2494, 6, 0)
    assert Entry.objects.count() == 2504


def test_a_long_list_of_powers_says_who_entered_it(handler: Actor, read: Read) -> None:
    rows = "".join(f"4403{n:05d},行政许可,事项{n}\n" for n in range(2100))
    batch = EnterBatch(
        by=handler, target=read("事项编码,类型,事项名称\n" + rows, "powers")
    ).execute()
    entering.carry_on(batch.pk)
    assert PowerItem.objects.count() == PowerEvent.objects.count() == 2100
    assert set(PowerEvent.objects.values_list("who", flat=True)) == {handler.name}


def test_a_worker_that_fell_too_often_is_told_on_the_page(
    county: County, handler: Actor, read: Read
) -> None:
    batch = EnterBatch(by=handler, target=read(lines(2100))).execute()
    TaskRow.objects.filter(pk=batch.task).update(status="FAILED")
    client = county.client("jingban", Role.HANDLER)
    page = client.get(f"/desk/registers/batch/{batch.pk}/").content.decode()
    assert "登记中断了" in page and "请系统管理员" in page


# The real worker, killed ---------------------------------------------------------------------------

ROWS = 20_000
BEGIN = f"""
from tests.portal.cli import story
from portal.organs.models import Organ
from portal.registers.acts.importing import EnterBatch, ReadBatch
story.found()
rows = "".join(f"示许〔2026〕{{n}}号,2026-03-01,普通,示例公司,占用绿地\\n" for n in range(1, {ROWS} + 1))
batch = ReadBatch(by=story.actor("jingban"), organ=Organ.objects.get(), register="licence",
                  file_name="全年.csv", content=({HEADER!r} + rows).encode()).execute()
EnterBatch(by=story.actor("jingban"), target=batch).execute()
"""
STANDS = """
from portal.registers.models import Batch, Entry
from portal.acts.models import ActRecord
batch = Batch.objects.get()
print(batch.state, batch.fresh, Entry.objects.count(), Entry.objects.values("number").distinct().count(),
      ActRecord.objects.filter(subject=f"registers.batch:{batch.pk}").count())
"""
ENTERED = """
import time
from portal.registers.models import Batch, Entry
while Entry.objects.count() <= {count}: time.sleep(0.02)
"""
FREE = """
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from portal.jobs import leases
leases.reap(place=leases.Lease.objects.get().place)
DBTaskResult.objects.update(run_after=timezone.now())
"""
WRITE = """
from tests.portal.cli import story
waits = []
while Batch.objects.filter(state="entering").exists():
    began = time.monotonic()
    story.draft("与导入同时起草")
    waits.append(time.monotonic() - began)
print(len(waits), max(waits))
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path) as one:
        yield one


def test_killed_in_the_middle_each_row_is_entered_once(place: Installation) -> None:
    """登记到一半断电：重新启动后从断处接着办，一行不少，一行不重。"""
    place.python(BEGIN)
    killed = [0]
    for _ in range(2):
        worker = place.start("worker")
        place.python(ENTERED.format(count=killed[-1]))
        worker.send_signal(signal.SIGKILL)
        worker.wait(600)
        state, fresh, count, distinct, records = place.python(STANDS).split()
        assert (state, records) == ("entering", "2")  # read, begun
        assert fresh == count == distinct
        killed.append(int(count))
        place.python(FREE)
    assert 0 < killed[1] < killed[2] < ROWS
    assert place.portal("worker", "--once").returncode == 0
    assert place.python(STANDS).split() == ["entered", *[str(ROWS)] * 3, "2"]
    assert place.portal("verify-audit").returncode == 0


def test_others_write_while_a_long_file_is_entered(place: Installation) -> None:
    place.python(BEGIN)
    writer = place.start("-c", ENTERED.format(count=0) + WRITE)
    assert place.portal("worker", "--once").returncode == 0
    out, err = writer.communicate(timeout=600)
    assert writer.returncode == 0, err
    times, longest = out.split()
    assert int(times) > 3 and float(longest) < 5, out
