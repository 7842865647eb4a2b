"""By when a report goes up and is published: what the nearest office above wants, else the law (art. 49)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from portal.annual.findings import due_on
from portal.annual.lifecycle import WRITING, Stage
from portal.annual.models import Filing
from portal.organs.models import Organ


@dataclass(frozen=True, slots=True)
class Due:
    """The days of one report; `local`: an office above set them."""

    submit_on: date | None
    publish_on: date
    local: bool

    def upcoming(self, stage: Stage | None) -> date:
        """Return the day of what comes next: of sending it up while it is written, else of publication."""
        writing = stage is None or stage in WRITING
        return self.submit_on if writing and self.submit_on else self.publish_on


Days = Callable[[Organ, int, str], Due]


def by_law(organ: Organ, year: int, scope: str) -> Due:
    """Return the day of the law, which names none for sending up."""
    return Due(None, due_on(organ, year, scope), local=False)


_DAYS: list[Days] = [by_law]


def set_by(days: Days) -> None:
    """Say who knows what offices want; above this app there is one who does."""
    _DAYS.append(days)


def of(filing: Filing) -> Due:
    """Return the days of a report."""
    return _DAYS[-1](filing.organ, filing.year, filing.scope)
