"""Schemathesis over the whole document, against the real application, all checks on."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis.engine import Status, events, from_schema

from portal.acts import clock
from portal.acts.actor import SYSTEM
from portal.annual.acts import StartFiling
from portal.publishing.search import index
from tests.effort import most
from tests.portal.api.world import World, build
from tests.portal.conftest import County

EXAMPLES = most(4)


@pytest.fixture
def committed(transactional_db: None, county: County, settings: Any, tmp_path: Path) -> World:
    """The world as another thread sees it; limits have their own tests."""
    settings.RATE_LIMITS = {}
    settings.DATA = tmp_path
    world = build(county)
    index.rebuild()
    StartFiling(by=SYSTEM, organ=world.town, year=clock.today().year - 1).execute()
    return world


def run(address: str, **headers: str) -> list[str]:
    """Return what schemathesis finds wrong."""
    schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")
    schema.config.generation.max_examples = EXAMPLES
    schema.config.seed = 7
    if headers:
        schema.config.headers = headers
    wrong: list[str] = []
    ran = 0
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            ran += 1
            if event.status in (Status.FAILURE, Status.ERROR):
                for checks in event.recorder.checks.values():
                    wrong += [
                        f"{event.recorder.label}: {one.name}: {one.failure_info.failure}\n{one.failure_info.code_sample}"
                        for one in checks
                        if one.failure_info
                    ]
        if isinstance(event, events.NonFatalError | events.FatalError):
            wrong.append(
                f"{event.label}: {event.value!r}" if hasattr(event, "value") else repr(event)
            )
    assert ran > 10

    return wrong


def test_nobody_finds_a_fault_without_a_key(committed: World, live_server: Any) -> None:
    assert run(live_server.url) == []


def test_a_system_with_a_key_finds_none_either(committed: World, live_server: Any) -> None:
    assert run(live_server.url, Authorization=f"Bearer {committed.secret()}") == []
