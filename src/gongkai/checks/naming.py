"""How findings name the tables, rows, columns and cells of the form, and print its figures."""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from gongkai.characters import numeral
from gongkai.checks.check import Words
from gongkai.figures import plain
from gongkai.forms.filled import FilledForm, Origin
from gongkai.forms.form import Address, Form, Table, load

_REMARK = re.compile(r"(?<=.)（[^（）]*）$")
_BARE_NUMBER = re.compile(r"^\d")


def table_name(table: Table) -> Words:
    """Return the name a table goes by: 表三, with the block of table two it is."""
    number = Words(f"表{numeral(table.section)}", f"table {table.section}")
    if not table.title:
        return number
    return Words(f"{number.zh}“{table.title}”", f"{number.en}, “{table.title}”")


def row_name(form: Form, address: Address) -> str:
    """Return a row as a clerk would call it; "" for the one row of table four."""
    return _row_name(form.id, address.table, address.row)


@cache
def _row_name(edition: str, table_id: str, row_id: str) -> str:
    table = load(edition).table(table_id)
    path = [_REMARK.sub("", label) for label in table.row_path(row_id)]
    if len(path) > 1 and _BARE_NUMBER.match(path[-1]):
        return f"{path[-2]}·{path[-1]}"
    return path[-1] if path else ""


def column_name(form: Form, address: Address) -> str:
    """Return a column by its label, with its heading where the label alone is not unique."""
    return _column_name(form.id, address.table, address.column)


@cache
def _column_name(edition: str, table_id: str, column_id: str) -> str:
    table = load(edition).table(table_id)
    count = Counter(column.label for column in table.leaf_columns)
    path = table.column_path(column_id)
    return path[-1] if count[path[-1]] == 1 else f"{path[-2]}·{path[-1]}"


def cell_name(form: Form, address: Address) -> str:
    """Return a cell as “行”“列”, short enough for a sentence."""
    row, column = row_name(form, address), column_name(form, address)
    return f"“{row}”“{column}”" if row else f"“{column}”"


def listed(names: Iterable[str]) -> Words:
    """Return names in quotation marks, joined as each language does."""
    quoted = [f"“{name}”" for name in names]
    return Words("、".join(quoted), ", ".join(quoted))


def joined(parts: Iterable[str]) -> Words:
    """Return parts that are quoted already (or are numbers), joined as each language does."""
    several = list(parts)
    return Words("、".join(several), ", ".join(several))


def printed(value: Decimal) -> str:
    """Return a number as a report prints it."""
    return plain(value)


def addends(values: Iterable[Decimal]) -> str:
    """Return 8＋1 for the parts that are not 0, 0 where all are."""
    shown = [plain(value) for value in values if value]
    return "＋".join(shown) or "0"


def stands(
    report: FilledForm, addresses: Iterable[Address]
) -> tuple[tuple[tuple[str, str], ...], Origin | None]:
    """Return (label, printed text) of each cell, and where the first with a known place stands."""
    shown = []
    origin = None
    for address in addresses:
        cell = report.cells.get(address)
        text = report[address].text
        if text is None:
            text = cell.raw if cell is not None else ""
        shown.append((report.form.label(address), text))
        if origin is None and cell is not None:
            origin = cell.origin
    return tuple(shown), origin


def columns_named(form: Form, addresses: Iterable[Address]) -> Words:
    """Return the columns of cells in one row, a full group by its heading, a full row as 整行."""
    cells = list(addresses)
    table = form.table(cells[0].table)
    wanted = {a.column for a in cells}
    if len(wanted) == len(table.leaf_columns) > 1:
        return Words("整行", "the whole row")
    groups: dict[str | None, list[str]] = {}
    for column in table.leaf_columns:
        groups.setdefault(column.under, []).append(column.id)
    zh: list[str] = []
    en: list[str] = []
    for parent, members in groups.items():
        if parent is not None and wanted.issuperset(members):
            label = table.column(parent).label
            zh.append(f"“{label}”{len(members)}格")
            en.append(f"the {len(members)} cells of “{label}”")
            continue
        names = [f"“{_column_name(form.id, table.id, c)}”" for c in members if c in wanted]
        zh += names
        en += names
    return Words("、".join(zh), ", ".join(en))
