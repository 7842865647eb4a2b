"""The researcher's table: every cell of every report somebody may see, narrowed and in order.

A report has one row for each address of its form, so how many cells stand in a selection is known
without counting them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.figures import Status
from gongkai.forms.form import EDITIONS, Address, load
from portal.annual.models import Scope
from portal.intake.models import Cell, Confirmation, Report, figure_of
from portal.organs.models import Level

PAGE = 100
FEW = 100
"""So many reports are named one by one; more are asked for by what they have in common."""
SHOWN = {
    "number": gettext_lazy("有数字"),
    "nonzero": gettext_lazy("不为零"),
    "blank": gettext_lazy("空白"),
    "absent": gettext_lazy("没有这一格"),
    "unreadable": gettext_lazy("看不清"),
    "open": gettext_lazy("待确认"),
    "confirmed": gettext_lazy("有人确认或更正"),
}
"""What a cell may be narrowed by."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; "" asks for all. `unknown` names what was asked and does not exist.

    after  the report, and its cell, that it has come to
    """

    organ: str = ""
    level: str = ""
    year: str = ""
    edition: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    status: str = ""
    after: tuple[int, int] = (0, 0)
    unknown: tuple[str, ...] = field(default=())

    @property
    def of_cells(self) -> bool:
        """Whether only a part of each report is asked for."""
        return bool(self.table or self.row or self.column)

    def addresses(self, edition: str) -> tuple[str, ...]:
        """Return the addresses of an edition that it names."""
        return addresses(edition, self.table, self.row, self.column)

    def query(self) -> dict[str, str]:
        """Return what an address says of it, without where it has come to."""
        return {n: getattr(self, n) for n in NAMES if getattr(self, n)}


NAMES = tuple(f.name for f in fields(Asked) if f.name not in ("after", "unknown"))


def asked(given: Mapping[str, str]) -> Asked:
    """Return what an address asks for; what it names and nobody has is left out and said."""
    said = {name: given.get(name, "").strip()[:80] for name in NAMES}
    known = {
        "level": {*Level.values, ""},
        "edition": {*EDITIONS, ""},
        "status": {*SHOWN, ""},
        "table": {*tables(), ""},
    }
    wrong = [name for name, values in known.items() if said[name] not in values]
    if said["year"] and not (
        said["year"].isascii() and said["year"].isdigit() and len(said["year"]) == 4
    ):
        wrong.append("year")
    for name in wrong:
        said[name] = ""
    lines = {"row": rows(said["table"]), "column": columns(said["table"])}
    for name, values in lines.items():
        if said[name] and said[name] not in values:
            said[name] = ""  # of another table, chosen before this one
    numbers = given.get("after", "").split("-")[:2]
    report, cell, *_rest = [
        int(n) if n.isascii() and n.isdigit() and len(n) < 19 else 0 for n in [*numbers, ""]
    ]
    return Asked(**said, after=(report, cell), unknown=tuple(wrong))


# --- The form as choices --------------------------------------------------------------------------


@cache
def tables() -> dict[str, str]:
    """Return the tables of all editions: id -> words."""
    found: dict[str, str] = {}
    for form in map(load, reversed(EDITIONS)):
        for table in form.tables:
            part = form.sections[table.section - 1].title if not table.title else table.title
            found.setdefault(table.id, part)
    return found


@cache
def rows(table: str) -> dict[str, str]:
    """Return the rows of a table in all editions: id -> words; {} for a table without names of rows."""
    return _lines(table, "row")


@cache
def columns(table: str) -> dict[str, str]:
    """Return the columns of a table in all editions: id -> words."""
    return _lines(table, "column")


def _lines(table: str, kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for form in map(load, reversed(EDITIONS)):
        for one in form.tables:
            if one.id == table:
                leaves = one.leaf_rows if kind == "row" else one.leaf_columns
                path = one.row_path if kind == "row" else one.column_path
                for line in leaves:
                    found.setdefault(line.id, "/".join(path(line.id)) or _("全部"))
    return found


@cache
def addresses(edition: str, table: str, row: str, column: str) -> tuple[str, ...]:
    """Return the addresses of an edition that a selection names."""
    return tuple(
        str(a)
        for a in load(edition).addresses
        if (not table or a.table == table)
        and (not row or a.row == row)
        and (not column or a.column == column)
    )


@cache
def label(edition: str, address: str) -> tuple[str, str, str]:
    """Return an address in words: table, row, column."""
    form, where = load(edition), Address.parse(address)
    table = form.table(where.table)
    return (
        tables()[where.table],
        "/".join(table.row_path(where.row)),
        "/".join(table.column_path(where.column)),
    )


# --- The selection --------------------------------------------------------------------------------


def reports(base: QuerySet[Report], ask: Asked) -> QuerySet[Report]:
    """Return the reports of a selection, the newest year first."""
    found = base
    if ask.organ:
        found = found.filter(Q(unit__name__contains=ask.organ) | Q(unit_name__contains=ask.organ))
    if ask.level:
        found = found.filter(level=ask.level)
    if ask.year:
        found = found.filter(year=int(ask.year))
    if ask.edition:
        found = found.filter(edition=ask.edition)
    return found


def cells(base: QuerySet[Report], ask: Asked) -> QuerySet[Cell]:
    """Return the cells of a selection after the one it has come to, report by report."""
    some = _with_status(reports(base, ask), ask.status)
    few = list(some.order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return _narrowed(Cell.objects.filter(report__in=few), ask)
    return _narrowed(Cell.objects.filter(Exists(some.filter(pk=OuterRef("report")))), ask)


def page(base: QuerySet[Report], ask: Asked) -> tuple[list[Cell], str]:
    """Return the next cells of a selection, and where the ones after them begin, "" at the end."""
    there = [e for e in EDITIONS if ask.addresses(e)]
    some = _with_status(reports(base, ask), ask.status).filter(edition__in=there)
    # Each report has all the addresses of its edition: mostly so many reports fill a page.
    pks = some.filter(pk__gte=ask.after[0]).order_by("pk").values_list("pk", flat=True)
    first = list(pks[: PAGE + 2])
    shown = _shown(_narrowed(Cell.objects.filter(report__in=first), ask))
    if len(shown) <= PAGE and len(first) == PAGE + 2:
        shown = _shown(cells(base, ask))
    last = shown[PAGE - 1] if len(shown) > PAGE else None
    return shown[:PAGE], f"{last.report_id}-{last.pk}" if last else ""


def _shown(found: QuerySet[Cell]) -> list[Cell]:
    known = found.select_related("report__unit").defer("report__packed", "report__grids")
    return list(known[: PAGE + 1])


def _narrowed(found: QuerySet[Cell], ask: Asked) -> QuerySet[Cell]:
    """Return those of some reports' cells that are asked for, in their order."""
    if ask.year:
        found = found.filter(year=int(ask.year))
    if ask.of_cells:
        found = found.filter(address__in=sorted({a for e in EDITIONS for a in ask.addresses(e)}))
    if ask.status:
        found = found.filter(_status(ask.status))
    report, cell = ask.after
    if report:
        found = found.filter(report__gte=report).exclude(report=report, pk__lte=cell)
    return found.order_by("report", "pk")


