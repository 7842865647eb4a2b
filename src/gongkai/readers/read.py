"""Read one published annual report, whatever its format: bytes in, figures with their places out."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import cast

from gongkai.errors import GongkaiError, UnknownEdition, UnreadableInput
from gongkai.figures import ABSENT
from gongkai.forms.filled import FilledForm, Issue
from gongkai.forms.form import EDITIONS, Form, edition_for, load
from gongkai.readers.bind import Binding, bind, settle_rows
from gongkai.readers.bounds import file_bytes, refuse_excess, refuse_size
from gongkai.readers.document import Document
from gongkai.readers.headings import sections_of
from gongkai.readers.locate import printed_rows
from gongkai.readers.particulars import particulars_of, without_title
from gongkai.readers.recognised import PICTURED, doubted, is_recognised
from gongkai.readers.result import ReadResult, ReadStatus, Source
from gongkai.readers.sniff import Format, sniff

_PARSERS = {
    Format.TXT: "text",
    Format.HTML: "html",
    Format.MHT: "mht",
    Format.DOCX: "docx",
    Format.XLSX: "xlsx",
    Format.ODS: "xlsx",
    Format.XLS: "xlsx",
    Format.PDF: "pdf",
    Format.OFD: "ofd",
    Format.IMAGE: "ocr",
    Format.DOC: "office",
    Format.RTF: "office",
    Format.ODT: "office",
}
_REFUSED = {
    Format.EMPTY: "readers.empty_file",
    Format.ENCRYPTED: "readers.encrypted",
    Format.ZIP: "readers.unknown_archive",
    Format.OLE: "readers.unknown_archive",
    Format.BINARY: "readers.not_a_document",
}
_SCANNED = {"readers.no_text_layer", "readers.only_outlines", "readers.text_without_meaning"}
_FEWEST_ROWS = 4  # fewer statutory rows and fewer parts than this: not an annual report
_FEWEST_SECTIONS = 3


def read_file(path: Path | str) -> ReadResult:
    """Read the report in a file; a file that cannot be opened is a failed result."""
    path = Path(path)
    try:
        data = file_bytes(path)
    except UnreadableInput as error:
        return _unopened(path, error)
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return _unopened(path, UnreadableInput("readers.cannot_open", path=path))
    return read(data, name=str(path))


def _unopened(path: Path, error: UnreadableInput) -> ReadResult:
    source = Source(str(path), "application/octet-stream", "")
    return ReadResult(source, ReadStatus.FAILED, error=error)


def is_scan(result: ReadResult) -> bool:
    """Whether a file was not read because its words are pictures, which text recognition may tell."""
    if result.error is None:
        return False
    pictured = any(issue.code == PICTURED for issue in result.issues)
    return pictured or result.error.code in _SCANNED


def read(
    data: bytes,
    *,
    name: str = "",
    ocr: bool = True,
    edition: str = "",
    told: Callable[[int], object] | None = None,
) -> ReadResult:
    """Read the report in `data`; bad input gives a failed result with its error, never a raise.

    name     the file's name; only its ending helps, and only where the bytes leave a doubt
    ocr      whether pictures of text may be recognised (twenty seconds a page)
    edition  the edition a person saw in it, "" where the tables themselves are to tell
    told     hears the number of each page that text recognition begins
    """
    kind = sniff(data, name)
    digest = hashlib.sha256(data).hexdigest()
    document: Document | None = None
    try:
        refuse_size(len(data))
        if kind is Format.JSON:
            report, issues = import_module("gongkai.readers.json").parse(data)
            raws = [cell.raw for cell in report.cells.values()]
            refuse_excess([s.text for s in report.sections], cells=raws)
            document = Document(kind.media_type, (), issues=issues)
            binding = None
        else:
            document = _bounded(_parse(kind, data, name, ocr=ocr, told=told))
            report, binding = interpret(document, edition=edition)
    except GongkaiError as error:
        source = Source(name, kind.media_type, digest)
        issues = document.issues if document is not None else ()
        return ReadResult(source, ReadStatus.FAILED, error=error, issues=issues)
    source = Source(name, document.media_type, digest, document.pages)
    return _result(source, document, report, binding)


def parse(data: bytes, *, name: str = "", ocr: bool = True) -> Document:
    """Return the paragraphs and tables of a file of any format, whatever it is about.

    name  as for `read`; ocr  whether pictures of text may be recognised (twenty seconds a page)
    Raises UnreadableInput where there is nothing to read, MissingProgram where a program is missing.
    """
    refuse_size(len(data))
    kind = sniff(data, name)
    if kind is Format.JSON:
        raise UnreadableInput("readers.not_a_document")
    return _bounded(_parse(kind, data, name, ocr=ocr))


def _bounded(document: Document) -> Document:
    cells = [cell.text for grid in document.grids for cell in grid.cells]
    refuse_excess([p.text for p in document.paragraphs], cells=cells)
    return document


def _parse(
    kind: Format,
    data: bytes,
    name: str,
    *,
    ocr: bool = True,
    told: Callable[[int], object] | None = None,
) -> Document:
    if kind is Format.OLE:
        import_module("gongkai.readers.ole").CompoundFile(data)  # says so itself where it is torn
    if kind is Format.ZIP:
        import_module("gongkai.readers.zipfiles").open_archive(data)
    if kind in _REFUSED:
        raise UnreadableInput(_REFUSED[kind])
    if kind is Format.IMAGE and not ocr:
        raise UnreadableInput("readers.no_text_layer")
    parse: Callable[..., Document] = import_module(f"gongkai.readers.{_PARSERS[kind]}").parse
    if kind is Format.IMAGE:
        return parse(data, name=name, told=told)
    reader = import_module("gongkai.readers.ocr")
    may = ocr and kind in (Format.PDF, Format.OFD) and reader.is_installed()
    try:
        document = parse(data, name=name)
    except UnreadableInput as error:
        if may and error.code in _SCANNED:
            return cast(Document, reader.parse(data, name=name, told=told))
        raise
    if not (may and any(issue.code == PICTURED for issue in document.issues)):
        return document
    try:
        return cast(Document, reader.parse(data, name=name, told=told))
    except UnreadableInput as error:  # the pages with text are there
        more = Issue(error.code, tuple(error.facts.items()))
        return replace(document, issues=(*document.issues, more))


def interpret(document: Document, *, edition: str = "") -> tuple[FilledForm, Binding]:
    """Return the report a document holds; raises UnreadableInput where it holds none.

    edition  the one to read its tables by, "" for the one that fits best
    """
    sections = sections_of(document.paragraphs)
    meta = getattr(document, "meta", {})
    facts = particulars_of(sections, title=document.title, meta=meta)
    binding = _best_binding(document, facts.year, edition)
    parts = sum(1 for section in sections if section.number)
    if binding.rows_found < _FEWEST_ROWS and parts < _FEWEST_SECTIONS:
        raise UnreadableInput("readers.not_a_report")
    report = FilledForm(
        binding.form,
        doubted(binding.cells, document.issues, edition=binding.form.id),
        title=facts.title,
        authority=facts.authority,
        year=facts.year,
        sections=without_title(sections, facts),
        document_number=facts.document_number,
        contacts=facts.contacts,
        period=facts.period,
        written_on=facts.written_on,
        published_on=facts.published_on,
        printed_on=facts.printed_on,
        copies_to=facts.copies_to,
        printer=facts.printer,
        misprints=tuple(  # on a recognised page the slip may be ours
            one
            for one in binding.misprints.values()
            if not is_recognised(one.origin, document.issues)
        ),
    )
    return report, binding


def _best_binding(document: Document, year: int | None, only: str = "") -> Binding:
    """Return the reading as the edition that fits best: rows, then headers, then the year due.

    only  the edition to be taken, whether it fits or not
    """
    due = _edition_due(year)
    first = due.id if due else EDITIONS[-1]
    rows = printed_rows(document)
    bindings: list[Binding] = []
    for edition in (only,) if only else (first, *(e for e in EDITIONS if e != first)):
        bindings.append(bind(rows, load(edition)))
        if bindings[-1].fits:
            break
    best = max(bindings, key=lambda binding: (binding.covered, binding.likeness))
    settle_rows(best)
    return best


def _edition_due(year: int | None) -> Form | None:
    if year is None:
        return None
    try:
        return edition_for(year)
    except UnknownEdition:
        return None


def _result(
    source: Source, document: Document, report: FilledForm, binding: Binding | None
) -> ReadResult:
    issues = [*document.issues]
    if binding is not None:
        issues += binding.issues
    issues += [issue for issue in _absent(report) if issue not in issues]
    due = _edition_due(report.year)
    found = any(a for a in report.cells)
    return ReadResult(
        source,
        ReadStatus.PARTIAL if issues else ReadStatus.COMPLETE,
        report,
        edition=report.form.id if found else None,
        edition_expected=due.id if due else None,
        issues=tuple(issues),
        document=document,
    )


def _absent(report: FilledForm) -> list[Issue]:
    """Return an issue for each table or group of rows the report does not print."""
    issues = []
    for table in report.form.tables:
        lost = [
            row
            for row in table.leaf_rows
            if all(report[a] == ABSENT for a in table.addresses() if a.row == row.id)
        ]
        if not lost:
            continue
        name = table.title or f"第{'〇一二三四五六'[table.section]}部分的表"
        if len(lost) == len(table.leaf_rows):
            issues.append(Issue("readers.table_absent", (("table", name),)))
        else:
            rows = "、".join(row.label for row in lost)
            facts = (("table", name), ("count", len(lost)), ("rows", rows))
            issues.append(Issue("readers.rows_absent", facts))
    return issues
