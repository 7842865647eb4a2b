"""The statutory form of the annual report as data: tables, rows, columns, and what must add up.

One TOML file per edition (``editions/<id>.toml``) is the only place that knows a row or a column
by name. Heading rows and columns have no address, so they cannot be filled, summed or checked.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from types import MappingProxyType
from typing import Any, NamedTuple

from gongkai.errors import DataError, UnknownEdition


class Address(NamedTuple):
    """Where a figure belongs in the form: table, row and column by their ids."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}/{self.row}/{self.column}"

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Return the address written as ``table/row/column``; raises DataError otherwise."""
        parts = text.split("/")
        if len(parts) != 3 or not all(parts):
            raise DataError("forms.bad_address", text=text)
        return cls(*parts)


@dataclass(frozen=True, slots=True)
class Line:
    """One row or column of a table: a leaf holds figures, a heading only groups."""

    id: str
    label: str
    aka: tuple[str, ...] = ()  # other printed labels, each a slip or variant that was seen
    heading: bool = False
    under: str | None = None
    sum: str | None = None  # "others" (all other leaves) or "siblings" (the parent's other leaves)
    code: str | None = None  # the rule a sum or balance is known by, e.g. "K3"
    opens: str | None = None  # the row that held this figure at the end of last year
    kind: str = "count"  # "count", "change", "money_wan", "money" (unit not stated by the form)
    counts: Mapping[str, Any] = field(default_factory=dict)

    labels: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """Every printed form of the label, the official one first."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", (self.label, *self.aka))


@dataclass(frozen=True, slots=True)
class Balance:
    """Rows that must balance in every column: the sum of `left` equals the sum of `right`."""

    code: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One statutory table: its section of the report, its rows and its columns."""

    id: str
    section: int
    title: str
    corner: str
    banner: str
    columns: tuple[Line, ...]
    rows: tuple[Line, ...]
    balances: tuple[Balance, ...]

    @cached_property
    def leaf_columns(self) -> tuple[Line, ...]:
        """The columns that hold figures, in printed order."""
        return tuple(line for line in self.columns if not line.heading)

    @cached_property
    def leaf_rows(self) -> tuple[Line, ...]:
        """The rows that hold figures, in printed order."""
        return tuple(line for line in self.rows if not line.heading)

    def row(self, row_id: str) -> Line:
        """Return a row by id; raises KeyError."""
        return self._rows[row_id]

    def column(self, column_id: str) -> Line:
        """Return a column by id; raises KeyError."""
        return self._columns[column_id]

    @cached_property
    def _rows(self) -> dict[str, Line]:
        return {line.id: line for line in self.rows}

    @cached_property
    def _columns(self) -> dict[str, Line]:
        return {line.id: line for line in self.columns}

    def row_path(self, row_id: str) -> tuple[str, ...]:
        """Return the official labels from the outermost heading to the row (() if unlabelled)."""
        return _path(self._rows, row_id)

    def column_path(self, column_id: str) -> tuple[str, ...]:
        """Return the official labels from the outermost heading down to the column."""
        return _path(self._columns, column_id)

    def addresses(self) -> Iterator[Address]:
        """Yield every address of the table, row by row."""
        for row in self.leaf_rows:
            for column in self.leaf_columns:
                yield Address(self.id, row.id, column.id)


@dataclass(frozen=True, slots=True)
class Aspect:
    """One of the aspects a part of the report must review.

    must_name  what a government has to name there (条例第五十条第（四）项); () where nothing
    """

    id: str
    label: str
    aka: tuple[str, ...] = ()
    must_name: tuple[str, ...] = ()

    labels: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """Every printed form of the label, the official one first."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", (self.label, *self.aka))


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """One of the six parts of the report: its official title, without the numeral before it.

    article  the head of 条例第五十条 it answers; "" for the part only the notice asks for
    """

    number: int
    title: str
    aka: tuple[str, ...] = ()  # other printed titles, each a variant that was seen
    aspects: tuple[Aspect, ...] = ()
    article: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        """Every printed form of the title, the official one first."""
        return (self.title, *self.aka)


