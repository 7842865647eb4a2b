"""Find the statutory rows among all printed rows by their labels; no coordinates, no “row 14”.

Every grid of the document is laid out as printed rows; the rows of the edition are matched to them
in order (a table split over pages, a row lost or a label misprinted still leaves the rest in place).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.characters import squeeze
from gongkai.forms.form import EDITIONS, Form, Line, Table, load
from gongkai.readers.document import Document, Grid, GridCell
from gongkai.readers.labels import core, full, likeness, usual
from gongkai.readers.numerals import is_value
from gongkai.readers.vocabulary import (
    is_form_label,
    is_label_piece,
    is_like_label,
    names_a_heading,
    names_a_row,
)

_ENOUGH = 0.62  # a printed label less like the official one than this is another label
_NEARLY = 0.9  # a label so like one row's is that row's
_SAME = 0.95  # and so like it is the same but for a sign or a usual other word
_UNITS = frozenset("件个项条份次宗起部")
_HEADER_ALIKE = 0.8
_MUCH_LESS = 0.08  # a row that fits a line so much less than another is not its twin
_MOST_PIECES = 6  # a label is broken into no more lines than this
_MOST_LABELS = 4  # a row with more words than this and no value is a header, not a row of the form


@dataclass(frozen=True)
class PrintedRow:
    """One printed row: its label cells and the cells after them.

    grid    which grid of the document; index which of its rows
    labels  the text cells before the first value; values every cell after the last label
    loose   the values were gathered from several lines of a text: their order is not certain
    lossy   of a grid in which an empty cell leaves no trace
    """

    grid: int
    index: int
    exact: bool
    cells: tuple[GridCell, ...]
    labels: tuple[GridCell, ...]
    values: tuple[GridCell, ...]
    loose: bool = False
    lossy: bool = False

    @property
    def filled(self) -> int:
        """How many of the value cells hold something."""
        return sum(1 for cell in self.values if cell.text.strip())


@dataclass(frozen=True)
class FoundRow:
    """A printed row and the line of the form it is; a heading has no figures of its own.

    likeness  how like its label is to the line's: 1 is the same
    twins  other printed rows with the same label and other values: which is meant is not certain
    """

    printed: PrintedRow
    table: Table
    line: Line
    likeness: float
    twins: tuple[PrintedRow, ...] = ()


def printed_rows(document: Document) -> tuple[PrintedRow, ...]:
    """Return every row of every grid in reading order."""
    found = []
    for number, grid in enumerate(document.grids):
        for index, cells in enumerate(_with_hanging_cells(grid)):
            found.append(_printed_row(number, index, grid, cells))
    return tuple(found)


def _with_hanging_cells(grid: Grid) -> Sequence[tuple[GridCell, ...]]:
    """Return the rows of a grid, value cells that hang down from above taking part in each row."""
    rows = list(grid.rows())
    for cell in grid.cells:
        if cell.row_span > 1 and is_value(cell.text):
            for below in range(cell.row + 1, min(cell.row + cell.row_span, len(rows))):
                rows[below] = tuple(sorted((*rows[below], cell), key=lambda c: c.column))
    return rows


def _printed_row(number: int, index: int, grid: Grid, cells: tuple[GridCell, ...]) -> PrintedRow:
    last_label = -1
    for position, cell in enumerate(cells):
        if cell.glued or is_value(cell.text):
            if last_label >= 0:
                break
        elif cell.text.strip():
            last_label = position
    if last_label == len(cells) - 1 or not any(is_value(c.text) for c in cells[last_label + 1 :]):
        last_label = _before_words(cells, last_label)
    labels = tuple(c for c in cells[: last_label + 1] if c.text.strip() and not is_value(c.text))
    values = cells[last_label + 1 :]
    return PrintedRow(number, index, grid.exact, cells, labels, values, lossy=grid.lossy)


def _before_words(cells: Sequence[GridCell], last: int) -> int:
    """Return where the label of a row without a figure ends: words of no form may stand for one."""
    for position in range(last, 0, -1):
        text = cells[position].text.strip()
        if text and not full(text).isdigit() and _may_be_label(text):
            return last
        if names_a_row(cells[position - 1].text) and not names_a_heading(cells[position - 1].text):
            return position - 1
    return last


def _may_be_label(text: str) -> bool:
    return is_form_label(text) or is_label_piece(text) or is_like_label(text)


def find_rows(rows: Sequence[PrintedRow], form: Form) -> tuple[FoundRow, ...]:
    """Match printed rows to the labelled lines of `form`, both in order, as well as possible."""
    lines = _lines(form.id)
    exact = _exact(form.id)
    scores = [_scores(row, lines, exact) for row in rows]
    hits = Counter(
        row.grid
        for row, row_scores in zip(rows, scores, strict=True)
        if max(row_scores, default=0.0) >= 1.0
    )
    plain = [list(row_scores) for row_scores in scores]
    headed = _headed(rows, form)
    _prefer_whole_tables(rows, scores, hits, headed, lines)
    path = best_path(scores, len(lines))
    path = sorted([*path, *_displaced(rows, form, scores, path, headed)], key=lambda pair: pair[1])
    twins = _twins(rows, scores, path)
    return tuple(
        FoundRow(
            rows[r], *lines[c], plain[r][c] - _bonus(rows[r], lines[c][1]), tuple(twins.get(c, ()))
        )
        for r, c in path
    )


def _headed(rows: Sequence[PrintedRow], form: Form) -> set[tuple[int, str]]:
    """Return (grid, table) for every grid that prints a table's title or all its column labels."""
    words: dict[int, set[str]] = {}
    for row in rows:
        if not row.filled:
            words.setdefault(row.grid, set()).update(cell.text for cell in row.labels)
    headed = set()
    for table in form.tables:
        wanted = {full(table.title)} - {""}
        for grid, texts in words.items():
            if wanted & {full(text) for text in texts} or all(
                any(likeness(text, column) >= _HEADER_ALIKE for text in texts)
                for column in table.leaf_columns
            ):
                headed.add((grid, table.id))
    return headed


