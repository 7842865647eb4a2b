"""`gongkai write`: a report written anew in other formats, or given back with its findings in it."""

from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from gongkai.cli.command import Command, Option, language, many_options, tell
from gongkai.cli.inputs import Input, gather, stems
from gongkai.cli.running import each
from gongkai.errors import GongkaiError, InputError, Lang, say

TARGETS = ("html", "docx", "pdf", "xlsx", "json", "ofd")
IN_PLACE = {
    "text/html": "html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


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
    type=click.Path(),
    required=True,
    metavar="word_folder",
    cls=Option,
    help="opt_out_folder",
)
def write(
    files: tuple[str, ...], name: str, jobs: int | None, targets: str, annotate: bool, out: str
) -> int:
    """Write files; exit code 2 where one could not be read or written."""
    wanted = tuple(t for t in targets.split(",") if t)
    for target in wanted:
        if target not in TARGETS:
            raise InputError("cli.unknown_target", name=target, known=",".join(TARGETS))
    inputs = gather(files, stdin_name=name)
    Path(out).mkdir(parents=True, exist_ok=True)
    names = {path: str(Path(out) / stem) for path, stem in stems(inputs).items()}
    lang = language()
    work = partial(_write_one, names=names, targets=wanted, lang=lang, annotate=annotate)
    failed = False
    for written, complaints in each(inputs, work, lost=partial(_lost, lang=lang), jobs=jobs):
        if written:
            stem, _, _ = written[0].rpartition(".")
            endings = " ".join(path.rpartition(".")[2] for path in written)
            click.echo(tell("written", path=stem, endings=endings))
        for complaint in complaints:
            failed = True
            click.echo(f"gongkai: {complaint}", err=True)
    return 2 if failed else 0


Done = tuple[list[str], list[str]]  # paths written, sentences about what was not


def _write_one(
    entry: Input, *, names: dict[str, str], targets: tuple[str, ...], lang: Lang, annotate: bool
) -> Done:
    try:
        return _annotate(entry, names, lang) if annotate else _write(entry, names, targets, lang)
    except GongkaiError as error:
        return [], [say("cli.not_written", lang, name=entry.path, reason=error.sentence(lang))]


def _write(entry: Input, names: dict[str, str], targets: tuple[str, ...], lang: Lang) -> Done:
    from gongkai.cli.read import read_input

    result = read_input(entry)
    if result.error is not None:
        raise result.error
    written: list[str] = []
    complaints: list[str] = []
    for target in targets:
        writer: Any = import_module(f"gongkai.writers.{target}")
        path = Path(f"{names[entry.path]}.{target}")
        if entry.data is None and path.resolve() == Path(entry.path).resolve():
            complaints.append(say("cli.would_overwrite", lang, name=path))
            continue
        try:
            if target == "json":
                data = writer.encode(writer.read_result(result, lang))
            else:
                data = writer.write(result.report)
        except GongkaiError as error:
            complaints.append(say("cli.not_written", lang, name=path, reason=error.sentence(lang)))
            continue
        path.write_bytes(data)
        written.append(str(path))
    return written, complaints


def _annotate(entry: Input, names: dict[str, str], lang: Lang) -> Done:
    """Give a Word document or a page back with its findings; any other format as a Word document."""
    from gongkai.checks.assess import assess
    from gongkai.cli.check import Known, evidence
    from gongkai.cli.read import read_input
    from gongkai.writers import annotate

    result = read_input(entry)
    if result.error is not None:
        raise result.error
    assert result.report is not None
    findings = assess(evidence(result, Known({}))).findings
    kind = IN_PLACE.get(result.source.media_type)
    if kind is None:
        data = annotate.annotated_docx(result.report, findings, lang=lang)
    else:
        original = Path(entry.path).read_bytes() if entry.data is None else entry.data
        media_type = result.source.media_type
        data = annotate.annotate(original, media_type, findings, report=result.report, lang=lang)
    path = Path(f"{names[entry.path]}-annotated.{kind or 'docx'}")
    path.write_bytes(data)
    return [str(path)], []


def _lost(entry: Input, *, lang: Lang) -> Done:
    return [], [say("cli.process_died", lang, name=entry.path)]
