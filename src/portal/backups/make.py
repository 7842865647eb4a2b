"""Making a backup while the portal works: one moment of the database, then the files."""

import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from portal.acts.models import ChainHead
from portal.backups import rows
from portal.backups.archive import MANIFEST, PIECE, Hashed, Kept, Manifest, Table

SNAPSHOT = "snapshot"
"""The alias of the connection that sees one moment, whatever others write meanwhile."""


@contextmanager
def one_moment() -> Iterator[str]:
    """Yield a connection whose reads all see the same moment and hold nobody up."""
    described = deepcopy(connections.databases["default"])
    options = described.setdefault("OPTIONS", {})
    if connections["default"].vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"  # a reader: WAL shows it the moment it began
    else:
        from psycopg import IsolationLevel

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    described["NAME"] = connections["default"].settings_dict["NAME"]
    connections.databases[SNAPSHOT] = described
    try:
        with transaction.atomic(using=SNAPSHOT):
            yield SNAPSHOT
    finally:
        connections[SNAPSHOT].close()
        del connections.databases[SNAPSHOT]
        del connections[SNAPSHOT]


def migrations(alias: str) -> list[str]:
    """Return the migrations a database has seen."""
    applied = MigrationRecorder(connections[alias]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def make(target: Path) -> Manifest:
    """Write a backup; `target` appears only when it is complete and on the disk.

    Files are kept after the database's moment, so each that a row names is there.
    Raises FileExistsError where `target` exists, OSError where the disk does not take it.
    """
    if target.exists():
        raise FileExistsError(target)
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as file:
            os.chmod(part, 0o600)  # noqa: PTH101
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                with one_moment() as alias:
                    manifest = _database(archive, alias)
                _files(archive, manifest)
                archive.writestr(MANIFEST, manifest.to_json())
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _database(archive: zipfile.ZipFile, alias: str) -> Manifest:
    head = ChainHead.objects.using(alias).get(pk=1)
    manifest = Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        migrations=migrations(alias),
        records=head.number,
        digest=head.digest,
    )
    for model in rows.tables():
        name, count = model._meta.db_table, 0
        with archive.open(f"db/{name}.jsonl", "w", force_zip64=True) as stream:
            out = Hashed(stream)
            for row in rows.written(model, alias):
                out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                count += 1
        names = [field.attname for field in rows.columns(model)]
        manifest.tables[name] = Table(names, count, out.digest)
    return manifest


def _files(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(p for p in root.rglob("*") if p.is_file() and not p.is_symlink()):
        name = path.relative_to(root).as_posix()
        described = zipfile.ZipInfo(f"files/{name}")  # stored: most of them are compressed already
        with path.open("rb") as source, archive.open(described, "w", force_zip64=True) as stream:
            out = Hashed(stream)
            shutil.copyfileobj(source, out, PIECE)
        manifest.files[name] = Kept(out.size, out.digest)
