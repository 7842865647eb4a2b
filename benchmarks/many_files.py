"""Many files at once: reports a second, scaling over processes, memory, and the time of one check.

    python benchmarks/many_files.py [--files 1000] [--jobs 1 2] [--repeat 3]

The files are copies of the examples in the formats that need no other program, checked
the way a supervising office checks a province: ``gongkai check FOLDER --format json``. Runs take
turns and the best of each counts: what else the machine does falls on some, not on all.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
# Formats read without another program, in the mix an office receives.
KINDS = (".html", ".htm", ".txt", ".docx", ".xlsx")
COMMAND = [sys.executable, "-m", "gongkai.cli.main", "check"]


@dataclass(frozen=True)
class Run:
    """What one run took; memory is the peak of all its processes together, in MB."""

    jobs: int
    files: int
    seconds: float
    half_mb: float
    peak_mb: float


def copies(folder: Path, count: int) -> None:
    """Fill a folder with `count` reports."""
    sources = [p for p in sorted((ROOT / "examples").rglob("*")) if p.suffix in KINDS]
    sources = [p for p in sources if p.stat().st_size < 200_000]
    for index in range(count):
        source = sources[index % len(sources)]
        shutil.copy(source, folder / f"{index:05d}{source.suffix}")


def measure(folder: Path, jobs: int, files: int) -> Run:
    """Check a folder and watch the memory of every process of the run."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        running = subprocess.Popen(
            [*COMMAND, str(folder), "--format", "json", "--jobs", str(jobs)], stdout=out
        )
        seen: list[tuple[float, float]] = []
        watcher = threading.Thread(target=_watch, args=(running, seen), daemon=True)
        watcher.start()
        code = running.wait()
        watcher.join()
    seconds = time.perf_counter() - start
    if code not in (0, 1):
        raise SystemExit(f"gongkai check ended with {code}")
    halfway = [mb for at, mb in seen if at <= start + seconds / 2]
    return Run(jobs, files, seconds, max(halfway, default=0.0), max(mb for _, mb in seen))


def _watch(running: "subprocess.Popen[bytes]", seen: list[tuple[float, float]]) -> None:
    parent = psutil.Process(running.pid)
    while running.poll() is None:
        try:
            family = [parent, *parent.children(recursive=True)]
            size = sum(p.memory_info().rss for p in family) / 1e6
        except psutil.Error:
            continue
        seen.append((time.perf_counter(), size))
        time.sleep(0.05)


def one_check() -> float:
    """Return the seconds of `gongkai check one.html`, start to end, best of seven."""
    page = ROOT / "examples" / "yangli-xian-2024" / "report.html"
    best = 9.0
    for _ in range(7):
        start = time.perf_counter()
        subprocess.run([*COMMAND, str(page)], stdout=subprocess.DEVNULL, check=True)
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    print(f"gongkai check one.html: {one_check():.3f} s")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copies(folder, options.files)
        tries = [
            [measure(folder, jobs, options.files) for jobs in options.jobs]
            for _ in range(options.repeat)
        ]
    runs = [min(runs, key=lambda run: run.seconds) for runs in zip(*tries, strict=True)]
    print("jobs  files  seconds  reports/s  scaling  MB at half  MB at peak")
    for run in runs:
        scaling = runs[0].seconds / run.seconds
        print(
            f"{run.jobs:4d}  {run.files:5d}  {run.seconds:7.1f}  {run.files / run.seconds:9.1f}"
            f"  {scaling:7.2f}  {run.half_mb:10.0f}  {run.peak_mb:10.0f}"
        )


if __name__ == "__main__":
    main()
