"""How fast uncached pages of a large portal are: list, detail and search; the bar is p95 < 50 ms.

    python benchmarks/portal_pages.py FOLDER [--seconds N] [--users N] [--workers N] [--pause SECONDS]

FOLDER is a world of benchmarks/portal_world.py. The real server is started on it (`portal serve`, two
processes), and every call has a cookie, for which no page is kept. `wrk` calls it twice for each kind of
page: with 20 connections that ask anew as soon as they are answered, which measures how much the server
can do, and with 20 users who read between two pages, for a second on average (exponential), which
measures how long a reader waits. `--pause` runs one of the two: 0, or the mean in seconds. wrk runs on the
same cores as the server; what else runs there is told by the load printed.
"""

import argparse
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from portal_world import OFFICE, set_up

BAR = 50.0  # ms, p95
COOKIE = ("-H", "Cookie: show_size=normal")
PAUSE = "function delay() return math.floor(-math.log(1 - math.random()) * {ms:.0f}) end"
LUA = """
local paths = {}
function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  math.randomseed(tonumber(args[2]))
end
%s
function request() return wrk.format("GET", paths[math.random(#paths)]) end
function done(summary, latency, requests)
  io.write(string.format("RESULT %%d %%d %%d %%f %%f %%f %%f\\n", summary.requests, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    summary.duration / 1e6))
end
"""


def addresses() -> dict[str, list[str]]:
    """Return addresses of each kind as readers ask for them, drawn from the world's own data."""
    from portal.organs.models import Organ
    from portal.publishing.models import Column, DocumentVersion, Genre
    from portal.site import entries

    draw = random.Random(3)
    organs = list(Organ.objects.order_by("pk"))
    upper = [o for o in organs if o.kind == "government" and o.level != "township"]
    columns = list(Column.objects.filter(organ=None, part="content").order_by("pk"))
    codes = [c.code for c in columns]
    last = DocumentVersion.objects.order_by("-pk").values_list("pk", flat=True)[0]
    topics = list(
        DocumentVersion.objects.filter(pk__lt=2000)
        .exclude(topic="")
        .values_list("topic", flat=True)
    )
    genres = [Genre.NORMATIVE, Genre.NOTICE, Genre.NEWS, Genre.POLICY, Genre.FINANCE]
    lists = []
    for _ in range(600):
        organ, code = draw.choice(organs), draw.choice(codes)
        high = draw.choice(upper)
        lists += [
            f"/o/{organ.code}/",
            f"/o/{organ.code}/{code}/",
            f"/o/{organ.code}/{code}/?page={draw.randint(1, 3)}",
            f"/o/{organ.code}/all/?year={draw.randint(2016, 2025)}",
            f"/o/{high.code}/all/?within=1",
            f"/o/{high.code}/{code}/?within=1&page={draw.randint(1, 50)}",
            f"/o/{high.code}/all/?within=1&genre={draw.choice(genres)}&year={draw.randint(2016, 2025)}",
            f"/o/{high.code}/all/?within=1&topic={quote(draw.choice(topics))}",
            f"/o/{organs[0].code}/{code}/?within=1&validity=current",
        ]
    # Pages around the 5,000th of the whole province, as turning over page by page reaches them.
    pks = sorted(draw.sample(range(1, last), 300))
    for entry in entries.entries(organs[0], within=True).filter(pk__in=pks):
        lists.append(f"/o/{organs[0].code}/all/?within=1&page={entries._mark(5000, 'o', entry)}")
    words = [*OFFICE, *(a + b for a in OFFICE[:12] for b in OFFICE[12:24])]
    titles = DocumentVersion.objects.filter(pk__in=pks).values_list("title", "number")
    found = []
    for title, number in titles:
        at = draw.randint(2, max(len(title) - 6, 2))
        found += [f"/search/?q={quote(title[at : at + 4])}"]
        found += [f"/search/?q={quote(number)}"] if number else []
    for _ in range(400):
        one, two = draw.choice(words), draw.choice(words)
        found += [
            f"/search/?q={quote(one)}",
            f"/search/?q={quote(one)}&page={draw.randint(2, 5)}",
            f"/search/?q={quote(f'{one} {two}')}&sort=new",
            f"/search/?q={quote(two)}&organ={draw.choice(upper).code}&year={draw.randint(2016, 2025)}",
        ]
    detail = [f"/info/{draw.randint(1, last)}/" for _ in range(5000)]
    mixed = [draw.choice(lists) for _ in range(3000)] + detail[:5000]
    mixed += [draw.choice(found) for _ in range(2000)]
    return {"list": lists, "detail": detail, "search": found, "mixed 3:5:2": mixed}


