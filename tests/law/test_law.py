"""Every case of this folder: events as a lawyer writes them, the expected day, the arithmetic.

A case with ``channel`` and ``event`` is a request; one with ``limit`` and ``start`` a bare limit.
``expect`` holds what the clock must show (a missing key: nothing), ``refused`` the code of a refusal,
``says`` words that must occur in the reasons or in the refusal, ``says_not`` words that must not.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from gongkai.cases import history
from gongkai.cases.events import Channel, Event, Kind
from gongkai.deadlines import due
from gongkai.errors import LawError
from gongkai.law import limits

FOLDER = Path(__file__).parent
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['title']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


def outcome(case: dict[str, Any]) -> dict[str, Any]:
    """Return what the library answers, in the words of the case file."""
    try:
        if "limit" in case:
            deadline = due(limits.limit(case["limit"]), case["start"])
            text = "；".join(reason.text for reason in deadline.reasons)
            return {"expect": {"due_on": deadline.due_on}, "text": text}
        events = [Event(**{**event, "kind": Kind(event["kind"])}) for event in case["event"]]
        story = history.build(Channel(case["channel"]), events)
        reading = story.reading(today=case.get("today"))
    except LawError as error:
        return {"refused": error.code, "text": error.sentence()}
    shown = {
        "received_on": reading.received_on,
        "due_on": reading.due_on,
        "status": reading.status,
    }
    return {
        "expect": {key: value for key, value in shown.items() if value is not None},
        "text": "；".join(reason.text for reason in reading.reasons),
        "open_on": [day for day in case.get("open_on", []) if history.open_on(story, day)],
        "closed_on": [day for day in case.get("closed_on", []) if not history.open_on(story, day)],
    }


def differences(case: dict[str, Any]) -> list[str]:
    """Return what the library answers otherwise than the case says."""
    found = outcome(case)
    keys = [key for key in ("expect", "refused", "open_on", "closed_on") if key in case]
    wrong = [
        f"{key}: {found.get(key)} != {case[key]}" for key in keys if found.get(key) != case[key]
    ]
    wrong += [f"missing: {word}" for word in case.get("says", ()) if word not in found["text"]]
    return wrong + [f"said: {word}" for word in case.get("says_not", ()) if word in found["text"]]


KEYS = {"title", "limits", "channel", "event", "today", "expect", "refused", "says", "says_not"}
KEYS |= {"open_on", "closed_on", "limit", "start"}


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    assert ("expect" in case) != ("refused" in case), "a case expects a reading or a refusal"
    assert set(case) <= KEYS, "a slip in a key would test nothing"
    assert differences(case) == []


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 55
