"""`gongkai check`: what does not add up, what is missing, what contradicts itself, and what to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.command import Command, file_options, language, many_options, tell
from gongkai.cli.evidence import NOTHING, Known, evidence, evidence_options, known
from gongkai.cli.inputs import Input, gather
from gongkai.cli.output import (
    FORMATS,
    on_screen,
    place,
    prose,
    screen,
    table,
    titles,
    where,
    write_book,
    write_json_list,
    write_rows,
)
from gongkai.cli.read import headline, lost_result, read_input
from gongkai.cli.running import each
from gongkai.errors import Lang, UnreadableInput
from gongkai.readers.result import ReadResult

if TYPE_CHECKING:
    from rich.console import Console

    from gongkai.checks.check import Finding


@click.command(cls=Command, help="help_check")
@many_options
@evidence_options
@file_options(FORMATS)
def check(
    files: tuple[str, ...], name: str, jobs: int | None, form: str, out: str | None, **said: Any
) -> int:
    """Check files; exit code 1 for a finding of level E, 2 where a file could not be read."""
    inputs = gather(files, stdin_name=name)
    lang = language()
    work = partial(_check_one, known_=known(jobs=jobs, **said), lang=lang)
    tally = Tally()
    bar = not on_screen(form, out)
    lost = partial(_lost, lang=lang)
    results = tally.watch(each(inputs, work, lost=lost, jobs=jobs, bar=bar))
    if form == "json":
        write_json_list((contract(r) for r in results), out)
    elif form == "table":
        _print(results, tally, out)
    elif form == "xlsx":
        sheets = {code: titles(f"{code}_header") for code in ("units", "findings_sheet")}
        write_book(sheets, _book(results), out)
    else:
        rows = (row for result in results for row in _rows(result))
        write_rows(titles("findings_sheet_header"), rows, form=form, out=out)
    return tally.exit_code


@dataclass
class Tally:
    """How many reports there were, which could not be read, and findings by level and report.

    to_mend  errors, doubtful places, organ and path of each report that has errors
    unread   path of each file that could not be read, and why
    """

    reports: int = 0
    sound: int = 0
    levels: dict[str, int] = field(default_factory=lambda: {"E": 0, "W": 0, "I": 0})
    to_mend: list[tuple[int, int, str, str]] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)

    def watch(self, results: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Count results as they pass."""
        for result in results:
            self.reports += 1
            found = by_level(result)
            for level, count in found.items():
                self.levels[level] += count
            path = result["source"]["path"]
            if "error" in result:
                self.unread.append((path, result["error"]["message"]))
            elif found["E"]:
                self.to_mend.append((found["E"], found["W"], result["_report"]["authority"], path))
            elif not found["W"]:
                self.sound += 1
            yield result

    @property
    def exit_code(self) -> int:
        """2 before 1 before 0."""
        return 2 if self.unread else 1 if self.to_mend else 0


def by_level(result: dict[str, Any]) -> dict[str, int]:
    """Return how many findings of each level a report has."""
    levels = [f["level"] for f in result["findings"]]
    return {level: levels.count(level) for level in ("E", "W", "I")}


def _check_one(entry: Input, *, known_: Known, lang: Lang) -> dict[str, Any]:
    """Read and check one file; returns plain data, so that it can cross a process boundary."""
    return checked(read_input(entry), known_, lang)


def _lost(entry: Input, why: UnreadableInput, *, lang: Lang) -> dict[str, Any]:
    return checked(lost_result(entry, why), NOTHING, lang)


def checked(result: ReadResult, known_: Known, lang: Lang) -> dict[str, Any]:
    """Return the contract's entry for one reading, with what the table needs besides."""
    entry: dict[str, Any] = {
        "source": {
            "path": result.source.path,
            "media_type": result.source.media_type,
            "sha256": result.source.sha256,
            "pages": result.source.pages,
        },
        "read_status": str(result.status),
        "findings": [],
        "passed": [],
        "not_assessable": [],
        "_report": _who(result),
    }
    if result.error is not None:
        entry["error"] = {"code": result.error.code, "message": result.error.sentence(lang)}
    if result.report is not None:
        from gongkai.checks.assess import assess

        answer = assess(evidence(result, known_))
        entry["findings"] = [finding_entry(f, lang) for f in answer.findings]
        entry["passed"] = list(answer.passed)
        entry["not_assessable"] = list(answer.not_assessable)
    return entry


