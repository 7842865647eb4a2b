"""A reader for test_sandbox: does what its file asks for, as hostile native code would."""

import os
import time
from pathlib import Path

from gongkai.readers import sandbox
from gongkai.readers.document import Document


def extract(data: bytes, *, name: str = "") -> Document:
    """Hang, allocate, die or answer."""
    word, _, rest = data.partition(b" ")
    match word:
        case b"spin":
            while True:
                pass
        case b"sleep":
            time.sleep(60)
        case b"allocate":
            bytearray(1 << 30)
        case b"abort":
            os.abort()
        case b"raise":
            raise IndexError
        case b"chatter":
            os.write(1, b"garbage " * 100)
        case b"pages":
            for page in (1, 2, 3):
                sandbox.tell(page)
        case b"write":
            Path(os.fsdecode(rest)).write_bytes(b"something")
    return Document("text/plain", (), title=word.decode())
