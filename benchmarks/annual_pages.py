"""How fast a province of 2,000 units is summed and watched; the bars are 5 s for five years and 200 ms.

    python benchmarks/annual_pages.py FOLDER [--seconds N] [--users N] [--workers N]

FOLDER is a world of benchmarks/annual_world.py. First every unit's report of five years is added up, where
the frozen cells lie and, as the named alternative, report by report with `gongkai.consolidation.add`, the
same figures from both. Then the real server is started on it and `wrk` asks for the wall of 2,000 units and
for the province's total: with connections that ask again at once, and with users who read a second.
"""

import argparse
import random
import sys
import time
from pathlib import Path

from cases_pages import signed_in
from portal_pages import memory, serve, table
from portal_world import set_up

BAR = 200.0  # ms, p95


def main() -> int:
    """Print the sums' times and a line for each kind of page; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--users", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    set_up(asked.folder)
    from portal.annual.models import Filing
    from portal.organs.models import Organ

    spent = sums()
    root = Organ.objects.get(parent=None)
    years = sorted(set(Filing.objects.values_list("year", flat=True)))
    cookie = signed_in(root, "SUPERVISOR")
    process, port = serve(asked.folder, asked.workers)
    try:
        choose = random.Random(1)
        walls = [f"/desk/oversight/{y}/?page={choose.randint(1, 9)}" for y in years[-1:] * 40]
        walls += [f"/desk/oversight/{years[-1]}/?show={s}" for s in ("late", "returned", "alike")]
        walls += [f"/desk/oversight/{years[-1]}/?order={s}" for s in ("left", "findings", "alike")]
        kinds = {
            "wall": walls,
            "total": [f"/desk/rollup/{root.code}/{y}/" for y in years],
        }
        slowest = table(
            port, kinds, [0.0, 1.0], asked.users, asked.seconds, "-H", f"Cookie: {cookie}"
        )
        print(f"memory of the server's processes: {memory(process)} MB; bar p95 < {BAR:.0f} ms")
    finally:
        process.terminate()
        process.wait()
    return 1 if slowest > BAR or spent > 5 else 0


def sums() -> float:
    """Add up every unit's accepted report of each year in both ways; return the CPU seconds of ours."""
    from gongkai.consolidation import add
    from gongkai.forms.form import edition_for
    from portal.annual.models import Filing, FilingVersion, Scope
    from portal.rollup.consolidating import accepted, summed

    ours = theirs = 0.0
    counted = 0
    for year in sorted(set(Filing.objects.values_list("year", flat=True))):
        form = edition_for(year)
        began = time.process_time()
        filings = Filing.objects.filter(year=year, scope=Scope.OWN).defer("texts", "wrapper")
        versions = [*accepted(filings).values()]
        figures, _gaps = summed(form, versions)
        ours += time.process_time() - began
        began = time.process_time()
        whole = FilingVersion.objects.filter(pk__in=[v.pk for v in versions])
        total = add.add(form, {str(one.pk): one.filled for one in whole.iterator(500)})
        theirs += time.process_time() - began
        assert all(total.totals[a].figure == figures[a] for a in form.addresses)
        counted += len(versions)
    print(
        f"{counted} reports added up: {ours:.2f} CPU s where they lie,"
        f" {theirs:.1f} s report by report ({theirs / ours:.0f} times)"
    )
    return ours


if __name__ == "__main__":
    sys.exit(main())
