"""No document is signed while personal data in it waits for somebody's decision."""

from collections.abc import Callable

import pytest

from gongkai.privacy import Kind, id_check
from portal.acts.act import Refused
from portal.acts.actor import Actor
from portal.acts.models import ActRecord
from portal.publishing import personal
from portal.publishing.acts.drafting import SubmitDocument
from portal.publishing.acts.personal_data import HidePersonalData, KeepPersonalData
from portal.publishing.acts.review import PassStep, ReturnDocument
from portal.publishing.lifecycle import State
from portal.publishing.models import Document
from tests.portal.conftest import County

Make = Callable[..., Document]
ID = next(f"13050319900307421{c}" for c in "0123456789X" if id_check(f"13050319900307421{c}"))
LIST = (
    "<p>联系人电话：13800138000。</p><table><tr><th>姓名</th><th>身份证号</th><th>残疾等级</th></tr>"
    f"<tr><td>王小明</td><td>{ID}</td><td>二级肢体</td></tr></table>"
)


@pytest.fixture
def listed(start: Make) -> Document:
    """Return the draft of a list of people who receive help."""
    return start(content={"title": "低保对象公示", "body": LIST})


def test_every_piece_is_found_once_with_what_stands_around_it(listed: Document) -> None:
    assert listed.working
    found = {hit.kind: hit for hit in personal.hits(listed.working)}
    assert set(found) == {Kind.MOBILE, Kind.NAME, Kind.ID_NUMBER, Kind.HEALTH}
    assert found[Kind.ID_NUMBER].words == f"王小明｜【{ID}】｜二级肢体"


def test_it_is_not_signed_until_each_piece_is_decided_on(
    listed: Document, office: dict[str, Actor]
) -> None:
    document = SubmitDocument(by=office["handler"], target=listed).execute()
    for step in ("reviewer", "secrecy"):
        document = PassStep(by=office[step], target=document).execute()
    with pytest.raises(Refused, match="还有4处个人信息"):
        PassStep(by=office["signer"], target=document).execute()
    document = ReturnDocument(by=office["signer"], target=document, opinion="请遮盖").execute()
    keys = {hit.kind: hit.key for hit in personal.hits(document.working)}
    name = keys.pop(Kind.NAME)
    document = HidePersonalData(
        by=office["handler"], target=document, keys=tuple(keys.values())
    ).execute()
    body = document.working.body
    assert ID not in body and "13800138000" not in body and "二级肢体" not in body
    assert "138****8000" in body and "王小明" in body
    document = KeepPersonalData(
        by=office["handler"], target=document, keys=(name,), reason="公示依法须列姓名"
    ).execute()
    document = SubmitDocument(by=office["handler"], target=document).execute()
    for step in ("reviewer", "secrecy", "signer"):
        document = PassStep(by=office[step], target=document).execute()
    assert document.state == State.SIGNED


def test_the_record_of_a_decision_does_not_repeat_the_piece(
    listed: Document, office: dict[str, Actor]
) -> None:
    key = next(h.key for h in personal.hits(listed.working) if h.kind is Kind.ID_NUMBER)
    with pytest.raises(Refused, match="理由"):
        KeepPersonalData(by=office["handler"], target=listed, keys=(key,)).execute()
    KeepPersonalData(by=office["handler"], target=listed, keys=(key,), reason="本人同意").execute()
    last = ActRecord.objects.last()
    assert last and ID not in str(last.before) + str(last.after)


def test_a_document_without_anybody_in_it_is_signed_at_once(publish: Make) -> None:
    assert publish().is_public


def test_names_are_found_under_cells_that_span_columns_and_rows(start: Make) -> None:
    body = (
        '<table><tr><th rowspan="2">序号</th><th colspan="2">户主</th><th rowspan="2">电话</th></tr>'
        "<tr><th>姓名</th><th>性别</th></tr>"
        '<tr><td rowspan="2">1</td><td>王小明</td><td>男</td><td>13800138000</td></tr>'
        "<tr><td>李大山</td><td>女</td><td>13900139000</td></tr></table>"
    )
    version = start(content={"title": "公示", "body": body}).working
    found = [(hit.kind, hit.text) for hit in personal.hits(version)]
    assert (Kind.NAME, "王小明") in found and (Kind.NAME, "李大山") in found
    assert len(found) == 4


@pytest.mark.parametrize("span", ["0", "-1", "x", "99999999999", "²"])
def test_a_hostile_span_is_no_trouble(start: Make, span: str) -> None:
    body = f'<table><tr><td rowspan="{span}" colspan="{span}">姓名</td></tr></table>'
    assert personal.hits(start(content={"title": "题", "body": body}).working) == []


