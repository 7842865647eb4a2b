"""Files as they came: under their digest, written before the database names them, never given out."""

import hashlib
import os
import time
from pathlib import Path

from django.conf import settings

from portal.intake.models import File
from portal.publishing.files import write

_FOLDER = "intake"
_STALE = 24 * 3600  # seconds after which a file that belongs to nothing is debris


def _path(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / _FOLDER / digest[:2] / digest


def keep(data: bytes) -> str:
    """Write a file so that it survives a crash, and return its digest."""
    digest = hashlib.sha256(data).hexdigest()
    target = _path(digest)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if target.exists() and target.stat().st_size == len(data):
        os.utime(target)  # young again: `sweep` leaves it alone
    else:
        write(target, data)
    return digest


def content(digest: str) -> bytes:
    """Return a file; raises OSError."""
    return _path(digest).read_bytes()


def sweep(*, older_than: float = _STALE) -> int:
    """Remove files that no batch names and that were written a day ago; return how many."""
    before = time.time() - older_than
    root = Path(settings.MEDIA_ROOT) / _FOLDER
    old = {p.name: p for p in root.glob("??/*") if p.is_file() and p.stat().st_mtime < before}
    names = list(old)
    for start in range(0, len(names), 500):
        known = File.objects.filter(sha256__in=names[start : start + 500])
        for name in known.values_list("sha256", flat=True).distinct():
            old.pop(name, None)
    for path in old.values():
        path.unlink(missing_ok=True)
    return len(old)
