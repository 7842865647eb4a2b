"""A whole report read once: its passages and quantities, kept while its checks run."""

from dataclasses import dataclass
from functools import cached_property

from gongkai.checks.check import Evidence, NotAssessable
from gongkai.checks.prose.passage import Passage, passage
from gongkai.checks.prose.quantities import Quantity, quantities
from gongkai.checks.prose.scope import Filer, filer_of


@dataclass(frozen=True, eq=False)
class Prose:
    """The words of one report, ready for every check; equal only to itself."""

    passages: tuple[Passage, ...]
    filer: Filer
    year: int | None

    def part(self, number: int) -> Passage | None:
        """Return the passage of a part, or None where the report lacks it."""
        return next((p for p in self.passages if p.number == number), None)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Every quantity of the report, part by part."""
        return tuple(q for p in self.passages for q in quantities(p))

    @cached_property
    def abridged(self) -> bool:
        """Whether the source says that words were left out: then absence proves nothing."""
        return any(p.abridged for p in self.passages)


_last: tuple[Evidence, Prose] | None = None


def prose_of(evidence: Evidence) -> Prose:
    """Return the words of the report; raises NotAssessable where it has none.

    The last report read is remembered, so that a score of checks reads it once.
    """
    global _last
    if _last is not None and _last[0] is evidence:
        return _last[1]
    sections = evidence.report.sections
    prose = Prose(tuple(passage(s) for s in sections), filer_of(evidence), evidence.report.year)
    if not any(p.text for p in prose.passages):
        raise NotAssessable
    _last = (evidence, prose)
    return prose
