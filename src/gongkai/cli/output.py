"""Where results go: a table for people, JSON, CSV or a workbook, to the screen or to a file."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any

from gongkai.cli.command import language, tell
from gongkai.cli.destination import sink
from gongkai.cli.visible import visible
from gongkai.cli.wrapping import width_of, wrapped
from gongkai.errors import InputError
from gongkai.figures import plain
from gongkai.forms.filled import Origin

if TYPE_CHECKING:
    from rich.console import Console

    from gongkai.forms.bridge import Loss

FORMATS = ("table", "json", "csv", "xlsx")
_GAP = 3  # columns between two columns of a table
_LEAST = 24  # the last column is never narrower
_FORMULA = frozenset("=+-@＝＋－＠")  # full-width ones too, where the locale is Chinese
VERSION = 1  # of the JSON shapes; see docs/contracts.md


def encode(document: object) -> bytes:
    """Return JSON as indented UTF-8 that ends with a line break."""
    from gongkai.writers import json

    return json.encode(document)


def write_json(document: object, out: str | None) -> None:
    """Write one JSON document."""
    with sink(out) as file:
        file.write(encode(document))


def write_json_list(entries: Iterable[object], out: str | None) -> None:
    """Write {"version", "reports": [...]} entry by entry, so that memory stays flat."""
    with sink(out) as file:
        file.write(b'{\n"version": %d,\n"reports": [' % VERSION)
        for index, entry in enumerate(entries):
            file.write((b",\n" if index else b"\n") + encode(entry).rstrip())
        file.write(b"\n]\n}\n")


def write_rows(
    header: Sequence[str], rows: Iterable[Sequence[object]], *, form: str, out: str | None
) -> None:
    """Write rows as CSV (UTF-8 with a mark, as spreadsheets expect) or as a workbook.

    A Decimal is a number in a workbook and its plain digits in CSV.
    """
    if form == "csv":
        import codecs
        import csv

        with sink(out) as file:
            file.write(codecs.BOM_UTF8)
            writer = csv.writer(codecs.getwriter("utf-8")(file))
            writer.writerow(header)
            writer.writerows([_cell(value) for value in row] for row in rows)
        return
    _write_workbook({"gongkai": header}, (("gongkai", row) for row in rows), out)


def write_book(
    sheets: Mapping[str, Sequence[str]],
    rows: Iterable[tuple[str, Sequence[object]]],
    out: str | None,
) -> None:
    """Write a workbook: wording code of each sheet's name -> header; rows say their sheet."""
    names = {code: tell(code) for code in sheets}
    headers = {names[code]: header for code, header in sheets.items()}
    _write_workbook(headers, ((names[code], row) for code, row in rows), out)


def _write_workbook(
    sheets: Mapping[str, Sequence[str]],
    rows: Iterable[tuple[str, Sequence[object]]],
    out: str | None,
) -> None:
    if out is None:
        raise InputError("cli.file_needs_out", format="xlsx")
    from gongkai.writers import listing

    shown = ((n, [visible(v) if isinstance(v, str) else v for v in row]) for n, row in rows)
    with sink(out) as file:
        file.write(listing.write(sheets, shown))


def _cell(value: object) -> object:
    """Keep a spreadsheet from taking a text for a formula, and a terminal from obeying it."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, str):
        text = visible(value)
        return "'" + text if text.lstrip()[:1] in _FORMULA and not _number(text) else text
    return "" if value is None else value


def titles(code: str) -> list[str]:
    """Return the column titles that stand in the wording, separated by |."""
    return tell(code).split("|")


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def console(*, file: IO[str] | None = None) -> "Console":
    """Return a rich console that never obeys what a report says: no markup, no escapes."""
    from rich.console import Console

    class Plain(Console):
        def print(self, *objects: Any, **style: Any) -> None:
            super().print(*(visible(o) if isinstance(o, str) else o for o in objects), **style)

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # answered once, by main

    return Plain(file=file or sys.stdout, markup=False, highlight=False, emoji=False)


def on_screen(form: str, out: str | None) -> bool:
    """Whether results appear on a terminal one by one, so that a bar would stand in their way."""
    return form == "table" and out is None and sys.stdout.isatty()


@contextmanager
def screen(out: str | None) -> Iterator["Console"]:
    """Open a console on standard output, or on the file named."""
    if out is None:
        yield console()
        return
    import io

    text = io.StringIO()
    yield console(file=text)
    with sink(out) as file:
        file.write(text.getvalue().encode())


def prose(console_: "Console", text: str, *, indent: int = 2, style: str = "") -> None:
    """Print a sentence, its lines broken where a typesetter would break them."""
    for line in wrapped(text, console_.width - indent):
        console_.print(" " * indent + line, style=style)


def table(console_: "Console", header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as a table that fits the terminal; the last column takes what is left, wrapped."""
    from rich import box
    from rich.table import Table

    texts = [["" if value is None else visible(str(value)) for value in row] for row in rows]
    widths = [max(map(width_of, column)) for column in zip(header, *texts, strict=True)]
    left = max(console_.width - sum(widths[:-1]) - _GAP * (len(header) - 1), _LEAST)
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=False)
    for title in header:
        made.add_column(title, overflow="fold", no_wrap=False)
    for row in texts:
        made.add_row(*row[:-1], "\n".join(wrapped(row[-1], left)))
    console_.print(made)


def place(origin: Origin | None) -> dict[str, Any] | None:
    """Return where something stood, with only what its format can tell."""
    if origin is None:
        return None
    parts = {name: getattr(origin, name) for name in Origin.__slots__}
    return {name: value for name, value in parts.items() if value is not None}


def loss_entry(loss: "Loss") -> dict[str, Any]:
    """Return what is lost between two editions in the shape of the contract."""
    return {
        "kind": loss.kind,
        "addresses": [str(address) for address in loss.addresses],
        "message": loss.sentence(language()),
    }


def where(origin: Origin | dict[str, Any] | None) -> str:
    """Return a place in words, short enough for a table column."""
    spot = place(origin) if isinstance(origin, Origin) else origin
    if not spot:
        return ""
    if "ref" in spot:
        return f"{spot.get('sheet', '')}!{spot['ref']}"
    if "page" in spot:
        return tell("at_page", page=spot["page"])
    if "line" in spot:
        return tell("at_line", line=spot["line"])
    if "table" in spot and "row" in spot:
        return tell("at_table", table=spot["table"] + 1, row=spot["row"] + 1)
    return ""
