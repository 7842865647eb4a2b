"""The text of pages that are pictures, as the extra ``gongkai[ocr]`` recognises it (worker only)."""

from importlib import import_module
from typing import Any

from gongkai.readers import ocr
from gongkai.readers.pictures import Picture
from gongkai.redaction.marks import Box, Line, Page
from gongkai.redaction.opened import DPI, opened, page_of, picture_of
from gongkai.redaction.places import lines_of
from gongkai.redaction.worker import Job


def run(job: Job) -> tuple[Page, ...]:
    """Return the pages asked for with what is recognised on them; they are not set straight first."""
    numpy: Any = import_module("numpy")
    engine = ocr.start()
    found = []
    with opened(job.data) as document:
        for page in job.pages:
            source = page_of(document, page.number - 1)
            grey = numpy.asarray(picture_of(source, dpi=DPI, grey=True))
            source.close()
            read = ocr.recognise(engine, page.number, Picture(grey, page.width, page.height))
            lines = tuple(_lines(read.glyphs))
            found.append(Page(page.number, page.width, page.height, lines, recognised=True))
    return tuple(found)


def _lines(glyphs: Any) -> list[Line]:
    placed = [
        (g.text, Box(max(g.left, 0.0), max(g.top, 0.0), g.right, g.bottom), 0, False)
        for g in glyphs
    ]
    return list(lines_of(placed))
