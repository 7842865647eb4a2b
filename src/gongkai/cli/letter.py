"""`gongkai letter KIND FACTS.toml`: one letter of request handling, and what it fails to state."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.command import Argument, Command, Option, language, tell
from gongkai.errors import InputError
from gongkai.readers.bounds import first_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.cases.letters import Letter
    from gongkai.law.letters import Requirement


@click.command(cls=Command, help="help_letter")
@click.argument("kind", metavar="word_kind", required=False, cls=Argument)
@click.argument("facts", metavar="word_facts", required=False, type=click.Path(), cls=Argument)
@click.option("--list", "listed", is_flag=True, cls=Option, help="opt_list")
@click.option(
    "--template", metavar="word_file", type=click.Path(), cls=Option, help="opt_letter_template"
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json")),
    default="table",
    cls=Option,
    help="opt_format_json",
)
@click.option("--out", "-o", type=click.Path(), cls=Option, help="opt_out_letter")
def command(
    kind: str | None,
    facts: str | None,
    listed: bool,
    template: str | None,
    form: str,
    out: str | None,
) -> int:
    """Print or write one letter; the exit code says whether it could be signed."""
    if listed:
        _list(kind, form, out)
        return 0
    if kind is None or facts is None:
        raise InputError("cli.letter_needs_facts")
    from gongkai.cases import letterfile
    from gongkai.cases.letters import compose, missing

    given = letterfile.parse(_read(facts), path=facts)
    own = None if template is None else letterfile.text(_read(template), path=template)
    letter = compose(kind, given, template=own)
    lost = missing(letter)
    _write(letter, lost, form, None if out == "-" else out)
    return 1 if lost else 0


def _write(letter: "Letter", lost: "Sequence[Requirement]", form: str, out: str | None) -> None:
    from gongkai.cli.destination import sink
    from gongkai.cli.output import write_json

    ending = Path(out).suffix.lower() if out else ""
    if form == "json":
        write_json(_document(letter, lost), out)
    elif ending in (".docx", ".pdf"):
        from gongkai.writers import letter as writer

        with sink(out) as file:
            file.write(writer.docx(letter) if ending == ".docx" else writer.pdf(letter))
        for line in _told(lost):
            click.echo(line, err=bool(lost))
    else:
        with sink(out) as file:
            file.write(("\n".join((*_text(letter), "", *_told(lost))) + "\n").encode())


def _text(letter: "Letter") -> list[str]:
    """Return a letter for a person to read, every line whole."""
    from gongkai.cases.letter_text import spelt

    lines = [line for line in (letter.mark, letter.title, letter.number) if line]
    lines += ["", f"{letter.addressee}："] if letter.addressee else [""]
    lines += [f"　　{text}" for text in letter.paragraphs]
    if letter.table:
        rows = (*([letter.table.head] if letter.table.head else []), *letter.table.rows)
        lines += ["　　" + "｜".join(row) for row in rows]
    lines += [f"　　附件：{n}.{name}" for n, name in enumerate(letter.attachments, 1)]
    lines += ["", letter.organ, spelt(letter.date) if letter.date else ""]
    lines += [f"（{letter.note}）"] if letter.note else []
    lines += ["", letter.slip.title, *letter.slip.lines] if letter.slip else []
    return lines


def _told(lost: "Sequence[Requirement]") -> list[str]:
    if not lost:
        return [tell("letter_complete")]
    named = [
        tell("letter_missing_line", number=n, what=each.zh, basis=_basis(each))
        for n, each in enumerate(lost, 1)
    ]
    return [tell("letter_missing"), *named]


def _basis(each: "Requirement") -> str:
    practice = tell("deadline_practice") if each.basis == "practice" else ""
    return f"{each.citation}{practice}"


def _document(letter: "Letter", lost: "Sequence[Requirement]") -> dict[str, Any]:
    told = letter.told
    remedies = told and {
        "review_first": told.review_first,
        "text": told.text,
        "ways": [
            {
                "kind": way.kind,
                "body": way.body,
                "address": way.address,
                "last_on": way.last_on.isoformat() if way.last_on else None,
                "basis": way.basis,
                "reasons": [each.sentence(language()) for each in way.reasons],
            }
            for way in told.ways
        ],
        "reasons": [each.sentence(language()) for each in told.reasons],
    }
    return {
        "version": 1,
        "kind": letter.kind,
        "mark": letter.mark,
        "title": letter.title,
        "number": letter.number,
        "addressee": letter.addressee,
        "paragraphs": list(letter.paragraphs),
        "attachments": list(letter.attachments),
        "organ": letter.organ,
        "date": letter.date.isoformat() if letter.date else None,
        "note": letter.note,
        "remedies": remedies,
        "missing": [
            {"id": each.id, "text": each.zh, "citation": each.citation, "basis": each.basis}
            for each in lost
        ],
    }


def _list(kind: str | None, form: str, out: str | None) -> None:
    """Print the kinds of letters, or the facts of one."""
    from gongkai.cli.output import screen, table, titles, write_json

    found = _kinds() if kind is None else _facts(kind)
    if form == "json":
        write_json({"version": 1, **found}, out)
        return
    if kind is None:
        header, rows = titles("letter_kinds_header"), [_kind_row(one) for one in found["letters"]]
    else:
        header, rows = titles("letter_facts_header"), [_fact_row(one) for one in found["facts"]]
    with screen(out) as console:
        table(console, header, rows)


def _kind_row(entry: dict[str, Any]) -> tuple[str, ...]:
    """Return a kind with the article that demands it: nearly all are those of the Regulation."""
    from gongkai.law.entries import sources
    from gongkai.law.letters import letters

    form = letters()[entry["kind"]]
    rests_on = form.article or sources()[form.source].number
    known = rests_on if form.basis == "law" else tell("letter_practice")
    return (form.id, known, entry["title"])


def _fact_row(entry: dict[str, Any]) -> tuple[str, ...]:
    among = f" ({', '.join(entry['among'])})" if entry["among"] else ""
    return (
        entry["fact"],
        tell("letter_needed") if entry["needed"] else "",
        tell(f"letter_fact_{entry['kind']}"),
        entry["meaning"] + among,
    )


def _kinds() -> dict[str, list[dict[str, Any]]]:
    from gongkai.law.letters import letters

    return {
        "letters": [
            {
                "kind": form.id,
                "title": form.title if language() == "zh" else form.en,
                "citation": form.citation,
                "basis": form.basis,
                "to": form.to,
            }
            for form in letters().values()
        ]
    }


def _facts(kind: str) -> dict[str, list[dict[str, Any]]]:
    from gongkai.cases.letters import asked

    return {
        "facts": [
            {
                "fact": each.fact.id,
                "needed": each.needed,
                "kind": each.fact.kind,
                "meaning": each.fact.zh if language() == "zh" else each.fact.en,
                "among": list(each.fact.among),
            }
            for each in asked(kind)
        ]
    }


def _read(path: str) -> bytes:
    """Return the bytes of a file of facts, never many more than one is allowed to have."""
    from gongkai.cases.letterfile import MOST_BYTES

    try:
        if path == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        return first_bytes(path, MOST_BYTES + 1)
    except (OSError, ValueError):  # ValueError: a NUL in the path
        raise InputError("cases.letter_file_unreadable", path=path) from None
