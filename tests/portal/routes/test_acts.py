"""Every form that is sent: one record of the right act, by those who may, never without a token."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from portal.acts.models import ActRecord
from tests.portal.routes.addresses import addresses
from tests.portal.routes.stories import IN_ACCOUNTS, STORIES, WITHOUT_RECORD, Story
from tests.portal.routes.test_answered_whom import due
from tests.portal.routes.walk import digest
from tests.portal.routes.world import POSTS, World

Browser = Callable[..., Client]


def route_of(story: str) -> str:
    """Return the case of the walk that a story tells; some are told twice."""
    return story.removesuffix(" 保留")


def filled(world: World, story: Story) -> dict[str, Any]:
    """Return what is sent."""
    sent = story.filled(world)
    sent.pop(story.further.get("without", ""), None)
    return sent


def told(world: World, name: str) -> tuple[Story, str]:
    """Return a story and its address."""
    story, url = STORIES[name], addresses(world)[route_of(name)]
    if story.address.startswith("?"):
        url += story.address
    if name == "document_act submit":
        url = url.replace(str(world.documents["草稿"].pk), str(world.of["uploaded"].pk))
    return story, url


@pytest.mark.parametrize("name", STORIES)
def test_one_form_leaves_one_record_of_its_act(world: World, browser: Browser, name: str) -> None:
    story, url = told(world, name)
    before = ActRecord.objects.count()
    answer = browser(story.post).post(url, filled(world, story))
    assert answer.status_code == story.status, _errors(answer)
    records = ActRecord.objects.filter(number__gt=before).order_by("number")
    assert [r.act for r in records][-1:] == [story.act]
    assert len(records) == story.records, [r.act for r in records]
    assert story.records == 1 or story.because
    assert {r.who for r in records} == {f"{POSTS[story.post][0]}某"}
    assert {r.address for r in records} == {"127.0.0.1"}


def _errors(answer: Any) -> str:
    form = answer.context and answer.context.get("form")
    return f"{answer.status_code} {dict(form.errors) if form else answer.content[-1500:].decode()}"


def test_nobody_else_and_no_strange_page_can_send_it(world: World, browser: Browser) -> None:
    """Who may not, gets the page's refusal (403, 404) or the form back with it (409, 422)."""
    wrong: list[tuple[str, str, int]] = []
    before, count = digest(), ActRecord.objects.count()
    for name in STORIES:
        story, url = told(world, name)
        others = [post for post in POSTS if 200 not in due(route_of(name), post)]
        if name == "organs_import_enter" or story.also:
            others = [post for post in others if post not in (story.post, *story.also)]
        forged = browser(story.post, enforce_csrf_checks=True)
        assert forged.post(url, filled(world, story)).status_code == 403, name
        assert browser("公众").post(url, filled(world, story)).status_code == 302, name
        for post in others:
            got = browser(post).post(url, filled(world, story)).status_code
            if got not in (403, 404, 409, 422) and (name, got) != ("document_check", 302):
                wrong.append((name, post, got))
        assert ActRecord.objects.count() == count, name
    assert wrong == []
    after = digest()
    assert [table for table in before if before[table] != after[table]] == []


def test_every_address_that_takes_a_form_has_its_story(world: World, browser: Browser) -> None:
    takes = set()
    for case, url in addresses(world).items():
        who = next((p for p in POSTS if 200 in due(case, p)), "系统")
        with transaction.atomic():
            answer = browser(who).post(url)
            transaction.set_rollback(True)
        if answer.status_code != 405:
            takes.add(case)
    known = {*map(route_of, STORIES), *WITHOUT_RECORD, *IN_ACCOUNTS}
    assert takes - known == set(), "a form without a story"
    assert known - takes == set(), "a story without a form"


def test_what_leaves_no_record_changes_nothing(world: World, browser: Browser) -> None:
    urls, client = addresses(world), browser("系统")
    before = digest()
    csv = SimpleUploadedFile("a.csv", "代码,名称,层级\nmin,示例县民政局,县级\n".encode())
    client.post(urls["organs_import"], {"file": csv})
    for case in WITHOUT_RECORD:
        client.post(urls[case], {"organ": world.people.county.pk, "size": "large"})
    after = digest()
    assert [table for table in before if before[table] != after[table]] == []
