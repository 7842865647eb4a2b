"""Pages as pictures with black blocks on them, and the text that stays (worker only)."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from gongkai.errors import InputError, say
from gongkai.law.grounds import grounds
from gongkai.redaction import blocks
from gongkai.redaction.encoded import encoded
from gongkai.redaction.marks import COVERED, Box, Line, Mark, Page, Place, plain
from gongkai.redaction.opened import DPI, opened, page_of, picture_of
from gongkai.redaction.sheets import Run, Sheet, bound
from gongkai.redaction.worker import Job

_CONTRAST = 40  # between ink and paper


class Made(msgspec.Struct):
    """The new file and the blocks in it.

    kept   characters of text that stay; taken: that went under a block
    """

    pdf: bytes
    blocks: tuple[blocks.Block, ...]
    kept: int
    taken: int


def run(job: Job) -> Made:
    """Return the file without what is marked."""
    sheets: list[Sheet] = []
    made: list[blocks.Block] = []
    with opened(job.data) as document:
        for page in job.pages:
            source = page_of(document, page.number - 1)
            image = picture_of(source, dpi=DPI, grey=False)
            source.close()
            sheet, here = sheet_of(image, page, job.marks, hide_length=job.hide_length)
            sheets.append(sheet)
            made += here
    kept = sum(len(plain(run.text)) for sheet in sheets for run in sheet.runs if not run.note)
    whole = sum(len(plain(line.text)) for page in job.pages for line in page.lines)
    return Made(bound(sheets), tuple(made), kept, whole - kept)


def sheet_of(
    image: Any, page: Page, marks: Sequence[Mark], *, hide_length: bool = False
) -> tuple[Sheet, list[blocks.Block]]:
    """Return a page with its blocks: picture and text.

    Raises InputError for an area of a picture in which nothing is to be seen.
    """
    planned = blocks.plan(
        image,
        page.number,
        marks,
        dpi=DPI,
        turns=_turns(page, marks),
        hide_length=hide_length,
        rough=page.recognised,
    )
    for block, dots in planned:
        if not marks[block.item - 1].text and not _shows(image, dots):
            raise InputError("redaction.nothing_there", page=page.number)
    for block, dots in planned:
        image.paste(blocks.drawn(dots[2] - dots[0], dots[3] - dots[1], block.label), dots[:2])
    runs = tuple(_runs(page, _covers(planned, marks, wide=hide_length)))
    here = [block for block, _ in planned]
    return Sheet(page.width, page.height, encoded(image), runs), here


def _covers(
    planned: Sequence[tuple[blocks.Block, blocks.Dots]], marks: Sequence[Mark], *, wide: bool
) -> list[tuple[blocks.Block, Box]]:
    """Return for each block the box whose text goes: what was marked, for it grows into the blank only.

    wide  it grows over words too: all of the block counts
    """
    covers = []
    for block, _ in planned:
        box = block.place.box
        if not wide:
            places = (p.box for p in marks[block.item - 1].places if p.page == block.place.page)
            box = max(places, key=box.shared)
        covers.append((block, box))
    return covers


def _shows(image: Any, dots: blocks.Dots) -> bool:
    darkest, lightest = image.crop(dots).convert("L").getextrema()
    return bool(lightest - darkest >= _CONTRAST)


def _turns(page: Page, marks: Sequence[Mark]) -> dict[Place, int]:
    turned = [line for line in page.lines if line.turn % 2]
    found: dict[Place, int] = {}
    for place in (p for m in marks for p in m.places if p.page == page.number) if turned else ():
        for line in turned:
            if any(box.shared(place.box) > 0.5 for box in line.boxes):
                found[place] = line.turn
    return found


def _runs(page: Page, covers: Sequence[tuple[blocks.Block, Box]]) -> Iterator[Run]:
    """Yield what stays of the lines, in pieces where a block cuts them, a note for each block."""
    waiting = list(covers)
    for line in page.lines:
        start = 0
        for index, box in enumerate(line.boxes):
            over = [cover for cover in covers if box.shared(cover[1]) > COVERED]
            if not over:
                continue
            yield from _piece(line, start, index)
            start = index + 1
            for cover in over:
                if cover in waiting:
                    waiting.remove(cover)
                    yield _note(cover[0], line.turn)
        yield from _piece(line, start, len(line.text))
    yield from (_note(block, 0) for block, _ in waiting)


def _piece(line: Line, start: int, end: int) -> Iterator[Run]:
    text = line.text[start:end]
    if text.strip():
        yield Run(text, line.boxes[start:end], line.turn)


def _note(block: blocks.Block, turn: int) -> Run:
    """Return what a block says to whoever listens: that something is gone, and on which ground."""
    if block.ground:
        text = say("redaction.block_for", ground=grounds()[block.ground].article)
    else:
        text = say("redaction.block")
    left, top, right, bottom = block.place.box
    if turn % 2:
        step = (bottom - top) / len(text)
        boxes = [Box(left, top + i * step, right, top + (i + 1) * step) for i in range(len(text))]
    else:
        step = (right - left) / len(text)
        boxes = [Box(left + i * step, top, left + (i + 1) * step, bottom) for i in range(len(text))]
    return Run(text, tuple(boxes), turn, note=True)
