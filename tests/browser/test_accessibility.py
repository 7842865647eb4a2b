"""Every page in a real browser: no violation that axe finds, in any look, and what axe does not ask.

axe looks at each page as it comes; then at colours and sizes once more in elder mode and in high
contrast, where the ratio is 7:1. The page keeps to the width of a phone and of a screen at 200 %, has
one heading of the first rank, a language and a title, loads nothing the policy forbids, and everything
to press is large enough.
"""

import gzip
import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser import pages
from tests.browser.axe import ALL_RULES, NARROW, faults, too_wide, violations
from tests.browser.conftest import Town, follow
from tests.browser.pages import CLERK, PLACES, Place
from tests.browser.pictures import keep

FIRST_PAGE = 100_000


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_page(town: Town, place: Place) -> None:
    page = town.tab_of(place.who)
    wrong: list[str] = []
    page.on(
        "console",
        lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    answer = page.goto(place.at(town.keys))
    assert answer is not None and answer.status == place.status
    wrong = [one for one in wrong if "Failed to load resource" not in one or place.status == 200]
    keep(page, f"page-{place.who or 'public'}-{place.name}-{PLACES.index(place)}")

    wrong += faults(page)
    for width in NARROW:
        wrong += too_wide(page, width)
        if width == NARROW[0]:
            keep(page, f"phone-{place.who or 'public'}-{place.name}-{PLACES.index(place)}")
    assert not wrong, "\n".join(wrong)


def test_every_address_is_looked_at_or_known_to_be_no_page() -> None:
    looked_at = {place.name for place in PLACES}
    assert pages.names() - looked_at - pages.NO_PAGE == set()
    assert looked_at & pages.NO_PAGE == set()
    assert (looked_at | pages.NO_PAGE) - pages.names() == set()


def test_every_page_has_a_title_of_its_own(town: Town) -> None:
    browsers = {who: town.browser_of(who).context for who in {place.who for place in PLACES}}
    titles: dict[tuple[str, str], str] = {}
    for place in PLACES:
        if place.status != 200 or "?" in place.path:
            continue
        html = browsers[place.who].request.get(place.at(town.keys)).text()
        title = " ".join(re.findall(r"<title>(.*?)</title>", html, re.DOTALL)[0].split())
        there = titles.setdefault((place.who, title), place.path)
        assert there == place.path, f"{place.path} and {there}: {title}"


@pytest.mark.parametrize("path", ["/", "/desk/", "/account/login/"])
def test_the_first_tab_leads_past_the_menu(town: Town, path: str) -> None:
    page = town.browser_of(CLERK if "desk" in path else "")
    page.goto(path)
    page.keyboard.press("Tab")
    link = page.locator(".skip-link")
    expect(link).to_be_focused()
    box = link.bounding_box()
    assert box is not None and box["x"] >= 0 and box["height"] >= 24
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("", "/search/?q=通知"),
        ("", "/account/login/"),
        (CLERK, "/desk/documents/upload/"),
        (CLERK, "/desk/documents/{documents[draft]}/edit/"),
        (CLERK, "/desk/documents/{private}/personal/"),
        ("lihe-qianfa", "/desk/documents/{documents[review]}/pass/"),
    ],
)
def test_one_sees_where_one_is_while_tabbing(town: Town, who: str, path: str) -> None:
    page = town.browser_of(who)
    page.goto(path.format(**town.keys))
    reached = set()
    for _press in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();"
            " return [e.id || e.name || e.innerText.slice(0, 20), parseFloat(s.outlineWidth), s.outlineStyle,"
            " b.width > 0 && b.bottom > 0 && b.top < innerHeight, Boolean(e.closest('form'))]; }"
        )
        what, width, style, in_view, in_form = seen
        if what and page.evaluate("document.activeElement === document.body"):
            break
        assert width >= 2 and style != "none", f"no focus to be seen on {what}"
        assert in_view, f"{what} has the focus out of sight"
        if in_form:
            reached.add(what)
    assert reached, "the form is not reached"


def test_the_first_page_is_light(town: Town) -> None:
    page = town.visitor()
    bodies: dict[str, int] = {}
    page.on("response", lambda got: bodies.update({got.url: len(gzip.compress(got.body(), 6))}))
    page.goto("/", wait_until="networkidle")
    assert all(one.startswith(town.url) for one in bodies)
    assert sum(bodies.values()) < FIRST_PAGE, bodies


def test_too_many_searches_are_answered_by_a_page(town: Town) -> None:
    page = town.visitor(extra_http_headers={"X-Forwarded-For": "198.51.100.7"})
    page.goto("/help/")
    page.evaluate("() => Promise.all([...Array(61).keys()].map((n) => fetch('/search/?q=' + n)))")
    answer = page.goto("/search/?q=尚未有人问过")  # what is kept costs nothing and is not counted
    assert answer is not None and answer.status == 429
    page.evaluate(AXE_SCRIPT)
    keep(page, "page-public-too-many")
    assert not violations(page, ALL_RULES)


def test_too_many_wrong_passwords_are_answered_by_a_page(town: Town) -> None:
    page = town.visitor(extra_http_headers={"X-Forwarded-For": "198.51.100.8"})
    for _try in range(5):
        page.goto("/account/login/")
        page.fill("#id_login", "nobody")
        page.fill("#id_password", "wrong")
        follow(page.locator("main form button").first)
    expect(page.locator("h1")).to_have_text("暂时不能登录")
    page.evaluate(AXE_SCRIPT)
    assert not violations(page, ALL_RULES)
    keep(page, "page-public-locked-out")


def test_a_wrong_password_is_told_where_it_was_typed(town: Town) -> None:
    page = town.visitor()
    page.goto("/account/login/")
    page.fill("#id_login", "nobody-else")
    page.fill("#id_password", "wrong")
    page.locator("main form button").first.click()
    expect(page.locator("#error-summary")).to_be_visible()
    page.evaluate(AXE_SCRIPT)
    assert not violations(page, ALL_RULES)


def test_the_second_factor_is_asked_for_on_a_page(town: Town) -> None:
    page = town.person("lihe-baomi")
    page.goto("/account/factors/totp/activate/")
    page.evaluate(AXE_SCRIPT)
    keep(page, "page-factor-activate")
    assert not violations(page, ALL_RULES)
