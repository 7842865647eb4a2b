"""Rows of a file against a register: which are new, which stand there already, which cannot be kept.

The same reading serves the preview and the entering, so what was shown is what is entered, less
what somebody entered meanwhile. A row is known again by its number.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal import tables
from portal.organs.keeping.checks import private_number
from portal.organs.models import Organ
from portal.registers import checks, queries, rules
from portal.registers.models import Batch, Entry, Party, PowerItem

WINDOW = 2000
"""So many rows are compared with a register, and entered, at a time."""
POWERS = "powers"
"""The name under which the list of powers is imported, beside the registers."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be kept: its number in the file, its own number, and why."""

    row: int
    number: str
    reason: str


@dataclass(slots=True)
class Decision:
    """A row as an entry of a register, before it is one (a model costs ten times as much)."""

    register: str
    number: str
    on: date | None
    kind: str
    party_kind: str
    party: str
    item: str
    amount: int | None
    shown: bool
    month: int = 0

    def made(self, organ: Organ, batch: Batch) -> Entry:
        """Return it as an entry, not yet saved."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return Entry(organ_id=organ.pk, batch_id=batch.pk, **fields)


@dataclass(slots=True)
class Power:
    """A row as an item of a list of powers, before it is one."""

    code: str
    kind: str
    name: str
    basis: str
    unit: str
    from_on: date

    def made(self, organ: Organ, batch: Batch) -> PowerItem:
        """Return it as an item, not yet saved."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return PowerItem(organ_id=organ.pk, batch_id=batch.pk, **fields)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file says by itself: its rows with their numbers, rows refused, columns not taken."""

    rows: Sequence[tuple[int, Any]]
    refused: Sequence[Refusal]
    ignored: Sequence[str]


def windows(parsed: Parsed, *, after: int = 0) -> Iterator[tuple[int, Parsed]]:
    """Yield a file's rows after one of them, `WINDOW` at a time, each time with the last row's number."""
    kept, refused = [n for n, _one in parsed.rows], [r.row for r in parsed.refused]
    every = sorted([*kept, *refused])
    for start in range(bisect_right(every, after), len(every), WINDOW):
        last = every[min(start + WINDOW, len(every)) - 1]
        yield (
            last,
            Parsed(
                parsed.rows[bisect_right(kept, after) : bisect_right(kept, last)],
                parsed.refused[bisect_right(refused, after) : bisect_right(refused, last)],
                parsed.ignored,
            ),
        )
        after = last


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file would bring: rows to be entered, rows already there, rows refused."""

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


def parse(register: str, content: bytes, *, today: date) -> Parsed:
    """Return the rows of a file, each right by itself; raises BadTable for a file without rows.

    Asks nothing of the database, so that nobody waits while a long file is read.
    """
    table = tables.read(content, known(register), needed=needed(register))
    reader: Any = _Powers(today) if register == POWERS else _Decisions(register, today)
    rows: list[tuple[int, Any]] = []
    refused: list[Refusal] = []
    seen: dict[str, int] = {}
    for number, row in table.rows:
        cell = _cells(table, row)
        key = cell(reader.key)
        try:
            _unusable(table, row)
            one = reader.row(cell)
            if key in seen:
                raise _NotKept(_("与第%(row)s行编号相同。") % {"row": seen[key]})
            seen[key] = number
            rows.append((number, one))
        except _NotKept as why:
            refused.append(Refusal(number, _shown(key), str(why)))
    return Parsed(rows, refused, table.ignored)


def compare(organ: Organ, register: str, parsed: Parsed) -> Checked:
    """Return what rows would bring into a register as it stands now."""
    there: Any = _ListThere(organ) if register == POWERS else _EntriesThere(organ, register)
    fresh: list[Any] = []
    refused = list(parsed.refused)
    same = 0
    for _last, window in windows(parsed):
        there.look([there.key(one) for _number, one in window.rows])
        for number, one in window.rows:
            try:
                if there.has(one):
                    same += 1
                else:
                    fresh.append(one)
            except _NotKept as why:
                refused.append(Refusal(number, there.key(one), str(why)))
    refused.sort(key=lambda r: r.row)
    return Checked(fresh, same, refused, parsed.ignored)


class _NotKept(Exception):
    """Why a row is refused."""


def _cells(table: tables.Table, row: Sequence[str]) -> Callable[[str], str]:
    return lambda name: table.cell(row, name)


def _shown(key: str) -> str:
    """Return a row's number as the report repeats it: never one that is a person's."""
    if key in (tables.FORMULA, tables.INEXACT):
        return ""
    return "" if private_number(key) else key[:120]


def _unusable(table: tables.Table, row: Sequence[str]) -> None:
    """Refuse a row with a formula that has no value, or a number the workbook could not keep."""
    for name in table.columns:
        cell = table.cell(row, name)
        if cell == tables.FORMULA:
            raise _NotKept(_("有公式，文件里没有存它的结果。请在表格里“复制—粘贴为数值”后再导入。"))
        if cell == tables.INEXACT:
            raise _NotKept(
                _("有超过15位的数字，表格软件已丢失末几位。请把这一列设为文本后重新填写。")
            )


class _Decisions:
    """Rows as decisions or payments."""

    key = "number"

    def __init__(self, register: str, today: date) -> None:
        self._register, self._today = rules.registers()[register], today
        data = rules.data()["import"]
        self._kinds = {word: kind for kind, words in data["party_kinds"].items() for word in words}
        self._endings = tuple(data["organisation"]["endings"])

    def row(self, cell: Callable[[str], str]) -> Decision:
        """Return the row; raises _NotKept."""
        on = tables.day(cell("on"))
        if on is None and cell("on"):
            raise _NotKept(
                _("%(name)s“%(text)s”认不出来。请写成2026-03-15。")
                % {"name": self._register.date, "text": cell("on")[:20]}
            )
        party = cell("party")
        one = Decision(
            register=self._register.code,
            number=cell("number"),
            on=on,
            kind=cell("kind"),
            party_kind=self._party_kind(cell("party_kind"), party),
            party=party,
            item=cell("item"),
            amount=self._amount(cell("amount")),
            shown=self._is_shown(cell("shown")),
        )
        wrong = checks.entry_fault(one, self._today)
        if wrong:
            raise _NotKept(wrong)
        assert on is not None, "an entry without a day is refused"
        one.month = checks.month_of(on)
        return one

    def _party_kind(self, word: str, party: str) -> str:
        """Return what the file says; else a name that ends like an organisation's is one."""
        if not party:
            return ""
        if word:
            if word not in self._kinds:
                words = _("、").join(str(kind.label) for kind in Party)
                raise _NotKept(
                    _("相对人类型“%(word)s”认不出来。可以填：%(words)s。")
                    % {"word": word[:20], "words": words}
                )
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


