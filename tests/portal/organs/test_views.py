"""Organs and people on the desk: who sees what, and nothing typed is lost when an act is refused."""

from typing import Any

import pytest
from django.test import Client

from portal.acts.models import ActRecord
from portal.organs.models import Organ, Post, Role
from tests.portal.conftest import County

PAGES = [
    "/desk/",
    "/desk/records/",
    "/desk/organs/",
    "/desk/organs/shilizhen/",
    "/desk/organs/new/",
    "/desk/organs/shilizhen/change/",
    "/desk/organs/shilizhen/correct/",
    "/desk/organs/shilizhen/abolish/",
    "/desk/people/",
    "/desk/people/new/",
]
EVERYBODY = PAGES[:4]
ALLOWED = {
    Role.HANDLER: EVERYBODY,
    Role.AUDIT: [*EVERYBODY, "/desk/people/"],
    Role.SECURITY: [*EVERYBODY, "/desk/people/"],
    Role.SYSTEM: PAGES,
}


@pytest.mark.parametrize("role", ALLOWED)
def test_who_sees_which_page(county: County, role: Role) -> None:
    client = county.client("ren", role, organ=county.county)
    seen = [page for page in PAGES if client.get(page).status_code == 200]
    assert seen == ALLOWED[role]
    assert {client.get(page).status_code for page in PAGES if page not in seen} <= {403}


def test_a_stranger_is_asked_to_log_in(county: County) -> None:
    for page in PAGES:
        assert Client().get(page)["Location"].startswith("/account/login/?next=")


def form(**changes: Any) -> dict[str, Any]:
    return {
        "name": "柏树镇人民政府",
        "short_name": "柏树镇",
        "code": "baishu",
        "level": "township",
        "kind": "government",
        "founded_on": "2011-03-01",
    } | changes


def test_an_organ_is_set_up_from_a_form_with_one_record(county: County) -> None:
    client = county.client("ren", Role.SYSTEM, organ=county.county)
    count = ActRecord.objects.count()
    answer = client.post("/desk/organs/new/", form(parent=county.county.pk))
    assert answer["Location"] == "/desk/organs/baishu/"
    organ = Organ.objects.get(code="baishu")
    assert (organ.path, organ.parent) == (f"{county.county.pk}.{organ.pk}.", county.county)
    assert ActRecord.objects.count() == count + 1
    page = client.get("/desk/organs/baishu/").content.decode()
    assert "2011年3月1日（周二）" in page


def test_what_was_typed_stays_when_it_is_refused(county: County) -> None:
    client = county.client("ren", Role.SYSTEM, organ=county.county)
    answer = client.post("/desk/organs/new/", form(code="shilizhen", name="<b>镇</b>"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "&lt;b&gt;镇&lt;/b&gt;" in page and "<b>镇" not in page
    assert "2011-03-01" in page
    assert not Organ.objects.filter(name__contains="<b>").exists()


def test_a_refused_act_says_why_above_the_form(county: County) -> None:
    client = county.client("ren", Role.SYSTEM, organ=county.county)
    answer = client.post(
        "/desk/organs/shilizhen/abolish/",
        {"on": "2009-01-01", "why": "merged", "basis": "x", "successors": [county.county.pk]},
    )
    assert answer.status_code == 409
    assert "撤销日期应晚于设立日期" in answer.content.decode()


def test_an_account_shows_its_password_once(county: County) -> None:
    client = county.client("ren", Role.SYSTEM, organ=county.county)
    answer = client.post("/desk/people/new/", {"username": "lisi", "person": "李四"}, follow=True)
    assert "初始密码" in answer.content.decode()
    again = client.get(answer.request["PATH_INFO"]).content.decode()
    assert "初始密码" not in again
    assert "password" not in ActRecord.objects.filter(act="accounts.open").last().after


def test_somebody_in_two_organs_chooses_for_which_to_act(county: County) -> None:
    client = county.client("ren", Role.HANDLER)
    Post.objects.create(
        organ=county.bureau, user=county.people["ren"], role=Role.HANDLER, from_on="2024-01-01"
    )
    assert "示例镇<span" in client.get("/desk/").content.decode()
    client.post("/desk/act-for/", {"organ": county.bureau.pk})
    assert "示例县教育局<span" in client.get("/desk/").content.decode()
    client.post("/desk/act-for/", {"organ": county.county.pk})  # not one of the two
    assert "示例县教育局<span" in client.get("/desk/").content.decode()


def test_records_are_seen_by_those_they_concern(county: County) -> None:
    other = county.client("bieren", Role.HANDLER, organ=county.bureau)
    county.client("ren", Role.HANDLER)
    subject = f"accounts.user:{county.people['ren'].pk}"
    assert other.get(f"/desk/history/{subject}/").status_code == 404
    audit = county.client("shenji", Role.AUDIT, organ=county.county)
    assert "建立账号" in audit.get(f"/desk/history/{subject}/").content.decode()
