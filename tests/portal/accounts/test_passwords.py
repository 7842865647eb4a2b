"""A first password is changed: what is too short is said in Chinese, and the desk comes next."""

from typing import Any

import pytest
from django.test import Client

from portal.organs.models import Role
from tests.portal.conftest import PASSWORD, County


@pytest.fixture
def client(county: County) -> Client:
    return county.client("jb", Role.HANDLER)


def _change(client: Client, new: str) -> Any:
    words = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    return client.post("/account/password/", words)


def test_a_short_password_is_refused_in_the_reader_s_language(client: Client) -> None:
    assert "密码太短，至少要10个字符。" in _change(client, "aB3!").content.decode()


def test_after_the_change_the_desk_is_next(client: Client) -> None:
    assert _change(client, "Qx7!vbn29-Lm")["Location"] == "/desk/"
