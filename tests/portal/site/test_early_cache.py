"""Kept pages: only what may be kept, and never what a change overtook."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse

from portal.acts import public_version
from portal.acts.actor import SYSTEM
from portal.organs.acts.lifecycle import CorrectOrgan
from portal.site import early_cache
from portal.site.early_cache import EarlyCache
from tests.portal.conftest import County

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_numbers(settings: LazySettings, tmp_path: Path) -> None:
    """Give each test numbers of its own."""
    settings.DATA = tmp_path


@dataclass
class Site:
    """A cache before an application that counts how often it is asked."""

    answer: Callable[[], Any] = lambda: HttpResponse("<p>正文</p>")
    asked: int = 0
    cache: EarlyCache = field(init=False)

    def __post_init__(self) -> None:
        self.cache = EarlyCache(self._application, 1 << 20)

    def _application(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        response = self.answer()
        cookies = [("Set-Cookie", c.output(header="")) for c in response.cookies.values()]
        start_response(f"{response.status_code} -", [*response.items(), *cookies])
        return response

    def get(self, path: str = "/", **extra: str) -> tuple[str, dict[str, str], bytes]:
        said: list[Any] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "HTTP_HOST": "example.gov.cn",
            "wsgi.url_scheme": "https",
        }
        body = self.cache(environ | extra, lambda *words: said.extend(words))
        return said[0], dict(said[1]), b"".join(body)

    def kept(self, path: str = "/", **extra: str) -> bool:
        """Whether a second call is answered without asking the application."""
        self.get(path, **extra)
        before = self.asked
        self.get(path, **extra)
        return self.asked == before


def test_a_page_is_rendered_once_for_all_strangers() -> None:
    site = Site()
    first, second = site.get(), site.get()
    assert first == second and site.asked == 1
    assert first[0] == "200 OK" and first[2].decode() == "<p>正文</p>"


def test_it_is_compressed_for_whom_that_suits_and_not_sent_to_who_has_it() -> None:
    import gzip

    site = Site()
    plain = site.get()
    status, headers, body = site.get(HTTP_ACCEPT_ENCODING="gzip, br")
    assert headers["Content-Encoding"] == "gzip" and gzip.decompress(body) == plain[2]
    assert int(headers["Content-Length"]) == len(body)
    assert "Accept-Encoding" in headers["Vary"]
    status, headers, body = site.get(HTTP_IF_NONE_MATCH=plain[1]["ETag"])
    assert status.startswith("304") and body == b"" and site.asked == 1


@pytest.mark.parametrize(
    "extra",
    [
        {"HTTP_HOST": "other.gov.cn"},
        {"QUERY_STRING": "page=2"},
        {"wsgi.url_scheme": "http"},
        {"HTTP_X_FORWARDED_PROTO": "http"},
        {"HTTP_ACCEPT_LANGUAGE": "en"},
    ],
)
def test_what_changes_a_page_is_part_of_its_key(extra: dict[str, str]) -> None:
    site = Site()
    site.get()
    site.get(**extra)
    assert site.asked == 2


@pytest.mark.parametrize(
    "extra",
    [
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "HEAD"},
        {"HTTP_COOKIE": "sessionid=1"},
        {"HTTP_COOKIE": "anything=1"},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"HTTP_HX_REQUEST": "true"},
        {"QUERY_STRING": "q=" + "a" * 600},
    ],
)
def test_such_requests_are_always_passed_on(extra: dict[str, str]) -> None:
    site = Site()
    site.get()
    site.get(**extra)
    site.get(**extra)
    assert site.asked == 3


def _with_cookie() -> HttpResponse:
    response = HttpResponse("x")
    response.set_cookie("sessionid", "secret")
    return response


@pytest.mark.parametrize(
    "answer",
    [
        lambda: HttpResponse("gone", status=410),
        lambda: HttpResponse("moved", status=301),
        _with_cookie,
        lambda: HttpResponse('<input name="csrfmiddlewaretoken" value="x">'),
        lambda: HttpResponse("x", headers={"Cache-Control": "private"}),
        lambda: HttpResponse("x", headers={"Vary": "Cookie, X-Forwarded-For"}),
        lambda: HttpResponse("x", headers={"Content-Security-Policy": "script-src 'nonce-1'"}),
        lambda: HttpResponse("ok", content_type="text/plain"),
        lambda: HttpResponse("{}", content_type="application/json"),
        lambda: StreamingHttpResponse(iter([b"x"])),
        lambda: HttpResponse("x" * (early_cache.LARGEST + 1)),
    ],
)
def test_such_answers_are_never_kept(answer: Callable[[], Any]) -> None:
    assert not Site(answer).kept()


def test_the_next_day_has_its_own_page(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site()
    site.get()
    monkeypatch.setattr(early_cache, "_today", lambda _tenth: "2099-01-01")
    site.get()
    assert site.asked == 2


def test_memory_is_bounded_and_the_least_used_is_forgotten() -> None:
    site = Site(lambda: HttpResponse("x" * 100_000))
    for number in range(20):
        site.get("/first")
        site.get(f"/{number}")
    assert len(site.cache._pages) < 8
    assert site.cache._pages._size <= 1 << 20
    before = site.asked
    site.get("/first")
    assert site.asked == before
    site.get("/0")
    assert site.asked == before + 1


def test_a_change_makes_every_page_old() -> None:
    site = Site()
    assert site.kept()
    public_version.changed()
    site.get()
    assert site.asked == 2 and site.kept()


@pytest.mark.usefixtures("transactional_db")
def test_pages_are_passed_by_from_before_the_commit_to_after_it() -> None:
    numbers = public_version.counter()
    with transaction.atomic():
        public_version.changing()
        assert numbers.read() is None
        assert not Site().kept()
    assert numbers.read() == 1
    assert Site().kept()


@pytest.mark.usefixtures("transactional_db")
def test_a_page_that_a_change_overtook_is_never_shown_again() -> None:
    def overtaken() -> HttpResponse:
        with transaction.atomic():
            public_version.changing()
        return HttpResponse("as it was before")

    site = Site(overtaken)
    site.get()
    site.get()
    assert site.asked == 2


@pytest.mark.usefixtures("transactional_db")
def test_a_change_rolled_back_ends_too() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        public_version.changing()
        raise ZeroDivisionError
    assert public_version.counter().read() is not None
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            public_version.changing()
            raise ZeroDivisionError
        public_version.changing()
        assert public_version.counter().read() is None
    assert public_version.counter().read() is not None


@pytest.mark.usefixtures("transactional_db")
def test_every_act_changes_the_site_unless_it_says_otherwise(
    transactional_db: None, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = public_version.counter().read()
    assert before is not None
    act = CorrectOrgan(by=SYSTEM, target=county.town, fields={"order": 3})
    act.execute()
    assert public_version.counter().read() == before + 1
    monkeypatch.setattr(CorrectOrgan, "changes_site", False)
    CorrectOrgan(by=SYSTEM, target=county.town, fields={"order": 4}).execute()
    assert public_version.counter().read() == before + 1


@pytest.mark.usefixtures("transactional_db")
def test_what_a_dead_process_began_is_mended_and_what_a_living_one_began_is_not() -> None:
    numbers = public_version.counter()
    with transaction.atomic():
        public_version.changing()
        assert numbers.somebody_at_work()
        assert not public_version.mend()
    numbers._numbers[0] += 1  # as a process leaves it that was killed: begun, and nobody at work
    assert numbers.read() is None
    assert public_version.mend()
    assert numbers.read() == 2
    assert not public_version.mend()
