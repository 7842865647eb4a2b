"""Requests, their applicants, events, letters, files, and what else citizens ask under the Regulation."""

from portal.cases.models.asked import Inquiry, Reminder
from portal.cases.models.case import Applicant, ApplicantKind, Case, CaseEvent, CaseLink, Series
from portal.cases.models.matters import Matter
from portal.cases.models.papers import CaseFile, CaseLetter, LetterState, LetterTemplate
from portal.cases.models.rules import CaseRules

__all__ = [
    "Applicant",
    "ApplicantKind",
    "Case",
    "CaseRules",
    "CaseEvent",
    "CaseFile",
    "CaseLetter",
    "CaseLink",
    "Inquiry",
    "LetterState",
    "LetterTemplate",
    "Matter",
    "Reminder",
    "Series",
]
