"""What pdfium finds in a PDF: the text of its pages, and every place besides where words can hide
(worker only)."""

import ctypes
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pypdfium2.raw as raw

from gongkai.redaction.marks import plain

_PROPERTIES = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer")
_NOTE_KEYS = (b"Contents", b"T", b"Subj", b"RC", b"V", b"TU", b"DV", b"NM")
_LONGEST = 1 << 20
_DEEPEST = 50
_MOST = 20_000


def layers_of(document: Any) -> dict[str, str]:
    """Return the texts of a file by layer, as `marks.plain` gives them."""
    found = {
        "text": (page.get_textpage().get_text_range() for page in document),
        "properties": document.get_metadata_dict(skip_empty=True).values(),
        "bookmarks": (entry.get_title() for entry in document.get_toc(max_depth=_DEEPEST)),
        "attachments": _attachments(document),
        "notes": (text for page in document for text in _notes(page)),
        "structure": (text for page in document for text in _structure(page)),
    }
    return {layer: plain("\n".join(texts)) for layer, texts in found.items()}


def _attachments(document: Any) -> Iterator[str]:
    for index in range(max(raw.FPDFDoc_GetAttachmentCount(document), 0)):
        attached = raw.FPDFDoc_GetAttachment(document, index)
        yield _said(partial(raw.FPDFAttachment_GetName, attached))
        length = ctypes.c_ulong()
        if raw.FPDFAttachment_GetFile(attached, None, 0, length) and length.value < 16 * _LONGEST:
            content = ctypes.create_string_buffer(length.value or 1)
            raw.FPDFAttachment_GetFile(attached, content, length.value, length)
            for encoding in ("utf-8", "utf-16", "gb18030"):
                yield content.raw[: length.value].decode(encoding, "ignore")


def _notes(page: Any) -> Iterator[str]:
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        for key in _NOTE_KEYS:
            yield _said(partial(raw.FPDFAnnot_GetStringValue, annotation, key))
        raw.FPDFPage_CloseAnnot(annotation)


def _structure(page: Any) -> Iterator[str]:
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return
    waiting = [
        raw.FPDF_StructTree_GetChildAtIndex(tree, index)
        for index in range(raw.FPDF_StructTree_CountChildren(tree))
    ]
    seen = 0
    while waiting and seen < _MOST:
        element = waiting.pop()
        if not element:
            continue
        seen += 1
        for ask in (
            raw.FPDF_StructElement_GetAltText,
            raw.FPDF_StructElement_GetActualText,
            raw.FPDF_StructElement_GetTitle,
        ):
            yield _said(partial(ask, element))
        waiting += [
            raw.FPDF_StructElement_GetChildAtIndex(element, index)
            for index in range(max(raw.FPDF_StructElement_CountChildren(element), 0))
        ]
    raw.FPDF_StructTree_Close(tree)


def _said(ask: Callable[[Any, int], int]) -> str:
    """Return a text that pdfium writes into a buffer as UTF-16."""
    size = ask(None, 0)
    if not 2 < size < _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
