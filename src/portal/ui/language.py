"""Which language a page is in, and the law in its words."""

import re
from typing import Literal, Protocol

from django.utils.translation import get_language

_DIGITS = {sign: n for n, sign in enumerate("零一二三四五六七八九")}
_NUMBER = "[零一二三四五六七八九十百]+"
_ARTICLE = re.compile(
    f"(《[^《》]+》|条例)?第({_NUMBER})条(?:第({_NUMBER})款)?(?:第（({_NUMBER})）项)?"
)


class Named(Protocol):
    """A thing of the law with a name in both languages."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


def spoken() -> Literal["zh", "en"]:
    """Return the language in which the library's sentences are said to who looks on."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def said(thing: Named) -> str:
    """Return the name of a thing of the law in the language of the page."""
    return either(thing.zh, thing.en)


def either(zh: str, en: str) -> str:
    """Return the words that are in the language of the page."""
    return en if spoken() == "en" else zh


def article(words: str) -> str:
    """Write 条例第三十三条第二款 as it is, in English as article 33, paragraph 2 of the Regulations."""
    return _ARTICLE.sub(_in_english, words) if spoken() == "en" else words


def _in_english(found: re.Match[str]) -> str:
    source, *places = found.groups()
    number, paragraph, item = (_number(part) if part else 0 for part in places)
    parts = [f"article {number}", paragraph and f"paragraph {paragraph}", item and f"item ({item})"]
    of = "" if source is None else " of the Regulations" if source == "条例" else f" of {source}"
    return ", ".join(part for part in parts if part) + of


def _number(text: str) -> int:
    """Return 三十三 as 33, 一百零五 as 105."""
    total, digit = 0, 0
    for sign in text:
        if sign in "百十":
            total, digit = total + (digit or 1) * (100 if sign == "百" else 10), 0
        else:
            digit = _DIGITS[sign]
    return total + digit
