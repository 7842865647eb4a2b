"""Tables copied as bare lines: one cell a line, or a row a line with labels broken over several.

What ``pdftotext`` (raw or with -layout) and copying leave: no mark between cells but white space,
long labels in pieces above and below their values, page numbers in between. A piece of a label is
told by its words, which stand in some label of the form; rows begin where a label follows a value.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongkai.forms.filled import Origin
from gongkai.readers.document import Grid, GridCell
from gongkai.readers.headings import heading_of
from gongkai.readers.numerals import is_value
from gongkai.readers.vocabulary import (
    is_form_label,
    is_label_piece,
    is_like_label,
    names_a_row,
)

_FEWEST_CELLS = 6
_FEWEST_FIGURES = 5  # so many figures side by side are a row of table three
_MOST_PIECES = 6  # a label is broken into no more pieces above or below its values
_SAME_COLUMN = 3  # half-width characters; pieces of one label begin about as far left
_LONGEST = 200  # characters of a line, the spaces between columns counted
_PAGE_NUMBER = re.compile(
    r"[-—－–·•]+\s*\d{1,3}\s*[-—－–·•]+|第\s*\d{1,3}\s*页.{0,12}|\d{1,3}\s*/\s*\d{1,3}"
)
_SHARE = re.compile(r"[+-]?\d+(?:\.\d+)?[%％]")
_WORD = re.compile(r"[+-]?\d[\d,.]*\s(?:万元|元|件|条|项|个|次)[。]?(?=\s|$)|\S+")
_SENTENCE = re.compile(r"[。；;！？]|，.*，")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, numbered from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Token:
    """One cell of a flattened table; the source itself may mark where a row ends."""

    text: str
    line: int
    column: int = 1
    ends_row: bool = False
    left: int = 0  # where it begins on the line, wide characters counted twice


def bare_stream(lines: Sequence[Line], start: int) -> tuple[Grid | None, int]:
    """Read a run of lines that are labels of the form, pieces of such, values, or rows of them.

    Without a grid, the number says before which line none begins.
    """
    tokens: list[Token] = []
    position, end = start, start
    while position < len(lines):
        line = lines[position]
        if "\t" in line.text.strip():  # columns of their own: a table of tabs begins here
            break
        if line.text.strip() and not (tokens and _is_page_number(lines, position)):
            cells = _cells_of(line, inside=len(tokens) >= _FEWEST_CELLS)
            if not cells:
                break
            tokens += cells
            end = position + 1
        position += 1
    values = sum(1 for token in tokens if is_value(token.text))
    if len(tokens) < _FEWEST_CELLS or not values:
        return None, end
    return grid_of_tokens(tokens, by_mark=False, lossy=True), end


def _is_page_number(lines: Sequence[Line], position: int) -> bool:
    """Whether a line is a page number: by its signs, or a number next to a form feed."""
    text = lines[position].text.strip()
    if _PAGE_NUMBER.fullmatch(text):
        return True
    if not text.isdigit() or len(text) > 3:
        return False
    after = next((line.text for line in lines[position + 1 : position + 60] if line.text != ""), "")
    return after.startswith("\f")


def _cells_of(line: Line, *, inside: bool) -> list[Token]:
    """Return the cells a line stands for, none for prose.

    inside  a table is being read: a row of other words (小计) with values belongs to it too
    """
    text = line.text.strip()
    if len(line.text) > _LONGEST:
        return []
    words = [_word(line, match) for match in _WORD.finditer(line.text)]
    if is_form_label(text):
        return [replace(words[0], text=text)]
    words = _without_remark(words)
    values: list[Token] = []
    while words and _is_figure(words[-1].text):
        values.insert(0, words.pop())
    if not words:
        return values
    if values and len(words) > 1 and words[0].text.isdigit():
        words = words[1:]  # a serial number before the label
    label = "".join(word.text for word in words)
    if is_form_label(label):
        labels = [replace(words[0], text=label)]
    elif all(is_form_label(word.text) or is_label_piece(word.text) for word in words):
        labels = words
    elif is_like_label(label) or (inside and values and _may_name_a_row(label)):
        labels = [replace(words[0], text=label)]
    else:
        return []
    return [*labels, *values]


def _without_remark(words: list[Token]) -> list[Token]:
    """Return the words of a line without one that stands behind many figures (备注)."""
    before = [_is_figure(word.text) for word in words[-1 - _FEWEST_FIGURES : -1]]
    remark = len(before) == _FEWEST_FIGURES and all(before) and not _is_figure(words[-1].text)
    return words[:-1] if remark else words


def _word(line: Line, match: re.Match[str]) -> Token:
    before = line.text[: match.start()]
    left = len(before) + sum(1 for c in before if c > "\u2e7f")
    return Token(match.group(), line.number, match.start() + 1, left=left)


def _is_figure(text: str) -> bool:
    return is_value(text) or _SHARE.fullmatch(text) is not None


def _may_name_a_row(label: str) -> bool:
    return len(label) <= 40 and not _SENTENCE.search(label) and heading_of(label) is None


def is_next_row(before: str, after: str) -> bool:
    """Whether a label right after the label of a row begins the next one: that row is empty."""
    return names_a_row(before) and is_form_label(after)


def grid_of_tokens(
    tokens: Sequence[Token], *, by_mark: bool, lossy: bool = False, whole: bool = False
) -> Grid:
    """Return a stream of cells as rows: at the source's marks, else where a label follows a value.

    whole  no cell comes in pieces: the label of a row right before another is an empty row
    """
    rows: list[list[Token]] = [[]]
    marked = by_mark and any(token.ends_row for token in tokens)
    for token in tokens:
        label = token.text and not _is_figure(token.text)
        new_row = (
            label
            and any(is_value(t.text) for t in rows[-1])
            and (not marked or is_form_label(token.text))
        )
        empty_row = whole and bool(rows[-1]) and is_next_row(rows[-1][-1].text, token.text)
        if new_row or empty_row:
            rows.append([])
        rows[-1].append(token)
        if marked and token.ends_row:
            rows.append([])
    rows = [row for row in rows if row]
    if lossy:
        _complete_labels(rows)
    cells = tuple(
        GridCell(token.text, index, column, origin=Origin(line=token.line, column=token.column))
        for index, row in enumerate(rows)
        for column, token in enumerate(row)
    )
    return Grid(cells, exact=False, origin=cells[0].origin, lossy=lossy)


def _complete_labels(rows: list[list[Token]]) -> None:
    """Move the pieces of a label that stand below its values up to the row they belong to."""
    for above, below in itertools.pairwise(rows):
        labels = [t for t in above if not _is_figure(t.text)]
        if not labels:
            continue
        mine = [t for t in labels if abs(t.left - labels[-1].left) <= _SAME_COLUMN]
        rest: list[Token] = []
        for token in below:
            if _is_figure(token.text) or len(rest) == _MOST_PIECES:
                break
            if abs(token.left - labels[-1].left) <= _SAME_COLUMN:
                rest.append(token)
        found = _rest_of_label([t.text for t in mine], [t.text for t in rest])
        at = above.index(labels[-1]) + 1
        above[at:at] = rest[:found]
        for token in rest[:found]:
            below.remove(token)


def _rest_of_label(begun: list[str], below: list[str]) -> int:
    """Return how many of the pieces below complete the label that the pieces before them begin."""
    for first in range(len(begun) - 1, max(len(begun) - 1 - _MOST_PIECES, -1), -1):
        if is_form_label("".join(begun[first:])):
            return 0
    for first in range(len(begun) - 1, max(len(begun) - 1 - _MOST_PIECES, -1), -1):
        for count in range(1, len(below) + 1):
            if is_form_label("".join([*begun[first:], *below[:count]])):
                return count
    return 0
