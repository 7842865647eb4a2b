"""Who reviews a decision and how remedies are told, from ``remedies.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from gongkai.law import entries
from gongkai.law.entries import Basis

Way = Literal["review_first", "choice", "no_reply", "no_reply_choice", "last_days"]


@dataclass(frozen=True, slots=True)
class Body:
    """Which body reviews the acts of organs of one level (行政复议机关)."""

    level: str
    zh: str
    en: str
    article: str
    source: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class NoReply:
    """The rule that an application left without reply goes to review first."""

    article: str
    source: str
    basis: Basis


@cache
def bodies() -> Mapping[str, Body]:
    """Return the reviewing body by the level of the deciding organ (practice: not compared)."""
    data = entries.sourced("remedies", entries.read("remedies")["body"])
    return MappingProxyType({key: Body(level=key, **entry) for key, entry in data.items()})


@cache
def no_reply_rule() -> NoReply:
    """Return the rule on an application that was not answered (practice: a secondary source)."""
    entry = entries.sourced("remedies", {"no_reply": entries.read("remedies")["no_reply"]})
    return NoReply(**entry["no_reply"])


def wording(way: Way) -> str:
    """Return the standard text of one way, with its slots."""
    data = entries.sourced("remedies", {"text": entries.read("remedies")["text"]})
    return str(data["text"][way])
