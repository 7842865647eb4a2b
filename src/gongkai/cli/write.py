"""`gongkai write`: a report written anew in other formats, or given back with its findings in it."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.command import Command, Option, denied, language, many_options, tell
from gongkai.cli.destination import Marks, inputs_of, refuse, sink
from gongkai.cli.evidence import Known, evidence, evidence_options, known
from gongkai.cli.inputs import Input, gather, stems
from gongkai.cli.read import read_input
from gongkai.cli.running import each
from gongkai.cli.visible import one_line
from gongkai.errors import GongkaiError, InputError, Lang, UnreadableInput, say

if TYPE_CHECKING:
    from gongkai.checks.check import Finding

TARGETS = ("html", "docx", "pdf", "xlsx", "json", "ofd")
SET_IN_TYPE = ("pdf", "ofd")  # formats that carry their fonts
IN_PLACE = {
    "text/html": "html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


@dataclass(frozen=True)
class Done:
    """What was said of one file: what was written, what to know about it, what failed."""

    written: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()


@click.command(cls=Command, help="help_write")
@many_options
@click.option(
    "--to",
    "targets",
    default="html,docx,pdf,xlsx,json",
    metavar="word_formats",
    cls=Option,
    help="opt_to",
)
@click.option("--annotate", is_flag=True, cls=Option, help="opt_annotate")
@click.option(
    "--out",
    "folder",
    type=click.Path(),
    required=True,
    metavar="word_folder",
    cls=Option,
    help="opt_out_folder",
)
@evidence_options
def write(
    files: tuple[str, ...],
    name: str,
    jobs: int | None,
    targets: str,
    annotate: bool,
    folder: str,
    **said: Any,
) -> int:
    """Write files; exit code 2 where one could not be read or written."""
    wanted = tuple(t.strip() for t in targets.split(",") if t.strip())
    for target in wanted:
        if target not in TARGETS:
            raise InputError("cli.unknown_target", name=target, known=",".join(TARGETS))
    inputs = gather(files, stdin_name=name)
    facts = known(jobs=jobs, **said)
    Path(folder).mkdir(parents=True, exist_ok=True)
    names = {path: str(Path(folder) / stem) for path, stem in stems(inputs).items()}
    lang, kept = language(), inputs_of(click.get_current_context())
    work = partial(_annotate, known_=facts) if annotate else partial(_write, targets=wanted)
    guarded = partial(_guarded, work=partial(work, names=names, kept=kept, lang=lang), lang=lang)
    failed = False
    lost, bar = partial(_lost, lang=lang), not sys.stdout.isatty()
    for done in each(inputs, guarded, lost=lost, jobs=jobs, bar=bar):
        for sentence in done.written:
            click.echo(one_line(sentence))
        for sentence in (*done.warnings, *done.complaints):
            click.echo(f"gongkai: {one_line(sentence)}", err=True)
        failed = failed or bool(done.complaints)
    if len(inputs) > 1:
        click.echo(tell("write_summary", folder=folder))
    return 2 if failed else 0


def _guarded(entry: Input, *, work: Any, lang: Lang) -> Done:
    try:
        done: Done = work(entry)
    except GongkaiError as error:
        return Done(complaints=(_not_written(entry.path, error, lang),))
    except OSError as error:  # a full disk, a name too long: of this file alone
        return Done(complaints=(say(denied(error), lang, name=error.filename or entry.path),))
    return done


def _not_written(name: str, error: GongkaiError, lang: Lang) -> str:
    """Return why something was not written, with its name once."""
    sentence = error.sentence(lang)
    if name in sentence:
        return sentence
    return say("cli.not_written", lang, name=name, reason=sentence)


def _write(
    entry: Input, *, names: dict[str, str], targets: Sequence[str], kept: Marks, lang: Lang
) -> Done:
    result = read_input(entry)
    if result.error is not None:
        raise result.error
    assert result.report is not None
    written: list[Path] = []
    complaints: list[str] = []
    for target in targets:
        writer: Any = import_module(f"gongkai.writers.{target}")
        path = Path(f"{names[entry.path]}.{target}")
        try:
            refuse(path, kept)
            if target == "json":
                data = writer.encode(writer.read_result(result, lang))
            else:
                data = writer.write(result.report)
        except GongkaiError as error:
            complaints.append(_not_written(str(path), error, lang))
            continue
        with sink(path) as file:
            file.write(data)
        written.append(path)
    warnings: tuple[str, ...] = ()
    printed = [path for path in written if path.suffix[1:] in SET_IN_TYPE]
    if printed:
        from gongkai.writers import pdf

        missing = pdf.missing_characters(result.report)
        if missing:
            shown = " ".join(f"{c}（U+{ord(c):04X}）" for c in missing)
            warnings = (say("cli.no_font", lang, name=printed[0], characters=shown),)
    sentence = say("cli.written", lang, names=_named(written, lang), count=len(written))
    return Done((sentence,) if written else (), warnings, tuple(complaints))


def _named(paths: Sequence[Path], lang: Lang) -> str:
    """Return paths that differ in their endings alone: the first whole, of the others the ending."""
    return say("cli.comma", lang).join(
        [str(paths[0]), *(p.suffix for p in paths[1:])] if paths else []
    )


def _annotate(
    entry: Input, *, names: dict[str, str], known_: Known, kept: Marks, lang: Lang
) -> Done:
    """Give a Word document or a page back with its findings; any other format as a Word document."""
    from gongkai.checks.assess import assess
    from gongkai.writers import annotate

    result = read_input(entry)
    if result.error is not None:
        raise result.error
    assert result.report is not None
    findings = assess(evidence(result, known_)).findings
    kind = IN_PLACE.get(result.source.media_type)
    path = Path(f"{names[entry.path]}-annotated.{kind or 'docx'}")
    refuse(path, kept)
    if kind is None:
        data = annotate.annotated_docx(result.report, findings, lang=lang)
    else:
        original = Path(entry.path).read_bytes() if entry.data is None else entry.data
        media_type = result.source.media_type
        data = annotate.annotate(original, media_type, findings, report=result.report, lang=lang)
    with sink(path) as file:
        file.write(data)
    told = _counted(findings, lang)
    written = [say("cli.annotated", lang, path=path, told=told)]
    if kind is None:
        written.append(say("cli.annotated_anew", lang, name=entry.path))
    return Done(tuple(written))


def _counted(findings: Sequence["Finding"], lang: Lang) -> str:
    """Return how many comments there are, by level."""
    if not findings:
        return say("cli.no_comments", lang)
    levels = [str(finding.level) for finding in findings]
    counts = {level: levels.count(level) for level in ("E", "W", "I")}
    return say("cli.comments", lang, count=len(levels), **counts)


def _lost(_: Input, why: UnreadableInput, *, lang: Lang) -> Done:
    return Done(complaints=(why.sentence(lang),))
