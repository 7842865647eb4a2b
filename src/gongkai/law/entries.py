"""Law as dated data: loads the TOML files of this folder and refuses an entry without a source.

Every entry names its instrument (``source``, an id in ``sources.toml``) and, where there is one, its
article. What no instrument states is marked ``basis = "practice"`` and can be overridden per organ.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from gongkai.errors import DataError


@dataclass(frozen=True, slots=True)
class Source:
    """One instrument: 条例, 办法, 解释 or 通知; in force from `in_force` until the day before `until`."""

    id: str
    title: str
    number: str
    in_force: date
    until: date | None = None
    url: str = ""
    note: str = ""

    def applies(self, on: date) -> bool:
        """Whether the instrument is in force on that day."""
        return self.in_force <= on and (self.until is None or on < self.until)


@cache
def sources() -> Mapping[str, Source]:
    """Return every instrument by id, from ``sources.toml``."""
    entries = read("sources")
    return MappingProxyType({key: Source(id=key, **entry) for key, entry in entries.items()})


@cache
def read(name: str) -> Mapping[str, Any]:
    """Return one TOML file of the law as plain data (``read("limits")``)."""
    path = resources.files("gongkai.law") / f"{name}.toml"
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))


def cite(source: str, article: str = "") -> str:
    """Return a citation such as 《政府信息公开条例》第三十三条; raises DataError for an unknown source."""
    instrument = sources().get(source)
    if instrument is None:
        raise DataError("law.unknown_source", source=source)
    return f"《{instrument.title}》{article}"
