"""What units gave to a total, held against what they published."""

from dataclasses import dataclass

from gongkai.figures import Figure
from gongkai.forms.bridge import bridge
from gongkai.forms.form import Address
from portal.annual.models import AnnualReport
from portal.organs.models import Organ
from portal.rollup.consolidating import Unit, units


@dataclass(frozen=True, slots=True)
class Differs:
    """A figure that a unit published otherwise than it was accepted."""

    address: Address
    label: str
    accepted: Figure
    published: Figure


@dataclass(frozen=True, slots=True)
class Published:
    """What the public can read of a unit's report, beside what counts in the total.

    report  the report in the archive, None where there is none
    cells   the figures that are not the same; empty also where nothing was accepted yet
    """

    unit: Unit
    report: AnnualReport | None
    cells: tuple[Differs, ...]


def published(organ: Organ, year: int) -> list[Published]:
    """Return every unit of a total with its published report and where the two differ."""
    members = units(organ, year)
    archive = {
        (one.organ_id, one.scope): one
        for one in AnnualReport.objects.filter(
            organ__in=[unit.organ for unit in members], year=year, replaced_at=None
        )
    }
    found = []
    for unit in members:
        report = archive.get((unit.organ.pk, unit.scope))
        found.append(Published(unit, report, _differs(unit, report) if report else ()))
    return found


def _differs(unit: Unit, report: AnnualReport) -> tuple[Differs, ...]:
    if unit.version is None or report.filed_id == unit.version.pk:
        return ()
    accepted = unit.version.filled
    printed, _losses = bridge(report.report, to=accepted.form.id)
    return tuple(
        Differs(address, accepted.form.label(address), accepted[address], printed[address])
        for address in accepted.form.addresses
        if accepted[address] != printed[address]
    )
