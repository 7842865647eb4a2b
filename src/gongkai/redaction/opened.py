"""A PDF opened to be shown as it prints: notes left out, stamps and filled fields drawn (worker only)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongkai.errors import UnreadableInput

MAX_PAGES = 500
MAX_POINTS = 5_000.0  # a side of a page; A0 has 3,370
MAX_PIXELS = 60_000_000  # of one page at `DPI`
DPI = 200
_NOTES = (raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_FILEATTACHMENT)


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """Open a PDF whose pages show what their print would.

    Raises UnreadableInput where it is damaged, under a password, or too long.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        locked = raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        code = "readers.encrypted" if locked else "readers.pdf_damaged"
        raise UnreadableInput(code) from None
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableInput("redaction.too_many_pages", pages=len(document), most=MAX_PAGES)
        if not len(document):
            raise UnreadableInput("readers.pdf_damaged")
        yield document
    finally:
        document.close()


def page_of(document: Any, index: int) -> Any:
    """Return a page whose annotations that print are part of it, and whose notes are gone.

    Raises UnreadableInput where the page is damaged or of a size nobody prints.
    """
    try:
        page = document[index]
        width, height = page.get_size()
    except pdfium.PdfiumError:
        raise UnreadableInput("redaction.page_damaged", page=index + 1) from None
    pixels = width * height * (DPI / 72) ** 2
    if not (min(width, height) >= 1 and max(width, height) <= MAX_POINTS and pixels <= MAX_PIXELS):
        raise UnreadableInput("readers.too_complex")
    count = raw.FPDFPage_GetAnnotCount(page)
    for number in reversed(range(count)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        kind = raw.FPDFAnnot_GetSubtype(annotation) if annotation else 0
        if annotation:
            raw.FPDFPage_CloseAnnot(annotation)
        if kind in _NOTES:
            raw.FPDFPage_RemoveAnnot(page, number)
    if count and raw.FPDFPage_Flatten(page, raw.FLAT_PRINT) == raw.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    return page


def picture_of(page: Any, *, dpi: int, grey: bool) -> Any:
    """Return a page as a Pillow image, black on white."""
    bitmap = page.render(scale=dpi / 72, grayscale=grey, draw_annots=False, may_draw_forms=False)
    image = bitmap.to_pil()
    return image if grey else image.convert("RGB")
