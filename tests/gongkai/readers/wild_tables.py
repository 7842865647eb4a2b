"""What real reports do to the layout of the tables: columns, rows, headers, table four."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from gongkai.forms import grid
from gongkai.forms.form import Address, Form
from tests.gongkai.readers.wild import Mark, Sheet, Wild

# --- what the tables look like ---------------------------------------------------------------


def split_blocks(wild: Wild) -> None:
    """Every block of table two is a table of its own."""
    printed = grid.printed_table(wild.form, 2)
    whole = wild.sheet(2)
    parts = []
    for number_, block in enumerate(printed.blocks):
        last = number_ + 1 == len(printed.blocks)
        end = len(whole.rows) if last else printed.blocks[number_ + 1].first
        head = block.title_rows + block.header_rows
        parts.append(Sheet(2, block.table, whole.rows[block.first : end], head))
    wild.sheets = [*parts, *(s for s in wild.sheets if s.section != 2)]


def page_split(wild: Wild) -> None:
    """Table three goes on in a second table, without its header."""
    sheet = wild.sheet(3)
    cut = wild.rng.randrange(sheet.head + 3, len(sheet.rows) - 2)
    upper, lower = sheet.rows[:cut], sheet.rows[cut:]
    copies = {id(m): replace(m, text="") for m in lower[0] if m in upper[-1]}
    lower = [[copies.get(id(m), m) for m in row] for row in lower]
    at = wild.sheets.index(sheet)
    wild.sheets[at : at + 1] = [Sheet(3, "requests", upper, sheet.head), Sheet(3, "", lower, 0)]


def header_apart(wild: Wild) -> None:
    """The header of table three stands in a table of its own."""
    sheet = wild.sheet(3)
    if not sheet.head:
        return
    at = wild.sheets.index(sheet)
    wild.sheets[at : at + 1] = [
        Sheet(3, "header", sheet.rows[: sheet.head], sheet.head),
        Sheet(3, "requests", sheet.rows[sheet.head :], 0),
    ]


def no_header(wild: Wild) -> None:
    """Table three is printed without any header."""
    sheet = wild.sheet(3)
    sheet.rows, sheet.head = sheet.rows[sheet.head :], 0


def filler_cells(wild: Wild) -> None:
    """No cell spans rows: the group's label stands in its first row, empty cells below."""
    _explode(wild.sheet(3), lambda mark: "")


def repeated_labels(wild: Wild) -> None:
    """No cell spans rows: the group's label is printed in every row."""
    _explode(wild.sheet(3), lambda mark: mark.text)


def _explode(sheet: Sheet, filler: Callable[[Mark], str]) -> None:
    for c in range(sheet.width):
        above: Mark | None = None
        for r in range(sheet.head, len(sheet.rows)):
            mark = sheet.rows[r][c]
            if mark is above and mark.address is None:
                new = Mark(filler(mark))
                for j in range(sheet.width):
                    if sheet.rows[r][j] is mark:
                        sheet.rows[r][j] = new
            above = mark


def group_rows(wild: Wild) -> None:
    """Groups are rows of their own, without figures, over rows with one label."""
    _groups_as_rows(wild, "")


def groups_with_zeros(wild: Wild) -> None:
    """As `group_rows`, but the group's row is filled."""
    _groups_as_rows(wild, "0")


def group_subtotals(wild: Wild) -> None:
    """As `group_rows`, but the group's row prints the sums of the group."""
    _groups_as_rows(wild, "sum")


def _groups_as_rows(wild: Wild, fill: str) -> None:
    table = wild.form.table("requests")
    rows: list[list[Mark]] = []
    for row in wild.sheet(3).rows[: wild.sheet(3).head]:
        rows.append(row[2:])  # one label column is left of the three
    shown: set[str] = set()
    for line in table.leaf_rows:
        for heading in _chain(wild.form, line.id):
            if heading in shown:
                continue
            shown.add(heading)
            values = [Mark(fill) for _ in table.leaf_columns]
            if fill == "sum":
                values = [Mark(_subtotal(wild, heading, c.id)) for c in table.leaf_columns]
            rows.append([Mark(table.row(heading).label), *values])
        figures = [Mark("", Address("requests", line.id, c.id)) for c in table.leaf_columns]
        rows.append([Mark(line.label), *figures])
    sheet = wild.sheet(3)
    sheet.rows = rows


def _chain(form: Form, row: str) -> list[str]:
    table = form.table("requests")
    chain: list[str] = []
    current = table.row(row).under
    while current is not None:
        chain.insert(0, current)
        current = table.row(current).under
    return chain


def _subtotal(wild: Wild, heading: str, column: str) -> str:
    inside = [
        Address("requests", line.id, column)
        for line in wild.form.table("requests").leaf_rows
        if heading in _chain(wild.form, line.id) and not line.sum
    ]
    figures = [wild.expected[a] for a in inside]
    return str(sum(int(f.value) for f in figures if f.is_number))


def serial_column(wild: Wild) -> None:
    """A column of running numbers stands before the labels."""
    sheet = wild.sheet(wild.rng.choice([2, 3]))
    count = len(sheet.rows) - sheet.head
    sheet.insert_column(0, [str(i) for i in range(1, count + 1)], wild.rng.choice(["序号", ""]))


def remark_column(wild: Wild) -> None:
    """A column for remarks stands at the end, empty or with a few words."""
    sheet = wild.sheet(3)
    words = wild.rng.choice(["", "无", "含去年结转", "—"])
    texts = [words if wild.rng.random() < 0.3 else "" for _ in sheet.rows]
    sheet.insert_column(sheet.width, texts, "备注")


