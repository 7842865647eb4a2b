"""`gongkai consolidate`: add the units of a parent and hold the sum against its own report."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from os.path import realpath
from pathlib import Path
from typing import Any

import click

from gongkai.checks.naming import row_name, table_name
from gongkai.cli.command import Argument, Command, Option, file_options, language, tell
from gongkai.cli.inputs import gather
from gongkai.cli.output import (
    FORMATS,
    VERSION,
    loss_entry,
    screen,
    table,
    titles,
    write_json,
    write_rows,
)
from gongkai.cli.read import lost_result, read_input, report_of
from gongkai.cli.running import each
from gongkai.consolidation.add import (
    Consolidation,
    Difference,
    Judgement,
    Part,
    Total,
    add,
    against,
)
from gongkai.consolidation.plan import Member, Roll, call_roll, plan_of, read_plan
from gongkai.errors import InputError
from gongkai.figures import Status
from gongkai.forms.filled import FilledForm
from gongkai.forms.form import Address, Form, edition_for
from gongkai.readers.bounds import file_bytes

_MOST_BYTES = 4 << 20  # of a list of units
WRONG = (Judgement.DIFFERS, Judgement.TOO_SMALL)


@dataclass(frozen=True)
class Outcome:
    """A total, who is in it, who is not, and what it says of the parent's report."""

    parent: FilledForm | None
    year: int
    roll: Roll
    other_year: tuple[str, ...]
    unreadable: tuple[tuple[str, str], ...]
    total: Consolidation
    differences: tuple[Difference, ...]

    @property
    def wrong(self) -> tuple[Difference, ...]:
        """The cells in which the parent's report cannot be right."""
        return tuple(d for d in self.differences if d.judgement in WRONG)


@click.command(cls=Command, help="help_consolidate")
@click.argument("folder", metavar="word_folder", type=click.Path(), cls=Argument)
@click.option("--parent", type=click.Path(), metavar="word_file", cls=Option, help="opt_parent")
@click.option("--units", type=click.Path(), metavar="word_file", cls=Option, help="opt_units")
@click.option("--year", type=int, cls=Option, help="opt_year")
@file_options(FORMATS)
def consolidate(
    folder: str, parent: str | None, units: str | None, year: int | None, form: str, out: str | None
) -> int:
    """Consolidate a folder; exit code 1 where the parent cannot be right, 2 for unreadable files."""
    outcome = work_out(folder, parent=parent, units=units, year=year)
    if form == "json":
        write_json(document(outcome), out)
    elif form == "table":
        _print(outcome, out)
    else:
        write_rows(titles("consolidate_header"), _rows(outcome), form=form, out=out)
    return 2 if outcome.unreadable else 1 if outcome.wrong else 0


def work_out(
    folder: str, *, parent: str | None = None, units: str | None = None, year: int | None = None
) -> Outcome:
    """Read a folder and add it up; raises InputError for a parent or a list that cannot be used."""
    above = report_of(parent) if parent else None
    if not Path(folder).exists():
        raise InputError("cli.no_such_folder", name=folder)
    kept = realpath(parent) if parent else None
    inputs = [e for e in gather([folder]) if realpath(e.path) != kept]
    results = each(inputs, read_input, lost=lost_result, jobs=1)
    read = [(entry.path, result) for entry, result in zip(inputs, results, strict=True)]
    reports = [(path, r.report) for path, r in read if r.report is not None]
    unreadable = tuple((p, r.error.sentence(language())) for p, r in read if r.error is not None)
    year = year or (above.year if above else None) or _common_year(reports)
    if year is None and unreadable and not reports:
        path, reason = unreadable[0]
        facts = {"count": len(unreadable), "path": path, "reason": reason}
        raise InputError("cli.none_readable", folder=folder, **facts)
    if year is None:
        raise InputError("cli.no_year")
    this_year = [(path, report) for path, report in reports if report.year == year]
    plan = read_plan(_bytes(units), name=units) if units else plan_of(r for _, r in this_year)
    members: Sequence[Member] = plan.children(year, parent=above.authority if above else "")
    roll = call_roll(members, this_year)
    edition = above.form if above else edition_for(year)
    total = add(edition, roll.reports, missing=(*roll.missing, *(roll.doubled or {})))
    return Outcome(
        parent=above,
        year=year,
        roll=roll,
        other_year=tuple(path for path, report in reports if report.year != year),
        unreadable=unreadable,
        total=total,
        differences=against(above, total) if above else (),
    )


def document(outcome: Outcome) -> dict[str, Any]:
    """Return the contract's shape (consolidate.schema.json)."""
    form = outcome.total.form
    return {
        "version": VERSION,
        "parent": outcome.parent.authority if outcome.parent else None,
        "year": outcome.year,
        "edition": form.id,
        "units": list(outcome.total.units),
        "missing": list(outcome.roll.missing),
        "doubled": {unit: list(paths) for unit, paths in (outcome.roll.doubled or {}).items()},
        "strangers": list(outcome.roll.strangers),
        "other_year": list(outcome.other_year),
        "unreadable": [{"path": path, "message": why} for path, why in outcome.unreadable],
        "losses": [{"unit": unit, **loss_entry(loss)} for unit, loss in outcome.total.losses],
        "slips": [
            {
                "unit": s.unit,
                "address": str(s.address),
                "printed": s.printed.text,
                "computed": s.computed.text,
            }
            for s in outcome.total.slips
        ],
        "cells": [_cell(form.label(t.address), t) for t in outcome.total.totals.values()],
        "differences": [
            {
                "address": str(d.address),
                "judgement": str(d.judgement),
                "printed": d.printed.text,
                "sum": d.total.figure.text,
                "amount": None if d.amount is None else str(d.amount),
            }
            for d in outcome.differences
            if d.judgement is not Judgement.AGREES
        ],
    }


