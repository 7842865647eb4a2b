"""Where results may go: never over what is read, never in place of what is no regular file.

Every file a command writes goes through `sink`; every command line is held against `refuse` before
anything is read (`command.Command.invoke`, and `write` for each file of its folder).
"""

import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os.path import realpath
from pathlib import Path
from typing import IO

import click

from gongkai.cli.inputs import STDIN, walk
from gongkai.errors import InputError

Marks = frozenset[str | tuple[int, int]]


def inputs_of(context: click.Context) -> Marks:
    """Return the marks of every file a command line names to be read, and of those in its folders.

    A file is known by its real path and, whatever name it goes by, by device and inode.
    """
    marks: set[str | tuple[int, int]] = set()
    for param in context.command.params:
        if isinstance(param.type, click.Path) and "--out" not in param.opts:
            value = context.params.get(param.name or "")
            for name in (value,) if isinstance(value, str) else value or ():
                marks |= _marks(name)
                if name and Path(name).is_dir():
                    marks = marks.union(*map(_marks, map(str, walk(Path(name)))))
    return frozenset(marks)


def refuse(out: str | Path, inputs: Marks) -> None:
    """Raise InputError where `out` is a folder, or one of the files that are read."""
    found = _stat(out)
    if found is not None and stat.S_ISDIR(found.st_mode):
        raise InputError("cli.wrong_kind", name=out)
    a_file = found is None or stat.S_ISREG(found.st_mode)  # a terminal may be read and written
    if a_file and _marks(str(out)) & inputs:
        raise InputError("cli.would_overwrite", name=out)


@contextmanager
def sink(out: str | Path | None) -> Iterator[IO[bytes]]:
    """Open where the bytes go: standard output, or the file named, whole or not at all.

    A link to a file is replaced, not followed. A device or a pipe is written to, never replaced.
    """
    if out is None or _is_standard_output(out):
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    refuse(out, frozenset())
    path = Path(out)
    try:
        if _is_special(path):
            with path.open("wb") as file:
                yield file
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".gongkai-{secrets.token_hex(8)}.part")
        try:
            with part.open("xb") as file:
                yield file
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        error.filename = str(out)  # what the user named, not the part file
        raise


def _marks(name: str) -> set[str | tuple[int, int]]:
    if name == STDIN:  # a file may stand behind it: `gongkai check - < report.docx`
        with suppress(OSError, ValueError):
            found = os.fstat(0)
            return {(found.st_dev, found.st_ino)} if stat.S_ISREG(found.st_mode) else set()
        return set()
    same = _stat(name)
    own: set[str | tuple[int, int]] = {realpath(name)}
    return own if same is None else own | {(same.st_dev, same.st_ino)}


def _stat(path: str | Path) -> os.stat_result | None:
    """Return what stands there, links followed, or None for nothing that can be seen."""
    try:
        return Path(path).stat()
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return None


def _is_special(path: Path) -> bool:
    """Whether a name stands for a device, a pipe or an open file (/dev/fd/3): no place to put a file."""
    found = _stat(path)
    if found is None:
        return False
    among_devices = any(path.absolute().is_relative_to(folder) for folder in ("/dev", "/proc"))
    return among_devices or not stat.S_ISREG(found.st_mode)


def _is_standard_output(out: str | Path) -> bool:
    """Whether a name (/dev/stdout) stands for what standard output already writes to."""
    found = _stat(out)
    try:
        return found is not None and os.path.samestat(found, os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError, AttributeError):  # closed, or replaced within Python
        return False