def _with_status(found: QuerySet[Report], status: str) -> QuerySet[Report]:
    """Return the reports that may have such a cell."""
    if status == "open":
        return found.filter(doubtful__gt=0)
    if status in (Status.BLANK, Status.ABSENT, Status.UNREADABLE):
        return found.filter(statuses__contains=status)
    return found


def _status(status: str) -> Q:
    match status:
        case "open":
            return Q(doubt__in=[True], confirmed_status="")  # IN: what SQLite finds by its index
        case "confirmed":
            return Q(pk__in=Confirmation.objects.values("cell")) & ~Q(confirmed_status="")
        case "nonzero":
            return (Q(confirmed_status="", status=Status.NUMBER) & ~Q(value=0)) | (
                Q(confirmed_status=Status.NUMBER) & ~Q(confirmed_value=0)
            )
    return Q(confirmed_status="", status=status) | Q(confirmed_status=status)


def number_of(base: QuerySet[Report], ask: Asked) -> tuple[int, int | None]:
    """Return how many reports a selection has, and how many cells; None where they must be counted."""
    found = reports(base, ask).order_by().values_list("edition").annotate(n=Count("pk"))
    counts: dict[str, int] = dict(found)
    total = sum(counts.values())
    if ask.status:
        return total, None
    each = {e: len(ask.addresses(e)) for e in counts}
    return total, sum(counts[e] * each[e] for e in counts)


def years(base: QuerySet[Report]) -> list[int]:
    """Return the years of which there may be reports, the newest first."""
    ends = base.order_by().aggregate(first=Min("year"), last=Max("year"))
    if ends["first"] is None:
        return []
    return list(range(ends["last"], ends["first"] - 1, -1))


# --- Rows -----------------------------------------------------------------------------------------

HEADER = (
    "机关", "层级", "年度", "表式", "范围", "来源", "表", "行", "列", "地址", "数值", "状态",
    "读出的数值", "读出的状态", "原文", "待确认", "有人确认", "报告编号",
)  # fmt: skip


def lines(found: QuerySet[Cell]) -> Iterator[Sequence[object]]:
    """Yield cells as the rows of a file to download, under their header; numbers are numbers."""
    yield HEADER
    about = _About()
    columns = (
        "report", "address", "status", "value", "raw", "doubt", "confirmed_status", "confirmed_value",
    )  # fmt: skip
    for row in found.values_list(*columns).iterator(chunk_size=2000):
        pk, address, status, value, raw, doubt, said, said_value = row
        edition, head = about.of(pk)
        figure = figure_of(said or status, said_value if said else value)
        yield (
            *head,
            *label(edition, address),
            address,
            plain_number(figure.number),
            figure.status.value,
            plain_number(value),
            status,
            raw,
            int(doubt and not said),
            int(bool(said)),
            pk,
        )


class _About:
    """What stands before the cells of a report in every row, asked for once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[str, tuple[object, ...]]] = {}
        self._levels, self._scopes = dict(Level.choices), dict(Scope.choices)

    def of(self, pk: int) -> tuple[str, tuple[object, ...]]:
        """Return a report's edition, and its organ, level, year, edition, scope and source."""
        if pk not in self._known:
            columns = (
                "pk",
                "edition",
                "unit__name",
                "unit_name",
                "level",
                "year",
                "scope",
                "archived",
            )
            found = Report.objects.filter(pk__gte=pk).order_by("pk").values_list(*columns)
            for key, edition, unit, name, level, year, scope, archived in found[:500]:
                self._known[key] = (
                    edition,
                    (
                        unit or name,
                        str(self._levels.get(level, "")),
                        year or "",
                        edition,
                        str(self._scopes[scope]),
                        _("公开档案") if archived else _("收集"),
                    ),
                )
        return self._known[pk]


def plain_number(value: Decimal | None) -> object:
    """Return a number as a file holds it, "" for none."""
    if value is None:
        return ""
    return int(value) if value == value.to_integral_value() else float(value)


def words(cell: Cell) -> dict[str, Any]:
    """Return a cell as the page shows it."""
    table, row, column = label(cell.report.edition, cell.address)
    return {
        "cell": cell,
        "report": cell.report,
        "table": table,
        "row": row,
        "column": column,
        "status": cell.figure.status.value,
        "value": cell.figure.number,
    }
