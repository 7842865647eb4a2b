"""The head of the disclosure office adds the organ's own columns under the fixed parts."""

import pytest

from portal.acts.act import Forbidden, Refused
from portal.acts.actor import Actor
from portal.organs.models import Role
from portal.publishing import queries
from portal.publishing.acts.columns import ChangeColumn, OpenColumn
from portal.publishing.models import Column, Part
from tests.portal.conftest import County


@pytest.fixture
def head(county: County) -> Actor:
    """Return the head of the township's disclosure office."""
    return county.actor("zhuren", Role.HEAD)


def opened(head: Actor, county: County, **changes: object) -> Column:
    facts: dict[str, object] = {
        "by": head, "organ": county.town, "code": "nongye", "column_title": "惠农补贴",
    }  # fmt: skip
    return OpenColumn(**(facts | changes)).execute()  # type: ignore[arg-type]


def test_an_own_column_stands_beside_the_shared_ones(
    county: County, head: Actor, column: Column
) -> None:
    made = opened(head, county)
    assert set(queries.columns_for(county.town)) == {column, made}
    assert queries.columns_for(county.bureau) == [column]


def test_only_the_organs_own_head_opens_columns(county: County, office: dict[str, Actor]) -> None:
    with pytest.raises(Refused, match="工作机构负责人"):
        opened(office["handler"], county)
    other = county.actor("bieren", Role.HEAD, organ=county.bureau)
    with pytest.raises(Refused, match="工作机构负责人"):
        opened(other, county)
    assert not Column.objects.exists()


def test_a_code_is_used_once_in_an_organ(county: County, head: Actor, column: Column) -> None:
    with pytest.raises(Refused, match="这个代码"):
        opened(head, county, code=column.code)
    opened(head, county)
    with pytest.raises(Refused, match="这个代码"):
        opened(head, county)


def test_columns_have_two_levels_within_one_part(
    county: County, head: Actor, column: Column
) -> None:
    below = opened(head, county, parent=column)
    with pytest.raises(Refused, match="两级"):
        opened(head, county, code="b", parent=below)
    with pytest.raises(Refused, match="同一部分"):
        opened(head, county, code="c", parent=column, part=Part.SYSTEMS)


def test_a_column_is_renamed_and_keeps_its_address(
    county: County, head: Actor, column: Column
) -> None:
    made = opened(head, county)
    made = ChangeColumn(
        by=head, target=made, column_title="惠民惠农补贴", update_days=30, order=5
    ).execute()
    assert (made.title, made.update_days, made.code) == ("惠民惠农补贴", 30, "nongye")
    with pytest.raises(Forbidden, match="共用"):
        ChangeColumn(by=head, target=column, column_title="改").execute()


def test_the_pages(county: County, column: Column) -> None:
    head = county.client("zhuren", Role.HEAD)
    answer = head.post(
        "/desk/columns/new/",
        {"code": "nongye", "column_title": "惠农补贴", "part": "content", "order": "9"},
    )
    assert answer.status_code == 302, answer.content.decode()
    page = head.get("/desk/columns/").content.decode()
    assert "惠农补贴" in page and "各机关共用" in page and "审查流程" in page
    wrong = head.post(
        "/desk/columns/new/",
        {"code": "nongye", "column_title": "又一个", "part": "content", "order": "9"},
    )
    assert wrong.status_code == 409 and "这个代码" in wrong.content.decode()
    assert head.get(f"/desk/columns/{column.pk}/").status_code == 404
    clerk = county.client("jingban", Role.HANDLER)
    assert clerk.get("/desk/columns/").status_code == 403
