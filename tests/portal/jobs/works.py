"""Tasks and a regular work that the tests of the worker use; each leaves a record it can count."""

import os
import signal
import time
from pathlib import Path

from django.db import transaction

from portal.acts import record
from portal.acts.actor import SYSTEM
from portal.jobs import leases
from portal.jobs.tasks import task


def effect(name: str) -> None:
    """Write one record: what the tests count."""
    with transaction.atomic():
        record.append("test.effect", by=SYSTEM, subject="test:1", about=name)


@task("记一笔")
def note(name: str) -> str:
    """Write one effect."""
    with leases.effects(last=True):
        effect(name)
    return name


@task("办不成")
def stumble() -> None:
    """Raise what a bug raises."""
    raise ZeroDivisionError("除数为零")


@task("死在半路")
def die_once(folder: str, where: str) -> None:
    """Kill the process at the first attempt: before, within or after the effects."""
    first = not (Path(folder) / "died").exists()

    def die(place: str) -> None:
        if first and where == place:
            (Path(folder) / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)

    die("before")
    with leases.effects(last=True):
        effect(where)
        die("within")
    die("after")


@task("总是死")
def die_always() -> None:
    """Kill the process at every attempt."""
    os.kill(os.getpid(), signal.SIGKILL)


@task("很久")
def long(folder: str) -> None:
    """Say that it has begun, and go on until it is told to end."""
    (Path(folder) / "begun").touch()
    while not (Path(folder) / "end").exists():
        time.sleep(0.05)
    with leases.effects(last=True):
        effect("long")
