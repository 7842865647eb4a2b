"""Triggers by which the database itself refuses to change or remove a record.

Whoever holds the database's password can drop a trigger; the chain then shows what was done.
"""

from typing import Any

_SQLITE = (
    "CREATE TRIGGER {table}_keep_update BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'records are append-only'); END",
    "CREATE TRIGGER {table}_keep_delete BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'records are append-only'); END",
)
_SQLITE_OFF = (
    "DROP TRIGGER IF EXISTS {table}_keep_update",
    "DROP TRIGGER IF EXISTS {table}_keep_delete",
)
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'records are append-only'; END $$",
    "CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION portal_append_only()",
    "CREATE TRIGGER {table}_keep_all BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION portal_append_only()",
)
_POSTGRESQL_OFF = (
    "DROP TRIGGER IF EXISTS {table}_keep ON {table}",
    "DROP TRIGGER IF EXISTS {table}_keep_all ON {table}",
)
_BY_VENDOR = {
    "sqlite": (_SQLITE, _SQLITE_OFF),
    "postgresql": (_POSTGRESQL, _POSTGRESQL_OFF),
}


def seal(connection: Any, table: str) -> None:
    """Make a table append-only; raises KeyError for a database the portal does not support."""
    _run(connection, _BY_VENDOR[connection.vendor][0], table)


def unseal(connection: Any, table: str) -> None:
    """Take the triggers off again: for the reversal of a migration and for restoring a backup."""
    _run(connection, _BY_VENDOR[connection.vendor][1], table)


def _run(connection: Any, statements: tuple[str, ...], table: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(table=table))
