"""Addresses of pages that are written many times on one page."""

import re
from functools import lru_cache

from django.urls import NoReverseMatch, reverse

_MARK = "700000{}"
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")


@lru_cache(maxsize=1000)
def _pattern(name: str, words: tuple[str, ...]) -> str:
    """Return the address of a view with places for those of its arguments that are empty; "" for none."""
    marks = [word or _MARK.format(at) for at, word in enumerate(words)]
    try:
        found = reverse(name, args=marks)
    except NoReverseMatch:
        return ""
    for at, word in enumerate(words):
        if not word:
            found = found.replace(marks[at], f"{{{at}}}")
    return found


def url(name: str, *args: str | int) -> str:
    """Return what `reverse` returns; of plain arguments without looking through all addresses."""
    words = [str(one) for one in args]
    if all(map(_PLAIN.fullmatch, words)):
        found = _pattern(name, ("",) * len(words)) or _pattern(
            name, tuple("" if word.isdigit() else word for word in words)
        )
        if found:
            return found.format(*words)
    return reverse(name, args=args)
