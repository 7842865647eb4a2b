"""What the library's checks find in a report that is being written, and how each was answered."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from gongkai.checks import check as checks
from gongkai.checks.check import Evidence, Finding, Level, Unit, Words
from gongkai.forms.filled import FilledForm
from gongkai.law.limits import limit
from portal.acts.digest import canonical
from portal.annual import prose
from portal.annual.drafting import Working, previous, working
from portal.annual.models import Answer, Filing, FilingVersion, How, Scope
from portal.duties.queries import particulars
from portal.organs.models import Kind, Organ
from portal.registers import queries as registers
from portal.ui.language import spoken

AFTERWARDS = frozenset({"published_in_time"})
"""Checks of what has not happened yet: a late report must still be able to go up. The wall shows it."""
PEERS = 60
"""As many reports of sister organs as one report is set beside."""
LEVELS = {
    Level.ERROR: gettext_lazy("有误"),
    Level.WARNING: gettext_lazy("请核实"),
    Level.NOTE: gettext_lazy("提示"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with its answer; `blocks`: the report does not go up with it."""

    finding: Finding
    key: str
    answer: Answer | None

    @property
    def level(self) -> str:
        """E, W or I."""
        return self.finding.level.value

    @property
    def sentence(self) -> str:
        """What was found, in the language of the reader."""
        return self.finding.message(spoken())

    @property
    def word(self) -> str:
        """How serious it is, in a word."""
        return str(LEVELS[self.finding.level])

    @property
    def explained(self) -> bool:
        """The unit said why it is so; said to be mended is not mended while it is found."""
        return self.answer is not None and self.answer.how == How.EXPLAINED

    @property
    def asks(self) -> bool:
        """It is more than a note, and nobody explained it yet."""
        return self.finding.level is not Level.NOTE and not self.explained

    @property
    def waits(self) -> bool:
        """An error that was explained waits until the supervising office allows it in writing."""
        permitted = self.answer is not None and self.answer.permitted_at is not None
        return self.finding.level is Level.ERROR and self.explained and not permitted

    @property
    def blocks(self) -> bool:
        """Errors and what is to be verified block until answered, errors until allowed too."""
        return self.asks or self.waits


def key_of(finding: Finding) -> str:
    """Return what a finding is known by in the next run: code, addresses and facts."""
    facts = {name: _plain(fact) for name, fact in finding.facts.items()}
    where = sorted(map(str, finding.addresses))
    kept = {"code": finding.code, "variant": finding.variant, "at": where, "facts": facts}
    return hashlib.sha256(canonical(kept)).hexdigest()


def _plain(fact: object) -> str:
    return fact.zh if isinstance(fact, Words) else str(fact)


def of(filing: Filing) -> list[Told]:
    """Return what the checks find in a filing's report of now, set beside its sister organs' too."""
    return told(working(filing), peers=peers_of(filing))


def told(now: Working, *, peers: Sequence[FilledForm] | None = None) -> list[Told]:
    """Return what the checks find in a report as it would go up now, with the answers given."""
    from gongkai.checks.assess import assess  # all the checks: no command waits for them

    answers = {a.key: a for a in now.filing.answers.filter(replaced_at=None)}
    found = assess(evidence(now, peers=peers), frozenset(checks.catalogue()) - AFTERWARDS)
    ordered = sorted(found.findings, key=lambda f: "EWI".index(f.level.value))
    return [Told(f, key_of(f), answers.get(key_of(f))) for f in ordered]


def evidence(now: Working, *, peers: Sequence[FilledForm] | None = None) -> Evidence:
    """Return all that is known of a report besides itself: last year, the unit, its records, its peers."""
    filing = now.filing
    return Evidence(
        report=now.report,
        previous=previous(filing),
        peers=peers,
        children=now.units or None,
        unit=unit(filing.organ),
        filing=checks.Filing(due_on=due_on(filing.organ, filing.year, filing.scope)),
        records=records(now),
        templates=prose.offered(now.facts),
    )


_LEVELS = {"state": "", "department": "department"}


def unit(organ: Organ) -> Unit:
    """Return an organ as the checks know it."""
    level = _LEVELS.get(organ.level, organ.level)
    said = particulars(organ)
    return Unit(
        name=organ.name,
        level="department" if organ.kind == Kind.DEPARTMENT else level,
        names=(organ.short_name,),
        contacts={k: v for k in ("address", "phone", "email") if (v := getattr(said, k))},
    )


def records(now: Working) -> Mapping[str, Any]:
    """Return the counts of the portal's records that checks compare a report with."""
    names = {
        "posts": "publishing.total",
        "charged_requests": "fees.requests",
        "fee_notices": "fees.notices",
    }
    found = {name: now.facts.number(fact) for name, fact in names.items()}
    counts: dict[str, Any] = {name: int(n) for name, n in found.items() if n is not None}
    months = registers.months_of(now.filing.year)
    for register in ("licence", "penalty", "coercion"):
        public = registers.shown(now.filing.organ, register).filter(month__range=months).count()
        if public:  # an organ may publish its decisions on a site of their own
            counts[register] = public
    return counts


def peers_of(filing: Filing) -> list[FilledForm]:
    """Return what the sister organs sent up on the same year, as far as they have."""
    others = FilingVersion.objects.filter(
        pk__in=Filing.objects.filter(
            year=filing.year, scope=filing.scope, organ__parent=filing.organ.parent_id
        )
        .exclude(pk=filing.pk)
        .exclude(current=None)
        .values("current")
    )
    return [version.filled for version in others.order_by("pk")[:PEERS]]


def due_on(organ: Organ, year: int, scope: str) -> date:
    """Return by when a report is to be published (art. 49).

    Departments, and what the law names no day for (townships, an organ's own figures beside its
    region's), by 31 January; governments from the county up by 31 March.
    """
    government = organ.kind == Kind.GOVERNMENT and organ.level != "township"
    name = "government" if government and scope == Scope.REGION else "department"
    day = limit(f"annual_report_{name}").month_day
    assert day is not None
    return date(year + 1, *day)
