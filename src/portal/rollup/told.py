"""What the words of a region's report say of the units in it: how many, who is missing, what they did.

Read from the records of the units whose reports are in the total, and of those below a unit that gives
its region's; what a unit's own words say of it stands in its own report.
"""

from datetime import date

from django.db.models import Q, QuerySet

from portal.annual import recorded
from portal.annual.models import Scope
from portal.channels.models import Channel
from portal.organs.models import Organ
from portal.publishing.lifecycle import Event
from portal.publishing.models import Genre
from portal.rollup.consolidating import Unit, units


def told(organ: Organ, year: int) -> dict[str, int | str]:
    """Return the facts of the group ``units``."""
    members = units(organ, year)
    counted = [unit for unit in members if unit.version]
    missing = [unit.organ.name for unit in members if not unit.version]
    found: dict[str, int | str] = {"units.counted": len(counted)}
    if missing:
        found["units.missing"] = "、".join(missing)
    if not counted:
        return found
    end, organs = date(year, 12, 31), _behind(counted, date(year, 12, 31))
    public = recorded.published(organs, year)
    return found | {
        "units.published": public.count(),
        "units.interpretations": public.filter(genre=Genre.INTERPRETATION).count(),
        "units.reviewed": recorded.reviewed(organs, year, Event.PASSED),
        "units.returned": recorded.reviewed(organs, year, Event.RETURNED),
        "units.channels": Channel.objects.filter(organ__in=organs).open(end).count(),
    }


def _behind(counted: list[Unit], on: date) -> QuerySet[Organ]:
    """Return the organs whose figures the units give."""
    which = Q(pk__in=[unit.organ.pk for unit in counted])
    for unit in counted:
        if unit.scope == Scope.REGION:
            which |= Q(path__startswith=unit.organ.path)
    return Organ.objects.existing(on).filter(which)
