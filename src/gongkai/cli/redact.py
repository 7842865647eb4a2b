"""`gongkai redact FILE --out OUT.pdf`: words and areas taken out of a file, with a proof."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gongkai.cli.command import Argument, Command, Option, denied, language, tell
from gongkai.cli.destination import sink
from gongkai.cli.inputs import STDIN
from gongkai.cli.visible import one_line
from gongkai.errors import InputError, MissingProgram

if TYPE_CHECKING:
    from gongkai.redaction.marks import Mark, Pages

UNPROVEN = 1


@click.command(cls=Command, help="help_redact")
@click.argument("file", type=click.Path(), metavar="word_file", cls=Argument)
@click.option("--out", "-o", type=click.Path(), required=True, cls=Option, help="opt_out_redacted")
@click.option(
    "--text", "texts", multiple=True, metavar="word_text", cls=Option, help="opt_redact_text"
)
@click.option(
    "--mark", "areas", multiple=True, metavar="word_area", cls=Option, help="opt_redact_mark"
)
@click.option("--personal", is_flag=True, cls=Option, help="opt_redact_personal")
@click.option("--ground", default="15", metavar="word_ground", cls=Option, help="opt_ground")
@click.option("--keep-elsewhere", is_flag=True, cls=Option, help="opt_keep_elsewhere")
@click.option("--hide-length", is_flag=True, cls=Option, help="opt_hide_length")
@click.option("--proof", "proof_file", metavar="word_path", cls=Option, help="opt_proof")
@click.option("--name", default="", metavar="word_name", cls=Option, help="opt_name")
def redact(
    file: str,
    out: str,
    texts: tuple[str, ...],
    areas: tuple[str, ...],
    personal: bool,
    ground: str,
    keep_elsewhere: bool,
    hide_length: bool,
    proof_file: str | None,
    name: str,
) -> int:
    """Write the redacted file; exit code 1 where it could not be proven, and is not written."""
    if not (texts or areas or personal):
        raise InputError("cli.redact_what")
    drawn = [_area(text, ground) for text in areas]
    from gongkai.cli.destination import inputs_of, refuse
    from gongkai.redaction import proof as proving
    from gongkai.redaction import redact as redaction

    if proof_file is not None:
        refuse(proof_file, inputs_of(click.get_current_context()))
        if Path(proof_file).resolve() == Path(out).resolve():
            raise InputError("cli.would_overwrite", name=proof_file)
    pages = redaction.find(_content(file), name or ("" if file == STDIN else file))
    for note in pages.notes:
        _warn(note)
    unseen = sum(page.hidden for page in pages.pages)
    if unseen:
        click.echo(f"gongkai: {tell('redact_unseen', count=unseen)}", err=True)
    try:
        if personal and any(page.is_picture for page in pages.pages):
            pages = _recognised(pages)
        marks = [*drawn, *_texts(pages, texts, ground), *(_personal(pages) if personal else ())]
        made = redaction.redact(
            pages, marks, keep_elsewhere=keep_elsewhere, hide_length=hide_length
        )
    except proving.NotProven as error:
        click.echo(f"gongkai: {one_line(error.sentence(language()))}", err=True)
        return UNPROVEN
    with sink(out) as target:
        target.write(made.pdf)
    if proof_file is not None:
        with sink(proof_file) as target:
            target.write(proving.encode(made.proof))
    click.echo(tell("redacted", path=out))
    for sentence in made.proof.sentences(language()):
        click.echo(one_line(sentence))
    return 0


def _content(file: str) -> bytes:
    from gongkai.readers.bounds import MAX_BYTES, file_bytes

    if file == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        return file_bytes(Path(file))
    except (OSError, ValueError) as error:
        code = denied(error) if isinstance(error, OSError) else "cli.no_such_file"
        raise InputError(code, name=file) from error


def _texts(pages: "Pages", texts: tuple[str, ...], ground: str) -> list["Mark"]:
    from gongkai.redaction.marks import occurrences

    return [mark for text in texts for mark in occurrences(pages, text, ground=ground)]


def _personal(pages: "Pages") -> tuple["Mark", ...]:
    """Return what looks like personal data, and say what it is: a person has to look."""
    from gongkai.redaction.suggesting import suggest

    marks = suggest(pages)
    if not marks:
        raise InputError("cli.redact_none_found")
    doubtful = sum(mark.certainty == "review" for mark in marks)
    click.echo(tell("redact_found", count=len(marks), review=doubtful))
    return marks


def _recognised(pages: "Pages") -> "Pages":
    """Return pages with the text that is recognised on scans; say where none can be."""
    from gongkai.redaction.redact import recognise

    try:
        return recognise(pages)
    except MissingProgram:
        numbers = "、".join(str(page.number) for page in pages.pages if page.is_picture)
        click.echo(f"gongkai: {tell('redact_pictures', pages=numbers)}", err=True)
        return pages


def _area(text: str, ground: str) -> "Mark":
    """Return the mark of ``page:x0,y0,x1,y1``."""
    from gongkai.redaction.marks import Box, Mark, Place

    page, _, sides = text.partition(":")
    try:
        left, top, right, bottom = map(float, sides.split(","))
        place = Place(int(page), Box(left, top, right, bottom))
    except ValueError:
        raise InputError("cli.redact_area", area=text[:40]) from None
    return Mark((place,), ground=ground)


def _warn(code: str) -> None:
    from gongkai.errors import say

    click.echo(f"gongkai: {say(code, language())}", err=True)
