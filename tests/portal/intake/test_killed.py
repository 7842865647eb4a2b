"""The power goes while a batch is read: afterwards every file is read, and each once."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal.cli.installation import Installation, installation

COUNT = 24
"""More than one task takes."""
TOLD = """
import json, subprocess, sys, time
from pathlib import Path
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from portal.acts.actor import SYSTEM
from portal.intake.acts.taking import Offered, TakeIn
from portal.intake.models import Cell, File, Report
from portal.jobs import leases
from portal.organs.acts.lifecycle import EstablishOrgan

WORKER = [sys.executable, "-m", "portal", "worker"]

def stands():
    return [File.objects.filter(state="read").count(), Report.objects.count(), Cell.objects.count(),
            Report.objects.filter(chosen=True).count(), max(File.objects.values_list("tries", flat=True))]

def killed(after):
    worker = subprocess.Popen(WORKER, stdout=subprocess.DEVNULL)
    while Report.objects.count() < after:
        assert worker.poll() is None
        time.sleep(0.02)
    worker.kill()
    worker.wait()
    found = stands()
    leases.reap(place=leases.Lease.objects.latest("pk").place)
    DBTaskResult.objects.update(run_after=timezone.now())
    return found

office = EstablishOrgan(by=SYSTEM, code="shili", fields={"name": "示例县人民政府", "short_name": "示例县",
    "level": "county", "kind": "government"}).execute()
data = Path("EXAMPLE").read_bytes()
files = [Offered(f"{n}.txt", 1, lambda n=n: data + b"\\n" * n) for n in range(COUNT)]
TakeIn(by=SYSTEM, office=office, files=files, batch_name="COUNT份").execute()
told = [killed(4)]
told.append(killed(told[0][1] + 4))
subprocess.run([*WORKER, "--once"], check=True, stdout=subprocess.DEVNULL)
print(json.dumps([*told, stands()]))
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path) as one:
        yield one


def test_killed_in_the_middle_every_file_is_read_once(place: Installation) -> None:
    example = next((Path(__file__).parents[3] / "examples/lidong-2023").glob("report.*"))
    told = place.python(TOLD.replace("EXAMPLE", str(example)).replace("COUNT", str(COUNT)))
    once, twice, end = json.loads(told)
    for read, reports, cells, _chosen, _tries in (once, twice):
        assert read == reports and cells == 200 * reports
    assert 0 < once[1] < twice[1] < COUNT
    read, reports, cells, chosen, tries = end
    assert (read, reports, cells) == (COUNT, COUNT, 200 * COUNT)
    assert chosen == 1, "so many times one organ and one year: one counts"
    assert tries <= 2, "only what was under way was begun again"
    assert place.portal("verify-audit").returncode == 0
