"""What a document's page on the desk shows of duties: ``duties/document_panel.html`` with `panel`."""

from dataclasses import dataclass

from gongkai.law.guide import Finding
from portal.duties.clock import PublicationClock, publication_clock
from portal.duties.lint import repealed_in
from portal.duties.queries import assignments_of, duties_for, title_of
from portal.publishing.models import Document


@dataclass(frozen=True, slots=True)
class Panel:
    """A document's clock, the duties it fulfils (code, title, number of the assignment or None), lint."""

    document: Document
    told: PublicationClock | None
    duties: tuple[tuple[str, str, int | None], ...]
    findings: tuple[Finding, ...]


def panel(document: Document) -> Panel:
    """Return what is to be shown of a document."""
    by_column = [(code, title_of(code), None) for code in document.column.duties]
    named = [(one.code, title_of(one.code), one.pk) for one in assignments_of(document)]
    owed = {duty.code for duty in duties_for(document.organ)}
    by_column = [
        row for row in by_column if row[0] in owed
    ]  # a shared column carries other levels' too
    return Panel(
        document,
        publication_clock(document),
        (*by_column, *named),
        repealed_in(document),
    )
