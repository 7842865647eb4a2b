"""The same document back with every finding beside its figure, for the person who must mend it.

A Word document gets comments, a page marks; every other format is written anew as a Word document
with comments. What a finding has no place for stands at the top.
"""

from collections.abc import Iterable, Sequence

from gongkai.checks.check import Finding
from gongkai.errors import InputError, Lang, say
from gongkai.forms.filled import FilledForm, Origin
from gongkai.writers import docx
from gongkai.writers.layout import clean
from gongkai.writers.remarks import Remark

HTML = "text/html"
DOCX = docx.MEDIA_TYPE


def annotate(
    data: bytes,
    media_type: str,
    findings: Iterable[Finding],
    *,
    report: FilledForm | None = None,
    lang: Lang = "zh",
) -> bytes:
    """Return the document with each finding as a Word comment or a mark in the page.

    Everything else of the document stays as it was. A finding without a place of its own is put at
    the first of its figures that `report`, the report read from this document, has a place for.
    Raises InputError for a format that cannot be annotated in place (`annotated_docx` can write it)
    and for a document that cannot be opened.
    """
    remarks = [_remark(f, _place(f, report), lang) for f in findings]
    if media_type == DOCX:
        from gongkai.writers import word_comments

        return word_comments.add(data, remarks)
    if media_type == HTML:
        from gongkai.writers import page_marks

        return page_marks.add(data, remarks)
    raise InputError("writers.cannot_annotate", media_type=media_type)


def annotated_docx(report: FilledForm, findings: Iterable[Finding], *, lang: Lang = "zh") -> bytes:
    """Return the report written as a Word document with each finding as a comment."""
    from gongkai.writers import word_comments

    data = docx.write(report)
    figures = docx.places(report)
    by_origin = {
        cell.origin: figures[address]
        for address, cell in report.cells.items()
        if cell.origin is not None and address in figures
    }
    prose = _prose_places(report, word_comments.paragraphs(data))
    remarks = []
    for finding in findings:
        place = None
        if finding.origin is not None:
            place = by_origin.get(finding.origin) or prose.get(finding.origin)
        if place is None:
            place = next((figures[a] for a in finding.addresses if a in figures), None)
        remarks.append(_remark(finding, place, lang))
    return word_comments.add(data, remarks)


def _prose_places(report: FilledForm, texts: Sequence[str]) -> dict[Origin, Origin]:
    """Return where the paragraphs and headings of a report stand in the document written of it."""
    numbers = {text: number for number, text in reversed(list(enumerate(texts)))}
    places = {}
    for section in report.sections:
        for text, origin in [(p.text, p.origin) for p in section.paragraphs]:
            if origin is not None and clean(text) in numbers:
                places[origin] = Origin(row=numbers[clean(text)])
        if section.origin is not None and section.number:
            heading = next((n for n, t in enumerate(texts) if t.endswith(section.title)), None)
            if heading is not None:
                places[section.origin] = Origin(row=heading)
    return places


def _place(finding: Finding, report: FilledForm | None) -> Origin | None:
    if finding.origin is not None or report is None:
        return finding.origin
    cells = (report.cells.get(address) for address in finding.addresses)
    return next((cell.origin for cell in cells if cell and cell.origin is not None), None)


def _remark(finding: Finding, place: Origin | None, lang: Lang) -> Remark:
    level = say(f"writers.level_{finding.level.value}", lang)
    text = say("writers.remark", lang, level=level, text=clean(finding.message(lang)))
    return Remark(level, text, place)
