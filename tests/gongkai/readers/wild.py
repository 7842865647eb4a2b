"""Reports laid out as real portals and offices lay them out: any number of them, from a seed.

A `Sheet` is a printed table whose cells may span; a trait changes it the way real reports differ from
the official form. What must be read is known of every cell, whatever is done to its looks.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from gongkai.figures import BLANK, Figure, number
from gongkai.forms import grid
from gongkai.forms.form import Address, Form, load
from tests.gongkai.readers.flatten import random_figures


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

    def sheet(self, section: int) -> Sheet:
        """Return the first table of a part."""
        return next(s for s in self.sheets if s.section == section)

    def text(self, mark: Mark) -> str:
        """Return what a cell prints."""
        return self.texts[mark.address] if mark.address is not None else mark.text


Trait = Callable[[Wild], None]


def report(seed: int, traits: Sequence[str] | None = None, *, edition: str = "") -> Wild:
    """Return a report with the named traits, or with a few that the seed chooses."""
    rng = random.Random(seed)
    form = load(edition or rng.choice(["2019", "2021", "2021"]))
    figures = random_figures(form, seed, zeros=rng.choice([0.95, 0.7, 0.3]))
    year = rng.choice([2019, 2020] if form.id == "2019" else [2021, 2022, 2023, 2024])
    texts = {a: str(f) for a, f in figures.items()}
    sheets = [_sheet(form, section) for section in (2, 3, 4)]
    wild = Wild(form, year, rng, dict(figures), texts, sheets)
    for name in traits if traits is not None else _chosen(rng):
        TRAITS[name](wild)
        wild.traits.append(name)
    return wild


def _chosen(rng: random.Random) -> list[str]:
    """Return up to six traits, in the order in which they can follow one another."""
    places = sorted(rng.sample(range(len(FAMILIES)), rng.randrange(7)))
    return [rng.choice(FAMILIES[place]).__name__ for place in places]


def _sheet(form: Form, section: int) -> Sheet:
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


def units_in_header(wild: Wild) -> None:
    """The header names the unit of each column."""
    for sheet in wild.sheets:
        for mark in {id(m): m for row in sheet.rows for m in row if m.role == "column"}.values():
            if "单位" not in mark.text and mark.text not in ("申请人情况", "法人或其他组织"):
                mark.text += "（件）"


# --- what the labels look like ---------------------------------------------------------------


def _labels(wild: Wild) -> list[Mark]:
    every = {id(m): m for s in wild.sheets for row in s.rows for m in row if m.address is None}
    return list(every.values())


def broken_labels(wild: Wild) -> None:
    """Short labels are broken one character a line."""
    for mark in _labels(wild):
        if 2 <= len(mark.text) <= 7 and not any(c in "%\n" for c in mark.text):
            mark.text = "\n".join(re.findall(r"\d+\.?|.", mark.text))


def spaced_labels(wild: Wild) -> None:
    """White space stands inside the labels."""
    for mark in _labels(wild):
        if len(mark.text) > 2 and not mark.text[-1].isdigit():
            at = wild.rng.randrange(1, len(mark.text))
            mark.text = mark.text[:at] + wild.rng.choice([" ", "\n", "\u3000"]) + mark.text[at:]


def half_width_labels(wild: Wild) -> None:
    """Brackets and points in the labels are of another width."""
    table = str.maketrans("（）、：“”", '(),:""')
    for mark in _labels(wild):
        mark.text = mark.text.translate(table).replace(".", wild.rng.choice(["、", "．", ". "]))


def traditional_labels(wild: Wild) -> None:
    """The labels are in traditional characters."""
    table = str.maketrans(
        "开请数结转办处国属规档执务项过访诉类复", "開請數結轉辦處國屬規檔執務項過訪訴類複"
    )
    for mark in _labels(wild):
        mark.text = mark.text.translate(table)


def misprinted_labels(wild: Wild) -> None:
    """Labels are printed with slips that real reports show."""
    slips = {
        "本年制发件数": "本年制发数",
        "本年废止件数": "本年废止数",
        "现行有效件数": "现行有效数",
        "结果维持": "维持结果",
        "2.其他法律行政法规禁止公开": "2.其他法律法规禁止公开",
        "3.危及“三安全一稳定”": "3.危及三安全一稳定",
        "（七）总计": "（七）合计",
        "四、结转下年度继续办理": "四、结转下年继续办理",
        "一、本年新收政府信息公开申请数量": "一、本年度新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量": "二、上年度结转政府信息公开申请数量",
        "5.要求行政机关确认或重新出具已获取信息": "5.要求行政机关确认或者重新出具已获取信息",
        "1.本机关不掌握相关政府信息": "1.本机关不掌握相关信息",
        "总计": "合计",
    }
    for mark in _labels(wild):
        mark.text = slips.get(mark.text, mark.text)


def unnumbered_labels(wild: Wild) -> None:
    """The labels of table three are printed without their numbers."""
    for mark in _labels(wild):
        if mark.role == "row":
            mark.text = mark.text.lstrip("一二三四五六七（）、12345678.")


# --- what the figures look like --------------------------------------------------------------


def _reprint(wild: Wild, change: Callable[[str], str | None], share: float = 0.2) -> None:
    for address, figure in wild.expected.items():
        if figure.is_number and wild.rng.random() < share:
            text = change(str(figure))
            if text is not None:
                wild.texts[address] = text


def wide_digits(wild: Wild) -> None:
    """Some figures are in full-width digits."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    _reprint(wild, lambda text: text.translate(wide))


