"""How much is read at all: bytes of a file, cells and characters of a document.

Every format has its own smaller limits; these hold for all of them, so that what comes after a
reader never meets a document that is out of all proportion to a report.
"""

import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path

from gongkai.errors import UnreadableInput

MAX_BYTES = 256 << 20
MAX_CELLS = 100_000  # a report has about three hundred
MAX_PARAGRAPHS = 10_000  # the longest reports have some hundreds
MAX_CHARACTERS = 200_000  # of prose; the longest reports have some 30,000
MAX_PARAGRAPH = 30_000  # characters; a text file may hold all of a report on one line
# Nobody writes so long without a Chinese character, or a number so long: patterns need not cope.
_NO_PROSE = re.compile(r"[^\u3400-\u9fff]{1000}|[零〇一二两三四五六七八九十百千万亿]{400}")


def first_bytes(path: Path | str, most: int) -> bytes:
    """Return at most `most` bytes of a file or pipe, without waiting for one nobody writes to.

    Raises OSError, and ValueError for a NUL in the path.
    """
    with open(path, "rb", opener=_without_waiting) as file:
        if stat.S_ISFIFO(os.fstat(file.fileno()).st_mode):
            os.set_blocking(file.fileno(), True)  # a writer is there, or the read ends at once
        return file.read(most)


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def file_bytes(path: Path, *, most: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file; raises OSError, and UnreadableInput beyond `most`."""
    refuse_size(path.stat().st_size, most=most)
    data = first_bytes(path, most + 1)  # a device says 0, and a file may grow
    refuse_size(len(data), most=most)
    return data


def refuse_size(size: int, *, most: int = MAX_BYTES) -> None:
    """Raise UnreadableInput where a file has more than `most` bytes."""
    if size > most:
        megabytes, limit = -(-size // (1 << 20)), most >> 20
        raise UnreadableInput("readers.too_large", megabytes=megabytes, limit=limit)


def refuse_excess(texts: Sequence[str], *, cells: Sequence[str] = ()) -> None:
    """Raise UnreadableInput for more prose (a text a paragraph) or cells than any report has."""
    if (
        len(cells) > MAX_CELLS
        or sum(map(len, cells)) > MAX_CHARACTERS
        or len(texts) > MAX_PARAGRAPHS
        or max(map(len, texts), default=0) > MAX_PARAGRAPH
        or sum(map(len, texts)) > MAX_CHARACTERS
        or any(len(text) >= 400 and _NO_PROSE.search(text) for text in (*texts, *cells))
    ):
        raise UnreadableInput("readers.too_complex")
