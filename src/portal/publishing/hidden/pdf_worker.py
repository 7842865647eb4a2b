"""Rebuild one PDF from standard input to standard output; knows pdfium and nothing of the portal.

The answer: four bytes of length, the facts in JSON, then the new file (nothing where the old one stays).
"""

import contextlib
import ctypes
import io
import json
import os
import struct
import sys
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MEMORY = 2 << 30
CPU = 50
_LINKS, _TYPED, _DRAWN = (2,), (3,), (13, 20)  # link; free text; stamp and form field
_OBJECTS = 20_000  # of a page: more are not looked at
_DARK = 60
_BLOCK = 6.0  # points: a lower bar is a line
_LEFT = (b"/PieceInfo", b"/Metadata", b"Exif\x00\x00", b"<x:xmpmeta")


def main() -> None:
    """Answer one job."""
    _bound()
    data = sys.stdin.buffer.read()
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what native code prints is no answer
    clean = b""
    try:
        facts, clean = rebuilt(data)
    except pdfium.PdfiumError:
        locked = raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        facts = {"error": "readers.encrypted" if locked else "readers.pdf_damaged"}
    head = json.dumps(facts).encode()
    answer.write(struct.pack(">I", len(head)) + head + clean)
    answer.flush()


def _bound() -> None:
    with contextlib.suppress(ImportError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def rebuilt(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return what a PDF hides, and the PDF without it; b"" where it has to stay as it is."""
    source = pdfium.PdfDocument(data)
    facts: dict[str, Any] = {
        "signatures": max(raw.FPDF_GetSignatureCount(source), 0),
        "attached": max(raw.FPDFDoc_GetAttachmentCount(source), 0),
        "scripts": max(raw.FPDFDoc_GetJavaScriptActionCount(source), 0),
        "people": _people(source),
        "notes": 0,
        "typed": 0,
        "covered": [],
        "left": False,
        "differs": False,
    }
    said = []
    for number in range(len(source)):
        page = source[number]
        said.append(page.get_textpage().get_text_range())
        if _covered(page):
            facts["covered"].append(number + 1)
        _count_notes(page, facts)
        page.close()
    if facts["signatures"]:
        return facts, b""
    made = pdfium.PdfDocument.new()
    made.import_pages(source)
    for number in range(len(made)):
        page = made[number]
        _without_notes(page)
        page.close()
    buffer = io.BytesIO()
    made.save(buffer)
    clean = buffer.getvalue()
    facts["left"] = any(mark in clean for mark in _LEFT)
    again = pdfium.PdfDocument(clean)
    now = [again[number].get_textpage().get_text_range() for number in range(len(again))]
    same = len(now) == len(said) and all(
        set(old.split()) <= set(new.split()) for old, new in zip(said, now, strict=True)
    )
    if not same:
        facts["differs"] = True
        return facts, b""
    return facts, clean


def _people(source: pdfium.PdfDocument) -> list[str]:
    named = source.get_metadata_dict(skip_empty=True)
    found = [named.get(key, "") for key in ("Author", "Keywords", "Subject")]
    return [text[:60] for text in dict.fromkeys(found) if text.strip()]


def _annotations(page: pdfium.PdfPage) -> list[int]:
    kinds = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        kinds.append(raw.FPDFAnnot_GetSubtype(annotation) if annotation else 0)
        if annotation:
            raw.FPDFPage_CloseAnnot(annotation)
    return kinds


def _count_notes(page: pdfium.PdfPage, facts: dict[str, Any]) -> None:
    for kind in _annotations(page):
        facts["typed"] += kind in _TYPED
        facts["notes"] += kind not in (*_LINKS, *_TYPED, *_DRAWN)


def _without_notes(page: pdfium.PdfPage) -> None:
    """Remove notes; draw stamps and filled fields into the page; links into the web stay."""
    kinds = _annotations(page)
    drawn = any(kind in _DRAWN for kind in kinds)
    for index in reversed(range(len(kinds))):
        if kinds[index] not in (*_LINKS, *_DRAWN):
            raw.FPDFPage_RemoveAnnot(page, index)
    if drawn:
        raw.FPDFPage_Flatten(page, raw.FLAT_PRINT)


def _covered(page: pdfium.PdfPage) -> bool:
    """Whether a dark block was drawn over text: a redaction that hides nothing."""
    texts: list[tuple[float, float]] = []
    for index, found in enumerate(page.get_objects(max_depth=2)):
        if index > _OBJECTS:
            return False
        left, bottom, right, top = found.get_bounds()
        if found.type == raw.FPDF_PAGEOBJ_TEXT:
            texts.append(((left + right) / 2, (bottom + top) / 2))
        elif (
            found.type == raw.FPDF_PAGEOBJ_PATH
            and top - bottom >= _BLOCK
            and right - left >= _BLOCK
            and _is_dark(found)
            and any(left < x < right and bottom < y < top for x, y in texts)
        ):
            return True
    return False


def _is_dark(found: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(found, mode, stroke) or mode.value == 0:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(found, red, green, blue, alpha):
        return False
    return alpha.value > 200 and max(red.value, green.value, blue.value) < _DARK


if __name__ == "__main__":
    main()