def _cell(label: str, total: Total) -> dict[str, Any]:
    return {
        "address": str(total.address),
        "label": label,
        "value": total.figure.text,
        "parts": [{"unit": p.unit, "value": p.figure.text} for p in total.parts],
        "gaps": [{"unit": p.unit, "status": str(p.figure.status)} for p in total.gaps],
    }


def _bytes(path: str) -> bytes:
    try:
        return file_bytes(Path(path), most=_MOST_BYTES)
    except OSError:
        raise InputError("cli.no_such_file", name=path) from None


def _common_year(reports: Sequence[tuple[str, FilledForm]]) -> int | None:
    years = Counter(report.year for _, report in reports if report.year is not None)
    return years.most_common(1)[0][0] if years else None


def _parts(parts: Sequence[Part]) -> str:
    return "；".join(f"{part.unit} {part.figure.text or part.figure.status}" for part in parts)


def _rows(outcome: Outcome) -> Iterator[tuple[object, ...]]:
    printed = {d.address: d for d in outcome.differences}
    for address, total in outcome.total.totals.items():
        found = printed.get(address)
        yield (
            str(address),
            outcome.total.form.label(address),
            total.figure.number,
            found.printed.number if found else None,
            str(found.judgement) if found else None,
            _parts(total.parts),
            _parts(total.gaps),
        )


def _print(outcome: Outcome, out: str | None) -> None:
    roll, total = outcome.roll, outcome.total
    with screen(out) as console:
        name = outcome.parent.authority if outcome.parent else tell("no_parent")
        console.print(
            tell("consolidate_title", name=name, year=outcome.year, count=len(total.units)),
            style="bold",
        )
        lines = [
            ("units_in", total.units),
            ("units_missing", roll.missing),
            ("units_doubled", [f"{u}（{'、'.join(s)}）" for u, s in (roll.doubled or {}).items()]),
            ("units_strange", roll.strangers),
            ("units_other_year", outcome.other_year),
        ]
        for code, names in lines:
            if names:
                console.print(tell(code, names="、".join(names), count=len(names)))
        for path, why in outcome.unreadable:
            console.print(tell("not_written", name=path, reason=why), style="red")
        for unit, loss in total.losses:
            console.print(tell("unit_loss", unit=unit, sentence=loss.sentence(language())))
        for slip in total.slips:
            facts = {"printed": slip.printed.text, "computed": slip.computed.text}
            label = total.form.label(slip.address)
            console.print(tell("unit_slip", unit=slip.unit, label=label, **facts))
        for (unit, status), addresses in _gaps(total).items():
            label = "、".join(_places(total.form, addresses))
            code, how = "unit_gaps" if len(addresses) > 1 else "unit_gap", tell(f"status_{status}")
            told = tell(code, unit=unit, label=label, status=how, count=len(addresses))
            console.print(told)
        console.print()
        if outcome.parent is None:
            _print_sums(console, total)
        elif outcome.wrong:
            rows = (
                (
                    tell(f"judged_{d.judgement}"),
                    d.printed.text,
                    d.total.figure.text,
                    f"{total.form.label(d.address)}：{_telling(d.total)}",
                )
                for d in outcome.wrong
            )
            table(console, titles("differences_header"), rows)
        if outcome.parent is not None:
            counts = Counter(d.judgement for d in outcome.differences)
            console.print(
                tell("consolidate_summary", **{str(j): counts.get(j, 0) for j in Judgement}),
                style="bold",
            )


def _gaps(total: Consolidation) -> dict[tuple[str, Status], list[Address]]:
    """Return what each unit does not give, by how it is not given."""
    found: dict[tuple[str, Status], list[Address]] = {}
    for address, gap in total.gaps:
        found.setdefault((gap.unit, gap.figure.status), []).append(address)
    return found


def _places(form: Form, addresses: Sequence[Address]) -> Iterator[str]:
    """Yield the names of cells: a whole table or a whole row by its own name."""
    for table_id, of_table in groupby(addresses, key=lambda address: address.table):
        cells, shape = list(of_table), form.table(table_id)
        if len(cells) > 1 and cells == list(shape.addresses()):
            yield getattr(table_name(shape), language())
            continue
        for _, of_row in groupby(cells, key=lambda address: address.row):
            row = list(of_row)
            whole = len(row) == len(shape.leaf_columns) > 1
            yield from [row_name(form, row[0])] if whole else map(form.label, row)


def _telling(total: Total) -> str:
    """Return the parts that are not 0, and the gaps, for people."""
    parts = [f"{p.unit} {p.figure.text}" for p in total.parts if p.figure.value != 0]
    gaps = [p.unit + tell(f"status_{p.figure.status}") for p in total.gaps]
    return "；".join([*parts, *gaps])


def _print_sums(console: Any, total: Consolidation) -> None:
    rows = (
        (t.figure.text, f"{total.form.label(t.address)}：{_telling(t)}")
        for t in total.totals.values()
        if t.figure.is_number and t.figure.value != 0
    )
    table(console, titles("sums_header"), rows)
