"""What an organ must publish of its own accord (articles 20 and 21), from ``duties.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from gongkai.characters import numeral
from gongkai.errors import DataError
from gongkai.law import entries
from gongkai.law.entries import Basis
from gongkai.law.limits import Limit, limits


@dataclass(frozen=True, slots=True)
class Duty:
    """One item that must be published.

    levels          which organs: township, department, county, city, province
    departments_of  levels of the governments whose departments are meant; () for all
    open            the article's list ends with 等: local items may be added
    limit           id of the time limit that runs from the day the information is formed or changed
    renewed         "yearly" where there should be something new every year (practice), else ""
    """

    code: str
    zh: str
    en: str
    article: str
    source: str
    basis: Basis
    levels: tuple[str, ...]
    limit: str
    departments_of: tuple[str, ...] = ()
    open: bool = False
    renewed: Literal["", "yearly"] = ""

    @property
    def clock(self) -> Limit:
        """The limit within which the item is published (article 26)."""
        return limits()[self.limit]


@cache
def duties() -> Mapping[str, Duty]:
    """Return every duty by code; raises DataError for a list without a source or a known limit."""
    found: dict[str, Duty] = {}
    for key, entry in entries.sourced("duties").items():
        if entry["limit"] not in limits():
            raise DataError("law.unknown_entry", file="limits", entry=entry["limit"])
        for place, item in enumerate(entry["items"], start=1):
            if item["code"] in found:
                raise DataError("law.bad_entry", file="duties", entry=key, what=item["code"])
            # Article 20 numbers its items, article 21 does not.
            point = "" if entry["open"] else f"第（{numeral(place)}）项"
            found[item["code"]] = Duty(
                **item,
                article=entry["article"] + point,
                source=entry["source"],
                basis=entry["basis"],
                levels=tuple(entry["levels"]),
                limit=entry["limit"],
                departments_of=tuple(entry.get("departments_of", ())),
                open=entry["open"],
            )
    return MappingProxyType(found)


def duties_of(level: str, *, under: str = "") -> tuple[Duty, ...]:
    """Return what an organ of that level must publish.

    `under` is the level of the government a department belongs to, "" where unknown: then the items
    of every department are returned. Raises DataError for an unknown level.
    """
    known = {each for duty in duties().values() for each in duty.levels}
    if level not in known:
        raise DataError("law.unknown_entry", file="duties", entry=level)
    return tuple(duty for duty in duties().values() if _bound(duty, level, under))


def _bound(duty: Duty, level: str, under: str) -> bool:
    if level not in duty.levels:
        return False
    return level != "department" or not under or under in (duty.departments_of or (under,))
