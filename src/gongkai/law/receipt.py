"""Which event is the date of receipt (收到申请之日) of a channel: article 31, ``receipt.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from gongkai.law import entries


@dataclass(frozen=True, slots=True)
class Receipt:
    """The rule of one channel: the day of `received_on` is the date of receipt."""

    channel: str
    name: str
    name_en: str
    received_on: Literal["arrived", "confirmed"]
    day: str
    day_en: str
    article: str
    source: str


@cache
def receipts() -> Mapping[str, Receipt]:
    """Return the rule of every channel; raises DataError for an unregistered source."""
    found = {key: Receipt(channel=key, **entry) for key, entry in entries.read("receipt").items()}
    for rule in found.values():
        entries.cite(rule.source)
    return MappingProxyType(found)
