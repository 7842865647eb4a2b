"""Acts on requests; importing this package registers them."""

from portal.cases.acts import (
    applicant,
    asking,
    fees,
    keeping,
    matters,
    period,
    receipt,
    registration,
    reply,
)

__all__ = [
    "applicant",
    "asking",
    "fees",
    "keeping",
    "matters",
    "period",
    "receipt",
    "registration",
    "reply",
]
