"""The standard columns of a disclosure platform (国办公开办函〔2019〕61号), from ``columns.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from gongkai.errors import DataError
from gongkai.law import entries
from gongkai.law.duties import duties
from gongkai.law.entries import Basis

Part = Literal["guide", "systems", "content", "reports"]
PARTS: tuple[Part, ...] = ("guide", "systems", "content", "reports")


@dataclass(frozen=True, slots=True)
class StandardColumn:
    """One column that every platform of a level has.

    levels       levels of government whose organs have it; () for all
    duties       codes of `gongkai.law.duties` that it carries
    update_days  days without anything new after which somebody is warned
    """

    code: str
    zh: str
    en: str
    part: Part
    source: str
    basis: Basis
    levels: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    update_days: int | None = None
    article: str = ""


@cache
def columns() -> Mapping[str, StandardColumn]:
    """Return every standard column by code, in order.

    Raises DataError for an unknown part or duty, or a duty that no column carries.
    """
    found = {}
    for key, entry in entries.sourced("columns").items():
        lists = {name: tuple(entry.get(name, ())) for name in ("levels", "duties")}
        found[key] = StandardColumn(code=key, **{**entry, **lists})
        if found[key].part not in PARTS:
            raise DataError("law.bad_entry", file="columns", entry=key, what=found[key].part)
        for code in found[key].duties:
            if code not in duties():
                raise DataError("law.unknown_entry", file="duties", entry=code)
    homeless = set(duties()) - {code for column in found.values() for code in column.duties}
    if homeless:
        raise DataError("law.bad_entry", file="columns", entry="duties", what=min(homeless))
    return MappingProxyType(found)


def columns_of(level: str) -> tuple[StandardColumn, ...]:
    """Return the standard columns of a level of government, in order."""
    return tuple(one for one in columns().values() if not one.levels or level in one.levels)
