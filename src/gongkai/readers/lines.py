"""Placed characters to lines of text: what is read together, and where a gap is a space.

Knows nothing of tables or file formats. Lengths are points, y grows downwards.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import add, eq, itemgetter, sub
from typing import NamedTuple

from gongkai.characters import raised
from gongkai.readers.ruling import Box

WORD_GAP = 0.3  # between two words, in character heights, besides the usual spacing of the line
WIDE_GAP = 1.0  # never inside a word, however the line is spaced
RUN_GAP = 0.15  # between two numbers drawn in two goes
UNKNOWN = "\ufffd"  # stands for what cannot be read
_OVER = 0.5  # a character that covers so much of the next one's width is printed over it
_TWICE = 0.3  # the same character once more, within this share of its width
_SMALL = 0.85  # of the height of the digit before: the sign of a note
_HIGHER = 0.15  # and its foot is so much of that height above the other's
_TOUCH = 0.1  # characters side by side overlap by no more than this share of their width
_SET = 0.8  # lines are set at least so far apart, in heights
_SPACED = 0.6  # the digits of one number stand at most so far apart, in heights
_UNEVEN = 0.15  # and their distances differ by no more than this
NUMBER_GAP = 0.5  # between two numbers that stand in two cells
VALUE = re.compile(r"[\d.,，．%％/／\-—–－]+")  # a number, or a sign that stands for none
NUMBERED = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．](?!\d)"
)  # “（一）”, “2.”


class Glyph(NamedTuple):
    """One character and its box.

    turn  its clockwise quarter turns on the page
    run   the same for digits that the file draws in one go, 0 where that is not known
    sure  how sure text recognition was of it, from 0 to 1
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    turn: int = 0
    run: int = 0
    sure: float = 1.0


