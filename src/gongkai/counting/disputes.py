"""Table four: a dispute counts with its result in the year of the decision, as 尚未审结 until then.

A block counts it with its result in the year of the last decision, and as 尚未审结 at the end of each
year in which it is pending (practice: the form names no rule).
"""

from dataclasses import dataclass
from datetime import date

from gongkai.cases import disputes as law
from gongkai.cases.disputes import Result, Step, Track, standing_on
from gongkai.counting.place import Place, because, day_passed
from gongkai.forms.counts import dispute_address
from gongkai.forms.form import Form


@dataclass(frozen=True, slots=True)
class Dispute:
    """One dispute with the lawful steps entered so far."""

    id: str
    law: law.Dispute


def blocks(dispute: law.Dispute, year: int, close: date) -> dict[Track, Result]:
    """Return with which result each block of a year counts a dispute, at the close of a day of it."""
    return {
        track: result
        for track, result in standing_on(dispute, close).items()
        if result is Result.PENDING or _decided_on(dispute, track, close).year == year
    }


def place(form: Form, year: int, close: date, dispute: Dispute) -> Place:
    """Return where a dispute counts in a year's report."""
    found = blocks(dispute.law, year, close)
    if found:
        return Place(
            tuple(
                dispute_address(form, track.value, result.value) for track, result in found.items()
            )
        )
    first, last = dispute.law.events[0].on, dispute.law.events[-1].on
    if first > close:
        return Place((), day_passed(first, year, close))
    return Place((), because("counting.decided_earlier", on=last, counted=last.year))


def _decided_on(dispute: law.Dispute, track: Track, close: date) -> date:
    own = (Step.REVIEW_DECIDED,) if track is Track.REVIEW else (Step.JUDGED, Step.APPEAL_JUDGED)
    return max(one.on for one in dispute.events if one.step in own and one.on <= close)
