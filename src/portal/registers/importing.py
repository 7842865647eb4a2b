"""Rows of a file against a register: which are new, which stand there already, which cannot be kept.

The same reading serves the preview and the entering, so what was shown is what is entered, less
what somebody entered meanwhile. A row is known again by its number.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.organs.models import Organ
from portal.registers import checks, queries, rules, tables
from portal.registers.models import Entry, Party, PowerItem

POWERS = "powers"
"""The name under which the list of powers is imported, beside the registers."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be kept: its number in the file, its own number, and why."""

    row: int
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file holds: entries to be made, rows already there, rows refused, columns not taken."""

    fresh: Sequence[Any]
    same: int
    refused: Sequence[Refusal]
    ignored: Sequence[str]

    @property
    def rows(self) -> int:
        """How many rows the file has under its header."""
        return len(self.fresh) + self.same + len(self.refused)


def known(register: str) -> dict[str, list[str]]:
    """Return what the columns of a file may be called, the first of each as the template has it."""
    data = rules.data()["import"]
    if register == POWERS:
        return dict(data["power_columns"])
    one = rules.registers()[register]
    columns = dict(data["columns"])
    if not one.party:
        del columns["party"], columns["party_kind"]
    if not one.money and register != "penalty":
        del columns["amount"]
    if not one.listed:
        del columns["shown"]
    own = {"number": one.number, "on": one.date, "kind": one.kind}
    return {
        name: [own[name], *(t for t in titles if t != own[name])] if name in own else list(titles)
        for name, titles in columns.items()
    }


def needed(register: str) -> tuple[str, ...]:
    """Return the columns that a file must have."""
    if register == POWERS:
        return ("code", "kind", "name")
    return ("number", "on", "amount") if rules.registers()[register].money else ("number", "on")


def check(organ: Organ, register: str, name: str, content: bytes, *, today: date) -> Checked:
    """Return what a file would bring into a register; raises BadTable for a file without rows."""
    table = tables.read(name, content, known(register), needed=needed(register))
    reader: Any = _Powers(organ, today) if register == POWERS else _Entries(organ, register)
    fresh: list[Any] = []
    refused: list[Refusal] = []
    seen: dict[str, int] = {}
    same = 0
    for number, row in table.rows:
        cell = _cells(table, row)
        key = cell(reader.key)
        try:
            unusable(table, row)
            entry = reader.entry(cell)
            if key and key in seen:
                raise _NotKept(_("与第%(row)s行编号相同。") % {"row": seen[key]})
            if reader.stands(entry):
                same += 1
            else:
                fresh.append(entry)
            seen[key] = number
        except _NotKept as why:
            refused.append(Refusal(number, _shown(key), str(why)))
    return Checked(fresh, same, refused, table.ignored)


class _NotKept(Exception):
    """Why a row is refused."""


def _cells(table: tables.Table, row: Sequence[str]) -> Callable[[str], str]:
    return lambda name: table.cell(row, name)


def _shown(key: str) -> str:
    """Return a row's number as the report repeats it: never one that is a person's."""
    if key in (tables.FORMULA, tables.INEXACT):
        return ""
    return "" if checks.private_number(key) else key[:120]


def unusable(table: tables.Table, row: Sequence[str]) -> None:
    """Refuse a row with a formula that has no value, or a number the workbook could not keep."""
    for name in table.columns:
        cell = table.cell(row, name)
        if cell == tables.FORMULA:
            raise _NotKept(_("有公式，文件里没有存它的结果。请在表格里“复制—粘贴为数值”后再导入。"))
        if cell == tables.INEXACT:
            raise _NotKept(
                _("有超过15位的数字，表格软件已丢失末几位。请把这一列设为文本后重新填写。")
            )


class _Entries:
    """Rows as decisions or payments, beside what the register holds."""

    key = "number"

    def __init__(self, organ: Organ, register: str) -> None:
        self._organ, self._register = organ, rules.registers()[register]
        entries, counts = queries.live(organ, register)
        self._there = {
            number: values
            for number, *values in entries.values_list(
                "number", "on", "kind", "party_kind", "party", "item", "amount"
            ).iterator(chunk_size=5000)
        }
        struck = Entry.objects.filter(organ=organ, register=register, struck_at__isnull=False)
        self._struck = dict(struck.values_list("number", "struck_reason"))
        self._monthly = {
            month: checks.counted_monthly(organ, register, month)
            for month in counts.values_list("month", flat=True)
        }
        data = rules.data()["import"]
        self._kinds = {word: kind for kind, words in data["party_kinds"].items() for word in words}
        self._endings = tuple(data["organisation"]["endings"])

    def entry(self, cell: Callable[[str], str]) -> Entry:
        """Return the row as an entry; raises _NotKept."""
        on = tables.day(cell("on"))
        if on is None and cell("on"):
            raise _NotKept(_("%(name)s“%(text)s”认不出来。请写成2026-03-15。") % {
                "name": self._register.date, "text": cell("on")[:20],
            })  # fmt: skip
        entry = Entry(
            organ=self._organ,
            register=self._register.code,
            number=cell("number"),
            on=on,  # type: ignore[misc]  # a row without a day is refused below
            kind=cell("kind"),
            party=cell("party"),
            party_kind=self._party_kind(cell("party_kind"), cell("party")),
            item=cell("item"),
            amount=self._amount(cell("amount")),
            shown=self._is_shown(cell("shown")),
        )
        wrong = checks.entry_fault(entry)
        if wrong:
            raise _NotKept(wrong)
        entry.month = checks.month_of(entry.on)
        if monthly := self._monthly.get(entry.month):
            raise _NotKept(monthly)
        return entry

    def stands(self, entry: Entry) -> bool:
        """Whether the register has it already; raises _NotKept where it says something else."""
        there = self._there.get(entry.number)
        if there is None:
            if entry.number in self._struck:
                raise _NotKept(
                    _("这个编号已注销（%(why)s），不再导入。确要登记的，请逐件登记。")
                    % {"why": self._struck[entry.number]}
                )
            return False
        new = [entry.on, entry.kind, entry.party_kind, entry.party, entry.item, entry.amount]
        if there != new:
            raise _NotKept(_("这个编号已经登记过，内容不同。确有错误的，请在登记簿里更正。"))
        return True

    def _party_kind(self, word: str, party: str) -> str:
        """Return what the file says; else a name that ends like an organisation's is one."""
        if not party:
            return ""
        if word:
            if word not in self._kinds:
                words = "、".join(str(kind.label) for kind in Party)
                raise _NotKept(_("相对人类型“%(word)s”认不出来。可以填：%(words)s。") % {
                    "word": word[:20], "words": words,
                })  # fmt: skip
            return str(self._kinds[word])
        return str(Party.ORGANISATION if party.endswith(self._endings) else Party.PERSON)

    def _amount(self, text: str) -> int | None:
        try:
            return tables.fen(text)
        except ValueError:
            raise _NotKept(
                _("金额“%(text)s”认不出来。请写成以元为单位的数字，最多两位小数。")
                % {"text": text[:20]}
            ) from None

    def _is_shown(self, word: str) -> bool:
        if not word:
            return self._register.shown
        if word not in ("是", "否", "公开", "不公开"):
            raise _NotKept(_("“是否公开”请填“是”或“否”。"))
        return word in ("是", "公开")


