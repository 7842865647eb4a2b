"""Pages to be read: the statutory table three, laid out in the ways that offices print it.

Every figure is known (`FIGURES`) and every row has its own, so a figure in a wrong cell shows.
"""

import random
import unicodedata
from pathlib import Path

import typst

from gongkai.forms.form import load
from gongkai.readers.document import Document, Grid

TABLE = load("2021").table("requests")
_RANDOM = random.Random(20240131)
FIGURES = {
    row.id: [
        str(_RANDOM.choice([0, 0, _RANDOM.randrange(100), _RANDOM.randrange(100_000)]))
        for _ in TABLE.leaf_columns
    ]
    for row in TABLE.leaf_rows
}
FONTS = Path(__file__).parents[3] / "src" / "gongkai" / "writers" / "fonts"

PROSE = """
#align(center)[#text(size: 22pt)[示例镇人民政府 \\ 2023年政府信息公开工作年度报告]]

一、总体情况

2023年，本镇把公开栏搬到集市和卫生院门口，赶集的日子由驻村干部当面念给老人听，看不懂的当场解释，念完登记，年底汇总成册存档备查，主动公开各类信息5500条。

（一）主动公开情况。围绕补贴发放、修路架桥、看病报销等村民最关心的事，召开了院坝会12场，会前贴出通知，会后公布答复，没有答上来的限期补答。

三、收到和处理政府信息公开申请情况

"""


def pdf(body: str, *, page: str = "") -> bytes:
    """Print typst markup on A4 with page numbers; `page` adds settings of the page."""
    setting = (
        '#set page(paper: "a4", margin: (x: 73pt, y: 80pt), '
        f"footer: context align(center)[— #counter(page).display() —], {page})\n"
        '#set text(font: "Gongkai Kai", size: 10.5pt, lang: "zh")\n'
        "#set par(first-line-indent: (amount: 2em, all: true), justify: true)\n"
    )
    return typst.compile((setting + body).encode(), font_paths=[FONTS])


def table_three(
    *, stroke: str = "0.5pt", repeat_header: bool = True, upright: bool = False, cell: str = ""
) -> str:
    """Return table three as typst markup.

    stroke   how its lines are drawn; cell wraps the text of every cell in a typst function
    upright  narrow headers and the label at the left run from top to bottom, a character a line
    """

    def entry(text: str, **spans: int) -> str:
        where = ", ".join(f"{name}: {count}" for name, count in spans.items())
        body = f'#text("{text}")'
        if cell:
            body = f"#{cell}[{body}]"
        return f"table.cell({where})[#set par(first-line-indent: 0em);{body}]"

    def stacked(text: str) -> str:
        return "\\n".join(text) if upright else text

    header = [
        entry(TABLE.corner, rowspan=3, colspan=3),
        entry(TABLE.banner, colspan=7),
        entry("自然人", rowspan=2),
        entry("法人或其他组织", colspan=5),
        entry("总计", rowspan=2),
        *(entry(stacked(column.label)) for column in TABLE.columns if column.under == "legal"),
    ]
    rows: list[str] = []
    for row in TABLE.rows:
        if row.heading:
            rows.append(entry(stacked(row.label), rowspan=_leaves(row.id)))
        else:
            depth = len(TABLE.row_path(row.id))
            rows.append(entry(row.label, colspan=4 - depth))
        rows += [entry(figure) for figure in FIGURES.get(row.id, ())]
    above = ",\n".join(header)
    above = f"table.header({above})" if repeat_header else above
    columns = "(24pt, 44pt, 1fr" + ", 36pt" * 7 + ")"
    return (
        f"#table(columns: {columns}, align: center + horizon, stroke: {stroke}, inset: 4pt,\n"
        + above
        + ",\n"
        + ",\n".join(rows)
        + ")\n"
    )


def _leaves(heading: str) -> int:
    return sum(heading in _above(row.id) for row in TABLE.leaf_rows)


def _above(row_id: str) -> list[str]:
    found = []
    above = TABLE.row(row_id).under
    while above is not None:
        found.append(above)
        above = TABLE.row(above).under
    return found


def rows_of(grid: Grid) -> list[list[str]]:
    """Return every row with each spanning cell repeated in all rows and columns it covers."""
    texts = {
        (row, column): "".join(unicodedata.normalize("NFKC", cell.text).split(" "))
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    return [
        [texts.get((row, column), "") for column in range(grid.width)] for row in range(grid.height)
    ]


def faults(document: Document, *, groups: bool = True) -> list[str]:
    """Return how the tables of a document differ from table three as it was printed.

    groups  also ask that every row carries the labels of the groups it belongs to
    """
    rows = [row for grid in document.grids for row in rows_of(grid)]
    wrong = []
    for leaf in TABLE.leaf_rows:
        path = [unicodedata.normalize("NFKC", label) for label in TABLE.row_path(leaf.id)]
        own = [row for row in rows if path[-1] in row]
        if len(own) != 1:
            wrong.append(f"{leaf.label}: {len(own)} rows")
        elif own[0][-7:] != FIGURES[leaf.id]:
            wrong.append(f"{leaf.label}: {own[0][-7:]}, not {FIGURES[leaf.id]}")
        elif groups and not set(path) <= set(own[0]):
            wrong.append(f"{leaf.label}: stands in {own[0][:3]}")
    return wrong