class _EntriesThere:
    """What a register holds under some numbers, and its months that are counted as a whole."""

    def __init__(self, organ: Organ, register: str) -> None:
        self._organ, self._register = organ, register
        self._entries, counts = queries.live(organ, register)
        self._monthly = {
            month: checks.counted_monthly(organ, register, month)
            for month in counts.values_list("month", flat=True)
        }

    def look(self, numbers: Sequence[str]) -> None:
        """Read what stands under some numbers."""
        rows = self._entries.filter(number__in=numbers).values_list(
            "number", "on", "kind", "party_kind", "party", "item", "amount"
        )
        self._there = {row[0]: row[1:] for row in rows}
        struck = Entry.objects.filter(
            organ=self._organ,
            register=self._register,
            number__in=numbers,
            struck_at__isnull=False,
        )
        self._struck = dict(struck.values_list("number", "struck_reason"))

    def key(self, one: Decision) -> str:
        """Return the row's number."""
        return one.number

    def has(self, one: Decision) -> bool:
        """Whether it is entered; raises _NotKept where something stands against it."""
        if monthly := self._monthly.get(one.month):
            raise _NotKept(monthly)
        there = self._there.get(one.number)
        if there is None:
            if one.number in self._struck:
                raise _NotKept(
                    _("这个编号已注销（%(why)s），不再导入。确要登记的，请逐件登记。")
                    % {"why": self._struck[one.number]}
                )
            return False
        if there != (one.on, one.kind, one.party_kind, one.party, one.item, one.amount):
            raise _NotKept(_("这个编号已经登记过，内容不同。确有错误的，请在登记簿里更正。"))
        return True


class _Powers:
    """Rows as items of a list of powers."""

    key = "code"

    def __init__(self, today: date) -> None:
        self._today = today
        self._kinds = {
            word: kind.code
            for kind in rules.powers().values()
            for word in (kind.title, kind.title.removeprefix("行政"), *kind.aka)
        }

    def row(self, cell: Callable[[str], str]) -> Power:
        """Return the row; raises _NotKept."""
        on = tables.day(cell("on")) if cell("on") else self._today
        if on is None:
            raise _NotKept(_("纳入日期“%(text)s”认不出来。") % {"text": cell("on")[:20]})
        kind = self._kinds.get(cell("kind"), cell("kind"))
        one = Power(cell("code"), kind, cell("name"), cell("basis"), cell("unit"), on)
        wrong = checks.power_fault(one)
        if wrong:
            raise _NotKept(wrong)
        return one


class _ListThere:
    """What a list of powers holds under some codes."""

    def __init__(self, organ: Organ) -> None:
        self._items = PowerItem.objects.filter(organ=organ, struck_at=None)

    def look(self, codes: Sequence[str]) -> None:
        """Read what stands under some codes."""
        self._there = {item.code: item for item in self._items.filter(code__in=codes)}

    def key(self, one: Power) -> str:
        """Return the item's code."""
        return one.code

    def has(self, one: Power) -> bool:
        """Whether the list has it; raises _NotKept where it says something else."""
        there = self._there.get(one.code)
        if there is None:
            return False
        if any(getattr(there, n) != getattr(one, n) for n in ("kind", "name", "basis", "unit")):
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
