"""Files made once and kept: downloads by what they are made of, within a bound, never of a withdrawn document.

The folder DATA/downloads is a cache: it may be emptied at any time. A file's name begins with the
number of its document, so that what was withdrawn is deleted with the withdrawal.
"""

import hashlib
import os
import re
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.jobs import periodic
from portal.publishing.models import CONTENT, Document, DocumentVersion

MOST_BYTES = 1 << 30
FORM = "1"  # counted up when the look of a download changes
PATIENCE = 2.0  # seconds somebody waits for the one place where files are made

_MAKING = threading.BoundedSemaphore(1)


class Busy(Exception):
    """Another file is being made and did not finish in time."""


def folder() -> Path:
    """Return where downloads are kept."""
    return Path(settings.DATA) / "downloads"


@contextmanager
def making() -> Iterator[None]:
    """Hold the process's one place for making files; raises Busy where it does not become free.

    A process answers with few threads: while one makes a file, the others go on showing pages.
    """
    if not _MAKING.acquire(timeout=PATIENCE):
        raise Busy
    try:
        yield
    finally:
        _MAKING.release()


def path_for(document: Document, version: DocumentVersion, ending: str, *also: str) -> Path:
    """Return where a download of a version stands; what it is made of says its name."""
    said = [FORM, *(str(getattr(version, name)) for name in CONTENT), *also]
    digest = hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:32]
    return folder() / f"{document.pk % 100:02d}" / f"{document.pk}-{digest}.{ending}"


def kept(path: Path, make: Callable[[], bytes]) -> Path:
    """Return the file, made where it is not there yet; whole or not at all. Raises Busy."""
    if not path.exists():
        with making():
            if not path.exists():
                write(path, make())
    return path


def write(path: Path, content: bytes) -> None:
    """Put a file in its place in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".making-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)


def forget(document: Document) -> None:
    """Delete what was made of a document that the public no longer sees; once that is certain."""
    if document.is_public:
        return

    def delete() -> None:
        for path in (folder() / f"{document.pk % 100:02d}").glob(f"{document.pk}-*"):
            path.unlink(missing_ok=True)

    transaction.on_commit(delete)


@periodic.every(3600, _("清理下载缓存"))
def tidy() -> None:
    """Keep the folder within its bound."""
    prune()


def prune(most: int = MOST_BYTES) -> int:
    """Delete the files not used for longest until the folder is within its bound; return how many."""
    files = []
    for path in folder().glob("*/*"):
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue
        files.append((stat.st_mtime, stat.st_size, path))
    size, gone = sum(entry[1] for entry in files), 0
    for _when, bytes_, path in sorted(files):
        if size <= most:
            break
        path.unlink(missing_ok=True)
        size, gone = size - bytes_, gone + 1
    return gone


_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def safe_name(title: str, most: int = 60) -> str:
    """Return a title as a file name that every system takes: no path, no sign that acts, not too long."""
    name = " ".join(_UNSAFE.sub("_", title).split()).strip(". ")[:most].strip(". ")
    return f"_{name}" if not name or _RESERVED.fullmatch(name) else name
