"""`gongkai read`: the figures and words of published reports, with where each one stood."""

import os
from collections.abc import Iterator
from functools import partial
from typing import Any

import click

from gongkai.cli.command import Command, file_options, language, many_options, tell
from gongkai.cli.inputs import Input, gather, single
from gongkai.cli.output import (
    FORMATS,
    screen,
    table,
    where,
    write_json,
    write_json_list,
    write_rows,
)
from gongkai.cli.running import each
from gongkai.errors import Lang, UnreadableInput
from gongkai.readers.result import ReadResult, ReadStatus, Source


@click.command(cls=Command, help="help_read")
@many_options
@file_options(FORMATS)
def read(files: tuple[str, ...], name: str, jobs: int | None, form: str, out: str | None) -> int:
    """Read files; exit code 2 where one of them could not be read."""
    inputs = gather(files, stdin_name=name)
    lang = language()
    read_ = partial(_read_one, lang=lang)
    failed = False

    def results() -> Iterator[dict[str, Any]]:
        nonlocal failed
        for result in each(inputs, read_, lost=partial(_lost, lang=lang), jobs=jobs):
            failed = failed or result["status"] == ReadStatus.FAILED
            yield result

    if form == "json" and single(files):
        write_json(next(results()), out)
    elif form == "json":
        write_json_list(results(), out)
    elif form == "table":
        _print(results(), out)
    else:
        header = tell("read_header").split("|")
        rows = (row for result in results() for row in _rows(result))
        write_rows(header, rows, form=form, out=out)
    return 2 if failed else 0


def read_input(entry: Input) -> ReadResult:
    """Read one input, from its file or from what came through standard input."""
    from gongkai.readers import read as reader

    try:
        if entry.data is not None:
            return reader.read(entry.data, name=entry.path)
        return reader.read_file(entry.path)
    except Exception as error:
        # A fault of ours in one file must neither stop the others nor show a clerk a traceback.
        if os.environ.get("GONGKAI_DEBUG"):
            raise
        return failed_result(entry, "cli.our_fault", fault=f"{type(error).__name__}: {error}")


def failed_result(entry: Input, code: str, **facts: object) -> ReadResult:
    """Return a failed reading that says why in the sentence `code`."""
    source = Source(entry.path, "application/octet-stream", "")
    error = UnreadableInput(code, name=entry.path, **facts)
    return ReadResult(source, ReadStatus.FAILED, error=error)


def lost_result(entry: Input) -> ReadResult:
    """Return the failed reading of a file that took its process down."""
    return failed_result(entry, "cli.process_died")


def _read_one(entry: Input, *, lang: Lang) -> dict[str, Any]:
    from gongkai.writers.json import read_result

    return read_result(read_input(entry), lang)


def _lost(entry: Input, *, lang: Lang) -> dict[str, Any]:
    from gongkai.writers.json import read_result

    return read_result(lost_result(entry), lang)


def _rows(result: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    """Yield one row per cell; a file that could not be read gives one row that says so."""
    head = (result["source"]["path"], result["authority"], result["year"], result["edition"])
    if not result["cells"]:
        message = result["issues"][0]["message"] if result["issues"] else ""
        yield (*head, result["status"], "", "", "", "", message, "")
    for cell in result["cells"]:
        yield (
            *head,
            cell["status"],
            cell["address"],
            "/".join(cell["row"]),
            "/".join(cell["column"]),
            cell["value"],
            cell["raw"],
            where(cell["origin"]),
        )


def _print(results: Iterator[dict[str, Any]], out: str | None) -> None:
    """Print each report: who and when, what is not 0, what is no number, what to know."""
    with screen(out) as console:
        for result in results:
            console.print(headline(result), style="bold")
            for issue in result["issues"]:
                console.print(f"  {issue['message']}")
            cells = result["cells"]
            told = [c for c in cells if c["value"] != "0"]
            if told:
                table(
                    console,
                    tell("cells_header").split("|"),
                    (
                        (
                            c["value"] or tell(f"status_{c['status']}"),
                            where(c["origin"]),
                            " · ".join(filter(None, ("/".join(c["row"]), "/".join(c["column"])))),
                        )
                        for c in told
                    ),
                )
            if cells:
                console.print(tell("zeros", count=len(cells) - len(told)))
            console.print()


def headline(result: dict[str, Any]) -> str:
    """Return the one line that says which report this is and how much of it was read."""
    status = tell(f"read_{result['status']}")
    if not result["cells"]:
        return tell("headline_failed", path=result["source"]["path"], status=status)
    return tell(
        "headline",
        path=result["source"]["path"],
        authority=result["authority"] or tell("no_authority"),
        year=result["year"] or "?",
        edition=result["edition"],
        status=status,
    )