def serve(folder: Path, workers: int, **environment: str) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server and return it with its port once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "portal", "serve", "--port", str(port), "--workers", str(workers)],
        env=os.environ | {"PORTAL_DATA": str(folder), "PORTAL_HTTPS": "0"} | environment,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return process, port
        except OSError:
            time.sleep(0.1)
    process.terminate()
    raise SystemExit("the server does not answer")


def load(
    port: int, paths: Sequence[str], users: int, seconds: int, *more: str, pause: float = 0
) -> list[float]:
    """Return requests, bad answers, errors, p50, p95, p99 (ms) and the seconds of one run of wrk.

    pause  how long each user reads between two pages, on average, in seconds
    """
    with tempfile.TemporaryDirectory() as folder:
        script, lines = Path(folder) / "mix.lua", Path(folder) / "paths"
        reading = PAUSE.format(ms=pause * 1000) if pause else ""
        script.write_text(LUA % reading, encoding="utf-8")
        lines.write_text("\n".join(paths) + "\n", encoding="utf-8")
        run = ["wrk", "-t1", f"-c{users}", f"-d{seconds}s", "--timeout", "20s", *more]
        run += [
            "-s",
            str(script),
            f"http://127.0.0.1:{port}",
            "--",
            str(lines),
            f"{seconds + pause * 100:.0f}",
        ]
        said = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    result = next(line for line in said.splitlines() if line.startswith("RESULT"))
    return [float(word) for word in result.split()[1:]]


def table(
    port: int,
    kinds: Mapping[str, Sequence[str]],
    pauses: Sequence[float],
    users: int,
    seconds: int,
    *more: str,
) -> float:
    """Print a line for each kind of page and each pause; return the largest p95, in ms."""
    print(
        f"{'kind':14}{'pause':>6}{'requests/s':>12}{'p50':>8}{'p95':>8}{'p99':>8}  ms  load before"
    )
    slowest = 0.0
    for kind, paths in kinds.items():
        for pause in pauses:
            busy = os.getloadavg()[0]
            n, bad, errors, p50, p95, p99, took = load(
                port, paths, users, seconds, *more, pause=pause
            )
            slowest = max(slowest, p95)
            wrong = f"  {bad:.0f} not 200, {errors:.0f} errors" if bad or errors else ""
            print(
                f"{kind:14}{pause:5.1f}s{n / took:12.0f}{p50:8.1f}{p95:8.1f}{p99:8.1f}"
                f"  ms  {busy:.1f}{wrong}",
                flush=True,
            )
    return slowest


def memory(process: subprocess.Popen[bytes]) -> str:
    """Return the resident memory of the server's processes in MB, without what they share."""
    import psutil

    own = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    return " + ".join(f"{p.memory_full_info().uss / (1 << 20):.0f}" for p in own)


def main() -> int:
    """Print a line for each kind of page; 1 if a p95 is over the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--pause", type=float, help="seconds between two pages; both where not said"
    )
    asked = parser.parse_args()
    pauses = [0.0, 1.0] if asked.pause is None else [asked.pause]
    set_up(asked.folder)
    kinds = addresses()
    process, port = serve(asked.folder, asked.workers)
    try:
        # files into memory, templates compiled
        load(port, kinds["mixed 3:5:2"], asked.users, 5, *COOKIE)
        slowest = table(port, kinds, pauses, asked.users, asked.seconds, *COOKIE)
        print(f"memory of the server's processes: {memory(process)} MB; bar p95 < {BAR:.0f} ms")
    finally:
        process.terminate()
        process.wait()
    return int(slowest > BAR)


if __name__ == "__main__":
    sys.exit(main())
