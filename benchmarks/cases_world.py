"""Build a province of 2,000 organs with 1,000,000 requests of ten events each, for the benchmarks.

    python benchmarks/cases_world.py FOLDER [--cases N]

FOLDER becomes the portal's data folder (SQLite; with DATABASE_URL the database stands there). Rows are
inserted in bulk: this world is measured, not believed. What lists need of each request is projected
by the product's own code from its events; the first requests are written one by one, the database
copies them to other organs until there are enough. A folder that holds a whole world is left as it is.
"""

import argparse
import random
import sys
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from portal_world import organs, peak, set_up

CASES = 1_000_000
STORIES = 2_000  # of ten events each, told to the day; every request follows one of them
BATCH = 2_000
FIRST = 20_000  # written one by one
LAST = date(2026, 11, 20)
TOPICS = ("财政资金", "征地补偿", "规划建设", "社会救助", "环境保护", "教育", "其他")


def stories(choose: random.Random) -> list[tuple[Any, list[dict[str, Any]], dict[str, Any]]]:
    """Return ways in which a request went: channel, its ten events, the columns they amount to."""
    from gongkai.cases.events import Channel, Kind
    from gongkai.errors import GongkaiError
    from portal.cases import projection
    from portal.cases.lifecycle import Happened, Office, stands
    from portal.cases.models import Case

    found: list[tuple[Any, list[dict[str, Any]], dict[str, Any]]] = []
    while len(found) < STORIES:
        channel = choose.choice(list(Channel))
        day = date(2019, 6, 1) + timedelta(
            days=choose.randrange((LAST - date(2019, 6, 1)).days - 90)
        )
        if choose.random() < 0.03:
            day = LAST - timedelta(days=choose.randrange(40))
        kinds: list[tuple[Any, dict[str, Any]]] = [(Kind.ARRIVED, {})]
        if channel.receipt.received_on == "confirmed":
            kinds.append((Kind.CONFIRMED, {}))
        kinds.append((Office.ASSIGNED, {"whom": "经办"}))
        if choose.random() < 0.3:
            kinds += [
                (Kind.CORRECTION_ASKED, {"until": day + timedelta(days=30)}),
                (Kind.CORRECTED, {}),
            ]
        if choose.random() < 0.2:
            kinds += [
                (Kind.THIRD_PARTY_ASKED, {"whom": "第三方"}),
                (Kind.THIRD_PARTY_ANSWERED, {"whom": "第三方"}),
            ]
        ending = [
            (Office.DRAFTED, {}),
            (Office.SUBMITTED, {}),
            (Office.PASSED, {}),
            (Office.PASSED, {}),
            (Kind.REPLIED, {}),
        ]
        kinds += [(Office.NOTED, {})] * max(10 - len(kinds) - len(ending), 0)
        kinds = [*kinds, *ending][:10]
        events, at = [], day
        for pk, (kind, detail) in enumerate(kinds, 1):
            events.append({"pk": pk, "kind": kind, "on": at, **detail})
            at += timedelta(days=choose.choice((0, 0, 1, 1, 2, 3)))
        events = [event for event in events if event["on"] <= LAST]
        told = [
            Happened(
                e["pk"],
                e["kind"],
                e["on"],
                1,
                until=e.get("until"),
                whom=e.get("whom", ""),
                steps=2,
            )
            for e in events
        ]
        try:
            now = stands(channel, told)
        except (GongkaiError, ValueError):
            continue
        shell = Case(channel=channel)
        if now.law.standing.ended_on is None:
            shell = Case(pk=0, channel=channel)
        found.append((channel, events, projection.columns(shell, now)))
    return found


def copied(
    connection: Any, model: Any, copy: int, step: int, cases: int, organs_count: int
) -> None:
    """Let the database copy the first rows of a table, moved on to other numbers and organs."""
    moved = copy * step
    text = "printf('%032x', id + {0})"
    if connection.vendor == "postgresql":
        text = "lpad(to_hex(id + {0}), 32, '0')::uuid"
    new = {
        "id": f"id + {moved}",
        "mark": text.format(moved),
        "applicant_id": f"applicant_id + {copy * cases}",
        "case_id": f"case_id + {copy * cases}",
        # one in twenty goes to one organ, which then has 50,000: as many as a large city's in three years
        "organ_id": f"CASE WHEN id % 20 = 0 THEN 1 ELSE 1 + (organ_id + {copy * 37}) % {organs_count} END",
        "number": f"number || '-' || (id + {copy * cases})",
    }
    names = [field.column for field in model._meta.concrete_fields]
    taken = ", ".join(new.get(name, f'"{name}"') for name in names)
    listed, table = ", ".join(f'"{name}"' for name in names), model._meta.db_table
    connection.cursor().execute(
        f'INSERT INTO "{table}" ({listed}) SELECT {taken} FROM "{table}" WHERE id <= {step}'
    )


