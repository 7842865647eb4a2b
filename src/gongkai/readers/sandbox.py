"""Untrusted files are opened in a worker process with bounded memory and time.

One worker for each kind of file, started when first needed and used again for every file. Native
code that crashes, hangs or swallows memory takes the worker with it, never the caller.

Both sides speak frames: eight bytes of length, then the content. A request is a `_Job` in
MessagePack and the file itself; the answer is one `_Reply` in MessagePack. Nothing is unpickled.
"""

import atexit
import contextlib
import gc
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import IO

import msgspec

from gongkai.errors import InputError, MissingProgram, UnreadableInput
from gongkai.forms.filled import Issue, Paragraph
from gongkai.readers.bounds import MAX_BYTES, refuse_size
from gongkai.readers.document import Document, Grid

_LENGTH = struct.Struct("<Q")
_GRACE = 5.0  # seconds after which a worker whose caller is gone ends itself


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost: address space in bytes, seconds of CPU and of waiting."""

    memory: int
    cpu: int
    wall: float


@dataclass(frozen=True, slots=True)
class Reader:
    """The module whose ``extract`` reads one kind of file, and what it may cost."""

    module: str
    limits: Limits


READERS = {
    "pdf": Reader("gongkai.readers.pdf", Limits(1 << 30, 20, 30.0)),
    "ofd": Reader("gongkai.readers.ofd", Limits(1 << 30, 20, 30.0)),
    "ocr": Reader("gongkai.readers.ocr", Limits(4 << 30, 3600, 1800.0)),
}


class _Job(msgspec.Struct, array_like=True):
    """One file to read, by name; the file follows in a frame of its own."""

    name: str


class _Block(msgspec.Struct, array_like=True):
    """One block of a document: exactly one of the two is set."""

    paragraph: Paragraph | None = None
    grid: Grid | None = None


class _Reply(msgspec.Struct, array_like=True):
    """What came of a job: a document, or the class, code and facts of an error; `at`: not yet, page so-and-so."""

    media_type: str = ""
    blocks: tuple[_Block, ...] = ()
    title: str = ""
    pages: int | None = None
    issues: tuple[Issue, ...] = ()
    error: str = ""
    code: str = ""
    facts: dict[str, str | int | float | None] = {}
    at: int = 0


Told = Callable[[int], object]
"""Hears the number of the page that a reader begins."""

_ERRORS: dict[str, type[InputError]] = {
    kind.__name__: kind for kind in (UnreadableInput, MissingProgram)
}


# --- The caller's side ---------------------------------------------------------------------------


class _Worker:
    """One running process that reads files of one kind, one after another."""

    def __init__(self, kind: str) -> None:
        reader = READERS[kind]
        self.limits = reader.limits
        self._late = False
        bounds = (reader.limits.memory, reader.limits.cpu, reader.limits.wall)
        self.process = subprocess.Popen(
            # -P: never import from the working directory, which may hold the files to be read
            [
                sys.executable,
                "-P",
                "-m",
                "gongkai.readers.sandbox",
                reader.module,
                *map(str, bounds),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if "GONGKAI_DEBUG" in os.environ else subprocess.DEVNULL,
            bufsize=0,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    @property
    def alive(self) -> bool:
        """Whether the process runs and still listens."""
        return self.process.poll() is None

    def ask(self, data: bytes, name: str, told: Told | None) -> _Reply:
        """Send one file and return the answer; raises UnreadableInput where none comes in time."""
        assert self.process.stdin is not None and self.process.stdout is not None
        watch = threading.Timer(self.limits.wall, self._end_late)
        watch.daemon = True
        watch.start()
        try:
            _send(self.process.stdin, msgspec.msgpack.encode(_Job(name)))
            _send(self.process.stdin, data)
            while (reply := self._heard()).at:
                if told is not None:
                    told(reply.at)
            return reply
        except (OSError, EOFError, msgspec.DecodeError):
            status = self.end()
            late = self._late or status == -getattr(signal, "SIGXCPU", 0)
            code = "readers.took_too_long" if late else "readers.reader_crashed"
            raise UnreadableInput(code) from None
        except BaseException:  # interrupted half-way: what comes next would answer the old question
            self.end()
            raise
        finally:
            watch.cancel()

    def _heard(self) -> _Reply:
        assert self.process.stdout is not None
        return msgspec.msgpack.decode(_receive(self.process.stdout), type=_Reply)

    def _end_late(self) -> None:
        self._late = True
        self.process.kill()

    def end(self) -> int:
        """Stop the process and return its exit status."""
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        self.process.kill()
        return self.process.wait()


_lock = threading.Lock()
_workers: dict[str, _Worker] = {}


def read(kind: str, data: bytes, *, name: str = "", told: Told | None = None) -> Document:
    """Return what the reader `kind` makes of `data`, within its limits.

    told  hears which page is begun, from a reader that takes long; what it raises ends the reading
    Raises what the reader raises (UnreadableInput, MissingProgram), and UnreadableInput where it
    crashed or went over a limit.
    """
    refuse_size(len(data))
    with _lock:
        worker = _workers.get(kind)
        if worker is None or not worker.alive:
            worker = _workers[kind] = _Worker(kind)
        reply = worker.ask(data, name, told)
    if reply.error:
        raise _ERRORS.get(reply.error, UnreadableInput)(reply.code, **reply.facts)
    blocks = [block.paragraph if block.grid is None else block.grid for block in reply.blocks]
    return Document(
        reply.media_type,
        tuple(block for block in blocks if block is not None),
        title=reply.title,
        pages=reply.pages,
        issues=reply.issues,
    )


@atexit.register
def close() -> None:
    """Stop all workers; the next file starts a new one."""
    while _workers:
        _workers.popitem()[1].end()


def _forget() -> None:
    """In a forked child: leave the workers to the parent, whose pipes they share."""
    global _lock
    _lock = threading.Lock()
    for worker in _workers.values():
        worker.process.returncode = 0  # not ours to wait for
        for stream in (worker.process.stdin, worker.process.stdout):
            if stream is not None:
                stream.close()
    _workers.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


# --- Both sides ----------------------------------------------------------------------------------


def _send(stream: IO[bytes], content: bytes) -> None:
    """Write one frame."""
    for part in (_LENGTH.pack(len(content)), content):
        rest = memoryview(part)
        while rest:
            rest = rest[stream.write(rest) :]


def _receive(stream: IO[bytes]) -> bytearray:
    """Read one frame; raises EOFError where the other side is gone or talks nonsense."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if length > MAX_BYTES:  # a longer answer is not believed
        raise EOFError
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], length: int) -> bytearray:
    """Read `length` bytes."""
    content = bytearray(length)
    rest = memoryview(content)
    while rest:
        count = stream.readinto(rest)  # type: ignore[attr-defined]
        if not count:
            raise EOFError
        rest = rest[count:]
    return content


