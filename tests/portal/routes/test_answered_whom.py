"""Who gets which page: the table of `access.toml`, and nothing changed by looking."""

import tomllib
from pathlib import Path
from typing import Any

from tests.portal.routes.addresses import addresses, routes
from tests.portal.routes.walk import Walk
from tests.portal.routes.world import POSTS, World

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("access.toml").read_text("utf-8"))
GROUPS: dict[str, list[str]] = TABLE["岗位"]


def people(names: list[str]) -> set[str]:
    """Return the posts that some names of posts and groups stand for."""
    return {post for name in names for post in GROUPS.get(name, [name])}


def lines() -> list[str]:
    """Return every case the table speaks of."""
    listed = [one for part in ("公众", "账号", "只提交") for one in TABLE[part]["routes"]]
    return [*listed, *TABLE["不答复"], *TABLE["工作台"]]


def due(case: str, post: str) -> set[int]:
    """Return what the table says somebody gets."""
    if case in TABLE["公众"]["routes"]:
        return {302} if case == "account_login" and post != "公众" else {200}
    if case in TABLE["账号"]["routes"]:
        return {302} if post == "公众" else {200}
    if case in TABLE["只提交"]["routes"]:
        return {302} if post == "公众" and case != "show" else {405}
    if case in TABLE["不答复"]:
        said = TABLE["不答复"][case]
        return {code for name, code in said.items() if post in {name, *GROUPS.get(name, [])}}
    if post == "公众":
        return {302}
    return {200} if post in people(TABLE["工作台"][case]) else {403, 404}


def test_every_route_has_its_line_and_every_line_its_route(world: World) -> None:
    known = addresses(world)
    listed = lines()
    assert len(listed) == len(set(listed)), "two lines for one address"
    assert sorted(known) == sorted(listed)
    assert {case.split(" ")[0] for case in known} == {route.name for route in routes()}


def test_names_of_posts_are_those_of_the_world() -> None:
    named = [name for names in TABLE["工作台"].values() for name in names]
    assert people(named) == set(POSTS) and set(GROUPS["所有岗位"]) == set(POSTS)


def test_everybody_gets_what_the_table_says_and_no_more(walked: Walk) -> None:
    wrong = [
        f"{a.case} {a.url}: {a.post} got {a.status}, due {sorted(due(a.case, a.post))}"
        for a in walked.answers
        if a.status not in due(a.case, a.post)
        and not (a.case == "document_check" and a.status == 302 and a.post in GROUPS["本机关和主管部门"])
    ]  # fmt: skip
    assert not wrong, "\n".join(wrong)


def test_who_is_not_logged_in_is_led_to_the_login_and_back(walked: Walk) -> None:
    for answer in walked.answers:
        if answer.post == "公众" and answer.url.startswith("/desk/"):
            assert answer.headers["location"].startswith("/account/login/?next=/desk/"), answer.url


def test_a_refusal_is_a_page_that_tells_nothing_of_the_object(world: World, walked: Walk) -> None:  # fmt: skip
    secret = [world.documents[name].working.title for name in ("草稿", "待审核", "已签发")]
    for answer in walked.answers:
        if answer.status in (403, 404) and answer.url.startswith("/desk/") and answer.post == "外单位经办":  # fmt: skip
            text = answer.body.decode()
            assert not [title for title in secret if title in text], answer.url


def test_looking_at_every_page_changes_nothing(walked: Walk) -> None:
    assert walked.changed == []
