"""A public document as PDF: set by Typst from data, fonts embedded, text copyable, the same bytes each time."""

import json
import os
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.writers.faces import Faces, faces_for
from portal.publishing.models import DocumentVersion
from portal.site.bodies import Block, Heading, Paragraph, Rule, Table, blocks_of

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).parent / "document.typ"
_NARROWEST, _WIDEST = 2, 24  # characters that a column counts for at least and at most


def write(version: DocumentVersion, notes: list[str]) -> bytes:
    """Return a version as PDF; `notes` are the lines in small print at its end."""
    fonts = os.environ.get("GONGKAI_FONTS")
    body = blocks_of(version)
    said = [version.title, version.number, version.issuer, version.body, "·—〓", *notes]
    faces = faces_for("".join(said), Path(fonts) if fonts else None)
    data = {
        "faces": {role: list(families) for role, families in faces.roles.items()},
        "title": faces.printable(version.title),
        "number": faces.printable(version.number),
        "issuer": version.issuer,
        "blocks": [_block(block, faces) for block in body],
        "notes": [faces.printable(note) for note in notes],
    }
    return _compiled(faces, json.dumps(data, ensure_ascii=False))


def _compiled(faces: Faces, data: str) -> bytes:
    """Return the set pages; a text that the accessible standard does not allow is set without its label."""
    import typst

    compiler = _compiler(faces.fonts)
    inputs = {"data": data}
    try:
        pdf = compiler.compile(
            input=TEMPLATE, format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"]
        )
    except typst.TypstError:
        pdf = compiler.compile(input=TEMPLATE, format="pdf", sys_inputs=inputs)
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _compiler(fonts: "typst.Fonts") -> "typst.Compiler":
    import typst

    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True, root=str(TEMPLATE.parent))


def _block(block: Block, faces: Faces) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": faces.printable(block.text)}
        case Paragraph():
            runs = [asdict(run) | {"text": faces.printable(run.text)} for run in block.runs]
            return asdict(block) | {"kind": "paragraph", "runs": runs}
        case Table():
            return _table(block, faces)
        case Rule():
            return {"kind": "rule"}


def _table(table: Table, faces: Faces) -> dict[str, Any]:
    """Return a table with the share of the line that each column gets by its longest text."""
    widths = [float(_NARROWEST)] * table.columns
    for cell in table.cells:
        if cell.across == 1:
            longest = max((_length(line) for line in cell.text.split("\n")), default=0.0)
            widths[cell.column] = max(widths[cell.column], min(longest, _WIDEST))
    needed = sum(widths) + table.columns
    size = next((s for s in (12, 10.5, 9, 7.5, 6.5) if needed * s <= 442), 5.5)
    if table.columns <= 6:
        size = max(size, 9)
    return {
        "kind": "table",
        "caption": faces.printable(table.caption),
        "head-rows": table.head_rows,
        "widths": widths,
        "size": size,
        "cells": [
            asdict(cell) | {"text": faces.printable(cell.text), "short": _length(cell.text) <= 8}
            for cell in table.cells
        ],
    }


def _length(text: str) -> float:
    """Return how many full-width characters a text takes."""
    return sum(1.0 if ord(c) > 0x2E7F else 0.55 for c in text)
