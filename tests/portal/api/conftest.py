"""Fixtures of the interface's tests."""

import pytest

from tests.portal.api.world import World, build
from tests.portal.conftest import County


@pytest.fixture
def world(county: County) -> World:
    """Return a small world."""
    return build(county)
