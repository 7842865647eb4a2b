"""Web pages, text files and OFD set anew as PDF: their paragraphs and tables, nothing else of them."""

import json
from pathlib import Path
from typing import Any

from gongkai.errors import UnreadableInput
from gongkai.readers.document import Document, Grid
from gongkai.writers.faces import faces_for

_TEMPLATE = Path(__file__).parent / "plain.typ"
_COLUMNS = 40  # more do not fit on a page


def typeset(document: Document) -> bytes:
    """Return the paragraphs and tables of a document as PDF.

    Raises UnreadableInput where there are none, or a table is too wide for any page.
    """
    import typst

    said = [cell.text for grid in document.grids for cell in grid.cells]
    said += [paragraph.text for paragraph in document.paragraphs]
    if not "".join(said).strip():
        raise UnreadableInput("readers.empty_file")
    if any(grid.width > _COLUMNS for grid in document.grids):
        raise UnreadableInput("readers.too_complex")
    faces = faces_for("".join(said))
    blocks: list[dict[str, Any]] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            cells = [
                {
                    "text": faces.printable(cell.text),
                    "x": cell.column,
                    "y": cell.row,
                    "across": cell.column_span,
                    "down": cell.row_span,
                }
                for cell in block.cells
            ]
            blocks.append({"kind": "table", "columns": block.width, "cells": cells})
        else:
            blocks.append({"kind": "text", "text": faces.printable(block.text)})
    data = {"fonts": faces.roles["fang"], "blocks": blocks}
    compiler = typst.Compiler(
        font_paths=faces.fonts, ignore_system_fonts=True, root=str(_TEMPLATE.parent)
    )
    try:
        made = compiler.compile(
            input=_TEMPLATE,
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    except typst.TypstError as error:  # cells that overlap
        raise UnreadableInput("readers.too_complex") from error
    assert isinstance(made, bytes)
    return made
