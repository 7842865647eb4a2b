"""A case file: one request as TOML, ``channel`` and ``[[event]]`` tables -> channel and events.

What stands beside the two (a title, the number of the file, what was expected) is left alone, and
so is a ``note`` of an event; any other key of an event is refused, for a slip in ``received_on``
would give another date in silence.
"""

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from gongkai.cases.events import Channel, Event, Kind
from gongkai.errors import InputError

MOST_BYTES = 1_000_000
MOST_EVENTS = 500
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATES = ("on", "received_on", "until")
_KEYS = ("kind", *_DATES, "days", "whom", "note")


def parse(content: bytes, *, path: str = "-") -> tuple[Channel, tuple[Event, ...]]:
    """Return the channel and the events of one case file, in the file's order.

    Raises InputError, in one sentence, for anything that is not such a file.
    """
    if len(content) > MOST_BYTES:
        raise InputError("cases.file_too_large", path=path, most=MOST_BYTES)
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # TOML errors, bad UTF-8, numbers too long, nesting
        raise InputError("cases.not_toml", path=path) from None
    events = data.get("event", [])
    if not isinstance(events, list) or not all(isinstance(one, dict) for one in events):
        raise InputError("cases.event_not_table")
    if not events:
        raise InputError("cases.no_events")
    if len(events) > MOST_EVENTS:
        raise InputError("cases.too_many_events", number=len(events), most=MOST_EVENTS)
    channel = _channel(data)
    return channel, tuple(_event(one, number) for number, one in enumerate(events, 1))


def _channel(data: Mapping[str, Any]) -> Channel:
    known = ", ".join(Channel)
    if "channel" not in data:
        raise InputError("cases.no_channel", known=known)
    value = data["channel"]
    if not isinstance(value, str) or value not in set(Channel):
        raise InputError("cases.unknown_channel", channel=_short(value), known=known)
    return Channel(value)


def _event(entry: Mapping[str, Any], number: int) -> Event:
    for key in entry:
        if key not in _KEYS:
            raise InputError("cases.unknown_key", key=_short(key), known=", ".join(_KEYS))
    known = ", ".join(Kind)
    if "kind" not in entry:
        raise InputError("cases.no_kind", number=number, known=known)
    kind = entry["kind"]
    if not isinstance(kind, str) or kind not in set(Kind):
        raise InputError("cases.unknown_kind", number=number, kind=_short(kind), known=known)
    if "on" not in entry:
        raise InputError("cases.no_date", number=number)
    days = {key: _date(entry[key], key, number) for key in _DATES if key in entry}
    if "days" in entry and type(entry["days"]) is not int:
        raise InputError("cases.not_a_number", number=number, key="days")
    whom = entry.get("whom", "")
    if not isinstance(whom, str) or len(whom) > 100:
        raise InputError("cases.not_a_name", number=number, key="whom")
    return Event(Kind(kind), days=entry.get("days"), whom=whom, **days)


def _date(value: object, key: str, number: int) -> date:
    """Return a TOML date, or one written in quotation marks; a datetime is no day of law."""
    if isinstance(value, str) and _ISO.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    if type(value) is not date:
        raise InputError("cases.not_a_date", number=number, key=key)
    return value


def _short(value: object) -> str:
    """Return a value fit for one sentence."""
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else text[:40] + "…"
