"""Files from outside are opened in a process of its own with bounded memory and time.

One process a job: what native code did to its memory ends with it. The job and the answer are
MessagePack; nothing is unpickled.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from gongkai.errors import InputError, MissingProgram, UnreadableInput
from gongkai.redaction.blocks import Block
from gongkai.redaction.marks import Mark, Page

T = TypeVar("T")

MEMORY = 6 << 30  # address space; text recognition alone takes four
_SECONDS = 60.0  # for a job, and some for each page
_SECONDS_A_PAGE = 4.0
_TASKS = {
    "places": "gongkai.redaction.places",
    "picture": "gongkai.redaction.scans",
    "pictured": "gongkai.redaction.pictured",
    "recognise": "gongkai.redaction.recognised",
    "blacken": "gongkai.redaction.blacken",
    "search": "gongkai.redaction.search",
}


class Job(msgspec.Struct):
    """What a worker is asked: the name of the task, the file, and what the task needs besides."""

    task: str
    data: bytes
    pages: tuple[Page, ...] = ()
    marks: tuple[Mark, ...] = ()
    hide_length: bool = False
    made: bytes = b""
    blocks: tuple[Block, ...] = ()


class Failure(msgspec.Struct):
    """An error that crosses the process: its class, code and facts."""

    kind: str
    code: str
    facts: dict[str, str | int | float | None]


_ERRORS: dict[str, type[InputError]] = {
    kind.__name__: kind for kind in (InputError, UnreadableInput, MissingProgram)
}


def ask(job: Job, answer: Callable[[bytes], T], *, pages: int = 1) -> T:
    """Return what a task answers, decoded by `answer`.

    Raises the task's own InputError, and UnreadableInput where it crashed or took too long.
    """
    command = [sys.executable, "-P", "-m", "gongkai.redaction.worker"]
    seconds = _SECONDS + _SECONDS_A_PAGE * pages
    try:
        said = subprocess.run(
            command,
            input=msgspec.msgpack.encode(job),
            stdout=subprocess.PIPE,
            stderr=None if "GONGKAI_DEBUG" in os.environ else subprocess.DEVNULL,
            timeout=seconds,
            check=True,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "GONGKAI_SECONDS": str(int(seconds)),
            },
        ).stdout
    except subprocess.TimeoutExpired:
        raise UnreadableInput("readers.took_too_long") from None
    except (subprocess.CalledProcessError, OSError):
        raise UnreadableInput("readers.reader_crashed") from None
    if said[:1] == b"!":
        failure = msgspec.msgpack.decode(said[1:], type=Failure)
        raise _ERRORS.get(failure.kind, UnreadableInput)(failure.code, **failure.facts)
    return answer(said[1:])


def _main() -> None:
    """Answer one job: ``=`` and the answer, or ``!`` and why there is none."""
    _bound()
    data = sys.stdin.buffer.read()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what native code prints is no answer
    job = msgspec.msgpack.decode(data, type=Job)
    from importlib import import_module

    run: Callable[[Job], Any] = import_module(_TASKS[job.task]).run
    try:
        said = b"=" + msgspec.msgpack.encode(run(job))
    except InputError as error:
        facts: dict[str, str | int | float | None] = {
            k: v if isinstance(v, str | int | float) else str(v) for k, v in error.facts.items()
        }
        said = b"!" + msgspec.msgpack.encode(Failure(type(error).__name__, error.code, facts))
    answers.write(said)
    answers.flush()


def _bound() -> None:
    with contextlib.suppress(ImportError, ValueError):
        import resource

        seconds = int(os.environ.get("GONGKAI_SECONDS", "60"))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    _main()
