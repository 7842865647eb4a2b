"""Measure what a worker of the intake costs: processor seconds a file, and the share of reading and of storing.

    python benchmarks/intake.py [FOLDER...] [--rounds N]

Files are the example reports and those in GONGKAI_REPORTS (or the folders given). Scans and the old
formats that another program converts are named apart: the bar is for files with a text layer. The
processes that read PDF and OFD are counted with the worker. Each round stores the reports anew.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from portal_world import peak, set_up

ROOT = Path(__file__).parents[1]
BAR = 5.0
CONVERTED = {".doc", ".wps", ".rtf", ".odt"}
SCANS = {".png", ".jpg"}


def main() -> int:
    """Print files a second of processor time and where the time goes; 1 where the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    folders = asked.folders or [
        ROOT / "examples",
        Path(os.environ.get("GONGKAI_REPORTS", ROOT.parent / "shared" / "reports")),
    ]
    files = sorted(p for f in folders for p in f.glob("*/report.*"))
    files = [p for p in files if p.suffix not in CONVERTED | SCANS and "scan" not in p.parent.name]
    with tempfile.TemporaryDirectory() as place:
        set_up(Path(place))
        return _measure(files, asked.rounds)


def _measure(files: list[Path], rounds: int) -> int:
    from django.core.management import call_command

    from gongkai.readers import sandbox
    from portal.acts.actor import SYSTEM
    from portal.intake import feed, reading
    from portal.intake.acts.taking import Offered, TakeIn
    from portal.intake.models import Cell, File, Report
    from portal.organs.acts.lifecycle import EstablishOrgan

    call_command("migrate", interactive=False, verbosity=0)
    office = EstablishOrgan(
        by=SYSTEM,
        code="shili",
        fields={
            "name": "示例县人民政府",
            "short_name": "示例县",
            "level": "county",
            "kind": "government",
        },
    ).execute()
    spent = {"reading": 0.0, "checking": 0.0}
    read, assess = reading.read, feed._assess

    def timed(name: str, function: object) -> object:
        def call(*args: object, **kwargs: object) -> object:
            began = time.process_time()
            try:
                return function(*args, **kwargs)  # type: ignore[operator]
            finally:
                spent[name] += time.process_time() - began

        return call

    reading.read = timed("reading", read)  # type: ignore[assignment]
    feed._assess = timed("checking", assess)  # type: ignore[assignment]
    total = handing = 0.0
    count = 0
    began = time.perf_counter()
    for number in range(rounds + 1):
        # A mark at the end makes other bytes of the same report; a PDF and a ZIP bear it as well.
        offered = [
            Offered(p.name, p.stat().st_size, lambda p=p, n=number: p.read_bytes() + b"\n" * n)  # type: ignore[misc]
            for p in files
        ]
        start = time.process_time()
        batch = TakeIn(by=SYSTEM, office=office, files=offered, batch_name=str(number)).execute()
        if not number:  # the first round warms up
            reading.read_files.call([f.pk for f in batch.files.all()])
            spent.update(reading=0.0, checking=0.0)
            sandbox.close()
            helpers = _children()
            began = time.perf_counter()
            continue
        handing += time.process_time() - start
        start = time.process_time()
        waiting = [f.pk for f in batch.files.filter(state=File.State.WAITING)]
        for at in range(0, len(waiting), reading.AT_ONCE):
            reading.read_files.call(waiting[at : at + reading.AT_ONCE])
        total += time.process_time() - start
        count += len(waiting)
        bad = batch.files.exclude(state=File.State.READ).values_list("name", "state", "why")
        assert not bad, list(bad)
    elapsed = time.perf_counter() - began
    sandbox.close()
    native = _children() - helpers
    whole = total + native
    print(f"{count} files, {Report.objects.count()} reports, {Cell.objects.count():,} cells")
    print(f"processor: {1000 * whole / count:.1f} ms a file = {count / whole:.1f} files/s a core")
    print(f"elapsed:   {count / elapsed:.1f} files/s (machine shared), {peak()}")
    shares = {
        "reading (this process)": spent["reading"],
        "reading (PDF and OFD, own process)": native,
        "checking": spent["checking"],
        "storing": total - spent["reading"] - spent["checking"],
    }
    for name, seconds in shares.items():
        print(f"  {name:38} {1000 * seconds / count:6.1f} ms  {100 * seconds / whole:5.1f} %")
    print(f"handing over (in the request)            {1000 * handing / count:6.1f} ms a file")
    return 0 if count / whole >= BAR else 1


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
