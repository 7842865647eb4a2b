"""What the user says beside a report, so that checks a lone file does not allow become possible."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.command import Option
from gongkai.cli.inputs import Input, gather
from gongkai.cli.read import read_input, report_of
from gongkai.cli.running import each
from gongkai.consolidation.plan import key
from gongkai.errors import InputError, UnreadableInput
from gongkai.forms.filled import FilledForm
from gongkai.readers.bounds import file_bytes
from gongkai.readers.result import ReadResult

if TYPE_CHECKING:
    from gongkai.checks.check import Evidence

_MOST_BYTES = 4 << 20  # of a template in plain text
UNIT_LEVELS = ("township", "department", "county", "city", "province")
DAY = click.DateTime(["%Y-%m-%d"])


@dataclass(frozen=True)
class Known:
    """Everything a lone report cannot tell.

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


NOTHING = Known({})


def evidence_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that `known` turns into evidence."""
    level = {"type": click.Choice(UNIT_LEVELS), "metavar": "word_level"}
    for option in (
        click.option("--due-on", type=DAY, cls=Option, help="opt_due_on"),
        click.option("--published-on", type=DAY, cls=Option, help="opt_published_on"),
        click.option("--submitted-on", type=DAY, cls=Option, help="opt_submitted_on"),
        click.option("--may-make-rules/--no-rules", default=None, cls=Option, help="opt_rules"),
        click.option("--unit-level", cls=Option, help="opt_unit_level", **level),
        _several("--template", "opt_template"),
        _several("--peers", "opt_peers"),
        _several("--previous", "opt_previous"),
    ):
        function = option(function)
    return function


def _several(name: str, help_: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(name, multiple=True, type=click.Path(), cls=Option, help=help_)


def known(
    *,
    previous: Sequence[str],
    peers: Sequence[str],
    template: Sequence[str],
    unit_level: str | None,
    may_make_rules: bool | None,
    submitted_on: Any,
    published_on: Any,
    due_on: Any,
    jobs: int | None = None,
) -> Known:
    """Return what the options say; raises InputError for evidence that cannot be used."""
    return Known(
        previous=_earlier(previous, jobs),
        peers=tuple(entry.path for entry in gather(peers)),
        templates=tuple(template_text(path) for path in template),
        unit_level=unit_level or "",
        may_make_rules=may_make_rules,
        submitted_on=submitted_on and submitted_on.date(),
        published_on=published_on and published_on.date(),
        due_on=due_on and due_on.date(),
    )


def evidence(result: ReadResult, known_: Known) -> "Evidence":
    """Return all that is known of a report that was read."""
    from gongkai.checks.check import Evidence, Filing, Unit

    report = result.report
    assert report is not None
    dates = (known_.submitted_on, known_.published_on, known_.due_on)
    own = key(report.authority)
    before = known_.previous.get((own, (report.year or 0) - 1))
    peers = [p for path in known_.peers if (p := _report_of(path)) is not None]
    return Evidence(
        report,
        issues=result.issues,
        media_type=result.source.media_type,
        previous=_report_of(before) if before else None,
        peers=[p for p in peers if p.year == report.year and key(p.authority) != own] or None,
        unit=Unit(
            name=report.authority, level=known_.unit_level, may_make_rules=known_.may_make_rules
        )
        if known_.unit_level or known_.may_make_rules is not None
        else None,
        filing=Filing(*dates) if any(dates) else None,
        templates=known_.templates,
    )


def template_text(path: str) -> str:
    """Return the text of a template the supervising office issued, whatever its format."""
    result = read_input(Input(path))
    if result.document is not None:
        return "\n".join(p.text for p in result.document.paragraphs)
    try:
        return file_bytes(Path(path), most=_MOST_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError, UnreadableInput):
        raise InputError("cli.unreadable_evidence", name=path) from None


def _earlier(names: Sequence[str], jobs: int | None) -> dict[tuple[str, int], str]:
    """Return the path of each report named by --previous, by organ and year."""
    index: dict[tuple[str, int], str] = {}
    inputs = gather(names)
    for entry, who in zip(inputs, each(inputs, _whose, lost=_nobody, jobs=jobs), strict=True):
        if who is None:
            report_of(entry.path)  # raises where it is no report at all
            raise InputError("cli.unreadable_evidence", name=entry.path)
        index[who] = entry.path
    return index


def _whose(entry: Input) -> tuple[str, int] | None:
    report = _report_of(entry.path)
    return None if report is None or report.year is None else (key(report.authority), report.year)


def _nobody(_: Input, __: UnreadableInput) -> None:
    return None


@cache
def _report_of(path: str) -> FilledForm | None:
    """Return the report in a file that serves as evidence, read once in each process."""
    return read_input(Input(path)).report
