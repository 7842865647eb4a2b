"""What real reports do to the official layout: each trait is one such thing, done to a wild report."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from gongkai.figures import BLANK, number
from gongkai.forms.form import load
from tests.gongkai.readers import wild_tables
from tests.gongkai.readers.flatten import random_figures
from tests.gongkai.readers.wild import TITLES, Mark, Wild, sheet_of

Trait = Callable[[Wild], None]


def report(seed: int, traits: Sequence[str] | None = None, *, edition: str = "") -> Wild:
    """Return a report with the named traits, or with a few that the seed chooses."""
    rng = random.Random(seed)
    form = load(edition or rng.choice(["2019", "2021", "2021"]))
    figures = random_figures(form, seed, zeros=rng.choice([0.95, 0.7, 0.3]))
    year = rng.choice([2019, 2020] if form.id == "2019" else [2021, 2022, 2023, 2024])
    texts = {a: str(f) for a, f in figures.items()}
    sheets = [sheet_of(form, section) for section in (2, 3, 4)]
    wild = Wild(form, year, rng, dict(figures), texts, sheets)
    for name in traits if traits is not None else _chosen(rng):
        TRAITS[name](wild)
        wild.traits.append(name)
    return wild


def _chosen(rng: random.Random) -> list[str]:
    """Return up to six traits, in the order in which they can follow one another."""
    places = sorted(rng.sample(range(len(FAMILIES)), rng.randrange(7)))
    return [rng.choice(FAMILIES[place]).__name__ for place in places]


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


# At most one of each family, in an order in which each may follow those before it.
FAMILIES: Sequence[tuple[Trait, ...]] = (
    (big_figures, amounts),
    (slips,),
    (blanks,),
    (wide_digits, units_in_cells, separators),
    (
        wild_tables.four_on_its_side,
        wild_tables.four_in_two,
        wild_tables.four_named,
        wild_tables.four_by_group,
        wild_tables.four_by_result,
    ),
    (wild_tables.units_in_header,),
    (misprinted_labels, traditional_labels),
    (unnumbered_labels, half_width_labels),
    (
        wild_tables.group_rows,
        wild_tables.groups_with_zeros,
        wild_tables.group_subtotals,
        wild_tables.filler_cells,
        wild_tables.repeated_labels,
        wild_tables.subtotal_rows,
    ),
    (wild_tables.no_header, wild_tables.serial_column, wild_tables.unit_column),
    (wild_tables.remark_column, wild_tables.percent_column, wild_tables.last_year_column),
    (wild_tables.spacer_columns, wild_tables.spacer_rows),
    (wild_tables.note_rows, wild_tables.wrong_spans),
    (wild_tables.split_blocks,),
    (wild_tables.page_split, wild_tables.header_apart),
    (spaced_labels, broken_labels),
    (other_statistics, own_statistics, contents, printed_twice),
)
TRAITS: Mapping[str, Trait] = {trait.__name__: trait for family in FAMILIES for trait in family}
