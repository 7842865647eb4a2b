"""Do one thing to many files: in order, a few at a time, on several processes where asked.

A file that takes its process down (a fault in native code), or trips a fault of our own, is named
and the others go on.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TypeVar

import click

from gongkai.cli.command import tell
from gongkai.cli.inputs import Input
from gongkai.errors import GongkaiError, UnreadableInput

T = TypeVar("T")

CHUNK = 8  # files sent to a process at once
AHEAD = 3  # chunks waiting for each process: enough to keep it busy, few enough to stay small
WORTH_A_BAR = 4  # files
FEW = 16  # below this many files starting processes costs more than it saves

_PATIENCE = 2.0  # seconds


def each(
    inputs: Sequence[Input],
    work: Callable[[Input], T],
    *,
    lost: Callable[[Input, UnreadableInput], T],
    jobs: int | None = None,
    bar: bool = True,
) -> Iterator[T]:
    """Yield `work(input)` for every input, in order; `lost(input, why)` where nothing came of it.

    bar  False where the results themselves appear on the terminal one by one

    `work` and `lost` must be importable by name (a module's function or a partial of one).
    """
    work = partial(_attempt, work=work, lost=lost)
    if jobs is None:
        jobs = 1 if len(inputs) < FEW else (os.cpu_count() or 1)
    with _progress(len(inputs) if bar else 0) as advance:
        results = _alone(inputs, work) if jobs == 1 else _together(inputs, work, lost, jobs)
        for result in results:
            advance()
            yield result


def _attempt(
    entry: Input, *, work: Callable[[Input], T], lost: Callable[[Input, UnreadableInput], T]
) -> T:
    try:
        return work(entry)
    except (GongkaiError, OSError, click.ClickException, click.Abort):
        raise
    except Exception as error:
        # One file must neither stop the others nor show a clerk a traceback.
        if debugging():
            raise
        return lost(entry, our_fault(entry.path, error))


def debugging() -> bool:
    """Whether faults of ours are to be shown where they arise, not told in a sentence."""
    return bool(os.environ.get("GONGKAI_DEBUG"))


def our_fault(name: str, error: Exception) -> UnreadableInput:
    """Return the sentence for a fault of ours met with a file."""
    return UnreadableInput("cli.our_fault", name=name, fault=f"{type(error).__name__}: {error}")


def _alone(inputs: Sequence[Input], work: Callable[[Input], T]) -> Iterator[T]:
    return (work(entry) for entry in inputs)


def _together(
    inputs: Sequence[Input],
    work: Callable[[Input], T],
    lost: Callable[[Input, UnreadableInput], T],
    jobs: int,
) -> Iterator[T]:
    chunks = [tuple(inputs[i : i + CHUNK]) for i in range(0, len(inputs), CHUNK)]
    remaining = deque(chunks)
    waiting: deque[tuple[tuple[Input, ...], Future[list[T]]]] = deque()
    pool = _pool(jobs)
    try:
        while remaining or waiting:
            while remaining and len(waiting) < jobs * AHEAD:
                chunk = remaining.popleft()
                waiting.append((chunk, pool.submit(_chunk, work, chunk)))
            chunk, future = waiting.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                # One file of the chunks under way killed its process. Those after this chunk are
                # tried again in a new pool; this chunk file by file.
                remaining.extendleft(c for c, _ in reversed(waiting))
                waiting.clear()
                pool.shutdown(wait=False, cancel_futures=True)
                yield from _one_by_one(chunk, work, lost)
                pool = _pool(jobs)
    except BaseException:  # stopped, or nobody reads on: nothing is waited for
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()  # idle by now; a pool that closes while Python ends complains on the terminal


def _one_by_one(
    chunk: tuple[Input, ...],
    work: Callable[[Input], T],
    lost: Callable[[Input, UnreadableInput], T],
) -> Iterator[T]:
    for entry in chunk:
        with _pool(1) as pool:
            try:
                yield pool.submit(work, entry).result()
            except BrokenProcessPool:
                yield lost(entry, UnreadableInput("cli.process_died", name=entry.path))


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, initializer=_begin)


def _begin() -> None:
    """Prepare a process to work: the first one alone answers Ctrl-C, and none outlives it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the process that wants the results to be gone, then leave tidily, or at once."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)  # a converter is stopped on the way out
        time.sleep(_PATIENCE)
        os._exit(1)


def _chunk(work: Callable[[Input], T], chunk: tuple[Input, ...]) -> list[T]:
    return [work(entry) for entry in chunk]


class _progress:  # noqa: N801 (used like a function)
    """A bar on standard error, only on a terminal and only where there is something to wait for."""

    def __init__(self, length: int) -> None:
        self.length = length

    def __enter__(self) -> Callable[[], None]:
        if self.length < WORTH_A_BAR or not sys.stderr.isatty():
            self.bar = None
            return lambda: None
        # How many are done, not when it will end: one file takes a millisecond, the next a minute.
        self.bar = click.progressbar(
            length=self.length,
            label=tell("progress"),
            file=sys.stderr,
            show_eta=False,
            show_pos=True,
            show_percent=False,
        )
        bar = self.bar.__enter__()
        return lambda: bar.update(1)

    def __exit__(self, *failure: object) -> None:
        if self.bar is not None:
            self.bar.__exit__(*failure)  # type: ignore[arg-type]
