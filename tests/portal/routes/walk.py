"""Asking for every address as everybody, and what the database held before and after."""

import hashlib
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.test import override_settings

from tests.portal.routes.addresses import addresses
from tests.portal.routes.world import POSTS, World

TOUCHED = {
    "django_session",  # when somebody was last seen, the organ chosen, words shown once
    "usersessions_usersession",  # the same, for the list of one's own sessions
    "accounts_user",  # last_login
    "axes_accesslog",
    "axes_accessattempt",
}
"""Tables that looking at a page may touch: they hold visits, not the work of an organ."""
TWO = ("公众", "经办")
"""Who asks for the public site and for one's own account: a stranger, and somebody logged in."""


@dataclass(frozen=True)
class Answer:
    """What an address answered somebody."""

    case: str
    post: str
    url: str
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_page(self) -> bool:
        """Whether a browser shows it as a page of ours."""
        return self.headers.get("content-type", "").startswith("text/html")


@contextmanager
def apart(blocker: Any) -> Iterator[None]:
    """Give what is built inside folders of its own, and take it out of the database afterwards."""
    with (
        tempfile.TemporaryDirectory() as folder,
        override_settings(DATA=Path(folder), MEDIA_ROOT=Path(folder) / "files"),
        blocker.unblock(),
        transaction.atomic(),
    ):
        logging.disable(logging.CRITICAL)  # thousands of lines that nobody reads
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)
            transaction.set_rollback(True)


def ask(client: Any, case: str, post: str, url: str) -> Answer:
    """Ask for one address."""
    answer = client.get(url)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = {name.lower(): value for name, value in answer.items()}
    return Answer(case, post, url, answer.status_code, headers, body)


@dataclass(frozen=True)
class Walk:
    """Every answer, and the tables that looking changed."""

    answers: list[Answer]
    changed: list[str]


def walk_all(world: World) -> Walk:
    """Ask for every address as everybody; the public site and one's own account as two."""
    clients = {post: world.client(post) for post in ("公众", *POSTS)}
    before = digest()
    answers = [
        ask(clients[post], case, post, url)
        for case, url in addresses(world).items()
        for post in (clients if url.startswith(("/desk/", "/files/")) else TWO)
    ]
    after = digest()
    return Walk(answers, [table for table in before if before[table] != after[table]])


def digest(but: frozenset[str] | set[str] = frozenset(TOUCHED)) -> dict[str, str]:
    """Return a digest of every table's rows."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted({m._meta.db_table for m in apps.get_models(include_auto_created=True)}):
            if table not in but:
                cursor.execute(f'SELECT * FROM "{table}"')
                rows = sorted(repr(row) for row in cursor.fetchall())
                found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found
