"""One's own devices: seen in plain words, and the others logged out."""

import pytest
from django.test import Client

from portal.organs.models import Role
from tests.portal.conftest import PASSWORD, County


@pytest.fixture
def two_places(county: County) -> tuple[Client, Client]:
    county.person("jingban", Role.HANDLER)
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/account/login/", {"login": "jingban", "password": PASSWORD})
    return here, there


def test_other_places_are_seen_and_logged_out(two_places: tuple[Client, Client]) -> None:
    here, there = two_places
    page = here.get("/account/sessions/").content.decode()
    assert page.count(">127.0.0.1</td>") == 2 and page.count("就是这里") == 1
    assert here.post("/account/sessions/").status_code == 302
    assert there.get("/desk/")["Location"].startswith("/account/login/")
    assert here.get("/desk/").status_code == 200
    assert "没有在别处登录" in here.get("/account/sessions/").content.decode()


def test_pages_of_the_second_factor_are_chinese(two_places: tuple[Client, Client]) -> None:
    here = two_places[0]
    page = here.get("/account/factors/totp/activate/", follow=True).content.decode()
    if "确认访问" in page:  # the password once more before a factor is set up
        here.post("/account/reauthenticate/", {"password": PASSWORD})
        page = here.get("/account/factors/totp/activate/").content.decode()
    assert "密钥" in page and "data:image/svg+xml" in page
    wrong = here.post("/account/factors/totp/activate/", {"code": "000000"})
    assert "错误代码" in wrong.content.decode()
