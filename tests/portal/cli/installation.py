"""A real installation in processes of its own: what `kill -9` and a lost disk happen to.

On the database the test run uses: a SQLite file, or a database of its own on the PostgreSQL server.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).parents[3]
SETTINGS = "tests.portal.settings_for_tests"
SETUP = "import django; django.setup()\n"


@dataclass
class Installation:
    """A data folder, its database, and the commands that run there."""

    data: Path
    url: str = ""
    changes: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of its processes, which is not the test run's own."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DATABASE_"))}
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        own = {"PORTAL_DATA": str(self.data), "PYTHONPATH": path, "PORTAL_HTTPS": "0"}
        own |= {"DATABASE_URL": self.url} if self.url else {}
        return kept | own | {"DJANGO_SETTINGS_MODULE": "portal.settings"} | self.changes

    def portal(
        self, *arguments: str, kill_after: float = 600
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command of the portal to its end."""
        return self._run([sys.executable, "-m", "portal", *arguments], kill_after)

    def python(self, code: str) -> str:
        """Run a script inside the installation and return what it printed; it must succeed."""
        done = self._run([sys.executable, "-c", SETUP + code], 600)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def dies(self, code: str) -> None:
        """Run a script that must be killed by signal 9."""
        done = self._run([sys.executable, "-c", SETUP + code], 600)
        assert done.returncode == -9, (done.returncode, done.stderr)

    def start(self, *command: str) -> "subprocess.Popen[str]":
        """Start a command of the portal, or with `-c` a script, and return its process."""
        command = ("-c", SETUP + command[1]) if command[0] == "-c" else ("-m", "portal", *command)
        return subprocess.Popen(
            [sys.executable, *command],
            env=self.environment,
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def _run(self, command: list[str], seconds: float) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command,
            env=self.environment,
            cwd=ROOT,
            text=True,
            capture_output=True,
            timeout=seconds,
            check=False,
        )


def until(seen: object, seconds: float = 600) -> None:
    """Wait until a function says yes."""
    end = time.monotonic() + seconds
    while not seen():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def _create(name: str, like: str = "") -> str:
    """Make a database, empty or a copy, and return its address; "" for SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return ""
    import psycopg

    name = re.sub(r"\W", "_", name).lower()
    source = f" TEMPLATE {urlsplit(like).path[1:]}" if like else ""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}{source}")
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _drop(url: str) -> None:
    """Take a database away."""
    if url:
        import psycopg

        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
            server.execute(f"DROP DATABASE {urlsplit(url).path[1:]} WITH (FORCE)")


@contextmanager
def database(like: str = "") -> Iterator[str]:
    """Yield the address of an empty database, or of a copy; "" for SQLite; dropped afterwards."""
    url = _create(f"portal_{uuid.uuid4().hex}", like)
    try:
        yield url
    finally:
        _drop(url)


def template() -> Installation:
    """Return an installation of this test run whose tables were just made, by who asks first."""
    run = Path(os.environ["PORTAL_TEST_RUN"])
    place, made = run / "template", run / "template.made"
    with (run / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            one = Installation(place, _create(f"template_{run.name}"))
            done = one.portal("migrate")
            assert done.returncode == 0, done.stderr
            made.write_text(one.url, encoding="utf-8")
    return Installation(place, made.read_text(encoding="utf-8"))


def end_run() -> None:
    """Take away what the test run keeps for all its processes."""
    run = Path(os.environ["PORTAL_TEST_RUN"])
    if (run / "template.made").exists():
        _drop(template().url)
    shutil.rmtree(run, ignore_errors=True)


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """Yield an installation whose tables exist and hold nothing."""
    with database(template().url) as url:
        shutil.copytree(template().data, folder / "data")
        yield Installation(folder / "data", url)
