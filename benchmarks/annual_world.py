"""Build a province of 2,000 units with five years of annual reports, for the benchmarks.

    python benchmarks/annual_world.py FOLDER [--years N]

FOLDER becomes the portal's data folder (SQLite; with DATABASE_URL the database stands there). Every unit
has its own report of each year and every government above others its region's; of the last year some are
still written, sent back or not begun. Rows are inserted in bulk: this world is measured, not believed.
A folder that holds a whole world is left as it is.
"""

import argparse
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from portal_world import organs, peak, set_up

LAST = 2025
PHRASES = 400  # sentences that reports are put together from; every report adds its own figures
CODES = ("K1", "K3", "K4", "K6", "cells_filled", "counts_whole")
STAGES = ["published"] * 60 + ["accepted"] * 15 + ["submitted"] * 10 + ["returned"] * 5
STAGES += ["drafting"] * 6 + [""] * 4  # "": not begun


def main() -> int:
    """Build the world and print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--years", type=int, default=5)
    asked = parser.parse_args()
    set_up(asked.folder)
    from django.core.management import call_command
    from django.db import connection, transaction

    from gongkai.forms.form import edition_for
    from portal.annual.models import Filing
    from portal.organs.models import Organ

    call_command("migrate", interactive=False, verbosity=0)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA synchronous=OFF")
    if Filing.objects.exists():
        return 0
    began = time.perf_counter()
    choose = random.Random(6)
    phrases = [
        f"第{n}项工作按照要求推进，{choose.randint(2, 90)}个单位参加。" for n in range(PHRASES)
    ]
    with transaction.atomic():
        made: list[Any] = list(Organ.objects.order_by("pk")) or organs()
    for year in range(LAST - asked.years + 1, LAST + 1):
        with transaction.atomic():
            one_year(year, made, edition_for(year), choose, phrases, last=year == LAST)
    print(f"reports: {time.perf_counter() - began:.0f} s, {peak()}")
    return 0


def one_year(
    year: int, made: list[Any], form: Any, choose: random.Random, phrases: list[str], *, last: bool
) -> None:
    """Insert the filings of one year with their frozen version, its cells and their events."""
    from gongkai.figures import number
    from gongkai.forms.evaluate import complete, computed
    from gongkai.forms.filled import Paragraph, Section, filled
    from gongkai.writers import json as written
    from portal.annual.models import Filing, FilingCell, FilingEvent, FilingVersion, Scope
    from portal.oversight.models import Judged

    leaves = [a for a in form.addresses if a not in computed(form)]
    parents = {organ.parent_id for organ in made}
    at = datetime(year + 1, 1, 20, tzinfo=UTC)
    totals: dict[int, dict[Any, int]] = {}
    batch: list[tuple[Any, Any, Any, str]] = []
    for organ in reversed(made):  # those below first
        own = {a: choose.choice((0, 0, 0, 0, 1, 2, 7)) for a in leaves}
        summed = totals.setdefault(organ.pk, dict.fromkeys(leaves, 0))
        for address, value in own.items():
            summed[address] += value
        if organ.parent_id:
            above = totals.setdefault(organ.parent_id, dict.fromkeys(leaves, 0))
            for address, value in summed.items():
                above[address] += value
        scopes = [(Scope.OWN, own)]
        if organ.pk in parents:
            scopes.append((Scope.REGION, summed))
        for scope, values in scopes:
            stage = choose.choice(STAGES) if last else "published"
            if not stage:
                continue
            filing = Filing(organ=organ, year=year, scope=scope, stage=stage)
            if stage == "drafting":
                batch.append((filing, None, None, stage))
                continue
            parts = tuple(
                Section(n, "", "", tuple(Paragraph(t) for t in choose.sample(phrases, 8)))
                for n in range(1, 7)
            )
            figures = complete(form, {a: number(v) for a, v in values.items()})
            report = filled(form, figures, year=year, authority=organ.name, sections=parts)
            version = FilingVersion(
                filing=filing, number=1, edition=form.id, law="", sha256=f"{organ.pk:064x}", at=at
            )
            version.report = written.write(report).decode()
            filing.submitted_at, filing.stage_since = at, at
            batch.append((filing, version, figures, stage))
    Filing.objects.bulk_create([filing for filing, *_ in batch], batch_size=500)
    versions = [version for _, version, *_ in batch if version]
    FilingVersion.objects.bulk_create(versions, batch_size=500)
    sent = [row for row in batch if row[1]]
    for filing, version, *_ in sent:
        filing.current = version
    Filing.objects.bulk_update([row[0] for row in sent], ["current"], batch_size=500)
    FilingCell.objects.bulk_create(
        (
            FilingCell(
                version=version,
                organ_id=filing.organ_id,
                year=year,
                scope=filing.scope,
                address=str(address),
                status=figure.status.value,
                value=figure.value,
            )
            for filing, version, figures, _ in sent
            for address, figure in figures.items()
        ),
        batch_size=3000,
    )
    Judged.objects.bulk_create(
        (
            Judged(
                version=version,
                errors=choose.choice((0, 0, 0, 1)),
                warnings=choose.randint(0, 6),
                codes=dict.fromkeys(choose.sample(CODES, choose.randint(0, 4)), 1),
                like_last=round(choose.random() / 2, 3),
                like_other=round(choose.random() / 2, 3),
                like_whom=choose.choice(made),
            )
            for version in versions
        ),
        batch_size=2000,
    )
    events = []
    for filing, version, _, stage in batch:
        kinds = ["started"]
        if stage != "drafting":
            kinds.append("submitted")
        kinds += {
            "returned": ["returned"],
            "accepted": ["accepted"],
            "published": ["accepted", "published"],
        }.get(stage, [])
        events += [
            FilingEvent(
                filing=filing, kind=kind, at=at, version=None if kind == "started" else version
            )
            for kind in kinds
        ]
    FilingEvent.objects.bulk_create(events, batch_size=2000)


if __name__ == "__main__":
    sys.exit(main())
