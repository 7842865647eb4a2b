"""`gongkai workdays DATE N`: the N-th working day after DATE, make-up days (调休) included."""

import click

from gongkai.cli.command import Argument, Command, Option, file_options
from gongkai.errors import InputError


@click.command(
    cls=Command,
    help="help_workdays",
    context_settings={"ignore_unknown_options": True},  # so that -5 is told what is wrong with it
)
@click.argument("day", metavar="word_day", cls=Argument)
@click.argument("number", metavar="word_number_or_day", cls=Argument)
@click.option("--count", is_flag=True, cls=Option, help="opt_count")
@file_options(("table", "json"))
def command(day: str, number: str, count: bool, form: str, out: str | None) -> None:
    """Print a working day, or how many lie between two days."""
    from gongkai.calendar import workdays
    from gongkai.cli.destination import sink
    from gongkai.cli.output import write_json

    after = workdays.parse_day(day)
    if count:
        until = workdays.parse_day(number)
        many = workdays.count(after, until)
    else:
        many = _number(number)
        until = workdays.add(after, many)
    if form == "json":
        document = {"after": after.isoformat(), "workdays": many, "day": until.isoformat()}
        write_json(document, out)
    else:
        with sink(out) as file:
            file.write(f"{many if count else until}\n".encode())


def _number(text: str) -> int:
    """Return a number of working days; raises InputError for anything else."""
    if not (text.isascii() and text.isdigit()) or len(text) > 6:
        shown = text if len(text) <= 20 else text[:20] + "…"
        raise InputError("calendar.bad_number", number=shown)
    return int(text)
