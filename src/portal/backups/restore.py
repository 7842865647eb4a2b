"""Bringing a backup back: everything or nothing, and proved before it counts."""

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import Error, connection, models, transaction

from portal.accounts.models import User
from portal.acts import record, seal
from portal.acts.models import ActRecord
from portal.backups import rows
from portal.backups.archive import (
    BadBackup,
    Manifest,
    check,
    member,
    open_archive,
    pieces,
    read_manifest,
)
from portal.backups.make import migrations
from portal.organs.models import Organ

BATCH = 500


def is_empty() -> bool:
    """Whether nothing was ever done here: no record, nobody, no organ, no file."""
    root = Path(settings.MEDIA_ROOT)
    held = any(model._base_manager.exists() for model in (ActRecord, User, Organ))
    return not held and not (root.exists() and any(root.iterdir()))


def restore(source: Path, *, replace: bool = False) -> Manifest:
    """Bring a backup back and return its manifest; site and worker must be stopped.

    The database changes in one transaction, which ends only when the records are proved to be those
    of the manifest; the files change places with it. Raises BadBackup, and then all is as before.
    """
    with open_archive(source) as archive:
        manifest = read_manifest(archive)
        if manifest.migrations != migrations("default"):
            raise BadBackup("备份出自另一版本。请用做备份的版本恢复，再升级。")
        if not replace and not is_empty():
            raise BadBackup("这里已有数据，没有恢复。确要以备份取代现有数据，请加 --replace。")
        check(archive, manifest)
        new = _extract(archive, manifest)
        root = Path(settings.MEDIA_ROOT)
        old = root.with_name(f"{root.name}.before")
        try:
            with transaction.atomic():
                _load(archive, manifest)
                _change_places(root, new, old)
        except BaseException:
            _change_back(root, new, old)
            raise
        finally:
            shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return manifest


# Files ----------------------------------------------------------------------------------------------


def _extract(archive: zipfile.ZipFile, manifest: Manifest) -> Path:
    root = Path(settings.MEDIA_ROOT)
    new = root.with_name(f"{root.name}.restoring")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True, mode=0o700)
    for name in manifest.files:
        path = new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with member(archive, f"files/{name}") as stream, path.open("wb") as file:
            for piece in pieces(stream, name):
                file.write(piece)
    return new


def _change_places(root: Path, new: Path, old: Path) -> None:
    shutil.rmtree(old, ignore_errors=True)
    if root.exists():
        root.rename(old)
    new.rename(root)


def _change_back(root: Path, new: Path, old: Path) -> None:
    """Undo `_change_places` where the transaction did not hold."""
    if not new.exists() and root.exists():
        root.rename(new)
    if old.exists():
        old.rename(root)


# Database -------------------------------------------------------------------------------------------


def _load(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    wanted = rows.tables()
    names = {model._meta.db_table for model in wanted}
    if names != set(manifest.tables):
        raise BadBackup("备份出自另一版本：表不一样。")
    sealed = _sealed(names)
    for table in sealed:
        seal.unseal(connection, table)
    with connection.cursor() as cursor:
        for name in sorted(names):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")
        for model in wanted:
            _fill(cursor, archive, model, manifest)
        for statement in connection.ops.sequence_reset_sql(no_style(), wanted):
            cursor.execute(statement)
    try:
        connection.check_constraints()
        _settle()
    except Error as error:
        raise BadBackup("备份已损坏：行与行之间对不上。") from error
    for table in sealed:
        seal.seal(connection, table)
    proof = record.verify()
    if proof.broken is not None or (proof.records, proof.digest) != (
        manifest.records,
        manifest.digest,
    ):
        raise BadBackup("备份里的行为记录不完整，没有恢复。")


def _fill(
    cursor: Any, archive: zipfile.ZipFile, model: type[models.Model], manifest: Manifest
) -> None:
    name = model._meta.db_table
    described = manifest.tables[name]
    fields = {field.attname: field for field in rows.columns(model)}
    if set(described.columns) != set(fields):
        raise BadBackup(f"备份出自另一版本：{name} 的列不一样。")
    order = [fields[one] for one in described.columns]
    quote = connection.ops.quote_name
    into = ", ".join(quote(field.column) for field in order)
    marks = ", ".join(["%s"] * len(order))
    statement = f"INSERT INTO {quote(name)} ({into}) VALUES ({marks})"
    count, batch = 0, []
    for row in _lines(archive, f"db/{name}.jsonl"):
        try:
            batch.append([rows.ready(f, v, connection) for f, v in zip(order, row, strict=True)])
        except (ValueError, TypeError, ValidationError) as error:
            raise BadBackup(f"备份已损坏：{name} 第{count + 1}行读不出来。") from error
        count += 1
        if len(batch) == BATCH:
            _insert(cursor, statement, batch, name)
            batch = []
    _insert(cursor, statement, batch, name)
    if count != described.rows:
        raise BadBackup(f"备份已损坏：{name} 应有{described.rows}行，只有{count}行。")


def _insert(cursor: Any, statement: str, batch: list[list[Any]], name: str) -> None:
    if batch:
        try:
            cursor.executemany(statement, batch)
        except Error as error:
            raise BadBackup(f"备份已损坏：{name} 的内容数据库不接受。") from error


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[Any]:
    with member(archive, name) as stream:
        try:
            for line in stream:
                yield json.loads(line)
        except (ValueError, OSError, zipfile.BadZipFile) as error:
            raise BadBackup(f"备份已损坏：{name} 读不出来。") from error


def _settle() -> None:
    """Let PostgreSQL check its deferred references now, or it allows no trigger to be made."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _sealed(names: set[str]) -> list[str]:
    """Return the tables whose rows the database lets nobody change."""
    asked = {
        "sqlite": "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' "
        "AND name = tbl_name || '_keep_update'",
        "postgresql": "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c "
        "ON c.oid = t.tgrelid WHERE t.tgname = c.relname || '_keep'",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return sorted(row[0] for row in cursor.fetchall() if row[0] in names)
