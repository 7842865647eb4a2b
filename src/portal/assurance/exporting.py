"""Records as tables for a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from portal.assurance.kinds import Kind, kinds
from portal.assurance.models import Record

Rows = Iterator[Sequence[object]]


def whole(records: Iterable[Record]) -> Rows:
    """Yield one table of all kinds: a column for each thing that any of them says."""
    named = dict.fromkeys(str(field.label) for kind in kinds().values() for field in kind.fields)
    yield [_("机关"), _("计入年度"), _("类别"), _("日期"), _("题目"), *named]
    for one in records:
        said = dict(one.lines)
        yield [*_first(one, str(one.what.title)), *(said.get(name, "") for name in named)]


def by_kind(records: Iterable[Record]) -> Iterator[tuple[str, Rows]]:
    """Yield a sheet for each kind, with its own columns."""
    kept = list(records)
    for kind in kinds().values():
        yield str(kind.title), _sheet(kind, [one for one in kept if one.kind == kind.code])


def _sheet(kind: Kind, records: Iterable[Record]) -> Rows:
    labels = [str(field.label) for field in kind.fields]
    yield [_("机关"), _("计入年度"), str(kind.on), str(kind.subject), *labels]
    for one in records:
        values = [_cell(field.type, one.said.get(field.name)) for field in kind.fields]
        shown = [
            number if number is not None else field.written(one.said.get(field.name))
            for field, number in zip(kind.fields, values, strict=True)
        ]
        yield [*_first(one), *shown]


def _first(one: Record, *kind: str) -> list[object]:
    return [one.organ.name, one.year, *kind, one.on.isoformat(), one.title]


def _cell(type_: str, value: object) -> int | float | None:
    """Return a number as a spreadsheet counts with it, None for what is no number."""
    if type_ == "number" and isinstance(value, int):
        return value
    return float(value) if type_ == "decimal" and isinstance(value, str) else None
