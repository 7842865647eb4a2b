"""Plain text and Markdown: tables flattened in every way that copying and converting leaves them.

Known shapes: cells parted by tabs; one cell a line behind a tab, an empty line after each row;
cells between lines of ``|``; Markdown tables; one cell a line without any mark; and everything run
together on one line, where only the form's labels part the values. Columns are never true positions
(`Grid.exact` is False).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.errors import UnreadableInput
from gongkai.forms.filled import Origin, Paragraph
from gongkai.readers.document import Block, Document, Grid, GridCell
from gongkai.readers.encoding import decode
from gongkai.readers.headings import heading_of
from gongkai.readers.inline import has_inline_table, split_inline
from gongkai.readers.numerals import is_value
from gongkai.readers.vocabulary import is_form_label

_MOST_BYTES = 8_000_000
_RULE = re.compile(r"^[\s|+:=─━—-]*-{3,}[\s|+:=─━-]*$")
_MARKDOWN_ROW = re.compile(r"^\s*\|.*\|\s*$")
_FEWEST_STREAM_CELLS = 6


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class _Token:
    """One cell of a flattened table; `ends_row` where the source itself marks the end of a row."""

    text: str
    line: int
    ends_row: bool = False


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
    media_type = "text/markdown" if name.lower().endswith((".md", ".markdown")) else "text/plain"
    return Document(media_type, tuple(blocks_of(text)))


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the paragraphs and grids of a text in order."""
    lines = [_Line(i, line) for i, line in enumerate(text.splitlines(), 1)]
    position = 0
    while position < len(lines):
        if not lines[position].text.strip(" \u3000"):
            position += 1
            continue
        for reader in (_tabbed_stream, _tabbed_rows, _markdown_rows, _piped_stream, _bare_stream):
            block, after = reader(lines, position)
            if block is not None:
                yield block
                position = after
                break
        else:
            line = lines[position]
            position += 1
            if line.text.strip() and not _RULE.match(line.text):
                yield from _prose(line)


def _prose(line: _Line) -> Iterator[Block]:
    if has_inline_table(line.text):
        yield from split_inline(line.text, line.number)
    else:
        column = len(line.text) - len(line.text.lstrip()) + 1
        yield Paragraph(line.text.strip(), Origin(line=line.number, column=column))


def _tabbed_rows(lines: Sequence[_Line], start: int) -> tuple[Grid | None, int]:
    """Read lines with tabs between cells; rule lines and empty lines inside are passed over."""
    rows: list[tuple[_Line, list[str]]] = []
    position = end = start
    while position < len(lines):
        text = lines[position].text
        if "\t" in text.strip("\n") and _RULE.match(text.replace("\t", "")) is None:
            rows.append((lines[position], text.split("\t")))
            end = position + 1
        elif text.strip() and not _RULE.match(text.replace("\t", "")):
            break
        position += 1
    if not rows:
        return None, start
    return _grid_of_rows(rows), end


def _markdown_rows(lines: Sequence[_Line], start: int) -> tuple[Grid | None, int]:
    """Read a Markdown table: ``| a | b |`` with its rule line left out."""
    rows: list[tuple[_Line, list[str]]] = []
    position = start
    while position < len(lines) and _MARKDOWN_ROW.match(lines[position].text):
        text = lines[position].text.strip()
        if text.count("|") < 3 and not rows:
            return None, start
        if not _RULE.match(text):
            rows.append((lines[position], [c.strip() for c in text[1:-1].split("|")]))
        position += 1
    return (_grid_of_rows(rows), position) if rows else (None, start)


def _grid_of_rows(rows: Sequence[tuple[_Line, list[str]]]) -> Grid:
    cells = []
    for index, (line, texts) in enumerate(rows):
        column = 1
        for number, text in enumerate(texts):
            origin = Origin(line=line.number, column=column)
            cells.append(GridCell(text.strip(), index, number, origin=origin))
            column += len(text) + 1
    return Grid(tuple(cells), exact=False, origin=cells[0].origin)


