"""`gongkai deadline CASE.toml`: the date of receipt, the last day for the reply, and why."""

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from gongkai.cli.command import Argument, Command, Option, file_options, language, tell
from gongkai.errors import InputError, say
from gongkai.readers.bounds import first_bytes

if TYPE_CHECKING:
    from gongkai.cases.clock import ClockReading


@click.command(cls=Command, help="help_deadline")
@click.argument("case", metavar="word_case", type=click.Path(), cls=Argument)
@click.option("--today", metavar="word_day", cls=Option, help="opt_today")
@file_options(("table", "json"))
def command(case: str, today: str | None, form: str, out: str | None) -> None:
    """Print the clock of one request."""
    from gongkai.calendar import workdays
    from gongkai.cases import casefile, history
    from gongkai.cli.destination import sink
    from gongkai.cli.output import write_json

    channel, events = casefile.parse(_read(case), path=case)
    day = None if today is None else workdays.parse_day(today)
    reading = history.build(channel, events).reading(today=day)
    if form == "json":
        reasons = [
            {"text": each.sentence(language()), "basis": each.basis} for each in reading.reasons
        ]
        document = {
            "received_on": _iso(reading.received_on),
            "due_on": _iso(reading.due_on),
            "status": reading.status,
            "reasons": reasons,
        }
        write_json(document, out)
    else:
        with sink(out) as file:
            file.write((_text(reading) + "\n").encode())


def _text(reading: "ClockReading") -> str:
    """Return the reading for a person."""
    none = tell("deadline_none")
    status = say(f"cases.status_{reading.status}", language())
    lines = [
        tell("deadline_received", day=_iso(reading.received_on) or none),
        tell("deadline_due", day=_iso(reading.due_on) or none),
        tell("deadline_status", status=status),
        tell("deadline_reasons"),
    ]
    for number, each in enumerate(reading.reasons, 1):
        mark = tell("deadline_practice") if each.basis == "practice" else ""
        lines.append(f"  {number}. {each.sentence(language())}{mark}")
    return "\n".join(lines)


def _read(case: str) -> bytes:
    """Return the bytes of a case file, never many more than one is allowed to have."""
    from gongkai.cases.casefile import MOST_BYTES

    try:
        if case == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        return first_bytes(case, MOST_BYTES + 1)
    except (OSError, ValueError):  # ValueError: a NUL in the path
        raise InputError("cases.file_unreadable", path=case) from None


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
