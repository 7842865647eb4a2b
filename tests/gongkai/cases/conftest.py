"""The stories of the letters: one for each kind, as facts a lawyer can read."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

STORIES = Path(__file__).parent / "stories"


def _told() -> dict[str, dict[str, Any]]:
    found = {}
    for path in sorted(STORIES.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        common = told.pop("common")
        found.update({kind: {**common, **facts} for kind, facts in told.items()})
    return found


@pytest.fixture(scope="session")
def stories() -> dict[str, dict[str, Any]]:
    """The facts of one letter of every kind."""
    return _told()
