"""One page of a PDF or picture from outside, drawn in a process of its own with bounded memory and time."""

import contextlib
import io
import os
import sys
from typing import Any

from gongkai.errors import InputError

DPI = 110
_MEMORY = 3 << 30
SECONDS = 30


def main() -> int:
    """Read a file from the standard input and write the page named in the arguments as PNG."""
    _bound()
    number = int(sys.argv[1])
    data = sys.stdin.buffer.read()
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what native code prints is no answer
    try:
        picture = _drawn(data, number)
    except (InputError, IndexError):
        return 3
    buffer = io.BytesIO()
    picture.quantize(64).save(buffer, "PNG", optimize=False, compress_level=6)
    answer.write(buffer.getvalue())
    answer.flush()
    return 0


def _drawn(data: bytes, number: int) -> Any:
    from gongkai.redaction import scans
    from gongkai.redaction.opened import opened, page_of, picture_of
    from gongkai.redaction.worker import Job

    if b"%PDF-" not in data[:1024]:
        data = scans.run(Job("picture", data))
    with opened(data) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        return picture_of(page_of(document, number - 1), dpi=DPI, grey=False)


def _bound() -> None:
    with contextlib.suppress(ImportError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
