"""Redaction within this process: the workers' own tests start real ones."""

import importlib
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from gongkai.redaction import printed, redact, worker
from gongkai.redaction.worker import Job


def answer(job: Job, decode: Callable[[bytes], Any], *, pages: int = 1) -> Any:
    """Do a worker's job here, through the same bytes."""
    sent = msgspec.msgpack.decode(msgspec.msgpack.encode(job), type=Job)
    run = importlib.import_module(worker._TASKS[job.task]).run
    return decode(msgspec.msgpack.encode(run(sent)))


@pytest.fixture
def within(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer every job in this process: a hundred files would start three hundred."""
    monkeypatch.setattr(redact, "ask", answer)
    monkeypatch.setattr(printed, "ask", answer)
