"""Organs through reform: renamed, moved, merged, abolished; what they were stays known."""

from datetime import date

import pytest

from portal.acts.act import Changed, Forbidden, Refused
from portal.acts.actor import SYSTEM
from portal.acts.models import ActRecord
from portal.organs import queries
from portal.organs.acts.lifecycle import AbolishOrgan, ChangeOrgan, CorrectOrgan
from portal.organs.models import Organ, Post, Role, Succession
from tests.portal.conftest import County, establish


def test_a_renamed_organ_keeps_its_address_and_its_old_name(county: County) -> None:
    town = ChangeOrgan(
        by=SYSTEM,
        target=county.town,
        on=date(2022, 6, 1),
        basis="民函〔2022〕1号",
        fields={"name": "示例街道办事处", "kind": "branch"},
    ).execute()
    assert (town.name, town.code) == ("示例街道办事处", "shilizhen")
    before = queries.state_on(town, date(2022, 5, 31))
    after = queries.state_on(town, date(2022, 6, 1))
    assert before and after
    assert (before.name, after.name) == ("示例镇人民政府", "示例街道办事处")
    assert after.basis == "民函〔2022〕1号"


def test_moving_an_organ_takes_everything_below_along(county: County) -> None:
    city = establish("shi", "示例市人民政府", "city", "government")
    village = establish("zhan", "示例镇农技站", "township", "agency", county.town)
    ChangeOrgan(
        by=SYSTEM, target=county.county, on=date(2023, 1, 1), fields={"parent_id": city.pk}
    ).execute()
    village.refresh_from_db()
    assert village.path == f"{city.pk}.{county.county.pk}.{county.town.pk}.{village.pk}."
    assert list(Organ.objects.under(city).order_by("path")) == [
        city, county.county, county.town, village, county.bureau,
    ]  # fmt: skip
    # On the last day before, the county still stood alone.
    assert queries.children_on(city, date(2022, 12, 31)) == []
    assert queries.children_on(city, date(2023, 1, 1)) == [county.county]


def test_an_organ_cannot_stand_below_itself(county: County) -> None:
    with pytest.raises(Refused, match="自己的下级"):
        ChangeOrgan(
            by=SYSTEM,
            target=county.county,
            on=date(2023, 1, 1),
            fields={"parent_id": county.town.pk},
        ).execute()
    assert Organ.objects.get(pk=county.county.pk).parent_id is None


def test_an_abolished_organ_names_its_successor_and_its_posts_end(county: County) -> None:
    county.person("jingban", Role.HANDLER)
    gone = AbolishOrgan(
        by=SYSTEM,
        target=county.town,
        on=date(2024, 7, 1),
        why=Succession.Why.MERGED,
        successors=(county.county,),
        basis="政发〔2024〕7号",
    ).execute()
    assert gone.abolished_on == date(2024, 7, 1)
    assert [s.after for s in queries.successors(gone)] == [county.county]
    assert Post.objects.get(organ=gone).to_on == date(2024, 7, 1)
    assert queries.state_on(gone, date(2024, 7, 1)) is None
    assert queries.children_on(county.county, date(2024, 7, 1)) == [county.bureau]


@pytest.mark.parametrize(
    ("successors", "says"), [((), "由哪个机关承接"), (("itself",), "它自己承接")]
)
def test_duties_need_somebody_to_take_them_over(
    county: County, successors: tuple[str, ...], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        AbolishOrgan(
            by=SYSTEM,
            target=county.town,
            on=date(2024, 7, 1),
            why=Succession.Why.ABOLISHED,
            successors=(county.town,) if successors else (),
        ).execute()


def test_an_organ_with_others_below_it_is_not_abolished(county: County) -> None:
    other = establish("linxian", "邻县人民政府", "county", "government")
    with pytest.raises(Refused, match="示例镇人民政府"):
        AbolishOrgan(
            by=SYSTEM,
            target=county.county,
            on=date(2024, 7, 1),
            why=Succession.Why.MERGED,
            successors=(other,),
        ).execute()


def test_a_change_dated_before_the_last_one_is_refused(county: County) -> None:
    change = {"by": SYSTEM, "basis": "", "fields": {"short_name": "新镇"}}
    ChangeOrgan(target=county.town, on=date(2022, 6, 1), **change).execute()
    with pytest.raises(Refused, match="晚于上一次变更"):
        ChangeOrgan(
            by=SYSTEM, target=county.town, on=date(2022, 6, 1), fields={"short_name": "老镇"}
        ).execute()


def test_a_wrong_check_character_is_refused_in_words(county: County) -> None:
    with pytest.raises(Refused, match="校验位"):
        CorrectOrgan(
            by=SYSTEM, target=county.town, fields={"credit_code": "11110000000000000A"}
        ).execute()


def test_only_the_system_administrator_shapes_the_tree(county: County) -> None:
    clerk = county.actor("jingban", Role.HANDLER)
    with pytest.raises(Forbidden, match="系统管理员"):
        ChangeOrgan(
            by=clerk, target=county.town, on=date(2022, 6, 1), fields={"short_name": "我镇"}
        ).execute()


def test_each_act_leaves_one_record_with_before_and_after(county: County) -> None:
    count = ActRecord.objects.count()
    CorrectOrgan(
        by=county.actor("fuzeren", Role.HEAD), target=county.town, fields={"short_name": "示例"}
    ).execute()
    last = ActRecord.objects.last()
    assert last and last.act == "organs.correct"
    # The person and the post are two acts of their own.
    assert ActRecord.objects.count() == count + 3
    assert (last.before["short_name"], last.after["short_name"]) == ("示例镇", "示例")
    assert last.organ_id == county.town.pk


def test_what_somebody_else_changed_is_shown_not_overwritten(county: County) -> None:
    seen = county.town.version
    CorrectOrgan(by=SYSTEM, target=county.town, fields={"order": 1}).execute()
    with pytest.raises(Changed, match="别人已作了修改"):
        CorrectOrgan(by=SYSTEM, target=county.town, seen=seen, fields={"order": 2}).execute()
