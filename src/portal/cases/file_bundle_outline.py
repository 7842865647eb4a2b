"""Bookmarks of a PDF that pdfium has just written: an outline appended to it, one entry for each paper."""

import re
from collections.abc import Iterator, Sequence

_NUMBER = re.compile(rb"/(Root|Size) (\d+)")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+) \d+ R")
_PAGES = re.compile(rb"/Pages (\d+) \d+ R")
_REPLACED = re.compile(rb"/(?:Outlines \d+ \d+ R|PageMode\s*/\w+)")


def outlined(pdf: bytes, bookmarks: Sequence[tuple[str, int]]) -> bytes:
    """Return a PDF with bookmarks (title, number of the page from 0); as it is where its pages are not found.

    What is appended is an incremental update: nothing that pdfium wrote is changed.
    """
    try:
        places, trailer = _read(pdf)
        root, size = trailer["Root"], trailer["Size"]
        catalog = _object(pdf, places[root])
        tree = _PAGES.search(catalog)
        assert tree is not None
        pages = list(_leaves(pdf, places, int(tree[1]), set()))
        told = [(title, pages[number]) for title, number in bookmarks]
    except (KeyError, IndexError, ValueError, AssertionError):
        return pdf
    if not told:
        return pdf
    head = catalog[: catalog.rindex(b">>")]
    made = {
        root: _REPLACED.sub(b"", head) + b"/Outlines %d 0 R/PageMode/UseOutlines>>" % size,
        size: b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>"
        % (size + 1, size + len(told), len(told)),
    }
    for place, (title, page) in enumerate(told, size + 1):
        before = b"/Prev %d 0 R" % (place - 1) if place > size + 1 else b""
        after = b"/Next %d 0 R" % (place + 1) if place < size + len(told) else b""
        words = f"\ufeff{title}".encode("utf-16-be").hex().encode()
        made[place] = b"<</Title<%s>/Parent %d 0 R%s%s/Dest[%d 0 R/Fit]>>" % (
            *(words, size, before, after, page),
        )
    return _appended(pdf, made, root, size + len(told) + 1)


def _read(pdf: bytes) -> tuple[dict[int, int], dict[str, int]]:
    """Return where each object stands, and what the trailer says; raises ValueError."""
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split(None, 1)[0])
    table, _mark, trailer = pdf[start:].partition(b"trailer")
    lines = table.split(b"\n")
    if lines[0].strip() != b"xref":
        raise ValueError("not the table that pdfium writes")
    places: dict[int, int] = {}
    number = 0
    for line in lines[1:]:
        words = line.split()
        if len(words) == 2:
            number = int(words[0])
        elif len(words) == 3:
            if words[2] == b"n":
                places[number] = int(words[0])
            number += 1
    return places, {name.decode(): int(value) for name, value in _NUMBER.findall(trailer)}


def _object(pdf: bytes, place: int) -> bytes:
    begin = pdf.index(b"obj", place) + 3
    return pdf[begin : pdf.index(b"endobj", begin)]


def _leaves(pdf: bytes, places: dict[int, int], number: int, seen: set[int]) -> Iterator[int]:
    """Yield the objects of the pages in their order; raises ValueError for a tree that turns back."""
    waiting = [number]
    while waiting:
        number = waiting.pop()
        if number in seen:
            raise ValueError("a page tree that turns back")
        seen.add(number)
        kids = _KIDS.search(_object(pdf, places[number]))
        if kids is None:
            yield number
        else:
            waiting += [int(one) for one in reversed(_REFERENCE.findall(kids[1]))]


def _appended(pdf: bytes, made: dict[int, bytes], root: int, size: int) -> bytes:
    last = int(pdf[pdf.rindex(b"startxref") + 9 :].split(None, 1)[0])
    found = re.search(rb"/ID\s*\[[^\]]*\]", pdf[last:])
    whole, table = bytearray(pdf), bytearray()
    for number, content in sorted(made.items()):
        table += b"%d 1\r\n%010d 00000 n\r\n" % (number, len(whole))
        whole += b"%d 0 obj\r\n%s\r\nendobj\r\n" % (number, content.strip())
    start = len(whole)
    whole += b"xref\r\n" + table + b"trailer\r\n<</Root %d 0 R/Size %d/Prev %d" % (root, size, last)
    whole += (found[0] if found else b"") + b">>\r\nstartxref\r\n%d\r\n%%%%EOF\r\n" % start
    return bytes(whole)
