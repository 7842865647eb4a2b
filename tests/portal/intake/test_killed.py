"""The power goes while a batch is read: afterwards every file is read, and each once."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.cli.installation import Installation, installation

BEGIN = """
from pathlib import Path
from portal.acts.actor import SYSTEM
from portal.organs.acts.lifecycle import EstablishOrgan
from portal.intake.acts.taking import Offered, TakeIn
office = EstablishOrgan(by=SYSTEM, code="shili", fields={"name": "示例县人民政府", "short_name": "示例县",
    "level": "county", "kind": "government"}).execute()
data = next(Path("EXAMPLES/lidong-2023").glob("report.*")).read_bytes()
files = [Offered(f"{n}.txt", 1, lambda n=n: data + b"\\n" * n) for n in range(40)]
TakeIn(by=SYSTEM, office=office, files=files, batch_name="四十份").execute()
"""
READ = """
import time
from portal.intake.models import Report
while Report.objects.count() <= {count}: time.sleep(0.02)
"""
STANDS = """
from portal.intake.models import Cell, File, Report
print(File.objects.filter(state="read").count(), Report.objects.count(), Cell.objects.count(),
      Report.objects.filter(chosen=True).count(), max(File.objects.values_list("tries", flat=True)))
"""
FREE = """
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from portal.jobs import leases
leases.reap(place=leases.Lease.objects.latest("pk").place)
DBTaskResult.objects.update(run_after=timezone.now())
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path) as one:
        yield one


def test_killed_in_the_middle_every_file_is_read_once(place: Installation) -> None:
    examples = Path(__file__).parents[3] / "examples"
    place.python(BEGIN.replace("EXAMPLES", str(examples)))
    killed = [0]
    for _ in range(2):
        worker = place.start("worker")
        place.python(READ.format(count=killed[-1] + 3))
        worker.send_signal(signal.SIGKILL)
        worker.wait(20)
        read, reports, cells, _chosen, _tries = map(int, place.python(STANDS).split())
        assert read == reports and cells == 200 * reports
        killed.append(reports)
        place.python(FREE)
    assert 0 < killed[1] < killed[2] < 40
    assert place.portal("worker", "--once").returncode == 0
    read, reports, cells, chosen, tries = map(int, place.python(STANDS).split())
    assert (read, reports, cells) == (40, 40, 8000)
    assert chosen == 1, "forty times one organ and one year: one counts"
    assert tries <= 2, "only what was under way was begun again"
    assert place.portal("verify-audit").returncode == 0
