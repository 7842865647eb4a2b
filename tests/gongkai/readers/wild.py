"""Reports laid out as real portals and offices lay them out: any number of them, from a seed.

A `Sheet` is a printed table whose cells may span; a trait changes it the way real reports differ from
the official form. What must be read is known of every cell, whatever is done to its looks.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.figures import Figure
from gongkai.forms import grid
from gongkai.forms.form import Address, Form


@dataclass(eq=False)
class Mark:
    """One cell of a sheet; the matrix holds it once for every grid place it covers."""

    text: str = ""
    address: Address | None = None
    role: str = "extra"


@dataclass
class Sheet:
    """One printed table as a matrix of cells; the first `head` rows are titles and headers."""

    section: int
    table: str
    rows: list[list[Mark]]
    head: int

    @property
    def width(self) -> int:
        """Number of grid columns."""
        return len(self.rows[0])

    def anchors(self) -> list[list[tuple[Mark, int, int]]]:
        """Return each row's cells with the rows and columns they cover."""
        seen: set[int] = set()
        out = []
        for r, row in enumerate(self.rows):
            line = []
            for c, mark in enumerate(row):
                if id(mark) in seen:
                    continue
                seen.add(id(mark))
                right = next((i for i in range(c, len(row)) if row[i] is not mark), len(row)) - c
                down = r
                while down < len(self.rows) and self.rows[down][c] is mark:
                    down += 1
                line.append((mark, down - r, right))
            out.append(line)
        return out

    def insert_column(self, at: int, texts: Sequence[str], header: str = "") -> None:
        """Put in a column before column `at`; its header cell covers the header rows."""
        top = Mark(header)
        for r, row in enumerate(self.rows):
            inside = 0 < at < len(row) and row[at - 1] is row[at]
            if r < self.head:
                row.insert(at, row[at] if inside else top)
            else:
                row.insert(at, row[at] if inside else Mark(texts[r - self.head]))

    def insert_row(self, at: int, marks: Sequence[Mark] | None = None) -> None:
        """Put in a row before row `at`: empty cells where no span runs through, or `marks`."""
        row = []
        for c in range(self.width):
            through = 0 < at < len(self.rows) and self.rows[at - 1][c] is self.rows[at][c]
            row.append(self.rows[at][c] if through else (marks[c] if marks else Mark()))
        self.rows.insert(at, row)
        self.head += at < self.head


@dataclass
class Wild:
    """A report about to be printed: its tables, and what each address must be read as."""

    form: Form
    year: int
    rng: random.Random
    expected: dict[Address, Figure]
    texts: dict[Address, str]
    sheets: list[Sheet]
    before: list[str] = field(default_factory=list)  # HTML printed before part one
    traits: list[str] = field(default_factory=list)
    repeat: bool = False
    bad_spans: bool = False

    def sheet(self, section: int) -> Sheet:
        """Return the first table of a part."""
        return next(s for s in self.sheets if s.section == section)

    def text(self, mark: Mark) -> str:
        """Return what a cell prints."""
        return self.texts[mark.address] if mark.address is not None else mark.text


TITLES = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]


def sheet_of(form: Form, section: int) -> Sheet:
    """Return the official table of one part."""
    printed = grid.printed_table(form, section)
    rows: list[list[Mark]] = [[Mark()] * printed.width for _ in printed.rows]
    for r, row in enumerate(printed.rows):
        for cell in row:
            mark = Mark(cell.text, cell.address, cell.role)
            for i in range(cell.row_span):
                for j in range(cell.column_span):
                    rows[r + i][cell.column + j] = mark
    first = printed.blocks[0]
    return Sheet(section, first.table, rows, first.title_rows + first.header_rows)
