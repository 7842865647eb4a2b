"""How many requests an organ had: counts alone, from the events' own columns."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from portal.cases.models import Case
from portal.organs.models import Organ


@dataclass(frozen=True, slots=True)
class Counts:
    """The requests of an organ in a year.

    received  by their date of receipt (art. 31): what is not confirmed yet does not count
    ended     replied, lapsed or withdrawn in the year, by `outcome`
    carried   received by the end of the year and not ended by then
    """

    received: int
    ended: int
    carried: int
    by_channel: Mapping[str, int]
    by_kind: Mapping[str, int]
    by_outcome: Mapping[str, int]


def counts(organ: Organ, year: int) -> Counts:
    """Return the requests of one organ in one year."""
    cases = Case.objects.filter(organ=organ)
    received = cases.filter(received_on__year=year)
    ended = cases.filter(ended_on__year=year).exclude(received_on=None)
    by_outcome = dict(ended.values_list("outcome").annotate(n=Count("pk")).order_by())
    by_channel = dict(received.values_list("channel").annotate(n=Count("pk")).order_by())
    by_kind = dict(received.values_list("kind").annotate(n=Count("pk")).order_by())
    carried = cases.filter(received_on__year__lte=year).filter(
        Q(ended_on=None) | Q(ended_on__year__gt=year)
    )
    return Counts(
        sum(by_channel.values()),
        sum(by_outcome.values()),
        carried.count(),
        by_channel,
        by_kind,
        by_outcome,
    )


def years(organ: Organ) -> list[int]:
    """Return the years in which an organ had requests, the newest first."""
    found = Case.objects.filter(organ=organ).exclude(received_on=None)
    return [day.year for day in found.dates("received_on", "year", order="DESC")]
