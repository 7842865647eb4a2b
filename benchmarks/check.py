"""How long the checks take for each report; the bar is 10 ms added to a report.

    python benchmarks/check.py [FOLDER]

FOLDER holds real reports, one folder each (default GONGKAI_REPORTS, else ../shared/reports).
Reading is done once, outside the clock. Each report is assessed in rounds; the best and the median
round are shown, with the share of the checks that read prose.
"""

import os
import sys
import time
import tomllib
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from statistics import median

from gongkai.checks.assess import assess
from gongkai.checks.check import Evidence, catalogue
from gongkai.readers.read import read_file

BAR = 0.010  # seconds a report
ROUNDS = 30


def main(folder: Path) -> int:
    """Print one line for each readable report; 1 if a median is over the bar, 2 without reports."""
    text = (resources.files("gongkai.checks") / "catalogue.toml").read_text(encoding="utf-8")
    tables = set(tomllib.loads(text))
    over = False
    medians = []
    print(f"{'report':28}{'best':>9}{'median':>9}{'tables':>9}   ms, {len(catalogue())} checks")
    for path in sorted(folder.glob("*/report.*")):
        result = read_file(path)
        if result.report is None:
            continue
        evidence = Evidence(result.report, issues=result.issues, media_type="text/html")
        times = seconds(evidence, None)
        of_tables = seconds(evidence, tables)
        medians.append(median(times))
        over = over or median(times) > BAR
        print(
            f"{path.parent.name:28}{min(times) * 1000:9.2f}{median(times) * 1000:9.2f}"
            f"{median(of_tables) * 1000:9.2f}"
        )
    if not medians:
        print(f"no report in {folder}")
        return 2
    print(f"{'median of all':28}{'':9}{median(medians) * 1000:9.2f}   bar {BAR * 1000:.0f} ms")
    return int(over)


def seconds(evidence: Evidence, codes: Iterable[str] | None) -> list[float]:
    """The seconds of each round; every round sees fresh evidence, so nothing stays cached in it."""
    times = []
    for _ in range(ROUNDS):
        fresh = Evidence(evidence.report, issues=evidence.issues, media_type=evidence.media_type)
        start = time.perf_counter()
        assess(fresh, codes)
        times.append(time.perf_counter() - start)
    return times


if __name__ == "__main__":
    root = Path(__file__).resolve().parent.parent
    default = os.environ.get("GONGKAI_REPORTS", str(root.parent / "shared" / "reports"))
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else default)))
