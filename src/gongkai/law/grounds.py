"""The grounds of refusal of articles 14 to 16 as frozen entries, from ``grounds.toml``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Literal

from gongkai.errors import DataError
from gongkai.law import entries
from gongkai.law.entries import Basis, sources

Discretion = Literal["must_not", "unless", "may"]


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: the organ must not, must not unless, or may withhold.

    exception  when the information is disclosed all the same
    """

    id: str
    zh: str
    en: str
    article: str
    source: str
    basis: Basis
    discretion: Discretion
    exception: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReviewFirst:
    """The rule that a refusal on these grounds goes to 行政复议 before any suit (复议前置)."""

    source: str
    article: str
    basis: Basis
    grounds: frozenset[str]


@cache
def grounds() -> Mapping[str, Ground]:
    """Return every ground by id; raises DataError for one without a registered source."""
    data = entries.sourced("grounds", entries.read("grounds")["ground"])
    return MappingProxyType({key: Ground(id=key, **entry) for key, entry in data.items()})


@cache
def review_first_rule() -> ReviewFirst:
    """Return the rule of 行政复议法 art. 23; raises DataError where it names an unknown ground."""
    entry = entries.sourced("grounds", {"review_first": entries.read("grounds")["review_first"]})
    fields = entry["review_first"]
    rule = ReviewFirst(**{**fields, "grounds": frozenset(fields["grounds"])})
    for key in rule.grounds - grounds().keys():
        raise DataError("law.unknown_entry", file="grounds", entry=key)
    return rule


def review_first(used: Iterable[str], *, on: date) -> bool:
    """Whether a decision resting on these grounds on that day must go to 行政复议 before a suit.

    `used` are ids of grounds; it is the legal ground that decides, never the row of table three.
    Raises DataError for an unknown ground. Source: 行政复议法 (2023) art. 23(1)(四).
    """
    rule = review_first_rule()
    named = frozenset(used)
    for key in named - grounds().keys():
        raise DataError("law.unknown_entry", file="grounds", entry=key)
    return bool(named & rule.grounds) and sources()[rule.source].applies(on)
