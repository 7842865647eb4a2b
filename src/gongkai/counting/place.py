"""Where one record counts in a year's report, or why nowhere, in one sentence."""

from dataclasses import dataclass, field
from datetime import date

from gongkai.errors import Lang, say
from gongkai.forms.form import Address


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a record does not count, or not as one might think; ``errors.say`` says it."""

    code: str
    facts: tuple[tuple[str, object], ...] = ()

    def sentence(self, lang: Lang = "zh") -> str:
        """Return the reason as one sentence."""
        return say(self.code, lang, **dict(self.facts))


@dataclass(frozen=True, slots=True)
class Place:
    """The cells (no sums) a record counts in, and the reason where there is something to say.

    Without cells there always is a reason; with cells a reason says what of the record does not count.
    """

    addresses: tuple[Address, ...] = ()
    reason: Reason | None = field(default=None)


def because(code: str, /, **facts: object) -> Reason:
    """Return a reason with its facts."""
    return Reason(code, tuple(facts.items()))


def day_passed(on: date, year: int, close: date) -> Reason:
    """Return why what happened after the day of counting does not count."""
    if close < date(year, 12, 31):
        return because("counting.after_the_day", on=on, close=close)
    return because("counting.after_the_year", on=on, year=year)
