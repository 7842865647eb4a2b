"""The progressive tariff of the information processing fee (信息处理费), from ``fees.toml``."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from gongkai.law import entries
from gongkai.law.limits import Basis


@dataclass(frozen=True, slots=True)
class Band:
    """One step: from the `first` to the `last` unit, `rate` yuan for each."""

    first: int
    last: int
    rate: int
    basis: Basis = "law"

    @property
    def units(self) -> int:
        """How many units lie in the band."""
        return self.last - self.first + 1

    @property
    def amount(self) -> int:
        """Yuan for the whole band."""
        return self.units * self.rate


@dataclass(frozen=True, slots=True)
class Tariff:
    """One of the two tariffs: by item (按件) or by page (按量)."""

    unit: str
    unit_en: str
    basis_of_count: str
    article: str
    source: str
    bands: tuple[tuple[int, int], ...]  # up to which unit, yuan each
    beyond: dict[str, Any]

    def split(self, number: int) -> Iterator[Band]:
        """Yield the bands that `number` units fill, first to last."""
        done, rate = 0, 0
        for up_to, rate in self.bands:
            if done < number:
                yield Band(done + 1, min(up_to, number), rate)
            done = up_to
        basis: Basis = self.beyond.get("basis", "law")
        while done < number:
            rate = self.beyond.get("rate", rate + self.beyond.get("raise", 0))
            last = min(number, done + self.beyond.get("every", number))
            yield Band(done + 1, last, rate, basis)
            done = last


@cache
def tariff(kind: Literal["items", "pages"]) -> Tariff:
    """Return the tariff by item or by page; raises DataError for an unregistered source."""
    entry = dict(entries.read("fees")[kind])
    entries.cite(entry["source"])
    bands = tuple((band["up_to"], band["rate"]) for band in entry.pop("bands"))
    return Tariff(bands=bands, **entry)
