"""What pdfminer finds in a PDF: characters with their places, every string, every unpacked stream
(worker only)."""

import io
import logging
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from gongkai.errors import MissingProgram

_MOST_OBJECTS = 2_000_000
_MOST_BYTES = 512 << 20  # of all unpacked streams

Placed = tuple[str, float, float]  # character, middle of its box from the top left corner


def is_installed() -> bool:
    """Whether the second reader is there."""
    return find_spec("pdfminer") is not None


def read(data: bytes) -> tuple[list[list[Placed]], list[str], list[bytes]]:
    """Return the characters of each page, the strings of all objects, the unpacked streams.

    Pictures are left out of the streams. Raises MissingProgram without ``gongkai[redact]``.
    """
    if not is_installed():
        raise MissingProgram("redaction.no_second_reader", package="gongkai[redact]")
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    pages = list(_pages(document))
    strings: list[str] = []
    streams: list[bytes] = []
    left = _MOST_OBJECTS
    for thing in _objects(document):
        left = _collect(thing, strings, streams, left)
    return pages, strings, streams


def _pages(document: Any) -> Iterator[list[Placed]]:
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    manager = PDFResourceManager()
    device = _collector(manager)
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.create_pages(document):
        device.found = []
        interpreter.process_page(page)
        left, _, _, top = _shown_box(page)
        yield [(c, x - left, top - y) for c, x, y in device.found]


def _shown_box(page: Any) -> tuple[float, float, float, float]:
    """Return the crop box in the coordinates of a page turned upright."""
    media, crop = page.mediabox, page.cropbox
    wide, high = media[2] - media[0], media[3] - media[1]
    left, low = max(crop[0] - media[0], 0), max(crop[1] - media[1], 0)
    right, top = min(crop[2] - media[0], wide), min(crop[3] - media[1], high)
    if page.rotate == 90:
        return low, wide - right, top, wide - left
    if page.rotate == 180:
        return wide - right, high - top, wide - left, high - low
    if page.rotate == 270:
        return high - top, left, high - low, right
    return left, low, right, top


def _collector(manager: Any) -> Any:
    from pdfminer.pdfdevice import PDFTextDevice
    from pdfminer.pdffont import PDFUnicodeNotDefined
    from pdfminer.utils import apply_matrix_pt

    class Collector(PDFTextDevice):
        """Notes each character with the middle of its box."""

        found: list[Placed]

        def render_char(
            self, matrix: Any, font: Any, fontsize: float, scaling: float, rise: float,
            cid: int, ncs: Any, graphicstate: Any,
        ) -> float:  # fmt: skip
            try:
                text = font.to_unichr(cid)
            except PDFUnicodeNotDefined:
                text = "\ufffd"
            wide = float(font.char_width(cid)) * fontsize * scaling
            x, y = apply_matrix_pt(matrix, (wide / 2, rise + 0.35 * fontsize))
            self.found.append((text, x, y))
            return wide

        def begin_page(self, page: Any, ctm: Any) -> None:
            self.ctm = ctm

        def set_ctm(self, ctm: Any) -> None:
            self.ctm = ctm

    return Collector(manager)


def _objects(document: Any) -> Iterator[Any]:
    """Yield every object of the file, also those that nothing points to, and the trailers."""
    from pdfminer.pdfexceptions import PDFException

    seen: set[int] = set()
    for xref in document.xrefs:
        yield getattr(xref, "trailer", {})
        for number in xref.get_objids():
            if number in seen:
                continue
            seen.add(number)
            try:
                yield document.getobj(number)
            except (PDFException, ValueError, KeyError, TypeError, IndexError):
                continue


def _collect(thing: Any, strings: list[str], streams: list[bytes], left: int) -> int:
    """Add what an object says; return how many more may be looked at."""
    from pdfminer.pdftypes import PDFStream
    from pdfminer.psparser import PSLiteral

    waiting = [thing]
    while waiting and left > 0:
        left -= 1
        one = waiting.pop()
        if isinstance(one, PDFStream):
            waiting.append(one.attrs)
            if str(getattr(one.attrs.get("Subtype"), "name", "")) != "Image":
                streams.append(_unpacked(one))
        elif isinstance(one, dict):
            waiting += one.values()
            strings += [str(key) for key in one]
        elif isinstance(one, list | tuple):
            waiting += one
        elif isinstance(one, bytes):
            strings.append(_decoded(one))
        elif isinstance(one, PSLiteral):
            strings.append(str(one.name))
    return left


def _unpacked(stream: Any) -> bytes:
    try:
        data = bytes(stream.get_data())
    except Exception:  # noqa: BLE001 (of a damaged stream nothing can be read, by anybody)
        return b""
    return data[:_MOST_BYTES]


def _decoded(data: bytes) -> str:
    """Return a string of a PDF: UTF-16 with its mark, else whatever Chinese programs write."""
    if data[:2] in (b"\xfe\xff", b"\xff\xfe"):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
