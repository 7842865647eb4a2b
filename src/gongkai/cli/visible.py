"""Texts of strangers made fit for a terminal: what would steer it is shown instead of obeyed."""

import re

# Controls (the escape among them), marks that turn the direction of writing, and lone surrogates.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_LINE = re.compile("[\t\n]+")


def visible(text: str) -> str:
    """Return a text with “�” for every character that steers a terminal or a reader's eye."""
    return _STEERING.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Return a text as `visible` does, and on one line."""
    return _LINE.sub(" ", visible(text))
