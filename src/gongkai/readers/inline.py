"""Tables run together on one line: the form's labels part the values, headings part the sections."""

import re
from collections.abc import Iterator

from gongkai.forms.filled import Origin, Paragraph
from gongkai.readers.document import Block, Grid, GridCell
from gongkai.readers.headings import inline_headings
from gongkai.readers.labels import full
from gongkai.readers.vocabulary import label_pattern

_FEWEST_LABELS = 8
_VALUES = re.compile(r"[\d０-９\s,，.．—/－-]*")


def has_inline_table(line: str) -> bool:
    """Whether many labels of the form stand on this one line."""
    if len(line) < 60:
        return False
    found = {full(m.group()) for m in label_pattern().finditer(line)}
    return len(found) >= _FEWEST_LABELS


def split_inline(text: str, line: int) -> Iterator[Block]:
    """Yield the prose and the tables of one long line, in order."""
    headings = inline_headings(text)
    marks = [(start, end, None) for start, end in headings]
    tables = _table_spans(text, headings, line)
    spans = sorted([*marks, *((s, e, rows) for s, e, rows in tables)], key=lambda m: m[0])
    position = 0
    for start, end, rows in spans:
        yield from _paragraph(text, position, start, line)
        if rows is None:
            yield from _paragraph(text, start, end, line)
        else:
            yield rows
        position = max(position, end)
    yield from _paragraph(text, position, len(text), line)


def _paragraph(text: str, start: int, end: int, line: int) -> Iterator[Block]:
    words = text[start:end]
    if words.strip():
        column = start + len(words) - len(words.lstrip()) + 1
        yield Paragraph(words.strip(), Origin(line=line, column=column))


def _table_spans(
    text: str, headings: list[tuple[int, int]], line: int
) -> list[tuple[int, int, Grid | None]]:
    """Return (start, end, grid) of every run of labels and values, none reaching over a heading."""
    stops = [start for start, _ in headings] + [len(text)]
    labels = [
        m
        for m in label_pattern().finditer(text)
        if not any(start <= m.start() < end for start, end in headings)
    ]
    spans: list[tuple[int, int, Grid | None]] = []
    run: list[re.Match[str]] = []
    for number, match in enumerate(labels):
        run.append(match)
        end = _end_of_values(text, match.end(), stops)
        following = labels[number + 1].start() if number + 1 < len(labels) else len(text)
        if following > end + 2 or any(match.end() <= stop <= following for stop in stops[:-1]):
            if len(run) >= 3:
                spans.append((run[0].start(), end, _grid(text, run, stops, line)))
            run = []
    if len(run) >= 3:
        end = _end_of_values(text, run[-1].end(), stops)
        spans.append((run[0].start(), end, _grid(text, run, stops, line)))
    return spans


def _end_of_values(text: str, start: int, stops: list[int]) -> int:
    """Return where the digits after a label end, never past the next heading."""
    match = _VALUES.match(text, start)
    end = match.end() if match else start
    return min(end, next(stop for stop in stops if stop >= start))


def _grid(text: str, run: list[re.Match[str]], stops: list[int], line: int) -> Grid:
    cells: list[GridCell] = []
    row = column = 0
    for number, match in enumerate(run):
        following = run[number + 1].start() if number + 1 < len(run) else len(text)
        cells.append(
            GridCell(
                match.group().strip(),
                row,
                column,
                origin=Origin(line=line, column=match.start() + 1),
            )
        )
        column += 1
        end = min(_end_of_values(text, match.end(), stops), following)
        values = text[match.end() : end].strip()
        if any(c.isdigit() for c in values):
            origin = Origin(line=line, column=match.end() + 1)
            cells.append(GridCell(values, row, column, origin=origin, glued=True))
            row, column = row + 1, 0
    return Grid(tuple(cells), exact=False, origin=cells[0].origin)
