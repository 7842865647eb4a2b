"""Annual reports: the archive of what is published, and the filing by which one comes about."""

from portal.annual.models.archive import AnnualReport
from portal.annual.models.filing import (
    SAID,
    Adjustment,
    Answer,
    Filing,
    FilingCell,
    FilingEvent,
    FilingVersion,
    How,
    Remark,
    Scope,
)

__all__ = [
    "SAID",
    "Adjustment",
    "AnnualReport",
    "Answer",
    "Filing",
    "FilingCell",
    "FilingEvent",
    "FilingVersion",
    "How",
    "Remark",
    "Scope",
]