def main() -> int:
    """Build the world and print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cases", type=int, default=CASES)
    asked = parser.parse_args()
    set_up(asked.folder)
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.db import connection, transaction

    from portal.cases.models import Applicant, ApplicantKind, Case, CaseEvent
    from portal.organs.models import Organ

    call_command("migrate", interactive=False, verbosity=0)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA synchronous=OFF")
    if Case.objects.count() >= asked.cases:
        return 0
    began = time.perf_counter()
    choose = random.Random(4)
    with transaction.atomic():
        made: list[Any] = list(Organ.objects.all()) or organs()
    weights = list(accumulate(1 / (rank + 20) ** 0.7 for rank in range(len(made))))
    ranked = choose.sample(made, len(made))
    told = stories(choose)
    outcomes = (
        "provided",
        "partly_provided",
        "refused",
        "nonexistent",
        "not_responsible",
        "already_public",
    )
    serial: dict[int, int] = {}
    first_ones = min(FIRST, asked.cases)
    for start in range(1, first_ones + 1, BATCH):
        people, cases, events = [], [], []
        for pk in range(start, min(start + BATCH, first_ones + 1)):
            organ = choose.choices(ranked, cum_weights=weights)[0]
            channel, happened, columns = choose.choice(told)
            kind = choose.choice(ApplicantKind.values) if choose.random() < 0.2 else "natural"
            outcome = choose.choice(outcomes) if columns["ended_on"] else ""
            serial[organ.pk] = serial.get(organ.pk, 0) + 1
            first = happened[0]["on"]
            mark = uuid.UUID(int=pk)
            people.append(
                Applicant(
                    pk=pk,
                    mark=mark,
                    kind=kind,
                    name=f"申请人{pk % 5000}",
                    same=f"{pk % 200_000:064x}",
                )
            )
            cases.append(
                Case(
                    pk=pk, organ=organ, applicant_id=pk, kind=kind, channel=channel, arrived_on=first,
                    number=f"公开申请〔{first.year}〕{serial[organ.pk]}号", topic=choose.choice(TOPICS),
                    subject=f"{first.year}年{choose.choice(TOPICS)}有关文件（{pk % 997}）",
                    content="请公开相关文件全文及附件。", fingerprint=f"{pk % 900_000:064x}", handler_id=1,
                    outcome=outcome, ground="15" if outcome == "refused" else "", steps=["reviewer", "signer"],
                    made_at=datetime(first.year, first.month, first.day, tzinfo=UTC), **columns,
                )
            )  # fmt: skip
            for event in happened:
                kept = {name: value for name, value in event.items() if name != "pk"}
                facts = {"steps": ["reviewer", "signer"]} if kept["kind"] == "submitted" else {}
                events.append(CaseEvent(case_id=pk, who="经办", user_id=1, facts=facts, **kept))
        with transaction.atomic():
            Applicant.objects.bulk_create(people)
            Case.objects.bulk_create(cases)
            CaseEvent.objects.bulk_create(events)
        print(f"\r{start + BATCH - 1:>9} requests", end="", file=sys.stderr)
    most = CaseEvent.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for copy in range(1, -(-asked.cases // first_ones)):
        with transaction.atomic():
            for model, step in ((Applicant, first_ones), (Case, first_ones), (CaseEvent, most)):
                copied(connection, model, copy, step, first_ones, len(made))
        print(f"\r{(copy + 1) * first_ones:>9} requests", end="", file=sys.stderr)
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [Applicant, Case, CaseEvent]):
            cursor.execute(sql)
        cursor.execute("ANALYZE")
    print(f"requests inserted   {time.perf_counter() - began:7.1f} s   {peak()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
