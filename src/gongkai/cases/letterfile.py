"""A file of facts: one letter as TOML, each fact by its name -> facts for ``letters.compose``."""

import tomllib
from typing import Any

from gongkai.errors import InputError

MOST_BYTES = 1_000_000


def parse(content: bytes, *, path: str = "-") -> dict[str, Any]:
    """Return the facts of one file; raises InputError for anything that is not TOML in UTF-8."""
    written = text(content, path=path)
    try:
        return tomllib.loads(written)
    except (ValueError, RecursionError):  # TOML errors, numbers too long, nesting
        raise InputError("cases.letter_file_toml", path=path) from None


def text(content: bytes, *, path: str = "-") -> str:
    """Return a file of facts or a template as text; raises InputError for one that is none."""
    if len(content) > MOST_BYTES:
        raise InputError("cases.letter_file_large", path=path, most=MOST_BYTES)
    try:
        return content.decode("utf-8-sig")
    except ValueError:
        raise InputError("cases.letter_file_text", path=path) from None
