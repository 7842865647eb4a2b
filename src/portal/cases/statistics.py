"""How many requests an organ had: counts alone, from the events' own columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from portal.acts.kept import New, until_touched
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
    cases, last = Case.objects.filter(organ=organ), date(year, 12, 31)
    received = cases.filter(received_on__year=year)
    ended = cases.filter(ended_on__year=year).exclude(received_on=None)
    by_outcome = tally(ended, "outcome")
    by_channel = tally(received, "channel")
    come = cases.filter(received_on__lte=last).count()
    gone = cases.filter(ended_on__lte=last).exclude(received_on=None).count()
    return Counts(
        sum(by_channel.values()),
        sum(by_outcome.values()),
        come - gone,
        by_channel,
        tally(received, "kind"),
        by_outcome,
    )


def tally(cases: QuerySet[Case], column: str) -> dict[Any, int]:
    """Return how many requests have each value of a column."""
    return dict(cases.values_list(column).annotate(n=Count("pk")).order_by())


def touched(new: New, organ: Organ, *_more: object) -> bool:
    """Whether an act may have changed an organ's counts.

    A record of a request names the request's organ; what else these two apps do (an answer of the
    organ that was asked, a letter, a judgment) may end in a request of any organ.
    """
    if new.app not in ("cases", "disputes"):
        return False
    of_a_request = new.subject.startswith(f"{Case._meta.label_lower}:")
    return not of_a_request or new.organ_id == organ.pk


@until_touched(touched)
def years(organ: Organ) -> list[int]:
    """Return the years from an organ's first request to its last, the newest first."""
    found = Case.objects.filter(organ=organ).exclude(received_on=None)
    between = found.aggregate(first=Min("received_on"), last=Max("received_on"))
    if between["first"] is None:
        return []
    return list(range(between["last"].year, between["first"].year - 1, -1))
