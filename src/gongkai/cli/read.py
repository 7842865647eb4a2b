"""`gongkai read`: the figures and words of published reports, with where each one stood."""

import os
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any

import click

from gongkai.cli.command import Command, file_options, language, many_options, tell
from gongkai.cli.inputs import Input, gather, single
from gongkai.cli.output import (
    FORMATS,
    on_screen,
    prose,
    screen,
    table,
    titles,
    where,
    write_book,
    write_json,
    write_json_list,
    write_rows,
)
from gongkai.cli.running import debugging, each, our_fault
from gongkai.errors import InputError, Lang, UnreadableInput
from gongkai.forms.filled import FilledForm
from gongkai.forms.form import load
from gongkai.readers.result import ReadResult, ReadStatus, Source

SHEETS = ("cells_sheet", "reports_sheet", "texts_sheet", "issues_sheet")


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
        lost, bar = partial(_lost, lang=lang), not on_screen(form, out)
        for result in each(inputs, read_, lost=lost, jobs=jobs, bar=bar):
            failed = failed or result["status"] == ReadStatus.FAILED
            yield result

    if form == "json" and single(files):
        write_json(next(results()), out)
    elif form == "json":
        write_json_list(results(), out)
    elif form == "table":
        _print(results(), out)
    elif form == "xlsx":
        sheets = {code: titles(f"{code}_header") for code in SHEETS}
        write_book(sheets, (row for result in results() for row in _book(result)), out)
    else:
        rows = (row for result in results() for row in _rows(result))
        write_rows(titles("cells_sheet_header"), rows, form=form, out=out)
    return 2 if failed else 0


def read_input(entry: Input) -> ReadResult:
    """Read one input, from its file or from what came through standard input."""
    from gongkai.readers import read as reader

    refused = None if entry.data is not None else _refused(entry.path)
    if refused is not None:
        return lost_result(entry, UnreadableInput(refused, name=entry.path))
    try:
        if entry.data is not None:
            return reader.read(entry.data, name=entry.path)
        return reader.read_file(entry.path)
    except Exception as error:
        if debugging():
            raise
        return lost_result(entry, our_fault(entry.path, error))


def report_of(path: str) -> FilledForm:
    """Return the report in a file; raises InputError that names the file and says why not."""
    result = read_input(Input(path))
    if result.error is not None:
        reason = result.error.sentence(language())
        if path in reason:
            raise result.error
        raise InputError("cli.not_written", name=path, reason=reason)
    assert result.report is not None
    return result.report


def _refused(path: str) -> str | None:
    """Return the sentence for what is no file, or none of ours, without opening it (a pipe)."""
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return "cli.dead_link" if Path(path).is_symlink() else "cli.no_such_file"
    except PermissionError:
        return "cli.not_permitted"
    except (OSError, ValueError):
        return "cli.cannot_open"
    if Path(path).is_dir():
        return "cli.cannot_open"
    return None if os.access(path, os.R_OK) else "cli.not_permitted"


def lost_result(entry: Input, why: UnreadableInput) -> ReadResult:
    """Return the failed reading of a file of which nothing came."""
    source = Source(entry.path, "application/octet-stream", "")
    return ReadResult(source, ReadStatus.FAILED, error=why)


def _read_one(entry: Input, *, lang: Lang) -> dict[str, Any]:
    from gongkai.writers.json import read_result

    return read_result(read_input(entry), lang)


def _lost(entry: Input, why: UnreadableInput, *, lang: Lang) -> dict[str, Any]:
    from gongkai.writers.json import read_result

    return read_result(lost_result(entry, why), lang)


def _rows(result: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    """Yield one row per cell; a file that could not be read gives one row that says so."""
    head = (*_head(result), result["edition"], result["status"])
    doubts = {(i["code"], _row_of(i.get("address"))): i["message"] for i in result["issues"]}
    if not result["cells"]:
        message = result["issues"][0]["message"] if result["issues"] else ""
        yield (*head, "", "", "", "", None, "", "", message, "")
    for cell in result["cells"]:
        code = cell.get("doubt")
        doubt = doubts.get((code, _row_of(cell["address"])), code)
        yield (
            *head,
            _table_title(result["edition"], cell["table"]),
            "/".join(cell["row"]),
            "/".join(cell["column"]),
            cell["status"],
            _decimal(cell["value"]),
            cell["raw"],
            where(cell["origin"]),
            doubt or "",
            cell["address"],
        )


def _book(result: dict[str, Any]) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield the rows of the four sheets: cells, reports, paragraphs, reading issues."""
    head = _head(result)
    if result["cells"]:
        for row in _rows(result):
            yield "cells_sheet", row
    statuses = [cell["status"] for cell in result["cells"]]
    yield (
        "reports_sheet",
        (
            *head,
            result["edition"],
            result["edition_expected"],
            result["status"],
            *(statuses.count(status) for status in ("number", "blank", "absent", "unreadable")),
            result["title"],
            result.get("document_number"),
            result.get("written_on"),
            result.get("published_on"),
            result["source"]["media_type"],
            result["source"]["pages"],
            result["source"]["sha256"],
        ),
    )
    for section in result["sections"]:
        for paragraph in section["paragraphs"]:
            text, spot = paragraph["text"], where(paragraph["origin"])
            yield "texts_sheet", (*head, section["number"], section["title"], text, spot)
    for issue in result["issues"]:
        spot = where(issue.get("origin"))
        yield "issues_sheet", (*head, issue["code"], issue["message"], spot, issue.get("address"))


def _head(result: dict[str, Any]) -> tuple[object, ...]:
    return result["source"]["path"], result["authority"], result["year"]


def _row_of(address: str | None) -> str:
    """Return the row a cell stands in: an issue names the first cell of the row it concerns."""
    return (address or "").rpartition("/")[0]


@cache
def _table_title(edition: str, table_id: str) -> str:
    """Return a table's own title (第二十条第（一）项), else that of its part."""
    form = load(edition)
    shape = form.table(table_id)
    return shape.title or next(s.title for s in form.sections if s.number == shape.section)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _print(results: Iterator[dict[str, Any]], out: str | None) -> None:
    """Print each report: who and when, what is not 0, what is no number, what to know."""
    with screen(out) as console:
        for result in results:
            for line, style in zip(headline(result), ("bold", ""), strict=False):
                console.print(line, style=style)
            for issue in result["issues"]:
                prose(console, issue["message"])
            cells = result["cells"]
            told = [c for c in cells if c["value"] != "0"]
            if told:
                table(
                    console,
                    titles("cells_header"),
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


def headline(result: dict[str, Any]) -> tuple[str, ...]:
    """Return the file, and the line that says which report it is and how much of it was read."""
    path, status = result["source"]["path"], tell(f"read_{result['status']}")
    if not result["cells"]:
        return (tell("headline_failed", path=path, status=status),)
    about = tell(
        "headline",
        authority=result["authority"] or tell("no_authority"),
        year=result["year"] or "?",
        edition=result["edition"],
        status=status,
    )
    return path, about
