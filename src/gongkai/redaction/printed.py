"""Any file as the PDF that its print would be, without what it hides.

Word and Excel files are first rebuilt from what shows (`visible`): changes are accepted, hidden sheets,
rows, columns and text, comments, properties and things attached go. Then LibreOffice prints them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongkai.errors import InputError, UnreadableInput
from gongkai.readers import html, mht, ods, ofd, office, text, xls
from gongkai.readers.bounds import refuse_size
from gongkai.readers.document import Document
from gongkai.readers.sniff import Format, sniff
from gongkai.readers.zipfiles import open_archive
from gongkai.redaction.paper import for_paper
from gongkai.redaction.plainset import typeset
from gongkai.redaction.visible import word, workbook
from gongkai.redaction.worker import Job, ask
from gongkai.writers.faces import SHIPPED

_MODERN = {
    Format.DOC: Format.DOCX,
    Format.RTF: Format.DOCX,
    Format.ODT: Format.DOCX,
    Format.XLS: Format.XLSX,
    Format.ODS: Format.XLSX,
}
_SET = {
    Format.TXT: text.parse,
    Format.HTML: html.parse,
    Format.MHT: mht.parse,
    Format.OFD: ofd.parse,
}
_NOTED = ("changes", "hidden", "comments", "embedded")  # what is said of a file, in this order


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and codes of sentences on what was left out of it."""

    pdf: bytes
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Work:
    """A file on its way to PDF."""

    kind: Format
    data: bytes
    notes: tuple[str, ...] = ()


_Results = dict[int, Printed | InputError]


def printed(content: bytes, name: str = "") -> Printed:
    """Return a file as PDF.

    Raises UnreadableInput where it cannot be opened, InputError where its kind cannot be redacted,
    MissingProgram where it needs LibreOffice.
    """
    (made,) = printed_many([(name, content)])
    if isinstance(made, InputError):
        raise made
    return made


def printed_many(files: Sequence[tuple[str, bytes]]) -> list[Printed | InputError]:
    """Return each file (name, bytes) as PDF, or the error that says why not, in the same order.

    One start of LibreOffice serves all files of a kind.
    """
    results: _Results = {}
    waiting: dict[int, _Work] = {}
    for number, (name, content) in enumerate(files):
        try:
            made = _begun(content, name)
        except InputError as error:
            results[number] = error
            continue
        if isinstance(made, Printed):
            results[number] = made
        else:
            waiting[number] = made
    for old, new in _MODERN.items():
        _converted(waiting, results, old, new)
    for number, work in list(waiting.items()):
        try:
            _rebuild(work)
        except InputError as error:
            results[number] = error
            del waiting[number]
    for kind in (Format.DOCX, Format.XLSX):
        _converted(waiting, results, kind, Format.PDF)
    for number, work in waiting.items():
        results[number] = Printed(work.data, work.notes)
    return [results[number] for number in range(len(files))]


def _begun(content: bytes, name: str) -> Printed | _Work:
    """Return a file that needs no LibreOffice as PDF, another after a look into it."""
    refuse_size(len(content))
    kind = sniff(content, name)
    match kind:
        case Format.EMPTY:
            raise UnreadableInput("readers.empty_file")
        case Format.ENCRYPTED:
            raise UnreadableInput("readers.encrypted")
        case Format.PDF:
            return Printed(content)
        case Format.IMAGE:
            return Printed(ask(Job("picture", content), bytes))
        case Format.TXT | Format.HTML | Format.MHT | Format.OFD:
            return _set(kind, content)
        case Format.DOC | Format.RTF | Format.ODT:
            office.check(content, name)
        case Format.XLS:
            xls.parse(content)
        case Format.ODS:
            ods.read(open_archive(content))
        case Format.DOCX | Format.XLSX:
            pass  # the rebuilding looks into them
        case _:
            raise InputError("redaction.unknown_kind", name=name or kind.value)
    return _Work(kind, content)


def _set(kind: Format, content: bytes) -> Printed:
    document: Document = _SET[kind](content)
    note = "redaction.set_anew" if kind is not Format.TXT else ""
    return Printed(typeset(document), (note,) if note else ())


def _converted(waiting: dict[int, _Work], results: _Results, old: Format, new: Format) -> None:
    """Convert the files of one kind in one call."""
    numbers = [number for number, work in waiting.items() if work.kind is old]
    try:
        made = office.converted(old, new, [waiting[n].data for n in numbers], fonts=SHIPPED)
    except InputError as error:  # LibreOffice is not installed
        made = []
        for number in numbers:
            results[number] = error
            del waiting[number]
    for number, data in zip(numbers, made, strict=False):
        if isinstance(data, UnreadableInput):
            results[number] = data
            del waiting[number]
        else:
            waiting[number].kind, waiting[number].data = new, data


def _rebuild(work: _Work) -> None:
    """Take out of a Word or Excel file what does not show."""
    if work.kind is Format.DOCX:
        made = word.rebuilt(work.data)
        if made is None:
            raise InputError("redaction.web_inside")
        if made.differs and not (made.fewer and made.counts["hidden"]):
            raise InputError("redaction.cannot_clean")
        work.data, work.notes = made.data, _notes(made.counts)
    else:
        book = workbook.rebuilt(work.data)
        if book.differs:
            raise InputError("redaction.cannot_clean")
        lost = Counter(
            hidden=book.hidden + len(book.sheets),
            comments=int(book.lost["comments"]),
            embedded=int(book.lost["embedded"]),
        )
        pictures = ("redaction.left_pictures",) if book.lost["pictures"] else ()
        work.data, work.notes = for_paper(book.data), (*_notes(lost), *pictures)


def _notes(counts: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(_NOTES[code] for code in _NOTED if counts.get(code))


_NOTES = {
    "changes": "redaction.left_changes",
    "hidden": "redaction.left_hidden",
    "comments": "redaction.left_comments",
    "embedded": "redaction.left_embedded",
}
