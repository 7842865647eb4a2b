"""Reports as PDF in the layout of GB/T 9704-2012: tagged, fonts embedded, text copyable.

Typst sets ``report.typ``; every word of the report reaches it as data. A table longer than its page
is cut where no group of rows is torn apart, and the label of a group that goes on is printed again.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from gongkai.forms.filled import FilledForm
from gongkai.forms.grid import PrintedCell, PrintedTable
from gongkai.writers.faces import Faces, faces_for, files_by_name
from gongkai.writers.layout import (
    Heading,
    Layout,
    Text,
    closing_indents,
    document_date,
    lay_out,
    shown,
)
from gongkai.writers.widths import INSET, Fit, fit

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).parent / "report.typ"
STANDARDS: tuple[Literal["ua-1", "a-2a"], ...] = ("ua-1", "a-2a")  # accessible, and fit to archive
_LEAST_ROWS = 3  # fewer rows than this are not left alone on a page
_NEW_PAGE = 0  # among the cuts of a table: it begins, with its heading, on a new page
_LEAST_OF_GROUP = 6  # the label of the outermost group takes five lines
_PADDING = {12.0: 5.0, 10.5: 4.5}  # points above and below a cell's text; smaller type 3.2
_ATTEMPTS = 8


def write(report: FilledForm, *, fonts: Path | None = None) -> bytes:
    """Return the report as PDF; the same report gives the same bytes.

    `fonts` is a folder whose official fonts (仿宋_GB2312, ...) come before the shipped ones; the
    environment variable GONGKAI_FONTS names one too. A character no font has prints as 〓;
    `missing_characters` names them.
    """
    layout = lay_out(report)
    faces = _faces(report, layout, fonts)
    compiler = compiler_for(faces)
    cuts: dict[int, list[int]] = {}
    for _ in range(_ATTEMPTS):
        inputs = {"data": json.dumps(_data(report, layout, faces, cuts), ensure_ascii=False)}
        pdf = compiled(compiler, inputs)
        rows = json.loads(compiler.query("<row>", field="value"))
        if not _cut_further(layout, rows, cuts):
            break
    return pdf


def compiled(
    compiler: "typst.Compiler", inputs: dict[str, str], *, template: Path = TEMPLATE
) -> bytes:
    """Return the set pages; a text that the standards do not allow is set without their label."""
    import typst

    try:
        pdf = compiler.compile(
            input=template, format="pdf", sys_inputs=inputs, pdf_standards=list(STANDARDS)
        )
    except typst.TypstError:
        pdf = compiler.compile(input=template, format="pdf", sys_inputs=inputs)
    assert isinstance(pdf, bytes)
    return pdf


def missing_characters(report: FilledForm, *, fonts: Path | None = None) -> str:
    """Return the characters of a report that would print as 〓, "" for none."""
    return "".join(sorted(_faces(report, lay_out(report), fonts).missing))


def font_files(report: FilledForm, *, fonts: Path | None = None) -> dict[str, tuple[Path, int]]:
    """Return the font files a report is set with: PostScript name -> file, number within it."""
    return files_by_name(_faces(report, lay_out(report), fonts))


def _faces(report: FilledForm, layout: Layout, fonts: Path | None) -> Faces:
    if fonts is None and os.environ.get("GONGKAI_FONTS"):
        fonts = Path(os.environ["GONGKAI_FONTS"])
    words = [*layout.title, layout.document_number, layout.signature, layout.author]
    words += layout.imprint
    for block in layout.blocks:
        if isinstance(block, Text):
            words += [block.head, block.text]
        elif isinstance(block, Heading):
            words.append(block.text)
    return faces_for("".join(words), fonts)


@cache
def _shared(fonts: "typst.Fonts") -> "typst.Compiler":
    import typst

    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True, root=str(TEMPLATE.parent))


def compiler_for(faces: Faces) -> "typst.Compiler":
    """Return a compiler with these fonts, whose templates stand beside this file."""
    return _shared(faces.fonts)


def _data(
    report: FilledForm, layout: Layout, faces: Faces, cuts: dict[int, list[int]]
) -> dict[str, Any]:
    """Return what the template prints."""
    signature_indent, date_indent = closing_indents(layout)
    day = document_date(report)
    return {
        "faces": {role: list(families) for role, families in faces.roles.items()},
        "title": [faces.printable(line) for line in layout.title],
        "day": [day.year, day.month, day.day],
        "author": faces.printable(layout.author),
        "number": faces.printable(layout.document_number),
        "blocks": list(_blocks(report, layout, faces, cuts)),
        "signature": faces.printable(layout.signature),
        "signature-indent": signature_indent,
        "date": layout.date,
        "date-indent": date_indent,
        "copies": faces.printable(layout.copies),
        "printed": [faces.printable(words) for words in layout.printed],
    }


def _blocks(
    report: FilledForm, layout: Layout, faces: Faces, cuts: dict[int, list[int]]
) -> Iterator[dict[str, Any]]:
    for index, block in enumerate(layout.blocks):
        if isinstance(block, Heading):
            text = faces.printable(block.text)
            if _NEW_PAGE in cuts.get(index + 1, ()):
                yield {"kind": "pagebreak"}
            yield {"kind": "heading", "level": block.level, "text": text}
        elif isinstance(block, Text):
            head, text = faces.printable(block.head), faces.printable(block.text)
            yield {"kind": "text", "head": head, "text": text}
        else:
            here = [cut for cut in cuts.get(index, ()) if cut != _NEW_PAGE]
            yield from _table(report, block, index, here)


def _table(
    report: FilledForm, table: PrintedTable, index: int, cuts: list[int]
) -> Iterator[dict[str, Any]]:
    """Yield a table in its pieces: its blocks where it stacks several, else what a page holds."""
    sizes = fit(table, report)
    if len(table.blocks) > 1:
        for number, block in enumerate(table.blocks):
            height = block.title_rows + block.header_rows + block.figure_rows
            piece = _Piece(0, block.first, block.first + height, number == 0)
            last = number == len(table.blocks) - 1
            yield _piece(report, table, sizes, index, replace(piece, last=last, whole=True))
        return
    starts = [table.header_rows, *cuts]
    for number, (start, end) in enumerate(zip(starts, [*cuts, len(table.rows)], strict=True)):
        if number:
            yield {"kind": "pagebreak"}
        yield _piece(report, table, sizes, index, _Piece(table.header_rows, start, end))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Rows of a table that are set together: its first `head` rows and those of a range."""

    head: int
    start: int
    end: int
    first: bool = True
    last: bool = True
    whole: bool = False  # not to be broken over pages


