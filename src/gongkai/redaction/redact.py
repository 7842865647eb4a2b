"""Taking words and areas out of a file so that they are gone: find, suggest, redact, prove.

The pages become pictures with black blocks, bound into a file made from nothing, with the text that
stays as an invisible layer; then two independent readers search both files for what was taken out.
`redact` hands a file out only with a proof that holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from gongkai.errors import InputError, MissingProgram
from gongkai.readers import ocr
from gongkai.redaction import marks as marked
from gongkai.redaction.blacken import Made
from gongkai.redaction.blocks import Block
from gongkai.redaction.marks import Mark, Page, Pages, area, occurrences
from gongkai.redaction.opened import DPI
from gongkai.redaction.printed import printed
from gongkai.redaction.proof import Proof, digest, require
from gongkai.redaction.search import Searched
from gongkai.redaction.suggesting import suggest
from gongkai.redaction.worker import Job, ask

__all__ = [
    "Redacted",
    "area",
    "find",
    "occurrences",
    "pictures",
    "places",
    "prove",
    "recognise",
    "redact",
    "suggest",
]


@dataclass(frozen=True, slots=True)
class Redacted:
    """A redacted file and its proof, which holds."""

    pdf: bytes
    proof: Proof
    marks: tuple[Mark, ...]


def find(content: bytes, name: str = "") -> Pages:
    """Return a file as the PDF in which it is redacted, and the text that can be seen on each page.

    Raises InputError where it is empty, damaged, encrypted, too long, or of a kind that cannot be
    redacted; MissingProgram where LibreOffice is needed and not installed.
    """
    made = printed(content, name)
    pages = places(made.pdf)
    return Pages(name, digest(content), made.pdf, pages, made.notes)


def places(pdf: bytes) -> tuple[Page, ...]:
    """Return the pages of a PDF with the text that can be seen; raises InputError as `find`."""
    job = Job("places", pdf)
    return ask(job, _pages, pages=20)


def recognise(pages: Pages) -> Pages:
    """Return pages whose pictures have text too, as the extra ``gongkai[ocr]`` recognises it.

    Takes some twenty seconds a page. Raises MissingProgram without the extra.
    """
    if not ocr.is_installed():
        raise MissingProgram("redaction.no_recognition")
    blank = tuple(page for page in pages.pages if page.is_picture)
    if not blank:
        return pages
    job = Job("recognise", pages.pdf, blank)
    found = ask(job, _pages, pages=_PATIENCE * len(blank))
    known = {page.number: page for page in found}
    return replace(pages, pages=tuple(known.get(p.number, p) for p in pages.pages))


def pictures(pdf: bytes, pages: Sequence[Page]) -> tuple[bytes, ...]:
    """Return pages of a PDF as JPEG pictures for a screen; raises InputError as `find`."""
    wanted = tuple(replace(page, lines=()) for page in pages)
    if not wanted:
        return ()
    job = Job("pictured", pdf, wanted)
    return tuple(
        ask(job, lambda said: msgspec.msgpack.decode(said, type=list[bytes]), pages=len(wanted))
    )


def _pages(said: bytes) -> tuple[Page, ...]:
    return msgspec.msgpack.decode(said, type=tuple[Page, ...])


def redact(
    pages: Pages, marks: Sequence[Mark], *, keep_elsewhere: bool = False, hide_length: bool = False
) -> Redacted:
    """Return the file without what is marked, with a proof that holds.

    keep_elsewhere  words marked at one place may stay at others
    hide_length     a block without room beside it goes over the words that follow
    Raises InputError for a mark that cannot be carried out, and where marked words stand at other
    places too unless they may stay; NotProven where the proof fails: then there is no file.
    """
    ready = marked.checked(pages, marks)
    elsewhere = [_elsewhere(pages, ready, mark) for mark in ready]
    if not keep_elsewhere:
        for mark, found in zip(ready, elsewhere, strict=True):
            if found:
                numbers = "、".join(str(n) for n in sorted({m.places[0].page for m in found}))
                raise InputError(
                    "redaction.stands_elsewhere", text=mark.text, count=len(found), pages=numbers
                )
    job = Job("blacken", pages.pdf, pages.pages, ready, hide_length=hide_length)
    count = len(pages.pages)
    made = ask(job, lambda said: msgspec.msgpack.decode(said, type=Made), pages=count)
    proof = prove(pages, made.pdf, ready, made.blocks)
    items = tuple(
        replace(item, elsewhere=len(found))
        for item, found in zip(proof.items, elsewhere, strict=True)
    )
    proof = replace(proof, items=items, kept=made.kept, taken=made.taken)
    return Redacted(made.pdf, require(proof), ready)


def prove(
    pages: Pages, redacted: bytes, marks: Sequence[Mark], blocks: Sequence[Block] = ()
) -> Proof:
    """Return what two readers find of the marks in the original and in a redacted file.

    The proof may fail: see its `holds` and `sentences`.
    """
    job = Job(
        "search", pages.pdf, pages.pages, marks=tuple(marks), made=redacted, blocks=tuple(blocks)
    )
    count = 2 * len(pages.pages)
    found = ask(job, lambda said: msgspec.msgpack.decode(said, type=Searched), pages=count)
    return Proof(
        pages.source, digest(redacted), len(pages.pages), DPI,
        found.items, found.blocks, 0, 0, found.problems, found.read,
        pages.source != digest(pages.pdf),
    )  # fmt: skip


_PATIENCE = 20  # times as long as another page takes
_WORD = 2  # characters: a shorter text stands everywhere


def _elsewhere(pages: Pages, marks: Sequence[Mark], mark: Mark) -> list[Mark]:
    """Return where the words of a mark stand besides, uncovered by any mark."""
    wanted = marked.plain(mark.text)
    if len(wanted) < _WORD:
        return []
    stream = marked.running(pages.pages)
    areas = [place for one in marks for place in one.places]
    return [
        found
        for found in marked.matches(pages.pages, stream, wanted, ground="")
        if not any(
            place.box.shared(area.box) > marked.COVERED and place.page == area.page
            for place in found.places
            for area in areas
        )
    ]