def _tabbed_stream(lines: Sequence[_Line], start: int) -> tuple[Grid | None, int]:
    """Read one cell a line behind a tab; lines without a tab go on with the cell above."""
    tokens: list[_Token] = []
    position = start
    while position < len(lines):
        text = lines[position].text
        if text.startswith("\t") and "\t" not in text[1:].rstrip("\t"):
            tokens.append(_Token(text[1:].strip(), lines[position].number))
        elif not text.strip():
            if not tokens or not _stream_goes_on(lines, position):
                break
            tokens[-1] = _Token(tokens[-1].text, tokens[-1].line, ends_row=True)
        elif tokens and not tokens[-1].ends_row and _goes_on(tokens[-1].text, text):
            tokens[-1] = _Token(tokens[-1].text + text.strip(), tokens[-1].line)
        else:
            break
        position += 1
    if len(tokens) < 2:
        return None, start
    return _grid_of_tokens(tokens, by_mark=True), position


def _goes_on(cell: str, text: str) -> bool:
    """Whether an untabbed line is the second line of a label's cell."""
    return bool(
        cell
        and "\t" not in text
        and len(text) < 30
        and not is_value(cell)
        and not is_value(text)
        and heading_of(text) is None
    )


def _stream_goes_on(lines: Sequence[_Line], position: int) -> bool:
    """Whether the next line that is not empty belongs to the same run of tabbed cells."""
    for line in lines[position : position + 8]:
        if line.text.strip() or line.text.startswith("\t"):
            return line.text.startswith("\t")
    return False


def _piped_stream(lines: Sequence[_Line], start: int) -> tuple[Grid | None, int]:
    """Read cells between lines that hold nothing but ``|``."""
    if not any(line.text.strip() == "|" for line in lines[start : start + 2]):
        return None, start
    tokens: list[_Token] = []
    pending: list[_Line] = []
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
        return None, start
    return _grid_of_tokens(tokens, by_mark=False), end


def _pending_token(pending: Sequence[_Line], bar: int) -> list[_Token]:
    """Return the lines between two bars as one cell, an empty one between two bars."""
    if not pending:
        return [_Token("", bar)]
    return [_Token("".join(line.text.strip() for line in pending), pending[0].number)]


def _bare_stream(lines: Sequence[_Line], start: int) -> tuple[Grid | None, int]:
    """Read a run of lines that are each a label of the form or a value, or a label with values."""
    tokens: list[_Token] = []
    position, end = start, start
    while position < len(lines):
        text = lines[position].text.strip()
        parts = _cells_of_bare_line(text)
        if parts:
            tokens += [_Token(part, lines[position].number) for part in parts]
            end = position + 1
        elif text:
            joined = text + (lines[position + 1].text.strip() if position + 1 < len(lines) else "")
            if len(text) <= 14 and is_form_label(joined):
                tokens.append(_Token(joined, lines[position].number))
                position += 1
                end = position + 1
            else:
                break
        position += 1
    values = sum(1 for token in tokens if is_value(token.text))
    if len(tokens) < _FEWEST_STREAM_CELLS or not values:
        return None, start
    return _grid_of_tokens(tokens, by_mark=False), end


def _cells_of_bare_line(text: str) -> list[str]:
    """Return the cells a line stands for: a value, a label, or a label and values; [] for prose."""
    if not text or len(text) > 90:
        return []
    if is_value(text) or is_form_label(text):
        return [text]
    parts = text.split()
    values: list[str] = []
    while parts and is_value(parts[-1]):
        values.insert(0, parts.pop())
    if values and not parts:
        return values
    if values and is_form_label("".join(parts)):
        return ["".join(parts), *values]
    return []


def _grid_of_tokens(tokens: Sequence[_Token], *, by_mark: bool) -> Grid:
    """Return a stream of cells as rows: at the source's own marks, else where a label follows a value."""
    rows: list[list[_Token]] = [[]]
    marked = by_mark and any(token.ends_row for token in tokens)
    for token in tokens:
        label = token.text and not is_value(token.text)
        new_row = (
            label
            and any(is_value(t.text) for t in rows[-1])
            and (not marked or is_form_label(token.text))
        )
        if new_row:
            rows.append([])
        rows[-1].append(token)
        if marked and token.ends_row:
            rows.append([])
    cells = tuple(
        GridCell(token.text, index, column, origin=Origin(line=token.line, column=1))
        for index, row in enumerate(rows)
        for column, token in enumerate(row)
    )
    return Grid(cells, exact=False, origin=cells[0].origin)