class _Powers:
    """Rows as items of a list of powers, beside what the list holds."""

    key = "code"

    def __init__(self, organ: Organ, today: date) -> None:
        self._organ, self._today = organ, today
        items = PowerItem.objects.filter(organ=organ, struck_at=None)
        self._there = {item.code: item for item in items}
        self._kinds = {
            word: kind.code
            for kind in rules.powers().values()
            for word in (kind.title, kind.title.removeprefix("行政"), *kind.aka)
        }

    def entry(self, cell: Callable[[str], str]) -> PowerItem:
        """Return the row as an item; raises _NotKept."""
        on = tables.day(cell("on")) if cell("on") else self._today
        if on is None:
            raise _NotKept(_("纳入日期“%(text)s”认不出来。") % {"text": cell("on")[:20]})
        item = PowerItem(
            organ=self._organ,
            code=cell("code"),
            kind=self._kinds.get(cell("kind"), cell("kind")),
            name=cell("name"),
            basis=cell("basis"),
            unit=cell("unit"),
            from_on=on,
        )
        wrong = checks.power_fault(item)
        if wrong:
            raise _NotKept(wrong)
        return item

    def stands(self, item: PowerItem) -> bool:
        """Whether the list has it already; raises _NotKept where it says something else."""
        there = self._there.get(item.code)
        if there is None:
            return False
        if any(getattr(there, n) != getattr(item, n) for n in ("kind", "name", "basis", "unit")):
            raise _NotKept(_("这个编码已在清单里，内容不同。确有变动的，请用“变更事项”。"))
        return True


def template(register: str) -> list[str]:
    """Return the header of an empty file for a register."""
    return [titles[0] for titles in known(register).values()]


def csv_line(cells: Sequence[Any]) -> list[str]:
    """Return cells so that no spreadsheet takes one for a formula."""
    texts = [str(cell) for cell in cells]
    return [f"'{text}" if text[:1] in tuple("=+-@\t\r") else text for text in texts]


def csv_rows(rows: Iterator[Sequence[Any]]) -> Iterator[str]:
    """Yield rows as CSV that Excel opens as UTF-8."""
    import csv

    class Line:
        """Gives a written line back."""

        def write(self, text: str) -> str:
            """Return the line."""
            return text

    writer = csv.writer(Line())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow(csv_line(row))
