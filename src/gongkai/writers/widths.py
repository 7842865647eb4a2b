"""How wide the columns of a printed table are, so that no figure wraps and every label fits."""

from dataclasses import dataclass

from gongkai.forms.filled import FilledForm
from gongkai.forms.grid import PrintedCell, PrintedTable
from gongkai.writers.layout import shown

BODY_WIDTH = 442.2  # points: 156 mm, the width of the 版心
SIZES = (12.0, 10.5, 9.0, 7.5, 6.5, 5.5)  # 小四, 五号, 小五, 六号, 小六, 七号
INSET = 2.0  # points left and right of a cell's text
_DIGIT = 0.57  # width of a digit or sign, in parts of the type size
_MIN_FIGURE = 2.1  # a column header is never narrower than two characters
_MIN_LABEL = 8.0  # characters of the innermost row label
_GOOD_LABEL = 16.0  # characters at which the longest official label takes three lines
_WIDE = 6  # tables with more columns than this start at 小五
_LONG = 12  # and so do tables with more rows than this in one block


@dataclass(frozen=True, slots=True)
class Fit:
    """Type size and column widths of one table, in points."""

    size: float
    widths: tuple[float, ...]


def fit(table: PrintedTable, report: FilledForm, total: float = BODY_WIDTH) -> Fit:
    """Return the largest type size at which every figure stays on one line, and its widths."""
    small = table.width > _WIDE or max(block.figure_rows for block in table.blocks) > _LONG
    sizes = [size for size in SIZES if size <= (9.0 if small else 12.0)]
    for size in sizes:
        least = _least(table, report, size)
        if sum(least) <= total:
            break
    figures = table.width - table.label_columns
    even = least[: table.label_columns] + [max(least[table.label_columns :])] * figures
    if sum(even) <= total:
        least = even
    return Fit(size, _stretch(table, least, size, total))


def _least(table: PrintedTable, report: FilledForm, size: float) -> list[float]:
    """Return the least width of every column at one type size."""
    least = [0.0] * table.width
    for column in range(table.label_columns - 1):
        least[column] = _group_width(_labels(table, column)) * size + 2 * INSET + 1
    if table.label_columns:
        innermost = table.label_columns - 1
        least[innermost] = _MIN_LABEL * size + 2 * INSET
        if innermost == 0:  # few columns: the longest label fits on one line
            longest = max(len(cell.text) for cell in _labels(table, 0))
            least[0] = max(least[0], longest * size + 2 * INSET + 1)
    for column in range(table.label_columns, table.width):
        least[column] = _MIN_FIGURE * size + 2 * INSET
    for cell in table.figures:
        need = len(shown(report, cell)) * _DIGIT * size + 2 * INSET
        if report[cell.address].is_number and cell.column_span == 1:  # type: ignore[index]
            least[cell.column] = max(least[cell.column], need)
    return least


def _stretch(
    table: PrintedTable, least: list[float], size: float, total: float
) -> tuple[float, ...]:
    """Give what is left over to the innermost labels up to a good width, then evenly."""
    spare = total - sum(least)
    widths = list(least)
    labels = table.label_columns
    if labels == 1 and max(least) <= total / table.width:
        return (total / table.width,) * table.width
    if labels > 1:
        more = min(spare, (_GOOD_LABEL - _MIN_LABEL) * size)
        widths[labels - 1] += more
        spare -= more
    each = spare / (table.width - labels)
    return (*widths[:labels], *(width + each for width in widths[labels:]))


def _labels(table: PrintedTable, column: int) -> list[PrintedCell]:
    """Return the labels that stand in one column of row labels alone."""
    return [
        cell
        for row in table.rows
        for cell in row
        if cell.role == "row" and cell.column == column and cell.column_span == 1
    ]


def _group_width(labels: list[PrintedCell]) -> int:
    """Return the characters a line of group labels needs for each to fit beside its rows."""
    needed = 2
    for cell in labels:
        needed = max(needed, -(-len(cell.text) // cell.row_span))
        if cell.text.startswith("（"):
            needed = max(needed, 4)  # "（三）" is never broken and takes one character along
    return needed
