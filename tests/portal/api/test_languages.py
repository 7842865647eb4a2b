"""The document and the guide speak the language of who reads; what programs use stays the same."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client
from lxml import html

from portal.api import interface
from portal.api.v1 import api
from tests.portal.api.world import World

CHINESE = re.compile(r"[\u2e80-\u9fff]+")
TERM = re.compile(r"\([^()]*\)")  # a Chinese term in brackets beside its English
SAMPLES = {"example", "examples", "enum", "const", "default", "pattern"}


def _sentences(told: Any) -> list[str]:
    if isinstance(told, dict):
        return [s for k, v in told.items() if k not in SAMPLES for s in _sentences(v)]
    if isinstance(told, list):
        return [s for one in told for s in _sentences(one)]
    return [told] if isinstance(told, str) else []


def _chinese(sentences: Iterable[str]) -> list[str]:
    return [one for one in sentences if CHINESE.search(TERM.sub("", one))]


def _document(query: str = "", **headers: str) -> Any:
    answer = Client().get(f"/api/v1/openapi.json{query}", headers=headers)
    assert answer.status_code == 200
    return answer.json()


def _shape(told: Any) -> Any:
    """Return the document without its words."""
    if isinstance(told, dict):
        said = ("summary", "description", "tags")
        return {
            k: _shape(v) for k, v in told.items() if k not in said or not isinstance(v, str | list)
        }
    return [_shape(one) for one in told] if isinstance(told, list) else told


def test_the_document_is_chinese_or_english_as_asked() -> None:
    chinese, english = _document(), _document("?lang=en")
    assert chinese["paths"]["/api/v1/organs"]["get"]["summary"] == "列出机关"
    assert _chinese(_sentences(english)) == []
    assert _document(**{"Accept-Language": "en"}) == english
    assert _document("?lang=zh", **{"Accept-Language": "en"}) == chinese
    assert Client().get("/api/v1/openapi.json?lang=fr").json()["at"] == "query.lang"


def test_what_may_be_sent_is_called_by_its_name() -> None:
    for lang, name, ground in (("zh", "自然人", "国家秘密"), ("en", "natural person", "secret")):
        sent = _document(f"?lang={lang}")["components"]["schemas"]
        kind = sent["ApplicantIn"]["properties"]["kind"]
        assert kind["enum"][0] == "natural" and f"natural: {name}" in kind["description"].lower()
        assert ground in sent["DraftIn"]["properties"]["ground"]["description"].lower()
        assert "x-choices" not in str(sent)


def test_both_describe_the_same_interface() -> None:
    chinese, english = _document(), _document("?lang=en")
    for one in (chinese, english):
        one["info"].pop("title")
    assert _shape(chinese) == _shape(english)


def test_every_sentence_is_one_that_is_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the catalogue holds by now: no sentence of the document passes it by."""
    monkeypatch.setattr(interface, "_", lambda words: f"said: {len(words)}")
    told = interface.document.__wrapped__(api, "en")
    assert _chinese(_sentences(told)) == []


def test_it_is_the_same_each_time() -> None:
    first = Client().get("/api/v1/openapi.json?lang=en")
    interface.document.cache_clear()
    again = Client().get("/api/v1/openapi.json?lang=en")
    assert again.content == first.content and again["ETag"] == first["ETag"]


def test_the_guide_is_english_for_who_reads_english(world: World) -> None:
    page = html.document_fromstring(
        Client().get("/api/", headers={"Accept-Language": "en"}).content
    )
    for sample in page.xpath("//pre"):
        sample.getparent().remove(sample)
    assert _chinese(s for one in page.xpath("//main//section") for s in one.itertext()) == []
