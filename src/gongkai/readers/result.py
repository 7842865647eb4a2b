"""What reading a file gives: complete, partial or failed, never a traceback."""

from dataclasses import dataclass
from enum import StrEnum

from gongkai.errors import GongkaiError
from gongkai.forms.filled import FilledForm, Issue
from gongkai.readers.document import Document


class ReadStatus(StrEnum):
    """How much of a report was read; a result with issues is never complete."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read."""

    path: str
    media_type: str
    sha256: str
    pages: int | None = None


@dataclass(frozen=True)
class ReadResult:
    """One file read: its report where there is one, else the named reason.

    edition           the edition whose tables the report prints, or None
    edition_expected  the edition due for its year, or None where the year is unknown or too early
    """

    source: Source
    status: ReadStatus
    report: FilledForm | None = None
    edition: str | None = None
    edition_expected: str | None = None
    issues: tuple[Issue, ...] = ()
    error: GongkaiError | None = None
    document: Document | None = None
