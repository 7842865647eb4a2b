"""By when a unit's report is to be sent and published: what the nearest office above wants, else the law."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.annual.findings import due_on
from portal.annual.models import Scope
from portal.organs.models import Kind, Level, Organ
from portal.oversight.models import Tier, Timetable


@dataclass(frozen=True, slots=True)
class Due:
    """The days of one report; `local`: an office above set them."""

    submit_on: date | None
    publish_on: date
    local: bool


def tier_of(organ: Organ, scope: str) -> Tier:
    """Return which days count for a report."""
    if organ.level == Level.TOWNSHIP:
        return Tier.TOWNSHIP
    if organ.kind == Kind.GOVERNMENT and scope == Scope.REGION:
        return Tier.GOVERNMENT
    return Tier.DEPARTMENT


class Days:
    """The days of a year for many units, read once."""

    def __init__(self, year: int) -> None:
        self.year = year
        self._set: Mapping[tuple[int, str], Timetable] = {
            (one.organ_id, one.tier): one for one in Timetable.objects.filter(year=year)
        }

    def of(self, organ: Organ, scope: str) -> Due:
        """Return by when a unit's report is due."""
        by_law = due_on(organ, self.year, scope)
        tier = tier_of(organ, scope)
        above = [int(part) for part in organ.path.split(".") if part]
        for pk in reversed(above):
            found = self._set.get((pk, tier))
            if found is not None:
                return Due(found.submit_on, found.publish_on or by_law, local=True)
        return Due(None, by_law, local=False)
