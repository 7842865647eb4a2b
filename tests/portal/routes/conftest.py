"""The world is built once for the tests of this folder; what a test does is undone after it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from tests.portal.routes.walk import Walk, apart, walk_all
from tests.portal.routes.world import POSTS, World, build


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Return 示例县 with something in every state; nothing of it stays in the database."""
    with apart(django_db_blocker):
        yield build()


@pytest.fixture(scope="package")
def walked(world: World) -> Walk:
    """Return what every address answered everybody."""
    return walk_all(world)


@pytest.fixture(scope="package")
def cookies(world: World) -> dict[str, str]:
    """Return the cookies of everybody, logged in once."""
    return {post: world.client(post).cookies.output(header="", sep=";") for post in POSTS}


@pytest.fixture
def browser(cookies: dict[str, str]) -> Callable[..., Client]:
    """Return how somebody opens a browser of his own."""

    def opened(post: str, **how: Any) -> Client:
        client = Client(**how)
        client.cookies.load(cookies.get(post, ""))
        return client

    return opened


@pytest.fixture(autouse=True)
def _undone(world: World, db: None) -> None:
    """What a test does is undone after it (`db`)."""