def units_in_cells(wild: Wild) -> None:
    """Some figures carry their unit."""
    _reprint(wild, lambda text: text + wild.rng.choice(["件", " 件", "件。"]))


def separators(wild: Wild) -> None:
    """Large figures have thousands separators, of either width."""
    comma = wild.rng.choice([",", "，"])
    _reprint(wild, lambda text: f"{Decimal(text):,}".replace(",", comma), share=1)


def big_figures(wild: Wild) -> None:
    """A city's totals: seven digits with separators in table two."""
    for address in wild.form.addresses:
        if address.table in ("licences", "enforcement", "documents"):
            value = wild.rng.randint(1_000_000, 9_999_999)
            wild.expected[address] = number(value)
            wild.texts[address] = wild.rng.choice([f"{value:,}", str(value)])


def blanks(wild: Wild) -> None:
    """Zeros are left out or printed as a sign for nothing."""
    sign = wild.rng.choice(["", "—", "/", "无", "-", "--", "\xa0"])
    for address, figure in wild.expected.items():
        if figure == number(0) and wild.rng.random() < 0.5:
            wild.expected[address], wild.texts[address] = BLANK, sign


def amounts(wild: Wild) -> None:
    """Money is printed with decimals and its unit."""
    for address in wild.form.addresses:
        if wild.form.kind(address) == "money_wan":
            wan = Decimal(wild.rng.randint(1, 10**7)) / 100
            texts = [f"{wan}万元", str(wan), f"{wan * 10000:.2f}元", f"{wan:,}"]
            wild.expected[address] = number(wan)
            wild.texts[address] = wild.rng.choice(texts)
        if wild.form.kind(address) == "change":
            lost = wild.rng.randint(1, 30)
            wild.expected[address] = number(-lost)
            texts = [f"-{lost}", f"－{lost}", f"减{lost}", f"减少{lost}", f"-{lost}件"]
            wild.texts[address] = wild.rng.choice(texts)


def slips(wild: Wild) -> None:
    """Some figures do not add up: they are to be read as printed all the same."""
    for address in wild.rng.sample(wild.form.addresses, 12):
        value = wild.rng.randint(0, 999)
        wild.expected[address], wild.texts[address] = number(value), str(value)


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


# --- what stands around the tables -----------------------------------------------------------


def other_statistics(wild: Wild) -> None:
    """A table of the office's own, with rows that the form also has, stands before the form's."""
    rows = [["类别", "上年", "本年"], ["行政许可", "17", "23"], ["行政处罚", "5", "9"]]
    rows += [["行政强制", "3", "3"], ["规范性文件", "8", "4"], ["合计", "33", "39"]]
    lines = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    wild.before.append(f'<p>主动公开情况统计表</p><table border="1">{lines}</table>')


def own_statistics(wild: Wild) -> None:
    """An overview of part one names every row of table two, with other figures."""
    labels = [line.label for t in wild.form.tables if t.section == 2 for line in t.leaf_rows]
    head = wild.rng.choice(["<tr><td>项目</td><td>数量</td></tr>", ""])
    lines = "".join(
        f"<tr><td>{label}</td><td>{wild.rng.randint(500, 900)}</td></tr>" for label in labels
    )
    wild.before.append(f'<table border="1">{head}{lines}</table>')


def contents(wild: Wild) -> None:
    """A list of contents stands before part one."""
    wild.before.append("".join(f"<p>{title}……{n}</p>" for n, title in enumerate(TITLES, 2)))


def printed_twice(wild: Wild) -> None:
    """The same tables once more at the end, same figures."""
    wild.repeat = True


TITLES = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]

# At most one of each family, in an order in which each may follow those before it.
FAMILIES: Sequence[tuple[Trait, ...]] = (
    (big_figures, amounts),
    (slips,),
    (blanks,),
    (wide_digits, units_in_cells, separators),
    (four_on_its_side, four_in_two, four_named, four_by_group, four_by_result),
    (units_in_header,),
    (misprinted_labels, traditional_labels),
    (unnumbered_labels, half_width_labels),
    (group_rows, groups_with_zeros, group_subtotals, filler_cells, repeated_labels, subtotal_rows),
    (no_header, serial_column, unit_column),
    (remark_column, percent_column, last_year_column),
    (spacer_columns, spacer_rows),
    (note_rows,),
    (split_blocks,),
    (page_split, header_apart),
    (spaced_labels, broken_labels),
    (other_statistics, own_statistics, contents, printed_twice),
)
TRAITS: Mapping[str, Trait] = {trait.__name__: trait for family in FAMILIES for trait in family}
