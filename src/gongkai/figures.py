"""The value of one statutory cell: a number, BLANK, ABSENT or UNREADABLE, never None, never falsy.

A `Figure` refuses `bool()`, so ``if figure:`` cannot mistake a reported 0 for a missing value.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from gongkai.errors import DataError


class Status(StrEnum):
    """What a cell of a published report holds."""

    NUMBER = "number"
    BLANK = "blank"  # the cell is printed and empty (also “—”, “/”)
    ABSENT = "absent"  # the report has no such cell
    UNREADABLE = "unreadable"  # something stands there, but which number cannot be told


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of a report; compare with ``==``, look with `is_number` before `value`."""

    status: Status
    number: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.status is Status.NUMBER) != (self.number is not None):
            raise DataError("core.figure_shape", status=self.status, number=self.number)

    def __bool__(self) -> bool:
        raise TypeError("a Figure has no truth value: ask is_number, or compare the value")

    @property
    def is_number(self) -> bool:
        """Whether a number was read."""
        return self.status is Status.NUMBER

    @property
    def value(self) -> Decimal:
        """The number; raises DataError where there is none."""
        if self.number is None:
            raise DataError("core.not_a_number", status=self.status)
        return self.number

    @property
    def text(self) -> str | None:
        """The number as a plain decimal string (``"96171.6"``, never an exponent), else None."""
        return None if self.number is None else plain(self.number)

    def __str__(self) -> str:
        return self.text if self.number is not None and self.text else self.status.value


BLANK = Figure(Status.BLANK)
ABSENT = Figure(Status.ABSENT)
UNREADABLE = Figure(Status.UNREADABLE)


def number(value: int | str | Decimal) -> Figure:
    """Return the figure of a number; raises DataError where `value` is none."""
    try:
        decimal = Decimal(value)
    except InvalidOperation:
        raise DataError("core.not_a_number", status=value) from None
    if not decimal.is_finite():
        raise DataError("core.not_a_number", status=value)
    return Figure(Status.NUMBER, decimal)


def kept(status: str, value: Decimal | None) -> Figure:
    """Return the figure of the two columns that a table keeps it in."""
    return Figure(Status(status), value if status == Status.NUMBER else None)


def plus(one: Figure, other: Figure) -> Figure:
    """Return the sum of two figures; one that is no number gives nothing to it."""
    if one.is_number and other.is_number:
        return number(one.value + other.value)
    return one if one.is_number else other


def plain(value: Decimal) -> str:
    """Return a decimal without exponent and without superfluous zeros after the point."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
