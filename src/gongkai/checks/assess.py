"""Run every check on one report: what was found, what passed, what could not be assessed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from gongkai.checks import (
    arithmetic,
    completeness,
    continuity,
    levels,
    narrative,
    originality,
    plausibility,
    powers,
    publication,
    registers,
    structure,
    timeliness,
)
from gongkai.checks.check import _REGISTRY, Evidence, Finding, NotAssessable, catalogue

# Importing a module registers its checks.
MODULES = (
    arithmetic,
    completeness,
    continuity,
    levels,
    narrative,
    originality,
    plausibility,
    powers,
    publication,
    registers,
    structure,
    timeliness,
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer of every check of the catalogue: each code is in exactly one of the three."""

    findings: tuple[Finding, ...]
    passed: tuple[str, ...]
    not_assessable: tuple[str, ...]


def assess(evidence: Evidence, codes: Iterable[str] | None = None) -> Assessment:
    """Run the checks named by `codes` (all by default) in catalogue order."""
    wanted = set(catalogue()) if codes is None else set(codes)
    findings: list[Finding] = []
    passed: list[str] = []
    not_assessable: list[str] = []
    for code, entry in catalogue().items():
        if code not in wanted:
            continue
        if any(getattr(evidence, need) is None for need in entry.needs):
            not_assessable.append(code)
            continue
        here: list[Finding] = []
        try:
            here.extend(_REGISTRY[code](evidence))
        except NotAssessable:
            if not here:
                not_assessable.append(code)
        else:
            if not here:
                passed.append(code)
        if len(entry.sources) > 1:  # each edition has its own: name that of the one checked
            form = evidence.report.form
            here = [f if f.source else replace(f, source=form.basis) for f in here]
        findings += here
    return Assessment(tuple(findings), tuple(passed), tuple(not_assessable))
