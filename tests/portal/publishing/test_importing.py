"""What the organ's former site published stands here with its own date, and is searched like the rest."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.acts import clock
from portal.acts.act import Forbidden, Refused
from portal.acts.models import ActRecord
from portal.organs.models import Role
from portal.publishing.acts.importing import ImportDocument
from portal.publishing.acts.publication import Revise, Withdraw
from portal.publishing.models import Column, Document, SearchChange
from tests.portal.conftest import County

THEN = datetime(2019, 5, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def column(db: None) -> Column:
    return Column.objects.create(code="guifan", title="规范性文件", part="content")


def _taken_over(county: County, column: Column, **more: object) -> Document:
    facts: dict[str, object] = {
        "organ": county.town,
        "column": column,
        "genre": "normative",
        "published_at": THEN,
        "content": {"title": "示例镇河道管理办法", "body": "<p>第一条</p>"},
        "origin": "/art/2019/5/20/1.html",
    }
    return ImportDocument(by=county.actor("jb", Role.HANDLER), **(facts | more)).execute()  # type: ignore[arg-type]


def test_it_is_public_at_once_with_its_own_date_and_one_record(
    county: County, column: Column
) -> None:
    before = ActRecord.objects.count()
    one = _taken_over(county, column, index_number="OLD/2019-00001")
    assert one.is_public and one.published_at == THEN and one.index_number == "OLD/2019-00001"
    assert [e.kind for e in one.events.all()] == ["imported"]
    assert SearchChange.objects.filter(document=one).exists()
    assert ActRecord.objects.filter(act="publishing.import").count() == 1
    assert ActRecord.objects.count() > before


def test_its_number_is_not_taken_twice(county: County, column: Column) -> None:
    _taken_over(county, column, index_number="OLD/2019-00001")
    with pytest.raises(Refused, match="已被使用"):
        _taken_over(county, column, index_number="OLD/2019-00001")
    assert Document.objects.count() == 1


def test_nothing_comes_from_tomorrow_or_from_strangers(county: County, column: Column) -> None:
    with pytest.raises(Refused, match="今天之后"):
        _taken_over(county, column, published_at=clock.now() + timedelta(days=1))
    with pytest.raises((Refused, Forbidden), match="经办"):
        ImportDocument(
            by=county.actor("qt", Role.HANDLER, organ=county.bureau),
            organ=county.town,
            column=column,
            genre="normative",
            published_at=THEN,
            content={"title": "x"},
        ).execute()


def test_it_is_corrected_and_withdrawn_like_any_other(county: County, column: Column) -> None:
    one = _taken_over(county, column)
    one = Revise(by=county.actor("jb", Role.HANDLER), target=one).execute()
    assert one.is_public and one.state == "draft"
    one = Withdraw(by=county.actor("fz", Role.HEAD), target=one, reason="重复").execute()
    assert not one.is_public
