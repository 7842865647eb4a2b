"""How a request may end and what each answer must say, from ``outcomes.toml``.

Which row of the annual report an outcome is counted in stands in the editions of the form
(``counts``), not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from gongkai.errors import DataError
from gongkai.law import entries
from gongkai.law.entries import Basis

GroundUse = Literal["required", "optional", "none"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a request may end.

    number      its place in the catalogue (O1 to O18); some numbers cover several outcomes
    grounds     whether the answer names a ground of articles 14 to 16
    ends        False: the request stays open (延迟答复)
    must_state  必须载明, beyond what every reply states; may_state: what the law lets it add
    """

    id: str
    number: str
    zh: str
    en: str
    article: str
    source: str
    basis: Basis
    grounds: GroundUse
    must_state: tuple[str, ...] = ()
    may_state: tuple[str, ...] = ()
    ends: bool = True


@cache
def outcomes() -> Mapping[str, Outcome]:
    """Return every outcome by id; raises DataError for one without a registered source."""
    data = entries.sourced("outcomes", entries.read("outcomes")["outcome"])
    found = {}
    for key, entry in data.items():
        if entry["grounds"] not in ("required", "optional", "none"):
            raise DataError("law.bad_entry", file="outcomes", entry=key, what=entry["grounds"])
        lists = {name: tuple(entry.get(name, ())) for name in ("must_state", "may_state")}
        found[key] = Outcome(id=key, **{**entry, **lists})
    return MappingProxyType(found)


@cache
def reply_elements() -> tuple[str, ...]:
    """Return what every reply states whatever its outcome (practice: no national set of forms)."""
    data = entries.sourced("outcomes", {"reply": entries.read("outcomes")["reply"]})
    return tuple(data["reply"]["must_state"])


def must_state(outcome: str) -> tuple[str, ...]:
    """Return all a reply with this outcome must state, the common elements first.

    Raises DataError for an unknown outcome.
    """
    if outcome not in outcomes():
        raise DataError("law.unknown_entry", file="outcomes", entry=outcome)
    return reply_elements() + outcomes()[outcome].must_state