def percent_column(wild: Wild) -> None:
    """A column of shares stands after the totals."""
    sheet = wild.sheet(3)
    texts = [f"{wild.rng.randint(0, 1000) / 10}%" for _ in sheet.rows]
    sheet.insert_column(sheet.width, texts, wild.rng.choice(["占比", "比例（%）"]))


def last_year_column(wild: Wild) -> None:
    """A column with last year's totals stands at the end."""
    sheet = wild.sheet(3)
    texts = [str(wild.rng.randint(0, 60)) for _ in sheet.rows]
    sheet.insert_column(sheet.width, texts, "上年同期")


def unit_column(wild: Wild) -> None:
    """A column with the unit of count stands before the figures."""
    sheet = wild.sheet(3)
    at = sheet.width - 7
    sheet.insert_column(at, ["件" for _ in sheet.rows], "单位")


def spacer_columns(wild: Wild) -> None:
    """Empty columns stand between the columns, as a sheet or a careless page has them."""
    for sheet in wild.sheets:
        for at in sorted(wild.rng.sample(range(1, sheet.width), 2), reverse=True):
            sheet.insert_column(at, [""] * len(sheet.rows))


def spacer_rows(wild: Wild) -> None:
    """Empty rows stand between the rows."""
    for sheet in wild.sheets:
        for at in sorted(wild.rng.sample(range(1, len(sheet.rows)), 2), reverse=True):
            sheet.insert_row(at)


def note_rows(wild: Wild) -> None:
    """A note covers the last row, the unit stands in a row above the header."""
    for sheet in wild.sheets:
        note = Mark("注：本表数据统计时间为1月1日至12月31日，共12个单位。")
        sheet.rows.append([note] * sheet.width)
        unit = Mark("单位：件")
        sheet.insert_row(0, [unit] * sheet.width)


def subtotal_rows(wild: Wild) -> None:
    """A row 小计 follows each group of table three."""
    table = wild.form.table("requests")
    sheet = wild.sheet(3)
    groups = [r.id for r in table.rows if r.heading and r.under]
    for heading in reversed(groups):
        last = max(r for r, row in enumerate(sheet.rows) if _ends_in(wild, row, heading))
        label = Mark("小计")
        values = [Mark(_subtotal(wild, heading, c.id)) for c in table.leaf_columns]
        lead = sheet.width - len(values)
        sheet.insert_row(last + 1, [*[label] * lead, *values])


def _ends_in(wild: Wild, row: Sequence[Mark], heading: str) -> bool:
    mark = row[-1]
    return mark.address is not None and heading in _chain(wild.form, mark.address.row)


def wrong_spans(wild: Wild) -> None:
    """One header cell of every table covers a column too many or too few."""
    wild.bad_spans = True


def units_in_header(wild: Wild) -> None:
    """The header names the unit of each column."""
    for sheet in wild.sheets:
        for mark in {id(m): m for row in sheet.rows for m in row if m.role == "column"}.values():
            if "单位" not in mark.text and mark.text not in ("申请人情况", "法人或其他组织"):
                mark.text += "（件）"


# --- table four ------------------------------------------------------------------------------


def four_on_its_side(wild: Wild) -> None:
    """Table four in one column: three groups of five rows."""
    table = wild.form.table("disputes")
    names = {"review": "行政复议", "direct": "未经复议直接起诉", "after_review": "复议后起诉"}
    groups = {group: Mark(name, role="row") for group, name in names.items()}
    rows = []
    for column in table.leaf_columns:
        group = groups[column.id.split(".")[0]]
        value = Mark("", Address("disputes", table.leaf_rows[0].id, column.id))
        rows.append([group, Mark(column.label, role="row"), value])
    sheet = wild.sheet(4)
    sheet.rows, sheet.head = rows, 0


def four_by_group(wild: Wild) -> None:
    """Table four with a row for each of its three groups."""
    _four_square(wild, by_group=True)


def four_by_result(wild: Wild) -> None:
    """Table four with a row for each result, the groups side by side."""
    _four_square(wild, by_group=False)


def _four_square(wild: Wild, *, by_group: bool) -> None:
    table = wild.form.table("disputes")
    names = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    results = [column.label for column in table.leaf_columns[:5]]
    row = table.leaf_rows[0].id
    square = [
        [Mark("", Address("disputes", row, table.leaf_columns[5 * g + i].id)) for i in range(5)]
        for g in range(3)
    ]
    across, down = (results, names) if by_group else (names, results)
    if not by_group:
        square = [[square[g][i] for g in range(3)] for i in range(5)]
    sheet = wild.sheet(4)
    sheet.rows = [[Mark("类型"), *(Mark(name) for name in across)]]
    sheet.rows += [[Mark(name), *marks] for name, marks in zip(down, square, strict=True)]
    sheet.head = 1


def four_in_two(wild: Wild) -> None:
    """Table four as two tables, 复议 and 诉讼."""
    sheet = wild.sheet(4)
    at = wild.sheets.index(sheet)
    wild.sheets[at : at + 1] = [
        Sheet(4, "review", [row[:5] for row in sheet.rows], sheet.head),
        Sheet(4, "court", [row[5:] for row in sheet.rows], sheet.head),
    ]


def four_named(wild: Wild) -> None:
    """A column before table four names its one row."""
    sheet = wild.sheet(4)
    name = wild.rng.choice(["数量", "件数", "合计"])
    sheet.insert_column(0, [name] * len(sheet.rows), "项目")
