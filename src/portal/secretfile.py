"""A secret that an installation makes once and keeps in a file its owner alone can read."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def kept(path: Path, make: Callable[[], str]) -> str:
    """Return the secret in a file; at the first call it is made, whole or not at all.

    Of several processes that call at once one makes it, and all return the same. Raises OSError.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile("w", encoding="ascii", dir=path.parent) as file:  # mode 0600
            file.write(make())
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileExistsError):  # a link appears with its content, and never replaces
                os.link(file.name, path)
    return path.read_text(encoding="ascii").strip()
