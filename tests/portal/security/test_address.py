"""Behind a proxy everybody comes from his own address: in the record, in lockouts, in his sessions."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from portal.acts.models import ActRecord
from portal.organs.models import Role
from tests.portal.conftest import PASSWORD, County

LOGIN = "/account/login/"
PROXY = "10.0.0.1"
pytestmark = pytest.mark.usefixtures("behind_a_proxy")


def knock(address: str, password: str) -> int:
    """Try to log in from an address through the proxy."""
    client = Client(REMOTE_ADDR=PROXY)
    given = {"login": "jingban", "password": password}
    said = f"198.51.100.1, {address}"  # what stands first anybody can write
    return client.post(LOGIN, given, headers={"X-Forwarded-For": said}).status_code


def test_records_and_sessions_keep_the_address_of_the_person(county: County) -> None:
    county.person("jingban", Role.HANDLER)
    assert knock("203.0.113.7", PASSWORD) == 302
    record = ActRecord.objects.get(act="accounts.log_in")
    assert record.address == "203.0.113.7"
    assert UserSession.objects.get().ip == "203.0.113.7"


def test_who_guesses_passwords_locks_himself_out_and_not_the_person(county: County) -> None:
    county.person("jingban", Role.HANDLER)
    assert [knock("203.0.113.66", "wrong") for _ in range(5)][-1] == 429
    assert knock("203.0.113.66", PASSWORD) == 429
    assert ActRecord.objects.get(act="accounts.lock_out").address == "203.0.113.66"
    assert knock("203.0.113.7", PASSWORD) == 302


@pytest.mark.parametrize("said", ["", "unknown", "x" * 400, "203.0.113.7:4711"])
def test_what_is_no_address_leaves_the_nearest(county: County, said: str) -> None:
    client = county.client("jingban", Role.HANDLER)
    answer = client.post(
        "/account/logout/", REMOTE_ADDR=PROXY, headers={"X-Forwarded-For": said} if said else {}
    )
    assert answer.status_code == 302
    assert ActRecord.objects.get(act="accounts.log_out").address == PROXY


def test_the_figures_of_the_machine_are_not_for_who_says_he_is_here(county: County) -> None:
    forged = {"X-Forwarded-For": "127.0.0.1"}
    assert Client(REMOTE_ADDR=PROXY).get("/metrics", headers=forged).status_code == 404
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics", headers=forged).status_code == 404
