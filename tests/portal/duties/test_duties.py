"""What an organ owes, what stands behind each item, what is missing, stale or does not apply."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from portal.acts.act import Forbidden, Refused
from portal.acts.actor import Actor
from portal.acts.models import ActRecord
from portal.duties import queries
from portal.duties.acts.duty import (
    AssignDocument,
    DeclareApplicable,
    DeclareNotApplicable,
    EndAssignment,
)
from portal.duties.models import NotApplicable
from portal.duties.queries import State
from portal.organs.models import Organ, Role
from portal.publishing.acts.publication import Withdraw
from portal.publishing.models import Column, Document
from tests.portal.conftest import County, establish
from tests.portal.duties.conftest import at

MARCH = date(2026, 3, 2)


def state(organ: Organ, code: str, on: date = MARCH) -> tuple[State, int]:
    with at(on):
        row = next(r for r in queries.overview(organ).rows if r.duty.code == code)
    return row.state, row.count


def test_a_township_without_anything_lacks_all_23_items(
    county: County, columns: dict[str, Column]
) -> None:
    found = queries.overview(county.town)
    assert (len(found.rows), len(found.missing), found.met, found.percent) == (23, 23, 0, 0)
    assert all(row.columns for row in found.rows)


def test_a_county_a_department_and_a_branch_owe_what_their_kind_owes(county: County) -> None:
    street = establish("jiedao", "示例街道办事处", "township", "branch", county.county)
    station = establish("zhan", "示例站", "township", "agency", county.town)
    state = establish("bu", "示例部", "state", "department")
    owed = {one.code: len(queries.duties_for(one)) for one in (county.county, county.bureau)}
    assert owed == {"shili": 22, "jiaoyu": 22}
    assert len(queries.duties_for(street)) == 23
    assert len(queries.duties_for(station)) == len(queries.duties_for(state)) == 15


def test_what_is_published_in_its_column_meets_the_duty(
    county: County, publish: Callable[..., Document]
) -> None:
    one = publish("normative")
    publish("normative")
    assert state(county.town, "20-01") == (State.PUBLISHED, 2)
    assert one in queries.documents_of(county.town, "20-01")
    assert state(county.bureau, "20-01") == (State.MISSING, 0)


def test_a_draft_meets_nothing_and_a_withdrawn_document_no_longer_does(
    county: County,
    draft: Callable[..., Document],
    publish: Callable[..., Document],
    office: dict[str, Actor],
) -> None:
    draft("plans")
    assert state(county.town, "20-03") == (State.MISSING, 0)
    gone = publish("plans")
    Withdraw(by=office["signer"], target=gone, reason="内容有误").execute()
    assert state(county.town, "20-03") == (State.MISSING, 0)


def test_last_years_budget_is_not_this_years(
    county: County, publish: Callable[..., Document]
) -> None:
    publish("finance", on=date(2025, 2, 10))
    publish("plans", on=date(2025, 2, 10))
    assert state(county.town, "20-07", date(2025, 12, 31)) == (State.PUBLISHED, 1)
    assert state(county.town, "20-07", date(2026, 1, 4)) == (State.STALE, 1)
    assert state(county.town, "20-03", date(2026, 1, 4)) == (State.PUBLISHED, 1)
    publish("finance", on=date(2026, 2, 10))
    assert state(county.town, "20-07") == (State.PUBLISHED, 2)


def test_what_does_not_apply_is_said_with_its_reason_and_no_longer_missing(
    county: County, columns: dict[str, Column], office: dict[str, Actor]
) -> None:
    handler = office["handler"]
    with pytest.raises(Refused, match="理由"):
        DeclareNotApplicable(by=handler, organ=county.town, code="21-T6", reason=" ").execute()
    one = DeclareNotApplicable(
        by=handler, organ=county.town, code="21-T6", reason="本镇没有此项职能"
    ).execute()
    found = queries.overview(county.town)
    assert (found.applicable, len(found.missing)) == (22, 22)
    assert found.not_applicable[0].reason == "本镇没有此项职能"
    with pytest.raises(Refused, match="已经标为不适用"):
        DeclareNotApplicable(by=handler, organ=county.town, code="21-T6", reason="再次").execute()
    DeclareApplicable(by=handler, target=one).execute()
    assert queries.overview(county.town).applicable == 23
    assert NotApplicable.objects.count() == 1  # ended, not deleted


def test_what_has_something_public_cannot_be_called_not_applicable(
    county: County, publish: Callable[..., Document], office: dict[str, Actor]
) -> None:
    publish("plans")
    with pytest.raises(Refused, match="已有公开的信息"):
        DeclareNotApplicable(
            by=office["handler"], organ=county.town, code="20-03", reason="没有"
        ).execute()


@pytest.mark.parametrize("code", ["21-C1", "20-99", "field:nothing", "item:1", "item:x", ":", ""])
def test_an_item_the_organ_does_not_have_is_refused(
    county: County, columns: dict[str, Column], office: dict[str, Actor], code: str
) -> None:
    with pytest.raises(Refused, match="没有这个事项"):
        DeclareNotApplicable(
            by=office["handler"], organ=county.town, code=code, reason="没有"
        ).execute()


def test_a_document_from_another_column_counts_once_it_is_assigned(
    county: County, publish: Callable[..., Document], office: dict[str, Actor]
) -> None:
    notice = publish("notices")
    one = AssignDocument(by=office["handler"], document=notice, code="20-13").execute()
    assert state(county.town, "20-13") == (State.PUBLISHED, 1)
    assert ActRecord.objects.latest("number").organ_id == county.town.pk
    with pytest.raises(Refused, match="已经对应"):
        AssignDocument(by=office["handler"], document=notice, code="20-13").execute()
    EndAssignment(by=office["handler"], target=one).execute()
    assert state(county.town, "20-13") == (State.MISSING, 0)


def test_a_document_is_not_counted_twice_for_the_duty_of_its_own_column(
    county: County, publish: Callable[..., Document], office: dict[str, Actor]
) -> None:
    plan = publish("plans")
    with pytest.raises(Refused, match="栏目已经对应"):
        AssignDocument(by=office["handler"], document=plan, code="20-03").execute()


def test_others_may_not_say_what_applies_here(
    county: County, columns: dict[str, Column], publish: Callable[..., Document]
) -> None:
    stranger = county.actor("waidi", Role.HANDLER, organ=county.bureau)
    notice = publish("notices")
    for act in (
        DeclareNotApplicable(by=stranger, organ=county.town, code="21-T6", reason="没有"),
        AssignDocument(by=stranger, document=notice, code="20-13"),
    ):
        with pytest.raises(Refused, match="只有示例镇人民政府"):
            act.execute()
    reviewer = county.actor("shenhe", Role.REVIEWER)
    one = DeclareNotApplicable(
        by=county.actor("jingban", Role.HANDLER), organ=county.town, code="21-T6", reason="没有"
    ).execute()
    with pytest.raises(Forbidden):
        DeclareApplicable(by=reviewer, target=one).execute()


def test_many_organs_take_as_many_queries_as_one(
    county: County, publish: Callable[..., Document], django_assert_num_queries: Any
) -> None:
    publish("plans")
    more = [
        establish(f"zhen{n}", f"第{n}镇人民政府", "township", "government", county.county)
        for n in range(12)
    ]
    with django_assert_num_queries(4):
        found = queries.overviews([county.town, county.bureau, *more])
    assert [one.met for one in found][:3] == [1, 0, 0]


def test_a_column_of_ones_own_carries_a_duty_too(
    county: County, columns: dict[str, Column], publish: Callable[..., Document]
) -> None:
    own = Column.objects.create(
        code="xiangmu", title="本镇项目", part="content", organ=county.town, duties=["20-10"]
    )
    columns["xiangmu"] = own
    publish("xiangmu")
    assert state(county.town, "20-10") == (State.PUBLISHED, 1)
    row = next(r for r in queries.overview(county.town).rows if r.duty.code == "20-10")
    assert [c.code for c in row.columns] == ["projects", "xiangmu"]
    assert state(county.bureau, "20-10") == (State.MISSING, 0)


def test_a_platform_may_leave_out_columns_of_what_does_not_apply(
    county: County, columns: dict[str, Column], office: dict[str, Actor]
) -> None:
    assert columns["homesteads"].pk not in queries.empty_columns(county.town)
    DeclareNotApplicable(
        by=office["handler"], organ=county.town, code="21-T4", reason="由县办理"
    ).execute()
    assert columns["homesteads"].pk in queries.empty_columns(county.town)
    assert columns["notices"].pk not in queries.empty_columns(county.town)


def test_a_document_counts_once_when_its_column_comes_to_carry_the_duty_too(
    county: County,
    columns: dict[str, Column],
    publish: Callable[..., Document],
    office: dict[str, Actor],
) -> None:
    notice = publish("notices")
    AssignDocument(by=office["handler"], document=notice, code="20-13").execute()
    columns["notices"].duties = ["20-13"]
    columns["notices"].save()
    assert state(county.town, "20-13") == (State.PUBLISHED, 1)
    assert queries.documents_of(county.town, "20-13").count() == 1