def finding_entry(finding: "Finding", lang: Lang) -> dict[str, Any]:
    """Return a finding in the shape of the contract."""
    return {
        "code": finding.code,
        "level": str(finding.level),
        "verdict": str(finding.verdict),
        "message": finding.message(lang),
        "addresses": [str(address) for address in finding.addresses],
        "figures": [{"label": label, "value": value} for label, value in finding.figures],
        "origin": place(finding.origin),
        "basis": finding.basis,
    }


def contract(result: dict[str, Any]) -> dict[str, Any]:
    """Return a result without what only the table needs."""
    return {name: value for name, value in result.items() if not name.startswith("_")}


def _who(result: ReadResult) -> dict[str, Any]:
    report = result.report
    return {
        "source": {"path": result.source.path},
        "status": str(result.status),
        "authority": report.authority if report else "",
        "year": report.year if report else None,
        "edition": report.form.id if report else None,
        "cells": report is not None,
    }


def _book(results: Iterable[dict[str, Any]]) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield the rows of two sheets: one for each report, one for each finding."""
    for result in results:
        who, error = result["_report"], result.get("error", {})
        first = (who["source"]["path"], who["authority"], who["year"], who["edition"])
        yield (
            "units",
            (
                *first,
                tell(f"read_{who['status']}"),
                *by_level(result).values(),
                error.get("message"),
            ),
        )
        for row in _rows(result):
            yield "findings_sheet", row


def _rows(result: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    """Yield a row for each finding; a report without one, and a file not read, have a row too."""
    who = result["_report"]
    head = (result["source"]["path"], who["authority"], who["year"], result["read_status"])
    if "error" in result:
        yield (*head, "", result["error"]["code"], "", result["error"]["message"], "", "", "")
    elif not result["findings"]:
        yield (*head, "", "", "", tell("nothing_found"), "", "", "")
    for f in result["findings"]:
        yield (
            *head,
            f["level"],
            f["code"],
            f["verdict"],
            f["message"],
            where(f["origin"]),
            f["basis"],
            " ".join(f["addresses"]),
        )


def _print(results: Iterable[dict[str, Any]], tally: Tally, out: str | None) -> None:
    """Print the findings of each report, then which to mend and how many there were."""
    with screen(out) as console:
        for result in results:
            for line, style in zip(headline(result["_report"]), ("bold", ""), strict=False):
                console.print(line, style=style)
            if "error" in result:
                prose(console, result["error"]["message"], style="red")
            elif not result["findings"]:
                console.print(f"  {tell('nothing_found')}", style="green")
            else:
                rows = (
                    (tell(f"level_{f['level']}"), where(f["origin"]), f["message"])
                    for f in result["findings"]
                )
                table(console, titles("findings_header"), rows)
            console.print()
        if tally.reports > 1:
            _print_lists(console, tally)
        facts = {"sound": tally.sound, "failed": len(tally.unread), **tally.levels}
        console.print(tell("check_summary", reports=tally.reports, **facts), style="bold")


def _print_lists(console: "Console", tally: Tally) -> None:
    """Print which reports have errors, most errors first, and which files could not be read."""
    if tally.to_mend:
        console.print(tell("list_to_mend", count=len(tally.to_mend)), style="bold")
        worst = sorted(tally.to_mend, key=lambda entry: (-entry[0], -entry[1]))
        table(console, titles("to_mend_header"), worst)
        console.print()
    if tally.unread:
        console.print(tell("list_unread", count=len(tally.unread)), style="bold")
        table(console, titles("unread_header"), tally.unread)
        console.print()