def _piece(
    report: FilledForm, table: PrintedTable, sizes: Fit, index: int, piece: _Piece
) -> dict[str, Any]:
    cells = []
    for number, row in enumerate(table.rows):
        marked = False
        for cell in row:
            down = _rows_inside(number, cell, piece)
            if down is None:
                continue
            top, height = down
            entry: dict[str, Any] = {
                "text": shown(report, cell),
                "x": cell.column,
                "y": top,
                "across": cell.column_span,
                "down": height,
                "role": cell.role,
            }
            if cell.address is not None and not marked:
                entry["row"] = [index, number]
                marked = True
            cells.append(entry)
    return {
        "kind": "table",
        "size": sizes.size,
        "inset": INSET,
        "padding": _PADDING.get(sizes.size, 3.2),
        "columns": list(sizes.widths),
        "head-rows": piece.head,
        "cells": cells,
        "first": piece.first,
        "last": piece.last,
        "breakable": not piece.whole,
    }


def _rows_inside(number: int, cell: PrintedCell, piece: _Piece) -> tuple[int, int] | None:
    """Return the row and the height of a cell within a piece, or None where it is not in it."""
    if number < piece.head:
        return number, cell.row_span
    start, end = max(number, piece.start), min(number + cell.row_span, piece.end)
    return (piece.head + start - piece.start, end - start) if start < end else None


def _cut_further(layout: Layout, rows: list[dict[str, Any]], cuts: dict[int, list[int]]) -> bool:
    """Cut the first piece of a table that runs over its page; False where none does."""
    pages = {(entry["row"][0], entry["row"][1]): entry["page"] for entry in rows}
    for index, block in enumerate(layout.blocks):
        if not isinstance(block, PrintedTable) or len(block.blocks) > 1:
            continue
        here = cuts.setdefault(index, [])
        within = [cut for cut in here if cut != _NEW_PAGE]
        starts = [block.header_rows, *within]
        for start, end in zip(starts, [*within, len(block.rows)], strict=True):
            over = [r for r in range(start, end) if pages[index, r] != pages[index, start]]
            if not over:
                continue
            cut = _cut_before(block, start, over[0])
            headed = index and isinstance(layout.blocks[index - 1], Heading)
            few = start == block.header_rows and cut - start < _LEAST_ROWS
            if few and headed and _NEW_PAGE not in here:
                here[:] = [_NEW_PAGE]
            else:
                here[:] = sorted({c for c in here if c < start or c == start} | {cut})
            return True
    return False


def _cut_before(table: PrintedTable, start: int, over: int) -> int:
    """Return the row before which to cut: the last place at or above `over` that tears no group.

    At least three rows stay on either side, and enough of the outermost group to hold its label. Where
    no such place is, the table is cut before that group, or at `over`.
    """
    for row in range(over, start + _LEAST_ROWS - 1, -1):
        far = len(table.rows) - row >= _LEAST_ROWS
        if far and not _torn(table, row) and _cramped(table, start, row) is None:
            return row
    group = _cramped(table, start, over)
    return over if group is None or group <= start else group


def _cramped(table: PrintedTable, start: int, row: int) -> int | None:
    """Return where the outermost group begins of which cutting before `row` leaves too few rows."""
    for number, cells in enumerate(table.rows[:row]):
        for cell in cells:
            inside = cell.column == 0 and cell.role == "row" and row < number + cell.row_span
            if inside and row - max(number, start) < _LEAST_OF_GROUP:
                return number
    return None


def _torn(table: PrintedTable, row: int) -> bool:
    """Whether cutting before `row` tears a group of labels other than the outermost."""
    return any(
        cell.column > 0 and cell.role == "row" and number < row < number + cell.row_span
        for number, cells in enumerate(table.rows[:row])
        for cell in cells
    )
