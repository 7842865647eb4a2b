"""What an official document says of itself: title, number, issuer, dates (layout: GB/T 9704-2012).

Everything found says from which words it was read and whether it is plain or to be checked; what was
not found is None. The day a document was made stands in its signature, never in its text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.readers.document import Document
from gongkai.readers.official_head import MANNER, Head, head_of, title_of
from gongkai.readers.official_lines import ORGAN, Found, Line, blocks_of, lines_of, words_of
from gongkai.readers.provisions import effect_of, expiry_of
from gongkai.readers.signature import Signature, printed_on, signature_of

_NOTE = re.compile(
    r"[(（](?:此件|此文件|本件|本文件|此文)[^（）()]{0,24}[)）]|[(（](?:主动公开|依申请公开|不予公开)[)）]"
)
_ANNEX = re.compile(r"附件[\d一二三四五六七八九十]{0,3}[:：]?")


@dataclass(frozen=True, slots=True)
class Official:
    """What a document says of itself; None where it does not say it.

    secrecy     a mark of secrecy (秘密, 机密, 绝密) on the first page
    disclosure  what the note below the date says: open, on_request, closed
    front       blocks that hold nothing but head, number and title
    signature   blocks of the issuer's name and the day at the end
    """

    title: Found[str] | None = None
    number: Found[str] | None = None
    issuer: Found[str] | None = None
    formed_on: Found[date] | None = None
    effective_on: Found[date] | None = None
    expires_on: Found[date] | None = None
    secrecy: Found[str] | None = None
    disclosure: Found[str] | None = None
    front: frozenset[int] = frozenset()
    signature: frozenset[int] = frozenset()


def recognise(document: Document) -> Official:
    """Return what an official document says of itself."""
    lines = lines_of(document)
    head = head_of(lines)
    title, title_lines, body = title_of(lines, head, document.title)
    annexes = (i for i in range(body, len(lines)) if _ANNEX.fullmatch(lines[i].bare))
    annex = next(annexes, len(lines))
    known = f"{head.organ.value if head.organ else ''}{title.value if title else ''}"
    signature, plain = signature_of(lines, body, annex, known)
    signed: tuple[int, ...] = ()
    formed_on = None
    if signature is not None:
        signed = blocks_of(signature.lines)
        words = words_of(signature.lines)
        formed_on = Found(signature.day, words, plain, signature.why(body), signed)
    effective_on, expires_on = _applies(lines[body:], formed_on)
    return Official(
        title=title,
        number=head.number,
        issuer=_issuer(signature, head, title),
        formed_on=formed_on,
        effective_on=effective_on,
        expires_on=expires_on,
        secrecy=head.secrecy,
        disclosure=_disclosure(lines),
        front=_whole(lines, [*head.lines, *title_lines]),
        signature=frozenset(signed),
    )


def _applies(
    lines: Sequence[Line], formed_on: Found[date] | None
) -> tuple[Found[date] | None, Found[date] | None]:
    """Return from and until when the document applies.

    自印发之日起 is the day in the foot; without one, and for 自发布之日起, it is inferred from the day
    the document was made, and not sure.
    """
    prose = [(line.text, line.block) for line in lines]
    effect = effect_of(prose)
    first = None
    if effect is not None:
        day, sure, why = effect.day, effect.sure, "sentence"
        if day is None and effect.since == "印发":
            day, why = printed_on(lines), "from_printing"
        if day is None and formed_on is not None:
            day, sure, why = formed_on.value, False, "from_signature"
        if day is not None:
            first = Found(day, effect.words, sure, why, (effect.block,))
    expiry = expiry_of(prose, first.value if first else None)
    if expiry is None:
        return first, None
    sure = expiry.sure and (not expiry.counted or bool(first and first.sure))
    return first, Found(expiry.day, expiry.words, sure, "sentence", (expiry.block,))


def _issuer(signature: Signature | None, head: Head, title: Found[str] | None) -> Found[str] | None:
    """Return the issuer: as the signature has it, else the red head, else the title."""
    if signature is not None and signature.organs:
        name = " ".join(signature.organs)
        agrees = head.organ is None or name in head.organ.value or head.organ.value in name
        words = words_of([line for line in signature.lines if ORGAN.search(line.bare)])
        return Found(name, words, agrees, "signature", blocks_of(signature.lines))
    if head.organ is not None:
        return head.organ
    before = title.value.split("关于")[0] if title and "关于" in title.value else ""
    if title is not None and before and ORGAN.fullmatch(before):
        return Found(before, title.value, False, "title", title.blocks)
    return None


def _whole(lines: Sequence[Line], front: Sequence[Line]) -> frozenset[int]:
    """Return the blocks of which every line is one of the front."""
    taken = {id(line) for line in front}
    rest = {line.block for line in lines if id(line) not in taken}
    return frozenset(line.block for line in front) - rest


def _disclosure(lines: Sequence[Line]) -> Found[str] | None:
    for line in lines:
        bare = line.bare
        if "公开" in bare and (_NOTE.fullmatch(bare) or MANNER.fullmatch(bare)):
            closed = re.search(r"不予公开|不公开|不宜公开|不得公开|内部", bare)
            value = "closed" if closed else "on_request" if "依申请" in bare else "open"
            return Found(value, line.text.strip(), True, "own_line", (line.block,))
    return None
