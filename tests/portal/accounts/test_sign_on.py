"""Sign-on through a service outside: it says who somebody is, the portal knows who works here."""

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.acts.models import ActRecord
from portal.organs.models import Role
from tests.portal.accounts.sign_on import CLIENT, SECRET, SignOn, serving
from tests.portal.conftest import County

LOGIN = "/account/sso/oidc/sso/login/"


@pytest.fixture
def service(settings: object) -> Iterator[SignOn]:
    with serving() as one:
        app = {
            "provider_id": "sso",
            "name": "统一身份认证",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": one.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}  # type: ignore[attr-defined]
        yield one


def sign_on(client: Client) -> "tuple[int, str, str]":
    """Go the browser's way: to the service, back with a code; return the last answer."""
    away = client.post(LOGIN)
    assert away.status_code == 302
    parts = urlsplit(away["Location"])
    connection = http.client.HTTPConnection(parts.netloc)
    connection.request("GET", f"{parts.path}?{parts.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    answer = client.get(f"{back.path}?{back.query}")
    return answer.status_code, answer.get("Location", ""), answer.content.decode()


def test_a_known_person_signs_in_with_one_record_and_again(county: County, service: SignOn) -> None:
    county.person("jingban", Role.HANDLER)
    assert "统一身份认证" in Client().get("/account/login/").content.decode()
    for _ in range(2):
        client = Client()
        count = ActRecord.objects.count()
        status, location, page = sign_on(client)
        assert (status, location) == (302, "/desk/"), page
        assert client.get("/desk/").status_code == 200
        assert ActRecord.objects.count() == count + 1
    assert "/jwks" in service.asked or "/userinfo" in service.asked


def test_a_person_nobody_knows_is_refused_with_a_sentence(county: County, service: SignOn) -> None:
    service.person = {"sub": "7", "preferred_username": "<b>moshengren</b>"}
    status, _location, page = sign_on(Client())
    assert status == 403
    assert "&lt;b&gt;moshengren" in page and "请与系统管理员联系" in page
    assert not User.objects.filter(username__contains="moshengren").exists()


def test_a_closed_account_opens_no_door(county: County, service: SignOn) -> None:
    person = county.person("jingban", Role.HANDLER)
    assert sign_on(Client())[0] == 302
    person.is_active = False
    person.save()
    client = Client()
    assert sign_on(client)[0] == 403
    assert client.get("/desk/").status_code == 302


def test_one_name_belongs_to_one_person_of_the_service(county: County, service: SignOn) -> None:
    """Somebody who takes over a login name at the service does not take over the account."""
    county.person("jingban", Role.HANDLER)
    assert sign_on(Client())[0] == 302
    service.person = {"sub": "2", "preferred_username": "jingban"}
    client = Client()
    assert sign_on(client)[0] == 403
    assert client.get("/desk/").status_code == 302


def test_an_answer_that_was_not_asked_for_is_refused(county: County, service: SignOn) -> None:
    county.person("jingban", Role.HANDLER)
    client = Client()
    answer = client.get("/account/sso/oidc/sso/login/callback/?code=x&state=y")
    assert answer.status_code in (200, 401, 403)
    assert "统一身份认证" in answer.content.decode() or "登录" in answer.content.decode()
    assert client.get("/desk/").status_code == 302
