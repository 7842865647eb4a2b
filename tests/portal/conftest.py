"""A small county with its people, made through the acts that a real installation uses."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import Client
from django.utils import timezone, translation

from portal.accounts.models import User
from portal.acts import seal
from portal.acts.actor import SYSTEM, Actor
from portal.acts.models import ChainHead
from portal.organs.acts.accounts import OpenAccount
from portal.organs.acts.lifecycle import EstablishOrgan
from portal.organs.acts.posts import GivePost
from portal.organs.models import Organ, Role
from tests.portal.cli.installation import database, template

PASSWORD = "Abcd-2345-efgh-6789"
FOUNDED = date(2010, 1, 1)

# The tests' own server (`live_server`) sends head and body apart: each answer waited 40 ms in between.
WSGIRequestHandler.disable_nagle_algorithm = True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL repeat what reaches a database; the rest was proved on SQLite.

    A test that does not ask for the database cannot reach it: pytest-django refuses.
    """
    if connection.vendor == "sqlite":
        return
    config.hook.pytest_deselected(items=[item for item in items if not _uses_database(item)])
    items[:] = filter(_uses_database, items)


def _uses_database(item: Any) -> bool:
    """Whether a test asks for the database of this run, or runs installations on it."""
    by_fixture = {"db", "django_db_setup"} & {*item.fixturenames}
    return bool(
        by_fixture
        or item.get_closest_marker("django_db")
        or any(
            getattr(one, "__module__", "") == template.__module__
            for one in vars(item.module).values()
        )
    )


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    """Begin each test in the language the portal speaks first, whatever the test before left behind."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Return the database of this process: a copy of the tables that the run made once.

    A file, as in production: the database in memory knows neither WAL nor waiting for a lock.
    """
    before = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), database(template().url) as url:
        connection.close()
        if not url:
            shutil.copy(template().data / "portal.sqlite3", before)
        connection.settings_dict["NAME"] = urlsplit(url).path[1:] or before
        yield
        connection.close()


@pytest.fixture
def transactional_db(transactional_db: None) -> Iterator[None]:
    """Real transactions. The emptying of tables after the test needs the seal taken off."""
    yield
    seal.unseal(connection, "acts_actrecord")


def _begin_anew(**_: object) -> None:
    """After tables were emptied: the seal is on again, and the chain has its head."""
    seal.unseal(connection, "acts_actrecord")
    seal.seal(connection, "acts_actrecord")
    ChainHead.objects.get_or_create(pk=1)


post_migrate.connect(_begin_anew, sender=apps.get_app_config("acts"))


@dataclass
class County:
    """示例县 with one township, one department, and the people a test asks for."""

    county: Organ
    town: Organ
    bureau: Organ
    people: dict[str, User] = field(default_factory=dict)

    def person(self, username: str, *roles: Role, organ: Organ | None = None) -> User:
        """Return a person who holds some roles at an organ (the township), made when first asked."""
        if username in self.people:
            return self.people[username]
        user = OpenAccount(
            by=SYSTEM, username=username, person=f"{username}某", password=PASSWORD
        ).execute()
        user.password_is_temporary = False
        user.password_set_on = timezone.localdate()
        user.save()
        for role in roles:
            GivePost(
                by=SYSTEM, user=user, organ=organ or self.town, role=role, on=date(2024, 1, 1)
            ).execute()
        self.people[username] = user
        return user

    def actor(self, username: str, *roles: Role, organ: Organ | None = None) -> Actor:
        """Return the person as one who acts for the organ."""
        user = self.person(username, *roles, organ=organ)
        return Actor(user.pk, user.name, "", (organ or self.town).pk)

    def client(self, username: str, *roles: Role, organ: Organ | None = None) -> Client:
        """Return the person's browser, logged in."""
        client = Client()
        client.force_login(
            self.person(username, *roles, organ=organ),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        return client


def establish(code: str, name: str, level: str, kind: str, parent: Organ | None = None) -> Organ:
    """Set an organ up as the system does."""
    return EstablishOrgan(
        by=SYSTEM,
        code=code,
        fields={
            "name": name,
            "short_name": name.removesuffix("人民政府"),
            "level": level,
            "kind": kind,
            "parent": parent,
            "founded_on": FOUNDED,
        },
    ).execute()


@pytest.fixture
def county(db: None) -> County:
    """Return 示例县 with 示例镇 and 示例县教育局."""
    top = establish("shili", "示例县人民政府", "county", "government")
    return County(
        top,
        establish("shilizhen", "示例镇人民政府", "township", "government", top),
        establish("jiaoyu", "示例县教育局", "county", "department", top),
    )
