"""Whether a new file holds anything but its pages: every key, every byte accounted for (worker only)."""

import io
import re
from collections.abc import Iterator
from typing import Any

_KEYS = frozenset(
    """
    Type Pages Lang MarkInfo Marked StructTreeRoot Count Kids K ParentTree ParentTreeNextKey S P Pg
    Nums Parent MediaBox Contents Resources XObject Font F StructParents Tabs Subtype Width Height
    ColorSpace BitsPerComponent Filter DecodeParms Columns Rows BlackIs1 Length Length1 FontName
    Flags FontBBox ItalicAngle Ascent Descent CapHeight StemV FontFile2 BaseFont CIDSystemInfo
    Registry Ordering Supplement FontDescriptor DW W CIDToGIDMap Encoding DescendantFonts ToUnicode
    """.split()  # noqa: SIM905
)
_TRAILER = frozenset(("Size", "Root"))
_STRINGS = frozenset((b"zh-CN", b"Adobe", b"Identity"))
_OBJECT = re.compile(rb"(\d+) 0 obj\n")
_SEGMENTS = frozenset((0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD))  # JFIF head, tables, frame, restart


def problems(data: bytes) -> Iterator[str]:
    """Yield what a file of ours must not hold, nothing for a clean one: names of keys and parts."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import PDFStream

    if data.count(b"%%EOF") != 1 or data.count(b"startxref") != 1:
        yield "revision"
    if not _is_whole(data):
        yield "bytes"
    document: Any = PDFDocument(PDFParser(io.BytesIO(data)))
    if document.info:
        yield "Info"
    for xref in document.xrefs:
        yield from sorted(set(xref.trailer) - _TRAILER)
        for number in sorted(xref.get_objids()):
            thing = document.getobj(number)
            yield from _strange(thing)
            raw = (thing.rawdata or b"") if isinstance(thing, PDFStream) else b""
            if raw.startswith(b"\xff\xd8"):
                yield from _in_jpeg(raw)


def _strange(thing: Any) -> Iterator[str]:
    from pdfminer.pdftypes import PDFStream

    if isinstance(thing, PDFStream):
        thing = thing.attrs
    if isinstance(thing, dict):
        yield from sorted(set(map(str, thing)) - _KEYS)
        for value in thing.values():
            yield from _strange(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from _strange(value)
    elif isinstance(thing, bytes) and thing not in _STRINGS:
        yield "string"


def _is_whole(data: bytes) -> bool:
    """Whether the objects follow one another without a byte between them, up to the cross-references."""
    at = data.find(b"1 0 obj\n")
    if at != len(b"%PDF-1.7\n%\xe5\x85\xac\xe5\xbc\x80\n"):
        return False
    number = 1
    while (head := _OBJECT.match(data, at)) and int(head[1]) == number:
        length = re.compile(rb"<<[^\n]*/Length (\d+)>>\nstream\n").match(data, head.end())
        if length:
            end = length.end() + int(length[1])
            tail = b"\nendstream\nendobj\n"
        else:
            end, tail = data.find(b"\nendobj\n", head.end()), b"\nendobj\n"
        if end < 0 or data[end : end + len(tail)] != tail:
            return False
        at, number = end + len(tail), number + 1
    return data.startswith(b"xref\n", at)


def _in_jpeg(data: bytes) -> Iterator[str]:
    """Yield the segments of a JPEG that are not the picture."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        if data[at + 1] not in _SEGMENTS:
            yield f"JPEG {data[at + 1]:02X}"
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
