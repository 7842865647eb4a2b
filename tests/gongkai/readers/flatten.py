"""Flatten a filled form the ways copying and converting flatten published reports."""

import random
from collections.abc import Callable, Mapping
from decimal import Decimal

from gongkai.figures import Figure, number
from gongkai.forms.evaluate import relations
from gongkai.forms.form import Address, Form, Table

PREFACE = "示例镇人民政府\n2023年政府信息公开工作年度报告\n\n本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。\n"


def random_figures(form: Form, seed: int, *, zeros: float = 0.8) -> dict[Address, Figure]:
    """Return random figures in which everything adds up."""
    rng = random.Random(seed)
    values: dict[Address, int] = {}
    for address in form.addresses:
        if rng.random() < zeros:
            values[address] = 0
        else:
            values[address] = rng.choice([rng.randint(1, 9), rng.randint(10, 400), 12345])
    for table in form.tables:
        for balance in table.balances:
            for column in table.leaf_columns:
                values[Address(table.id, balance.left[0], column.id)] = 0
    _complete(form, values)
    return {address: number(Decimal(value)) for address, value in values.items()}


def _complete(form: Form, values: dict[Address, int]) -> None:
    """Compute totals; let new requests be what balances each column."""
    for _ in range(3):
        for relation in relations(form.id):
            left = sum(values[a] for a in relation.left)
            right = sum(values[a] for a in relation.right)
            if relation.kind == "sum":
                values[relation.right[0]] = left
            elif right >= left:
                values[relation.left[0]] += right - left
            else:
                values[relation.right[-1]] += left - right


def _headers(table: Table) -> list[list[str]]:
    if table.section == 2:
        return [[table.title], [table.corner, *(c.label for c in table.leaf_columns)]]
    if table.section == 3:
        return [
            [table.corner, table.banner],
            ["", "自然人", "法人或其他组织", "总计"],
            ["", "", "商业\n企业", "科研\n机构", "社会公益组织", "法律服务机构", "其他", ""],
        ]
    return [
        ["行政复议", "行政诉讼"],
        [
            "结果维持",
            "结果\n纠正",
            "其他\n结果",
            "尚未\n审结",
            "总计",
            "未经复议直接起诉",
            "复议后起诉",
        ],
        [*[""] * 5, *["结果\n维持", "结果\n纠正", "其他\n结果", "尚未\n审结", "总计"] * 2],
    ]


def _labels(table: Table, row_id: str, shown: set[str]) -> list[str]:
    """Return the label cells of a row: a heading only at its first row, then an empty cell."""
    cells = []
    path: list[str] = []
    current: str | None = row_id
    while current is not None:
        path.insert(0, current)
        current = table.row(current).under
    for line in path[:-1]:
        cells.append("" if line in shown else table.row(line).label)
        shown.add(line)
    label = table.row(row_id).label
    return [*cells, label] if label else []


def rows_of(table: Table, figures: Mapping[Address, Figure]) -> list[list[str]]:
    """Return every printed row of a table, headers first."""
    rows = [list(row) for row in _headers(table)]
    shown: set[str] = set()
    for line in table.leaf_rows:
        values = [str(figures[Address(table.id, line.id, c.id)]) for c in table.leaf_columns]
        rows.append([*_labels(table, line.id, shown), *values])
    return rows


def tabs(rows: list[list[str]]) -> str:
    """Cells parted by tabs, one row a line."""
    return "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in rows) + "\n"


def tabbed_stream(rows: list[list[str]]) -> str:
    """One cell a line behind a tab, an empty line after each row."""
    return "\n".join("".join(f"\t{cell}\n" for cell in row) for row in rows)


def piped_stream(rows: list[list[str]]) -> str:
    """Every cell between lines of ``|``, no mark between rows."""
    return "|\n" + "".join(f"{cell}\n|\n" for row in rows for cell in row if cell)


def bare_stream(rows: list[list[str]]) -> str:
    """One cell a line, nothing else."""
    return "".join(cell.replace("\n", "") + "\n" for row in rows for cell in row if cell)


def markdown(rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(c.replace("\n", "") for c in row) + " |" for row in rows]
    return "\n".join([lines[0], "| --- | --- |", *lines[1:]]) + "\n\n"


def spaced(rows: list[list[str]]) -> str:
    """Everything on one line, a space between cells."""
    return " ".join(cell.replace("\n", "") for row in rows for cell in row if cell) + " "


def glued(rows: list[list[str]]) -> str:
    """Everything on one line with nothing between cells."""
    return "".join(cell.replace("\n", "") for row in rows for cell in row)


LINE_SHAPES: dict[str, Callable[[list[list[str]]], str]] = {
    "tabs": tabs,
    "tabbed_stream": tabbed_stream,
    "piped_stream": piped_stream,
    "bare_stream": bare_stream,
    "markdown": markdown,
}
RUN_SHAPES = {"spaced": spaced, "glued": glued}


def report_text(form: Form, figures: Mapping[Address, Figure], shape: str) -> str:
    """Return a whole report as text in one of the shapes."""
    print_rows = (LINE_SHAPES | RUN_SHAPES)[shape]
    apart = "" if shape in RUN_SHAPES else "\n"
    parts = [PREFACE, "一、总体情况", apart, "2023年，我镇公开政府信息12条。", apart]
    titles = {
        2: "二、主动公开政府信息情况",
        3: "三、收到和处理政府信息公开申请情况",
        4: "四、政府信息公开行政复议、行政诉讼情况",
    }
    for section, title in titles.items():
        parts += [title, apart]
        for table in form.tables:
            if table.section == section:
                parts.append(print_rows(rows_of(table, figures)))
    parts += ["五、存在的主要问题及改进情况", apart, "公开内容还不够丰富，下一步将充实。", apart]
    parts += ["六、其他需要报告的事项", apart, "2023年未收取信息处理费。\n"]
    return "".join(parts)
