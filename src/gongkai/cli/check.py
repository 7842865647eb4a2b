"""`gongkai check`: what does not add up, what is missing, what contradicts itself, and what to do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.command import Command, Option, file_options, language, many_options, tell
from gongkai.cli.inputs import Input, gather
from gongkai.cli.output import FORMATS, place, screen, table, where, write_json_list, write_rows
from gongkai.cli.read import headline, lost_result, read_input
from gongkai.cli.running import each
from gongkai.consolidation.plan import key
from gongkai.errors import InputError, Lang
from gongkai.forms.filled import FilledForm
from gongkai.readers.result import ReadResult

if TYPE_CHECKING:
    from gongkai.checks.check import Evidence, Finding

UNIT_LEVELS = ("township", "department", "county", "city", "province")
DAY = click.DateTime(["%Y-%m-%d"])


@dataclass(frozen=True)
class Known:
    """What the user says beside the files: everything a lone report cannot tell.

    previous  (organ, year) -> path of the report on that year
    peers     paths of other units' reports
    """

    previous: Mapping[tuple[str, int], str]
    peers: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    unit_level: str = ""
    may_make_rules: bool | None = None
    submitted_on: date | None = None
    published_on: date | None = None
    due_on: date | None = None


@click.command(cls=Command, help="help_check")
@many_options
@click.option("--previous", multiple=True, type=click.Path(), cls=Option, help="opt_previous")
@click.option("--peers", multiple=True, type=click.Path(), cls=Option, help="opt_peers")
@click.option("--template", multiple=True, type=click.Path(), cls=Option, help="opt_template")
@click.option(
    "--unit-level",
    type=click.Choice(UNIT_LEVELS),
    metavar="word_level",
    cls=Option,
    help="opt_unit_level",
)
@click.option("--may-make-rules/--no-rules", default=None, cls=Option, help="opt_rules")
@click.option("--submitted-on", type=DAY, cls=Option, help="opt_submitted_on")
@click.option("--published-on", type=DAY, cls=Option, help="opt_published_on")
@click.option("--due-on", type=DAY, cls=Option, help="opt_due_on")
@file_options(FORMATS)
def check(
    files: tuple[str, ...],
    name: str,
    jobs: int | None,
    previous: tuple[str, ...],
    peers: tuple[str, ...],
    template: tuple[str, ...],
    unit_level: str | None,
    may_make_rules: bool | None,
    submitted_on: Any,
    published_on: Any,
    due_on: Any,
    form: str,
    out: str | None,
) -> int:
    """Check files; exit code 1 for a finding of level E, 2 where a file could not be read."""
    inputs = gather(files, stdin_name=name)
    known = Known(
        previous=_earlier(previous, jobs),
        peers=tuple(entry.path for entry in gather(peers)),
        templates=tuple(_template(path) for path in template),
        unit_level=unit_level or "",
        may_make_rules=may_make_rules,
        submitted_on=submitted_on and submitted_on.date(),
        published_on=published_on and published_on.date(),
        due_on=due_on and due_on.date(),
    )
    lang = language()
    tally = Tally()
    work = partial(_check_one, known=known, lang=lang)
    results = tally.watch(each(inputs, work, lost=partial(_lost, lang=lang), jobs=jobs))
    if form == "json":
        write_json_list((contract(r) for r in results), out)
    elif form == "table":
        _print(results, tally, out)
    else:
        rows = (row for result in results for row in _rows(result))
        write_rows(tell("check_header").split("|"), rows, form=form, out=out)
    return tally.exit_code


@dataclass
class Tally:
    """How many reports there were, how many could not be read, and findings by level."""

    reports: int = 0
    failed: int = 0
    sound: int = 0
    E: int = 0
    W: int = 0
    I: int = 0  # noqa: E741 (the name of the level)

    def watch(self, results: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Count results as they pass."""
        for result in results:
            self.reports += 1
            self.failed += result["read_status"] == "failed"
            levels = [f["level"] for f in result["findings"]]
            self.sound += result["read_status"] != "failed" and not {"E", "W"} & set(levels)
            for level in levels:
                setattr(self, level, getattr(self, level) + 1)
            yield result

    @property
    def exit_code(self) -> int:
        """2 before 1 before 0."""
        return 2 if self.failed else 1 if self.E else 0