def test_the_summary_is_searched_and_hidden_as_well(start: Make, office: dict[str, Actor]) -> None:
    document = start(
        content={"title": "题", "summary": "联系人电话：13800138000", "body": "<p>甲</p>"}
    )
    (hit,) = personal.hits(document.working)
    document = HidePersonalData(by=office["handler"], target=document, keys=(hit.key,)).execute()
    assert document.working.summary == "联系人电话：138****8000"


def test_a_piece_broken_by_markup_is_not_said_to_be_hidden(
    start: Make, office: dict[str, Actor]
) -> None:
    body = "<p>联系人电话：138<strong>0013</strong>8000</p>"
    document = start(content={"title": "题", "body": body})
    (hit,) = personal.hits(document.working)
    with pytest.raises(Refused, match="夹着格式"):
        HidePersonalData(by=office["handler"], target=document, keys=(hit.key,)).execute()
    assert document.versions.count() == 1


def test_the_page_hides_a_kind_and_keeps_another_with_its_reason(
    listed: Document, office: dict[str, Actor], county: County
) -> None:
    clerk = county.client("jingban")
    where = f"/desk/documents/{listed.pk}/"
    assert "还有4处没有处理" in clerk.get(where).content.decode()
    page = clerk.get(f"{where}personal/").content.decode()
    assert "【13800138000】" in page and "居民身份证号码" in page
    keys = {hit.kind: hit.key for hit in personal.hits(listed.working)}
    assert clerk.post(f"{where}personal/", {"hide": "1"}).status_code == 409
    assert clerk.post(f"{where}personal/", {"keys": ["x"], "hide": "1"}).status_code == 422
    kept = [keys.pop(Kind.NAME), keys.pop(Kind.HEALTH)]
    answer = clerk.post(f"{where}personal/", {"keys": list(keys.values()), "hide": "1"})
    assert answer.status_code == 302
    answer = clerk.post(f"{where}personal/", {"keys": kept, "keep": "1"})
    assert answer.status_code == 409 and "写明保留的理由" in answer.content.decode()
    assert answer.content.decode().count("checked") == 2
    answer = clerk.post(
        f"{where}personal/", {"keys": kept, "keep": "1", "reason": "救助公示依法须列"}
    )
    assert answer.status_code == 302
    page = clerk.get(f"{where}personal/").content.decode()
    assert "救助公示依法须列" in page and ID not in page


def test_the_signature_says_what_was_decided(
    listed: Document, office: dict[str, Actor], county: County
) -> None:
    keys = tuple(hit.key for hit in personal.hits(listed.working))
    document = HidePersonalData(by=office["handler"], target=listed, keys=keys[:1]).execute()
    document = KeepPersonalData(
        by=office["handler"], target=document, keys=keys[1:], reason="依法公示"
    ).execute()
    document = SubmitDocument(by=office["handler"], target=document).execute()
    for step in ("reviewer", "secrecy"):
        document = PassStep(by=office[step], target=document).execute()
    page = county.client("qianfa").get(f"/desk/documents/{document.pk}/pass/").content.decode()
    assert "遮盖1处，说明理由后保留3处" in page and "依法公示" in page
    document = PassStep(by=office["signer"], target=document).execute()
    assert document.events.last().facts == {"hidden": 1, "kept": 3}


def test_in_review_the_secrecy_reviewer_justifies_and_hides_nothing(
    listed: Document, office: dict[str, Actor], county: County
) -> None:
    SubmitDocument(by=office["handler"], target=listed).execute()
    keys = [hit.key for hit in personal.hits(listed.working)]
    reviewer = county.client("baomi")
    page = f"/desk/documents/{listed.pk}/personal/"
    assert "请退回起草人" in reviewer.get(page).content.decode()
    assert reviewer.post(page, {"keys": keys, "hide": "1"}).status_code == 403
    answer = reviewer.post(page, {"keys": keys, "keep": "1", "reason": "依法公示"})
    assert answer.status_code == 302
    assert not personal.undecided(listed.working)


def test_a_long_list_is_hidden_at_once_by_its_kind(
    start: Make, office: dict[str, Actor], county: County
) -> None:
    rows = "".join(f"<tr><td>王小{chr(0x4E00 + n)}</td><td>{n}元</td></tr>" for n in range(1500))
    document = start(
        content={
            "title": "名单",
            "body": f"<table><tr><th>姓名</th><th>金额</th></tr>{rows}</table>",
        }
    )
    clerk = county.client("jingban")
    page = f"/desk/documents/{document.pk}/personal/"
    assert "还有1300处没有列出" in clerk.get(page).content.decode()
    assert clerk.post(page, {"kinds": "name", "hide": "1"}).status_code == 302
    document.refresh_from_db()
    assert personal.hits(document.working) == []
    assert document.working.body.count("王某") == 1500
    assert "<td>7元</td>" in document.working.body
