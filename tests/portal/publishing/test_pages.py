"""The clerk's way through the pages, and what the public sees of it."""

from collections.abc import Callable
from datetime import date

from django.test import Client

from portal.acts.actor import SYSTEM, Actor
from portal.organs.acts.lifecycle import AbolishOrgan
from portal.organs.models import Organ, Role, Succession
from portal.publishing.acts.publication import Withdraw
from portal.publishing.models import Column, Document
from tests.portal.conftest import County

Make = Callable[..., Document]


def test_a_document_goes_through_the_pages_of_four_people(
    county: County, column: Column, office: dict[str, Actor]
) -> None:
    clerk = county.client("jingban")
    page = clerk.post(
        "/desk/documents/new/",
        {
            "column": column.pk, "genre": "normative", "attribute": "open",
            "title": "示例镇办法", "number": "示政规〔2026〕1号", "body": "<p>正文。</p>",
        },
    )  # fmt: skip
    assert page.status_code == 302, page.content.decode()
    where = page["Location"]
    assert "起草中" in clerk.get(where).content.decode()
    assert clerk.post(f"{where}submit/").status_code == 302
    for name in ("shenhe", "baomi", "qianfa"):
        person = county.client(name)
        assert "示例镇办法" in person.get("/desk/").content.decode()
        assert person.post(f"{where}pass/", {"opinion": "同意"}).status_code == 302
    assert "已签发，等待公开" in clerk.get(where).content.decode()
    assert clerk.post(f"{where}publish/").status_code == 302
    number = Document.objects.get().pk
    public = Client().get(f"/info/{number}/")
    assert public.status_code == 200
    assert "示政规〔2026〕1号" in public.content.decode()
    assert 'name="ArticleTitle" content="示例镇办法"' in public.content.decode()


def test_what_a_person_may_not_do_is_named_with_the_reason(start: Make, county: County) -> None:
    document = start()
    page = county.client("jingban").get(f"/desk/documents/{document.pk}/").content.decode()
    assert "送审" in page
    answer = county.client("jingban").get(f"/desk/documents/{document.pk}/withdraw/")
    assert answer.status_code == 403
    assert "可以撤回" in answer.content.decode()


def test_the_public_sees_no_draft(start: Make) -> None:
    assert Client().get(f"/info/{start().pk}/").status_code == 404


def test_a_withdrawn_document_leaves_a_page_without_its_text(
    publish: Make, office: dict[str, Actor]
) -> None:
    document = publish()
    Withdraw(by=office["signer"], target=document, reason="含个人信息，更换中").execute()
    answer = Client().get(f"/info/{document.pk}/")
    assert answer.status_code == 410
    page = answer.content.decode()
    assert "含个人信息，更换中" in page
    assert "养护" not in page


def test_columns_list_and_count_what_is_public(
    publish: Make, column: Column, county: County
) -> None:
    publish()
    front = Client().get("/o/shilizhen/").content.decode()
    assert "政府信息公开指南" in front and "行政规范性文件" in front
    listed = Client().get(f"/o/shilizhen/{column.code}/").content.decode()
    assert "共1条" in listed
    assert Client().get("/o/shilizhen/nothing/").status_code == 404


def test_a_hostile_title_is_only_text(publish: Make) -> None:
    document = publish(content={"title": "<script>alert(1)</script>", "body": "<p>好</p>"})
    page = Client().get(f"/info/{document.pk}/").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_an_abolished_organs_platform_leads_to_its_successor(county: County) -> None:
    AbolishOrgan(
        by=SYSTEM, target=county.town, on=date(2024, 7, 1), why=Succession.Why.MERGED,
        successors=(county.county,),
    ).execute()  # fmt: skip
    answer = Client().get("/o/shilizhen/")
    assert (answer.status_code, answer["Location"]) == (301, "/o/shili/")


def test_before_an_organ_is_set_up_the_site_says_how(db: None) -> None:
    assert "portal create-organ" in Client().get("/").content.decode()
    assert not Organ.objects.exists()


def test_a_stranger_reaches_no_desk(start: Make) -> None:
    for page in ("/desk/documents/", f"/desk/documents/{start().pk}/"):
        assert Client().get(page).status_code == 302


def test_people_of_another_organ_do_not_find_the_draft(start: Make, county: County) -> None:
    other = county.client("bieren", Role.HANDLER, organ=county.bureau)
    assert other.get(f"/desk/documents/{start().pk}/").status_code == 404
