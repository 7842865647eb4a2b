"""Hostile words put in through acts come out as words: on pages, in feeds, data and spreadsheets.

Every text of the world holds a payload (`build(hostile)`); then every page that anybody gets is
parsed as a browser would, and nothing of a payload may have become an element or an attribute.
"""

import csv
import io
import itertools
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from lxml import etree, html

from tests.portal.routes.addresses import addresses
from tests.portal.routes.test_answered_whom import due
from tests.portal.routes.walk import Answer, apart, ask
from tests.portal.routes.world import POSTS, World, build

MARK = "zzqq"
"""Stands in every payload, so that what became of it is found."""
PAYLOADS = (
    f"<script>{MARK}(1)</script>",
    f'"><img src={MARK} onerror={MARK}(1)>',
    f"'><svg onload={MARK}(1)><a xlink:href=javascript:{MARK}>",
    f"</script><script>{MARK}(1)</script>",
    f"</title></textarea></style><iframe src={MARK}>",
    f"{{{{ {MARK} }}}}{{% load {MARK} %}}${{{MARK}}}",
    f"]]><!--{MARK}--><![CDATA[",
    f"javascript:{MARK}(1)",
    f"\u202e\u2066{MARK}\u200b<b {MARK}=1>",
    f"\\u003cscript\\u003e{MARK}&lt;b&gt;&#60;i {MARK}&#62;",
)
FORMULA = f"=HYPERLINK({MARK})"
BODY = (
    f'<p onclick="{MARK}()">文<script>{MARK}(1)</script><img src=x onerror={MARK}(1)></p>'
    f'<a href="javascript:{MARK}(1)">a</a><a href="data:text/html,{MARK}">b</a>'
    f'<a href="java\tscript:{MARK}(1)">c</a><svg><script>{MARK}</script></svg>'
    f'<p style="background:url({MARK})">d</p><form action="//{MARK}"><input name={MARK}></form>'
    f"<math><mtext><table><mglyph><style><img src={MARK} onerror={MARK}>"
    f'<base href="//{MARK}"><meta http-equiv=refresh content="0;url=//{MARK}">'
    f"<style>p{{background:url({MARK})}}</style><iframe srcdoc='<script>{MARK}</script>'></iframe>"
)
XML = (
    "application/xml",
    "text/xml",
    "application/atom+xml",
    "application/rss+xml",
    "image/svg+xml",
)
FORMULAS = ("entry", "party", "item", "cell", "power_code", "power", "not_applicable", "catalogue")
_LENGTHS = {"number": 80, "organ": 60, "column": 60, "topic": 60, "account": 80, "office": 80,
            "power_code": 60, "address": 80, "source": 60, "issuer": 80}  # fmt: skip


