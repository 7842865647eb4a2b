"""Kept pages of a real server with real readers and acts: never what a change overtook, whoever dies.

On SQLite whatever the run uses, for pages are kept by a counter beside the database: not repeated.
"""

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
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from portal.site import early_cache

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
            timeout=600,
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
        for _ in range(6000):
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
                f"http://127.0.0.1:{self.port}{path}", timeout=600
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
