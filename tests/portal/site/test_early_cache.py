"""Kept pages: only what may be kept, and never what a change overtook, whoever dies on the way."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
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

ROOT = Path(__file__).resolve().parents[3]


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


# A real server, real readers, real acts ----------------------------------------------------------

PRELUDE = """
import os, signal, sys, time
import django
django.setup()
from datetime import date
from portal.acts import public_version
from portal.acts.actor import SYSTEM, Actor
from portal.organs.acts.accounts import OpenAccount
from portal.organs.acts.lifecycle import EstablishOrgan
from portal.organs.acts.posts import GivePost
from portal.organs.models import Role
from portal.publishing.acts.drafting import StartDocument, SubmitDocument
from portal.publishing.acts.publication import Publish, Withdraw
from portal.publishing.acts.review import PassStep
from portal.publishing.models import Column, Document
"""
SEED = """
town = EstablishOrgan(by=SYSTEM, code="shilizhen", fields=dict(
    name="示例镇人民政府", short_name="示例镇", level="township", kind="government")).execute()
user = OpenAccount(by=SYSTEM, username="jingban", person="经办", password="Abcd-2345-efgh").execute()
GivePost(by=SYSTEM, user=user, organ=town, role=Role.HANDLER, on=date(2024, 1, 1)).execute()
by = Actor(user.pk, user.name, "", town.pk)
column = Column.objects.create(code="ceshi", title="测试", part="content")
for i in range(int(sys.argv[1])):
    one = StartDocument(by=by, organ=town, column=column, genre="other", attribute="open", content=dict(
        title=f"第{i}件", body="<p>不应再见到的文字</p>")).execute()
    one = SubmitDocument(by=by, target=one).execute()
    for _ in one.steps:
        one = PassStep(by=SYSTEM, target=one, opinion="同意").execute()
    print(Publish(by=SYSTEM, target=one).execute().pk)
"""
WITHDRAW = """
for pk in map(int, sys.argv[1:]):
    Withdraw(by=SYSTEM, target=Document.objects.get(pk=pk), reason="有误").execute()
    print(pk, time.monotonic(), flush=True)
    time.sleep(0.02)
"""
DIE_AFTER_COMMIT = """
public_version._ended = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
Withdraw(by=SYSTEM, target=Document.objects.get(pk=int(sys.argv[1])), reason="有误").execute()
"""
DIE_BEFORE_COMMIT = """
from portal.publishing import face
face.follow(lambda document: os.kill(os.getpid(), signal.SIGKILL))
Withdraw(by=SYSTEM, target=Document.objects.get(pk=int(sys.argv[1])), reason="有误").execute()
"""
SECRET = "不应再见到的文字".encode()


@dataclass
class Portal:
    """A portal of its own: data folder, two server processes."""

    folder: Path
    documents: list[int] = field(default_factory=list)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "PORTAL_DEBUG")}
        return kept | {
            "PORTAL_DATA": str(self.folder),
            "PORTAL_HTTPS": "0",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }

    def run(self, script: str, *arguments: object, code: int = 0) -> list[str]:
        """Run acts in a process of their own and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", PRELUDE + script, *map(str, arguments)],
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == code
        return done.stdout.splitlines()

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "portal", *words]

    def start(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            self.command("serve", "--port", str(self.port)),
            env=self.environment,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(300):
            try:
                self.get("/healthz")
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def stop(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def get(self, path: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}{path}", timeout=30
            ) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def kept(self) -> float:
        """How many pages one of the two processes has answered from what it keeps."""
        metrics = self.get("/metrics")[1].decode()
        found = re.search(r'portal_pages_asked_total\{source="kept"\} ([\d.e+]+)', metrics)
        return float(found[1]) if found else 0.0


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Return a portal that serves documents of a township."""
    one = Portal(tmp_path_factory.mktemp("served") / "data")
    subprocess.run(
        one.command("migrate"), env=one.environment, check=True, stdout=subprocess.DEVNULL
    )
    one.documents = [int(line) for line in one.run(SEED, 123)]
    try:
        one.start()
        yield one
    finally:
        one.stop()


def until_kept(portal: Portal, path: str) -> None:
    """Call a page until both processes keep it."""
    before = max(portal.kept() for _ in range(20))  # either process may answer
    for _ in range(200):
        portal.get(path)
    after = max(portal.kept() for _ in range(20))
    assert after > before, "the page is never kept, so nothing is tested here"


def test_nothing_withdrawn_is_read_once_the_clerk_was_answered(portal: Portal) -> None:
    pks = portal.documents[3:]
    until_kept(portal, f"/info/{pks[-1]}/")
    seen: list[tuple[float, int]] = []  # when a call that showed the text began
    going, at, calls = threading.Event(), [0], [0]

    def read(seed: int) -> None:
        turn = seed
        while not going.is_set():
            # Around the one that is being withdrawn now, where an old page would be caught.
            index = min(max(at[0] + turn % 5 - 2, 0), len(pks) - 1)
            turn += 1
            began = time.monotonic()
            status, body = portal.get(f"/info/{pks[index]}/")
            calls[0] += 1
            assert status in (200, 410)
            if SECRET in body:
                seen.append((began, pks[index]))

    readers = [threading.Thread(target=read, args=(i,)) for i in range(6)]
    for reader in readers:
        reader.start()
    answered: dict[int, float] = {}
    with subprocess.Popen(
        [sys.executable, "-c", PRELUDE + WITHDRAW, *map(str, pks[:-5])],
        env=portal.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as clerk:
        assert clerk.stdout is not None
        for line in clerk.stdout:
            pk, moment = line.split()
            answered[int(pk)] = float(moment)
            at[0] += 1
    time.sleep(0.5)
    going.set()
    for reader in readers:
        reader.join()
    stale = [pk for began, pk in seen if began > answered.get(pk, float("inf"))]
    assert len(answered) == 115 and calls[0] > 500 and len(seen) > 100
    assert stale == []


def test_a_death_between_commit_and_answer_shows_nothing_old(portal: Portal) -> None:
    first, second, third = portal.documents[:3]
    for pk in (first, second, third):
        until_kept(portal, f"/info/{pk}/")
    portal.run(DIE_AFTER_COMMIT, first, code=-signal.SIGKILL)
    for _ in range(100):
        status, body = portal.get(f"/info/{first}/")
        assert status == 410 and SECRET not in body
    portal.run(DIE_BEFORE_COMMIT, second, code=-signal.SIGKILL)
    status, body = portal.get(f"/info/{second}/")
    assert status == 200 and SECRET in body  # nothing happened to it
    time.sleep(2 * early_cache.MEND_EVERY)
    portal.get(f"/info/{third}/")
    until_kept(portal, f"/info/{third}/")  # mended: pages are kept again
    assert portal.get(f"/info/{first}/")[0] == 410
