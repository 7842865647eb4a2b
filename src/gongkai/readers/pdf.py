"""PDF with a text layer to paragraphs and grids.

`parse` is what others call; the bytes are opened by `extract` only, in a bounded worker process.
"""

from typing import TYPE_CHECKING

from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Issue
from gongkai.readers import sandbox
from gongkai.readers.document import Document

if TYPE_CHECKING:
    from gongkai.readers.page import Content

MEDIA_TYPE = "application/pdf"


def parse(data: bytes, *, name: str = "") -> Document:
    """Return the paragraphs and tables of a PDF, each with its page and box.

    Raises UnreadableInput where it is damaged, encrypted, too long, or has no text that can be
    read (a scan needs ``gongkai[ocr]``).
    """
    if not data:
        raise UnreadableInput("readers.empty_file")
    return sandbox.read("pdf", data, name=name)


def extract(data: bytes, *, name: str = "") -> Document:
    """Return what `parse` returns; to be called in a process that may die."""
    from gongkai.readers import page

    title, pages, issues = contents(data)
    return page.document(MEDIA_TYPE, pages, title=title, issues=issues)


def contents(data: bytes) -> "tuple[str, list[Content | None], list[Issue]]":
    """Return the title, the pages as they are drawn, and what is amiss; as `extract` is to be called."""
    from gongkai.readers import page
    from gongkai.readers.pdf_pages import PdfFile

    if b"%PDF-" not in data[:1024]:
        raise UnreadableInput("readers.pdf_damaged")
    with PdfFile(data) as file:
        page.check_count(file.count)
        title = file.title()
        pages = list(file.pages())
    cut_off = b"%%EOF" not in data[-2048:]
    return title, pages, [Issue("readers.pdf_cut_off")] if cut_off else []
