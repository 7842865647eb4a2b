"""A real installation in processes of its own: what `kill -9` and a lost disk happen to.

On the database the test run uses: a SQLite file, or a database of its own on the PostgreSQL server.
"""

import atexit
import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
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
        self, *arguments: str, kill_after: float = 120
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command of the portal to its end."""
        return self._run([sys.executable, "-m", "portal", *arguments], kill_after)

    def python(self, code: str) -> str:
        """Run a script inside the installation and return what it printed; it must succeed."""
        done = self._run([sys.executable, "-c", SETUP + code], 120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def dies(self, code: str) -> None:
        """Run a script that must be killed by signal 9."""
        done = self._run([sys.executable, "-c", SETUP + code], 120)
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


def until(seen: object, seconds: float = 20) -> None:
    """Wait until a function says yes."""
    end = time.monotonic() + seconds
    while not seen():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


@contextmanager
def database(like: str = "") -> Iterator[str]:
    """Yield the address of an empty database, or of a copy; "" for SQLite; dropped afterwards."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield ""
        return
    import psycopg

    name = f"portal_{uuid.uuid4().hex}"
    template = f" TEMPLATE {urlsplit(like).path[1:]}" if like else ""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}{template}")  # type: ignore[arg-type]
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


_made = ExitStack()
atexit.register(_made.close)


@cache
def _template() -> Installation:
    """Return an installation of this test run whose tables were just made."""
    folder = Path(_made.enter_context(TemporaryDirectory(prefix="portal-template-")))
    one = Installation(folder / "data", _made.enter_context(database()))
    done = one.portal("migrate")
    assert done.returncode == 0, done.stderr
    return one


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """Yield an installation whose tables exist and hold nothing."""
    template = _template()
    with database(template.url) as url:
        shutil.copytree(template.data, folder / "data")
        yield Installation(folder / "data", url)
