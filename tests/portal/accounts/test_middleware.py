"""A desk left alone logs out; an initial password must be changed first."""

import time
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from portal.organs.models import Role
from tests.portal.conftest import County


def test_a_desk_left_alone_logs_out_and_returns_to_the_page(county: County) -> None:
    client = county.client("jingban", Role.HANDLER)
    assert client.get("/desk/").status_code == 200
    session = client.session
    session["seen_at"] = int(time.time()) - 31 * 60
    session.save()
    answer = client.get("/desk/records/?before=9")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=/desk/records/%3Fbefore%3D9"
    assert client.get("/desk/").status_code == 302


def test_work_keeps_a_desk_open(county: County) -> None:
    client = county.client("jingban", Role.HANDLER)
    for _ in range(3):
        session = client.session
        session["seen_at"] = int(time.time()) - 29 * 60
        session.save()
        assert client.get("/desk/").status_code == 200


def test_a_temporary_or_old_password_must_be_changed_first(county: County) -> None:
    client = county.client("jingban", Role.HANDLER)
    user = county.people["jingban"]
    user.password_set_on = timezone.localdate() - timedelta(days=91)
    user.save()
    assert client.get("/desk/")["Location"] == "/account/password/"
    assert client.get("/account/password/").status_code == 200


def test_a_stranger_gets_no_session_cookie(db: None) -> None:
    answer = Client().get("/account/login/")
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
