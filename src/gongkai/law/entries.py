"""Law as dated data: loads the TOML files of this folder and refuses an entry without a source.

Every entry names its instrument (``source``, an id in ``sources.toml``) and, where there is one,
its article; it is in force as long as its instrument is. What no instrument states is marked
``basis = "practice"`` and can be overridden per organ.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal, Protocol, TypeVar

from gongkai.errors import DataError

Basis = Literal["law", "practice"]


@dataclass(frozen=True, slots=True)
class Source:
    """One instrument: 条例, 办法, 解释, 通知 or standard; a day or number not known is left out.

    issued       成文、印发日期; adopted 通过; published 公布
    in_force     first day of effect; until: first day on which it no longer applies
    unconfirmed  the fields not yet compared with the official text
    """

    id: str
    title: str
    number: str
    adopted: date | None = None
    issued: date | None = None
    published: date | None = None
    in_force: date | None = None
    until: date | None = None
    replaces: str = ""
    unconfirmed: tuple[str, ...] = ()
    note: str = ""

    def applies(self, on: date) -> bool:
        """Whether the instrument is in force on that day.

        Where its first day of effect is not known the day of issue counts; an instrument of which
        neither is known counts as in force until its end.
        """
        begins = self.in_force or self.issued or date.min
        return begins <= on and (self.until is None or on < self.until)


class Sourced(Protocol):
    """An entry of the law: it rests on an instrument."""

    @property
    def source(self) -> str:
        """The id of the instrument."""


E = TypeVar("E", bound=Sourced)


@cache
def sources() -> Mapping[str, Source]:
    """Return every instrument by id, from ``sources.toml``."""
    found = {}
    for key, entry in read("sources").items():
        fields = {**entry, "unconfirmed": tuple(entry.get("unconfirmed", ()))}
        found[key] = Source(id=key, **fields)
    for source in found.values():
        if source.replaces and source.replaces not in found:
            raise DataError("law.unknown_source", source=source.replaces)
    return MappingProxyType(found)


@cache
def read(name: str) -> Mapping[str, Any]:
    """Return one TOML file of the law as plain data (``read("limits")``)."""
    path = resources.files("gongkai.law") / f"{name}.toml"
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))


def sourced(name: str, entries: Mapping[str, Any] | None = None) -> Mapping[str, Mapping[str, Any]]:
    """Return the entries of a file by id, each with a registered source and a basis.

    `entries` are those of the file ``<name>.toml`` unless given.
    Raises DataError for an entry without a source, with one that is not registered, or with a basis
    that is neither ``law`` nor ``practice``.
    """
    found = read(name) if entries is None else entries
    for key, entry in found.items():
        if "source" not in entry or entry.get("basis") not in ("law", "practice"):
            raise DataError("law.no_source", file=name, entry=key)
        cite(entry["source"])
    return found


def in_force(entries: Iterable[E], *, on: date) -> tuple[E, ...]:
    """Return the entries whose instrument is in force on that day."""
    known = sources()
    return tuple(entry for entry in entries if known[entry.source].applies(on))


def cite(source: str, article: str = "") -> str:
    """Return a citation (《…条例》第三十三条); raises DataError for an unknown source."""
    instrument = sources().get(source)
    if instrument is None:
        raise DataError("law.unknown_source", source=source)
    return f"《{instrument.title}》{article}"