def hostile() -> Callable[[str, str], str]:
    """Return what gives each text a payload, one after another."""
    turn: Iterator[str] = itertools.cycle(PAYLOADS)

    def said(what: str, usual: str) -> str:
        if what == "body":
            return BODY
        if what in FORMULAS and what != "item":
            return f"{FORMULA}{usual}"[:60]
        payload = next(turn)
        if what == "paragraph":  # there {{ }} quotes a figure; one that is none is refused
            return "".join(one for one in PAYLOADS if "{{" not in one) + usual
        if what == "file":
            return f"{payload}.{usual.rsplit('.', 1)[-1]}"
        if what in ("column", "organ", "channel"):  # names that must differ
            return f"{usual}{payload}"[: _LENGTHS.get(what, 80)]
        return f"{payload}{usual}"[: _LENGTHS.get(what, 120)]

    return said


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Return 示例县 with hostile words in everything that somebody can write."""
    with apart(django_db_blocker):
        made = build(hostile())
        for number, user in enumerate(made.people.people.values()):
            user.name = f"{PAYLOADS[number % len(PAYLOADS)]}"[:40]
            user.save()
        yield made


SEARCHES = {
    "/search/": "公众", "/o/shilizhen/all/": "公众", "/organs/": "公众", "/desk/documents/": "经办",
    "/desk/people/": "负责人", "/desk/organs/": "系统", "/desk/registers/powers/": "经办",
    "/desk/registers/normative/": "经办",
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(world: World) -> list[Answer]:
    """Return what those who see most are answered, and what a search for a payload is."""
    clients = {post: world.client(post) for post in ("公众", *POSTS)}
    found = []
    for case, url in addresses(world).items():
        able = [post for post in POSTS if 200 in due(case, post)]
        asking = ["公众"] if url.startswith("/desk/") is False else able[:1]
        if case in ("records", "people", "person", "file 草稿"):
            asking = able[:1] + able[-1:]
        found += [ask(clients[post], case, post, url) for post in asking]
    for payload in PAYLOADS:
        asked = dict.fromkeys(
            ("q", "topic", "year", "sort", "page", "field", "state", "kind"), payload
        )
        for case, who in SEARCHES.items():
            answer = clients[who].get(case, asked)
            headers = {name.lower(): value for name, value in answer.items()}
            found.append(Answer(case, who, f"{case}?", answer.status_code, headers, answer.content))
    return [answer for answer in found if answer.body]


@pytest.fixture(autouse=True)
def _undone(world: World, db: None) -> None:
    """What a test does is undone after it."""


HARMLESS = {"value", "title", "content", "aria-label", "href", "alt", "data-text", "data-name",
            "data-title", "placeholder", "data-words", "data-confirm"}  # fmt: skip


def _bad(answer: Answer) -> Iterator[str]:
    """Yield what of a payload became more than words on a page."""
    for one in html.document_fromstring(answer.body).iter():
        if not isinstance(one.tag, str):
            if isinstance(one, html.HtmlComment) and MARK in (one.text or ""):
                yield f"comment {one.text[:80]}"
            continue
        shown = html.tostring(one, encoding="unicode")[:160]
        if MARK in one.tag or any(MARK in name or name.startswith("on") for name in one.attrib):
            yield shown
        if (
            one.tag == "script"
            and MARK in (one.text or "")
            and one.get("type") != "application/ld+json"
        ):
            yield shown
        if one.tag in ("style", "iframe", "base", "math", "object", "embed", "img", "input") and MARK in one.get("src", ""):  # fmt: skip
            yield shown
        if one.tag in ("iframe", "style", "base", "math"):
            yield shown
        for name in ("href", "src", "action", "formaction", "srcset", "srcdoc", "xlink:href"):
            value = "".join(one.get(name, "").split()).lower()
            if value.startswith(("javascript:", "data:text", "vbscript:", f"//{MARK}", MARK)):
                yield shown
        if one.tag == "meta" and one.get("http-equiv", "").lower() == "refresh":
            yield shown


def test_the_words_are_there_to_be_seen(answers: list[Answer]) -> None:
    """Or else the walk proves nothing."""
    holding = {a.case for a in answers if MARK.encode() in a.body}
    for case in ("document", "documents", "site_document", "site_column", "site_atom", "site_rss", "channels",
                 "channel", "registers", "register_power", "register_entry", "records", "history", "people",
                 "site_search", "site_guide", "board_sheet", "site_results", "duties_export",
                 "register_batch_refused", "site_channels", "organs", "document_compare"):  # fmt: skip
        assert case in holding, case


def test_no_page_makes_more_of_them_than_words(answers: list[Answer]) -> None:
    bad = [f"{a.case} {a.post} {a.url}: {what}" for a in answers if a.is_page for what in _bad(a)]
    assert not bad, "\n".join(bad[:30])


def test_data_in_a_page_cannot_end_its_script(answers: list[Answer]) -> None:
    found = 0
    for answer in answers:
        if not answer.is_page:
            continue
        for one in html.document_fromstring(answer.body).xpath(
            "//script[@type='application/ld+json']"
        ):
            json.loads(one.text)
            found += MARK in one.text
            assert "</" not in one.text and "<!--" not in one.text
    assert found


def test_feeds_and_maps_are_well_formed_and_their_links_are_addresses(
    answers: list[Answer],
) -> None:
    seen = 0
    for answer in answers:
        if answer.headers.get("content-type", "").partition(";")[0] in XML:
            tree = etree.fromstring(answer.body, etree.XMLParser(resolve_entities=False))
            seen += 1
            for one in tree.iter("{*}link", "{*}loc", "{*}guid", "{*}id"):
                said = one.get("href") or one.text or ""
                assert said.startswith(("http", "tag:", "urn:", "/")) or not said, said
    assert seen >= 5


def test_a_spreadsheet_finds_no_formula(answers: list[Answer]) -> None:
    seen = set()
    for answer in answers:
        if answer.headers.get("content-type", "").startswith("text/csv"):
            for row in csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))):
                for cell in row:
                    seen |= {answer.case} if MARK in cell else set()
                    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (answer.url, cell)
    assert {"duties_export", "register_batch_refused"} <= seen


def test_names_inside_archives_stay_inside_them(answers: list[Answer]) -> None:
    seen = 0
    for answer in answers:
        if answer.headers.get("content-type") == "application/zip":
            for name in zipfile.ZipFile(io.BytesIO(answer.body)).namelist():
                assert not name.startswith(("/", "\\")) and ".." not in name.split("/")
                assert not set('<>:"|?*\\') & set(name), name
                seen += 1
    assert seen


def test_a_hostile_file_name_splits_no_header(answers: list[Answer], world: World) -> None:
    for answer in answers:
        for value in answer.headers.values():
            assert "\n" not in value and "\r" not in value
    file = world.of["public_file"]
    answer = Client().get(f"/files/{file.pk}/x")
    assert "<" not in answer["Content-Disposition"] and answer["Content-Disposition"].startswith("attachment")  # fmt: skip
