"""The list of documents, the list of work, the page of a document, and writing it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal.acts import clock
from portal.acts.act import Changed, Forbidden, Refused
from portal.acts.actor import Actor
from portal.acts.models import ActRecord
from portal.organs.models import Role
from portal.publishing.acts.drafting import (
    DiscardDraft,
    EditDraft,
    MoveDocument,
    SubmitDocument,
)
from portal.publishing.acts.links import LinkDocuments
from portal.publishing.acts.publication import Publish, Reassess, Revise, SchedulePublication
from portal.publishing.acts.review import PassStep, ReturnDocument
from portal.publishing.clean import clean_html, readable, written
from portal.publishing.lifecycle import State
from portal.publishing.models import Attribute, Column, Document, Genre
from tests.portal.conftest import County

Make = Callable[..., Document]
People = dict[str, Actor]


def signed(document: Document, office: People) -> Document:
    document = SubmitDocument(by=office["handler"], target=document).execute()
    for step in ("reviewer", "secrecy", "signer"):
        document = PassStep(by=office[step], target=document, opinion="同意").execute()
    return document


# The list ---------------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_state_column_kind_and_words(
    start: Make, publish: Make, county: County, column: Column
) -> None:
    other = Column.objects.create(code="caizheng", title="财政", part="content")
    start(content={"title": "防汛预案"}, column=other, genre=Genre.NOTICE)
    published = publish()
    clerk = county.client("jingban")

    def titles(**asked: Any) -> tuple[bool, bool]:
        page = clerk.get("/desk/documents/", asked).content.decode()
        return "防汛预案</a>" in page, "养护管理办法</a>" in page

    assert titles() == (True, True)
    assert titles(state="draft") == (True, False)
    assert titles(state="open") == (True, False)
    assert titles(column=other.pk) == (True, False)
    assert titles(genre="normative") == (False, True)
    assert titles(q="管理 公路") == (False, True)
    assert titles(q=published.index_number) == (False, True)
    page = clerk.get("/desk/documents/", {"q": "没有这样的"}).content.decode()
    assert "没有符合条件" in page
    for asked in ({"state": "x"}, {"column": "'"}, {"page": "-3"}, {"q": "\x00%_" * 99}):
        assert clerk.get("/desk/documents/", asked).status_code == 200


def test_the_list_has_pages_that_keep_what_was_asked(start: Make, county: County) -> None:
    for number in range(51):
        start(content={"title": f"文件{number}"})
    clerk = county.client("jingban")
    page = clerk.get("/desk/documents/", {"state": "draft"}).content.decode()
    assert "共51条，第1页，共2页" in page
    assert "?state=draft&amp;page=2" in page
    assert "文件0</a>" in clerk.get("/desk/documents/?state=draft&page=2").content.decode()


# The list of work -------------------------------------------------------------------------------


def work(county: County, username: str) -> str:
    return county.client(username).get("/desk/").content.decode()


def test_everybody_finds_what_waits_for_him(start: Make, office: People, county: County) -> None:
    document = start()
    assert "写完送审" in work(county, "jingban")
    document = SubmitDocument(by=office["handler"], target=document).execute()
    assert "办理“审核”" in work(county, "shenhe")
    assert "等待审核" in work(county, "jingban")
    assert "办理" not in work(county, "baomi").split("<main")[1]
    document = ReturnDocument(by=office["reviewer"], target=document, opinion="改").execute()
    assert "修改后再送审" in work(county, "jingban")
    signed(document, office)
    assert ">公开<" in work(county, "jingban").split("<main")[1]


def test_a_signed_document_that_is_withheld_waits_for_nobody(
    start: Make, office: People, county: County
) -> None:
    closed = start(attribute=Attribute.CLOSED, ground="16-1", ground_reason="内部管理")
    signed(closed, office)
    assert "养护管理办法" not in work(county, "jingban").split("<main")[1]
    page = county.client("jingban").get(f"/desk/documents/{closed.pk}/").content.decode()
    assert "不在网站公开" in page


def test_a_timed_publication_that_did_not_happen_is_overdue(
    start: Make, office: People, county: County
) -> None:
    document = signed(start(), office)
    at = clock.now() + timedelta(hours=1)
    document = SchedulePublication(by=office["handler"], target=document, at=at).execute()
    assert "到时没有公开" not in work(county, "jingban")
    with clock.as_of(at + timedelta(minutes=30)):
        assert "到时没有公开" in work(county, "jingban")
    page = county.client("jingban").get(f"/desk/documents/{document.pk}/").content.decode()
    assert "自动公开" in page
    document = ReturnDocument(by=office["handler"], target=document, opinion="晚些").execute()
    assert (document.state, document.publish_at) == (State.DRAFT, None)


# Looking again at what is withheld (art. 18) ----------------------------------------------------


def test_what_is_withheld_is_looked_at_again_in_a_year(
    start: Make, office: People, county: County
) -> None:
    document = start(attribute=Attribute.CLOSED, ground="16-1", ground_reason="内部管理")
    assert document.reassess_on == clock.today() + timedelta(days=365)
    assert "复核能否公开" not in work(county, "qianfa")
    with clock.as_of(clock.now() + timedelta(days=340)):
        assert "复核能否公开" in work(county, "qianfa")
        with pytest.raises(Forbidden):
            Reassess(by=office["handler"], target=document, attribute="open", reason="x").execute()
        with pytest.raises(Refused, match="复核意见"):
            Reassess(by=office["signer"], target=document, attribute="open").execute()
        with pytest.raises(Refused, match="依据和理由"):
            Reassess(
                by=office["signer"], target=document, attribute="closed", reason="仍不公开"
            ).execute()
        document = Reassess(
            by=office["signer"], target=document, attribute="closed", ground="16-1",
            ground_reason="内部管理", reason="仍不公开",
        ).execute()  # fmt: skip
        assert "复核能否公开" not in work(county, "qianfa")


def test_what_was_signed_as_closed_is_reviewed_anew_before_it_is_published(
    start: Make, office: People
) -> None:
    document = signed(
        start(attribute=Attribute.CLOSED, ground="16-1", ground_reason="内部管理"), office
    )
    document = Reassess(
        by=office["signer"], target=document, attribute="open", reason="情势变化，可以公开"
    ).execute()
    assert (document.state, document.ground, document.reassess_on) == (State.DRAFT, "", None)
    with pytest.raises(Refused):
        Publish(by=office["handler"], target=document).execute()
    assert Publish(by=office["handler"], target=signed(document, office)).execute().is_public


def test_what_is_public_is_withdrawn_before_it_is_withheld(publish: Make, office: People) -> None:
    with pytest.raises(Refused, match="先撤回"):
        Reassess(
            by=office["signer"], target=publish(), attribute="closed", ground="15",
            ground_reason="隐私", reason="复核",
        ).execute()  # fmt: skip


def test_a_draft_moves_to_another_column_and_kind(
    start: Make, publish: Make, office: People, county: County
) -> None:
    other = Column.objects.create(code="caizheng", title="财政", part="content")
    foreign = Column.objects.create(code="jy", title="教育", part="content", organ=county.bureau)
    document = start()
    with pytest.raises(Refused, match="本机关的栏目"):
        MoveDocument(by=office["handler"], target=document, column=foreign, genre="news").execute()
    clerk = county.client("jingban")
    answer = clerk.post(
        f"/desk/documents/{document.pk}/move/", {"column": other.pk, "genre": "finance"}
    )
    assert answer.status_code == 302, answer.content.decode()
    document.refresh_from_db()
    assert (document.column, document.genre) == (other, "finance")
    public = Revise(by=office["handler"], target=publish(), reason="改").execute()
    with pytest.raises(Refused, match="未公开的草稿"):
        MoveDocument(by=office["handler"], target=public, column=other, genre="news").execute()


# Writing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p>甲</p><p>乙</p>", "甲\n乙"),
        ('<p class="indent">第一条　甲。</p>', "　　第一条　甲。"),
        ("<p>a &lt; b &amp; c</p>", "a < b & c"),
        ("<h2>总则</h2><p>甲</p>", "<h2>总则</h2>\n<p>甲</p>"),
        ("<p>&lt;b&gt;不是格式</p>", "<p>&lt;b&gt;不是格式</p>"),
        ("", ""),
    ],
)
def test_without_the_editor_a_body_is_lines_and_comes_back_the_same(body: str, shown: str) -> None:
    assert readable(body) == shown
    assert clean_html(written(shown.replace("\n", "\r\n"))) == body


def test_a_draft_is_saved_once_by_its_button(start: Make, county: County) -> None:
    document = start()
    clerk = county.client("jingban")
    where = f"/desk/documents/{document.pk}/"
    count = ActRecord.objects.count()
    same = {"title": document.working.title, "body": document.working.body, "base": 1}
    assert clerk.post(f"{where}edit/", same).status_code == 302
    assert ActRecord.objects.count() == count
    assert clerk.post(f"{where}edit/", same | {"body": "改了。"}).status_code == 302
    assert ActRecord.objects.count() == count + 1
    page = clerk.get(where).content.decode()
    assert f'data-draft="{county.people["jingban"].pk}:{document.pk}"' in page
    assert "kept.js" not in clerk.get(where).content.decode()
    assert "与前一版比较" in page


def test_what_two_people_wrote_at_once_is_shown_and_neither_is_lost(
    start: Make, county: County, office: People
) -> None:
    document = start()
    clerk = county.client("jingban")
    page = f"/desk/documents/{document.pk}/edit/"
    assert 'name="base" value="1"' in clerk.get(page).content.decode()
    second = county.actor("jingban2", Role.HANDLER)
    EditDraft(by=second, target=document, content={"title": "别人的标题"}, base=1).execute()
    typed = {"title": "我的标题", "body": "我写了很久。", "base": "1"}
    answer = clerk.post(page, typed)
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "jingban2某" in said and "第2版" in said
    assert "我的标题" in said and "我写了很久" in said and "别人" in said
    assert 'name="base" value="2"' in said
    assert document.versions.count() == 2
    assert clerk.post(page, typed | {"base": "2"}).status_code == 302
    assert [v.title for v in document.versions.all()] == [
        "示例镇农村公路养护管理办法",
        "别人的标题",
        "我的标题",
    ]


def test_a_link_made_meanwhile_is_no_conflict(start: Make, office: People, publish: Make) -> None:
    document = start()
    other = publish()
    LinkDocuments(by=office["handler"], target=document, other=other, kind="amends").execute()
    EditDraft(by=office["handler"], target=document, content={"title": "改"}, base=1).execute()
    with pytest.raises(Changed):
        EditDraft(by=office["handler"], target=document, content={"title": "再"}, base=1).execute()


def test_a_form_that_is_wrong_keeps_everything_typed(county: County, column: Column) -> None:
    clerk = county.client("jingban", Role.HANDLER)
    answer = clerk.post(
        "/desk/documents/new/",
        {"column": column.pk, "genre": "news", "attribute": "closed", "title": "标题",
         "body": "写了很久的正文", "formed_on": "2026-13-45"},
    )  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "写了很久的正文" in page and "成文日期" in page
    answer = clerk.post(
        "/desk/documents/new/",
        {"column": column.pk, "genre": "news", "attribute": "closed", "title": "标题",
         "body": "写了很久的正文"},
    )  # fmt: skip
    assert answer.status_code == 409
    assert "依据和理由" in answer.content.decode() and "写了很久的正文" in answer.content.decode()
    assert not Document.objects.exists()


def test_the_page_says_what_can_be_done_and_why_the_rest_cannot(
    start: Make, publish: Make, office: People, county: County
) -> None:
    document = start(content={"title": "只有标题"})
    clerk = county.client("jingban")
    page = clerk.get(f"/desk/documents/{document.pk}/").content.decode()
    assert "还没有正文。" in page and "文件还在起草。" in page
    DiscardDraft(by=office["handler"], target=document).execute()
    assert "已经作废" in clerk.get(f"/desk/documents/{document.pk}/").content.decode()
    public = publish()
    page = clerk.get(f"/desk/documents/{public.pk}/").content.decode()
    assert "起公开，索引号" in page and "签发通过" in page


def test_a_body_with_hostile_markup_is_harmless_on_every_desk_page(
    start: Make, county: County, office: People
) -> None:
    document = start(content={"title": "<img src=x onerror=alert(1)>", "body": "<p>甲</p>"})
    EditDraft(
        by=office["handler"],
        target=document,
        content={"body": "<p>乙<script>alert(1)</script></p>", "number": "<svg onload=x>"},
    ).execute()
    clerk = county.client("jingban")
    for page in ("", "edit/", "compare/", "personal/", "link/?q=img", "interpret/", "submit/"):
        said = clerk.get(f"/desk/documents/{document.pk}/{page}").content.decode()
        assert "<img src=x" not in said and "<svg" not in said and "alert(1)</script>" not in said
