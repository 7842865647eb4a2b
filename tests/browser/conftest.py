"""A real server with a small county, and a real Chromium that looks at it.

The county is built once a test run, under a lock; every test process starts its own server and worker
on a copy of it, so the tests run with any number of processes, in any order.
"""

import asyncio
import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from tests.conftest import _missing
from tests.portal.cli.installation import Installation, template

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
CHROMIUM = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "chromium", "chromium-browser",
            "google-chrome")  # fmt: skip
"""The same engine; without windows it takes less than half the time."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A running Chromium."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        _missing("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--lang=zh-CN"]
        )
        asyncio._set_running_loop(None)
        yield browser
        with _loop_of(browser):
            browser.close()


def follow(leads: Locator) -> None:
    """Press what leads to another page, and wait until that page is there."""
    with leads.page.expect_navigation():
        leads.click()


@contextmanager
def _loop_of(browser: Browser) -> Iterator[None]:
    """Let Playwright's loop run only here: beside it Django asks no database, in no later test."""
    asyncio._set_running_loop(browser._loop)
    try:
        yield
    finally:
        asyncio._set_running_loop(None)


@dataclass
class Town:
    """The running portal: its address, who works there, and the keys of what stands on its pages."""

    url: str
    keys: dict[str, Any]
    chromium: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    kept: dict[str, BrowserContext] = field(default_factory=dict)
    tabs: list[Page] = field(default_factory=list)
    sessions: dict[str, Any] = field(default_factory=dict)

    def visitor(self, *, phone: bool = False, **options: Any) -> Page:
        """Open a browser of somebody who is not logged in."""
        context = self.chromium.new_context(
            base_url=self.url,
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",  # a colour is what it becomes, not what it passes through
            **options,
        )
        context.set_default_timeout(120_000)
        self.contexts.append(context)
        return context.new_page()

    def person(self, username: str, **options: Any) -> Page:
        """Open a browser of somebody who works here, logged in."""
        page = self.visitor(**options)
        page.goto("/account/login/")
        page.fill("#id_login", username)
        page.fill("#id_password", self.keys["people"][username])
        page.locator("main form button").first.click()
        page.wait_for_url("**/desk/")
        return page

    def browser_of(self, username: str, **options: Any) -> Page:
        """Open a browser of a person whose session goes on from page to page; "": a visitor's."""
        if not username:
            return self.visitor(**options)
        if username not in self.sessions:
            self.sessions[username] = self.person(username).context.storage_state()
        return self.visitor(storage_state=self.sessions[username], **options)

    def tab_of(self, username: str) -> Page:
        """Open a tab in a person's browser that stays open for the tests to come; "": a visitor's."""
        if username not in self.kept:
            self.kept[username] = self.browser_of(username).context
            self.contexts.remove(self.kept[username])
        self.tabs.append(self.kept[username].new_page())
        return self.tabs[-1]

    def close(self) -> None:
        """Close every tab and browser that was opened for a test."""
        while self.tabs:
            self.tabs.pop().close()
        while self.contexts:
            self.contexts.pop().close()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Town]:
    """The portal of a small county, served as it is in production, with its worker."""
    built = _built(_shared(tmp_path_factory))
    data = tmp_path_factory.mktemp("town") / "data"
    shutil.copytree(built / "data", data)
    keys = json.loads((built / "keys.json").read_text(encoding="utf-8"))
    with _serving(Installation(data, changes={"PORTAL_PROXIES": "1"})) as url:
        yield Town(url, keys, chromium)


@pytest.fixture
def town(running: Town) -> Iterator[Town]:
    """The portal; the browsers of a test are closed after it."""
    with _loop_of(running.chromium):
        yield running
        running.close()


def _shared(factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all processes of this test run share."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def _built(folder: Path) -> Path:
    """Return where the county stands; the first process that asks builds it."""
    place = folder / "browser-county"
    with (folder / "browser-county.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "keys.json").exists():
            shutil.rmtree(place, ignore_errors=True)
            assert not template().url, "the browser's county stands on SQLite"
            shutil.copytree(template().data, place / "data")
            keys = Installation(place / "data").python(
                "from tests.browser import office; office.found()"
            )
            (place / "keys.json").write_text(keys, encoding="utf-8")
    return place


@contextmanager
def _serving(one: Installation) -> Iterator[str]:
    """Serve an installation on a free port, its worker beside it; yield the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = one.data.parent / "log"
    with path.open("wb") as log, ExitStack() as stopping:
        for command in (
            ("serve", "--port", str(port), "--workers", "1"),
            ("worker", "--every", "0.3"),
        ):
            process = subprocess.Popen(
                [sys.executable, "-m", "portal", *command],
                env=one.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            stopping.callback(_stop, process)
        url = f"http://127.0.0.1:{port}"
        _wait(url, path, process)
        yield url


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait(timeout=600)


def _wait(url: str, log: Path, worker: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 600
    while worker.poll() is None and time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=5)
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8")[-3000:])