def _check_one(entry: Input, *, known: Known, lang: Lang) -> dict[str, Any]:
    """Read and check one file; returns plain data, so that it can cross a process boundary."""
    return checked(read_input(entry), known, lang)


def _lost(entry: Input, *, lang: Lang) -> dict[str, Any]:
    return checked(lost_result(entry), Known({}), lang)


def checked(result: ReadResult, known: Known, lang: Lang) -> dict[str, Any]:
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

        answer = assess(evidence(result, known))
        entry["findings"] = [finding_entry(f, lang) for f in answer.findings]
        entry["passed"] = list(answer.passed)
        entry["not_assessable"] = list(answer.not_assessable)
    return entry


def evidence(result: ReadResult, known: Known) -> "Evidence":
    """Return all that is known of a report that was read."""
    from gongkai.checks.check import Evidence, Filing, Unit

    report = result.report
    assert report is not None
    dates = (known.submitted_on, known.published_on, known.due_on)
    own = key(report.authority)
    before = known.previous.get((own, (report.year or 0) - 1))
    peers = [p for path in known.peers if (p := _report_of(path)) is not None]
    return Evidence(
        report,
        issues=result.issues,
        media_type=result.source.media_type,
        previous=_report_of(before) if before else None,
        peers=[p for p in peers if p.year == report.year and key(p.authority) != own] or None,
        unit=Unit(
            name=report.authority, level=known.unit_level, may_make_rules=known.may_make_rules
        )
        if known.unit_level or known.may_make_rules is not None
        else None,
        filing=Filing(*dates) if any(dates) else None,
        templates=known.templates,
    )


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


def _rows(result: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    who = result["_report"]
    head = (result["source"]["path"], who["authority"], who["year"], result["read_status"])
    if "error" in result:
        yield (*head, "", result["error"]["code"], "", result["error"]["message"], "", "", "")
    for f in result["findings"]:
        yield (
            *head,
            f["level"],
            f["code"],
            f["verdict"],
            f["message"],
            " ".join(f["addresses"]),
            where(f["origin"]),
            f["basis"],
        )


def _print(results: Iterable[dict[str, Any]], tally: Tally, out: str | None) -> None:
    """Print the findings of each report, then how many there were."""
    with screen(out) as console:
        for result in results:
            console.print(headline(result["_report"]), style="bold")
            if "error" in result:
                console.print(f"  {result['error']['message']}", style="red")
            elif not result["findings"]:
                console.print(f"  {tell('nothing_found')}", style="green")
            else:
                rows = ((f["level"], where(f["origin"]), f["message"]) for f in result["findings"])
                table(console, tell("findings_header").split("|"), rows)
            console.print()
        console.print(
            tell(
                "check_summary",
                reports=tally.reports,
                sound=tally.sound,
                failed=tally.failed,
                E=tally.E,
                W=tally.W,
                I=tally.I,
            ),
            style="bold",
        )


def _earlier(names: Sequence[str], jobs: int | None) -> dict[tuple[str, int], str]:
    """Return the path of each report named by --previous, by organ and year."""
    index: dict[tuple[str, int], str] = {}
    inputs = gather(names)
    for entry, who in zip(inputs, each(inputs, _whose, lost=_nobody, jobs=jobs), strict=True):
        if who is None:
            raise InputError("cli.unreadable_evidence", name=entry.path)
        index[who] = entry.path
    return index


def _whose(entry: Input) -> tuple[str, int] | None:
    report = _report_of(entry.path)
    return None if report is None or report.year is None else (key(report.authority), report.year)


def _nobody(_: Input) -> None:
    return None


@cache
def _report_of(path: str) -> FilledForm | None:
    """Return the report in a file that serves as evidence, read once in each process."""
    return read_input(Input(path)).report


def _template(path: str) -> str:
    """Return the text of a template the supervising office issued, whatever its format."""
    result = read_input(Input(path))
    if result.document is not None:
        return "\n".join(p.text for p in result.document.paragraphs)
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InputError("cli.unreadable_evidence", name=path) from None
