"""The command line as a person meets it: arguments in, text and an exit code out."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry
from tests.gongkai.schemas import published, strict

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed, as JSON."""
        return json.loads(self.out)


Gongkai = Callable[..., Said]


@pytest.fixture
def gongkai(capfdbinary: pytest.CaptureFixture[bytes]) -> Gongkai:
    """Run a command line in this process."""
    from gongkai.cli.main import run

    def call(*arguments: object) -> Said:
        code = run([str(argument) for argument in arguments])
        sys.stdout.flush()
        sys.stderr.flush()
        captured = capfdbinary.readouterr()
        return Said(code, captured.out.decode(), captured.err.decode())

    return call


@pytest.fixture
def process() -> Gongkai:
    """Run a command line in a process of its own."""

    def call(*arguments: object, stdin: bytes = b"", timeout: float = 600) -> Said:
        command = [sys.executable, "-m", "gongkai.cli.main", *map(str, arguments)]
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=timeout, cwd=ROOT)
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def examples() -> Path:
    """The reports of our own that the project ships."""
    return EXAMPLES


@pytest.fixture
def valid() -> Callable[[str, Any], None]:
    """Hold a document against one of the published schemas, alone, and against undescribed keys."""

    def check(name: str, document: Any) -> None:
        for schema in (published(name), strict(published(name))):
            jsonschema.Draft202012Validator(
                schema,
                registry=Registry(),  # nothing but the file itself
                format_checker=jsonschema.FormatChecker(),
            ).validate(document)

    return check
