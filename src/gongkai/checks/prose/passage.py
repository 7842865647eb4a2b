"""The words of one part of a report as one string that can be searched, with the way back.

White space goes (a page break may stand inside a word), full-width digits and traditional characters
are read as what they mean, and every character keeps its place: `Passage.shown` has the same length
as `Passage.text` and is what a finding quotes.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from gongkai.characters import SIMPLIFIED, WITHOUT_WIDTH, half_width
from gongkai.forms.filled import Origin, Paragraph, Section

# One character for one character, so that places stay. Marks are those of Chinese prose.
_MARKS = dict(zip("();:!?", "（）；：！？", strict=True))
_WIDE = {wide: half_width(wide) for wide in "０１２３４５６７８９％．～﹪"}
_SAME = {**_WIDE, **_MARKS, "〇": "零", **SIMPLIFIED}
# Few characters differ, and a character class finds them faster than str.translate looks each up.
_DIFFERENT = re.compile(f"[{re.escape(''.join(_SAME))}]")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_BLANKS = re.compile(rf"[\s{WITHOUT_WIDTH}]+")
_PAGE_NUMBER = re.compile(r"^[\s\-—－–·]*\d{1,3}[\s\-—－–·]*$")
_ENDS = re.compile(r"[。！？!?；;：:]$")
_OPENS = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}[）)、.．](?!\d)|第?[一二三四五六七八九十][是方])"
)
_ABRIDGED = re.compile(r"[［\[【(（]\s*(?:……|…|\.\.\.|略|下略|节选)\s*[］\]】)）]|\.{6,}|略去")
_SENTENCE_END = re.compile(r"[。！？\n]+")
_CLAUSE_END = re.compile(r"[，。；：！？\n（）]")
_HEADING = re.compile(
    r"(?:(?<=[。；！？\n])|^)(?:（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,2}、)"
    r"([^，。；：\n]{2,26})"
)


class Span(NamedTuple):
    """A stretch of a passage, half open."""

    start: int
    end: int


class Heading(NamedTuple):
    """A sub-heading and the stretch of text it stands over (itself left out)."""

    title: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Passage:
    """One part of the report; `number` is 1-6, 0 for what stands before part one.

    text      white space removed, digits, punctuation and traditional characters made uniform;
              paragraphs are parted by ``\\n`` unless a page or line break cut a sentence
    shown     the same characters as printed
    abridged  the source itself says that words were left out, so absence proves nothing
    """

    number: int
    title: str
    text: str
    shown: str
    starts: tuple[int, ...]
    origins: tuple[Origin | None, ...]
    abridged: bool

    def origin(self, at: int) -> Origin | None:
        """Return where the paragraph stood that holds the character `at`."""
        index = bisect_right(self.starts, at) - 1
        return self.origins[index] if index >= 0 else None

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences in order, without their final mark."""
        spans, start = [], 0
        for mark in _SENTENCE_END.finditer(self.text):
            if mark.start() > start:
                spans.append(Span(start, mark.start()))
            start = mark.end()
        if start < len(self.text):
            spans.append(Span(start, len(self.text)))
        return tuple(spans)

    @cached_property
    def _sentence_starts(self) -> tuple[int, ...]:
        return tuple(span.start for span in self.sentences)

    def sentence_at(self, at: int) -> int:
        """Return the index of the sentence that holds the character `at`."""
        return max(bisect_right(self._sentence_starts, at) - 1, 0)

    @cached_property
    def _marks(self) -> tuple[int, ...]:
        return tuple(mark.start() for mark in _CLAUSE_END.finditer(self.text))

    def clause_at(self, at: int) -> Span:
        """Return the clause (from mark to mark, ``、`` is none) that holds the character `at`."""
        index = bisect_right(self._marks, at)
        start = self._marks[index - 1] + 1 if index else 0
        end = self._marks[index] if index < len(self._marks) else len(self.text)
        return Span(start, end)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The sub-headings （一）…, 1. … in order, each with the text up to the next."""
        marks = list(_HEADING.finditer(self.text))
        ends = [mark.start() for mark in marks[1:]] + [len(self.text)] * bool(marks)
        return tuple(
            Heading(mark[1], mark.end(), end) for mark, end in zip(marks, ends, strict=True)
        )

    def heading_at(self, at: int) -> str:
        """Return the sub-heading over the character `at`, "" where there is none."""
        return next((h.title for h in self.headings if h.start <= at < h.end), "")


def passage(section: Section) -> Passage:
    """Return the words of a part of a report, ready to be searched."""
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[Origin | None] = []
    length, open_end = 0, False
    for paragraph in _prose(section.paragraphs):
        shown = _BLANKS.sub("", paragraph.text)
        if pieces and not (open_end and not _OPENS.match(shown)):
            pieces.append("\n")
            length += 1
        pieces.append(shown)
        starts.append(length)
        origins.append(paragraph.origin)
        length += len(shown)
        # A heading has no full stop either; it is short and the next line is no part of it.
        open_end = not _ENDS.search(shown) and not (len(shown) < 26 and _OPENS.match(shown))
    shown = "".join(pieces)
    return Passage(
        number=section.number,
        title=section.title,
        text=uniform(shown),
        shown=shown,
        starts=tuple(starts),
        origins=tuple(origins),
        abridged=bool(_ABRIDGED.search(shown)),
    )


def uniform(text: str) -> str:
    """Return text of the same length in which figures, marks and characters are of one kind."""
    text = _DIFFERENT.sub(lambda match: _SAME[match[0]], text)
    return _THOUSANDS.sub("\x00", text).replace(",", "，").replace("\x00", ",")


def _prose(paragraphs: Iterable[Paragraph]) -> Sequence[Paragraph]:
    """Leave out blank lines, page numbers and what is left of table rows."""
    return [
        p
        for p in paragraphs
        if p.text.strip() and not _PAGE_NUMBER.match(p.text) and p.text.count("\t") < 2
    ]
