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
