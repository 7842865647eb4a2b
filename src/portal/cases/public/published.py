"""Already published documents that may answer a request, found by search before it is sent."""

import re
from collections.abc import Iterator

from portal.organs.models import Organ
from portal.publishing import queries
from portal.publishing.models import Document
from portal.publishing.search import asking, index, text

MOST = 5
_YEARS = re.compile(r"(19|20)\d\d年?(度|至|—|-)?")
_JOINS = re.compile(
    r"[\s\W]+|关于|有关|相关|以及|的|和|与|及|或|在|对|情况|信息|材料|资料|文件|明细|复印件|申请|公开|请|我们?|要|想|提供"
)


def answers(subject: str, number: str, organ: Organ) -> list[Document]:
    """Return public documents that may be what is asked: of the organ first, then of the others.

    None where the search cannot be asked now: a request goes on without it.
    """
    try:
        first = _found(subject, number, organ)
    except index.Outdated:
        return []
    rows = queries.public().select_related("organ", "shown").in_bulk(first)
    return [rows[pk] for pk in first if pk in rows]


def _found(subject: str, number: str, organ: Organ) -> list[int]:
    found: dict[int, None] = {}
    for words in _questions(subject, number):
        for within in (organ.pk, None):
            if len(found) < MOST:
                some = asking.places(text.asked(words), within=within, limit=MOST)
                found.update(dict.fromkeys(some))
    return list(found)[:MOST]


def _questions(subject: str, number: str) -> Iterator[str]:
    """Yield what to search for, the surest first."""
    if number.strip():
        yield number
    if subject.strip():
        yield f"“{subject.replace('”', '')}”"
    pieces = [one for one in _JOINS.split(_YEARS.sub(" ", subject)) if one and len(one) > 1]
    if len(pieces) > 1:
        yield " ".join(pieces)
    long = sorted(pieces, key=len, reverse=True)
    if len(pieces) > 2:
        yield " ".join(long[:2])
    yield from (one for one in long[:1] if len(one) > 3)
