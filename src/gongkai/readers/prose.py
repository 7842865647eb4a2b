"""Lines of text to paragraphs: what belongs together, also over a page break, and what is dropped.

Chinese setting: a paragraph begins with an indent, after a short last line, or as a numbered
heading. Page numbers and running heads are no part of a report. Lengths are points.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.readers.lines import Line, is_chinese, prose_seam

_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}\s*、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]+[部章节]|附[件表:：])"
)
_PAGE_NUMBER = re.compile(
    r"[—–\-－―·•\s]*第?\s*\d{1,4}\s*页?\s*(?:[/／,，、]?\s*共?\s*\d{1,4}\s*页?)?[—–\-－―·•\s]*"
)
_ENDS = "。！？；：!?;:"
_MARGIN = 0.14  # share of the page height where running heads and page numbers stand


@dataclass(frozen=True, slots=True)
class Measure:
    """Where the text of a page begins and ends, and its usual size."""

    left: float
    right: float
    size: float


def measure(lines: Sequence[Line]) -> Measure | None:
    """Return the measure of a text, None where there is no line."""
    if not lines:
        return None
    sizes = sorted(line.size for line in lines)
    size = sizes[len(sizes) // 2]
    lefts = sorted(line.box.left for line in lines)
    rights = sorted(line.box.right for line in lines)
    return Measure(lefts[len(lefts) // 10], rights[-1 - len(rights) // 10], size)


def without_furniture(pages: Sequence[tuple[float, Sequence[Line]]]) -> list[list[Line]]:
    """Return the lines of each page (its height, its lines) without page numbers and running heads.

    A running head stands outermost at the top or bottom and says the same, digits aside, on at
    least half of the pages.
    """
    kept = [list(lines) for _, lines in pages]
    heights = [height for height, _ in pages]
    for at in (0, -1):
        while True:
            outer = [
                lines[at] if lines and _in_margin(lines[at], height, at) else None
                for lines, height in zip(kept, heights, strict=True)
            ]
            said = [re.sub(r"\d+", "#", line.text) if line else None for line in outer]
            dropped = False
            for number, line in enumerate(outer):
                if line is None:
                    continue
                often = said.count(said[number]) >= max(2, len(pages) / 2)
                if often or _PAGE_NUMBER.fullmatch(line.text):
                    del kept[number][at]
                    dropped = True
            if not dropped:
                break
    return kept


def _in_margin(line: Line, height: float, at: int) -> bool:
    middle = (line.box.top + line.box.bottom) / 2
    return middle < _MARGIN * height if at == 0 else middle > (1 - _MARGIN) * height


def begins(
    previous: Line, line: Line, before: Measure, text: Measure, *, new_page: bool = False
) -> bool:
    """Whether a paragraph begins with `line`, the one that follows `previous`.

    before, text  the measures of the pages that the two lines stand on
    """
    size = max(line.size, 1.0)
    if _one_title(previous, line, text):
        return False
    if not _same_size(previous, line, 0.2):
        return True
    if not new_page and line.box.top - previous.box.bottom > 1.6 * size:
        return True
    short = previous.box.right < before.right - 2.5 * size
    indented = line.box.left > text.left + 1.2 * size
    ended = previous.text[-1] in _ENDS
    if short or (_HEADING.match(line.text) and (indented or ended)):
        return True
    if not indented:
        return False
    return ended or previous.box.left <= before.left + 1.2 * size or new_page


def _same_size(a: Line, b: Line, tolerance: float) -> bool:
    """Whether two lines are set in one size of type, within a share of it."""
    if abs(a.size - b.size) < 0.01 * a.size:
        return True
    one, other = _em(a), _em(b)
    return abs(one - other) < tolerance * max(one, other)


def _em(line: Line) -> float:
    """Return the type size: the width of Chinese characters, for heights differ between fonts."""
    widths = sorted(g.right - g.left for g in line.glyphs if is_chinese(g.text[0]))
    return widths[len(widths) // 2] if len(widths) > 2 else line.size


def _one_title(previous: Line, line: Line, text: Measure) -> bool:
    """Whether two centred lines in large type are one title."""
    same = _same_size(previous, line, 0.05)
    close = -0.5 * line.size < line.box.top - previous.box.bottom < 1.2 * line.size
    return (
        same
        and close
        and line.size > 1.15 * text.size
        and all(_centred(each, text) for each in (previous, line))
        and not _HEADING.match(line.text)
    )


def _centred(line: Line, text: Measure) -> bool:
    before, after = line.box.left - text.left, text.right - line.box.right
    return abs(before - after) < 1.5 * line.size


def join(text: str, line: Line) -> str:
    """Return a paragraph with one line more."""
    return text + prose_seam(text, line.text) + line.text
