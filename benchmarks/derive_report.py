"""Seconds to derive the annual report of an organ with 50,000 requests; the bar is 1 s of processor time.

    python benchmarks/derive_report.py FOLDER [--years 2024 2025]

FOLDER is a world of benchmarks/cases_world.py. Each year is derived as the product does, from columns,
and beside it from every event of the same requests, by turns in one run: the figures must agree. The
last line counts all of the organ's requests as if they were of one year.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from portal_world import set_up

BAR = 1.0
RUNS = 3
LAST = date(2026, 12, 31)


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor seconds of some work, and what it gave."""
    gc.collect()
    began = time.process_time()
    given = work()
    return time.process_time() - began, given


def from_events(cases: Iterable[Any]) -> list[Any]:
    """Return requests as counting knows them, read from all of their events."""
    from gongkai.cases.events import Channel
    from gongkai.counting.requests import Request, Span
    from portal.cases.lifecycle import stands
    from portal.cases.queries import happened

    found = []
    for case in cases:
        law = stands(Channel(case.channel), happened(case.events.all())).law.standing
        ended = (law.ended_on, case.outcome, case.ground) if law.ended_on else ()
        found.append(Request(f"cases.case:{case.pk}", case.kind, (Span(law.received_on, *ended),)))
    return found


def main() -> int:
    """Print a line for each year; 1 if one is over the bar or the two ways differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--years", type=int, nargs="+", default=[2024, 2025])
    asked = parser.parse_args()
    set_up(asked.folder)
    from django.db.models import Count, Prefetch

    from gongkai.counting.requests import Request, Span
    from gongkai.counting.tally import tally
    from gongkai.forms.form import edition_for
    from portal.annual.deriving import derive
    from portal.cases import counting_feed
    from portal.cases.models import Case, CaseEvent
    from portal.organs.models import Organ

    busiest = Case.objects.values("organ").annotate(n=Count("pk")).order_by("-n")[0]
    organ, worst = Organ.objects.get(pk=busiest["organ"]), 0.0
    derive(organ, asked.years[0])  # what is read once is read
    print(f"{organ}: {busiest['n']} requests")
    for year in asked.years:
        pks = [
            int(r.id.partition(":")[2])
            for r in counting_feed.of_year(organ, year, date(year, 12, 31))
        ]
        events = Prefetch("events", CaseEvent.objects.order_by("pk"))

        def named(year: int = year, events: Any = events) -> Any:
            touched = Case.objects.filter(organ=organ, arrived_on__lte=date(year, 12, 31))
            touched = touched.exclude(ended_on__lt=date(year, 1, 1)).prefetch_related(events)
            requests = from_events(touched.order_by("pk").iterator(2000))
            return tally(edition_for(year), year, requests=requests)

        own = min(
            (seconds(lambda y=year: derive(organ, y)) for _ in range(RUNS)), key=lambda p: p[0]
        )
        other = seconds(named)
        worst = max(worst, own[0])
        report = own[1].report
        same = all(
            report[address] == figure
            for address, figure in other[1].report().figures.items()
            if address.table == "requests"
        )
        print(
            f"{year}  {len(pks):>6} requests of the year  columns {own[0]:6.2f} s"
            f"   every event {other[0]:6.2f} s   {other[0] / own[0]:5.1f} times   {'same' if same else 'DIFFERENT'}"
        )
        if not same:
            return 1
    reading, every = seconds(lambda: counting_feed.of_year(organ, 2019, LAST))
    year, day = asked.years[-1], date(asked.years[-1], 5, 6)
    ended = [
        Request(one.id, one.applicant, (Span(day, day, one.spans[0].outcome or "provided", "15"),))
        for one in every
    ]
    counting, _ = seconds(lambda: tally(edition_for(year), year, requests=ended).report())
    print(f"all   {len(every):>6} requests as if of one year  {reading + counting:6.2f} s")
    return 0 if max(worst, reading + counting) < BAR else 1


if __name__ == "__main__":
    sys.exit(main())