@dataclass(frozen=True)
class Form:
    """One edition of the statutory form."""

    id: str
    basis: str
    first_year: int
    last_year: int | None
    tables: tuple[Table, ...]
    sections: tuple[SectionHeading, ...] = ()

    def table(self, table_id: str) -> Table:
        """Return a table by id; raises KeyError."""
        return self._tables[table_id]

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.id: table for table in self.tables}

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """Every address of the form in printed order (2019: 198, 2021: 200)."""
        return tuple(address for table in self.tables for address in table.addresses())

    @cached_property
    def address_set(self) -> frozenset[Address]:
        """The addresses as a set."""
        return frozenset(self.addresses)

    def label(self, address: Address) -> str:
        """Return an address in the words of the form: 行 · 列, each with its headings."""
        table = self.table(address.table)
        row = "/".join(table.row_path(address.row))
        column = "/".join(table.column_path(address.column))
        return f"{row} · {column}" if row else column

    def kind(self, address: Address) -> str:
        """Return what the figure measures: ``count``, ``change``, ``money_wan`` or ``money``."""
        table = self.table(address.table)
        row_kind = table.row(address.row).kind
        return row_kind if row_kind != "count" else table.column(address.column).kind


def _path(lines: Mapping[str, Line], line_id: str) -> tuple[str, ...]:
    labels: list[str] = []
    current: str | None = line_id
    while current is not None:
        line = lines[current]
        if line.label:
            labels.append(line.label)
        current = line.under
    return tuple(reversed(labels))


EDITIONS = ("2019", "2021")


@cache
def load(edition: str) -> Form:
    """Return one edition of the form; raises UnknownEdition.

    Source: 国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号.
    """
    if edition not in EDITIONS:
        raise UnknownEdition("forms.unknown_edition", edition=edition, known="、".join(EDITIONS))
    path = resources.files("gongkai.forms") / "editions" / f"{edition}.toml"
    return _form(tomllib.loads(path.read_text(encoding="utf-8")))


def edition_for(year: int) -> Form:
    """Return the edition due for a report on `year`; raises UnknownEdition before 2019."""
    for edition in EDITIONS:
        form = load(edition)
        if form.first_year <= year and (form.last_year is None or year <= form.last_year):
            return form
    raise UnknownEdition("forms.no_edition_for_year", year=year)


def _form(data: Mapping[str, Any]) -> Form:
    head = data["edition"]
    years = head["report_years"]
    return Form(
        id=head["id"],
        basis=head["basis"],
        first_year=years["from"],
        last_year=years.get("to"),
        tables=tuple(_table(entry) for entry in data["table"]),
        sections=tuple(_section(entry) for entry in data["section"]),
    )


def _section(entry: Mapping[str, Any]) -> SectionHeading:
    return SectionHeading(
        number=entry["number"],
        title=entry["title"],
        aka=tuple(entry.get("aka", ())),
        aspects=tuple(
            Aspect(a["id"], a["label"], tuple(a.get("aka", ())), tuple(a.get("must_name", ())))
            for a in entry.get("aspects", ())
        ),
        article=entry.get("article", ""),
    )


def _table(entry: Mapping[str, Any]) -> Table:
    table = Table(
        id=entry["id"],
        section=entry["section"],
        title=entry.get("title", ""),
        corner=entry.get("corner", ""),
        banner=entry.get("banner", ""),
        columns=tuple(_line(line) for line in entry["columns"]),
        rows=tuple(_line(line) for line in entry["rows"]),
        balances=tuple(
            Balance(b["code"], tuple(b["left"]), tuple(b["right"]))
            for b in entry.get("balance", ())
        ),
    )
    for lines in (table.rows, table.columns):
        _refuse_bad_lines(table.id, lines)
    return table


def _line(entry: Mapping[str, Any]) -> Line:
    known = dict(entry)
    known["aka"] = tuple(known.get("aka", ()))
    known["counts"] = MappingProxyType(dict(known.get("counts", {})))
    return Line(**known)


def _refuse_bad_lines(table: str, lines: tuple[Line, ...]) -> None:
    """Refuse an edition file whose lines repeat an id or hang under what is no heading."""
    headings = {line.id for line in lines if line.heading}
    ids = [line.id for line in lines]
    for line in lines:
        if ids.count(line.id) > 1 or "/" in line.id:
            raise DataError("forms.bad_line", table=table, line=line.id)
        if line.under is not None and line.under not in headings:
            raise DataError("forms.bad_line", table=table, line=line.id)
        if line.heading and line.sum:
            raise DataError("forms.bad_line", table=table, line=line.id)
