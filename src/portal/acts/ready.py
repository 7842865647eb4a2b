"""Queries whose SQL is written once: writing it takes Django longer than a database takes to answer.

A query is made by the ORM as everywhere, with a `Slot` where a value stands that is only known when
somebody asks. Its SQL is kept for the connection; every value is sent beside it, never inside it.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import connections, models
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=models.Model)
Made = Callable[[], models.QuerySet[Any]]

_ALIAS = "default"


class Slot(models.Expression):
    """The place of a value in a ready query."""

    def __init__(self, name: str, output_field: models.Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Stand for the value until it is known."""
        return "%s", [self]


def number(name: str) -> Any:
    """Return the slot of a number."""
    return Slot(name, models.BigIntegerField())


def word(name: str) -> Any:
    """Return the slot of a text."""
    return Slot(name, models.CharField())


def day(name: str) -> Any:
    """Return the slot of a day."""
    return Slot(name, models.DateField())


def moment(name: str) -> Any:
    """Return the slot of a moment."""
    return Slot(name, models.DateTimeField())


class _Ready:
    """One query with its SQL, for one connection."""

    def __init__(self, query: models.QuerySet[Any], connection: Any) -> None:
        compiler = query.query.get_compiler(connection=connection)
        self.sql, self._params = compiler.as_sql()
        self._select, self._info = compiler.select, compiler.klass_info
        self._converters = compiler.get_converters(
            [column for column, _sql, _alias in compiler.select]
        )
        self._connection = connection
        if self._info is not None:
            fields = self._info["select_fields"]
            self._model, self._until = self._info["model"], fields[-1] + 1
            self._names = [one[0].target.attname for one in self._select[: self._until]]
            self._added = list((compiler.annotation_col_map or {}).items())
            self._related = get_related_populators(self._info, self._select, _ALIAS)  # type: ignore[call-arg]

    def tuples(
        self, values: Mapping[str, Any], most: int | None, skip: int
    ) -> Iterable[tuple[Any, ...] | list[Any]]:
        """Return what the database answers, each value as Django has it."""
        connection, sql = self._connection, self.sql
        params = [
            one.output_field.get_db_prep_value(values[one.name], connection)
            if isinstance(one, Slot)
            else one
            for one in self._params
        ]
        if most is not None:
            sql += " LIMIT %s OFFSET %s"
            params += [most, skip]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        if not self._converters:
            return rows
        converters = self._converters.items()
        changed = [list(row) for row in rows]
        for at, (convert, expression) in converters:
            for row in changed:
                value = row[at]
                for one in convert:
                    value = one(value, expression, connection)
                row[at] = value
        return changed

    def objects(self, values: Mapping[str, Any], most: int | None, skip: int) -> list[Any]:
        """Return the rows as objects, with those that were selected beside them."""
        found = []
        for row in self.tuples(values, most, skip):
            one = self._model.from_db(_ALIAS, self._names, row[: self._until])
            for related in self._related:
                related.populate(row, one)
            for name, at in self._added:
                setattr(one, name, row[at])
            found.append(one)
        return found


_kept: WeakKeyDictionary[Any, dict[Hashable, _Ready]] = WeakKeyDictionary()


def _ready(shape: Hashable, made: Made) -> _Ready:
    connection = connections[_ALIAS]
    mine = _kept.get(connection)
    if mine is None:
        mine = _kept.setdefault(connection, {})
    ready = mine.get(shape)
    if ready is None:
        ready = mine[shape] = _Ready(made(), connection)
    return ready


def tuples(
    shape: Hashable, made: Made, values: Mapping[str, Any], most: int | None = None, skip: int = 0
) -> list[Any]:
    """Return the rows of a query of ``values_list``.

    shape  what tells this query's text from every other's
    made   makes the query with its slots, when it is asked for the first time; not sliced
    values the slots' values by name
    """
    return list(_ready(shape, made).tuples(values, most, skip))


def objects(
    shape: Hashable, made: Made, values: Mapping[str, Any], most: int | None = None, skip: int = 0
) -> list[Any]:
    """Return the objects of a query, as `tuples` returns rows."""
    return _ready(shape, made).objects(values, most, skip)


class Asked(Generic[M]):
    """A query that many pages ask: its text is written once, its slots' values come with each asking.

        @ready.query
        def _open(late: bool) -> QuerySet[Case]:
            found = Case.objects.filter(organ=ready.number("organ"), ended_on=None)
            return found.filter(due_on__lt=ready.day("today")) if late else found

        _open(True, organ=organ.pk, today=clock.today(), most=30)

    Plain arguments change the text, named ones are values. What makes the query reads no clock, asks
    nobody and slices nothing: it runs once for each connection.
    """

    def __init__(self, made: Callable[..., models.QuerySet[M]]) -> None:
        self._made = made

    def __call__(self, *shape: Hashable, most: int | None = None, **values: Any) -> list[M]:
        """Return the objects, at most so many."""
        return objects((self._made, *shape), lambda: self._made(*shape), values, most)

    def rows(self, *shape: Hashable, most: int | None = None, **values: Any) -> list[Any]:
        """Return the rows of a query of ``values_list``."""
        return tuples((self._made, *shape), lambda: self._made(*shape), values, most)

    def any(self, *shape: Hashable, **values: Any) -> bool:
        """Whether there is one at all."""
        return bool(self(*shape, most=1, **values))


query = Asked
