"""``gongkai workdays DATE N``: the N-th working day after DATE, make-up days (调休) included."""

import click

from gongkai.errors import GongkaiError, InputError, Lang


@click.command(
    "workdays",
    short_help="工作日推算，含调休 / working days, make-up days included",
    context_settings={"ignore_unknown_options": True},  # so that -5 is told what is wrong with it
)
@click.argument("day", metavar="DATE")
@click.argument("number", metavar="N|DATE")
@click.option("--count", is_flag=True, help="数两个日期之间的工作日 / count between two dates")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def command(context: click.Context, day: str, number: str, count: bool, shape: str) -> None:
    """DATE之后第N个工作日；--count 数DATE之后至另一日期（含）的工作日。

    Example: gongkai workdays 2024-02-05 20. Exit 0, or 2 for a date, a number or a year that
    cannot be used.
    """
    lang: Lang = (context.obj or {}).get("lang", "zh")
    try:
        click.echo(_show(day, number, count, shape))
    except GongkaiError as error:
        click.echo(error.sentence(lang), err=True)
        context.exit(2)


def _show(day: str, number: str, count: bool, shape: str) -> str:
    """Return what is printed."""
    import json

    from gongkai.calendar import workdays

    after = workdays.parse_day(day)
    if count:
        until = workdays.parse_day(number)
        many = workdays.count(after, until)
        shown = str(many)
    else:
        many = _number(number)
        until = workdays.add(after, many)
        shown = until.isoformat()
    if shape == "json":
        data = {"after": after.isoformat(), "workdays": many, "day": until.isoformat()}
        return json.dumps(data)
    return shown


def _number(text: str) -> int:
    """Return a number of working days; raises InputError for anything else."""
    if not (text.isascii() and text.isdigit()) or len(text) > 6:
        shown = text if len(text) <= 20 else text[:20] + "…"
        raise InputError("calendar.bad_number", number=shown)
    return int(text)
