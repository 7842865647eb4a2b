"""Plain text and Markdown: tables flattened in every way that copying and converting leaves them.

Known shapes: cells parted by tabs; one cell a line behind a tab, an empty line after each row;
cells between lines of ``|``; cells parted by bars (`bars`); one cell a line without any mark; and
everything run together on one line, where only the form's labels part the values. Columns are never
true positions (`Grid.exact` is False).
"""

import re
from collections.abc import Iterator, Sequence
from functools import reduce

from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Origin, Paragraph
from gongkai.readers.bars import barred_rows, is_rule
from gongkai.readers.document import Block, Document, Grid, GridCell
from gongkai.readers.encoding import decode
from gongkai.readers.headings import heading_of
from gongkai.readers.inline import has_inline_table, split_inline
from gongkai.readers.numerals import is_value, run_on
from gongkai.readers.stream import Line, Token, bare_stream, grid_of_tokens
from gongkai.readers.vocabulary import is_form_label

_MOST_BYTES = 4_000_000
_MOST_PARTS = 50_000  # lines and cells; the longest reports have some thousands
_LONGEST_LABEL = 90
_HEADING_MARK = re.compile(r"^#{1,6}\s+")  # of Markdown, not of the title
_LINE_END = re.compile(r"\r\n|\r|\n")


def parse(data: bytes, *, name: str = "") -> Document:
    """Return a text file as paragraphs and grids; raises UnreadableInput."""
    if not data.strip():
        raise UnreadableInput("readers.empty_file")
    if len(data) > _MOST_BYTES:
        raise UnreadableInput(
            "readers.too_large",
            megabytes=len(data) // 1_000_000,
            limit=_MOST_BYTES // 1_000_000,
        )
    text = decode(data)
    if "\x00" in text:
        raise UnreadableInput("readers.not_text")
    if sum(map(text.count, "\n\r\t|")) > _MOST_PARTS:
        raise UnreadableInput("readers.too_complex")
    media_type = "text/markdown" if name.lower().endswith((".md", ".markdown")) else "text/plain"
    return Document(media_type, tuple(blocks_of(text)))


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the paragraphs and grids of a text in order."""
    lines = [Line(i, line) for i, line in enumerate(_LINE_END.split(text), 1)]
    # Before which line no table of a shape begins: what one look has told is not looked for again.
    barren = dict.fromkeys(
        (_tabbed_stream, _tabbed_rows, barred_rows, _piped_stream, bare_stream), 0
    )
    position = 0
    while position < len(lines):
        if not lines[position].text.strip(" \u3000"):
            position += 1
            continue
        for shape in barren:
            if position < barren[shape]:
                continue
            block, after = shape(lines, position)
            if block is not None:
                yield block
                position = after
                break
            barren[shape] = after
        else:
            line = lines[position]
            position += 1
            if line.text.strip() and not is_rule(line.text):
                yield from _prose(line)


def _prose(line: Line) -> Iterator[Block]:
    if has_inline_table(line.text):
        yield from split_inline(line.text, line.number)
    else:
        column = len(line.text) - len(line.text.lstrip()) + 1
        text = _HEADING_MARK.sub("", line.text.strip())
        yield Paragraph(text, Origin(line=line.number, column=column))


def _tabbed_rows(lines: Sequence[Line], start: int) -> tuple[Grid | None, int]:
    """Read lines with tabs between cells; rule lines and empty lines inside are passed over."""
    rows: list[tuple[Line, list[str]]] = []
    position = end = start
    while position < len(lines):
        text = lines[position].text
        if "\t" in text.strip("\n") and not is_rule(text.replace("\t", "")):
            rows.append((lines[position], text.split("\t")))
            end = position + 1
        elif text.strip() and not is_rule(text.replace("\t", "")):
            break
        position += 1
    if not rows:
        return None, position
    return _grid_of_rows(rows), end


def _grid_of_rows(rows: Sequence[tuple[Line, list[str]]]) -> Grid:
    cells = []
    for index, (line, texts) in enumerate(rows):
        column = 1
        for number, text in enumerate(texts):
            origin = Origin(line=line.number, column=column)
            cells.append(GridCell(text.strip(), index, number, origin=origin))
            column += len(text) + 1
    return Grid(tuple(cells), exact=False, origin=cells[0].origin)


def _tabbed_stream(lines: Sequence[Line], start: int) -> tuple[Grid | None, int]:
    """Read one cell a line behind a tab; lines without a tab go on with the cell above."""
    tokens: list[Token] = []
    position = start
    while position < len(lines):
        text = lines[position].text
        if text.startswith("\t") and "\t" not in text[1:].rstrip("\t"):
            tokens.append(Token(text[1:].strip(), lines[position].number))
        elif not text.strip():
            if not tokens or not _stream_goes_on(lines, position):
                break
            tokens[-1] = Token(tokens[-1].text, tokens[-1].line, ends_row=True)
        elif tokens and not tokens[-1].ends_row and _goes_on(tokens[-1].text, text):
            tokens[-1] = Token(tokens[-1].text + text.strip(), tokens[-1].line)
        else:
            break
        position += 1
    if len(tokens) < 2:
        return None, start
    return grid_of_tokens(tokens, by_mark=True), position


def _goes_on(cell: str, text: str) -> bool:
    """Whether an untabbed line is the second line of a label's cell."""
    return bool(
        cell
        and "\t" not in text
        and len(cell) < _LONGEST_LABEL
        and len(text) < 30
        and not is_value(cell)
        and not is_value(text)
        and heading_of(text) is None
    )


def _stream_goes_on(lines: Sequence[Line], position: int) -> bool:
    """Whether the next line that is not empty belongs to the same run of tabbed cells."""
    for line in lines[position : position + 8]:
        if line.text.strip() or line.text.startswith("\t"):
            return line.text.startswith("\t")
    return False


def _piped_stream(lines: Sequence[Line], start: int) -> tuple[Grid | None, int]:
    """Read cells between lines that hold nothing but ``|``."""
    if not any(line.text.strip() == "|" for line in lines[start : start + 2]):
        return None, start
    tokens: list[Token] = []
    pending: list[Line] = []
    end = start
    for position in range(start, len(lines)):
        text = lines[position].text.strip()
        if text == "|":
            tokens += _pending_token(pending, lines[position].number)
            pending, end = [], position + 1
        elif text:
            pending.append(lines[position])
            if len(pending) > 3 or len(text) > 60 or heading_of(text) is not None:
                break
    else:
        tokens += _pending_token(pending, len(lines))
        end = len(lines)
    if sum(1 for t in tokens if is_value(t.text) or is_form_label(t.text)) < 3:
        return None, end
    return grid_of_tokens(tokens, by_mark=False, whole=True), end


def _pending_token(pending: Sequence[Line], bar: int) -> list[Token]:
    """Return the lines between two bars as one cell, an empty one between two bars."""
    if not pending:
        return [Token("", bar)]
    text = reduce(run_on, (line.text.strip() for line in pending))
    return [Token(text, pending[0].number)]
