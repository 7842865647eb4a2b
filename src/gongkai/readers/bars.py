"""Tables in text whose cells are parted by ``|``: a row a line, or a cell a line.

What Markdown and the programs that save web pages as text leave: ``| a | 1 | 2 |``, the same
without the first bar, a row or a cell broken over lines, and bars alone (``|||``) that fill a row
up to the width of the table. Programs that fill rows up leave empty cells out, so a row with fewer
values than columns does not say which are missing; a row filled up without any value is empty.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongkai.forms.filled import Origin
from gongkai.readers.document import Grid, GridCell
from gongkai.readers.headings import heading_of
from gongkai.readers.numerals import is_value, run_on
from gongkai.readers.stream import Line, is_next_row
from gongkai.readers.vocabulary import is_form_label

_FEWEST_CELLS = 3  # labels of the form or values; fewer between bars are no table of it
_MOST_PIECES = 3  # lines without a bar inside one cell
_LONGEST_PIECE = 60
_MOST_LABELS = 2  # before the values of a row, where empty cells are left out; a header has more
_RULE = re.compile(r"[\s|+:=─━—-]*")
_SENTENCE = re.compile(r"[。；;！？]$")
_SPACED = re.compile(r"\S[ \u3000]\|")


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    line: int
    column: int


def is_rule(text: str) -> bool:
    """Whether a line only draws a rule between rows."""
    return "---" in text and _RULE.fullmatch(text) is not None


def barred_rows(lines: Sequence[Line], start: int) -> tuple[Grid | None, int]:
    """Read a table of cells parted by bars.

    Without a grid, the number says before which line none begins.
    """
    run, end = _run(lines, start)
    texts = [line.text.strip() for line in run]
    if not any(text.strip("| ") and "|" in text for text in texts):
        return None, end  # bars on lines of their own only: a stream of cells
    rows = _cut(run)
    cells = [cell.text for row in rows for cell in row]
    if sum(1 for text in cells if is_value(text) or is_form_label(text)) < _FEWEST_CELLS:
        return None, end
    if any(_SPACED.search(text) for text in texts) and any(_is_filled_up(row) for row in rows):
        rows = [_without_filling(row) for row in rows]
    placed = tuple(
        GridCell(cell.text, index, column, origin=Origin(line=cell.line, column=cell.column))
        for index, row in enumerate(row for row in rows if row)
        for column, cell in enumerate(row)
    )
    return Grid(placed, exact=False, origin=placed[0].origin), end


def _run(lines: Sequence[Line], start: int) -> tuple[list[Line], int]:
    """Return the lines of one table, and the number of the line after it."""
    if "|" not in lines[start].text:
        return [], start + 1
    run: list[Line] = []
    pending: list[Line] = []
    end = start + 1
    for position in range(start, len(lines)):
        text = lines[position].text.strip()
        if is_rule(text):
            continue
        if "|" in text:
            run += [*pending, lines[position]]
            pending, end = [], position + 1
        elif text:
            pending.append(lines[position])
            if not _may_be_a_piece(text) or len(pending) > _MOST_PIECES:
                break
    return run, end


def _may_be_a_piece(text: str) -> bool:
    return len(text) <= _LONGEST_PIECE and not _SENTENCE.search(text) and heading_of(text) is None


def _cut(run: Sequence[Line]) -> list[list[_Cell]]:
    """Return the cells of a table row by row, however lines and rows go together."""
    barred = [line for line in run if "|" in line.text]
    filled = [n for line in barred if (n := sum(1 for t in line.text.split("|") if t.strip()))]
    closed = sum(1 for line in barred if line.text.rstrip().endswith("|"))
    if 2 * closed < len(barred):
        return [_cells([line], closed=False) for line in barred]
    if 2 * sum(1 for n in filled if n > 1) < len(filled):
        return _by_values(_cells(run, closed=True))
    return [_cells(row, closed=True) for row in _lines_of_rows(run)]


def _lines_of_rows(run: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of each row: one ends with a bar, bars alone belong to the row above."""
    rows: list[list[Line]] = []
    is_open = False
    for line in run:
        if rows and (is_open or _is_filling(line.text)):
            rows[-1].append(line)
        else:
            rows.append([line])
        is_open = not line.text.rstrip().endswith("|")
    return rows


def _is_filling(text: str) -> bool:
    return not text.strip("| \t\u3000\u00a0")


def _cells(lines: Sequence[Line], *, closed: bool) -> list[_Cell]:
    """Return the cells of lines; the bar before the first cell and the last bar part nothing.

    closed  every cell ends with a bar: what stands on several lines before it is one cell
    """
    cells: list[_Cell] = []
    open_cell: _Cell | None = None
    for line in lines:
        column = 1
        parts = line.text.split("|")
        for number, part in enumerate(parts):
            text = part.strip(" \t\u3000\u00a0")
            here = _Cell(text, line.number, column + len(part) - len(part.lstrip()))
            column += len(part) + 1
            if open_cell is not None and (text or open_cell.text):
                joined = run_on(open_cell.text, text)
                here = replace(open_cell if open_cell.text else here, text=joined.strip())
            open_cell = None
            if number < len(parts) - 1:
                if cells or here.text:
                    cells.append(here)
            elif closed:
                open_cell = here
            elif text:
                cells.append(here)
    if open_cell is not None and open_cell.text:
        cells.append(open_cell)
    return cells


def _by_values(cells: Sequence[_Cell]) -> list[list[_Cell]]:
    """Return cells as rows: one ends where bars fill it up, or where a label follows a value."""
    rows: list[list[_Cell]] = [[]]
    for cell in cells:
        ended = any(is_value(c.text) or not c.text for c in rows[-1])
        ended = ended or (bool(rows[-1]) and is_next_row(rows[-1][-1].text, cell.text))
        if ended and cell.text and not is_value(cell.text):
            rows.append([])
        elif is_value(cell.text):  # bars before it filled up the header above
            rows[-1] = [c for c in rows[-1] if c.text]
        rows[-1].append(cell)
    return [_without_filling(row) for row in rows]


def _is_filled_up(row: Sequence[_Cell]) -> bool:
    """Whether the last two or more cells of a row are bars and nothing else."""
    return (
        len(row) > 2
        and not row[-1].text
        and not row[-2].text
        and (row[-1].line, row[-1].column) == (row[-2].line, row[-2].column + 1)
    )


def _without_filling(row: list[_Cell]) -> list[_Cell]:
    """Return a row without the bars that fill it up; all stay where a label has nothing else."""
    filled = [cell for cell in row if cell.text]
    if len(filled) <= _MOST_LABELS and not any(is_value(cell.text) for cell in filled):
        return row
    while row and not row[-1].text:
        row = row[:-1]
    return row
