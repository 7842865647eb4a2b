"""The head of the disclosure office adds the organ's own columns under the fixed parts."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from portal.acts import clock
from portal.acts.act import Forbidden, Refused
from portal.acts.actor import Actor
from portal.organs.models import Role
from portal.publishing import queries
from portal.publishing.acts.columns import ChangeColumn, CloseColumn, OpenColumn, ReopenColumn
from portal.publishing.acts.drafting import MoveDocument, StartDocument, SubmitDocument
from portal.publishing.acts.publication import Revise, Withdraw
from portal.publishing.models import Column, Document, Part
from tests.portal.conftest import County

Publish = Callable[..., Document]


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


def test_a_column_closes_once_nothing_is_in_it(
    county: County, head: Actor, office: dict[str, Actor], column: Column, publish: Publish
) -> None:
    made = opened(head, county)
    document = publish(column=made)
    draft = StartDocument(
        by=office["handler"], organ=county.town, column=made, genre="notice", attribute="open",
        content={"title": "补贴公示"},
    ).execute()  # fmt: skip
    with pytest.raises(Refused, match="1件公开的信息、1件没有办完的文件"):
        CloseColumn(by=head, target=made).execute()
    page = county.client("zhuren", Role.HEAD).get(f"/desk/columns/{made.pk}/").content.decode()
    assert "看公开的1件" in page and "看没有办完的1件" in page
    MoveDocument(by=office["handler"], target=draft, column=column, genre="notice").execute()
    Withdraw(by=office["signer"], target=document, reason="栏目合并").execute()

    made = CloseColumn(by=head, target=made).execute()
    assert made.closed_on == clock.today()
    assert queries.columns_for(county.town) == [column]
    gone = Client().get(reverse("site_column", args=[county.town.code, made.code]))
    said = gone.content.decode()
    assert gone.status_code == 410 and "已停用" in said and document.index_number in said
    assert made.title not in Client().get(f"/o/{county.town.code}/").content.decode()
    for refused in (
        StartDocument(
            by=office["handler"], organ=county.town, column=made, genre="notice",
            attribute="open", content={"title": "x"},
        ),
        OpenColumn(by=head, organ=county.town, code="xia", column_title="下级", parent=made),
        ChangeColumn(by=head, target=made, column_title="改"),
        CloseColumn(by=head, target=made),
    ):  # fmt: skip
        with pytest.raises(Refused, match="停用"):
            refused.execute()


def test_what_was_withdrawn_comes_back_in_another_column(
    county: County, head: Actor, office: dict[str, Actor], column: Column, publish: Publish
) -> None:
    made = opened(head, county)
    document = Withdraw(by=office["signer"], target=publish(column=made), reason="改").execute()
    CloseColumn(by=head, target=made).execute()
    document = Revise(by=office["handler"], target=document, reason="改后重新公开").execute()
    with pytest.raises(Refused, match="停用"):
        SubmitDocument(by=office["handler"], target=document).execute()
    document = MoveDocument(
        by=office["handler"], target=document, column=column, genre="notice"
    ).execute()
    assert SubmitDocument(by=office["handler"], target=document).execute().state == "review"


def test_a_closed_column_is_opened_again_at_its_address(
    county: County, head: Actor, column: Column
) -> None:
    above = opened(head, county)
    below = opened(head, county, code="xia", parent=above)
    with pytest.raises(Refused, match="下面还有1个"):
        CloseColumn(by=head, target=above).execute()
    CloseColumn(by=head, target=below).execute()
    CloseColumn(by=head, target=above).execute()
    with pytest.raises(Refused, match="上级栏目"):
        ReopenColumn(by=head, target=below).execute()
    client = county.client("zhuren", Role.HEAD)
    assert "停用的栏目" in client.get("/desk/columns/").content.decode()
    assert client.post(f"/desk/columns/{above.pk}/reopen/").status_code == 302
    assert ReopenColumn(by=head, target=below).execute().closed_on is None
    assert (
        Client().get(reverse("site_column", args=[county.town.code, "nongye"])).status_code == 200
    )
    with pytest.raises(Forbidden, match="共用"):
        CloseColumn(by=head, target=column).execute()