def _prefer_whole_tables(
    rows: Sequence[PrintedRow],
    scores: list[list[float]],
    hits: Counter[int],
    headed: set[tuple[int, str]],
    lines: Sequence[tuple[Table, Line]],
) -> None:
    """Raise the scores of rows under the header of their table, and in grids with many such rows."""
    for row, row_scores in zip(rows, scores, strict=True):
        bonus = 0.01 * min(hits[row.grid], 5)
        for number, score in enumerate(row_scores):
            if score:
                under = 0.1 if (row.grid, lines[number][0].id) in headed else 0.0
                row_scores[number] = score + bonus + under


def _displaced(
    rows: Sequence[PrintedRow],
    form: Form,
    scores: Sequence[Sequence[float]],
    path: Sequence[tuple[int, int]],
    headed: set[tuple[int, str]],
) -> list[tuple[int, int]]:
    """Return (row, line) for rows printed out of order whose label names one line beyond doubt.

    They stand among rows of the same part of the report or under the header of their own table.
    """
    lines, named = _lines(form.id), _told_by_label(form.id)
    sections = {(rows[r].grid, lines[c][0].section) for r, c in path}
    found: dict[int, int] = {}
    taken = {r for r, _ in path}
    owned = {c for _, c in path}
    for r, row in enumerate(rows):
        if r in taken or not row.values or row.loose:
            continue
        own = _label_texts(row)[0] if row.labels else ""
        c = max(named, key=lambda number: likeness(own, lines[number][1]))
        enough = 1.0 if lines[c][1].sum else _SAME
        if likeness(own, lines[c][1]) < enough or not scores[r][c]:
            continue
        table = lines[c][0]
        here = (row.grid, table.section) in sections or (row.grid, table.id) in headed
        if c not in owned and here and (c not in found or not rows[found[c]].filled):
            found[c] = r
    return [(r, c) for c, r in found.items()]


@cache
def _told_by_label(edition: str) -> frozenset[int]:
    """Return the rows of figures that their label alone tells apart from all others.

    Not 3.其他, which is also the label of a column; （七）总计 is, printed with its number.
    """
    lines = _lines(edition)
    common = {core(word) for word in _column_words()}
    return frozenset(
        number
        for number, (_, line) in enumerate(lines)
        if not line.heading and (line.sum or core(line.label) not in common)
    )


def _twins(
    rows: Sequence[PrintedRow],
    scores: Sequence[Sequence[float]],
    path: Sequence[tuple[int, int]],
) -> dict[int, list[PrintedRow]]:
    """Return, by line, the other printed rows that are as much that line, with other values.

    A row that was found to be another line is no twin; nor is one in a grid of other rows, without
    the header that the row found has, or with far fewer cells.
    """
    taken = {r for r, _ in path}
    owner = {c: r for r, c in path}
    twins: dict[int, list[PrintedRow]] = {}
    for r, row_scores in enumerate(scores):
        best = max(row_scores, default=0.0)
        if r in taken or best < 1.0 or not rows[r].filled:
            continue
        for c, score in enumerate(row_scores):
            mine = owner.get(c)
            if mine is None or score < best or score < scores[mine][c] - _MUCH_LESS:
                continue
            if _is_far_wider(rows[r], rows[mine]) or _is_far_wider(rows[mine], rows[r]):
                continue
            if _heads_a_column(rows[r]):
                continue
            if says(rows[r]) != says(rows[mine]):
                twins.setdefault(c, []).append(rows[r])
    return twins


