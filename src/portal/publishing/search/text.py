"""What is indexed of a text, what is asked by a query, and the words shown around a hit.

Chinese is indexed by pairs of neighbouring characters: every query of two or more characters is found
wherever it stands, which a dictionary of words does not promise.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from gongkai.characters import WITHOUT_WIDTH, half_width

_TAGS = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"[ \t\xa0]+")
_BREAK = re.compile(r"</(?:p|h[1-6]|li|tr|td|th|div)>|<br ?/?>", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]+)[”\"」』]")
_NUMBER = re.compile(r"[一-龥]{1,12}[〔\[(【]\s*\d{4}\s*[〕\])】]\s*\d{1,5}\s*号")
_YEAR = re.compile(r"\((\d{4})\)")
MOST = 8  # words of a query that count; a longer query is no search but a text


def plain(body: str) -> str:
    """Return the words of a cleaned HTML body, a line a block."""
    text = html.unescape(_TAGS.sub("", _BREAK.sub("\n", body)))
    if "  " in text or "\t" in text or "\xa0" in text:
        text = _SPACE.sub(" ", text)
    return text.strip()


# What nearly every text has of full width; replaced first, nearly every text is then in NFKC form.
_USUAL = [
    (chr(c), unicodedata.normalize("NFKC", chr(c))) for c in map(ord, "，：；（）！？％～　\xa0…")
]
_SIGNS = re.compile(f"[{''.join(WITHOUT_WIDTH)}－−﹣‐‑‒＋﹢]")


def folded(text: str) -> str:
    """Return a text as it is compared: half-width, lower case, brackets of a 文号 all alike."""
    for full, half in _USUAL:
        text = text.replace(full, half)
    if _SIGNS.search(text) or not unicodedata.is_normalized("NFKC", text):
        text = half_width(text)
    text = text.lower()
    for one, other in ("[〔", "]〕", "【〔", "】〕"):
        text = text.replace(one, other)
    return text


def spaceless(text: str) -> str:
    """Return a number (文号, index number) as it is compared: folded, no white space, (2026) as 〔2026〕."""
    return _YEAR.sub(r"〔\1〕", "".join(folded(text).split()))


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for.

    words    each must occur, as it stands
    number   the query is a 文号 or an index number, to be found exactly
    """

    words: tuple[str, ...]
    number: str = ""


def asked(query: str) -> Asked:
    """Return what a query asks for; quotation marks keep white space inside a word."""
    query = folded(query[:200])
    quoted = [q.strip() for q in _QUOTED.findall(query)]
    rest = _QUOTED.sub(" ", query)
    words = tuple(dict.fromkeys(w for w in (*quoted, *rest.split()) if w))[:MOST]
    bare = spaceless(query)
    exact = bare if _NUMBER.fullmatch(bare) or re.fullmatch(r"[0-9a-z]+/[\d-]+", bare) else ""
    return Asked(words, exact)


def pairs(word: str) -> list[str]:
    """Return the pairs of neighbouring characters of a word."""
    return [word[i : i + 2] for i in range(len(word) - 1)]


def marked(text: str, words: Sequence[str]) -> SafeString:
    """Return a text as HTML with the words that were asked for marked, and only they."""
    low = folded(text)
    if len(low) != len(text):  # a character became two: mark nothing rather than the wrong place
        return mark_safe(html.escape(text))
    found = sorted((m.start(), m.end()) for w in words for m in re.finditer(re.escape(w), low))
    pieces, at = [], 0
    for start, end in found:
        if start >= at:
            pieces += [
                html.escape(text[at:start]),
                "<mark>",
                html.escape(text[start:end]),
                "</mark>",
            ]
            at = end
    return mark_safe("".join([*pieces, html.escape(text[at:])]))


def excerpt(text: str, words: Sequence[str], width: int = 90) -> SafeString:
    """Return the stretch of a text around the first word found, marked."""
    text = re.sub(r"\s+", " ", text)
    low = folded(text)
    at = min((low.find(w) for w in words if w in low), default=0)
    start = max(at - width // 3, 0)
    piece = text[start : start + width]
    lead, tail = "…" if start else "", "…" if start + width < len(text) else ""
    return mark_safe(f"{lead}{marked(piece, words)}{tail}")
