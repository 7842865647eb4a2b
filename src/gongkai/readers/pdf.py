"""PDF with a text layer to paragraphs and grids.

`parse` is what others call; the bytes are opened by `extract` only, in a bounded worker process.
"""

from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Issue, Origin
from gongkai.readers import sandbox
from gongkai.readers.document import Document

MEDIA_TYPE = "application/pdf"
_UNKNOWN = 0.1  # so many characters without meaning make every figure doubtful
_PICTURE = 0.5  # a page without text that pictures cover so far is a scan
_OUTLINES = 50  # so many filled shapes on a page without text are drawn letters


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
    from gongkai.readers.page import blocks
    from gongkai.readers.pdf_pages import MAX_PAGES, PdfFile

    if b"%PDF-" not in data[:1024]:
        raise UnreadableInput("readers.pdf_damaged")
    with PdfFile(data) as file:
        if file.count > MAX_PAGES:
            raise UnreadableInput("readers.too_many_pages", pages=file.count, most=MAX_PAGES)
        title = file.title()
        pages = list(file.pages())
    issues: list[Issue] = []
    if b"%%EOF" not in data[-2048:]:
        issues.append(Issue("readers.pdf_cut_off"))
    good = [page for page in pages if page is not None]
    characters = sum(len(page.page.glyphs) for page in good)
    unknown = sum(page.unknown for page in good)
    if unknown > _UNKNOWN * characters:
        raise UnreadableInput("readers.text_without_meaning")
    if not any(not g.text.isspace() for page in good for g in page.page.glyphs):
        outlines = any(page.drawings >= _OUTLINES for page in good)
        raise UnreadableInput("readers.only_outlines" if outlines else "readers.no_text_layer")
    if unknown:
        issues.append(Issue("readers.unknown_characters", (("count", unknown),)))
    for number, page in enumerate(pages, start=1):
        if page is None:
            issue = "readers.page_damaged"
        elif page.page.glyphs or (page.pictures < _PICTURE and page.drawings < _OUTLINES):
            continue
        else:
            issue = "readers.page_without_text"
        issues.append(Issue(issue, (("page", number),), origin=Origin(page=number)))
    found = blocks([page.page for page in good])
    return Document(MEDIA_TYPE, found, title=title, pages=len(pages), issues=tuple(issues))
