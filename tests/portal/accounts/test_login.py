"""Logging in and out, each with its record; too many wrong passwords lock the door for a while."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from portal.accounts import passwords
from portal.acts.models import ActRecord
from portal.organs.models import Role
from tests.portal.conftest import PASSWORD, County


def log_in(client: Client, password: str) -> int:
    return client.post("/account/login/", {"login": "jingban", "password": password}).status_code


def test_logging_in_and_out_leaves_one_record_each(county: County) -> None:
    county.person("jingban", Role.HANDLER)
    client, count = Client(), ActRecord.objects.count()
    assert log_in(client, PASSWORD) == 302
    assert ActRecord.objects.count() == count + 1
    assert client.post("/account/logout/").status_code == 302
    assert [r.act for r in ActRecord.objects.order_by("-number")[:2]] == [
        "accounts.log_out",
        "accounts.log_in",
    ]


def test_five_wrong_passwords_lock_the_door(county: County) -> None:
    county.person("jingban", Role.HANDLER)
    client = Client()
    codes = [log_in(client, "wrong") for _ in range(5)]
    assert codes[:4] == [200, 200, 200, 200]
    assert codes[4] == 429
    assert log_in(client, PASSWORD) == 429
    assert (
        "15分钟"
        in client.post("/account/login/", {"login": "jingban", "password": "x"}).content.decode()
    )
    assert ActRecord.objects.filter(act="accounts.lock_out").count() >= 1


def test_nobody_signs_up(db: None) -> None:
    assert Client().get("/account/signup/").status_code == 404


@pytest.mark.parametrize("password", ["Ab1-", "abcdefghijkl", "abcdefgh1234", "Password123"])
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_temporary_passwords_pass_the_rules_and_differ() -> None:
    made = {passwords.temporary() for _ in range(50)}
    assert len(made) == 50
    for one in made:
        validate_password(one)
        assert not set(one) & set("0O1lI")
