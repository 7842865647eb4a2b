"""Files of cases: sealed before they touch the disk, found by the digest of what they hold."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings

from portal.cases import sealing
from portal.publishing.files import write

_FOLDER = "cases"
_written: ContextVar[list[str] | None] = ContextVar("written", default=None)


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """Remove the files that were written inside where it ends in an error: nothing refers to them."""
    written: list[str] = []
    outer = _written.set(written)
    try:
        yield
    except BaseException:
        for path in written:
            destroy(path)
        raise
    finally:
        _written.reset(outer)


def keep(data: bytes, *, of: str) -> tuple[str, str]:
    """Write a sealed file so that it survives a crash; return its path below MEDIA_ROOT and digest.

    of  the case the file belongs to: the same bytes of two cases are two files
    """
    digest = hashlib.sha256(data).hexdigest()
    name = sealing.mark(f"{of}:{digest}", purpose="file")
    path = f"{_FOLDER}/{name[:2]}/{name}"
    target = Path(settings.MEDIA_ROOT) / path
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if target.exists():
        return path, digest
    write(target, sealing.seal_bytes(data, of=f"{of}:{digest}"))
    if (written := _written.get()) is not None:
        written.append(path)
    return path, digest


def read(path: str, digest: str, *, of: str) -> bytes:
    """Return a file's content; raises Unsealable, OSError."""
    return sealing.open_bytes((Path(settings.MEDIA_ROOT) / path).read_bytes(), of=f"{of}:{digest}")


def destroy(path: str) -> None:
    """Remove a file for good: its case's time of keeping is over."""
    (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)
