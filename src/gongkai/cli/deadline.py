"""``gongkai deadline CASE.toml``: the date of receipt, the last day for the reply, and why."""

import sys
from datetime import date
from pathlib import Path

import click

from gongkai.errors import GongkaiError, InputError, Lang, say


@click.command("deadline", short_help="一件申请的答复期限 / the reply deadline of one request")
@click.argument("case", metavar="CASE.toml")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table")
@click.option("--today", metavar="DATE", help="按这一天判断是否逾期 / tell whether overdue on it")
@click.pass_context
def command(context: click.Context, case: str, shape: str, today: str | None) -> None:
    """由案件文件推算收到申请之日、答复期限和理由；“-”读标准输入。

    CASE.toml: channel (in_person, post, letter, online, fax, email) and [[event]] tables with
    on (a date) and kind; see docs. Exit 0, or 2 for a file or an event that cannot be used.
    """
    lang: Lang = (context.obj or {}).get("lang", "zh")
    try:
        click.echo(_show(case, shape, today, lang))
    except GongkaiError as error:
        click.echo(error.sentence(lang), err=True)
        context.exit(2)


def _show(case: str, shape: str, today: str | None, lang: Lang) -> str:
    """Return what is printed."""
    import json

    from gongkai.calendar import workdays
    from gongkai.cases import casefile, history

    channel, events = casefile.parse(_read(case), path=case)
    day = None if today is None else workdays.parse_day(today)
    reading = history.build(channel, events).reading(today=day)
    if shape == "json":
        data = {
            "received_on": _iso(reading.received_on),
            "due_on": _iso(reading.due_on),
            "status": reading.status,
            "reasons": [
                {"text": each.sentence(lang), "basis": each.basis} for each in reading.reasons
            ],
        }
        return json.dumps(data, ensure_ascii=False, indent=2)
    none = say("cases.show_none", lang)
    lines = [
        f"{say(f'cases.show_{name}', lang)}  {value}"
        for name, value in (
            ("received_on", _iso(reading.received_on) or none),
            ("due_on", _iso(reading.due_on) or none),
            ("status", say(f"cases.status_{reading.status}", lang)),
            ("reasons", ""),
        )
    ]
    practice = say("cases.show_practice", lang)
    for number, each in enumerate(reading.reasons, 1):
        mark = practice if each.basis == "practice" else ""
        lines.append(f"  {number}. {each.sentence(lang)}{mark}")
    return "\n".join(line.rstrip() for line in lines)


def _read(case: str) -> bytes:
    """Return the bytes of a case file, never more than one is allowed to have."""
    from gongkai.cases.casefile import MOST_BYTES

    try:
        if case == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with Path(case).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError):  # ValueError: a NUL in the path
        raise InputError("cases.file_unreadable", path=case) from None


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
