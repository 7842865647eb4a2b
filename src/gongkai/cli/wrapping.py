"""Break Chinese and mixed text into lines: by the width a terminal gives it, never inside a word.

A comma or a closing mark never opens a line, an opening mark never ends one (行首行尾禁则).
"""

import re
import unicodedata
from collections.abc import Iterator

_NOT_FIRST = frozenset("，。、；：？！）”’》」』】〕…·,.;:!?)]}％%")
_NOT_LAST = frozenset("（“‘《「『【〔([{")
_PIECE = re.compile(r"\s+|[\x21-\x7e]+|.", re.DOTALL)


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def wrapped(text: str, width: int) -> list[str]:
    """Return a text as lines of at most `width` columns; one line break of its own is kept."""
    return [line for part in text.split("\n") for line in _filled(part, max(width, 4))] or [""]


def _filled(text: str, width: int) -> Iterator[str]:
    line = ""
    for piece in _pieces(text):
        if width_of(line + piece.rstrip()) <= width:
            line += piece
            continue
        if line.strip():
            yield line.rstrip()
        line = piece.lstrip()
        while width_of(line) > width:  # a word longer than the line
            head = _head(line, width)
            yield head
            line = line[len(head) :]
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Yield what may not be broken: Latin words, single characters with the marks that cling."""
    held = ""
    for piece in _PIECE.findall(text):
        clings = piece[0] in _NOT_FIRST or not held or held[-1] in _NOT_LAST
        if held and not clings:
            yield held
            held = ""
        held += piece
    if held:
        yield held


def _head(text: str, width: int) -> str:
    for length in range(len(text), 0, -1):
        if width_of(text[:length]) <= width:
            return text[:length]
    return text[:1]
