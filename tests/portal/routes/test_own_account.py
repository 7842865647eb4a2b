"""What somebody does with his own account leaves one record each, and never a secret in it."""

import json
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from portal.acts.models import ActRecord
from tests.portal.conftest import PASSWORD
from tests.portal.routes.world import World

NEW = "Qwer-7654-tyui-9876"


def acts(since: int) -> list[str]:
    """Return the acts recorded since a number."""
    return list(ActRecord.objects.filter(number__gt=since).order_by("number").values_list("act", flat=True))  # fmt: skip


def logged_in(world: World, **how: Any) -> Client:
    """Log 经办 in with the password; he may do what asks for it again."""
    client = Client(**how)
    world.actor("经办")
    assert client.post("/account/login/", {"login": "jingban", "password": PASSWORD}).status_code == 302  # fmt: skip
    return client


def code(secret: str) -> str:
    """Return the six figures that the telephone shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@pytest.fixture
def begun(world: World) -> tuple[Client, int]:
    """Return a browser that has just logged in, and the newest record."""
    client = logged_in(world)
    return client, ActRecord.objects.count()


def test_logging_in_and_out(world: World) -> None:
    before = ActRecord.objects.count()
    client = logged_in(world)
    assert client.post("/account/logout/").status_code == 302
    assert acts(before) == ["accounts.log_in", "accounts.log_out"]


def test_wrong_passwords_are_recorded_when_the_door_is_locked(world: World) -> None:
    before, client = ActRecord.objects.count(), Client(REMOTE_ADDR="203.0.113.50")
    for _time in range(5):
        answer = client.post("/account/login/", {"login": "shenhe", "password": "wrong"})
    assert answer.status_code == 429 and "分钟" in answer.content.decode()
    assert acts(before) == ["accounts.lock_out"]


def test_changing_the_password_ends_every_other_session(begun: tuple[Client, int], world: World) -> None:  # fmt: skip
    client, before = begun
    other = logged_in(world)
    given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/account/password/", given).status_code == 302
    assert acts(before + 1) == ["accounts.change_password"]
    assert NEW not in json.dumps([r.after for r in ActRecord.objects.filter(number__gt=before)])
    assert other.get("/desk/").status_code == 302
    assert client.get("/desk/").status_code == 200


def factor_put_on(client: Client, at_once: Any) -> str:
    """Put a second factor on and return its secret."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/account/factors/totp/activate/").context["form"].secret
    with at_once(execute=True):
        answer = client.post("/account/factors/totp/activate/", {"code": code(secret)})
    assert answer.status_code == 302
    return str(secret)


def test_a_second_factor_put_on_and_taken_off(
    begun: tuple[Client, int], django_capture_on_commit_callbacks: Any
) -> None:
    client, before = begun
    secret = factor_put_on(client, django_capture_on_commit_callbacks)
    assert acts(before) == ["accounts.add_factor"] * 2  # the recovery codes come with it
    held = Authenticator.objects.filter(user__username="jingban", type="totp")
    assert held.exists()
    for record in ActRecord.objects.filter(number__gt=before):
        assert secret not in json.dumps([record.before, record.after])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/account/factors/totp/deactivate/").status_code == 302
    assert acts(before + 2) == ["accounts.remove_factor"] * 2  # and goes with it
    assert not held.exists()


def test_new_recovery_codes(
    begun: tuple[Client, int], django_capture_on_commit_callbacks: Any
) -> None:
    client, _before = begun
    factor_put_on(client, django_capture_on_commit_callbacks)
    before = ActRecord.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/account/factors/recovery/generate/").status_code == 302
    assert acts(before) == ["accounts.reset_factor"]


def test_logging_out_elsewhere(begun: tuple[Client, int], world: World) -> None:
    client, _before = begun
    other = logged_in(world)
    before = ActRecord.objects.count()
    client.post("/account/sessions/")
    assert other.get("/desk/").status_code == 302
    assert acts(before) == ["accounts.end_sessions"]


def test_a_session_begins_anew_with_the_login(world: World) -> None:
    """A session somebody else has planted in the browser does not become his."""
    client = Client()
    client.get("/account/login/?next=/desk/documents/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    world.actor("经办")
    client.post("/account/login/", {"login": "jingban", "password": PASSWORD})
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/desk/").status_code == 302


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)",
              "https:evil.example", "\thttps://evil.example", "http:///evil.example", "/%0d%0aX: y"]
)  # fmt: skip
def test_the_login_leads_nowhere_else(world: World, next_: str) -> None:
    world.actor("经办")
    answer = Client().post(
        "/account/login/", {"login": "jingban", "password": PASSWORD, "next": next_}
    )
    to = answer["Location"]
    assert to.startswith("/") and not to.startswith(("//", "/\\")) and "evil" not in to, to
    shown = Client().post("/show/", {"next": next_, "size": "large"})["Location"]
    assert shown.startswith("/") and not shown.startswith(("//", "/\\")) and "evil" not in shown
