"""Every time limit of the law as a frozen entry, from ``limits.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from gongkai.errors import DataError
from gongkai.law import entries

Basis = Literal["law", "practice"]
Unit = Literal["workday", "day", "month", "yearly", "set"]


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit: `days` counted in `unit` (months with ``month``), or a yearly day."""

    id: str
    name: str
    name_en: str
    unit: Unit
    starts_on: tuple[str, ...]
    article: str
    source: str
    basis: Basis
    days: int | None = None
    month_day: tuple[int, int] | None = None
    at_most: bool = False
    excluded_by: tuple[str, ...] = ()
    restarts_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        counted = self.unit in ("workday", "day", "month")
        if counted != (self.days is not None) or (self.unit == "yearly") != bool(self.month_day):
            raise DataError("law.limit_shape", limit=self.id)

    @property
    def length(self) -> int:
        """The number of days or months; raises DataError where the law gives none."""
        if self.days is None:
            raise DataError("law.limit_shape", limit=self.id)
        return self.days


@cache
def limits() -> Mapping[str, Limit]:
    """Return every limit by id; raises DataError for an entry without a registered source."""
    found = {}
    for key, entry in entries.read("limits").items():
        fields = {**entry, "starts_on": tuple(entry["starts_on"])}
        for name in ("excluded_by", "restarts_on"):
            fields[name] = tuple(entry.get(name, ()))
        if "month_day" in entry:
            month, day = entry["month_day"].split("-")
            fields["month_day"] = (int(month), int(day))
        found[key] = Limit(id=key, **fields)
        entries.cite(found[key].source)
    return MappingProxyType(found)


def limit(key: str) -> Limit:
    """Return one limit (``limit("reply")``)."""
    return limits()[key]
