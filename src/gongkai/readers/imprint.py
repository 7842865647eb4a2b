"""The 版记 at the end of an official document (GB/T 9704 7.4): 抄送, 印发机关 and 印发日期."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_COPIES = re.compile(r"抄送[:：].{2,}")
_PRINTED = re.compile(r"(?P<printer>.{0,60}?)20\d{2}年\d{1,2}月\d{1,2}日印发")
_MOST = 10  # paragraphs at the end among which a 版记 begins


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a 版记 says; `begins`: the number of its first paragraph, None where there is none."""

    copies_to: str = ""
    printer: str = ""
    begins: int | None = None


def imprint_of(closing: Sequence[str]) -> Imprint:
    """Return the 版记 with which paragraphs end; words after it are no 版记.

    抄送 runs on over lines until its full stop or the line of printing.
    """
    lines = [
        (number, "".join(line.split()))
        for number, text in enumerate(closing)
        if number >= len(closing) - _MOST
        for line in text.splitlines()
        if line.strip()
    ]
    for begin, (number, line) in enumerate(lines):
        if not (_COPIES.fullmatch(line) or _PRINTED.fullmatch(line)):
            continue
        rest = [text for _number, text in lines[begin:]]
        printed = _PRINTED.fullmatch(rest[-1])
        copies = "".join(rest[:-1] if printed else rest)
        if copies and (not copies.startswith("抄送") or "。" in copies[:-1]):
            return Imprint()
        return Imprint(copies[3:].rstrip("。"), printed["printer"] if printed else "", number)
    return Imprint()
