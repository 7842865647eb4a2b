"""Which words a person should look at first: personal data, each with its places and a ground.

A suggestion decides nothing: the clerk does. What is found once is marked wherever it stands.
"""

from collections.abc import Iterator
from dataclasses import replace

from gongkai import privacy
from gongkai.errors import UnreadableInput
from gongkai.readers import pdf
from gongkai.readers.document import Document
from gongkai.redaction.marks import (
    PERSONAL,
    Box,
    Mark,
    Page,
    Pages,
    Place,
    mark_of,
    matches,
    plain,
    running,
)

_SAME = 0.9  # of a place: so far under an earlier mark, it is marked already
_RANKS = {privacy.Certainty.CERTAIN: 0, privacy.Certainty.LIKELY: 1, privacy.Certainty.REVIEW: 2}
_LOCAL = (privacy.Kind.HEALTH,)  # says something of a person in its cell only

_Found = tuple[privacy.Finding | privacy.CellFinding, Place | None]


def suggest(pages: Pages) -> tuple[Mark, ...]:
    """Return the personal data of a file as marks in reading order, none within another.

    Nothing is found on pages that are pictures: `Page.is_picture` tells which.
    """
    found = sorted(_found(pages), key=lambda f: (_RANKS[f[0].certainty], -len(f[0].text)))
    stream = running(pages.pages)
    marks: list[Mark] = []
    done: set[str] = set()
    for finding, cell in found:
        wanted = plain(finding.text)
        if not wanted:
            continue
        here: list[Mark] = []
        if finding.kind not in _LOCAL and wanted not in done:
            done.add(wanted)
            here = list(matches(pages.pages, stream, wanted, ground=PERSONAL))
        if cell is not None and not any(_is_in(mark, cell) for mark in (*marks, *here)):
            here += _in_cell(pages.pages, wanted, cell)
        for mark in here:
            if not _is_marked(mark, marks):
                kind, certainty = finding.kind.value, finding.certainty.value
                marks.append(replace(mark, kind=kind, certainty=certainty))
    return tuple(sorted(marks, key=_order))


def _found(pages: Pages) -> Iterator[_Found]:
    """Yield what is found in the lines, in the paragraphs and in the tables."""
    lines = "\n".join(line.text for page in pages.pages for line in page.lines)
    yield from ((finding, None) for finding in privacy.find(lines))
    document = _document(pages)
    if document is None:
        return
    for paragraph in document.paragraphs:
        yield from ((finding, None) for finding in privacy.find(paragraph.text))
    for grid in document.grids:
        rows = [[""] * grid.width for _ in range(grid.height)]
        places: dict[tuple[int, int], Place | None] = {}
        for cell in grid.cells:
            rows[cell.row][cell.column] = cell.text
            origin = cell.origin
            if origin is not None and origin.page is not None and origin.box is not None:
                places[cell.row, cell.column] = Place(origin.page, Box(*origin.box))
        for finding in privacy.find_in_table(rows):
            yield finding, places.get((finding.row, finding.column))


def _document(pages: Pages) -> Document | None:
    """Return the file as its reader sees it, None where it sees no text."""
    if all(page.is_picture for page in pages.pages):
        return None
    try:
        return pdf.parse(pages.pdf)
    except UnreadableInput:
        return None


def _in_cell(pages: tuple[Page, ...], wanted: str, cell: Place) -> Iterator[Mark]:
    """Yield the mark of a text that runs over the lines of one cell, others standing between."""
    stream = running(pages, inside=cell)
    at = stream.text.find(wanted)
    if at >= 0:
        spots = stream.spots[at : at + len(wanted)]
        yield mark_of(pages, spots, kind="text", ground=PERSONAL)


def _is_in(mark: Mark, cell: Place) -> bool:
    return any(p.page == cell.page and p.box.shared(cell.box) > 0.5 for p in mark.places)


def _is_marked(mark: Mark, marks: list[Mark]) -> bool:
    known = [place for one in marks for place in one.places]
    return all(
        any(p.page == k.page and p.box.shared(k.box) > _SAME for k in known) for p in mark.places
    )


def _order(mark: Mark) -> tuple[int, float, float]:
    place = mark.places[0]
    return place.page, round(place.box.top), place.box.left
