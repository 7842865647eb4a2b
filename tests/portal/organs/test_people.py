"""People come and go: passwords given anew, doors unlocked, accounts closed, posts handed over."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from portal.acts import clock
from portal.acts.act import Forbidden, Refused
from portal.acts.actor import SYSTEM
from portal.acts.models import ActRecord
from portal.organs.acts.accounts import CloseAccount, ReopenAccount, UnlockAccount
from portal.organs.acts.posts import HandOverPost
from portal.organs.models import Post, Role
from portal.publishing.acts.drafting import StartDocument, SubmitDocument
from portal.publishing.models import Column, Part
from tests.portal.conftest import PASSWORD, County


@pytest.fixture
def admin(county: County) -> Client:
    return county.client("xitong", Role.SYSTEM, organ=county.county)


def log_in(client: Client, password: str = PASSWORD) -> int:
    return client.post("/account/login/", {"login": "jingban", "password": password}).status_code


def page_of(county: County, what: str = "") -> str:
    return f"/desk/people/{county.people['jingban'].pk}/{what}"


def test_a_forgotten_password_is_given_anew_and_shown_once(county: County, admin: Client) -> None:
    county.person("jingban", Role.HANDLER)
    at_work = Client()
    assert log_in(at_work) == 302
    count = ActRecord.objects.count()
    answer = admin.post(page_of(county, "reset/"), {"reason": "忘记密码"}, follow=True)
    assert ActRecord.objects.count() == count + 1
    found = re.search(r"临时密码：(\S+) 。只显示这一次", answer.content.decode())
    assert found
    assert "临时密码" not in admin.get(page_of(county)).content.decode()
    assert at_work.get("/desk/").status_code == 302  # the old session ended
    assert log_in(Client()) == 200  # the old password is none
    new = Client()
    assert log_in(new, found[1]) == 302
    assert new.get("/desk/")["Location"] == "/account/password/"
    assert found[1] not in str(list(ActRecord.objects.values("after", "before")))


def test_a_locked_door_is_opened_by_the_administrator(county: County, admin: Client) -> None:
    county.person("jingban", Role.HANDLER)
    with pytest.raises(Refused, match="没有被锁定"):
        UnlockAccount(by=SYSTEM, target=county.people["jingban"]).execute()
    for _ in range(5):
        log_in(Client(), "wrong")
    assert log_in(Client()) == 429
    assert "5次" in admin.get(page_of(county)).content.decode()
    answer = admin.post(page_of(county, "unlock/"), follow=True)
    assert "已解除锁定" in answer.content.decode()
    assert log_in(Client()) == 302


def test_a_closed_account_ends_posts_and_sessions_and_is_told_at_the_door(
    county: County, admin: Client
) -> None:
    county.person("jingban", Role.HANDLER)
    at_work = Client()
    assert log_in(at_work) == 302
    admin.post(page_of(county, "close/"), {"reason": "调离"}, follow=True)
    person = county.people["jingban"]
    person.refresh_from_db()
    assert not person.is_active
    assert [p.to_on for p in Post.objects.filter(user=person)] == [clock.today()]
    assert at_work.get("/desk/").status_code == 302
    refused = Client().post("/account/login/", {"login": "jingban", "password": PASSWORD})
    assert refused.status_code == 403 and "账号已经停用" in refused.content.decode()
    assert log_in(Client(), "wrong") == 200  # without the password nobody learns of it
    with pytest.raises(Refused, match="已停用"):
        CloseAccount(by=SYSTEM, target=person).execute()
    answer = admin.post(page_of(county, "reopen/"), follow=True)
    assert "临时密码" in answer.content.decode()
    assert not Post.objects.held(clock.today()).filter(user=person).exists()
    with pytest.raises(Refused, match="没有停用"):
        ReopenAccount(by=SYSTEM, target=person, password="x").execute()


def test_nobody_closes_himself_and_only_the_administrator_closes(county: County) -> None:
    boss = county.actor("xitong", Role.SYSTEM, organ=county.county)
    with pytest.raises(Refused, match="自己"):
        CloseAccount(by=boss, target=county.people["xitong"]).execute()
    with pytest.raises(Forbidden):
        CloseAccount(
            by=county.actor("fuzeren", Role.HEAD), target=county.people["xitong"]
        ).execute()
    client = county.client("anquan", Role.SECURITY, organ=county.county)
    pk = county.people["xitong"].pk
    for what in ("change", "reset", "unlock", "factor", "close", "reopen"):
        assert client.get(f"/desk/people/{pk}/{what}/").status_code == 403
        assert client.post(f"/desk/people/{pk}/{what}/").status_code == 403


def test_a_name_is_corrected(county: County, admin: Client) -> None:
    county.person("jingban", Role.HANDLER)
    answer = admin.post(page_of(county, "change/"), {"person": "王敏", "email": "bad"})
    assert answer.status_code == 422
    admin.post(page_of(county, "change/"), {"person": "王敏", "phone": "0598-1", "email": ""})
    county.people["jingban"].refresh_from_db()
    assert county.people["jingban"].name == "王敏"


@pytest.fixture
def drafts(county: County) -> Callable[[str], None]:
    column = Column.objects.create(code="guifan", title="行政规范性文件", part=Part.CONTENT)

    def draft(title: str, submit: bool = False) -> None:
        actor = county.actor("jingban", Role.HANDLER)
        one = StartDocument(
            by=actor,
            organ=county.town,
            column=column,
            genre="normative",
            attribute="open",
            content={"title": title, "body": "<p>文</p>"},
        ).execute()
        if submit:
            SubmitDocument(by=actor, target=one).execute()

    return draft


def test_a_post_is_handed_over_with_its_open_work(
    county: County, drafts: Callable[..., None]
) -> None:
    drafts("防汛预案")
    drafts("禁燃通告", submit=True)
    county.person("xinren")
    security = county.client("anquan", Role.SECURITY, organ=county.county)
    post = Post.objects.get(user=county.people["jingban"])
    url = f"/desk/posts/{post.pk}/hand-over/"
    shown = security.get(url).content.decode()
    assert "未办完的工作（1件）" in shown and "防汛预案" in shown and "禁燃通告" not in shown
    today = clock.today()
    facts = {"to": county.people["xinren"].pk, "on": today.isoformat(), "reason": "轮岗"}
    answer = security.post(url, facts, follow=True)
    assert "岗位已移交" in answer.content.decode()
    post.refresh_from_db()
    assert post.to_on == today
    new = Post.objects.get(user=county.people["xinren"], to_on=None)
    assert (new.organ, new.role, new.from_on) == (county.town, Role.HANDLER, today)
    last = ActRecord.objects.order_by("-number")[0]
    assert last.act == "organs.hand_over_post" and len(last.before["open_work"]) == 1
    # The draft is found by who holds the post now, and no more by who held it.
    after = Client()
    after.force_login(county.people["xinren"], backend="django.contrib.auth.backends.ModelBackend")
    county.people["xinren"].password_is_temporary = False
    assert "防汛预案" in after.get("/desk/documents/").content.decode()
    old = county.client("jingban")
    assert "防汛预案" not in old.get("/desk/documents/").content.decode()


def test_a_post_is_not_handed_to_its_holder_nor_before_it_began(county: County) -> None:
    county.person("jingban", Role.HANDLER)
    county.person("xinren")
    post = Post.objects.get(user=county.people["jingban"])
    with pytest.raises(Refused, match="不能移交给本人"):
        HandOverPost(
            by=SYSTEM, target=post, to=county.people["jingban"], on=clock.today()
        ).execute()
    with pytest.raises(Refused, match="早于"):
        HandOverPost(
            by=SYSTEM,
            target=post,
            to=county.people["xinren"],
            on=post.from_on - timedelta(days=1),
        ).execute()
    assert Post.objects.get(pk=post.pk).to_on is None
