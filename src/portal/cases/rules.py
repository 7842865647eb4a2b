"""What holds for an organ's requests: its own rules, or those of the nearest organ above it."""

from datetime import date

from portal.acts.reading import once
from portal.cases.models import CaseRules
from portal.organs.models import Organ, Role

DEFAULT_STEPS = (Role.REVIEWER.value, Role.SIGNER.value)
"""复核、签发 (practice; no instrument fixes the steps)."""


@once(lambda organ: organ.pk)
def rules_for(organ: Organ) -> CaseRules:
    """Return the rules that hold for an organ; an unsaved one with the defaults where none are set."""
    found = CaseRules.objects.filter(organ__path__in=organ.lineage).order_by("-organ__path").first()
    return found or CaseRules(organ=organ)


def kept_until(organ: Organ, ended_on: date) -> date | None:
    """Return the day from which what ended is erased, None where the organ erases nothing.

    Whole years are counted, as archives do.
    """
    years = rules_for(organ).keep_years
    return None if years is None else date(ended_on.year + years + 1, 1, 1)


def steps_for(organ: Organ, *, withheld: bool) -> list[str]:
    """Return the steps a reply of an organ passes; the secrecy reviewer sees what is withheld too."""
    steps = list(rules_for(organ).steps) or list(DEFAULT_STEPS)
    if withheld and Role.SECRECY.value not in steps:
        steps.insert(len(steps) - 1, Role.SECRECY.value)
    return steps
