"""By when a unit's report is to be sent and published: what the nearest office above wants, else the law."""

from collections.abc import Mapping

from portal.acts.reading import once
from portal.annual.due import Due, by_law
from portal.annual.models import Scope
from portal.organs.models import Kind, Level, Organ
from portal.oversight.models import Tier, Timetable


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
        legal = by_law(organ, self.year, scope)
        tier = tier_of(organ, scope)
        above = [int(part) for part in organ.path.split(".") if part]
        for pk in reversed(above):
            found = self._set.get((pk, tier))
            if found is not None:
                return Due(found.submit_on, found.publish_on or legal.publish_on, local=True)
        return legal


@once(lambda year: year)
def _days(year: int) -> Days:
    return Days(year)


def due_of(organ: Organ, year: int, scope: str) -> Due:
    """Return by when one report is due."""
    return _days(year).of(organ, scope)