def with_notes(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the characters with small digits set high behind a digit as what they are: signs of notes."""
    found: list[Glyph] = []
    base: Glyph | None = None
    for glyph in glyphs:
        if not "0" <= glyph[0] <= "9":
            base = None
        elif base is None or not _is_note(glyph, base):
            base = glyph
        else:
            glyph = glyph._replace(text=raised(glyph.text))
        found.append(glyph)
    return found


def _is_note(glyph: Glyph, base: Glyph) -> bool:
    """Whether a digit is smaller than the one before it, stands higher and close behind it."""
    high = base.bottom - base.top
    return (
        glyph.bottom - glyph.top < _SMALL * high
        and glyph.bottom < base.bottom - _HIGHER * high
        and glyph.top < base.top + _HIGHER * high
        and -_TOUCH * high < glyph.left - base.right < high
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: its visible characters from left to right, and `row` with the blanks.

    size  the median height of the characters
    """

    text: str
    box: Box
    glyphs: tuple[Glyph, ...]
    row: tuple[Glyph, ...]
    size: float


def box_of(glyphs: Iterable[Glyph]) -> Box:
    """Return the box around characters; there must be one."""
    _, lefts, tops, rights, bottoms, *_ = zip(*glyphs, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Group upright characters into lines, top to bottom; blank ones only space the others."""
    rows: list[list[Glyph]] = []
    middle = reach = 0.0  # of the first character of the line; twice the values, to save a division
    for glyph in sorted(glyphs, key=_middle):
        height = glyph[4] - glyph[2]
        y = glyph[2] + glyph[4]
        if rows and y - middle <= min(height, reach):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            middle, reach = y, height
    return [line for row in rows if (line := _line(sorted(row, key=_left))) is not None]


def _line(row: Sequence[Glyph]) -> Line | None:
    """Return the line of characters that stand side by side, None where all are blank.

    A character drawn twice, as poor man's bold, counts once.
    """
    texts, lefts, tops, rights, bottoms, *_ = zip(*row, strict=True)
    if any(map(eq, texts, texts[1:])):
        once = [b for a, b in pairwise(row) if _is_new(a, b)]
        if len(once) + 1 < len(row):
            row = [*row[:1], *once]
            texts, lefts, tops, rights, bottoms, *_ = zip(*row, strict=True)
    text = "".join(texts)
    if text.isspace():
        return None
    visible = row = tuple(row)
    if any(map(str.isspace, texts)):
        visible = tuple([g for g in row if not g[0].isspace()])
        _, lefts, tops, rights, bottoms, *_ = zip(*visible, strict=True)
        text = ""
    box = Box(min(lefts), min(tops), max(rights), max(bottoms))
    heights = sorted(map(sub, bottoms, tops))
    if not text or max(map(sub, lefts[1:], rights), default=0.0) > RUN_GAP * heights[0]:
        text = _spell(row)  # a gap may be wide enough for a space
    return Line(text, box, visible, row, heights[len(heights) // 2])


def _is_new(before: Glyph, glyph: Glyph) -> bool:
    """Whether a character is not the one before it, drawn once more."""
    return before[0] != glyph[0] or glyph[1] - before[1] >= _TWICE * (before[3] - before[1])


def pieces(line: Line) -> list[Line]:
    """Cut a line where a gap is too wide to be inside a sentence: two cells.

    Two numbers need less of a gap than two words do, where the digits themselves stand close.
    """
    if " " not in line.text:  # no gap was even wide enough for a space
        return [line]
    visible = line.glyphs
    gaps = [b[1] - a[3] for a, b in pairwise(visible)]
    usual = sorted(gaps)[(len(gaps) - 1) // 2]
    numbers = max(NUMBER_GAP * line.size, usual + WORD_GAP * line.size)
    starts = {
        id(after)
        for (before, after), gap in zip(pairwise(visible), gaps, strict=True)
        if gap > WIDE_GAP * line.size
        or (gap > numbers and VALUE.fullmatch(before.text + after.text))
        or _new_number(before, after, gap - max(usual, 0.0))
    }
    groups: list[list[Glyph]] = [[]]
    for glyph in line.row:
        if id(glyph) in starts:
            groups.append([])
        groups[-1].append(glyph)
    return [part for group in groups if (part := _line(group)) is not None]


def _new_number(before: Glyph, after: Glyph, gap: float) -> bool:
    """Whether two digits are drawn apart, in two goes: the end of a number and the next one."""
    apart = before.run != after.run and bool(before.run and after.run)
    return apart and gap > RUN_GAP * (after.bottom - after.top)


def _middle(glyph: Glyph) -> float:
    """Return twice the height at which a character stands."""
    return glyph[2] + glyph[4]


_left = itemgetter(1)


def _spell(row: Sequence[Glyph]) -> str:
    """Return the text of one line, with a space where one is printed or a gap is too wide.

    Evenly spaced-out text is no row of words: a gap counts by how far it exceeds the usual one.
    Between Chinese characters only a wide gap is a space.
    """
    pairs: list[tuple[Glyph, float, bool]] = []  # character, gap before it, blank before it
    right = 0.0
    blank = False
    for glyph in row:
        if glyph[0].isspace():
            blank = bool(pairs)
            continue
        pairs.append((glyph, glyph[1] - right if pairs else 0.0, blank))
        right, blank = glyph[3], False
    if len(pairs) == 1:
        return pairs[0][0].text
    gaps = sorted([gap for _, gap, _ in pairs[1:]])
    usual = max(gaps[(len(gaps) - 1) // 2], 0.0)
    tight = gaps[-1] <= 0.0  # no gap anywhere: only printed blanks count
    parts: list[str] = []
    before: Glyph | None = None
    for glyph, gap, blank in pairs:
        if before is not None and (blank or not tight):
            if blank:
                parts.append(" ")
            elif gap > 0.0:
                height = min(glyph.bottom - glyph.top, before.bottom - before.top)
                limit = WIDE_GAP
                if not (is_chinese(before.text[-1]) or is_chinese(glyph.text[0])):
                    limit = min(WIDE_GAP, usual / max(height, 1.0) + WORD_GAP)
                if gap > limit * height or _new_number(before, glyph, gap - usual):
                    parts.append(" ")
        parts.append(glyph.text)
        before = glyph
    return "".join(parts)


@cache
def is_chinese(character: str) -> bool:
    """Whether a character is set without spaces: Chinese characters and full-width signs."""
    return unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—·"


def words_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return the numbers, in the order in which they are drawn, and all other characters singly.

    The digits of a number are drawn in one go, or each by itself at one distance; where the next
    number begins, even one that overlaps, another run begins or the distance is another.
    """
    count = Counter([g[6] for g in glyphs if g[0].isdigit() and not g[5]])
    found: list[list[Glyph]] = []
    word: list[Glyph] | None = None
    for glyph in glyphs:
        if not glyph[0].isdigit() or glyph[5]:
            found.append([glyph])
            word = None
        elif word is not None and _goes_on(word, glyph, count):
            word.append(glyph)
        else:
            word = [glyph]
            found.append(word)
    return found


def _goes_on(word: Sequence[Glyph], glyph: Glyph, count: Mapping[int, int]) -> bool:
    """Whether a digit is the next one of a number; `count` has the digits of each run."""
    last = word[-1]
    height = glyph[4] - glyph[2]
    gap = glyph[1] - last[3]
    if abs(glyph[4] - last[4]) > 0.1 * height or not -0.3 * height < gap < _SPACED * height:
        return False
    if not one_run(last, glyph) and any(run and count[run] > 1 for run in (last.run, glyph.run)):
        return False  # a run of several digits is a number by itself
    return len(word) == 1 or abs(gap - (word[1][1] - word[0][3])) < _UNEVEN * height


def one_run(a: Glyph, b: Glyph) -> bool:
    """Whether the file draws two digits in one go."""
    return a.run == b.run != 0


def on_one_level(glyphs: Iterable[Glyph]) -> bool:
    """Whether characters stand so level that they make one line."""
    _, _, tops, _, bottoms, *_ = zip(*glyphs, strict=True)
    levels: list[float] = [*map(add, tops, bottoms)]
    lowest: float = min(map(sub, bottoms, tops))
    return max(levels) - min(levels) <= lowest


def run_together(glyphs: Sequence[Glyph]) -> str | None:
    """Return the text of upright characters drawn one beside the other without any gap.

    None where they are more than one line, or have blanks, gaps or other characters over them:
    most cells hold nothing but a number or a short label, and need no more than this.
    """
    if not glyphs:
        return ""
    texts, lefts, tops, rights, bottoms, turns, _, _ = zip(*glyphs, strict=True)
    if any(turns):
        return None
    text = "".join(texts)
    if len(text.split()) != 1 or text[0].isspace() or text[-1].isspace():
        return None
    if len(texts) > 1:
        low = min(map(sub, bottoms, tops))
        levels = [*map(add, tops, bottoms)]
        gaps = [*map(sub, lefts[1:], rights)]
        if max(levels) - min(levels) > low:
            return None
        if max(gaps) > RUN_GAP * low or -min(gaps) > _TOUCH * min(map(sub, rights, lefts)):
            return None
    return text


def cell_text(glyphs: Sequence[Glyph], width: float, margin: float = 0.0) -> str:
    """Return the text of a cell `width` points wide, whichever way its characters are turned.

    margin  how much of that width stays free in cells that are full
    Lines are joined where the text ran on (Chinese, or a number broken because the cell was full);
    otherwise a line break stays, so that two numbers never become one. Where the text of another cell
    is printed over it, nothing is known.
    """
    first = glyphs[0]
    if first.run and all(g.run == first.run for g in glyphs):
        return "".join(g.text for g in glyphs).strip()  # one number drawn in one go
    turned = [g for g in glyphs if g.turn]
    if len(turned) * 2 > len(glyphs):
        quarter = turned[0].turn
        glyphs = [upright(g, quarter) for g in glyphs]
        width = 0.0  # how far a turned line could run is not known: nothing is full
    text = ""
    previous: Line | None = None
    for line in lines(glyphs):
        if _is_overprinted(line) or (previous is not None and _collide(previous, line)):
            return UNKNOWN
        if previous is None:
            text = line.text
        else:
            text += _seam(previous, line, width, margin) + line.text
        previous = line
    return text


def upright(glyph: Glyph, quarter: int, width: float = 0.0, height: float = 0.0) -> Glyph:
    """Return a character of a page `width` by `height` that is turned back `quarter` quarters."""
    box = turned_back(Box(*glyph[1:5]), quarter, width, height)
    return Glyph(glyph.text, *box, (glyph.turn - quarter) % 4, glyph.run)


def turned_back(box: Box, quarter: int, width: float = 0.0, height: float = 0.0) -> Box:
    """Return a box of a page `width` by `height` after turning it `quarter` quarters to the left."""
    left, top, right, bottom = box
    if quarter == 1:
        return Box(top, width - right, bottom, width - left)
    if quarter == 2:
        return Box(width - right, height - bottom, width - left, height - top)
    if quarter == 3:
        return Box(height - bottom, left, height - top, right)
    return box


def _is_overprinted(line: Line) -> bool:
    """Whether characters stand on others: two texts that cannot be told apart."""
    return any(
        a[3] - b[1] > _OVER * min(a[3] - a[1], b[3] - b[1]) and a[0].isalnum() and b[0].isalnum()
        for a, b in pairwise(line.glyphs)
    )


def _collide(upper: Line, lower: Line) -> bool:
    """Whether two lines of a cell stand closer than lines are set: they belong to two cells."""
    a, b = upper.box, lower.box
    return (
        b.top - a.top < _SET * min(upper.size, lower.size) and a.left < b.right and b.left < a.right
    )


def is_full(line: Line, following: Glyph, width: float, margin: float) -> bool:
    """Whether the next character had no room in a line of a cell `width` points wide."""
    room = width - (line.box.right - line.box.left)
    digit = following.right - following.left
    return width > 0 and len(line.text) > 1 and room < max(1.9 * digit, margin + 1.3 * digit)


def _seam(upper: Line, lower: Line, width: float, margin: float) -> str:
    """Return what stands between two lines of a cell: nothing, a space or a line break.

    Where digits go on below a line that was not full, a blank line: these are two numbers.
    """
    before, after = upper.text[-1], lower.text[0]
    if is_chinese(before) or is_chinese(after):
        return ""
    if before.isalpha() and after.isalpha():
        return " "
    if is_full(upper, lower.glyphs[0], width, margin):
        return ""
    return "\n\n" if before.isdigit() and after.isdigit() else "\n"


def prose_seam(before: str, after: str) -> str:
    """Return what stands between two lines of one paragraph: nothing, or a space between words."""
    if is_chinese(before[-1]) or is_chinese(after[0]):
        return ""
    return "" if before[-1].isdigit() and after[0].isdigit() else " "
