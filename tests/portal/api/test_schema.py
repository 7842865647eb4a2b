"""Schemathesis over the whole document, against the real application, all checks on."""

import pytest
import schemathesis
from schemathesis.engine import Status, events, from_schema

from portal.wsgi import application
from tests.portal.api.world import World, build
from tests.portal.conftest import County

EXAMPLES = 12


@pytest.fixture
def committed(transactional_db: None, county: County) -> World:
    """The world as another thread sees it."""
    return build(county)


def run(**headers: str) -> list[str]:
    """Return what schemathesis finds wrong."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
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
            wrong.append(repr(event))
    assert ran > 10
    return wrong


def test_nobody_finds_a_fault_without_a_key(committed: World) -> None:
    assert run() == []