# --- The worker's side ---------------------------------------------------------------------------


_answers: IO[bytes] | None = None


def tell(page: int) -> None:
    """Let the caller of the reader in this process know that it begins a page."""
    if _answers is not None:
        _send(_answers, msgspec.msgpack.encode(_Reply(at=page)))


def _serve(module: str, limits: Limits) -> None:
    """Answer jobs until the caller closes the pipe.

    An error that is no verdict about the file ends the process: the caller says the reader
    crashed, and the next file gets a worker in a clean state.
    """
    requests = os.fdopen(os.dup(0), "rb", buffering=0)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    # This file itself runs as __main__; readers know it by its name.
    vars(import_module("gongkai.readers.sandbox"))["_answers"] = answers
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)  # whatever native code prints must not reach the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's to handle
    _bound_memory(limits)
    extract = import_module(module).extract
    gc.freeze()  # what was imported stays; a page makes thousands of small things and no rings
    gc.set_threshold(100_000)
    while True:
        try:
            job = msgspec.msgpack.decode(_receive(requests), type=_Job)
            data = bytes(_receive(requests))
        except EOFError:
            return
        with _bounded_time(limits):
            try:
                reply = _reply(extract(data, name=job.name))
            except InputError as error:
                reply = _Reply(error=type(error).__name__, code=error.code, facts=_plain(error))
            answer = msgspec.msgpack.encode(reply)
        with contextlib.suppress(BrokenPipeError):
            _send(answers, answer)


def _reply(document: Document) -> _Reply:
    """Return a document as an answer."""
    return _Reply(
        document.media_type,
        tuple(
            _Block(grid=block) if isinstance(block, Grid) else _Block(paragraph=block)
            for block in document.blocks
        ),
        document.title,
        document.pages,
        document.issues,
    )


def _plain(error: InputError) -> dict[str, str | int | float | None]:
    """Return the facts of an error as plain values."""
    return {
        key: value if isinstance(value, str | int | float) else str(value)
        for key, value in error.facts.items()
    }


def _bound_memory(limits: Limits) -> None:
    """Bound the address space, and allow neither core dumps nor files."""
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


@contextlib.contextmanager
def _bounded_time(limits: Limits) -> Iterator[None]:
    """Bound the CPU time of one job, and its duration should the caller be gone."""
    try:
        import resource
    except ImportError:  # not a Unix: the caller's watch is the only bound
        yield
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(usage.ru_utime + usage.ru_stime) + 1 + limits.cpu
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))
    signal.setitimer(signal.ITIMER_REAL, limits.wall + _GRACE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    _serve(sys.argv[1], Limits(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))
