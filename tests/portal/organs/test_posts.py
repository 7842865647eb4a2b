"""Posts: a right belongs to a post at an organ; the three administrators stay apart."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.acts.act import Forbidden, Refused
from portal.acts.actor import SYSTEM
from portal.organs import queries
from portal.organs.acts.posts import EndPost, GivePost
from portal.organs.models import Post, Role
from tests.portal.conftest import County

DAY = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("first", "second"),
    [(Role.SYSTEM, Role.AUDIT), (Role.SECURITY, Role.HANDLER), (Role.SIGNER, Role.SYSTEM)],
)
def test_administrators_hold_nothing_else(county: County, first: Role, second: Role) -> None:
    user = county.person("guanli", first)
    with pytest.raises(Refused, match="兼任"):
        GivePost(by=SYSTEM, organ=county.county, user=user, role=second, on=DAY).execute()


def test_one_person_may_handle_and_head_a_small_office(county: County) -> None:
    user = county.person("xiaozhang", Role.HANDLER, Role.HEAD)
    assert queries.all_roles(user.pk) == {Role.HANDLER, Role.HEAD}


def test_the_system_administrator_gives_no_posts(county: County) -> None:
    admin = county.actor("guanli", Role.SYSTEM, organ=county.county)
    user = county.person("jingban")
    with pytest.raises(Forbidden, match="安全管理员"):
        GivePost(by=admin, organ=county.town, user=user, role=Role.SIGNER, on=DAY).execute()
    assert not Post.objects.filter(user=user).exists()


def test_a_post_ends_on_its_day_and_stays_known(county: County) -> None:
    user = county.person("jingban", Role.HANDLER)
    tomorrow = timezone.localdate() + timedelta(days=1)
    EndPost(by=SYSTEM, target=Post.objects.get(user=user), on=tomorrow).execute()
    assert queries.all_roles(user.pk) == {Role.HANDLER}
    Post.objects.filter(user=user).update(to_on=timezone.localdate())
    assert queries.all_roles(user.pk) == frozenset()
    assert Post.objects.filter(user=user).count() == 1


def test_a_right_reaches_down_the_tree_and_not_up(county: County) -> None:
    over = county.actor("xianqu", Role.SUPERVISOR, organ=county.county)
    assert queries.holds_above(over, county.town, {Role.SUPERVISOR})
    down = county.actor("zhenli", Role.SUPERVISOR)
    assert not queries.holds_above(down, county.county, {Role.SUPERVISOR})
    assert not queries.holds_above(down, county.bureau, {Role.SUPERVISOR})
