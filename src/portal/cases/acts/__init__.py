"""Acts on requests; importing this package registers them."""

from portal.cases.acts import (
    applicant,
    asking,
    fees,
    handover,
    keeping,
    letters,
    matters,
    objections,
    passing,
    period,
    privacy,
    receipt,
    redaction,
    registration,
    reply,
    rules,
)

__all__ = [
    "applicant",
    "asking",
    "fees",
    "handover",
    "keeping",
    "letters",
    "matters",
    "objections",
    "passing",
    "period",
    "privacy",
    "receipt",
    "redaction",
    "registration",
    "reply",
    "rules",
]