@cache
def _column_words() -> frozenset[str]:
    tables = (table for edition in EDITIONS for table in load(edition).tables)
    return frozenset(full(column.label) for table in tables for column in table.columns)


def _heads_a_column(row: PrintedRow) -> bool:
    """Whether a flattened row is headed by a column's label (总计) and not by the row's own."""
    last = usual(row.labels[-1].text)
    return not row.exact and last in {usual(word) for word in _column_words()}


def _is_far_wider(row: PrintedRow, other: PrintedRow) -> bool:
    return len(row.values) > 2 * len(other.values) and not (other.values and other.values[0].glued)


def says(row: PrintedRow) -> list[str]:
    """Return the values of a row for comparing it with another."""
    return [squeeze(cell.text) for cell in row.values]


@cache
def _lines(edition: str) -> tuple[tuple[Table, Line], ...]:
    """Return the labelled rows of an edition, and the headings inside its groups, in order."""
    return tuple(
        (table, line)
        for table in load(edition).tables
        for line in table.rows
        if line.label and (not line.heading or line.under)
    )


@cache
def _exact(edition: str) -> dict[str, list[int]]:
    """Return which lines a label is word for word, by its comparison form."""
    found: dict[str, list[int]] = {}
    for number, (_, line) in enumerate(_lines(edition)):
        for label in line.labels:
            found.setdefault(full(label), []).append(number)
    return found


def _scores(
    row: PrintedRow, lines: Sequence[tuple[Table, Line]], exact: dict[str, list[int]]
) -> list[float]:
    """Return how well a printed row fits each line; a label word for word fits no other line."""
    scores = [0.0] * len(lines)
    filled = row.filled
    if not row.labels or (not filled and len(row.labels) > _MOST_LABELS):
        return scores
    texts = _label_texts(row)
    hits = exact.get(full(texts[0]))
    for number in hits or range(len(lines)):
        line = lines[number][1]
        best = 1.0 if hits else _likeness(texts, line)
        if best >= _ENOUGH:
            scores[number] = best + _bonus(row, line)
    if not hits:
        _drop_unlike(texts[0], scores, lines)
    return scores


def _drop_unlike(text: str, scores: list[float], lines: Sequence[tuple[Table, Line]]) -> None:
    """Let a label that is all but word for word one row's be no other row's, whatever the order."""
    alike = {n: likeness(text, line) for n, (_, line) in enumerate(lines) if not line.heading}
    best = max(alike.values())
    for number, like in alike.items():
        if best >= _NEARLY and like < best - _MUCH_LESS:
            scores[number] = 0.0


def _label_texts(row: PrintedRow) -> list[str]:
    """Return what may be a row's own label, likeliest first: its label cells, alone and joined.

    Where labels come in pieces, only what stands right before the values is the row's own.
    """
    texts = [cell.text for cell in row.labels]
    if not row.exact:
        texts = texts[-_MOST_PIECES:]  # a flattened header runs into its first row
    texts = [text for text in texts if text.strip() not in _UNITS] or texts
    joined = ["".join(texts[i:]) for i in range(len(texts) - 1, -1, -1)]
    return joined if row.lossy else list(dict.fromkeys([*joined, *texts]))


def _bonus(row: PrintedRow, line: Line) -> float:
    """Return what speaks for a row beside its label: values, where the line is no heading."""
    return (0.25 if row.filled else 0.0) - (0.2 if line.heading else 0.0)


def _likeness(texts: Sequence[str], line: Line) -> float:
    """Return how like one of the texts is to a line, 0.96 where the longest ends with its label."""
    best = max(likeness(text, line) for text in texts)
    if best >= 0.97:
        return best
    printed = full(max(texts, key=len))
    wanted = {full(label) for label in line.labels} | {core(label) for label in line.labels}
    return max(best, 0.96 if any(len(w) >= 4 and printed.endswith(w) for w in wanted) else 0.0)


def best_path(scores: Sequence[Sequence[float]], width: int) -> list[tuple[int, int]]:
    """Return the pairs (row, line) of greatest total score, each used once, both in order."""
    height = len(scores)
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for r in range(height - 1, -1, -1):
        here, below, row_scores = best[r], best[r + 1], scores[r]
        for c in range(width - 1, -1, -1):
            value = max(below[c], here[c + 1])
            score = row_scores[c]
            if score and score + below[c + 1] > value:
                value = score + below[c + 1]
            here[c] = value
    path, r, c = [], 0, 0
    while r < height and c < width:
        score = scores[r][c]
        if (
            score
            and best[r][c] == score + best[r + 1][c + 1]
            and best[r][c] > max(best[r + 1][c], best[r][c + 1])
        ):
            path.append((r, c))
            r, c = r + 1, c + 1
        elif best[r][c] == best[r + 1][c]:
            r += 1
        else:
            c += 1
    return path
